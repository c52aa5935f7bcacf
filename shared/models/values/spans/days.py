"""Consecutive days and consecutive months."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Self

from shared.errors import InvalidArgument
from shared.models.values.dates import Calendar, Month
from shared.models.values.frozen import frozen

MAX_MONTHS = 240
"""Maximum number of months in a period; each one is a document to read."""

_MONTHS_OF_YEAR = 12
_ONE_DAY = timedelta(days=1)


@frozen
class Days:
    """Consecutive days; both ends inclusive."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __iter__(self) -> Iterator[date]:
        return map(date.fromordinal, range(self.first.toordinal(), self.last.toordinal() + 1))

    @property
    def count(self) -> int:
        """Return the number of days."""
        return (self.last - self.first).days + 1

    def months(self, calendar: Calendar) -> Months:
        """Return the months that these days are in."""
        return Months(calendar.month_of(self.first), calendar.month_of(self.last))

    def whole_months(self, calendar: Calendar) -> list[Month]:
        """Return the months of the calendar all of whose days are among these."""
        return [month for month in self.months(calendar) if self._has_all_of(month, calendar)]

    def outside(self, months: Sequence[Month], calendar: Calendar) -> list[Days]:
        """Return the days before and after these consecutive months; all days without months."""
        if not months:
            return [self]
        before = Days(self.first, calendar.first_day(months[0]) - _ONE_DAY)
        after = Days(calendar.last_day(months[-1]) + _ONE_DAY, self.last)
        return [days for days in (before, after) if days.count > 0]

    def years_before(self, years: int, calendar: Calendar) -> Days:
        """Return the same days some years before; 29 February becomes the 28th.

        Whole months of the calendar become the same whole months.
        """
        months = self.months(calendar)
        if months.days(calendar) == self:
            by = -_MONTHS_OF_YEAR * years
            return Months(_moved(months.first, by), _moved(months.last, by)).days(calendar)
        return Days(_years_before(self.first, years), _years_before(self.last, years))

    def _has_all_of(self, month: Month, calendar: Calendar) -> bool:
        return self.first <= calendar.first_day(month) and calendar.last_day(month) <= self.last

    def before(self, calendar: Calendar) -> Days:
        """Return the previous period, which ends the day before these days begin.

        For whole months of the calendar it is as many whole months, for other days as many days.
        """
        months = self.months(calendar)
        if months.days(calendar) == self:
            return months.before().days(calendar)
        return Days(self.first - self.count * _ONE_DAY, self.first - _ONE_DAY)


@frozen
class Months:
    """Consecutive months; both ends inclusive."""

    first: Month
    last: Month

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
        if self.count > MAX_MONTHS:
            raise InvalidArgument.of("to", f"must be within {MAX_MONTHS} months of from")
        return self


def _number_of(month: Month) -> int:
    """Return the number of a month, counted from January of year 0."""
    return month.year * _MONTHS_OF_YEAR + month.month - 1


def _moved(month: Month, by: int) -> Month:
    """Return the month that is ``by`` months later, or earlier if negative."""
    year, index = divmod(_number_of(month) + by, _MONTHS_OF_YEAR)
    return Month(year, index + 1)


def _years_before(day: date, years: int) -> date:
    month = Month(day.year - years, day.month)
    return min(month.first_day + (day.day - 1) * _ONE_DAY, month.last_day)
