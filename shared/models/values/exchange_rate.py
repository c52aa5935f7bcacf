"""Rates of exchange as people write them: exact decimals, read and written without rounding."""

from decimal import Context, Decimal

from shared.models.values.money import parse_amount

MAX_RATE = 10**9
"""The greatest rate: units of one currency for one unit of another."""

MAX_RATE_DIGITS = 28
"""Significant digits of a rate."""

_EXACT = Context(prec=MAX_RATE_DIGITS)


def parse_rate(value: object, max_decimals: int) -> Decimal:
    """Parse a rate that a client wrote as a JSON string or number into an exact decimal.

    Zeros at the end are ignored. Digits are counted before anything is calculated, because the
    exponent of a number in JSON may be of any size.

    Raises:
        ValueError: The rate is not a plain decimal number above 0 and up to 10^9, or has too many
            decimals or digits.
    """
    rate = parse_amount(value)
    if rate <= 0:
        raise ValueError("must be positive")
    if rate > MAX_RATE:
        raise ValueError(f"must be at most {MAX_RATE}")
    _, digits, exponent = rate.as_tuple()
    zeros = next(number for number, digit in enumerate(reversed(digits)) if digit)
    if isinstance(exponent, int) and -(exponent + zeros) > max_decimals:
        raise ValueError(f"must have at most {max_decimals} decimals")
    if len(digits) - zeros > MAX_RATE_DIGITS:
        raise ValueError(f"must have at most {MAX_RATE_DIGITS} digits")
    return rate.normalize(_EXACT)


def rate_text(rate: Decimal) -> str:
    """Return a rate as plain decimal text without zeros at the end: ``0.9217``, ``1500``."""
    return f"{rate.normalize(_EXACT):f}"
