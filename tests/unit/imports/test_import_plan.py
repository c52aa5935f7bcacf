"""Imports as values: plans, their tokens, and how far they are carried out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.imports.import_plan import (
    Import,
    ImportStatus,
    MappingSource,
    PlanRow,
    RowCounts,
    RowStatus,
    pack_rows,
    plan_hash,
    unpack_rows,
)
from shared.models.imports.statements.layout import ColumnRole, Layout
from tests.unit.examples import NOON
from tests.unit.strategies import bounded

LAYOUT = Layout(columns=(ColumnRole.DATE, ColumnRole.AMOUNT), date_format="YYYY-MM-DD")
LATER = NOON + timedelta(hours=1)

some_text = st.none() | st.text(max_size=8)
names = st.lists(st.text(max_size=5), max_size=3)
plan_rows = st.builds(
    PlanRow,
    line=st.integers(1, 50_001),
    status=st.sampled_from(RowStatus),
    reason=some_text,
    cells=names,
    date=st.dates().map(str),
    amount_minor=st.integers(-(10**15), 10**15),
    category_id=st.text(max_size=5),
    payee=some_text,
    description=some_text,
    notes=some_text,
    tags=names,
    external_id=some_text,
    key=st.text(max_size=5),
    occurrence=st.integers(0, 50_000),
    rule_ids=names,
)


def plan(**facts: Any) -> Import:
    """Return a preview of ten rows in three chunks, unless given otherwise."""
    usual: dict[str, Any] = {
        "id": "I1", "status": ImportStatus.PREVIEWED, "file_name": None,
        "account_id": "main", "layout": LAYOUT, "mapping_source": MappingSource.DETECTED,
        "fingerprint": "l", "planned": RowCounts(new=10), "first_date": None, "last_date": None,
        "sequence": 0, "chunk_count": 3, "plan_hash": "h", "created_at": NOON,
        "created_by": "alice", "expires_at": LATER,
    }  # fmt: skip
    return Import(**usual | facts)


@given(st.lists(plan_rows, max_size=4))
@bounded
def test_rows_come_out_of_the_store_as_they_went_in(rows: list[PlanRow]) -> None:
    unpacked = unpack_rows(pack_rows(rows))
    assert unpacked == rows
    assert all(isinstance(row.status, RowStatus) for row in unpacked)


@given(st.lists(plan_rows, min_size=1, max_size=3), plan_rows)
@bounded
def test_a_plan_token_tells_plans_apart(rows: list[PlanRow], other: PlanRow) -> None:
    token = plan_hash("main", rows)
    assert token == plan_hash("main", unpack_rows(pack_rows(rows)))
    assert token != plan_hash("savings", rows)
    assert token != plan_hash("main", [*rows, other])
    assert (token == plan_hash("main", [other, *rows[1:]])) == (rows[0] == other)


@given(st.lists(plan_rows, max_size=6))
@bounded
def test_every_row_is_counted_once(rows: list[PlanRow]) -> None:
    counts = RowCounts.of(rows)
    assert counts.total == len(rows)
    statuses = [row.status for row in rows]
    assert counts == RowCounts(*map(statuses.count, (
        RowStatus.NEW, RowStatus.DUPLICATE, RowStatus.INVALID,
    )))  # fmt: skip


def test_an_import_runs_until_its_last_chunk() -> None:
    current = plan()
    seen = []
    for imported in (4, 3, 2):
        current = current.after_chunk(imported=imported, skipped=4 - imported, at=LATER)
        seen.append((current.status, current.progress, current.completed_at))
    assert seen == [
        (ImportStatus.RUNNING, 0.3333, None),
        (ImportStatus.RUNNING, 0.6667, None),
        (ImportStatus.COMPLETED, 1.0, LATER),
    ]
    assert (current.imported_count, current.skipped_count) == (9, 3)


def test_a_plan_without_rows_is_done_with_its_first_step() -> None:
    empty = plan(chunk_count=0)
    assert empty.progress == 0.0
    assert empty.after_chunk(imported=0, skipped=0, at=NOON).is_done


def test_only_a_preview_expires() -> None:
    assert [plan().is_expired(at) for at in (NOON, LATER, LATER + timedelta(days=1))] == [
        False, True, True,
    ]  # fmt: skip
    begun = plan().after_chunk(imported=1, skipped=0, at=NOON)
    discarded = plan().after_undoing(0, is_done=True)
    assert not begun.is_expired(LATER)
    assert not discarded.is_expired(LATER)


def test_an_undoing_counts_what_was_imported() -> None:
    running = plan(status=ImportStatus.RUNNING, imported_count=8, expires_at=None)
    half = running.after_undoing(4, is_done=False)
    assert (half.status, half.undone_count, half.progress) == (ImportStatus.UNDOING, 4, 0.5)
    done = half.after_undoing(4, is_done=True)
    assert (done.status, done.undone_count, done.progress) == (ImportStatus.UNDONE, 8, 1.0)


def test_an_undoing_of_nothing_has_a_progress() -> None:
    assert plan().after_undoing(0, is_done=False).progress == 0.0


@pytest.mark.parametrize("status", ImportStatus)
def test_an_import_is_done_when_it_is_completed_or_undone(status: ImportStatus) -> None:
    is_done = status in {ImportStatus.COMPLETED, ImportStatus.UNDONE}
    assert replace(plan(), status=status).is_done == is_done


def test_a_plan_token_names_the_import_and_proves_the_plan() -> None:
    assert plan(id="I7", plan_hash="abc").plan_token == "I7.abc"
