"""An exchange rate, exact, and the conversion of amounts by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from enum import StrEnum

from shared.models.values.currency import exponent_of
from shared.models.values.frozen import frozen

FRESH_DAYS = 7
"""A rate that is older than so many days is flagged as stale."""

_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)
"""Exact for each product of an amount and a rate, and enough to see on which side of a half a
quotient lies: of two rates with at most 22 digits, it is half a unit or at least 10^-22 away."""

_SHOWN = Context(prec=15, rounding=ROUND_HALF_EVEN)
_ONE = Decimal(1)


class RateSource(StrEnum):
    """Origin of a rate."""

    ECB = "ecb"
    """The reference rates of the European Central Bank, or a cross rate of two of them."""

    FIXED = "fixed"
    """The irrevocable rate at which a currency was replaced by the euro."""

    OWN = "own"
    """Entered by people for their ledger."""

    SAME = "same"
    """One currency, so the rate is one."""


@frozen
class Rate:
    """Price of one unit of ``base`` in ``quote``, as the exact fraction of two decimals.

    A quotient of two decimals may have no end, so a cross rate keeps both: ``numerator`` units of
    ``quote`` are worth ``denominator`` units of ``base``. ``as_of`` is the day of publication; of
    a cross rate that of the older one.
    """

    base: str
    quote: str
    numerator: Decimal
    as_of: date
    source: RateSource
    denominator: Decimal = _ONE

    @classmethod
    def of_same(cls, currency: str, day: date) -> Rate:
        """Return the rate of a currency in itself."""
        return cls(currency, currency, _ONE, day, RateSource.SAME)

    @property
    def inverse(self) -> Rate:
        """Return the price of one unit of ``quote`` in ``base``, as exact as this one."""
        return replace(
            self,
            base=self.quote,
            quote=self.base,
            numerator=self.denominator,
            denominator=self.numerator,
        )

    @property
    def text(self) -> str:
        """Return the rate as a plain decimal number of at most 15 significant digits, for people.

        It is the published number where ``base`` is the euro; conversions use the exact fraction.
        """
        value = _SHOWN.divide(self.numerator, self.denominator)
        return format(value.normalize(_SHOWN), "f")

    def is_stale(self, day: date) -> bool:
        """Return whether the rate is older than seven days on a day."""
        return (day - self.as_of).days > FRESH_DAYS

    def convert(self, amount_minor: int) -> int:
        """Convert an amount of ``base`` to ``quote``, both in minor units, rounded half to even.

        It is rounded once. The result may exceed ``MAX_AMOUNT_MINOR``.
        """
        shift = exponent_of(self.quote) - exponent_of(self.base)
        product = _EXACT.multiply(Decimal(amount_minor), self.numerator).scaleb(shift, _EXACT)
        quotient = _EXACT.divide(product, self.denominator)
        return int(quotient.to_integral_value(ROUND_HALF_EVEN))
