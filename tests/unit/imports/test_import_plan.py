"""Imports as values: plans, their tokens, and how far they are carried out."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.imports import plan_chunks
from shared.models.imports.import_plan import (
    Import,
    ImportStatus,
    MappingSource,
    PlanMatch,
    PlanRow,
    RowCounts,
    RowStatus,
)
from shared.models.imports.plan_chunks import (
    MAX_CHUNK_BYTES,
    PLAN_CHUNK,
    PackedPlan,
    pack_plan,
    unpack_rows,
)
from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.layout import Layout
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
    type=st.none(),
    splits=st.just(()),
    match=st.none() | st.builds(PlanMatch, st.text(max_size=5), st.dates().map(str), names),
)


def plan(**facts: Any) -> Import:
    """Return a preview of ten rows in three chunks, unless given otherwise."""
    usual: dict[str, Any] = {
        "id": "I1", "status": ImportStatus.PREVIEWED, "file_name": None,
        "account_id": "main", "layout": LAYOUT, "mapping_source": MappingSource.DETECTED,
        "fingerprint": "l", "planned": RowCounts(new=10), "first_date": None, "last_date": None,
        "sequence": 0, "chunk_sizes": (4, 4, 2), "plan_hash": "h", "created_at": NOON,
        "created_by": "alice", "expires_at": LATER,
    }  # fmt: skip
    return Import(**usual | facts)


def unpacked_rows(packed: PackedPlan) -> list[PlanRow]:
    """Return the rows of all chunks."""
    return [row for chunk in packed.chunks for row in unpack_rows(chunk)]


@given(st.lists(plan_rows, max_size=4))
@bounded
def test_rows_come_out_of_the_store_as_they_went_in(rows: list[PlanRow]) -> None:
    unpacked = unpacked_rows(pack_plan("main", rows))
    assert unpacked == rows
    assert all(isinstance(row.status, RowStatus) for row in unpacked)


@given(st.lists(plan_rows, min_size=1, max_size=3), plan_rows)
@bounded
def test_a_plan_token_tells_plans_apart(rows: list[PlanRow], other: PlanRow) -> None:
    def hash_of(account_id: str, *some: PlanRow) -> str:
        return pack_plan(account_id, some).plan_hash

    token = hash_of("main", *rows)
    assert token == hash_of("main", *unpacked_rows(pack_plan("main", rows)))
    assert token != hash_of("savings", *rows)
    assert token != hash_of("main", *rows, other)
    assert (token == hash_of("main", other, *rows[1:])) == (rows[0] == other)


def test_chunks_are_bounded_in_rows_and_in_bytes() -> None:
    # Characters of four bytes each, as many different ones as possible, hardly shrink.
    drawn = random.Random(1)  # noqa: S311 (no secret)
    notes = (
        "".join(chr(drawn.randrange(0x20000, 0x2A6D0)) for _ in range(2_000)) for _ in "x" * 90
    )
    large = [PlanRow(line, RowStatus.NEW, notes=text) for line, text in enumerate(notes)]
    small = [PlanRow(line, RowStatus.NEW) for line in range(2 * PLAN_CHUNK + 1)]

    packed = pack_plan("main", [*large, *small])

    assert [row.notes for row in unpacked_rows(packed)] == [row.notes for row in [*large, *small]]
    assert packed.chunk_sizes == tuple(len(unpack_rows(chunk)) for chunk in packed.chunks)
    assert max(packed.chunk_sizes) == PLAN_CHUNK
    assert max(map(len, packed.chunks)) < MAX_CHUNK_BYTES + 1_000


@pytest.mark.parametrize(("fitting_bytes", "sizes"), [(0, (2, 2, 1)), (-1, (1, 1, 1, 1, 1))])
def test_a_row_that_would_exceed_the_bytes_of_a_chunk_begins_the_next(
    fitting_bytes: int, sizes: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [PlanRow(line, RowStatus.NEW, notes="x" * 100) for line in range(5)]
    row = json.dumps(rows[0], separators=(",", ":"))
    two_rows = len(f"{row},{row}")
    monkeypatch.setattr(plan_chunks, "MAX_CHUNK_BYTES", two_rows + fitting_bytes)

    assert pack_plan("main", rows).chunk_sizes == sizes


@given(st.lists(plan_rows, max_size=6))
@bounded
def test_every_row_is_counted_once(rows: list[PlanRow]) -> None:
    counts = RowCounts.of(rows)
    assert counts.total == len(rows)
    statuses = [row.status for row in rows]
    new, confirmed, duplicate, invalid, joined = map(statuses.count, RowStatus)
    unfiled, doubtful = counts.unfiled, counts.doubtful
    assert counts == RowCounts(new, duplicate, invalid, unfiled, joined, confirmed, doubtful)


def test_an_import_runs_until_its_last_chunk() -> None:
    current = plan()
    seen, places = [], []
    for rows, imported in ((4, 4), (1, 0), (3, 3), (2, 1)):
        current = current.after_rows(rows, imported=imported, skipped=rows - imported, at=LATER)
        seen.append((current.status, current.progress, current.completed_at))
        places.append((current.next_chunk, current.next_row))
    assert seen == [
        (ImportStatus.RUNNING, 0.4, None),
        (ImportStatus.RUNNING, 0.5, None),
        (ImportStatus.RUNNING, 0.8, None),
        (ImportStatus.COMPLETED, 1.0, LATER),
    ]
    assert places == [(1, 0), (1, 1), (2, 0), (3, 0)]
    assert (current.imported_count, current.skipped_count) == (8, 2)


def test_a_plan_without_rows_is_done_with_its_first_step() -> None:
    empty = plan(chunk_sizes=())
    assert empty.progress == 0.0
    assert empty.after_rows(0, imported=0, skipped=0, at=NOON).is_done


def test_only_a_preview_expires() -> None:
    assert [plan().is_expired(at) for at in (NOON, LATER, LATER + timedelta(days=1))] == [
        False, True, True,
    ]  # fmt: skip
    begun = plan().after_rows(1, imported=1, skipped=0, at=NOON)
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
