"""The baseline of imports and batches: the same documents written by the client library alone."""

from __future__ import annotations

from typing import Any, TypeAlias

from google.cloud import firestore

from benchmarks.cpu import Taken, timed
from tests.support.ledgers.people import Person

_COMMIT_SIZE = 500
"""Documents of a commit, the greatest number that Firestore allowed for long."""

Documents: TypeAlias = list[tuple[str, dict[str, Any]]]


def read_rows(person: Person) -> Documents:
    """Return the documents that rows of a ledger are stored in: transactions and their changes."""
    root = firestore.Client().document(person.store.ref.path)
    return [
        (f"{root.path}/{name}/{snapshot.id}", snapshot.to_dict() or {})
        for name in ("transactions", "changes")
        for snapshot in root.collection(name).stream()
    ]


def write_bare(documents: Documents) -> Taken:
    """Create documents, commit after commit, and return the time that it took."""
    client = firestore.Client()
    with timed() as taken:
        for start in range(0, len(documents), _COMMIT_SIZE):
            batch = client.batch()
            for path, fields in documents[start : start + _COMMIT_SIZE]:
                batch.create(client.document(path), fields)
            batch.commit()
    return taken
