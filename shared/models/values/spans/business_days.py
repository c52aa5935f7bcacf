"""Business days: no weekends, and no public holidays of a country or subdivision."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from shared.models.values.dates import Month
from shared.models.values.frozen import frozen

FIRST_YEAR, LAST_YEAR = 2020, 2045
"""Years whose public holidays are known; in others only weekends are no business days."""

MAX_DAYS_OFF = 20
"""Maximum number of days in a row that are no business days; a test holds the table to it."""

CALENDAR_PATTERN = r"^[A-Z]{2}(-[A-Z0-9]{1,4})?$"

_TABLE = Path(__file__).with_name("public_holidays.txt")
_WEEKEND = frozenset({5, 6})


@frozen
class BusinessDays:
    """Business days of a calendar; ``weekend`` has days of the week, 0 is Monday."""

    weekend: frozenset[int] = _WEEKEND
    holidays: frozenset[date] = frozenset()

    def has(self, day: date) -> bool:
        """Return whether a day is a business day."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def nth_of(self, month: Month, number: int) -> date | None:
        """Return the business day of a month with that number, from 1, or from -1 for the last."""
        days = [day for day in month.days() if self.has(day)]
        index = number - 1 if number > 0 else number
        return days[index] if -len(days) <= index < len(days) else None

    @property
    def without_holidays(self) -> BusinessDays:
        """Return the same weekends, without public holidays."""
        return BusinessDays(self.weekend)


WEEKDAYS = BusinessDays()
"""Business days of no country: Monday to Friday."""


@lru_cache(maxsize=64)
def business_days_of(calendar: str | None) -> BusinessDays:
    """Return the business days of a calendar like ``DE`` or ``DE-BY``; None is Monday to Friday.

    The table of public holidays is read when a calendar is first asked for.

    Raises:
        ValueError: The table has no such calendar.
    """
    if calendar is None:
        return WEEKDAYS
    if not re.fullmatch(CALENDAR_PATTERN, calendar):
        raise ValueError("must be a country, like DE, or a subdivision of one, like DE-BY")
    country, _, _subdivision = calendar.partition("-")
    rows = _rows_of({country, calendar})
    if calendar not in rows:
        raise ValueError("is not a country or subdivision whose public holidays are known")
    weekend, fixed, by_year = rows[country]
    off = frozenset(map(int, weekend))
    days = set(_days(fixed, by_year))
    if calendar != country:
        more, more_by_year, fewer, fewer_by_year = rows[calendar]
        days |= set(_days(more, more_by_year))
        days -= set(_days(fewer, fewer_by_year))
    return BusinessDays(off, frozenset(days))


def _rows_of(calendars: set[str]) -> dict[str, list[str]]:
    """Return the cells of the rows of these calendars."""
    found: dict[str, list[str]] = {}
    with _TABLE.open(encoding="ascii") as table:
        for line in table:
            name, *cells = line.rstrip("\n").split("\t")
            if name in calendars:
                wanted = 4 if "-" in name else 3
                found[name] = [*cells, *[""] * (wanted - len(cells))]
    return found


def _days(fixed: str, by_year: str) -> Iterator[date]:
    """Yield the days in the cells of days of each year, and of days by year."""
    for month, day in _pairs(fixed):
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            yield date(year, month, day)
    for cell in by_year.split():
        for month, day in _pairs(cell[4:]):
            yield date(int(cell[:4]), month, day)


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    for index in range(0, len(text), 4):
        yield int(text[index : index + 2]), int(text[index + 2 : index + 4])
