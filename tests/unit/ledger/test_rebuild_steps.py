"""Steps of a rebuild: more months while they are quick, and one at a time while calls are slow."""

from __future__ import annotations

import pytest

from shared.models.values.dates import Calendar, Month
from shared.models.values.spans.month_start import MonthStart
from shared.services.posting import rebuild


@pytest.mark.parametrize(
    ("step_s", "sizes"), [(0.1, [1, 2, 4, 8, 12, 12, 1]), (2.0, [1] * 40)], ids=["quick", "slow"]
)
def test_steps_grow_only_while_they_are_quick(
    monkeypatch: pytest.MonkeyPatch, step_s: float, sizes: list[int]
) -> None:
    now = [0.0]
    monkeypatch.setattr("shared.services.posting.rebuild.time.monotonic", lambda: now[0])
    months = {Month(2023 + n // 12, 1 + n % 12): 5 for n in range(40)}
    found: list[list[Month]] = []
    for step in rebuild.Rebuild("id", Calendar(MonthStart(25)), "EUR", months).steps():
        found.append(step)
        now[0] += step_s

    assert [len(step) for step in found] == sizes
    assert [month for step in found for month in step] == sorted(months)


def test_a_step_has_no_more_than_700_entries_unless_a_single_month_has() -> None:
    entries = [900, 300, 400, 1, 700]
    months = {Month(2026, number): count for number, count in enumerate(entries, start=1)}

    steps = rebuild.Rebuild("id", Calendar(MonthStart(25)), "EUR", months).steps()

    assert [[month.month for month in step] for step in steps] == [[1], [2, 3], [4], [5]]
