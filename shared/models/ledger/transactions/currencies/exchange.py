"""Conversion of amounts of foreign accounts to the base currency, which is that of the ledger.

A foreign transaction is one on an account of another currency than the base currency. A missing
rate is never 1: without a rate there is no base amount, and the transaction is unconverted.
"""

from collections.abc import Sequence
from datetime import date as civil_date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated, Protocol

from pydantic import BeforeValidator, Field, WithJsonSchema

from shared.models.values.base import FrozenModel
from shared.models.values.currency import exponent_of
from shared.models.values.exchange_rate import parse_rate
from shared.models.values.money import largest_remainder

if TYPE_CHECKING:
    from shared.models.currencies.own_rate import OwnRate
    from shared.models.currencies.rate import Rate

_MAX_DECIMALS = 40
"""The rate that an amount and a base amount imply has up to 32: 15 digits of the smallest one."""

_IMPLIED_RATE = Context(prec=15, rounding=ROUND_HALF_EVEN)
"""So precise that an amount times the implied rate is the base amount it was implied by."""

_EXACT = Context(prec=100)
"""More digits than a product of an amount and a rate has."""


class ExchangeSource(StrEnum):
    """Source of a rate: given by the client, a reference rate, or a rate of the ledger's own."""

    GIVEN = "GIVEN"
    REFERENCE = "REFERENCE"
    OWN = "OWN"


class ExchangeState(StrEnum):
    """State of a transaction in which it may get other amounts.

    UNCONVERTED: it has no rate. EARLIER_RATE: its rate is of an earlier day, for good if none was
    published on its own. ESTIMATED: an amount waits for that of the bank.
    """

    UNCONVERTED = "UNCONVERTED"
    EARLIER_RATE = "EARLIER_RATE"
    ESTIMATED = "ESTIMATED"


class FindRate(Protocol):
    """Returns the price of one unit of a currency in another for a day; None if there is none."""

    def __call__(self, base: str, quote: str, day: civil_date, /) -> "Rate | None":
        """Return the price of one unit of ``base`` in ``quote``; None if there is none."""


def no_rates(_base: str, _quote: str, _day: civil_date, /) -> "Rate | None":
    """Return None: no rates are known."""
    return None


class Exchange(FrozenModel):
    """Conversion of a foreign transaction's amount to the base currency.

    ``base_minor`` is in minor units of ``currency``, the base currency; None if the transaction is
    unconverted. ``rate`` is the exact decimal as text; it is None without a base amount, and with
    one that is zero.
    """

    currency: str
    base_minor: int | None = None
    rate: str | None = None
    rate_date: civil_date | None = None
    rate_source: ExchangeSource | None = None

    def is_provisional_on(self, day: civil_date) -> bool:
        """Return whether its rate is one of an earlier day than ``day``, that of the transaction.

        A rate that is published later may replace it; a rate that a client gave is never replaced.
        """
        is_looked_up = self.rate_source in (ExchangeSource.REFERENCE, ExchangeSource.OWN)
        return is_looked_up and self.rate_date is not None and self.rate_date < day

    def is_nearer_than(self, other: "Exchange") -> bool:
        """Return whether it has a rate, and the other one none or one of an earlier day.

        Of two conversions of one transaction, its rate is the one nearer to the transaction's day.
        """
        if self.rate_date is None:
            return False
        return other.rate_date is None or self.rate_date > other.rate_date

    def is_at(self, own: "OwnRate", currency: str) -> bool:
        """Return whether an amount in ``currency`` was converted at this own rate."""
        if self.rate_source is not ExchangeSource.OWN or self.rate is None:
            return False
        if {currency, self.currency} != {own.base, own.quote} or self.rate_date != own.date:
            return False
        price = own.price if own.base == currency else own.price.inverse
        return Decimal(self.rate) == Decimal(price.text)


ExchangeRate = Annotated[
    Decimal,
    BeforeValidator(partial(parse_rate, max_decimals=_MAX_DECIMALS)),
    Field(description="Units of the ledger's currency for one unit of the account's."),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "number"}], "examples": ["0.9217"]}),
]
"""A rate as input: exact, positive, and at most 10^9."""


def convert_minor(amount_minor: int, currency: str, rate: Decimal, base_currency: str) -> int:
    """Convert an amount in minor units to those of the base currency, rounded once, half to even.

    ``rate`` is in units of the base currency for one unit of ``currency``.
    """
    shift = exponent_of(base_currency) - exponent_of(currency)
    exact = _EXACT.multiply(Decimal(amount_minor), rate).scaleb(shift, _EXACT)
    return int(exact.to_integral_value(ROUND_HALF_EVEN, _EXACT))


def implied_rate(
    amount_minor: int, currency: str, base_minor: int, base_currency: str
) -> Decimal | None:
    """Return the rate at which an amount comes to a base amount; None if that is zero."""
    if base_minor == 0:
        return None
    shift = exponent_of(currency) - exponent_of(base_currency)
    ratio = _IMPLIED_RATE.divide(Decimal(base_minor), Decimal(amount_minor))
    return ratio.scaleb(shift, _EXACT)


def allocate_minor(total_minor: int, weights: Sequence[int]) -> list[int]:
    """Divide a total in the proportion of weights, by largest remainder; the sum is the total.

    Weights may have either sign, and do not sum to zero. Of equal remainders the first is larger.
    """
    whole, sign = sum(weights), -1 if total_minor < 0 else 1
    factor = abs(total_minor) if whole > 0 else -abs(total_minor)
    shares = [factor * weight for weight in weights]
    return [sign * part for part in largest_remainder(shares, abs(whole), abs(total_minor))]
