"""Schedules of recurring entries: rules of dates, their ends, and shifts to business days.

An occurrence has a nominal date, which follows from the rule alone and names the occurrence, and an
effective date, which is the nominal one shifted to a business day. ``start``, ``until`` and
``count`` bound nominal dates.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from shared.errors import InvalidArgument
from shared.models.values.base import FrozenModel
from shared.models.values.dates import Month
from shared.models.values.spans.business_days import MAX_DAYS_OFF, business_days_of
from shared.models.values.spans.shifts import Shift, shifted
from shared.models.values.spans.weekday import Weekday

LAST_DAY = date(9998, 12, 31)
"""No occurrence is later, so that a shift has a date of Python."""

LAST_OF_MONTH = -1
MONTHS_OF_YEAR, DAYS_OF_WEEK = 12, 7
_LONGEST_MONTH = 31
_LAST_NTH = 5
"""The greatest number of a weekday in a month, which not every month has."""


class Frequency(StrEnum):
    """Unit of the interval between the periods of a schedule."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


def ensure_not_too_late(day: date, field: str) -> None:
    """Check that a day of an occurrence has days behind it: it is passed a week later.

    Raises:
        InvalidArgument: It is after the last day; the error names ``field``.
    """
    if day > LAST_DAY:
        raise InvalidArgument.of(field, f"must not be after {LAST_DAY}")


class NthWeekday(FrozenModel):
    """A weekday of a month by its number, from 1 to 5; -1 is the last one."""

    nth: int
    weekday: Weekday

    def of_month(self, month: Month) -> date | None:
        """Return its date in a month; None in a month without a fifth."""
        if self.nth == LAST_OF_MONTH:
            back = (month.last_day.weekday() - self.weekday.number) % DAYS_OF_WEEK
            return month.last_day - timedelta(days=back)
        ahead = (self.weekday.number - month.first_day.weekday()) % DAYS_OF_WEEK
        day = month.first_day + timedelta(days=ahead + DAYS_OF_WEEK * (self.nth - 1))
        return day if Month.of(day) == month else None


class Schedule(FrozenModel):
    """Rule of the dates of a recurring entry; ``schedule_input`` checks and completes it.

    A WEEKLY schedule has ``weekdays``. A MONTHLY one has ``days_of_month`` (in a shorter month its
    last day; -1 is the last day), ``nth_weekday``, or ``business_day`` (from 1, or from -1 for the
    last). A YEARLY one has the day of its start, the 29th of February in other years as the 28th.
    ``holidays`` is the calendar of public holidays, like ``DE-BY``; None has weekends only.
    """

    start: date
    frequency: Frequency
    interval: int = 1
    weekdays: tuple[Weekday, ...] = ()
    days_of_month: tuple[int, ...] = ()
    nth_weekday: NthWeekday | None = None
    business_day: int | None = None
    until: date | None = None
    count: int | None = None
    shift: Shift = Shift.NONE
    holidays: str | None = None

    @property
    def last_nominal(self) -> date:
        """Return a date after which no nominal date follows."""
        if self.count is not None:
            return _date_of_number(self)
        return LAST_DAY if self.until is None else min(self.until, LAST_DAY)

    def effective_date(self, nominal: date) -> date:
        """Return the date of an occurrence after the shift to a business day."""
        if self.shift is Shift.NONE and self.business_day is None:
            return nominal
        days = business_days_of(self.holidays)
        if self.business_day is not None:
            # Nominal dates count weekends alone, so that they stay when holidays are corrected.
            return days.nth_of(Month.of(nominal), self.business_day) or nominal
        return shifted(nominal, self.shift, days.has)

    def has(self, nominal: date) -> bool:
        """Return whether a date is a nominal date of the schedule."""
        return next(nominal_dates(self, nominal, nominal), None) is not None


class PlannedDate(NamedTuple):
    """Dates of an occurrence: by the rule, and after the shift."""

    nominal: date
    effective: date


def nominal_dates(schedule: Schedule, first: date, last: date = LAST_DAY) -> Iterator[date]:
    """Yield the nominal dates from one day to another, both inclusive, in order.

    The first period that is looked at is that of ``first``, so no earlier one costs time.
    """
    first = max(first, schedule.start)
    last = min(last, schedule.last_nominal)
    index = _period_of(schedule, first)
    while first <= last:
        dates = _dates_in(schedule, index, last)
        if dates is None:
            return
        for day in dates:
            if day > last:
                return
            if day >= first:
                yield day
        index += 1


def occurrences(schedule: Schedule, first: date, last: date = LAST_DAY) -> Iterator[PlannedDate]:
    """Yield the occurrences whose effective date is from one day to another, in order."""
    margin = MAX_DAYS_OFF if schedule.business_day is None else _LONGEST_MONTH
    begin = date.fromordinal(max(1, first.toordinal() - margin))
    end = date.fromordinal(min(last.toordinal() + margin, LAST_DAY.toordinal()))
    for nominal in nominal_dates(schedule, begin, end):
        effective = schedule.effective_date(nominal)
        if effective > last:
            return
        if effective >= first:
            yield PlannedDate(nominal, effective)


def first_nominal(schedule: Schedule, first: date) -> date | None:
    """Return the first nominal date that is not before a day, or None."""
    return next(nominal_dates(schedule, first), None)


def last_nominal_before(schedule: Schedule, day: date) -> date | None:
    """Return the last nominal date before a day, or None."""
    last = min(day - timedelta(days=1), schedule.last_nominal)
    for index in range(_period_of(schedule, last), -1, -1):
        dates = _dates_in(schedule, index, LAST_DAY) or ()
        found = [one for one in dates if schedule.start <= one <= last]
        if found:
            return found[-1]
    return None


@lru_cache(maxsize=512)
def _date_of_number(schedule: Schedule) -> date:
    """Return the nominal date of the last occurrence that ``count`` allows."""
    count = schedule.count or 1
    in_first = [day for day in _dates_in(schedule, 0, LAST_DAY) or () if day >= schedule.start]
    if count <= len(in_first):
        return in_first[count - 1]
    if schedule.nth_weekday is not None and schedule.nth_weekday.nth == _LAST_NTH:
        unbounded = schedule.model_copy(update={"count": None, "until": None})
        found = islice(nominal_dates(unbounded, schedule.start), count - 1, count)
        return next(found, LAST_DAY)
    # Each later period has the same number of dates.
    left = count - len(in_first) - 1
    in_each = len(_dates_in(schedule, 1, LAST_DAY) or ())
    if not in_each:
        return LAST_DAY
    period, index = divmod(left, in_each)
    dates = _dates_in(schedule, 1 + period, LAST_DAY)
    return dates[index] if dates else LAST_DAY


def _period_of(schedule: Schedule, day: date) -> int:
    """Return the number of the last period that begins until a day; the first one is 0."""
    start, interval = schedule.start, schedule.interval
    match schedule.frequency:
        case Frequency.DAILY:
            passed = (day - start).days
        case Frequency.WEEKLY:
            passed = (day - _monday_of(start)).days // DAYS_OF_WEEK
        case Frequency.MONTHLY:
            passed = _months_of(day) - _months_of(start)
        case Frequency.YEARLY:
            passed = day.year - start.year
    return max(0, passed // interval)


def _dates_in(schedule: Schedule, index: int, last: date) -> list[date] | None:
    """Return the dates of a period, in order; None if it begins after ``last``."""
    start, passed = schedule.start, index * schedule.interval
    match schedule.frequency:
        case Frequency.DAILY:
            day = start.toordinal() + passed
            return None if day > last.toordinal() else [date.fromordinal(day)]
        case Frequency.WEEKLY:
            monday = _monday_of(start).toordinal() + DAYS_OF_WEEK * passed
            if monday > last.toordinal():
                return None
            return [date.fromordinal(monday + one.number) for one in schedule.weekdays]
        case Frequency.MONTHLY:
            year, month = divmod(_months_of(start) + passed, MONTHS_OF_YEAR)
            if (year, month + 1) > (last.year, last.month):
                return None
            return _dates_in_month(schedule, Month(year, month + 1))
        case Frequency.YEARLY:
            year = start.year + passed
            return None if year > last.year else [_clamped(Month(year, start.month), start.day)]


def _dates_in_month(schedule: Schedule, month: Month) -> list[date]:
    if schedule.nth_weekday is not None:
        found = schedule.nth_weekday.of_month(month)
        return [] if found is None else [found]
    if schedule.business_day is not None:
        days = business_days_of(schedule.holidays).without_holidays
        found = days.nth_of(month, schedule.business_day)
        return [] if found is None else [found]
    return sorted(_clamped(month, day) for day in schedule.days_of_month)


def _clamped(month: Month, day: int) -> date:
    """Return a day of a month, by its number; the last day if the month is shorter, and for -1."""
    last = month.last_day
    return last if day == LAST_OF_MONTH or day >= last.day else last.replace(day=day)


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _months_of(day: date) -> int:
    return day.year * MONTHS_OF_YEAR + day.month - 1
