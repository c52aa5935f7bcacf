from __future__ import annotations

from datetime import date, timedelta
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from shared.models.planning.detection.period import PERIODS, Period, month_position
from shared.models.planning.detection.recurrence import next_date, schedule_of
from shared.models.planning.schedule import Frequency, Schedule, occurrences
from shared.models.values.spans.shifts import Shift
from shared.models.values.spans.weekday import Weekday
from tests.support.cases import for_each
from tests.unit.strategies import bounded

WEEK, FORTNIGHT, MONTH, *_, YEAR = PERIODS


@st.composite
def rhythms(draw: st.DrawFn) -> tuple[Period, Schedule]:
    """Draw a period and a schedule of it, on every day there is."""
    period = draw(st.sampled_from(PERIODS))
    start = draw(st.dates(date(2020, 1, 1), date(2026, 12, 31)))
    shift = draw(st.sampled_from([Shift.NONE, Shift.NEXT, Shift.PREVIOUS]))
    days: dict[Frequency, dict[str, object]] = {
        Frequency.WEEKLY: {"weekdays": (Weekday.of(start),)},
        Frequency.MONTHLY: {"days_of_month": (start.day,), "shift": shift},
        Frequency.YEARLY: {"shift": shift},
    }
    rhythm = {"start": start, "frequency": period.frequency, "interval": period.interval}
    return period, Schedule.model_validate(rhythm | days[period.frequency])


@given(rhythms(), st.integers(3, 40))
@bounded
def test_dates_of_a_schedule_are_explained_by_one(
    rhythm: tuple[Period, Schedule], number: int
) -> None:
    period, schedule = rhythm
    days = [one.effective for one in islice(occurrences(schedule, date.min), number)]
    explained = schedule_of(days, period)
    assert (explained.frequency, explained.interval) == (period.frequency, period.interval)
    again = {one.effective for one in occurrences(explained, days[-12:][0], days[-1])}
    assert set(days[-12:]) <= again
    following = next_date(explained, days[-1], period)
    assert abs((following - days[-1]).days - period.days) <= 12


@for_each(
    ("days", "day_of_month", "shift"),
    [
        (["2026-08-12", "2026-09-12", "2026-10-12"], 12, Shift.NONE),
        (["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"], -1, Shift.NONE),
        (["2026-01-30", "2026-02-28", "2026-03-30", "2026-04-30"], 30, Shift.NONE),
        (["2026-06-15", "2026-07-15", "2026-08-17", "2026-09-15"], 15, Shift.NEXT),
        (["2026-06-15", "2026-07-15", "2026-08-14", "2026-09-15"], 15, Shift.PREVIOUS),
    ],
)
def test_the_plainest_schedule_is_taken(days: list[str], day_of_month: int, shift: Shift) -> None:
    schedule = schedule_of([date.fromisoformat(day) for day in days], MONTH)
    assert schedule.days_of_month == (day_of_month,)
    assert schedule.shift is shift


def test_a_late_payment_does_not_move_a_weekly_schedule() -> None:
    days = [date(2026, 9, 7) + timedelta(weeks=week) for week in range(6)]
    days[-1] += timedelta(days=1)
    schedule = schedule_of(days, WEEK)
    assert schedule.weekdays == (Weekday.MO,)
    assert schedule.start == days[0]
    assert next_date(schedule, days[-1], WEEK) == date(2026, 10, 19)


def test_positions_by_months_are_equally_far_apart() -> None:
    ends = [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]
    same_day = [date(2026, month, 19) for month in (1, 2, 3, 4)]
    for days in (ends, same_day):
        places = [month_position(day) for day in days]
        assert [place - places[0] for place in places] == [0, 30, 60, 90]
