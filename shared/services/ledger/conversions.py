"""Tell what a transaction came to in a currency, and at which rate."""

from __future__ import annotations

import datetime as dt

from shared.errors import NotFound
from shared.models.currencies.euro import ALL_WITH_RATES
from shared.models.currencies.own_rate import OwnRates
from shared.models.currencies.rate import FRESH_DAYS
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.currencies.conversion import (
    AppliedRate,
    KnownAmount,
    TransactionConversion,
    UnconvertedReason,
    amount_known_in,
)
from shared.models.ledger.transactions.currencies.exchange import Exchange, ExchangeSource
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.values.identifiers import is_id
from shared.repositories.store import TenantStore
from shared.services.currencies.lookup import rates_of


def convert_transaction(
    store: TenantStore, transaction_id: str, to: str | None, now: dt.datetime
) -> TransactionConversion:
    """Return what a transaction came to in a currency, by default the ledger's; writes nothing.

    It is the amount that the transaction has in that currency, if any: in the ledger's the one
    that is booked. Otherwise it is calculated by the rate of the transaction's day.

    Raises:
        NotFound: The transaction does not exist, or is in the trash.
    """
    if not is_id(transaction_id):
        raise NotFound("transaction")
    snapshot = store.load(transaction_ids=[transaction_id])
    snapshot.tenant.ensure_live(now)
    transaction, ledger = snapshot.get_live_transaction(transaction_id), snapshot.ledger
    wanted, day = to or ledger.currency, min(transaction.date, ledger.today(now))
    if wanted == ledger.currency and transaction.base_minor is not None:
        return TransactionConversion(
            transaction,
            wanted,
            transaction.base_minor,
            is_booked=True,
            rate=_booked_rate(transaction.exchange, day),
            known_as=KnownAmount.AMOUNT
            if wanted == transaction.currency
            else KnownAmount.BASE_AMOUNT,
        )
    known = amount_known_in(transaction, wanted)
    return known or _at_rate_of_day(store, ledger, transaction, wanted, day, now)


def _at_rate_of_day(
    store: TenantStore,
    ledger: Ledger,
    transaction: Transaction,
    to: str,
    day: dt.date,
    now: dt.datetime,
) -> TransactionConversion:
    rate = rates_of(store, ledger, now)(transaction.currency, to, day)
    if rate is None:
        reason = _reason(ledger, transaction.currency, to)
        return TransactionConversion(transaction, to, reason=reason)
    source = ExchangeSource.OWN if rate.source == "own" else ExchangeSource.REFERENCE
    applied = AppliedRate(rate.text, rate.as_of, source, rate.is_stale(day))
    return TransactionConversion(
        transaction, to, rate.convert(transaction.amount_minor), rate=applied
    )


def _booked_rate(exchange: Exchange | None, day: dt.date) -> AppliedRate | None:
    """Return the rate that a transaction was booked at; None of one without any.

    A future transaction has the rate of today, its ``day`` for this.
    """
    if exchange is None or exchange.rate is None or exchange.rate_source is None:
        return None
    as_of = exchange.rate_date or day
    return AppliedRate(exchange.rate, as_of, exchange.rate_source, (day - as_of).days > FRESH_DAYS)


def _reason(ledger: Ledger, base: str, quote: str) -> UnconvertedReason:
    own = OwnRates(ledger.own_rates.values())
    is_known = quote in own.currencies_with(base) or {base, quote} <= ALL_WITH_RATES
    return UnconvertedReason.NO_RATE_ON_DATE if is_known else UnconvertedReason.NO_RATES
