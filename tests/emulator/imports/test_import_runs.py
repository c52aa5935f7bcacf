"""Imports record each row exactly once, with failures and concurrent writers, too."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest

from shared.errors import NotFound, PlanChanged
from shared.models.history.change import Operation
from shared.models.imports.import_plan import Import, ImportStatus, PlanRow
from shared.models.ledger.inputs.transaction import TransactionPatch
from shared.models.ledger.summary import Edit
from shared.models.ledger.tenant import Tenant
from shared.repositories import connections
from shared.repositories.firestore import commit
from shared.repositories.firestore.write_lease import WriteLease
from shared.repositories.imports.imports import ImportRepository
from shared.repositories.store import TenantStore
from shared.services.imports import import_runs, imports
from shared.services.ledger import transactions
from shared.services.posting.ledger import commit_edits
from tests.emulator.imports.statements import (
    CHUNK,
    ROWS,
    all_texts,
    by_hand,
    carry_out,
    limits,
    preview,
    statement,
    texts,
)
from tests.support.faults import FAULTS, Crashed, fault
from tests.support.ledgers.ledgers import (
    NOW,
    assert_law_holds,
    assert_log_is_complete,
    new_ledger,
    operation,
)

pytestmark = pytest.mark.usefixtures("emulators", "small_chunks")


def longest_note() -> str:
    """Return a note of 2,000 characters whose words all begin otherwise, which has most terms."""
    words = map("".join, itertools.product("abcdefghij", "klmnopqrst", "uvwxy"))
    return " ".join(words)[:2_000].strip()


@contextlib.contextmanager
def counted_leases(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[WriteLease]]:
    """Yield the write leases that commits acquire before they are made."""
    leases: list[WriteLease] = []
    acquire_at = WriteLease.acquire_at

    def counted(lease: WriteLease, *read: Any) -> Any:
        leases.append(lease)
        return acquire_at(lease, *read)

    monkeypatch.setattr(WriteLease, "acquire_at", counted)
    yield leases


def test_an_import_records_every_row_once_and_moves_every_sum() -> None:
    store = new_ledger()
    done = carry_out(store, preview(store, statement()))
    assert (done.status, done.imported_count, done.skipped_count) == (
        ImportStatus.COMPLETED, ROWS, 0,
    )  # fmt: skip
    assert texts(store) == all_texts()
    assert_law_holds(store)
    assert_log_is_complete(store)


def test_the_progress_is_readable_between_chunks_and_a_repeated_call_goes_on() -> None:
    store = new_ledger()
    plan = preview(store, statement())
    seen = []
    for _ in range(5):
        carry_out(store, plan, chunks=1)
        current = imports.get_import(store, plan.id, NOW)
        seen.append((current.status, current.imported_count, current.progress))
        assert_law_holds(store)
    assert seen == [
        (ImportStatus.RUNNING, 5, 0.2174),
        (ImportStatus.RUNNING, 10, 0.4348),
        (ImportStatus.RUNNING, 15, 0.6522),
        (ImportStatus.RUNNING, 20, 0.8696),
        (ImportStatus.COMPLETED, 23, 1.0),
    ]
    assert carry_out(store, plan).imported_count == ROWS
    assert texts(store) == all_texts()


@pytest.mark.parametrize("skip", [0, 1, 4])
@pytest.mark.parametrize("trouble", sorted(FAULTS))
def test_a_failure_at_any_chunk_neither_loses_nor_doubles_a_row(trouble: str, skip: int) -> None:
    store = new_ledger()
    plan = preview(store, statement())
    with fault(trouble, skip=skip) as injected, contextlib.suppress(Crashed):
        carry_out(store, plan)
    assert injected.has_struck
    done = carry_out(store, plan)
    assert (done.status, done.imported_count, done.skipped_count) == (
        ImportStatus.COMPLETED, ROWS, 0,
    )  # fmt: skip
    assert texts(store) == all_texts()
    assert_law_holds(store)
    assert_log_is_complete(store)


def test_rows_that_no_commit_holds_together_are_recorded_and_undone_once_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = new_ledger()
    lines = [f"2026-05-01,-1.50,Purchase {n},{longest_note()}" for n in range(ROWS)]
    content = "\n".join(["Date,Amount,Description,Notes", *lines]).encode()
    plan = preview(store, content)
    monkeypatch.setattr(commit, "MAX_COMMIT_BYTES", 30_000)

    with fault("crash after the commit", skip=1), pytest.raises(Crashed):
        carry_out(store, plan)
    running = imports.get_import(store, plan.id, NOW)
    done = carry_out(store, plan)

    assert (running.next_chunk, running.next_row, running.imported_count) == (0, 4, 4)
    assert (done.status, done.imported_count, done.skipped_count) == (
        ImportStatus.COMPLETED, ROWS, 0,
    )  # fmt: skip
    assert texts(store) == all_texts()
    assert_law_holds(store)
    undone = import_runs.undo_import(store, plan.id, limits())
    assert (undone.status, undone.undone_count) == (ImportStatus.UNDONE, ROWS)
    assert texts(store) == []
    assert_law_holds(store)
    assert_log_is_complete(store)


def one_chunk(store: TenantStore, monkeypatch: pytest.MonkeyPatch) -> Import:
    """Return the plan of a file whose rows are one chunk, of which a commit holds two."""
    monkeypatch.setattr("shared.models.imports.plan_chunks.PLAN_CHUNK", ROWS)
    lines = [f"2026-05-01,-1.50,Purchase {n},{longest_note()}" for n in range(ROWS)]
    plan = preview(store, "\n".join(["Date,Amount,Description,Notes", *lines]).encode())
    monkeypatch.setattr(commit, "MAX_COMMIT_BYTES", 30_000)
    return plan


def test_two_runs_in_the_middle_of_a_chunk_record_every_row_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = new_ledger()
    plan = one_chunk(store, monkeypatch)
    carry_out(store, plan, chunks=1)
    running = imports.get_import(store, plan.id, NOW)

    places = [import_runs.run_import(store, running, limits(1)).next_row for _ in range(2)]
    done = carry_out(store, plan)

    assert (running.next_chunk, running.next_row, places) == (0, 2, [4, 4])
    assert (done.status, done.imported_count, done.skipped_count) == (
        ImportStatus.COMPLETED, ROWS, 0,
    )  # fmt: skip
    assert texts(store) == all_texts()
    assert_law_holds(store)


def test_a_chunk_is_read_once_for_all_commits_that_it_needs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = new_ledger()
    plan = one_chunk(store, monkeypatch)
    get_chunk, read = ImportRepository.get_chunk, list[int]()

    def counted(self: ImportRepository, import_id: str, number: int) -> list[PlanRow]:
        read.append(number)
        return get_chunk(self, import_id, number)

    monkeypatch.setattr(ImportRepository, "get_chunk", counted)
    carry_out(store, plan)

    assert texts(store) == all_texts()
    assert read == [0]


def test_what_a_crashed_request_left_goes_on_in_the_background() -> None:
    store = new_ledger()
    plan = preview(store, statement())
    with fault("crash after the commit", skip=1), pytest.raises(Crashed):
        carry_out(store, plan)
    done = import_runs.continue_import(store, plan.id, clock=lambda: NOW, is_over=lambda: False)
    assert done.status is ImportStatus.COMPLETED
    assert texts(store) == all_texts()


def test_one_plan_carried_out_by_four_at_once_is_carried_out_once() -> None:
    store = new_ledger()
    plan = preview(store, statement())
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: carry_out(store, plan), range(4)))
    assert {one.status for one in done} == {ImportStatus.COMPLETED}
    assert texts(store) == all_texts()
    assert_law_holds(store)
    assert_log_is_complete(store)


def test_two_imports_of_one_file_at_once_add_each_row_once() -> None:
    store = new_ledger()
    plans = [preview(store, statement()) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda plan: _try_to_carry_out(store, plan), plans))
    finished = [one for one in done if one is not None]
    assert finished, "at least one was carried out"
    assert sum(one.imported_count for one in finished) == ROWS
    assert all(one.imported_count + one.skipped_count == ROWS for one in finished)
    assert texts(store) == all_texts()
    assert_law_holds(store)


def _try_to_carry_out(store: TenantStore, plan: Import) -> Import | None:
    try:
        return carry_out(store, plan)
    except PlanChanged:  # The other one was done before this one began.
        return None


def test_rows_recorded_otherwise_between_two_chunks_are_skipped_and_counted() -> None:
    store = new_ledger()
    plan = preview(store, statement())
    carry_out(store, plan, chunks=1)
    transactions.record_transaction(store, operation(), by_hand(store, 7))
    done = carry_out(store, plan)
    assert (done.imported_count, done.skipped_count) == (ROWS - 1, 1)
    assert [text for text in texts(store) if text.casefold() == "purchase 7"] == ["PURCHASE 7"]
    assert_law_holds(store)


def test_imports_while_people_write_keep_every_sum_exact() -> None:
    store = new_ledger()
    plan = preview(store, statement(60))

    def write(number: int) -> None:
        draft = by_hand(store, number, amount="1000", description="by hand")
        recorded = transactions.record_transaction(store, operation(), draft)
        patch = TransactionPatch(amount=Decimal(number + 1))
        transactions.update_transaction(store, operation(), recorded.id, patch)

    with ThreadPoolExecutor(4) as pool:
        running = pool.submit(carry_out, store, plan)
        list(pool.map(write, range(12)))
    assert running.result().imported_count == 60
    assert texts(store) == sorted([*all_texts(60), *["by hand"] * 12])
    assert_law_holds(store)
    assert_log_is_complete(store)


def test_a_chunk_that_lost_once_takes_the_write_lease_and_one_that_did_not_leaves_others_a_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = new_ledger()
    plan = preview(store, statement())
    turns: list[int] = []
    chunk_of_loss = 2

    def touch(other: TenantStore) -> None:
        other.load()
        other.ledger.put_verified(NOW)

    def record(
        unit: TenantStore, of: Operation, tenant: Tenant, edits: Sequence[Edit]
    ) -> Sequence[Edit]:
        turns.append(len(edits))
        if len(turns) == chunk_of_loss:
            store.transact(touch)
        return commit_edits(unit, of, tenant, edits)

    monkeypatch.setattr(import_runs, "commit_edits", record)
    with counted_leases(monkeypatch) as leases:
        done = import_runs.run_import(store, plan, limits())

    assert done.imported_count == ROWS
    assert len(turns) == -(-ROWS // CHUNK) + 1
    assert len(leases) == 1


def test_an_undone_import_leaves_nothing_and_can_be_imported_again() -> None:
    store = new_ledger()
    plan = preview(store, statement())
    carry_out(store, plan)
    undone = import_runs.undo_import(store, plan.id, limits())
    assert (undone.status, undone.undone_count) == (ImportStatus.UNDONE, ROWS)
    assert texts(store) == []
    assert_law_holds(store)
    assert import_runs.undo_import(store, plan.id, limits()) == undone
    again = preview(store, statement())
    assert again.planned.new == ROWS
    assert carry_out(store, again).imported_count == ROWS
    assert texts(store) == all_texts()


@pytest.mark.parametrize("trouble", sorted(FAULTS))
def test_an_undo_that_fails_half_way_goes_on_where_it_stopped(trouble: str) -> None:
    store = new_ledger()
    plan = preview(store, statement())
    carry_out(store, plan)
    with fault(trouble, skip=2) as injected, contextlib.suppress(Crashed):
        import_runs.undo_import(store, plan.id, limits())
    assert injected.has_struck
    assert_law_holds(store)
    done = import_runs.continue_import(store, plan.id, clock=lambda: NOW, is_over=lambda: False)
    assert done.status is ImportStatus.UNDONE
    assert texts(store) == []
    assert_law_holds(store)
    assert_log_is_complete(store)


def test_undoing_a_running_import_stops_it() -> None:
    store = new_ledger()
    plan = preview(store, statement())
    running = carry_out(store, plan, chunks=2)
    import_runs.undo_import(store, plan.id, limits(1))
    assert import_runs.run_import(store, running, limits()).status is not ImportStatus.COMPLETED
    import_runs.undo_import(store, plan.id, limits())
    assert texts(store) == []
    with pytest.raises(PlanChanged, match="undone"):
        carry_out(store, plan)


def test_a_discarded_preview_can_no_longer_be_carried_out() -> None:
    store = new_ledger()
    plan = preview(store, statement())
    assert import_runs.undo_import(store, plan.id, limits()).status is ImportStatus.UNDONE
    with pytest.raises(PlanChanged):
        carry_out(store, plan)


def test_a_forged_plan_token_proves_nothing() -> None:
    store = new_ledger()
    plan = preview(store, statement())
    with pytest.raises(NotFound):
        import_runs.carry_out_import(store, f"{plan.id}.{'0' * 40}", limits())
    assert texts(store) == []


def test_an_import_with_a_field_of_an_earlier_version_is_read() -> None:
    store = new_ledger()
    plan = preview(store, statement())
    document = connections.firestore_client().document(f"{store.ref.path}/imports/{plan.id}")
    document.update({"file_hash": "9f"})

    assert store.imports.find(plan.id) == plan
