from __future__ import annotations

from datetime import date, timedelta
from itertools import islice, pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shared.errors import InvalidArgument
from shared.models.planning.budgets.periods import PeriodRule, anchored
from shared.models.planning.schedule import occurrences
from shared.models.values.dates import CALENDAR_MONTHS, Calendar
from shared.models.values.spans.days import Days
from shared.models.values.spans.month_start import MonthStart
from tests.unit.planning.budgets.examples import period_rules
from tests.unit.planning.schedules import made
from tests.unit.strategies import bounded

ONE_DAY = timedelta(days=1)


def rule(day: str = "2026-01-01", **fields: Any) -> PeriodRule:
    """Return the rule of a schedule whose first period contains a day."""
    return PeriodRule(anchored(made(start=day, **fields), date.fromisoformat(day)), CALENDAR_MONTHS)


def firsts(of: PeriodRule, number: int = 4, first: str = "2026-01-01") -> list[str]:
    """Return the first days of the periods from a day on."""
    found = of.between(date.fromisoformat(first), date(2040, 1, 1))
    return [str(period.first) for period in islice(found, number)]


@given(st.data(), st.dates(date(2000, 1, 1), date(2060, 12, 31)))
@bounded
def test_periods_divide_all_days_from_the_first_one_on(data: st.DataObject, day: date) -> None:
    of = data.draw(period_rules(day))
    first = of.around(day)
    assert day in first

    last = day + timedelta(days=data.draw(st.integers(0, 1500)))
    found = list(of.between(first.first, last))

    assert found[0] == first
    assert all(one.last + ONE_DAY == other.first for one, other in pairwise(found))
    assert all(one.first <= one.last for one in found)
    assert last in found[-1]


@given(st.data(), st.dates(date(2000, 1, 1), date(2060, 12, 31)))
@bounded
def test_periods_of_any_days_begin_on_all_dates_between(data: st.DataObject, day: date) -> None:
    of = data.draw(period_rules(day))
    assume(of.schedule is not None)
    first = day + timedelta(days=data.draw(st.integers(0, 900)))
    last = first + timedelta(days=data.draw(st.integers(0, 900)))

    starts = [one.first for one in of.between(first, last) if one.first >= first]

    assert of.schedule is not None
    assert starts == [one.effective for one in occurrences(of.schedule, first, last)]


@given(st.data(), st.dates(date(2000, 1, 1), date(2060, 12, 31)), st.integers(1, 12))
@bounded
def test_earlier_periods_lead_to_the_first_one(data: st.DataObject, day: date, count: int) -> None:
    of = data.draw(period_rules(day))
    first = of.around(day)

    found = of.before(first.first, count)

    assert len(found) == count
    assert all(one.last + ONE_DAY == other.first for one, other in pairwise([*found, first]))


@given(st.data(), st.dates(date(2000, 1, 1), date(2060, 12, 31)))
@bounded
def test_each_day_of_a_period_has_that_period(data: st.DataObject, day: date) -> None:
    of = data.draw(period_rules(day))
    later = day + timedelta(days=data.draw(st.integers(0, 3000)))
    period = of.around(later)

    assert later in period
    assert {of.around(period.first), of.around(period.last)} == {period}
    assert list(of.between(later, later)) == [period]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"frequency": "DAILY", "interval": 10}, ["01-01", "01-11", "01-21", "01-31"]),
        ({"frequency": "WEEKLY", "weekdays": ["MO"]}, ["12-29", "01-05", "01-12", "01-19"]),
        ({"frequency": "MONTHLY", "days_of_month": [1, 15]}, ["01-01", "01-15", "02-01", "02-15"]),
        ({"frequency": "MONTHLY", "days_of_month": [31]}, ["12-31", "01-31", "02-28", "03-31"]),
        ({"frequency": "MONTHLY", "business_day": -1}, ["12-31", "01-30", "02-27", "03-31"]),
        ({"frequency": "MONTHLY", "interval": 3, "days_of_month": [1]}, ["01-01", "04-01"]),
    ],
)
def test_periods_begin_on_the_dates_of_the_schedule(
    fields: dict[str, Any], expected: list[str]
) -> None:
    assert [day[5:] for day in firsts(rule(**fields), len(expected))] == expected


def test_a_payday_month_begins_on_the_last_business_day_until_the_20th() -> None:
    paydays = rule(frequency="MONTHLY", days_of_month=[20], shift="PREVIOUS", holidays="DE")

    # 20 December 2025 and 20 June 2026 are Saturdays, 20 September 2026 a Sunday.
    assert firsts(paydays, 10) == [
        "2025-12-19", "2026-01-20", "2026-02-20", "2026-03-20", "2026-04-20", "2026-05-20",
        "2026-06-19", "2026-07-20", "2026-08-20", "2026-09-18",
    ]  # fmt: skip


def test_a_year_from_29_february_begins_on_the_28th_in_other_years() -> None:
    assert firsts(rule("2024-02-29", frequency="YEARLY"), 3, "2024-02-29") == [
        "2024-02-29",
        "2025-02-28",
        "2026-02-28",
    ]


def test_every_second_week_is_counted_from_the_first_period() -> None:
    weeks = rule("2026-01-08", frequency="WEEKLY", interval=2, weekdays=["WE"])

    assert firsts(weeks, 3, "2026-01-08") == ["2026-01-07", "2026-01-21", "2026-02-04"]


def test_without_a_schedule_periods_are_the_months_of_the_ledger() -> None:
    months = PeriodRule(None, Calendar(MonthStart(25)))

    assert list(months.between(date(2026, 3, 1), date(2026, 3, 25))) == [
        Days(date(2026, 2, 25), date(2026, 3, 24)),
        Days(date(2026, 3, 25), date(2026, 4, 24)),
    ]


def test_there_is_no_period_before_the_first_one() -> None:
    with pytest.raises(InvalidArgument):
        rule("2026-03-10", frequency="MONTHLY", days_of_month=[1]).around(date(2026, 2, 28))
