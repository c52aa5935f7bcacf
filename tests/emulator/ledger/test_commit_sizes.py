"""A change of one transaction fits a commit many times over, however large the transaction is."""

from __future__ import annotations

import random

import pytest

from shared.models.ledger.inputs.transaction import TransactionDraft
from shared.models.ledger.summary import Edit
from shared.models.ledger.transactions.batch import MAX_BATCH
from shared.models.ledger.transactions.tags import MAX_TAGS
from shared.models.ledger.transactions.transaction import MAX_SPLITS, Split, Transaction
from shared.models.people.access import TenantKind, TenantRef
from shared.repositories import connections
from shared.repositories.firestore.access import CommitAccess
from shared.repositories.firestore.commit import MAX_COMMIT_BYTES
from shared.repositories.store import TenantStore
from shared.services.posting.ledger import commit_edits
from tests.support.ledgers.ledgers import operation
from tests.unit.examples import tenant, transaction

pytestmark = pytest.mark.usefixtures("emulators")

OF_FOUR_BYTES = range(0x20000, 0x2A6D0)
"""Ideographs that take four bytes each in UTF-8."""


def words(length: int, seed: int) -> str:
    """Return text of that many characters, of words as short as are indexed."""
    drawn = random.Random(seed)  # noqa: S311 (no secret)
    text = "".join(
        " " if place % 4 == 3 else chr(drawn.choice(OF_FOUR_BYTES)) for place in range(length)
    )
    return text.strip().ljust(length, "x")


def largest_transaction(number: int = 0) -> Transaction:
    """Return a transaction whose every text is as long as an input may have it."""
    splits = tuple(
        Split(category_id=f"{split:020}", amount_minor=1, note=words(200, split))
        for split in range(MAX_SPLITS)
    )
    return transaction(
        id=f"{number:020}",
        amount_minor=MAX_SPLITS,
        category_id=None,
        splits=splits,
        payee=words(100, number + 1),
        description=words(200, number + 2),
        notes=words(2_000, number + 3),
        tags=tuple(words(30, number + tag) for tag in range(MAX_TAGS)),
    )


def size_of(*edits: Edit) -> int:
    """Return the encoded size of the commit of these edits, which is not sent."""
    client = connections.firestore_client()
    batch = client.batch()
    unit = TenantStore(client, TenantRef(TenantKind.USER, "alice"), CommitAccess(batch))
    commit_edits(unit, operation(), tenant(), edits)
    return batch.size_bytes


def test_the_texts_of_the_largest_transaction_are_as_long_as_an_input_may_have_them() -> None:
    largest = largest_transaction()
    content = {
        "type": "EXPENSE", "amount": "1.00", "date": largest.date, "payee": largest.payee,
        "description": largest.description, "notes": largest.notes, "tags": largest.tags,
        "splits": [{"category_id": s.category_id, "amount": "1", "note": s.note}
                   for s in largest.splits],
    }  # fmt: skip
    TransactionDraft.model_validate(content)

    for field in ("payee", "description", "notes"):
        with pytest.raises(ValueError, match=field):
            TransactionDraft.model_validate(content | {field: f"{content[field]}x"})


@pytest.mark.parametrize("change", ["create", "update", "delete"])
def test_one_transaction_fits_a_commit_and_a_batch_of_the_largest_does_not(
    change: str,
) -> None:
    after = largest_transaction()
    before = (
        None if change == "create" else largest_transaction(1).model_copy(update={"id": after.id})
    )
    if change == "delete":
        after = after.model_copy(update={"deleted_at": after.created_at})

    size = size_of(Edit(before, after))

    assert size < MAX_COMMIT_BYTES / 20
    assert size * MAX_BATCH > MAX_COMMIT_BYTES, "a batch needs no refusal any more"
