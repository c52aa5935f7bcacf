"""Conversion of a recorded transaction to the ledger's currency anew, at the rate of its day."""

from __future__ import annotations

from datetime import date, datetime

from shared.errors import InvalidArgument
from shared.models.currencies.own_rate import OwnRate
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.currencies.base_amounts import (
    GivenExchange,
    base_is_received,
    exchange_of,
    is_at_former_own_rate,
)
from shared.models.ledger.transactions.currencies.exchange import (
    Exchange,
    FindRate,
)
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.values.revision import revised


def healed(
    ledger: Ledger, transaction: Transaction, find_rate: FindRate, until: date, at: datetime
) -> Transaction | None:
    """Return the transaction at a rate that has arrived since; None if it stays as it is.

    A transaction without a base amount gets one. One of a day up to ``until`` that has a rate of an
    earlier day gets that of its own day, or of a day nearer to it. Rates that clients gave, amounts
    that were estimated, and rates of the transaction's own day stay, and so does a transaction
    whose base amount would be too large.
    """
    exchange = transaction.exchange
    if exchange is None:
        return None
    if exchange.base_minor is not None:
        if not exchange.is_provisional_on(transaction.date) or transaction.date > until:
            return None
        if base_is_received(ledger, transaction):
            return None
    found = _find_exchange(ledger, transaction, find_rate)
    if found is None or not found.is_nearer_than(exchange):
        return None
    return _with_exchange(transaction, found, at)


def without_own_rate(
    ledger: Ledger, transaction: Transaction, former: OwnRate, find_rate: FindRate, at: datetime
) -> Transaction | None:
    """Return the transaction without an own rate that is not in force any more; None if it stays.

    ``former`` is the own rate as it was before it was replaced or deleted. A transaction that was
    booked at it gets the rate of its day that is in force now, or none: then it is unconverted.
    Other rates stay, and so do amounts that were estimated, and a transaction whose base amount
    would be too large.
    """
    exchange = transaction.exchange
    if exchange is None or not exchange.is_at(former, transaction.currency):
        return None
    return _at_rate_in_force(ledger, transaction, find_rate, at)


def exchange_in_force(
    ledger: Ledger, transaction: Transaction, find_rate: FindRate, at: datetime
) -> Exchange | None:
    """Return the conversion that a former state of a transaction has when an undo brings it back.

    Rates that have arrived, and own rates that were replaced or deleted since then, change it as
    they would have changed the transaction.
    """
    exchange = transaction.exchange
    if exchange is None or exchange.currency != ledger.currency:
        return exchange
    after = at_rates_in_force(ledger, transaction, find_rate, at)
    return exchange if after is None else after.exchange


def at_rates_in_force(
    ledger: Ledger, transaction: Transaction, find_rate: FindRate, at: datetime
) -> Transaction | None:
    """Return a transaction as healing would have left it; None if it stays.

    Healing does not find a former state, nor what is in the trash of an account that was deleted:
    a rate may have arrived since, and an own rate may have been replaced or deleted.
    """
    exchange = transaction.exchange
    if exchange is None:
        return None
    if is_at_former_own_rate(ledger, exchange, transaction.currency):
        return _at_rate_in_force(ledger, transaction, find_rate, at)
    return healed(ledger, transaction, find_rate, ledger.today(at), at)


def _at_rate_in_force(
    ledger: Ledger, transaction: Transaction, find_rate: FindRate, at: datetime
) -> Transaction | None:
    """Return the transaction at the rate of its day that is in force; None if it stays as it is."""
    if base_is_received(ledger, transaction):
        return None
    found = _find_exchange(ledger, transaction, find_rate)
    if found is None or found == transaction.exchange:
        return None
    return _with_exchange(transaction, found, at)


def _with_exchange(transaction: Transaction, found: Exchange, at: datetime) -> Transaction | None:
    """Return the transaction with another conversion; None if an amount would be too large."""
    after = revised(transaction, {"exchange": found}, at)
    return None if any(True for _ in after.shape_errors()) else after


def _find_exchange(
    ledger: Ledger, transaction: Transaction, find_rate: FindRate
) -> Exchange | None:
    """Return the conversion at the rate of its day; None if it would be too large.

    Without a rate of that day it has no base amount.
    """
    try:
        return exchange_of(ledger, transaction, GivenExchange(), find_rate)
    except InvalidArgument:
        return None
