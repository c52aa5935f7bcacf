"""Parsing of amounts as banks write them: signs, thousands separators, currency symbols.

``read_amount`` converts to minor units without rounding, like
``shared.models.values.money.to_minor``, which takes a decimal number from the API instead of a
bank's text.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from shared.models.imports.statements.cells import BadCell, quoted
from shared.models.imports.statements.layout import DecimalMark
from shared.models.imports.statements.units import KnownCurrencies, currencies_of
from shared.models.values.currency import EXPONENTS
from shared.models.values.exchange_rate import parse_rate
from shared.models.values.money import MAX_AMOUNT_MINOR, MAX_INTEGER_DIGITS, largest_amount

_MINUS = str.maketrans(dict.fromkeys("\u2212\u2013\ufe63\uff0d", "-"))
_THOUSANDS_MARKS = ".,'’ \u00a0\u202f\u2009"
_GROUP = 3
_INDIAN_GROUP = 2
_MAX_LENGTH = 60

MAX_RATE_DECIMALS = 40
_DIRECTIONS = {"cr": 1, "dr": -1}


class Number(NamedTuple):
    """An exact number: ``sign`` times the digits before and after the decimal mark.

    ``unit`` is the currency code or symbol beside it, or empty.
    """

    sign: int
    whole: str
    fraction: str
    unit: str


def find_number(text: str, decimal_mark: DecimalMark) -> Number | None:
    """Parse a text as a number, with or without thousands separators; return None if it is none."""
    if len(text) > _MAX_LENGTH:
        return None
    first, last = _digits_span(text)
    if last < 0:
        return None
    if first and text[first - 1] == decimal_mark and not _ends_in_letter(text[: first - 1]):
        first -= 1
    sign, unit = 1, ""
    if first or last + 1 < len(text):
        around = _meaning(text[:first], text[last + 1 :])
        if around is None:
            return None
        sign, unit = around
    return _number(text[first : last + 1], decimal_mark, sign, unit)


def _number(digits: str, decimal_mark: DecimalMark, sign: int, unit: str) -> Number | None:
    whole, mark, fraction = digits.partition(decimal_mark)
    if mark and not (fraction.isascii() and fraction.isdigit()):
        return None
    if whole and not (whole.isascii() and whole.isdigit()):
        whole = _ungrouped(whole, decimal_mark)
        if not whole:
            return None
    return Number(sign, whole, fraction, unit)


def _digits_span(text: str) -> tuple[int, int]:
    """Return the indexes of the first and last digit; the last is -1 if there is no digit."""
    first, last = 0, len(text) - 1
    while first <= last and not "0" <= text[first] <= "9":
        first += 1
    while last >= first and not "0" <= text[last] <= "9":
        last -= 1
    return first, last if last >= first else -1


def _ends_in_letter(text: str) -> bool:
    return bool(text) and text[-1].isalpha()


def _ungrouped(whole: str, decimal_mark: DecimalMark) -> str:
    """Return the digits without thousands separators; empty if the separators are misplaced."""
    mark = next(character for character in whole if not "0" <= character <= "9")
    if mark not in _THOUSANDS_MARKS or mark == decimal_mark:
        return ""
    first, *groups = whole.split(mark)
    if not 1 <= len(first) <= _GROUP or len(groups[-1]) != _GROUP:
        return ""
    sizes = {len(group) for group in groups[:-1]}
    is_indian = mark == "," and sizes == {_INDIAN_GROUP} and len(first) <= _INDIAN_GROUP
    if not (sizes <= {_GROUP} or is_indian):
        return ""
    digits = first + "".join(groups)
    return digits if digits.isascii() and digits.isdigit() else ""


@lru_cache(1024)
def _meaning(before: str, after: str) -> tuple[int, str] | None:
    """Return the sign and unit in the texts around a number; None if they contain anything else."""
    before, after = before.translate(_MINUS).strip(), after.translate(_MINUS).strip()
    is_bracketed = before.count("(") == 1 and after.count(")") == 1
    if is_bracketed:
        before, after = before.replace("(", ""), after.replace(")", "")
    signs = [c for c in before + after if c in "+-"]
    before, after = (part.replace("-", "").replace("+", "").strip() for part in (before, after))
    sign = -1 if is_bracketed or "-" in signs else 1
    if after.casefold() in _DIRECTIONS:
        sign, after, signs = _DIRECTIONS[after.casefold()], "", [*signs, after]
    unit = before or after
    if (before and after) or len(signs) + is_bracketed > 1 or not _is_unit(unit):
        return None
    return sign, unit


def _is_unit(text: str) -> bool:
    return not text or bool(currencies_of(text))


class Money(NamedTuple):
    """An amount in minor units, with its sign, and its currency."""

    amount_minor: int
    currency: str


def read_amount(text: str, decimal_mark: DecimalMark, currency: str) -> int:
    """Parse an amount to the currency's minor unit, with its sign, without rounding.

    Raises:
        BadCell: The text is not an amount, has another currency, or has too many digits.
    """
    number = _number_in(text, decimal_mark)
    if number.unit and currency not in currencies_of(number.unit):
        raise BadCell(f"The amount {quoted(text)} is not in {currency}.")
    return _minor(number, text, currency)


def read_money(text: str, decimal_mark: DecimalMark, known: KnownCurrencies, default: str) -> Money:
    """Parse an amount whose code or symbol tells its currency; without one it is the default.

    Raises:
        BadCell: The text is not an amount, has too many digits, or its symbol several meanings.
    """
    number = _number_in(text, decimal_mark)
    currency = known.find(number.unit) if number.unit else default
    return Money(_minor(number, text, currency), currency)


def find_rate_in(text: str, decimal_mark: DecimalMark) -> Decimal | None:
    """Parse a rate of exchange; return None if it is none, or not positive, or above 10^9."""
    number = find_number(text, decimal_mark)
    if number is None or number.sign < 0:
        return None
    try:
        return parse_rate(f"{number.whole or 0}.{number.fraction or 0}", MAX_RATE_DECIMALS)
    except ValueError:
        return None


def _number_in(text: str, decimal_mark: DecimalMark) -> Number:
    number = find_number(text, decimal_mark)
    if number is None:
        raise BadCell(f"The amount {quoted(text)} cannot be read.")
    return number


def _minor(number: Number, text: str, currency: str) -> int:
    exponent = EXPONENTS[currency]
    whole, fraction = number.whole, number.fraction
    if len(fraction) > exponent:
        fraction = fraction[:exponent] + fraction[exponent:].rstrip("0")
    if len(fraction) > exponent:
        raise BadCell(
            f"The amount {quoted(text)} has more decimals than {currency} has ({exponent})."
        )
    if len(whole) > MAX_INTEGER_DIGITS and len(whole.lstrip("0")) > MAX_INTEGER_DIGITS:
        raise BadCell(
            f"The amount {quoted(text)} has more than {MAX_INTEGER_DIGITS} digits before the mark."
        )
    amount_minor = int(whole + fraction.ljust(exponent, "0") or "0")
    if amount_minor > MAX_AMOUNT_MINOR:
        raise BadCell(f"The amount {quoted(text)} is more than {largest_amount(currency)}.")
    return number.sign * amount_minor
