"""State of the watch over plans: its levels only grow, are forgotten, and have room."""

from __future__ import annotations

import json
from datetime import date, timedelta

from shared.models.planning.budgets.budget import MAX_BUDGETS, MAX_THRESHOLD
from shared.models.planning.watch.state import LOOKS_BACK, Sighting, WatchState
from tests.unit.examples import NOON

TODAY = date(2026, 3, 31)
STATE = WatchState(since=date(2026, 1, 1), next_at=NOON)


def seen(subject_id: str, day: date, level: int) -> Sighting:
    return Sighting(subject_id, str(day), level)


def test_levels_only_grow() -> None:
    state = STATE
    for level in (80, 20, 90):
        state = state.after([seen("B1", TODAY, level)], {"B1"}, TODAY)

    assert state.level("B1", str(TODAY)) == 90
    assert state.after([seen("B1", TODAY, 10)], {"B1"}, TODAY) == state
    assert state.level("B2", str(TODAY)) == 0


def test_levels_of_old_periods_and_of_plans_that_are_gone_are_forgotten() -> None:
    last, former = TODAY - LOOKS_BACK, TODAY - LOOKS_BACK - timedelta(days=1)
    sightings = [seen("B1", last, 1), seen("B1", former, 2), seen("B2", former, 3)]
    state = STATE.after([*sightings, seen("B3", TODAY, 4)], {"B1", "B2", "B3"}, TODAY)

    assert state.seen == {"B1": {str(last): 1}, "B3": {str(TODAY): 4}}
    assert state.after([], {"B1"}, TODAY).seen == {"B1": {str(last): 1}}


def test_the_largest_state_has_room() -> None:
    days = [TODAY - timedelta(days=back) for back in range(LOOKS_BACK.days + 1)]
    sightings = [
        seen(f"{number:026}", day, MAX_THRESHOLD) for number in range(MAX_BUDGETS) for day in days
    ]
    ids = {one.subject_id for one in sightings}
    state = STATE.after(sightings, ids, TODAY)

    # An instant takes no more than its text, and a number less than ten bytes.
    assert len(json.dumps(state.model_dump(mode="json"))) + 10 * len(sightings) < 400_000
