"""Date formats of statements, and parsing of dates in them.

A format is written as ``DD.MM.YYYY``: ``DD`` is a day and ``MM`` a month in digits, ``MMM`` a
month's name or abbreviation in any known language, ``YYYY`` or ``YY`` a year (69 to 99 are 19xx),
in the order day-month-year, month-day-year or year-month-day. The separators are those of the file:
``.``, ``/``, ``-``, a blank, a point or comma with a blank, or none. Days and months may lack a
leading zero, unless there are no separators. A time of day and a time zone before or after the date
are ignored.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache

from shared.models.imports.statements.day_notation import DAY_FORMAT, valid_day_format
from shared.models.imports.statements.month_names import month_of_name

_TIME = (
    r"[0-9]{1,2}[:.h][0-9]{2}(?:[:.][0-9]{2}(?:[.,:][0-9]{1,9})?)?"
    r"(?: ?[ap]\.?m\.?)?(?: ?(?:Z|[A-Z]{3,4}|[+-][0-9]{2}(?::?[0-9]{2})?))?"
)
_TIME_BEFORE = rf"(?:{_TIME}(?:, ?| ))?"
_TIME_AFTER = rf"(?:(?: ?, ?|T| +){_TIME})?"
_TIME_OF_DAY = re.compile(
    r"(?<![0-9:])[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?: ?[ap]\.?m\.?)?(?![0-9:])",
    re.IGNORECASE,
)
_COMPACT_TIME = "(?:T?[0-9]{6}|[0-9]{4})?"
_MAX_LENGTH = 50
_PIVOT = 69
_KEPT_TEXTS = 4096
_FULL_YEAR = 4

_SHAPE = re.compile(
    rf"{_TIME_BEFORE}([0-9]+|[^\W\d_]+\.?)(\.? ?|, |/|-)([0-9]+|[^\W\d_]+\.?)(\.? ?|, |/|-)"
    rf"([0-9]+)\.?{_TIME_AFTER}",
    re.IGNORECASE,
)
_DIGITS = re.compile(rf"([0-9]{{8}}){_COMPACT_TIME}{_TIME_AFTER}|([0-9]{{6}})", re.IGNORECASE)


@cache
def _pattern(day_format: str) -> re.Pattern[str]:
    """Return the regular expression of a format's dates, with the groups Y, M and D."""
    match = DAY_FORMAT.fullmatch(valid_day_format(day_format))
    first, between, second, then, third = match.groups() if match else ("",) * 5
    is_fixed = not (between and then) and "MMM" not in (first, second)
    parts = (_part(part, is_fixed=is_fixed) for part in (first, second, third))
    body = re.escape(between).join((next(parts), next(parts))) + re.escape(then) + next(parts)
    compact_time = _COMPACT_TIME if day_format == "YYYYMMDD" else ""
    return re.compile(rf"{_TIME_BEFORE}{body}\.?{compact_time}{_TIME_AFTER}", re.IGNORECASE)


def _part(part: str, *, is_fixed: bool) -> str:
    if part == "MMM":
        return r"(?P<M>[^\W\d_]+\.?)"
    digits = f"{{{len(part)}}}" if is_fixed or part[0] == "Y" else "{1,2}"
    return f"(?P<{part[0]}>[0-9]{digits})"


def time_in(text: str) -> str:
    """Return a time of day, alone or before or after a date; empty if the text has none."""
    if ":" not in text or len(text) > _MAX_LENGTH:
        return ""
    found = _TIME_OF_DAY.search(text)
    return "" if found is None else found[0]


class DayReader:
    """Parser of dates in one format, with a cache of parsed texts."""

    def __init__(self, day_format: str) -> None:
        self._pattern = _pattern(day_format)
        self._read: dict[str, date | None] = {}

    def read(self, text: str) -> date | None:
        """Parse a trimmed text as a date; return None if it is none in this format."""
        if len(text) > _MAX_LENGTH:
            return None
        if text in self._read:
            return self._read[text]
        if len(self._read) >= _KEPT_TEXTS:
            self._read.clear()
        day = self._read[text] = self._parse(text)
        return day

    def _parse(self, text: str) -> date | None:
        match = self._pattern.fullmatch(text)
        if match is None:
            return None
        month = int(match["M"]) if match["M"].isdigit() else month_of_name(match["M"])
        try:
            return date(_year(match["Y"]), month or 0, int(match["D"]))
        except ValueError:
            return None


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == _FULL_YEAR:
        return year
    return 1900 + year if year >= _PIVOT else 2000 + year


@cache
def _reader(day_format: str) -> DayReader:
    return DayReader(day_format)


def formats_of(text: str) -> tuple[str, ...]:
    """Return every format in which a text is a date, the likeliest order first."""
    return _formats_of(text) if len(text) <= _MAX_LENGTH else ()


@lru_cache(_KEPT_TEXTS)
def _formats_of(text: str) -> tuple[str, ...]:
    return tuple(name for name in _candidates(text) if _reader(name).read(text) is not None)


def _candidates(text: str) -> list[str]:
    if digits := _DIGITS.fullmatch(text):
        if digits[1]:
            return ["YYYYMMDD", "DDMMYYYY", "MMDDYYYY"]
        return ["YYMMDD", "DDMMYY", "MMDDYY"]
    shape = _SHAPE.fullmatch(text)
    if shape is None:
        return []
    first, between, second, then, third = shape.groups()
    return [
        f"{a}{between}{b}{then}{c}" for a, b, c in _part_orders(first, second, third)
        if DAY_FORMAT.fullmatch(f"{a}{between}{b}{then}{c}")
    ]  # fmt: skip


def _part_orders(first: str, second: str, third: str) -> list[tuple[str, str, str]]:
    year = "YYYY" if len(third) == _FULL_YEAR else "YY"
    if not first[0].isdigit():
        return [("MMM", "DD", year)]
    month = "MM" if second[0].isdigit() else "MMM"
    if len(first) == _FULL_YEAR:
        return [("YYYY", month, "DD")]
    orders = [("DD", month, year)]
    if month == "MM":
        orders.append(("MM", "DD", year))
    if year == "YY":
        orders.append(("YY", month, "DD"))
    return orders
