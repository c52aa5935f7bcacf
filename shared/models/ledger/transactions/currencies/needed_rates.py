"""Rates that inputs of transactions may look up, so that those of many are read in one call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from shared.models.ledger.inputs.transaction import TransactionDraft, TransactionPatch
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.transaction import Transaction

NeededRate = tuple[str, str, date]
"""A currency, the other one in which its price is looked up, and the day."""

_OF_AMOUNTS = frozenset(
    {
        "type", "amount", "currency", "date", "account_id", "to_account_id", "to_amount",
        "base_amount", "rate",
    }
)  # fmt: skip
"""Fields of a patch whose change may look up a rate."""


def rates_needed_by(
    ledger: Ledger,
    given: TransactionDraft | TransactionPatch,
    before: Transaction | None = None,
) -> Iterator[NeededRate]:
    """Yield the rates that booking an input may look up; ``before`` is what a patch changes.

    It may yield some that are not looked up, and days in the future.
    """
    if before is not None and not (before.is_unconverted or given.model_fields_set & _OF_AMOUNTS):
        return
    account_id = given.account_id or (before.account_id if before else ledger.default_account_id)
    to_account_id = given.to_account_id or (before.to_account_id if before else None)
    day = given.date or (before.date if before else None)
    if day is None:
        return
    currency = ledger.currency_of(account_id)
    if given.currency is not None and given.currency != currency:
        yield given.currency, currency, day
    elif before is not None and before.is_amount_estimated and before.original is not None:
        yield before.original.currency, currency, day  # Another date estimates it again.
    if currency != ledger.currency and given.base_amount is None and given.rate is None:
        yield currency, ledger.currency, day
    if to_account_id and given.to_amount is None:
        to_currency = ledger.currency_of(to_account_id)
        if to_currency != currency:
            yield currency, to_currency, day


def rates_of_accounts(ledger: Ledger, booked: Iterable[tuple[str, str]]) -> Iterator[NeededRate]:
    """Yield the rates at which transactions are converted, given their accounts and dates."""
    for account_id, day in booked:
        currency = ledger.currency_of(account_id)
        if currency != ledger.currency:
            yield currency, ledger.currency, date.fromisoformat(day)
