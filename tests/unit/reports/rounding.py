"""Ratios calculated by another way than that of the reports."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction


def rounded(exact: Fraction) -> Decimal:
    """Return a ratio with four decimals."""
    with localcontext(prec=60):
        quotient = Decimal(exact.numerator) / Decimal(exact.denominator)
        return quotient.quantize(Decimal("0.0001"), rounding=ROUND_HALF_EVEN)
