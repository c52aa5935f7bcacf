"""An undo reads what was changed since with few queries, and no more documents than it must."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from shared.errors import CommitTooLarge, UndoConflict
from shared.models.history.change import Change
from shared.models.ledger.inputs.transaction import TransactionDraft, TransactionPatch
from shared.models.ledger.transactions.batch import Batch
from shared.repositories.firestore.usage import counted_usage
from shared.repositories.store import TenantStore
from shared.services.history import undo
from shared.services.history.undo import undo_change, undo_operation
from shared.services.ledger.batches import apply_batch
from shared.services.ledger.transactions import record_transaction, update_transaction
from shared.services.posting import later_changes
from tests.support.ledgers.ledgers import NOW, new_ledger, operation
from tests.support.observers.call_watch import watched_calls

pytestmark = pytest.mark.usefixtures("emulators")

OF_OPERATION, SINCE = 1, 1
"""Queries: of the changes that are undone, and of all that were made since."""


def draft(store: TenantStore) -> TransactionDraft:
    category = store.tenant.get().ledger.list_categories()[0]
    return TransactionDraft(
        type=category.type, amount="1.00", category_id=category.id, date=NOW.date()
    )


def batch_of(store: TenantStore, rows: int) -> Change:
    """Create transactions, and return the first change."""
    made = operation()
    apply_batch(store, made, Batch(create=(draft(store),) * rows))
    return store.changes.get(made.change_id)


@pytest.mark.parametrize(
    ("rows", "of_each"),
    [
        (70, ["change", "transaction", "later change"]),
        (100, ["change", "transaction", "later change"]),
        (101, ["change", "later change"]),
        (250, ["change", "later change"]),
    ],
)
def test_a_second_undo_of_a_batch_is_refused_after_two_queries(
    rows: int, of_each: list[str]
) -> None:
    store = new_ledger()
    batch = batch_of(store, rows)
    undo_operation(store, operation(), batch)

    with (
        watched_calls() as calls,
        counted_usage() as usage,
        pytest.raises(UndoConflict, match="undone already") as refused,
    ):
        undo_operation(store, operation(), batch)

    assert len(refused.value.change_ids) == rows
    assert calls.queries == OF_OPERATION + SINCE
    assert usage.reads == rows * len(of_each) + len(["tenant", "tenant to release the lease"])


@pytest.mark.parametrize(("rows", "queries"), [(70, 3), (101, 4)])
def test_after_further_changes_an_undo_has_a_query_for_each_30_transactions(
    rows: int, queries: int
) -> None:
    store = new_ledger()
    batch = batch_of(store, rows)
    undo_operation(store, operation(), batch)
    record_transaction(store, operation(), draft(store))

    with watched_calls() as calls, pytest.raises(UndoConflict, match="undone already"):
        undo_operation(store, operation(), batch)

    assert calls.queries == OF_OPERATION + queries


def test_transactions_with_too_many_changes_together_are_read_in_parts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(later_changes, "MAX_LATER_CHANGES", 2)
    store = new_ledger()
    batch = batch_of(store, 3)
    changed = [change.entity_id for change in store.changes.list_of_operation(batch.operation_id)]
    patches = [TransactionPatch(notes=text) for text in ("a", "b")]
    for patch in patches:
        for one in changed:
            update_transaction(store, operation(), one, patch)

    with pytest.raises(UndoConflict, match="affect the same fields") as refused:
        undo_operation(store, operation(), batch)
    assert len(refused.value.change_ids) == len(changed) * len(patches)

    update_transaction(store, operation(), changed[0], TransactionPatch(notes="c"))
    with pytest.raises(UndoConflict, match="more than 2 times"):
        undo_operation(store, operation(), batch)


def test_the_changes_that_are_undone_count_towards_the_documents_of_an_undo(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = new_ledger()
    batch = batch_of(store, 5)
    with counted_usage() as usage:
        [redo, *_] = undo_operation(store, operation(), batch)
    undo_operation(store, operation(), redo)
    store = new_ledger()
    batch = batch_of(store, 5)

    monkeypatch.setattr(undo, "MAX_DOCUMENTS", usage.reads + usage.writes - 1)
    with counted_usage(), pytest.raises(CommitTooLarge):
        undo_operation(store, operation(), batch)
    monkeypatch.setattr(undo, "MAX_DOCUMENTS", usage.reads + usage.writes)
    with counted_usage():
        undo_operation(store, operation(), batch)


def test_an_undo_that_may_read_many_later_changes_acquires_the_write_lease() -> None:
    store = new_ledger()
    one = record_transaction(store, operation(), draft(store)).id
    changes = []
    for text in ("a", "b"):
        made = operation()
        update_transaction(store, made, one, TransactionPatch(notes=text))
        changes.append(store.changes.get(made.change_id))
        batch_of(store, 51)

    leases = []
    for change in changes:
        refused = pytest.raises(UndoConflict) if change is changes[0] else nullcontext()
        with watched_calls() as calls, refused:
            undo_change(store, operation(), change)
        leases.append((calls.leases, calls.removed))

    # The first change is compared with the later ones, which are 103 at most; the last one is as
    # it was left.
    assert leases == [(1, 1), (0, 0)]


def test_an_undo_that_has_read_many_documents_acquires_the_lease_before_the_later_changes() -> None:
    store = new_ledger()
    leases = []
    for rows in (20, 30):
        batch = batch_of(store, rows)
        undo_operation(store, operation(), batch)
        refused = pytest.raises(UndoConflict, match="undone already")
        with counted_usage(), watched_calls() as calls, refused:
            undo_operation(store, operation(), batch)
        leases.append((calls.leases, calls.removed))

    assert leases == [(0, 0), (1, 1)], "of 1 + 2 * 20 documents, and 1 + 2 * 30"


def test_an_undo_with_more_later_changes_than_documents_is_too_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = new_ledger()
    record = operation()
    one = record_transaction(store, record, draft(store)).id
    for text in "abcdefgh":
        update_transaction(store, operation(), one, TransactionPatch(notes=text))
    change = store.changes.get(record.change_id)

    most = len(["change", "tenant", "transaction"]) + 8
    monkeypatch.setattr(undo, "MAX_DOCUMENTS", most)
    with counted_usage(), pytest.raises(UndoConflict):
        undo_change(store, operation(), change)
    monkeypatch.setattr(undo, "MAX_DOCUMENTS", most - 1)
    with counted_usage(), pytest.raises(CommitTooLarge):
        undo_change(store, operation(), change)


def test_an_undo_of_a_large_batch_acquires_the_write_lease_before_it_reads_what_was_done_since(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(undo, "_FEW", 1)
    store = new_ledger()
    batch = batch_of(store, 51)
    undo_operation(store, operation(), batch)

    with watched_calls() as calls, pytest.raises(UndoConflict, match="undone already"):
        undo_operation(store, operation(), batch)

    assert (calls.leases, calls.removed) == (1, 1)
