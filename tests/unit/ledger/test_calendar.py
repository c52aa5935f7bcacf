"""A calendar cuts time into months without a gap, whatever the day they start on."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.values.dates import CALENDAR_MONTHS, Calendar, DateRange, Month
from tests.unit.strategies import bounded

ONE_DAY = timedelta(days=1)
calendars = st.integers(1, 28).map(Calendar)
months = st.builds(Month, st.integers(1900, 9998), st.integers(1, 12))
dates = st.dates(date(1900, 1, 1), date(9998, 12, 31))


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
    assert calendar.first_day(month).day == calendar.start_day


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


@given(calendars, months)
@bounded
def test_a_number_of_a_day_is_in_a_month_at_most_once(calendar: Calendar, month: Month) -> None:
    numbers = [day.day for day in calendar.days(month)]

    assert len(set(numbers)) == len(numbers)
    assert set(range(1, 29)) <= set(numbers) <= set(range(1, 32))


@given(calendars, st.lists(dates, max_size=5))
@bounded
def test_later_dates_are_in_no_earlier_month(calendar: Calendar, days: list[date]) -> None:
    in_order = [calendar.month_of(day) for day in sorted(days)]

    assert in_order == sorted(in_order)


@given(calendars, months)
@bounded
def test_a_month_is_closed_by_its_rollup_and_by_no_other(calendar: Calendar, month: Month) -> None:
    rollup = calendar.rollup_of(month)

    assert rollup.first_day <= calendar.last_day(month) <= rollup.last_day
    assert calendar.closed_by(rollup) == month
    assert month not in (calendar.closed_by(rollup.previous), calendar.closed_by(rollup.next))


@given(calendars, st.builds(Month, st.integers(1901, 9998), st.integers(1, 12)))
@bounded
def test_every_rollup_closes_the_one_month_that_is_over_with_it(
    calendar: Calendar, rollup: Month
) -> None:
    month = calendar.closed_by(rollup)

    assert calendar.rollup_of(month) == rollup
    assert calendar.last_day(month) <= rollup.last_day < calendar.last_day(month.next)


@given(months)
@bounded
def test_months_from_the_1st_are_calendar_months(month: Month) -> None:
    assert list(CALENDAR_MONTHS.days(month)) == list(month.days())
    assert CALENDAR_MONTHS.rollup_of(month) == CALENDAR_MONTHS.closed_by(month) == month
    assert Calendar(1) == CALENDAR_MONTHS


@given(st.integers(1, 28).filter(lambda day: day not in {15, 16}).map(Calendar), months)
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
    calendar = Calendar(start_day)

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
    assert Calendar(start_day).rollup_of(month) == rollup
    assert Calendar(start_day).closed_by(rollup) == month


@pytest.mark.parametrize(
    ("start_day", "last"),
    [(1, date(9999, 12, 31)), (5, date(9999, 12, 31)), (25, date(9999, 12, 24))],
)
def test_the_last_month_ends_before_dates_do(start_day: int, last: date) -> None:
    assert Calendar(start_day).last_day(Month(9999, 12)) == last
