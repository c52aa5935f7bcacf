"""Amounts that transfers between two currencies bring to the other account."""

from __future__ import annotations

from shared.errors import InvalidArgument
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.currencies.base_amounts import (
    at_base_amount,
    at_rate_of_day,
    base_is_received,
    exchange_kept,
)
from shared.models.ledger.transactions.currencies.exchange import Exchange, ExchangeSource, FindRate
from shared.models.ledger.transactions.given_amounts import AmountsInMinor
from shared.models.ledger.transactions.transaction import Transaction, TransactionType
from shared.models.values.money import MAX_AMOUNT_MINOR


def with_received(
    ledger: Ledger,
    before: Transaction | None,
    after: Transaction,
    entered: AmountsInMinor,
    find_rate: FindRate,
) -> Transaction:
    """Return a transaction with the amount that it brings to the other account.

    One that the input gives wins. The present one holds while the amount, the currencies and the
    type stay, and if it is estimated the date. An original amount in the other account's currency
    is what is brought. Otherwise it is estimated. All but transfers between two currencies have
    none. ``before`` is the transaction that a patch changes.

    Raises:
        InvalidArgument: There is no rate, or the estimate is too small or too large.
    """
    if _still_holds(ledger, before, after, entered):
        return after
    received_minor = entered.to_amount_minor
    if received_minor is None and is_between_currencies(ledger, after):
        received_minor = _original_in(after, ledger.currency_of(after.to_account_id))
        if received_minor is None:
            return _with_estimate(ledger, after, find_rate)
    return _bringing(ledger, after, received_minor, is_estimated=False)


def with_base_received(
    ledger: Ledger,
    before: Transaction | None,
    after: Transaction,
    entered: AmountsInMinor,
    find_rate: FindRate,
) -> Transaction:
    """Return a transfer that ``brings_base`` with this amount, which is also its base amount.

    The base amount that it has is what it brings, unless that was the amount which a transfer
    of another amount brought. See ``with_received``.

    Raises:
        InvalidArgument: What is given does not fit, there is no rate, or the estimate is too small
            or too large.
    """
    received_minor = entered.to_amount_minor
    if before is not None and _still_holds(ledger, before, after, entered):
        if after.amount_minor == before.amount_minor:
            return after
        received_minor = after.to_amount_minor
    elif received_minor is None:
        received_minor = _original_in(after, ledger.currency)
    if received_minor is not None:
        exchange = at_base_amount(ledger, after, received_minor, "to_amount")
    else:
        kept = None if "to_amount" in entered.names else _exchange_kept(ledger, before, after)
        exchange = kept or at_rate_of_day(ledger, after, find_rate)
    if exchange.base_minor is None:
        raise InvalidArgument.of("to_amount", _without_rate(after.currency, ledger.currency))
    is_estimated = exchange.rate_source is not ExchangeSource.GIVEN
    after = _bringing(ledger, after, exchange.base_minor, is_estimated=is_estimated)
    return after.model_copy(update={"exchange": exchange})


def is_between_currencies(ledger: Ledger, transaction: Transaction) -> bool:
    """Return whether it is a transfer between accounts of two currencies."""
    to_account_id = transaction.to_account_id
    is_transfer = transaction.type is TransactionType.TRANSFER and to_account_id in ledger.accounts
    return is_transfer and ledger.currency_of(to_account_id) != transaction.currency


def brings_base(ledger: Ledger, transaction: Transaction) -> bool:
    """Return whether it is a transfer from another currency to the ledger's."""
    is_to_base = ledger.currency_of(transaction.to_account_id) == ledger.currency
    return is_to_base and is_between_currencies(ledger, transaction)


def _still_holds(
    ledger: Ledger, before: Transaction | None, after: Transaction, entered: AmountsInMinor
) -> bool:
    """Return whether the received amount holds, because the input does not name or change it.

    A given one also holds if the other amount was estimated, and is now given or estimated anew.
    """
    if before is None or "to_amount" in entered.names:
        return False
    is_same = after.amount_minor == before.amount_minor
    if before.is_to_amount_estimated:
        is_same = is_same and after.date == before.date
    elif before.is_amount_estimated:
        is_same = is_same or after.original == before.original
    return (
        is_same
        and (after.type, after.currency) == (before.type, before.currency)
        and ledger.currency_of(after.to_account_id) == before.to_currency
    )


def _original_in(after: Transaction, currency: str) -> int | None:
    """Return the original amount if it is in a currency."""
    original = after.original
    return original.amount_minor if original and original.currency == currency else None


def _exchange_kept(
    ledger: Ledger, before: Transaction | None, after: Transaction
) -> Exchange | None:
    """Return the conversion whose base amount is brought; None if it has to be estimated."""
    if before is None:
        return None
    kept = exchange_kept(ledger, before, after)
    is_given = kept is not None and kept.rate_source is ExchangeSource.GIVEN
    return None if is_given and base_is_received(ledger, before) else kept


def _with_estimate(ledger: Ledger, after: Transaction, find_rate: FindRate) -> Transaction:
    """Return a transfer with the amount that it brings at the rate of the day.

    Raises:
        InvalidArgument: There is no rate, or the amount is too small or too large.
    """
    to_currency = ledger.currency_of(after.to_account_id)
    rate = find_rate(after.currency, to_currency, after.date)
    if rate is None:
        raise InvalidArgument.of("to_amount", _without_rate(after.currency, to_currency))
    return _bringing(ledger, after, rate.convert(after.amount_minor), is_estimated=True)


def _without_rate(currency: str, to_currency: str) -> str:
    """Return the message for a received amount that is missing and cannot be estimated."""
    reason = f"there is no rate of {currency}/{to_currency} for that day"
    return f"is required, because {reason}; with an own rate it is estimated"


def _bringing(
    ledger: Ledger, after: Transaction, received_minor: int | None, *, is_estimated: bool
) -> Transaction:
    """Return a transfer with the amount that it brings, or a transaction without any.

    Raises:
        InvalidArgument: The amount is too small or too large, which a given one is not.
    """
    is_received = received_minor is not None
    if received_minor is not None and not 0 < received_minor <= MAX_AMOUNT_MINOR:
        raise InvalidArgument.of("to_amount", "is required: none can be estimated")
    return after.model_copy(
        update={
            "to_amount_minor": received_minor,
            "to_currency": ledger.currency_of(after.to_account_id) if is_received else None,
            "is_to_amount_estimated": is_estimated,
        }
    )
