"""Exact money: decimal strings in the API, integers in minor units inside, and no floats."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from shared.errors import InvalidArgument
from shared.models.values.currency import exponent_of

MAX_INTEGER_DIGITS = 13
MAX_AMOUNT_MINOR = 10**13 - 1
"""The greatest amount, in minor units of any currency: 99,999,999,999.99 in one with two decimals.

It bounds sums, too: of 461,168 such amounts, none exceeds 2^62, and Firestore stores 64 bits."""
_MAX_DECIMALS = 4
_AMOUNT_TEXT = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)


def parse_amount(value: object) -> Decimal:
    """Parse an amount that a client wrote as a JSON string or number into an exact decimal.

    JSON numbers must be passed as ``int`` or ``Decimal``, because a float is not exact.

    Raises:
        ValueError: The value is not a plain decimal number, or has more than 13 integer digits.
    """
    if isinstance(value, str):
        if not _AMOUNT_TEXT.fullmatch(value):
            raise ValueError("must be a decimal number, like 12.50")
        amount = Decimal(value)
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        amount = Decimal(value)
    else:
        raise ValueError("must be a decimal number, like 12.50")  # noqa: TRY004 (pydantic's way)
    if not amount.is_finite():
        raise ValueError("must be a finite number")
    if amount.adjusted() >= MAX_INTEGER_DIGITS:
        raise ValueError(f"must have at most {MAX_INTEGER_DIGITS} digits before the point")
    return amount


def _non_zero(value: object) -> Decimal:
    amount = parse_amount(value)
    if amount == 0:
        raise ValueError("must not be zero")
    return amount


AMOUNT_SCHEMA = {
    "anyOf": [
        {
            "type": "string",
            "pattern": rf"^-?[0-9]{{1,{MAX_INTEGER_DIGITS}}}(\.[0-9]{{1,{_MAX_DECIMALS}}})?$",
        },
        {"type": "number"},
    ],
    "description": "A number with at most the decimals of its currency.",
}
"""The JSON Schema of an accepted amount."""

Amount = Annotated[Decimal, BeforeValidator(_non_zero), WithJsonSchema(AMOUNT_SCHEMA)]
"""An accepted amount: exact, finite and not zero; a negative one is a refund."""

AmountBound = Annotated[Decimal, BeforeValidator(parse_amount), WithJsonSchema(AMOUNT_SCHEMA)]
"""A bound for comparing amounts; may be zero."""


def to_minor(amount: Decimal, currency: str, field: str = "amount") -> int:
    """Convert an amount to the currency's minor unit, without rounding.

    Raises:
        InvalidArgument: The amount has more decimals than the currency, or is greater than
            ``MAX_AMOUNT_MINOR`` in either direction; the error names ``field``.
    """
    amount_minor = sum_to_minor(amount, currency, field)
    if abs(amount_minor) > MAX_AMOUNT_MINOR:
        raise InvalidArgument.of(field, f"must be at most {largest_amount(currency)}")
    return amount_minor


def largest_amount(currency: str) -> str:
    """Return the greatest amount of a currency, with the currency: ``99999999999.99 EUR``."""
    return f"{format_minor(MAX_AMOUNT_MINOR, currency)} {currency}"


def sum_to_minor(amount: Decimal, currency: str, field: str) -> int:
    """Convert a sum, which may exceed an amount, to the currency's minor unit, without rounding.

    Raises:
        InvalidArgument: The sum has more decimals than the currency; the error names ``field``.
    """
    exponent = exponent_of(currency)
    _, _, amount_exponent = amount.as_tuple()
    if isinstance(amount_exponent, int) and -amount_exponent > exponent:
        raise InvalidArgument.of(field, f"must have at most {exponent} decimals in {currency}")
    return int(amount.scaleb(exponent))


def format_minor(amount_minor: int, currency: str) -> str:
    """Format an amount with all of the currency's decimals: ``12.50``, ``1250``."""
    exponent = exponent_of(currency)
    if exponent == 0:
        return str(amount_minor)
    digits = str(amount_minor).zfill(exponent + 1 if amount_minor >= 0 else exponent + 2)
    return f"{digits[:-exponent]}.{digits[-exponent:]}"


def largest_remainder(shares: Sequence[int], divisor: int, total: int) -> list[int]:
    """Return shares divided by a number, as integers that sum to a total, by largest remainder.

    The divisor is positive, and the total is the sum of the quotients, rounded in any way. Of equal
    remainders the first is rounded up.
    """
    parts = [share // divisor for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda index: -(shares[index] % divisor))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts


def divide_half_even(dividend: int, divisor: int) -> int:
    """Return the quotient of two integers, rounded half to even; the divisor is positive."""
    quotient, rest = divmod(dividend, divisor)
    is_up = 2 * rest > divisor or (2 * rest == divisor and quotient % 2 == 1)
    return quotient + is_up


def median_minor(amounts: Sequence[int]) -> int:
    """Return the median of amounts; of an even number the mean of the middle two, half to even."""
    ordered, middle = sorted(amounts), len(amounts) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return divide_half_even(ordered[middle - 1] + ordered[middle], 2)
