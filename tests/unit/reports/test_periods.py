"""Periods are chosen whole, and compared with what came just before them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.errors import FieldError, InvalidArgument
from shared.models.reports.periods import Interval, PeriodRequest, ReportedEnd
from shared.models.values.dates import CALENDAR_MONTHS, Calendar, Month
from shared.models.values.spans.days import MAX_MONTHS, Days, Months
from shared.models.values.spans.month_start import MonthStart
from shared.models.values.spans.period_ends import DayOrMonth
from tests.unit.strategies import bounded, calendars

ONE_DAY = timedelta(days=1)
FROM_25TH = Calendar(MonthStart(25))
intervals = st.sampled_from(Interval)
reported_days = st.dates(date(1900, 1, 1), date(9998, 12, 31))
reported_months = st.builds(Month, st.integers(1900, 9998), st.integers(1, 12))
end = TypeAdapter[DayOrMonth](ReportedEnd)


@st.composite
def stretches(draw: st.DrawFn, most_days: int = 500) -> Days:
    """Draw some days in a row."""
    first = draw(st.dates(date(1900, 1, 1), date(9990, 1, 1)))
    return Days(first, first + draw(st.integers(0, most_days - 1)) * ONE_DAY)


@st.composite
def month_stretches(draw: st.DrawFn) -> Months:
    """Draw some months in a row."""
    return Months.ending(draw(reported_months), draw(st.integers(1, MAX_MONTHS)))


def d(text: str) -> date:
    return date.fromisoformat(text)


def days(first: str, last: str) -> Days:
    return Days(d(first), d(last))


def months(first: str, last: str) -> Months:
    return Months(Month.parse(first), Month.parse(last))


def blame(caught: pytest.ExceptionInfo[InvalidArgument]) -> FieldError:
    [error] = caught.value.errors
    return error


def test_both_ends_are_given_or_neither() -> None:
    first, last = d("2026-03-01"), Month(2026, 3)

    assert PeriodRequest.between(None, None) is None
    assert PeriodRequest.between(first, last) == PeriodRequest(first, last)
    for ends, field in (((first, None), "to"), ((None, last), "from")):
        with pytest.raises(InvalidArgument) as caught:
            PeriodRequest.between(*ends)
        assert blame(caught).field == field


@pytest.mark.parametrize(
    ("first", "last", "calendar", "found"),
    [
        ("2026-03-05", "2026-03-05", CALENDAR_MONTHS, days("2026-03-05", "2026-03-05")),
        ("2026-03", "2026-03", CALENDAR_MONTHS, days("2026-03-01", "2026-03-31")),
        ("2026-03", "2026-03", FROM_25TH, days("2026-02-25", "2026-03-24")),
        ("2026-03-31", "2026-04", CALENDAR_MONTHS, days("2026-03-31", "2026-04-30")),
        ("2026-02", "2026-03-01", FROM_25TH, days("2026-01-25", "2026-03-01")),
    ],
)
def test_a_period_is_of_days_or_of_months_of_the_calendar(
    first: str, last: str, calendar: Calendar, found: Days
) -> None:
    request = PeriodRequest(end.validate_python(first), end.validate_python(last))

    assert request.days(calendar) == found


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-03-02", "2026-03-01"), ("2026-04", "2026-03"), ("2026-04-01", "2026-03")],
)
def test_a_period_does_not_end_before_it_begins(first: str, last: str) -> None:
    request = PeriodRequest(end.validate_python(first), end.validate_python(last))

    with pytest.raises(InvalidArgument) as caught:
        request.days(CALENDAR_MONTHS)
    assert blame(caught) == FieldError("to", "must not be before from")


@given(stretches(), calendars)
@bounded
def test_whole_months_and_the_days_outside_are_the_period(
    stretch: Days, calendar: Calendar
) -> None:
    whole = stretch.whole_months(calendar)
    inside = [day for month in whole for day in calendar.days(month)]
    outside = [day for part in stretch.outside(whole, calendar) for day in part]

    assert sorted(inside + outside) == list(stretch)
    assert all(calendar.month_of(day) not in whole for day in outside)
    for month in {calendar.month_of(day) for day in outside}:
        assert not all(day in stretch for day in calendar.days(month))


@given(stretches(most_days=366), calendars, st.integers(1, 10))
@bounded
def test_the_same_days_of_an_earlier_year(stretch: Days, calendar: Calendar, years: int) -> None:
    before = stretch.years_before(years, calendar)
    months = stretch.months(calendar)

    if months.days(calendar) == stretch:
        assert before.months(calendar).days(calendar) == before
        assert before.months(calendar).count == months.count
    else:
        for day, earlier in ((stretch.first, before.first), (stretch.last, before.last)):
            is_leap_day = (day.month, day.day) == (2, 29)
            number = earlier.day if is_leap_day else day.day
            assert earlier == date(day.year - years, day.month, number)
            assert not is_leap_day or number in {28, 29}


@pytest.mark.parametrize(
    ("stretch", "before"),
    [
        (days("2028-02-01", "2028-02-29"), days("2027-02-01", "2027-02-28")),
        (days("2027-02-01", "2027-02-28"), days("2026-02-01", "2026-02-28")),
        (days("2025-02-01", "2025-02-28"), days("2024-02-01", "2024-02-29")),
        (days("2028-02-29", "2028-03-10"), days("2027-02-28", "2027-03-10")),
        (days("2026-01-01", "2026-11-27"), days("2025-01-01", "2025-11-27")),
    ],
)
def test_examples_of_a_year_before(stretch: Days, before: Days) -> None:
    assert stretch.years_before(1, CALENDAR_MONTHS) == before


@given(stretches(), calendars)
@bounded
def test_the_days_before_end_where_these_begin(stretch: Days, calendar: Calendar) -> None:
    assert stretch.before(calendar).last + ONE_DAY == stretch.first


@given(month_stretches(), calendars)
@bounded
def test_before_whole_months_are_as_many_whole_months(stretch: Months, calendar: Calendar) -> None:
    before = stretch.days(calendar).before(calendar).months(calendar)

    assert before == stretch.before()
    assert before.count == stretch.count
    assert before.days(calendar) == stretch.days(calendar).before(calendar)


@given(stretches(), calendars)
@bounded
def test_before_other_days_are_as_many_days(stretch: Days, calendar: Calendar) -> None:
    is_whole = (
        calendar.first_day(calendar.month_of(stretch.first)) == stretch.first
        and calendar.last_day(calendar.month_of(stretch.last)) == stretch.last
    )

    if not is_whole:
        assert stretch.before(calendar).count == stretch.count


@pytest.mark.parametrize(
    ("stretch", "calendar", "before"),
    [
        (days("2026-03-01", "2026-03-31"), CALENDAR_MONTHS, days("2026-02-01", "2026-02-28")),
        (days("2024-03-01", "2024-03-31"), CALENDAR_MONTHS, days("2024-02-01", "2024-02-29")),
        (days("2026-01-01", "2026-03-31"), CALENDAR_MONTHS, days("2025-10-01", "2025-12-31")),
        (days("2024-01-01", "2024-12-31"), CALENDAR_MONTHS, days("2023-01-01", "2023-12-31")),
        (days("2026-03-01", "2026-03-30"), CALENDAR_MONTHS, days("2026-01-30", "2026-02-28")),
        (days("2026-03-02", "2026-03-31"), CALENDAR_MONTHS, days("2026-01-31", "2026-03-01")),
        (days("2026-03-05", "2026-03-05"), CALENDAR_MONTHS, days("2026-03-04", "2026-03-04")),
        (days("2026-02-25", "2026-03-24"), FROM_25TH, days("2026-01-25", "2026-02-24")),
        (days("2026-03-01", "2026-03-31"), FROM_25TH, days("2026-01-29", "2026-02-28")),
    ],
)
def test_examples_of_what_is_before(stretch: Days, calendar: Calendar, before: Days) -> None:
    assert stretch.before(calendar) == before


@given(stretches(), calendars)
@bounded
def test_every_month_that_is_touched_is_named(stretch: Days, calendar: Calendar) -> None:
    each = {calendar.month_of(stretch.first + number * ONE_DAY) for number in range(stretch.count)}

    assert list(stretch.months(calendar)) == sorted(each)


@given(month_stretches(), reported_months)
@bounded
def test_months_are_counted_and_held(stretch: Months, other: Month) -> None:
    each = list(stretch)

    assert len(each) == stretch.count
    assert (other in stretch) == (other in each)
    assert stretch.before().last == stretch.first.previous


def test_240_months_may_be_read_and_no_more() -> None:
    allowed, refused = months("2006-01", "2025-12"), months("2006-01", "2026-01")

    assert allowed.checked() == allowed
    with pytest.raises(InvalidArgument) as caught:
        refused.checked()
    assert blame(caught) == FieldError("to", "must be within 240 months of from")


@given(intervals, reported_days, calendars)
@bounded
def test_the_interval_around_a_day_holds_it_and_is_the_one_around_each_of_its_days(
    interval: Interval, around: date, calendar: Calendar
) -> None:
    found = interval.around(around, calendar)

    assert around in found
    assert interval.around(found.first, calendar) == found
    assert interval.around(found.last, calendar) == found


@given(intervals, stretches(), calendars)
@bounded
def test_intervals_across_days_are_whole_and_without_a_gap(
    interval: Interval, stretch: Days, calendar: Calendar
) -> None:
    found = interval.across(stretch, calendar)

    assert all(interval.around(each.first, calendar) == each for each in found)
    assert all(before.last + ONE_DAY == after.first for before, after in pairwise(found))
    assert stretch.first in found[0]
    assert stretch.last in found[-1]


@given(reported_days, calendars)
@bounded
def test_weeks_are_those_of_iso_8601(around: date, calendar: Calendar) -> None:
    week = Interval.WEEK.around(around, calendar)

    assert (week.first.isoweekday(), week.last.isoweekday(), week.count) == (1, 7, 7)
    assert week.first.isocalendar()[:2] == around.isocalendar()[:2]


@pytest.mark.parametrize(
    ("interval", "calendar", "found"),
    [
        (Interval.WEEK, FROM_25TH, days("2025-12-29", "2026-01-04")),
        (Interval.MONTH, CALENDAR_MONTHS, days("2025-12-01", "2025-12-31")),
        (Interval.MONTH, FROM_25TH, days("2025-12-25", "2026-01-24")),
        (Interval.MONTH, Calendar(MonthStart(5)), days("2025-12-05", "2026-01-04")),
        (Interval.YEAR, CALENDAR_MONTHS, days("2025-01-01", "2025-12-31")),
        (Interval.YEAR, FROM_25TH, days("2025-12-25", "2026-12-24")),
        (Interval.YEAR, Calendar(MonthStart(5)), days("2025-01-05", "2026-01-04")),
    ],
)
def test_the_interval_around_the_last_day_of_2025(
    interval: Interval, calendar: Calendar, found: Days
) -> None:
    assert interval.around(d("2025-12-31"), calendar) == found


@pytest.mark.parametrize(
    ("interval", "most", "allowed", "message"),
    [
        (Interval.DAY, 731, days("2024-01-01", "2025-12-31"), "within 731 days"),
        (Interval.WEEK, 262, days("2026-01-08", "2031-01-12"), "within 262 weeks"),
        (Interval.MONTH, 240, days("2006-01-31", "2025-12-31"), "within 240 months"),
        (Interval.YEAR, 20, days("2006-12-31", "2025-12-31"), "within 20 years"),
    ],
)
def test_a_trend_has_an_end(interval: Interval, most: int, allowed: Days, message: str) -> None:
    assert len(interval.across(allowed, CALENDAR_MONTHS)) == most
    with pytest.raises(InvalidArgument) as caught:
        interval.across(Days(allowed.first, allowed.last + ONE_DAY), CALENDAR_MONTHS)
    assert blame(caught) == FieldError("to", f"must be {message} of from")


@given(stretches(most_days=1))
@bounded
def test_any_five_years_are_not_too_many_weeks(start: Days) -> None:
    first = start.first.replace(day=1)
    five_years = Days(first, first.replace(year=first.year + 5) - ONE_DAY)

    assert Interval.WEEK.across(five_years, CALENDAR_MONTHS)


@given(intervals, reported_days, calendars)
@bounded
def test_whatever_day_may_be_asked_for_has_an_interval_and_a_period_before(
    interval: Interval, around: date, calendar: Calendar
) -> None:
    one_day = Days(around, around)

    assert len(interval.across(one_day, calendar)) == 1
    assert one_day.before(calendar).count == 1


@pytest.mark.parametrize(
    ("interval", "count"),
    [(Interval.DAY, 31), (Interval.WEEK, 12), (Interval.MONTH, 12), (Interval.YEAR, 5)],
)
@pytest.mark.parametrize("calendar", [CALENDAR_MONTHS, Calendar(MonthStart(5)), FROM_25TH])
def test_the_latest_intervals_end_with_todays(
    interval: Interval, count: int, calendar: Calendar
) -> None:
    today = d("2026-03-31")
    found = interval.latest(today, calendar)

    assert len(found) == count
    assert today in found[-1]
    assert found == interval.across(Days(found[0].first, today), calendar)


def test_an_end_is_read_up_to_the_year_before_dates_end() -> None:
    assert end.validate_python("9998-12-31") == d("9998-12-31")
    assert end.validate_python("9998-12") == Month(9998, 12)
    for value, message in (
        ("9999-01-01", "must not be after 9998-12-31"),
        ("9999-01", "must not be after 9998-12-31"),
        ("1899-12-31", "must not be before 1900-01-01"),
        ("1899-12", "must be a month as YYYY-MM"),
        ("2026-13", "must be a month as YYYY-MM"),
        ("2026-02-30", "must be a day that exists"),
        ("2026-3", "must be a day as YYYY-MM-DD, or a month as YYYY-MM"),
        ("2026-3-1", "must be a day as YYYY-MM-DD, or a month as YYYY-MM"),
        (202603, "must be a day as YYYY-MM-DD, or a month as YYYY-MM"),
        (None, "must be a day as YYYY-MM-DD, or a month as YYYY-MM"),
    ):
        with pytest.raises(ValidationError, match=message):
            end.validate_python(value)
