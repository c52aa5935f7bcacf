"""Schedules that explain the dates of payments: the day, and the shift from weekends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from shared.models.planning.detection.period import MONTH, Period
from shared.models.planning.schedule import LAST_OF_MONTH, Frequency, Schedule, occurrences
from shared.models.values.dates import Month
from shared.models.values.spans.shifts import Shift
from shared.models.values.spans.weekday import Weekday

_CONSIDERED = 12
"""The number of the newest payments that have to be explained."""

_LONGEST_MONTH, _MONTHS_OF_YEAR = 31, 12


def schedule_of(days: Sequence[date], period: Period) -> Schedule:
    """Return the schedule that explains most of the newest 12 dates, which are in order.

    The plainest of several is taken: without a shift before one with it, and the commonest day
    before others. It starts with the nominal date of the first of all dates.
    """
    recent = days[-_CONSIDERED:]

    def hits(schedule: Schedule) -> int:
        effective = {one.effective for one in occurrences(schedule, recent[0], recent[-1])}
        return sum(day in effective for day in recent)

    plainest = next(_candidates(days, period))
    return plainest if hits(plainest) == len(recent) else max(_candidates(days, period), key=hits)


def next_date(schedule: Schedule, last: date, period: Period, paid: Sequence[date] = ()) -> date:
    """Return the effective date that is expected after a payment, which may be early or late.

    Dates near which one of the days ``paid`` is are passed over.
    """
    after = last + timedelta(days=max(1, period.days // 2))
    for one in occurrences(schedule, after):
        if all(abs((day - one.effective).days) > period.tolerance for day in paid):
            return one.effective
    raise ValueError("the schedule must not end")


def _candidates(days: Sequence[date], period: Period) -> Iterator[Schedule]:
    if period.frequency is Frequency.WEEKLY:
        for weekday in _commonest([day.weekday() for day in days[-_CONSIDERED:]]):
            yield _weekly(days, period, weekday)
        return
    # If all payments are shifted, the first or last of their days explains them as well.
    for shift in (Shift.NONE, Shift.NEXT, Shift.PREVIOUS):
        for number in _commonest([_day_of_month(day) for day in days[-_CONSIDERED:]]):
            yield _monthly(days, period, number, shift)


def _day_of_month(day: date) -> int:
    """Return the number of a day, and 31 for the last one of each month."""
    return _LONGEST_MONTH if day == Month.of(day).last_day else day.day


def _commonest(numbers: Sequence[int]) -> list[int]:
    """Return different numbers, the most frequent first, of equally frequent ones the newest."""
    newest = {number: index for index, number in enumerate(numbers)}
    counts = Counter(numbers)
    return sorted(counts, key=lambda number: (-counts[number], -newest[number]))


def _weekly(days: Sequence[date], period: Period, weekday: int) -> Schedule:
    late = (days[-1].weekday() - weekday + 3) % 7 - 3
    nominal = days[-1] - timedelta(days=late)
    weeks = round((nominal - days[0]).days / period.length) * period.interval
    return Schedule(
        start=nominal - timedelta(weeks=weeks),
        frequency=Frequency.WEEKLY,
        interval=period.interval,
        weekdays=(Weekday.of(nominal),),
    )


def _monthly(days: Sequence[date], period: Period, number: int, shift: Shift) -> Schedule:
    """Return the schedule on a day of the month, in the months nearest to the payments."""
    months = period.interval * (_MONTHS_OF_YEAR if period.frequency is Frequency.YEARLY else 1)
    last = _nearest(days[-1], number)
    distance = period.position(last) - period.position(days[0])
    passed = round(distance / (months * MONTH)) * months
    start = _in_month(_months_before(Month.of(last), passed), number)
    if period.frequency is Frequency.YEARLY:
        return Schedule(start=start, frequency=Frequency.YEARLY, shift=shift)
    day = LAST_OF_MONTH if number == _LONGEST_MONTH else number
    return Schedule(
        start=start,
        frequency=Frequency.MONTHLY,
        interval=period.interval,
        days_of_month=(day,),
        shift=shift,
    )


def _nearest(day: date, number: int) -> date:
    """Return the date with a day of the month that is nearest to another date."""
    month = Month.of(day)
    dates = [_in_month(one, number) for one in (month.previous, month, month.next)]
    return min(dates, key=lambda one: abs((one - day).days))


def _in_month(month: Month, number: int) -> date:
    return month.last_day.replace(day=min(number, month.last_day.day))


def _months_before(month: Month, count: int) -> Month:
    year, index = divmod(month.year * _MONTHS_OF_YEAR + month.month - 1 - count, _MONTHS_OF_YEAR)
    return Month(year, index + 1)
