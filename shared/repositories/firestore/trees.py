"""Traversal and copying of everything below a tenant's document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from google.cloud import firestore

from shared.models.people.takeover import CopiedPart
from shared.repositories.firestore.access import DIRECT
from shared.repositories.firestore.client import fields_of, stream_by_name
from shared.repositories.firestore.deletion import WITH_COLLECTIONS
from shared.repositories.firestore.requests import FastWriteBatch

_MAX_COMMIT_BYTES = 5 * 2**20
"""A part ends behind the document that exceeds this. It has 1 MiB at most, as has the tenant's
document, which is written together with the last part."""

_Snapshot = firestore.DocumentSnapshot


def copy_next(
    source: firestore.DocumentReference,
    target: firestore.DocumentReference,
    batch: FastWriteBatch,
    after: str | None,
    at_most: int,
) -> CopiedPart:
    """Copy the next part of everything below the source to the same paths below the target.

    The part has ``at_most`` so many documents, and its encoded size fits a commit. ``after`` is the
    path at which the previous part ended; None is the start. Documents are copied with the same
    fields and types, and overwrite existing ones.
    """
    counts: Counter[str] = Counter()
    for snapshot in _walk(source, tuple(after.split("/")) if after else ()):
        document = fields_of(snapshot)
        if counts.total() == at_most or batch.size_bytes > _MAX_COMMIT_BYTES:
            return CopiedPart(counts, after, is_last=False)
        after = snapshot.reference.path.removeprefix(f"{source.path}/")
        batch.set(target._client.document(f"{target.path}/{after}"), document)  # noqa: SLF001 (the library has no public form)
        counts[snapshot.reference.parent.id] += 1
    return CopiedPart(counts, after, is_last=True)


def _walk(root: firestore.DocumentReference, after: tuple[str, ...]) -> Iterator[_Snapshot[Any]]:
    """Yield everything below a document, ordered by path, from behind a path, page by page."""
    for collection in sorted(root.collections(), key=lambda found: str(found.id)):
        if after and collection.id < after[0]:
            continue
        place = after[1:] if after and collection.id == after[0] else ()
        last = collection.document(place[0]) if place else None
        if last is not None:
            yield from _walk_below(last, place[1:])
        for snapshot in stream_by_name(collection, DIRECT, after=last):
            yield snapshot
            yield from _walk_below(snapshot.reference, ())


def _walk_below(
    reference: firestore.DocumentReference, after: tuple[str, ...]
) -> Iterable[_Snapshot[Any]]:
    return _walk(reference, after) if reference.parent.id in WITH_COLLECTIONS else ()
