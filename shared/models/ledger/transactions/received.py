"""Amounts that transfers between two currencies bring to the other account."""

from __future__ import annotations

from typing import NamedTuple

from shared.errors import InvalidArgument
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.exchange import ExchangeSource, FindRate
from shared.models.ledger.transactions.transaction import Transaction, TransactionType
from shared.models.ledger.transactions.valuation import base_is_received, exchange_kept
from shared.models.values.money import MAX_AMOUNT_MINOR


class _Received(NamedTuple):
    amount_minor: int
    is_estimated: bool


def with_received(
    ledger: Ledger,
    before: Transaction | None,
    after: Transaction,
    find_rate: FindRate,
    *,
    is_named: bool,
) -> Transaction:
    """Return a transaction with the amount that it brings to the other account.

    One that the input gives wins. The present one holds while the amount, the currencies and the
    type stay, and if it is estimated the date. Otherwise it is estimated. Without a rate, and for
    all but transfers between two currencies, there is none. ``before`` is the transaction that a
    patch changes, and ``is_named`` whether the input has ``to_amount``, or null for it.

    Raises:
        InvalidArgument: The estimate is too small or too large.
    """
    if is_named and after.to_amount_minor is not None:
        return after
    if not is_named and before is not None and _still_holds(ledger, before, after):
        return after
    received, to_currency = None, None
    if _is_between_currencies(ledger, after):
        received = _estimate(ledger, before, after, find_rate, is_named=is_named)
    if received is not None:
        to_currency = ledger.currency_of(after.to_account_id)
        if not 0 < received.amount_minor <= MAX_AMOUNT_MINOR:
            raise InvalidArgument.of("to_amount", "is required: none can be estimated")
    return after.model_copy(
        update={
            "to_amount_minor": received and received.amount_minor,
            "to_currency": to_currency,
            "is_to_amount_estimated": received is not None and received.is_estimated,
        }
    )


def _is_between_currencies(ledger: Ledger, transaction: Transaction) -> bool:
    to_account_id = transaction.to_account_id
    is_transfer = transaction.type is TransactionType.TRANSFER and to_account_id in ledger.accounts
    return is_transfer and ledger.currency_of(to_account_id) != transaction.currency


def _still_holds(ledger: Ledger, before: Transaction, after: Transaction) -> bool:
    """Return whether the received amount holds after a change that does not name it."""
    is_same_day = after.date == before.date or not before.is_to_amount_estimated
    return (
        before.to_amount_minor is not None
        and is_same_day
        and (after.type, after.amount_minor, after.currency)
        == (before.type, before.amount_minor, before.currency)
        and ledger.currency_of(after.to_account_id) == before.to_currency
    )


def _estimate(
    ledger: Ledger,
    before: Transaction | None,
    after: Transaction,
    find_rate: FindRate,
    *,
    is_named: bool,
) -> _Received | None:
    """Return what a transfer brings; None without a rate.

    In the ledger's currency it is the base amount that the transaction already has, so that a
    given one is not lost. A given ``to_amount`` is not one for another amount.
    """
    to_currency = ledger.currency_of(after.to_account_id)
    if before is not None and to_currency == ledger.currency:
        kept = exchange_kept(ledger, before, after)
        is_given = kept is not None and kept.rate_source is ExchangeSource.GIVEN
        is_replaced = base_is_received(ledger, before) and (is_given or is_named)
        if kept is not None and kept.base_minor is not None and not is_replaced:
            return _Received(kept.base_minor, is_estimated=not is_given)
    rate = find_rate(after.currency, to_currency, after.date)
    if rate is None:
        return None
    return _Received(rate.convert(after.amount_minor), is_estimated=True)
