"""Balances ahead, their lowest point and what is safe to spend, against a search of all days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from shared.models.planning.forecasts.bands import MonthEnds
from shared.models.planning.forecasts.likely import Interval
from shared.models.planning.forecasts.outlook import Outlook, balances_of, sampled
from shared.models.values.dates import CALENDAR_MONTHS, Calendar
from shared.models.values.spans.days import Days
from tests.unit.examples import NOON
from tests.unit.strategies import bounded, calendar_of

TODAY = NOON.date()
counts = st.integers(1, 80)
minor = st.integers(-10_000, 10_000)


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


@bounded
@given(
    counts,
    minor,
    st.dictionaries(st.integers(-5, 90), minor, max_size=12),
    st.none() | minor,
    st.none() | st.integers(1, 90),
)
def test_lowest_point_floor_and_safe_amount_are_those_of_a_search(
    count: int, opening: int, changes: dict[int, int], floor: int | None, income: int | None
) -> None:
    days = Days(TODAY, day(count))
    next_income = None if income is None or income > count else day(income)
    by_day = {day(offset): amount for offset, amount in changes.items()}
    found = Outlook("A", days, opening, balances_of(opening, by_day, days), floor, next_income)

    balances = [
        opening + sum(amount for at, amount in changes.items() if 0 <= at <= offset)
        for offset in range(count + 1)
    ]
    assert list(found.balances_minor) == balances
    assert found.lowest == (day(balances.index(min(balances))), min(balances))
    assert found.closing_minor == balances[-1]
    if floor is None:
        assert found.first_below_floor is None
        assert found.safe_minor is None
        assert found.safe_until_income_minor is None
        return
    below = [offset for offset, balance in enumerate(balances) if balance < floor]
    assert found.first_below_floor == (day(below[0]) if below else None)
    # Just so much can be spent today: one unit more, and a day is below the floor.
    safe = found.safe_minor
    assert safe is not None
    assert safe == 0 or min(balances) - safe == floor
    assert min(balances) - safe >= floor or safe == 0
    until = balances[: income if next_income is not None else None]
    assert found.safe_until_income_minor == max(0, min(until) - floor)


@bounded
@given(counts, st.sampled_from([1, 7]))
def test_points_begin_today_and_end_with_the_last_day(count: int, step: int) -> None:
    numbers = sampled(Days(TODAY, day(count)), step)

    assert numbers[0] == 0
    assert numbers[-1] == count
    assert {b - a for a, b in pairwise(numbers[:-1])} <= {step}


@bounded
@given(
    counts,
    st.sampled_from(
        [CALENDAR_MONTHS, calendar_of(5), calendar_of(25), calendar_of(31, "PREVIOUS", "DE")]
    ),
)
def test_sums_by_day_meet_those_of_the_ends_of_months(count: int, calendar: Calendar) -> None:
    days = Days(TODAY, day(count))
    ends = MonthEnds.of(days, calendar)
    sums = [Interval(100 * at, 200 * at, 300 * at) for at in range(1, len(ends.numbers) + 1)]

    found = [ends.sum_until(sums, number) for number in range(count + 1)]

    assert found[0] == (0, 0, 0) or ends.numbers[0] == 0
    assert found == sorted(found)
    for end, until in zip(ends.numbers, sums, strict=True):
        assert end > count or found[end] == until
    assert [calendar.last_day(month) for month in days.months(calendar)] == [
        day(end) for end in ends.numbers
    ]
