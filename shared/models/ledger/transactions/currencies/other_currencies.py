"""Conversions of transactions to other currencies than the ledger's: the next, and former ones.

While the currency of a ledger is being changed, each transaction has a conversion to the present
currency and one to the next. Later the former one is kept, so that a change back, as by an undo,
finds the amounts that were booked. In the currency of its account a transaction needs none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from shared.errors import InvalidArgument, RebuildRunning, Unavailable
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Edit
from shared.models.ledger.transactions.currencies.base_amounts import (
    GivenExchange,
    exchange_of,
    is_at_former_own_rate,
)
from shared.models.ledger.transactions.currencies.exchange import Exchange, ExchangeSource, FindRate
from shared.models.ledger.transactions.transaction import Transaction

if TYPE_CHECKING:
    from shared.models.currencies.own_rate import OwnRate
    from shared.models.ledger.transactions.currencies.needed_rates import NeededRate

MAX_OTHER_EXCHANGES = 3
"""Conversions that a transaction keeps next to that in the ledger's currency."""

_CONVERTED_FIELDS = (
    "type", "amount_minor", "currency", "account_id", "to_account_id", "to_amount_minor",
    "to_currency", "is_to_amount_estimated", "date",
)  # fmt: skip
"""Fields on which a conversion depends."""


def ledger_in_currency(ledger: Ledger, currency: str) -> Ledger:
    """Return a ledger with another currency; its accounts keep theirs.

    The totals are those in the present currency.
    """
    accounts = {
        key: account.model_copy(update={"currency": None if own == currency else own})
        for key, account in ledger.accounts.items()
        for own in (ledger.currency_of(key),)
    }
    return replace(ledger, currency=currency, accounts=accounts)


def converted_in(transaction: Transaction, currency: str) -> Transaction:
    """Return the transaction as in a ledger of that currency; the present conversion is kept.

    Raises:
        Unavailable: It has no conversion to that currency, because the currency of the ledger was
            changed after the ledger was read.
    """
    if transaction.base_currency == currency:
        return transaction
    exchange = None
    if transaction.currency != currency:
        exchange = _find(transaction, currency)
        if exchange is None:
            raise Unavailable
    former = transaction.exchange
    kept = [one for one in transaction.other_exchanges if one.currency != currency]
    if former is not None:
        kept.append(former)
    update = {"exchange": exchange, "other_exchanges": tuple(kept[-MAX_OTHER_EXCHANGES:])}
    return transaction.model_copy(update=update)


def edits_converted_in(edits: Iterable[Edit], currency: str) -> list[Edit]:
    """Return edits of transactions as in a ledger of that currency; raises as ``converted_in``."""
    return [
        Edit(before and converted_in(before, currency), converted_in(after, currency))
        for before, after in edits
    ]


def rates_needed_for(
    ledger: Ledger, transactions: Iterable[Transaction], currency: str | None
) -> Iterator[NeededRate]:
    """Yield the rates that ``converted_for`` looks up for transactions; none without a currency.

    A transfer that brings an amount in the currency needs none, unless that is an estimate.
    """
    for one in transactions:
        if currency is not None and _needs_rate(ledger, one, currency):
            yield one.currency, currency, one.date


def _needs_rate(ledger: Ledger, transaction: Transaction, currency: str) -> bool:
    if currency in (transaction.currency, transaction.base_currency):
        return False
    if transaction.to_currency == currency and not transaction.is_to_amount_estimated:
        return False
    return not _is_settled(ledger, transaction, _find(transaction, currency))


def _is_settled(ledger: Ledger, transaction: Transaction, known: Exchange | None) -> bool:
    """Return whether a known conversion stays, whatever rate there is for the day."""
    if known is None or known.base_minor is None:
        return False
    if known.rate_source is ExchangeSource.GIVEN:
        return True
    is_of_day = known.rate_date is not None and known.rate_date >= transaction.date
    return is_of_day and not is_at_former_own_rate(ledger, known, transaction.currency)


def converted_for(
    ledger: Ledger, transaction: Transaction, currency: str, find_rate: FindRate
) -> Transaction:
    """Return the transaction with a conversion to a currency that the ledger may get, too.

    An amount that it had in that currency before is kept, unless there is a rate of a later day
    now, or it is at an own rate that was replaced or deleted since. Without a rate, and where the
    amount would be too large, it is unconverted there.
    """
    if currency in (transaction.currency, transaction.base_currency):
        return transaction
    known = _find(transaction, currency)
    if _is_settled(ledger, transaction, known):
        return transaction
    found = _conversion(ledger_in_currency(ledger, currency), transaction, currency, find_rate)
    if known is not None:
        is_given = known.rate_source is ExchangeSource.GIVEN
        is_former = is_at_former_own_rate(ledger, known, transaction.currency)
        if is_given or not (is_former or found.is_nearer_than(known)):
            return transaction
    others = [one for one in transaction.other_exchanges if one.currency != currency]
    kept = (*others, found)[-MAX_OTHER_EXCHANGES:]
    return transaction.model_copy(update={"other_exchanges": kept})


def ensure_not_converting_at(ledger: Ledger, own: OwnRate) -> None:
    """Check that the currency of the ledger is not being changed to one of an own rate.

    A rate that is corrected meanwhile would not reach the amounts that were converted at it.

    Raises:
        RebuildRunning: It is.
    """
    currency = ledger.next_currency or ledger.currency
    if ledger.currency_change.is_running and currency in (own.base, own.quote):
        message = (
            f"Amounts of the ledger are being converted to {currency} at this own rate. Replace or "
            "delete it when that is done: until then GET /dashboard lists the job REBUILD"
        )
        if ledger.next_currency is None:
            raise RebuildRunning(f"{message}.")
        raise RebuildRunning(f"{message}. Or cancel it by setting the currency {ledger.currency}.")


def without_outdated(before: Transaction | None, after: Transaction) -> Transaction:
    """Return a changed transaction without conversions of its former amount to other currencies.

    Those that it did not have before are of its present amount: an undo brings them back.
    """
    if before is None or not after.other_exchanges:
        return after
    if all(getattr(after, name) == getattr(before, name) for name in _CONVERTED_FIELDS):
        return after
    brought = (one for one in after.other_exchanges if one not in before.other_exchanges)
    return after.model_copy(update={"other_exchanges": tuple(brought)})


def in_ledgers_currency(
    ledger: Ledger, transaction: Transaction, find_rate: FindRate
) -> Transaction:
    """Return a former state of a transaction, which may be in a former currency of the ledger."""
    converted = converted_for(ledger, transaction, ledger.currency, find_rate)
    return converted_in(converted, ledger.currency)


def _find(transaction: Transaction, currency: str) -> Exchange | None:
    return next((one for one in transaction.other_exchanges if one.currency == currency), None)


def _conversion(
    ledger: Ledger, transaction: Transaction, currency: str, find_rate: FindRate
) -> Exchange:
    """Return the conversion of a transaction to the currency of a ledger by the rate of its day."""
    unconverted = Exchange(currency=currency)
    bare = transaction.model_copy(update={"exchange": unconverted})
    try:
        exchange = exchange_of(ledger, bare, GivenExchange(), find_rate)
    except InvalidArgument:
        return unconverted
    converted = bare.model_copy(update={"exchange": exchange})
    return unconverted if exchange is None or any(converted.shape_errors()) else exchange
