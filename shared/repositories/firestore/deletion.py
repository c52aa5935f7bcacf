"""Deletion of documents with everything below them, a commit at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from google.cloud import firestore

from shared.errors import CommitTooLarge
from shared.repositories.firestore.commit import commit_batch

_MAX_DELETES_PER_COMMIT = 400
"""Maximum number of documents deleted in one commit."""

WITH_COLLECTIONS = frozenset({"imports"})
"""Collections whose documents have collections below them: an import has chunks of its plan."""


class Erased(NamedTuple):
    """Number of documents of one collection that one commit deleted or rewrote."""

    collection: str
    deleted: int = 0
    rewritten: int = 0


def erase_tree(root: firestore.DocumentReference) -> Iterator[Erased]:
    """Delete a document, and then everything below it.

    Every commit to a ledger writes the ledger's document, so nothing can be added once it is
    deleted.
    """
    yield from erase_document(root)
    yield from erase_below(root)


def erase_document(document: firestore.DocumentReference) -> Iterator[Erased]:
    """Delete one document if it exists."""
    if document.get(field_paths=[]).exists:
        document.delete()
        yield Erased(document.parent.id, 1)


def erase_below(
    document: firestore.DocumentReference, *, but: Collection[str] = ()
) -> Iterator[Erased]:
    """Delete everything below a document except the collections in ``but``; keep the document.

    After an interruption, another call deletes the rest.
    """
    for collection in document.collections():
        if collection.id not in but:
            yield from erase_collection(collection)


def erase_collection(collection: firestore.CollectionReference) -> Iterator[Erased]:
    """Delete the documents of a collection, and first the collections below them, if it has any."""
    if collection.id in WITH_COLLECTIONS:
        # Listed and not queried, because documents can lie below one that does not exist.
        for document in collection.list_documents():
            yield from erase_below(document)
    size = _MAX_DELETES_PER_COMMIT
    while found := [snapshot.reference for snapshot in collection.select([]).limit(size).stream()]:
        batch = collection._client.batch()  # noqa: SLF001 (the library has no public form)
        for reference in found:
            batch.delete(reference)
        try:
            commit_batch(batch)
        except CommitTooLarge:
            if size == 1:
                raise
            size //= 2
        else:
            yield Erased(collection.id, len(found))
