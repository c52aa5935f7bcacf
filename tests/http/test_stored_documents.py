"""The checks that nothing is written, and the documents as tests read them."""

from __future__ import annotations

import pytest

from shared.repositories import connections
from tests.http.answers import documents_of, nothing_written, ok
from tests.support.ledgers.full_ledgers import full_ledger
from tests.support.ledgers.people import Person
from tests.support.observers.snapshots import exactly


def test_a_write_fails_the_check_that_nothing_is_written(visitor: Person) -> None:
    with pytest.raises(AssertionError), nothing_written(visitor):
        visitor.record("1.00")


def test_a_write_to_another_ledger_passes_the_check(
    visitor: Person, settled_visitor: Person
) -> None:
    with nothing_written(settled_visitor):
        ok(visitor.patch("/settings", {"month_start": {"day": 5}}))


def test_every_document_is_decoded_as_by_the_client_library(emulators: None) -> None:
    path = full_ledger(samples=True).store.ref.path
    client = connections.firestore_client()

    documents = documents_of(path)

    assert len(documents) > 100
    for name, fields in documents.items():
        assert exactly(fields) == exactly(client.document(name).get().to_dict()), name
