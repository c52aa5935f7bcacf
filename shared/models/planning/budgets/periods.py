"""Periods of budgets: a rule and a day give the first and the last day of a period.

A rule is a schedule without an end, and a period runs from one effective date to the day before the
next one. Schedules whose shift makes two dates collide are refused, so the periods of a rule divide
all days from its first one on, without gap or overlap. None instead of a schedule stands for the
months of the ledger's calendar.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from shared.errors import InvalidArgument
from shared.models.planning.schedule import (
    DAYS_OF_WEEK,
    LAST_DAY,
    MONTHS_OF_YEAR,
    Frequency,
    Schedule,
    first_nominal,
    occurrences,
)
from shared.models.values.dates import Calendar
from shared.models.values.frozen import frozen
from shared.models.values.spans.days import Days
from shared.models.values.spans.shifts import Shift

MAX_INTERVALS = {
    Frequency.DAILY: 366,
    Frequency.WEEKLY: 52,
    Frequency.MONTHLY: MONTHS_OF_YEAR,
    Frequency.YEARLY: 1,
}
"""The greatest interval of each frequency, so that no period is much longer than a year."""

_LAST_OF_EACH_MONTH = 4
"""The greatest number of a weekday that every month has."""

_ONE_DAY = timedelta(days=1)
_MARGIN = 62
"""Days by which a period may exceed its interval: two months, of which a shift takes a part."""

_SPARE = 3
"""Periods that are moved back beyond those that are asked for: a shift may take a part of one."""

_DAYS_OF_UNIT = {
    Frequency.DAILY: 1,
    Frequency.WEEKLY: DAYS_OF_WEEK,
    Frequency.MONTHLY: 31,
    Frequency.YEARLY: 366,
}


@frozen
class PeriodRule:
    """Rule of a budget's periods in a ledger; ``schedule`` None is the ledger's months."""

    schedule: Schedule | None
    calendar: Calendar

    def around(self, day: date) -> Days:
        """Return the period that contains a day.

        Raises:
            InvalidArgument: The rule has no period there: it begins later, or the day is the last
                one that a period may have.
        """
        found = next(iter(self.between(day, day)), None)
        if found is None or day not in found:
            raise InvalidArgument.of("date", "is before the first period")
        return found

    def between(self, first: date, last: date) -> Iterator[Days]:
        """Yield the periods that have any of these days, in order.

        Those before the first date of the schedule do not exist.
        """
        if self.schedule is None:
            month = self.calendar.month_of(first)
            while (start := self.calendar.first_day(month)) <= last:
                yield Days(start, self.calendar.last_day(month))
                month = month.next
            return
        if (step := _even_days(self.schedule)) is not None:
            yield from _even_periods(self.schedule, step, first, last)
            return
        longest = self.schedule.interval * _DAYS_OF_UNIT[self.schedule.frequency] + _MARGIN
        begin = date.fromordinal(max(1, first.toordinal() - longest))
        end = date.fromordinal(min(last.toordinal() + longest, LAST_DAY.toordinal()))
        starts = (one.effective for one in occurrences(self.schedule, begin, end))
        for start, following in pairwise(starts):
            period = Days(start, following - _ONE_DAY)
            if period.first > last:
                return
            if period.last >= first:
                yield period

    def before(self, first: date, count: int) -> list[Days]:
        """Return the last periods before a day on which one begins, at most ``count``.

        They are also those before the first date of the schedule, which are not a budget's.
        """
        if self.schedule is None:
            months = [self.calendar.month_of(first).previous]
            while len(months) < count:
                months.insert(0, months[0].previous)
            return [Days(self.calendar.first_day(m), self.calendar.last_day(m)) for m in months]
        earlier = PeriodRule(_moved_back(self.schedule, count), self.calendar)
        longest = self.schedule.interval * _DAYS_OF_UNIT[self.schedule.frequency] + _MARGIN
        begin = first - timedelta(days=count * longest)
        found = (one for one in earlier.between(begin, first - _ONE_DAY) if one.count > 0)
        return list(found)[-count:]


def _even_days(schedule: Schedule) -> int | None:
    """Return the number of days that all periods of a schedule have; None if they differ."""
    if schedule.shift is not Shift.NONE:
        return None
    if schedule.frequency is Frequency.DAILY:
        return schedule.interval
    is_weekly = schedule.frequency is Frequency.WEEKLY and len(schedule.weekdays) == 1
    return DAYS_OF_WEEK * schedule.interval if is_weekly else None


def _even_periods(schedule: Schedule, step: int, first: date, last: date) -> Iterator[Days]:
    """Yield the periods of so many days that have any of these days.

    A daily budget may have thousands, which take half of the time without a calendar.
    """
    anchor = first_nominal(schedule, schedule.start)
    if anchor is None:
        return
    begin = anchor.toordinal()
    begin += max(0, first.toordinal() - begin) // step * step
    end = min(last.toordinal(), LAST_DAY.toordinal() - step)
    for start in range(begin, end + 1, step):
        yield Days(date.fromordinal(start), date.fromordinal(start + step - 1))


def _moved_back(schedule: Schedule, count: int) -> Schedule:
    """Return the schedule with more than ``count`` periods before its first date."""
    start, interval = schedule.start, schedule.interval
    match schedule.frequency:
        case Frequency.DAILY | Frequency.WEEKLY:
            days = _DAYS_OF_UNIT[schedule.frequency] * interval * (count + _SPARE)
            moved = start - timedelta(days=days)
        case Frequency.MONTHLY:
            number = start.year * MONTHS_OF_YEAR + start.month - 1 - interval * (count + _SPARE)
            moved = date(number // MONTHS_OF_YEAR, number % MONTHS_OF_YEAR + 1, 1)
        case Frequency.YEARLY:
            # 29 February exists each fourth year.
            moved = start.replace(year=start.year - 4 * (count // 4 + _SPARE))
    return schedule.model_copy(update={"start": moved})


def ensure_periods(frequency: Frequency, interval: int, nth: int | None, field: str) -> None:
    """Check that no period of a rule is much longer than a year, or than its interval.

    ``nth`` is the number of the weekday in its month, if the rule has one.

    Raises:
        InvalidArgument: The interval is too long, or not every month has the weekday; the error
            names a field of ``field``.
    """
    most = MAX_INTERVALS[frequency]
    if interval > most:
        message = f"must be at most {most} with the frequency {frequency}"
        raise InvalidArgument.of(f"{field}.interval", message)
    if nth is not None and nth > _LAST_OF_EACH_MONTH:
        message = f"must be at most {_LAST_OF_EACH_MONTH}: not every month has a fifth weekday"
        raise InvalidArgument.of(f"{field}.nth_weekday.nth", message)


def anchored(schedule: Schedule, wanted: date) -> Schedule:
    """Return the schedule whose first period is the one that contains a day.

    Periods of several weeks or months are counted from there.

    Raises:
        InvalidArgument: It has no date on or before that day, or its shift would make two dates
            collide, which depends on the first one; the error names a field of ``period``.
    """
    if schedule.frequency in {Frequency.DAILY, Frequency.YEARLY}:
        day = wanted
        while schedule.effective_date(day) > wanted:
            day -= _ONE_DAY
        return _checked(schedule, day)
    back = _DAYS_OF_UNIT[schedule.frequency] + _MARGIN
    each = schedule.model_copy(
        update={"interval": 1, "start": date.fromordinal(max(1, wanted.toordinal() - 6 * back))}
    )
    before = [one.nominal for one in occurrences(each, each.start, wanted)]
    if not before:
        raise InvalidArgument.of("start", "is before the first period")
    return _checked(schedule, before[-1])


def _checked(schedule: Schedule, start: date) -> Schedule:
    from shared.models.planning.schedule_input import (  # noqa: PLC0415 (demos have budgets, and check none)
        draft_of,
        schedule_from_input,
    )

    return schedule_from_input(draft_of(schedule.model_copy(update={"start": start})), "period")
