"""Cursors of recurring entries after edits, and occurrences that lose their transaction."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from shared.models.planning.occurrence import OccurrenceState, planned_occurrence
from shared.models.planning.recurring import cursor_after_edit
from shared.models.planning.schedule import Schedule
from tests.support.cases import for_each
from tests.unit.examples import NOON
from tests.unit.planning.examples import recurring
from tests.unit.planning.schedules import made

JUNE = date(2026, 6, 1)


def in_2026(**fields: Any) -> Schedule:
    return made(start="2026-01-01", until="2026-12-31", **fields)


@for_each(
    ("cursor", "today", "after"),
    [
        (JUNE, date(2026, 5, 12), date(2026, 5, 18)),  # From today on, before the former cursor.
        (JUNE, date(2026, 4, 20), date(2026, 5, 4)),  # After what was booked early, on 1 May.
        (date(2026, 3, 1), date(2026, 5, 12), date(2026, 3, 2)),  # Due ones stay due.
        (None, date(2026, 5, 12), date(2026, 12, 7)),  # All were handled until the end.
    ],
)
def test_another_schedule_begins_after_what_is_handled(
    cursor: date | None, today: date, after: date
) -> None:
    entry = recurring(schedule=in_2026(frequency="MONTHLY"), next_nominal=cursor)
    mondays = in_2026(frequency="WEEKLY", weekdays=["MO"])
    assert cursor_after_edit(entry, mondays, today) == after


@for_each(
    ("nominal", "moved", "state"),
    [
        (JUNE, None, OccurrenceState.PLANNED),
        (JUNE, JUNE - timedelta(days=3), OccurrenceState.PLANNED),
        (JUNE, JUNE + timedelta(days=3), OccurrenceState.POSTPONED),
        (date(2026, 5, 1), date(2026, 5, 4), OccurrenceState.DUE),
    ],
)
def test_an_occurrence_without_its_transaction_is_as_before(
    nominal: date, moved: date | None, state: OccurrenceState
) -> None:
    entry = recurring(next_nominal=JUNE)
    fields = {"state": OccurrenceState.MATCHED, "transaction_id": "T1", "moved_to": moved}
    matched = planned_occurrence(entry, nominal, NOON).model_copy(update=fields)

    released = matched.released_in(entry)

    assert (released.state, released.transaction_id) == (state, None)
    assert matched.released_in(None).state is OccurrenceState.DUE
