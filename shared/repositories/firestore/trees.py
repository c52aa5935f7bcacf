"""Traversal and copying of everything below a tenant's document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from google.cloud import firestore

from shared.models.people.takeover import CopiedPart
from shared.repositories.firestore.access import DIRECT
from shared.repositories.firestore.client import PAGE_SIZE, fields_of, stream_by_name
from shared.repositories.firestore.deletion import WITH_COLLECTIONS

COPIED_AT_ONCE = PAGE_SIZE - 1
"""Maximum number of documents copied in one commit; one less than a page, to see if more follow."""

_MAX_COMMIT_BYTES = 5_000_000
"""Approximate limit; Firestore accepts 10 MiB."""

_Snapshot = firestore.DocumentSnapshot
_BYTES_OF_NUMBER = 16


def copy_next(
    source: firestore.DocumentReference,
    target: firestore.DocumentReference,
    batch: firestore.WriteBatch,
    after: str | None,
) -> CopiedPart:
    """Copy the next part of everything below the source to the same paths below the target.

    ``after`` is the path at which the previous part ended; None is the start. Documents are copied
    with the same fields and types, and overwrite existing ones.
    """
    counts: Counter[str] = Counter()
    size = 0
    for snapshot in _walk(source, tuple(after.split("/")) if after else ()):
        document = fields_of(snapshot)
        size += _size_of(document)
        if counts.total() == COPIED_AT_ONCE or (counts and size > _MAX_COMMIT_BYTES):
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


def _size_of(value: object) -> int:
    """Return the approximate size of a value in a commit, in bytes."""
    match value:
        case str():
            return 4 * len(value) if not value.isascii() else len(value)
        case bytes():
            return len(value)
        case Mapping():
            return sum(len(key) + _size_of(part) for key, part in value.items())
        case list():
            return sum(map(_size_of, value))
        case _:
            return _BYTES_OF_NUMBER
