"""Amounts of rows in the currencies of their accounts."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from shared.models.imports.duplicates import original_key, row_key
from shared.models.imports.import_plan import OtherAmounts
from shared.models.imports.ledger_names import RowMisfit
from shared.models.imports.statements.amounts import Money
from shared.models.imports.statements.results import ExportedExchange, StatementRow
from shared.models.ledger.transactions.currencies.exchange import FindRate, convert_minor
from shared.models.values.money import MAX_AMOUNT_MINOR, format_minor

MAX_DEVIATION = Decimal("0.1")
"""How far an exchange may deviate from the rate of its day, as a ratio; banks take less."""


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
    expected_minor = rate.convert(own.amount_minor)
    of_bank = _at_rate_of_bank(own, currency, row.rate, expected_minor)
    amount_minor = of_bank[0] if of_bank else expected_minor
    if not 0 < abs(amount_minor) <= MAX_AMOUNT_MINOR:
        raise RowMisfit(f"{shown} are too little or too much in {currency}")
    if len(of_bank) == 1:
        return BookedAmount(amount_minor, currency, own)
    basis = f"rate of {rate.as_of}"
    if of_bank:
        basis = f"bank's rate, which could be the price of {own.currency} or of {currency}"
    return BookedAmount(
        amount_minor,
        currency,
        own,
        is_estimated=True,
        warning=f"the amount in {currency} is estimated from {shown} at the {basis}",
    )


def _at_rate_of_bank(
    own: Money, currency: str, rate: Decimal | None, expected_minor: int
) -> list[int]:
    """Return the amounts at the bank's rate that are near to what is expected, the nearest first.

    Banks give the price of either currency in the other one. If the two are worth nearly the same,
    both directions may be near, so there are two amounts, of which one is a guess.
    """
    if rate is None:
        return []
    amounts = {
        convert_minor(own.amount_minor, own.currency, one, currency) for one in (rate, 1 / rate)
    }
    deviations = {one: abs(one - expected_minor) for one in amounts}
    near = [one for one in deviations if deviations[one] <= MAX_DEVIATION * abs(expected_minor)]
    return sorted(near, key=deviations.__getitem__)


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
