"""Facts that a forecast is made from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Self

from shared.models.ledger.balances import Convert
from shared.models.ledger.entry import DatedEntry
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Summary
from shared.models.planning.forecasts.expected import Book
from shared.models.planning.occurrence import Occurrence
from shared.models.planning.recurring import Recurring
from shared.models.values.frozen import frozen
from shared.models.values.money import to_minor


@frozen
class Facts:
    """Facts that a forecast is made from, read at one instant.

    ``ahead`` are the entries of transactions after today, until the end of the last month of the
    forecast; ``summaries`` all stored ones from the first month of the history on.
    """

    ledger: Ledger
    today: date
    seed: str
    entries: Sequence[Recurring]
    stored: Sequence[Occurrence]
    ahead: Sequence[DatedEntry]
    summaries: Sequence[Summary]
    convert: Convert
    book: Book


class Floor(NamedTuple):
    """Balance below which accounts in a currency should not fall."""

    amount_minor: int
    currency: str

    @classmethod
    def asked(cls, amount: Decimal, ledger: Ledger, account_id: str | None) -> Self:
        """Return the floor that is asked for, in the currency of the account, or the ledger.

        Raises:
            InvalidArgument: The amount has more decimals than the currency.
        """
        is_known = account_id is not None and account_id in ledger.accounts
        currency = ledger.currency_of(account_id) if is_known else ledger.currency
        return cls(to_minor(amount, currency, "floor"), currency)
