"""Conversion of a transaction to a currency, which is answered and not stored."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from shared.models.ledger.transactions.exchange import ExchangeSource
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.values.frozen import frozen


class UnconvertedReason(StrEnum):
    """Reason why an amount is not converted."""

    NO_RATES = "NO_RATES"
    """There are no rates of the two currencies."""

    NO_RATE_ON_DATE = "NO_RATE_ON_DATE"
    """There are rates, but none that counts on the day."""


@frozen
class AppliedRate:
    """Rate of a conversion, the day it is of, and its source."""

    rate: str
    as_of: dt.date
    source: ExchangeSource
    is_stale: bool


@frozen
class TransactionConversion:
    """A transaction, and what it came to in another currency, in minor units of it.

    ``is_booked`` is whether it is the amount that the ledger's sums have. ``rate`` is None within
    one currency, and without a rate; ``reason`` says why there is none.
    """

    transaction: Transaction
    to: str
    converted_minor: int | None = None
    is_booked: bool = False
    rate: AppliedRate | None = None
    reason: UnconvertedReason | None = None
