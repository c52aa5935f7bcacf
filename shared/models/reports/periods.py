"""Periods of reports: consecutive days or months, their previous periods, and intervals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice
from typing import Annotated, Self, TypeVar

from pydantic import AfterValidator, PlainValidator, WithJsonSchema

from shared.errors import InvalidArgument
from shared.models.values.dates import MAX_YEAR, Calendar, CivilDate, Month

LAST_YEAR = MAX_YEAR - 1
"""The last year that can be requested, so that every interval around a day ends in a valid year."""

MOST_MONTHS = 240
"""Maximum number of months in a period; each one is a document to read."""

_MONTHS_OF_YEAR = 12
_DAYS_OF_WEEK = 7
_ONE_DAY = timedelta(days=1)

_Point = TypeVar("_Point", date, Month)


def _not_too_late(day: date) -> date:
    if day.year > LAST_YEAR:
        raise ValueError(f"must not be after {LAST_YEAR}")
    return day


def _parse_month(value: object) -> Month:
    if isinstance(value, Month):
        return value
    if not isinstance(value, str):
        raise ValueError("must be a month as YYYY-MM")  # noqa: TRY004 (pydantic's way)
    month = Month.parse(value)
    if month.year > LAST_YEAR:
        raise ValueError(f"must not be after {LAST_YEAR}")
    return month


ReportedDay = Annotated[CivilDate, AfterValidator(_not_too_late)]
"""The first or last day of a period, as input."""

ReportedMonth = Annotated[
    Month,
    PlainValidator(_parse_month),
    WithJsonSchema(
        {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$", "examples": ["2026-03"]}
    ),
]
"""The first or last month of a period, as input: ``YYYY-MM`` of the ledger's calendar."""


@dataclass(frozen=True)
class Days:
    """Consecutive days; both ends inclusive."""

    first: date
    last: date

    @classmethod
    def chosen(cls, first: date | None, last: date | None) -> Self | None:
        """Return the days from ``first`` to ``last``; None if neither is given.

        Raises:
            InvalidArgument: Only one of them is given, or the first is after the last.
        """
        ends = _both_or_neither(first, last)
        return None if ends is None else cls(*ends)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def count(self) -> int:
        """Return the number of days."""
        return (self.last - self.first).days + 1

    def months(self, calendar: Calendar) -> Months:
        """Return the months that these days are in."""
        return Months(calendar.month_of(self.first), calendar.month_of(self.last))

    def before(self, calendar: Calendar) -> Days:
        """Return the previous period, which ends the day before these days begin.

        For whole months of the calendar it is as many whole months, for other days as many days.
        """
        months = self.months(calendar)
        if months.days(calendar) == self:
            return months.before().days(calendar)
        return Days(self.first - self.count * _ONE_DAY, self.first - _ONE_DAY)


@dataclass(frozen=True)
class Months:
    """Consecutive months; both ends inclusive."""

    first: Month
    last: Month

    @classmethod
    def chosen(cls, first: Month | None, last: Month | None) -> Self | None:
        """Return the months from ``first`` to ``last``; None if neither is given.

        Raises:
            InvalidArgument: Only one of them is given, or the first is after the last.
        """
        ends = _both_or_neither(first, last)
        return None if ends is None else cls(*ends)

    @classmethod
    def ending(cls, last: Month, count: int) -> Self:
        """Return ``count`` months up to and including the last."""
        return cls(_moved(last, 1 - count), last)

    def __contains__(self, month: Month) -> bool:
        return self.first <= month <= self.last

    def __iter__(self) -> Iterator[Month]:
        return self.first.through(self.last)

    @property
    def count(self) -> int:
        """Return the number of months."""
        return _number_of(self.last) - _number_of(self.first) + 1

    def days(self, calendar: Calendar) -> Days:
        """Return all days of the months."""
        return Days(calendar.first_day(self.first), calendar.last_day(self.last))

    def before(self) -> Months:
        """Return the same number of months before the first."""
        return Months.ending(self.first.previous, self.count)

    def checked(self) -> Self:
        """Return the months if they are not too many to read.

        Raises:
            InvalidArgument: There are more than 240 months.
        """
        if self.count > MOST_MONTHS:
            raise InvalidArgument.of("to", f"must be within {MOST_MONTHS} months of from")
        return self


class Interval(StrEnum):
    """Length of each item of a trend."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    def around(self, day: date, calendar: Calendar) -> Days:
        """Return the whole interval that contains a day.

        Weeks are those of ISO 8601, from Monday to Sunday. Months are those of the calendar, and
        years are the months from January to December.
        """
        if self is Interval.WEEK:
            monday = day - day.weekday() * _ONE_DAY
            return Days(monday, monday + (_DAYS_OF_WEEK - 1) * _ONE_DAY)
        month = calendar.month_of(day)
        if self is Interval.MONTH:
            return Months(month, month).days(calendar)
        return Months(Month(month.year, 1), Month(month.year, _MONTHS_OF_YEAR)).days(calendar)

    def across(self, days: Days, calendar: Calendar) -> list[Days]:
        """Return the whole intervals that contain these days, in order.

        Raises:
            InvalidArgument: There are more than 262 weeks, 240 months or 20 years.
        """
        most = _MOST_INTERVALS[self]
        found = list(islice(self._from(days, calendar), most + 1))
        if len(found) > most:
            raise InvalidArgument.of("to", f"must be within {most} {self}s of from")
        return found

    def latest(self, today: date, calendar: Calendar) -> Sequence[Days]:
        """Return the last 12 weeks, 12 months or 5 years, including the current one."""
        found = [self.around(today, calendar)]
        while len(found) < _USUAL_INTERVALS[self]:
            found.append(self.around(found[-1].first - _ONE_DAY, calendar))
        return found[::-1]

    def _from(self, days: Days, calendar: Calendar) -> Iterator[Days]:
        interval = self.around(days.first, calendar)
        yield interval
        while interval.last < days.last:
            interval = self.around(interval.last + _ONE_DAY, calendar)
            yield interval


_MOST_INTERVALS = {
    Interval.WEEK: 262,  # The maximum number of weeks that five years overlap.
    Interval.MONTH: MOST_MONTHS,
    Interval.YEAR: MOST_MONTHS // _MONTHS_OF_YEAR,
}
_USUAL_INTERVALS = {Interval.WEEK: 12, Interval.MONTH: 12, Interval.YEAR: 5}


def _both_or_neither(first: _Point | None, last: _Point | None) -> tuple[_Point, _Point] | None:
    if first is None and last is None:
        return None
    if first is None:
        raise InvalidArgument.of("from", "is required with to")
    if last is None:
        raise InvalidArgument.of("to", "is required with from")
    if last < first:
        raise InvalidArgument.of("to", "must not be before from")
    return first, last


def _number_of(month: Month) -> int:
    """Return the number of a month, counted from January of year 0."""
    return month.year * _MONTHS_OF_YEAR + month.month - 1


def _moved(month: Month, by: int) -> Month:
    """Return the month that is ``by`` months later, or earlier if negative."""
    year, index = divmod(_number_of(month) + by, _MONTHS_OF_YEAR)
    return Month(year, index + 1)
