"""Erasing: documents with everything below them, a commit at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from google.cloud import firestore

_MOST_DELETES = 400
"""Documents deleted in one commit."""

WITH_COLLECTIONS = frozenset({"imports"})
"""Collections whose documents have collections below them: an import has its plan's chunks."""


class Erased(NamedTuple):
    """What one commit did to a collection, by its id: documents it deleted, or rewrote."""

    collection: str
    deleted: int = 0
    rewritten: int = 0


def erase_tree(root: firestore.DocumentReference) -> Iterator[Erased]:
    """Delete a document, and then everything below it.

    Whoever commits to a ledger writes its document, so nothing is added once that is gone.
    """
    yield from erase_document(root)
    yield from erase_below(root)


def erase_document(document: firestore.DocumentReference) -> Iterator[Erased]:
    """Delete one document, where it is there."""
    if document.get(field_paths=[]).exists:
        document.delete()
        yield Erased(document.parent.id, 1)


def erase_below(
    document: firestore.DocumentReference, *, but: Collection[str] = ()
) -> Iterator[Erased]:
    """Delete everything below a document but these collections, and not the document itself.

    Cut short, it goes on the next time.
    """
    for collection in document.collections():
        if collection.id not in but:
            yield from erase_collection(collection)


def erase_collection(collection: firestore.CollectionReference) -> Iterator[Erased]:
    """Delete its documents, and first what is below those that may have anything there."""
    if collection.id in WITH_COLLECTIONS:
        # Listed and not queried, for what lies below a document may be there without it.
        for document in collection.list_documents():
            yield from erase_below(document)
    query = collection.select([]).limit(_MOST_DELETES)
    while found := [snapshot.reference for snapshot in query.stream()]:
        batch = collection._client.batch()  # noqa: SLF001 (the library has no public form)
        for reference in found:
            batch.delete(reference)
        batch.commit()
        yield Erased(collection.id, len(found))
