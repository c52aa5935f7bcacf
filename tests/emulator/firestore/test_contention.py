"""Many writers of one ledger at the latencies of Firestore."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from shared.models.history.kinds import Entity
from shared.models.ledger.transactions.batch import Batch
from shared.models.ledger.transactions.transaction import TransactionDraft
from shared.services.ledger.transactions import apply_batch
from tests.support.contention import Latency
from tests.support.delays import delayed
from tests.support.ledgers import NOW, assert_law_holds, new_ledger, operation

WRITERS = 20


def test_of_20_writers_at_once_every_one_records_its_transaction_once() -> None:
    store = new_ledger()
    category = store.tenant.get().ledger.list_categories()[0]
    draft = TransactionDraft(
        type=category.type, amount="1.00", category_id=category.id, date=NOW.date(), description="x"
    )

    def record(number: int) -> None:
        apply_batch(store, operation(f"key {number}"), Batch(create=(draft,)))

    with delayed(Latency(15, 60)), ThreadPoolExecutor(WRITERS) as pool:
        for writer in [pool.submit(record, number) for number in range(WRITERS)]:
            writer.result()

    assert_law_holds(store)
    changes = list(store.changes.stream_all())
    assert sorted(change.sequence for change in changes) == list(range(1, len(changes) + 1))
    recorded = [change for change in changes if change.entity is Entity.TRANSACTION]
    assert len(recorded) == len({change.operation_id for change in recorded}) == WRITERS
