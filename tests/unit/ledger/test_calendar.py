"""A calendar cuts time into months without a gap, whatever the day they start on."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.planning.schedule import Frequency, Schedule, occurrences
from shared.models.values.dates import CALENDAR_MONTHS, Calendar, DateRange, Month
from shared.models.values.spans import business_days
from shared.models.values.spans.business_days import MAX_DAYS_OFF
from shared.models.values.spans.month_start import MonthStart
from shared.models.values.spans.shifts import Shift
from tests.unit.strategies import bounded, calendar_of, calendars

ONE_DAY = timedelta(days=1)
unshifted = st.integers(1, 31).map(MonthStart).map(Calendar)
years = st.integers(2018, 2048) | st.integers(1900, 9998)
"""Years in and around those whose holidays are known, and others."""

months = st.builds(Month, years, st.integers(1, 12))
dates = st.dates(date(2018, 1, 1), date(2048, 12, 31)) | st.dates(
    date(1900, 1, 1), date(9998, 12, 31)
)


@given(calendars, dates)
@bounded
def test_every_date_is_in_exactly_one_month(calendar: Calendar, day: date) -> None:
    month = calendar.month_of(day)
    around = (month.previous.previous, month.previous, month, month.next, month.next.next)

    assert [m for m in around if calendar.first_day(m) <= day <= calendar.last_day(m)] == [month]


@given(calendars, months)
@bounded
def test_a_month_begins_the_day_after_the_one_before_ends(calendar: Calendar, month: Month) -> None:
    assert calendar.last_day(month.previous) + ONE_DAY == calendar.first_day(month)


@given(calendars, months)
@bounded
def test_a_months_days_are_every_day_of_it_in_order(calendar: Calendar, month: Month) -> None:
    days = list(calendar.days(month))

    assert DateRange(days[0], days[-1]) == calendar.range_of(month)
    assert calendar.range_of(month) == DateRange(
        calendar.first_day(month), calendar.last_day(month)
    )
    assert all(after - before == ONE_DAY for before, after in pairwise(days))
    assert {calendar.month_of(day) for day in days} == {month}


@given(unshifted, months)
@bounded
def test_a_start_that_does_not_shift_is_its_day_or_the_last_of_a_shorter_month(
    calendar: Calendar, month: Month
) -> None:
    first, day = calendar.first_day(month), calendar.start.day

    assert first.day == min(day, Month.of(first).last_day.day)
    assert Month.of(first) == (month if day <= 15 else month.previous)


@given(calendars, st.lists(dates, max_size=5))
@bounded
def test_later_dates_are_in_no_earlier_month(calendar: Calendar, days: list[date]) -> None:
    in_order = [calendar.month_of(day) for day in sorted(days)]

    assert in_order == sorted(in_order)


@given(calendars, months)
@bounded
def test_a_month_is_closed_by_its_rollup_and_by_no_other(calendar: Calendar, month: Month) -> None:
    rollup = calendar.rollup_of(month)
    around = (rollup.previous.previous, rollup.previous, rollup, rollup.next, rollup.next.next)

    assert rollup.first_day <= calendar.last_day(month) <= rollup.last_day
    assert [one for one in around if month in calendar.closed_by(one)] == [rollup]


@given(calendars, months.filter(lambda month: month.year > 1900))
@bounded
def test_a_rollup_closes_every_month_that_ended_since_the_one_before(
    calendar: Calendar, rollup: Month
) -> None:
    closed = calendar.closed_by(rollup)

    assert {calendar.rollup_of(month) for month in closed} <= {rollup}
    last = calendar.month_of(rollup.last_day + ONE_DAY).previous
    before = calendar.month_of(rollup.first_day).previous
    assert closed == list(before.next.through(last))


@given(unshifted, months.filter(lambda month: month.year > 1900))
@bounded
def test_a_rollup_closes_one_month_where_no_start_shifts(calendar: Calendar, rollup: Month) -> None:
    assert len(calendar.closed_by(rollup)) == 1


@given(months)
@bounded
def test_months_from_the_1st_are_calendar_months(month: Month) -> None:
    assert list(CALENDAR_MONTHS.days(month)) == list(month.days())
    assert (CALENDAR_MONTHS.rollup_of(month), CALENDAR_MONTHS.closed_by(month)) == (month, [month])
    assert Calendar(MonthStart(1)) == CALENDAR_MONTHS


@given(unshifted.filter(lambda one: one.start.day not in {15, 16}), months)
@bounded
def test_a_month_has_the_name_that_most_of_its_days_have(calendar: Calendar, month: Month) -> None:
    named = Counter(Month.of(day) for day in calendar.days(month))

    assert named.most_common(1)[0][0] == month
    assert len(set(named.values())) == len(named), "no two are equally many"


@pytest.mark.parametrize(
    ("start_day", "month", "first", "last"),
    [
        (1, Month(2026, 2), date(2026, 2, 1), date(2026, 2, 28)),
        (5, Month(2026, 3), date(2026, 3, 5), date(2026, 4, 4)),
        (5, Month(2025, 12), date(2025, 12, 5), date(2026, 1, 4)),
        (15, Month(2026, 2), date(2026, 2, 15), date(2026, 3, 14)),
        (16, Month(2026, 2), date(2026, 1, 16), date(2026, 2, 15)),
        (25, Month(2026, 3), date(2026, 2, 25), date(2026, 3, 24)),
        (25, Month(2026, 1), date(2025, 12, 25), date(2026, 1, 24)),
        (28, Month(2024, 3), date(2024, 2, 28), date(2024, 3, 27)),
        (28, Month(2026, 3), date(2026, 2, 28), date(2026, 3, 27)),
    ],
)
def test_months_may_start_on_another_day(
    start_day: int, month: Month, first: date, last: date
) -> None:
    calendar = Calendar(MonthStart(start_day))

    assert (calendar.first_day(month), calendar.last_day(month)) == (first, last)
    assert calendar.month_of(first) == calendar.month_of(last) == month
    assert calendar.month_of(first - ONE_DAY) == month.previous
    assert calendar.month_of(last + ONE_DAY) == month.next


@pytest.mark.parametrize(
    ("start_day", "month", "rollup"),
    [
        (1, Month(2026, 3), Month(2026, 3)),
        (2, Month(2026, 3), Month(2026, 4)),
        (5, Month(2025, 12), Month(2026, 1)),
        (15, Month(2026, 3), Month(2026, 4)),
        (16, Month(2026, 3), Month(2026, 3)),
        (25, Month(2026, 3), Month(2026, 3)),
    ],
)
def test_a_month_is_closed_with_the_calendar_month_it_ends_in(
    start_day: int, month: Month, rollup: Month
) -> None:
    assert Calendar(MonthStart(start_day)).rollup_of(month) == rollup
    assert Calendar(MonthStart(start_day)).closed_by(rollup) == [month]


@pytest.mark.parametrize(
    ("start_day", "last"),
    [(1, date(9999, 12, 31)), (5, date(9999, 12, 31)), (25, date(9999, 12, 24))],
)
def test_the_last_month_ends_before_dates_do(start_day: int, last: date) -> None:
    assert Calendar(MonthStart(start_day)).last_day(Month(9999, 12)) == last


# Months that start on a business day

TABLE = Path(business_days.__file__).with_name("public_holidays.txt")
HOLIDAYS = [
    line.split("\t")[0].strip()
    for line in TABLE.read_text(encoding="ascii").splitlines()
    if not line.startswith("#")
]
_HOLIDAYS = st.none() | st.sampled_from(HOLIDAYS)
_SHIFTS = st.sampled_from(["PREVIOUS", "NEXT", "NEXT_IN_MONTH"])


@pytest.mark.parametrize(
    ("start", "month", "first", "last"),
    [
        # 25 October 2026 is a Sunday, 25 December a holiday, and so is the day before in no land.
        ((25, "PREVIOUS", "DE"), Month(2026, 11), date(2026, 10, 23), date(2026, 11, 24)),
        ((25, "PREVIOUS", "DE"), Month(2027, 1), date(2026, 12, 24), date(2027, 1, 24)),
        ((25, "NEXT", "DE"), Month(2027, 1), date(2026, 12, 28), date(2027, 1, 24)),
        # The last working day of a month: 31 January and 28 February 2026 are Saturdays.
        ((31, "PREVIOUS", None), Month(2026, 2), date(2026, 1, 30), date(2026, 2, 26)),
        ((31, "PREVIOUS", None), Month(2026, 3), date(2026, 2, 27), date(2026, 3, 30)),
        # Start and end of months move out of the calendar month, and names stay.
        ((1, "PREVIOUS", None), Month(2026, 2), date(2026, 1, 30), date(2026, 2, 26)),
        ((1, "PREVIOUS", None), Month(2026, 3), date(2026, 2, 27), date(2026, 3, 31)),
        ((31, "NEXT", None), Month(2026, 2), date(2026, 2, 2), date(2026, 3, 1)),
        ((31, "NEXT_IN_MONTH", None), Month(2026, 2), date(2026, 1, 30), date(2026, 2, 26)),
        # On or before the 20th.
        ((20, "PREVIOUS", "DE-BY"), Month(2026, 7), date(2026, 6, 19), date(2026, 7, 19)),
        # Friday and Saturday are the weekend, also in years without known holidays.
        ((6, "NEXT", "SA"), Month(2012, 1), date(2012, 1, 8), date(2012, 2, 5)),
    ],
)
def test_months_may_start_on_a_business_day(
    start: tuple[int, str, str | None], month: Month, first: date, last: date
) -> None:
    calendar = calendar_of(*start)

    assert (calendar.first_day(month), calendar.last_day(month)) == (first, last)
    assert calendar.month_of(first) == calendar.month_of(last) == month
    assert calendar.month_of(first - ONE_DAY) == month.previous
    assert calendar.month_of(last + ONE_DAY) == month.next


@given(st.integers(1, 31), _SHIFTS, _HOLIDAYS)
@bounded
def test_months_start_where_the_periods_of_a_budget_with_that_rule_do(
    day: int, shift: str, holidays: str | None
) -> None:
    calendar, first, last = calendar_of(day, shift, holidays), Month(1990, 1), Month(2100, 12)
    schedule = Schedule(
        start=date(1989, 1, 1), frequency=Frequency.MONTHLY, days_of_month=(day,),
        shift=Shift(shift), holidays=holidays,
    )  # fmt: skip
    starts = [calendar.first_day(month) for month in first.through(last)]

    assert [one.effective for one in occurrences(schedule, starts[0], starts[-1])] == starts
    assert all(before < after for before, after in pairwise(starts))


@given(st.integers(1, 31), _SHIFTS, _HOLIDAYS, years)
@bounded
def test_a_shift_changes_the_name_of_no_month(
    day: int, shift: str, holidays: str | None, year: int
) -> None:
    plain, shifted = calendar_of(day), calendar_of(day, shift, holidays)
    month = Month(year, 6)

    assert abs((shifted.first_day(month) - plain.first_day(month)).days) <= MAX_DAYS_OFF


def test_summaries_of_other_starts_have_other_ids() -> None:
    starts: list[tuple[int, str, str | None]] = [
        (25, "NONE", None),
        (25, "PREVIOUS", None),
        (25, "NEXT", None),
        (5, "NEXT", None),
    ]
    starts += [(25, "PREVIOUS", "DE"), (25, "PREVIOUS", "DE-BY"), (25, "PREVIOUS", "AE")]
    editions = [calendar_of(*start).edition for start in starts]

    assert len({*editions, CALENDAR_MONTHS.edition}) == len(starts) + 1
    assert editions[:3] == ["d25", "d25p", "d25n"]
    assert replace(CALENDAR_MONTHS, currency="USD").edition == "USD"
    assert replace(calendar_of(25), currency="USD").edition == "d25-USD"


def test_a_start_with_other_moves_for_the_same_holidays_is_another_one() -> None:
    start = calendar_of(25, "PREVIOUS", "DE").start
    other = replace(start, moves=f"{start.moves[:-1]}.")

    assert start.id != other.id
