"""Read and write the stored occurrences of one tenant's recurring entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from shared.models.planning.occurrence import Occurrence, OccurrenceState
from shared.repositories.firestore.access import Access
from shared.repositories.firestore.client import fields_of, read_existing, stream_by_name

_OPEN = [OccurrenceState.DUE.value, OccurrenceState.POSTPONED.value]
_UNSETTLED = [*_OPEN, OccurrenceState.PLANNED.value]


class OccurrenceRepository:
    """Repository of the occurrences that differ from the plan, or are handled."""

    def __init__(self, root: firestore.DocumentReference, access: Access) -> None:
        self._collection: firestore.CollectionReference = root.collection("occurrences")
        self._access = access

    def find(self, occurrence_id: str) -> Occurrence | None:
        """Return the occurrence with that id, or None."""
        snapshot = self._collection.document(occurrence_id).get(**self._access.reading)
        return _decode(snapshot.id, fields_of(snapshot)) if snapshot.exists else None

    def list_with_ids(self, ids: Sequence[str]) -> list[Occurrence]:
        """List the stored ones of some occurrences, read in one call."""
        found = read_existing(map(self._collection.document, ids), self._access)
        return [_decode(one.id, fields_of(one)) for one in found]

    def list_dated(
        self, first: date, last: date, limit: int, recurring_ids: Sequence[str] = ()
    ) -> list[Occurrence]:
        """List at most ``limit`` occurrences of some days, of all entries or of 30 at most."""
        query: Any = self._collection
        if recurring_ids:
            query = query.where(filter=FieldFilter("recurring_id", "in", list(recurring_ids)))
        query = query.where(filter=FieldFilter("date", ">=", str(first)))
        query = query.where(filter=FieldFilter("date", "<=", str(last)))
        found = query.order_by("date").limit(limit).stream(**self._access.reading)
        return [_decode(snapshot.id, fields_of(snapshot)) for snapshot in found]

    def list_unsettled(
        self, until: date, limit: int, since: date | None = None
    ) -> list[Occurrence]:
        """List at most ``limit`` occurrences of all entries that are not settled, latest first."""
        query: Any = self._collection.where(filter=FieldFilter("state", "in", _UNSETTLED))
        query = query.where(filter=FieldFilter("date", "<=", str(until)))
        if since is not None:
            query = query.where(filter=FieldFilter("date", ">=", str(since)))
        query = query.order_by("date", direction=firestore.Query.DESCENDING).limit(limit)
        found = query.stream(**self._access.reading)
        return [_decode(snapshot.id, fields_of(snapshot)) for snapshot in found]

    def list_open(self, recurring_id: str, until: date, limit: int) -> list[Occurrence]:
        """List at most ``limit`` occurrences of an entry that are due or postponed, by date."""
        query: Any = self._collection.where(filter=FieldFilter("state", "in", _OPEN))
        query = query.where(filter=FieldFilter("recurring_id", "==", recurring_id))
        query = query.where(filter=FieldFilter("date", "<=", str(until)))
        found = query.order_by("date").limit(limit).stream(**self._access.reading)
        return [_decode(snapshot.id, fields_of(snapshot)) for snapshot in found]

    def list_postponed(self, recurring_id: str, limit: int) -> list[Occurrence]:
        """List at most ``limit`` occurrences of an entry that are postponed, by date."""
        query: Any = self._collection.where(filter=FieldFilter("recurring_id", "==", recurring_id))
        query = query.where(filter=FieldFilter("state", "==", OccurrenceState.POSTPONED.value))
        found = query.order_by("date").limit(limit).stream(**self._access.reading)
        return [_decode(snapshot.id, fields_of(snapshot)) for snapshot in found]

    def stream_all(self) -> Iterator[Occurrence]:
        """Yield every stored occurrence, by id, in constant memory."""
        found = stream_by_name(self._collection, self._access)
        return (_decode(snapshot.id, fields_of(snapshot)) for snapshot in found)

    def has_any(self) -> bool:
        """Return whether there is any occurrence."""
        return any(True for _ in self._collection.limit(1).stream(**self._access.reading))

    def create(self, occurrence: Occurrence) -> None:
        """Write a new occurrence; the commit fails where one with its id exists."""
        reference = self._collection.document(occurrence.id)
        self._access.batch.create(reference, _encode(occurrence))

    def put(self, occurrence: Occurrence) -> None:
        """Write an occurrence."""
        self._access.batch.set(self._collection.document(occurrence.id), _encode(occurrence))

    def delete(self, occurrence_id: str) -> None:
        """Delete an occurrence, which is as planned then."""
        self._access.batch.delete(self._collection.document(occurrence_id))


def _encode(occurrence: Occurrence) -> dict[str, Any]:
    fields = occurrence.model_dump(mode="json", exclude={"id"}, exclude_defaults=True)
    return fields | {
        "revision": occurrence.revision,
        "created_at": occurrence.created_at,
        "updated_at": occurrence.updated_at,
    }


def _decode(occurrence_id: str, fields: dict[str, Any]) -> Occurrence:
    return Occurrence.model_validate(fields | {"id": occurrence_id})
