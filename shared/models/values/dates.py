"""Civil dates, months and calendars, without times or time zones.

A transaction dated the 1st belongs to that month in every time zone.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from typing import Annotated, NamedTuple, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from shared.models.values.frozen import frozen
from shared.models.values.spans.month_start import FIRST_OF_MONTH, MonthStart
from shared.models.values.spans.shifts import Shift

EARLIEST_DATE = date(1900, 1, 1)
YEARS_AHEAD = 10
MIN_YEAR, MAX_YEAR = EARLIEST_DATE.year, 9999

_NOT_TIME_ZONES = frozenset({"Factory", "localtime"})
"""Entries of a system's time zone data that are not fixed time zones."""

_DATE_TEXT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MONTH_TEXT = re.compile(r"([0-9]{4})-([0-9]{2})", re.ASCII)


class Month(NamedTuple):
    """A month of the Gregorian calendar; months compare in time order."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the calendar month of a civil date."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a month written as ``YYYY-MM``.

        Raises:
            ValueError: The text does not have that form, or names no month.
        """
        match = _MONTH_TEXT.fullmatch(text)
        if not match or not MIN_YEAR <= int(match[1]) <= MAX_YEAR or not 1 <= int(match[2]) <= 12:  # noqa: PLR2004 (months of a year)
            raise ValueError("must be a month as YYYY-MM")
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def first_day(self) -> date:
        """Return the month's first day."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """Return the month's last day."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def previous(self) -> Month:
        """Return the month before this one."""
        return Month(self.year - 1, 12) if self.month == 1 else Month(self.year, self.month - 1)

    @property
    def next(self) -> Month:
        """Return the month after this one."""
        return Month(self.year + 1, 1) if self.month == 12 else Month(self.year, self.month + 1)  # noqa: PLR2004 (months of a year)

    def through(self, last: Month) -> Iterator[Month]:
        """Yield every month from this one to ``last``, both inclusive, in order."""
        month = self
        while month <= last:
            yield month
            month = month.next

    def days(self) -> Iterator[date]:
        """Yield every day of the month, in order."""
        for day in range(1, self.last_day.day + 1):
            yield date(self.year, self.month, day)


_MIDDLE_OF_MONTH = 15


@frozen
class Calendar:
    """A ledger's division of time into months, which may start on another day than the 1st.

    A month that starts on a day up to the 15th has the name of the calendar month in which it
    starts; one that starts later has the name of the next one, in which it ends. With the day 25,
    March runs from 25 February to 24 March; with 5, from 5 March to 4 April. A shift to a business
    day moves the start, and not the name.

    ``currency`` is the one that the ledger was changed to, or empty as long as it has the one it
    began with: it tells summaries of the same months apart that are in two currencies.
    """

    start: MonthStart = FIRST_OF_MONTH
    currency: str = ""

    @property
    def edition(self) -> str:
        """Return what the ids of summaries in this calendar have after the month, or nothing."""
        start = "" if self.start == FIRST_OF_MONTH else self.start.id
        return "-".join(filter(None, (start, self.currency)))

    @property
    def _is_late(self) -> bool:
        return self.start.day > _MIDDLE_OF_MONTH

    def month_of(self, day: date) -> Month:
        """Return the month of a civil date."""
        begun = Month.of(day)
        if self.start.shift is not Shift.NONE:
            begun = begun.next
            while self._start_in(begun) > day:
                begun = begun.previous
        elif day.day < self.start.day and not self.start.is_clamped_to(day):
            begun = begun.previous
        return begun.next if self._is_late else begun

    def first_day(self, month: Month) -> date:
        """Return the first day of a month."""
        return self._start_in(month.previous if self._is_late else month)

    def last_day(self, month: Month) -> date:
        """Return the last day of a month, at most the last date that Python can represent."""
        end = month if self._is_late else month.next
        return date.max if end.year > MAX_YEAR else self._start_in(end) - timedelta(days=1)

    def _start_in(self, month: Month) -> date:
        """Return the start whose day, before a shift, is in a calendar month."""
        return date.max if month.year > MAX_YEAR else self.start.in_month(*month)

    def range_of(self, month: Month) -> DateRange:
        """Return the range of days of a month."""
        return DateRange(self.first_day(month), self.last_day(month))

    def days(self, month: Month) -> Iterator[date]:
        """Iterate over every day of a month, in order."""
        first, last = self.first_day(month), self.last_day(month)
        return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))

    def rollup_of(self, month: Month) -> Month:
        """Return the calendar month whose rollup closes a month, because the month ends in it."""
        return Month.of(self.last_day(month))

    def closed_by(self, rollup: Month) -> list[Month]:
        """Return the months that a calendar month's rollup closes: those that end in it, in order.

        It is one. Where starts shift from one calendar month into another, it may be none or two.
        """
        found: list[Month] = []
        month = self.month_of(rollup.last_day)
        while (of_month := self.rollup_of(month)) >= rollup:
            if of_month == rollup:
                found.insert(0, month)
            month = month.previous
        return found


CALENDAR_MONTHS = Calendar()
"""The calendar whose months start on the 1st."""


@frozen
class DateRange:
    """A range of civil dates, both ends inclusive; None is an open end."""

    start: date | None = None
    end: date | None = None


ALL_DATES = DateRange()


def today_in(timezone: str, now: datetime) -> date:
    """Return the civil date at an aware instant in an IANA time zone."""
    return now.astimezone(ZoneInfo(timezone)).date()


def latest_date(today: date) -> date:
    """Return the last accepted transaction date: today in ten years, or 28 February."""
    year = today.year + YEARS_AHEAD
    last = calendar.monthrange(year, today.month)[1]
    return date(year, today.month, min(today.day, last))


def parse_civil_date(value: object) -> date:
    """Parse a date written as ``YYYY-MM-DD``, and accept no other form.

    Raises:
        ValueError: The text does not have that form, or names no day.
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _DATE_TEXT.fullmatch(value):
        raise ValueError("must be a date as YYYY-MM-DD")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise ValueError("must be a day that exists") from error


def _not_too_early(value: date) -> date:
    if value < EARLIEST_DATE:
        raise ValueError(f"must not be before {EARLIEST_DATE}")
    return value


@cache
def _timezones() -> frozenset[str]:
    """Return the IANA time zones, cached because listing them reads the disk."""
    return frozenset(available_timezones() - _NOT_TIME_ZONES)


def _known_timezone(name: str) -> str:
    if name not in _timezones():
        raise ValueError("must be an IANA time zone, like Europe/Berlin")
    return name


CivilDate = Annotated[
    date,
    BeforeValidator(parse_civil_date),
    AfterValidator(_not_too_early),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-03-31"]}),
]
"""An accepted date: ``YYYY-MM-DD`` from 1900-01-01."""

Timezone = Annotated[
    str,
    AfterValidator(_known_timezone),
    Field(description="An IANA time zone.", examples=["Europe/Berlin"]),
]
