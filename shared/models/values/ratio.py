"""Ratios of amounts, rounded for people to read; no money is computed with them."""

from decimal import ROUND_HALF_EVEN, Decimal

_FOUR_DECIMALS = Decimal("0.0001")


def ratio(part_minor: int, whole_minor: int) -> float | None:
    """Return part / whole with four decimals, rounded half to even; None if the whole is zero."""
    if whole_minor == 0:
        return None
    exact = Decimal(part_minor) / Decimal(whole_minor)
    return float(exact.quantize(_FOUR_DECIMALS, rounding=ROUND_HALF_EVEN))
