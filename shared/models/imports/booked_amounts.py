"""Amounts of rows in the currencies of their accounts."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from shared.models.imports.duplicates import original_key, row_key
from shared.models.imports.import_plan import OtherAmounts
from shared.models.imports.ledger_names import RowMisfit
from shared.models.imports.statements.amounts import Money
from shared.models.imports.statements.results import ExportedExchange, StatementRow
from shared.models.ledger.transactions.exchange import FindRate, convert_minor
from shared.models.values.exchange_rate import MAX_RATE
from shared.models.values.money import MAX_AMOUNT_MINOR, format_minor

MAX_DEVIATION = 0.1
"""How far an exchange may be from the rate of its day, as a ratio; banks take less than that."""


class BookedAmount(NamedTuple):
    """The amount of a row in its account's currency, the original one, and a warning."""

    amount_minor: int
    currency: str
    original: Money | None = None
    is_estimated: bool = False
    warning: str | None = None

    def other(self, currency: str) -> OtherAmounts | None:
        """Return the amounts to keep in a plan whose account is in this currency, if any."""
        if self.currency == currency and self.original is None:
            return None
        original_minor, original_currency = self.original or (None, None)
        return OtherAmounts(self.currency, original_minor, original_currency, self.is_estimated)

    def key(self, row: StatementRow) -> str:
        """Return the key of the row; an estimate is not part of it, because it may change."""
        if self.is_estimated and self.original is not None:
            return original_key(row.date, *self.original, row.payee, row.description)
        return row_key(row.date, self.amount_minor, row.payee, row.description)


def book(row: StatementRow, currency: str, find_rate: FindRate) -> BookedAmount:
    """Return the amount of a row on an account in a currency.

    A row in another currency is booked with the bank's own amount in this one, or at the rate of
    the bank; otherwise at that of the day, which is marked as an estimate.

    Raises:
        RowMisfit: There is no rate, or the amount would be too small or too large.
    """
    own = Money(row.amount_minor, row.currency or currency)
    if own.currency == currency:
        return BookedAmount(own.amount_minor, currency, row.original)
    if row.original is not None and row.original.currency == currency and not row.fee_minor:
        return BookedAmount(row.original.amount_minor, currency, own)
    shown = f"{format_minor(abs(own.amount_minor), own.currency)} {own.currency}"
    rate = find_rate(own.currency, currency, row.date)
    if rate is None:
        raise RowMisfit(
            f"there is no account in {own.currency}, and no rate of {row.date} for its amount in "
            f"{currency}"
        )
    amount_minor = rate.convert(own.amount_minor)
    if (of_bank := _at_rate_of_bank(own, currency, row.rate, amount_minor)) is not None:
        return BookedAmount(of_bank, currency, own)
    if not 0 < abs(amount_minor) <= MAX_AMOUNT_MINOR:
        raise RowMisfit(f"{shown} are too little or too much in {currency}")
    return BookedAmount(
        amount_minor,
        currency,
        own,
        is_estimated=True,
        warning=f"the amount in {currency} is estimated from {shown} at the rate of {rate.as_of}",
    )


def _at_rate_of_bank(
    own: Money, currency: str, rate: Decimal | None, expected_minor: int
) -> int | None:
    """Return an amount at the bank's rate, if it is near to what is expected; otherwise None.

    Banks give the price of either currency in the other one; the nearer amount is taken.
    """
    if rate is None:
        return None
    amounts = [
        convert_minor(own.amount_minor, own.currency, one, currency)
        for one in (rate, 1 / rate)
        if one <= MAX_RATE
    ]
    nearest = min(amounts, key=lambda amount: abs(amount - expected_minor))
    is_near = abs(nearest - expected_minor) <= MAX_DEVIATION * abs(expected_minor)
    return nearest if nearest and is_near else None


def base_amount_of(amount_minor: int, currency: str, exchange: ExportedExchange) -> int:
    """Return the amount of a transaction in the currency to which an exported file converts it.

    It has the sign of the transaction's amount.

    Raises:
        RowMisfit: It is not the amount at its rate, because one of them was changed in the file.
    """
    base = exchange.base
    base_minor = abs(base.amount_minor) if amount_minor > 0 else -abs(base.amount_minor)
    if exchange.rate is not None:
        converted = convert_minor(amount_minor, currency, Decimal(exchange.rate), base.currency)
        if abs(converted - base_minor) > 1:
            shown = f"{format_minor(base_minor, base.currency)} {base.currency}"
            raise RowMisfit(f"base_amount {shown} is not the amount at the rate {exchange.rate}")
    return base_minor
