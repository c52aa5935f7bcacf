"""A repeated batch answers with the revisions that it made, and writes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.errors import CommitTooLarge
from shared.models.ledger.inputs.transaction import TransactionDraft, TransactionPatch
from shared.models.ledger.transactions.batch import Batch, BatchDeletion, BatchUpdate
from shared.repositories.firestore.usage import counted_usage
from shared.repositories.firestore.write_lease import LEASE_FIELD
from shared.repositories.store import TenantStore
from shared.services.ledger import batches as service
from shared.services.ledger.transactions import update_transaction
from tests.support.ledgers.ledgers import NOW, new_ledger, operation


def record(store: TenantStore, count: int) -> list[str]:
    category = store.tenant.get().ledger.list_categories()[0]
    draft = TransactionDraft(
        type=category.type, amount="1.00", category_id=category.id, date=NOW.date()
    )
    made = service.apply_batch(store, operation(), Batch(create=(draft,) * count))
    return [one.id for one in made.created]


@pytest.mark.parametrize("is_unread", [False, True])
def test_a_row_that_was_the_same_has_its_revision_as_of_the_batch_or_a_former_one(
    monkeypatch: pytest.MonkeyPatch, *, is_unread: bool
) -> None:
    if is_unread:
        monkeypatch.setattr(service, "_LATER_CHANGES", 1)
    store = new_ledger()
    changed, same, untouched = record(store, 3)
    rows = (
        BatchUpdate(id=changed, notes="new"),
        BatchUpdate(id=same, amount="1.00"),
        BatchUpdate(id=untouched, amount="1.00"),
    )
    first = service.apply_batch(store, operation("a-key"), Batch(update=rows))
    # A request that began before the batch commits after it, and has the earlier time.
    earlier = operation().model_copy(update={"at": NOW - timedelta(seconds=3)})
    for key in (changed, same):
        update_transaction(store, earlier.continued(), key, TransactionPatch(notes="theirs"))

    again = service.apply_batch(store, operation("a-key"), Batch(update=rows))

    if not is_unread:
        assert again == first
    assert again.updated[0] == first.updated[0]
    assert [one.revision for one in again.updated][1] < 2


def test_a_repeated_batch_of_many_transactions_writes_nothing() -> None:
    store = new_ledger()
    deletions = tuple(BatchDeletion(id=key) for key in record(store, 60))
    first = service.apply_batch(store, operation("a-key"), Batch(delete=deletions))

    with counted_usage() as usage:
        again = service.apply_batch(store, operation("a-key"), Batch(delete=deletions))

    assert again == first
    assert usage.writes == 0


def test_a_refused_batch_leaves_no_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    store = new_ledger()
    deletions = tuple(BatchDeletion(id=key) for key in record(store, 45))
    monkeypatch.setattr(service, "MAX_DOCUMENTS", 100)

    with counted_usage(), pytest.raises(CommitTooLarge):
        service.apply_batch(store, operation(), Batch(delete=deletions))

    assert LEASE_FIELD not in (store.tenant.reference.get().to_dict() or {})
