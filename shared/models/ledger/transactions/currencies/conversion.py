"""Conversion of a transaction to a currency, which is answered and not stored."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from shared.models.ledger.transactions.currencies.exchange import ExchangeSource, implied_rate
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.values.exchange_rate import rate_text
from shared.models.values.frozen import frozen


class UnconvertedReason(StrEnum):
    """Reason why an amount is not converted."""

    NO_RATES = "NO_RATES"
    """There are no rates of the two currencies."""

    NO_RATE_ON_DATE = "NO_RATE_ON_DATE"
    """There are rates, but none that counts on the day."""


class KnownAmount(StrEnum):
    """Amount of a transaction that is in the currency asked for, so none is calculated."""

    AMOUNT = "AMOUNT"
    BASE_AMOUNT = "BASE_AMOUNT"
    ORIGINAL = "ORIGINAL"
    TO_AMOUNT = "TO_AMOUNT"


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

    ``is_booked`` is whether it is the amount that the ledger's sums have. ``known_as`` names the
    amount of the transaction that it is; None of one that is calculated. ``rate`` is None within
    one currency, without a rate, and between an amount and its estimate; ``reason`` says why there
    is none.
    """

    transaction: Transaction
    to: str
    converted_minor: int | None = None
    is_booked: bool = False
    rate: AppliedRate | None = None
    reason: UnconvertedReason | None = None
    known_as: KnownAmount | None = None


def amount_known_in(transaction: Transaction, currency: str) -> TransactionConversion | None:
    """Return the amount that a transaction has in a currency beside the ledger's; None without one.

    It is the booked amount, the original amount of a purchase, or what a transfer brought. The rate
    of the last two is the one that both amounts imply, unless one of them is an estimate.
    """
    if currency == transaction.currency:
        amount_minor = transaction.amount_minor
        return TransactionConversion(
            transaction, currency, amount_minor, known_as=KnownAmount.AMOUNT
        )
    original = transaction.original
    if original is not None and original.currency == currency:
        return _known(
            transaction, currency, original.amount_minor, KnownAmount.ORIGINAL, is_given=True
        )
    if transaction.to_amount_minor is not None and transaction.to_currency == currency:
        return _known(
            transaction,
            currency,
            transaction.to_amount_minor,
            KnownAmount.TO_AMOUNT,
            is_given=not transaction.is_to_amount_estimated,
        )
    return None


def _known(
    transaction: Transaction, currency: str, known_minor: int, name: KnownAmount, *, is_given: bool
) -> TransactionConversion:
    """Return an amount of a transaction in a currency, with the rate that it implies."""
    rate = None
    if is_given and not transaction.is_amount_estimated:
        rate = implied_rate(transaction.amount_minor, transaction.currency, known_minor, currency)
    applied = None
    if rate is not None:
        day, source = transaction.date, ExchangeSource.GIVEN
        applied = AppliedRate(rate_text(rate), day, source, is_stale=False)
    return TransactionConversion(transaction, currency, known_minor, rate=applied, known_as=name)
