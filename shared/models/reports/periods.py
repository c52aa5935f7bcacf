"""Periods of reports: consecutive days or months, their previous periods, and intervals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice
from typing import Annotated, Self, TypeVar

from pydantic import AfterValidator

from shared.errors import InvalidArgument
from shared.models.values.dates import MAX_YEAR, Calendar, Month
from shared.models.values.frozen import frozen
from shared.models.values.spans.days import MAX_MONTHS, Days, Months
from shared.models.values.spans.period_ends import (
    DayOrMonth,
    NamedMonth,
    PeriodEnd,
    first_day_of,
    last_day_of,
)

LAST_YEAR = MAX_YEAR - 1
"""The last year that can be requested, so that every interval around a day ends in a valid year."""

_MONTHS_OF_YEAR = 12
_DAYS_OF_WEEK = 7
_ONE_DAY = timedelta(days=1)


_End = TypeVar("_End", Month, DayOrMonth)


def _not_too_late(end: _End) -> _End:
    if end.year > LAST_YEAR:
        raise ValueError(f"must not be after {LAST_YEAR}-12-31")
    return end


ReportedEnd = Annotated[PeriodEnd, AfterValidator(_not_too_late)]
"""The first or last day, or month, of a report's period, as input."""

ReportedMonth = Annotated[NamedMonth, AfterValidator(_not_too_late)]
"""The month of a report, as input."""


@frozen
class PeriodRequest:
    """The ends of a requested period, both inclusive: days, or months of the ledger's calendar."""

    first: DayOrMonth
    last: DayOrMonth

    @classmethod
    def between(cls, first: DayOrMonth | None, last: DayOrMonth | None) -> Self | None:
        """Return the request for a period; None if neither end is given.

        Raises:
            InvalidArgument: Only one end is given.
        """
        if first is None and last is None:
            return None
        if first is None:
            raise InvalidArgument.of("from", "is required with to")
        if last is None:
            raise InvalidArgument.of("to", "is required with from")
        return cls(first, last)

    def days(self, calendar: Calendar) -> Days:
        """Return the days of the period.

        Raises:
            InvalidArgument: The last is before the first.
        """
        days = Days(first_day_of(self.first, calendar), last_day_of(self.last, calendar))
        if days.last < days.first:
            raise InvalidArgument.of("to", "must not be before from")
        return days


class Interval(StrEnum):
    """Length of each item of a trend."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    def around(self, day: date, calendar: Calendar) -> Days:
        """Return the whole interval that contains a day.

        Weeks are those of ISO 8601, from Monday to Sunday. Months are those of the calendar, and
        years are the months from January to December.
        """
        if self is Interval.DAY:
            return Days(day, day)
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
            InvalidArgument: There are more than 731 days, 262 weeks, 240 months or 20 years.
        """
        most = _MAX_INTERVALS[self]
        found = list(islice(self._from(days, calendar), most + 1))
        if len(found) > most:
            raise InvalidArgument.of("to", f"must be within {most} {self}s of from")
        return found

    def latest(self, today: date, calendar: Calendar) -> Sequence[Days]:
        """Return the last 31 days, 12 weeks, 12 months or 5 years, with the current one."""
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


_MAX_INTERVALS = {
    Interval.DAY: 731,  # Two years.
    Interval.WEEK: 262,  # The maximum number of weeks that five years overlap.
    Interval.MONTH: MAX_MONTHS,
    Interval.YEAR: MAX_MONTHS // _MONTHS_OF_YEAR,
}
_USUAL_INTERVALS = {Interval.DAY: 31, Interval.WEEK: 12, Interval.MONTH: 12, Interval.YEAR: 5}
