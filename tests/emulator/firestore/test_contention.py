"""Many writers of one ledger at the latencies of Firestore."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date

from shared.models.history.kinds import Entity
from shared.models.ledger.inputs.transaction import TransactionDraft
from shared.models.ledger.transactions.batch import Batch, BatchUpdate
from shared.repositories.firestore.usage import Usage, counted_usage
from shared.repositories.store import TenantStore
from shared.services.history.undo import undo_operation
from shared.services.ledger.batches import apply_batch
from tests.support.contention import Latency
from tests.support.delays import delayed
from tests.support.ledgers.ledgers import NOW, assert_law_holds, new_ledger, operation

WRITERS = 20
QUICK_WRITERS = 8
LATENCY = Latency(15, 60)

ROWS = 200
"""Transactions that are moved to months of their own, with some 1,600 documents."""


def test_of_20_writers_at_once_every_one_records_its_transaction_once() -> None:
    store = new_ledger()
    category = store.tenant.get().ledger.list_categories()[0]
    draft = TransactionDraft(
        type=category.type, amount="1.00", category_id=category.id, date=NOW.date(), description="x"
    )

    def record(number: int) -> None:
        apply_batch(store, operation(f"key {number}"), Batch(create=(draft,)))

    with delayed(LATENCY), ThreadPoolExecutor(WRITERS) as pool:
        for writer in [pool.submit(record, number) for number in range(WRITERS)]:
            writer.result()

    assert_law_holds(store)
    changes = list(store.changes.stream_all())
    assert sorted(change.sequence for change in changes) == list(range(1, len(changes) + 1))
    recorded = [change for change in changes if change.entity is Entity.TRANSACTION]
    assert len(recorded) == len({change.operation_id for change in recorded}) == WRITERS


def test_a_large_batch_and_its_undo_between_writers_without_pause_stay_below_2000_documents() -> (
    None
):
    store = new_ledger()
    drafts = [_in_a_month_of_its_own(store, number) for number in range(ROWS)]
    made = apply_batch(store, operation(), Batch(create=tuple(drafts)))
    moves = [
        BatchUpdate(
            id=one.id, payee=f"Other {number}", tags=[f"other {number}"], date=_month(number + ROWS)
        )
        for number, one in enumerate(made.created)
    ]

    with delayed(LATENCY), _quick_writers(store):
        with counted_usage() as batch:
            apply_batch(store, operation("moves"), Batch(update=tuple(moves)))
        change = store.changes.get(operation("moves").change_id)
        with counted_usage() as undo:
            undo_operation(store, operation(), change)

    assert 2 * ROWS < batch.reads < 2 * ROWS + 200, "each transaction and month was read once"
    assert undo.reads > 2 * ROWS, "each change and month"
    assert documents_of(batch) < 2_000
    assert documents_of(undo) < 2_000
    assert_law_holds(store)


def documents_of(usage: Usage) -> int:
    """Return the number of documents read, written and deleted."""
    return usage.reads + usage.writes + usage.deletes


def _month(number: int) -> date:
    return date(1970 + number // 12, number % 12 + 1, 1)


def _in_a_month_of_its_own(store: TenantStore, number: int) -> TransactionDraft:
    category = store.tenant.get().ledger.list_categories()[0]
    return TransactionDraft(
        type=category.type,
        amount="1.00",
        category_id=category.id,
        date=_month(number),
        payee=f"Shop {number}",
        tags=(f"tag {number}",),
    )


@contextmanager
def _quick_writers(store: TenantStore) -> Iterator[None]:
    """Record transactions without pause until the context ends."""
    is_over = threading.Event()
    draft = _in_a_month_of_its_own(store, 3 * ROWS)

    def record() -> None:
        while not is_over.is_set():
            apply_batch(store, operation(), Batch(create=(draft,)))

    with ThreadPoolExecutor(QUICK_WRITERS) as pool:
        writers = [pool.submit(record) for _ in range(QUICK_WRITERS)]
        try:
            yield
        finally:
            is_over.set()
    for writer in writers:
        writer.result()
