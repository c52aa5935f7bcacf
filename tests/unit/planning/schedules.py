"""Schedules of tests: made from input, and drawn at random."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from shared.models.planning.schedule import Schedule
from shared.models.planning.schedule_input import ScheduleDraft, schedule_from_input
from shared.models.values.spans.weekday import Weekday

FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)


def made(**fields: Any) -> Schedule:
    """Return the schedule of an input."""
    return schedule_from_input(ScheduleDraft.model_validate(fields))


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """Draw a schedule without a shift."""
    fields: dict[str, Any] = {
        "start": draw(st.dates(FIRST, date(2090, 12, 31))),
        "frequency": draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])),
        "interval": draw(st.integers(1, 14)),
    }
    if fields["frequency"] == "WEEKLY":
        fields["weekdays"] = draw(st.lists(st.sampled_from(list(Weekday)), max_size=4))
    if fields["frequency"] == "MONTHLY":
        fields |= draw(_MONTHLY)
    fields |= draw(
        st.one_of(
            st.just({}),
            st.builds(lambda count: {"count": count}, st.integers(1, 60)),
            st.builds(lambda until: {"until": until}, st.dates(date(2096, 1, 1), LAST)),
        )
    )
    return made(**fields)


_EARLY = st.lists(st.integers(1, 27), max_size=3)
_LATE = st.lists(st.sampled_from([28, 29, 30, 31, -1]), max_size=1)
_MONTHLY = st.one_of(
    st.builds(lambda early, late: {"days_of_month": early + late}, _EARLY, _LATE),
    st.builds(
        lambda nth, day: {"nth_weekday": {"nth": nth, "weekday": day}},
        st.sampled_from([1, 2, 3, 4, -1]),
        st.sampled_from(list(Weekday)),
    ),
    st.builds(lambda day: {"business_day": day}, st.integers(-5, 10).filter(lambda day: day != 0)),
)
