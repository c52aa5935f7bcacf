from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice, pairwise
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import InvalidArgument
from shared.models.planning.rrule import rrule_of
from shared.models.planning.schedule import (
    LAST_DAY,
    Schedule,
    first_nominal,
    last_nominal_before,
    nominal_dates,
    occurrences,
)
from shared.models.values.spans.business_days import business_days_of
from shared.models.values.spans.shifts import Shift
from tests.unit.planning.schedules import FIRST, LAST, made, schedules
from tests.unit.strategies import bounded


def firsts(schedule: Schedule, number: int = 4, first: date = date.min) -> list[str]:
    return [str(planned.effective) for planned in islice(occurrences(schedule, first), number)]


@given(schedules())
@bounded
def test_nominal_dates_are_those_of_dateutil(schedule: Schedule) -> None:
    start = datetime.combine(schedule.start, datetime.min.time())
    end = start + timedelta(days=2_000)
    rule = rrulestr(rrule_of(schedule), dtstart=start)
    expected = [one.date() for one in rule.between(start, end, inc=True)]
    assert list(nominal_dates(schedule, FIRST, end.date())) == expected


@given(schedules(), st.dates(FIRST, LAST), st.dates(FIRST, LAST))
@bounded
def test_a_range_has_what_lies_within_it(schedule: Schedule, first: date, last: date) -> None:
    every = list(nominal_dates(schedule, FIRST, LAST))
    within = [day for day in every if first <= day <= last]
    assert list(nominal_dates(schedule, first, last)) == within
    assert first_nominal(schedule, first) == next(
        (day for day in nominal_dates(schedule, FIRST) if day >= first), None
    )
    assert last_nominal_before(schedule, first) == next(
        (day for day in reversed(every) if day < first), None
    )
    assert all(schedule.has(day) for day in within[:3])


@given(schedules(), st.sampled_from(list(Shift)), st.sampled_from([None, "DE-BY", "US", "AE"]))
@bounded
def test_occurrences_keep_their_order_after_the_shift(
    schedule: Schedule, shift: Shift, holidays: str | None
) -> None:
    fields = schedule.model_dump(mode="json")
    fields |= {"holidays": holidays} | ({"shift": shift} if not schedule.business_day else {})
    try:
        shifted = made(**fields)
    except InvalidArgument:  # The tests below say why.
        return
    planned = list(islice(occurrences(shifted, date.min), 400))
    assert all(one.effective < other.effective for one, other in pairwise(planned))
    assert [one.nominal for one in planned] == list(islice(nominal_dates(shifted, FIRST), 400))
    if shifted.shift is not Shift.NONE:
        assert all(business_days_of(holidays).has(one.effective) for one in planned)


@given(schedules(), st.dates(date(2000, 1, 1), LAST), st.integers(0, 500))
@bounded
def test_a_range_of_effective_dates_has_what_lies_within_it(
    schedule: Schedule, first: date, days: int
) -> None:
    last = first + timedelta(days=days)
    every = occurrences(schedule, date.min, LAST + timedelta(days=600))
    within = [one for one in every if first <= one.effective <= last]
    assert list(occurrences(schedule, first, last)) == within


def test_month_ends_are_clamped_from_the_day_and_not_from_the_last_occurrence() -> None:
    schedule = made(start="2023-12-31", frequency="MONTHLY")
    expected = ["2023-12-31", "2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"]
    assert firsts(schedule, 5) == expected


def test_the_29th_of_february_is_the_28th_in_other_years() -> None:
    schedule = made(start="2096-02-29", frequency="YEARLY")
    assert firsts(schedule, 5) == ["2096-02-29", *(f"{year}-02-28" for year in range(2097, 2101))]


def test_an_entry_may_be_on_two_days_of_each_month() -> None:
    schedule = made(start="2026-02-01", frequency="MONTHLY", days_of_month=[-1, 15])
    assert firsts(schedule) == ["2026-02-15", "2026-02-28", "2026-03-15", "2026-03-31"]


def test_a_month_without_a_fifth_weekday_is_left_out() -> None:
    schedule = made(
        start="2026-01-01", frequency="MONTHLY", nth_weekday={"nth": 5, "weekday": "FR"}
    )
    assert firsts(schedule) == ["2026-01-30", "2026-05-29", "2026-07-31", "2026-10-30"]


def test_a_count_of_fifth_weekdays_leaves_months_out_that_have_none() -> None:
    fields = {"nth_weekday": {"nth": 5, "weekday": "FR"}, "count": 2}
    schedule = made(start="2026-01-01", frequency="MONTHLY", **fields)
    assert firsts(schedule) == ["2026-01-30", "2026-05-29"]


@pytest.mark.parametrize(
    ("shift", "expected"),
    [
        ("NONE", ["2026-01-31", "2026-02-28", "2026-03-31"]),
        ("PREVIOUS", ["2026-01-30", "2026-02-27", "2026-03-31"]),
        ("NEXT", ["2026-02-02", "2026-03-02", "2026-03-31"]),
        ("NEXT_IN_MONTH", ["2026-01-30", "2026-02-27", "2026-03-31"]),
    ],
)
def test_a_shift_moves_weekends_to_business_days(shift: str, expected: list[str]) -> None:
    schedule = made(start="2026-01-31", frequency="MONTHLY", shift=shift)
    assert firsts(schedule, 3) == expected


def test_a_shift_within_the_month_is_to_the_next_business_day_in_its_middle() -> None:
    schedule = made(start="2026-08-15", frequency="MONTHLY", shift="NEXT_IN_MONTH")
    assert firsts(schedule, 2) == ["2026-08-17", "2026-09-15"]


def test_a_shift_knows_public_holidays() -> None:
    schedule = made(start="2026-12-25", frequency="YEARLY", shift="NEXT", holidays="DE")
    assert firsts(schedule, 1) == ["2026-12-28"]
    schedule = made(start="2026-12-24", frequency="YEARLY", shift="NEXT", holidays="IL")
    assert firsts(schedule, 2) == ["2026-12-24", "2027-12-26"]


def test_a_business_day_has_a_nominal_date_that_holidays_do_not_change() -> None:
    schedule = made(start="2026-01-01", frequency="MONTHLY", business_day=2, holidays="DE")
    [first] = islice(occurrences(schedule, date.min), 1)
    assert (str(first.nominal), str(first.effective)) == ("2026-01-02", "2026-01-05")


def test_days_complete_themselves_from_the_start() -> None:
    assert firsts(made(start="2026-01-01", frequency="WEEKLY"), 2) == ["2026-01-01", "2026-01-08"]
    assert made(start="2026-01-15", frequency="MONTHLY").days_of_month == (15,)


def test_a_search_begins_near_its_first_day() -> None:
    schedule = made(start="1900-01-01", frequency="DAILY")
    assert firsts(schedule, 1, LAST_DAY) == [str(LAST_DAY)]
    assert first_nominal(made(start="1900-01-01", frequency="DAILY", count=1_000), LAST) is None


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("frequency", {}),
        ("until", {"frequency": "DAILY", "until": "2025-12-31"}),
        ("until", {"frequency": "MONTHLY", "days_of_month": [1], "until": "2026-01-30"}),
        ("start", {"start": "9999-01-01", "frequency": "DAILY"}),
        ("count", {"frequency": "DAILY", "until": "2026-12-31", "count": 3}),
        ("weekdays", {"frequency": "MONTHLY", "weekdays": ["MO"]}),
        ("days_of_month", {"frequency": "WEEKLY", "days_of_month": [1]}),
        ("days_of_month.0", {"frequency": "MONTHLY", "days_of_month": [32]}),
        ("days_of_month.1", {"frequency": "MONTHLY", "days_of_month": [1, 0]}),
        ("days_of_month", {"frequency": "MONTHLY", "days_of_month": [28, -1]}),
        ("business_day", {"frequency": "MONTHLY", "days_of_month": [1], "business_day": 1}),
        ("business_day", {"frequency": "MONTHLY", "business_day": 11}),
        ("business_day", {"frequency": "MONTHLY", "business_day": 0}),
        ("nth_weekday.nth", {"frequency": "MONTHLY", "nth_weekday": {"nth": 6, "weekday": "MO"}}),
        ("shift", {"frequency": "DAILY", "shift": "NEXT"}),
        ("shift", {"frequency": "WEEKLY", "weekdays": ["FR", "SA"], "shift": "PREVIOUS"}),
        ("shift", {"frequency": "MONTHLY", "business_day": 1, "shift": "NEXT"}),
        ("shift", {"frequency": "MONTHLY", "days_of_month": [1, 31], "shift": "NEXT"}),
        ("holidays", {"frequency": "DAILY", "holidays": "XX"}),
        ("holidays", {"frequency": "DAILY", "holidays": "DE-ZZ"}),
        ("holidays", {"frequency": "DAILY", "holidays": "../x"}),
        ("rrule", {"rrule": "FREQ=HOURLY"}),
        ("rrule", {"rrule": "FREQ=DAILY;UNTIL=20251231"}),
        ("interval", {"rrule": "FREQ=DAILY", "interval": 2}),
    ],
)
def test_an_invalid_schedule_is_refused_with_its_field(field: str, fields: dict[str, Any]) -> None:
    with pytest.raises(InvalidArgument) as refused:
        made(**{"start": "2026-01-31"} | fields)
    assert [error.field for error in refused.value.errors] == [f"schedule.{field}"]


_TWO_DAYS = {"start": "2026-01-31", "frequency": "DAILY", "count": 2}


@pytest.mark.parametrize(
    ("day", "fields"),
    [
        ("2024-10-01", {"start": "2021-01-05", "frequency": "WEEKLY", "holidays": "CN"}),
        ("2024-10-01", {"start": "1980-01-01", "frequency": "WEEKLY", "holidays": "CN"}),
        ("2033-01-01", {"start": "2029-01-01", "interval": 12, "days_of_month": [1, 2]}),
        ("2090-01-01", {"start": "2029-01-01", "interval": 366, "days_of_month": [1, 2]}),
        ("2026-01-31", _TWO_DAYS | {"shift": "PREVIOUS"}),
    ],
)
def test_a_collision_is_found_at_the_start_and_years_ahead(
    day: str, fields: dict[str, Any]
) -> None:
    with pytest.raises(InvalidArgument, match=f"would move {day} to"):
        made(**{"frequency": "MONTHLY", "shift": "NEXT"} | fields)
