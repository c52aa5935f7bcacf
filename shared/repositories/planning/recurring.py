"""Read and write the recurring entries of one tenant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from shared.models.planning.recurring import MAX_RECURRING, Part, Recurring
from shared.repositories.firestore.access import Access
from shared.repositories.firestore.client import (
    count_documents,
    fields_of,
    read_existing,
    stream_by_name,
)

_INSTANTS = ("created_at", "updated_at", "due_at")

_COMES_ON = "comes_on"
"""The next date of an entry that is not paused; stored to find and order them alone."""


class RecurringRepository:
    """Repository of a tenant's recurring entries; a ledger has at most 200."""

    def __init__(self, root: firestore.DocumentReference, access: Access) -> None:
        self._collection: firestore.CollectionReference = root.collection("recurring")
        self._access = access

    def reference(self, recurring_id: str) -> firestore.DocumentReference:
        """Return the reference of the entry with that id."""
        return self._collection.document(recurring_id)

    def decode(self, snapshot: firestore.DocumentSnapshot[Any]) -> Recurring:
        """Return the entry in a snapshot of its document."""
        return _decode(snapshot.id, fields_of(snapshot))

    def find(self, recurring_id: str) -> Recurring | None:
        """Return the entry with that id, or None."""
        snapshot = self.reference(recurring_id).get(**self._access.reading)
        return self.decode(snapshot) if snapshot.exists else None

    def list_all(self) -> list[Recurring]:
        """List all entries, oldest first; one more than a ledger may have is not read."""
        query = self._collection.order_by("__name__").limit(MAX_RECURRING)
        found = query.stream(**self._access.reading)
        return [_decode(snapshot.id, fields_of(snapshot)) for snapshot in found]

    def list_page(self, after: str | None, limit: int) -> list[Recurring]:
        """List at most ``limit`` entries behind an id, oldest first."""
        query: Any = self._collection.order_by("__name__").limit(limit)
        if after is not None:
            query = query.start_after({"__name__": self._collection.document(after)})
        found = query.stream(**self._access.reading)
        return [_decode(snapshot.id, fields_of(snapshot)) for snapshot in found]

    def list_coming(self, until: date, limit: int) -> list[Recurring]:
        """List at most ``limit`` entries with an occurrence at their cursor until a day, by date.

        Those that are paused are left out.
        """
        query: Any = self._collection.where(filter=FieldFilter(_COMES_ON, "<=", str(until)))
        found = query.order_by(_COMES_ON).limit(limit).stream(**self._access.reading)
        return [_decode(snapshot.id, fields_of(snapshot)) for snapshot in found]

    def list_with_ids(self, ids: Sequence[str]) -> list[Recurring]:
        """List the entries with these ids, read in one call."""
        found = read_existing(map(self._collection.document, ids), self._access)
        return [_decode(one.id, fields_of(one)) for one in found]

    def list_naming(self, part: Part) -> list[Recurring]:
        """List the entries whose template names a category, an account or a custom type."""
        term = FieldFilter("parts", "array_contains", _term(part))
        found = self._collection.where(filter=term).stream(**self._access.reading)
        return [_decode(snapshot.id, fields_of(snapshot)) for snapshot in found]

    def stream_all(self) -> Iterator[Recurring]:
        """Yield every entry, by id, in constant memory."""
        found = stream_by_name(self._collection, self._access)
        return (_decode(snapshot.id, fields_of(snapshot)) for snapshot in found)

    def has_any(self) -> bool:
        """Return whether there is any entry."""
        return any(True for _ in self._collection.limit(1).stream(**self._access.reading))

    def count(self) -> int:
        """Count the entries."""
        return count_documents(self._collection, self._access)

    def create(self, recurring: Recurring) -> None:
        """Write a new entry; the commit fails where one with its id exists."""
        reference = self._collection.document(recurring.id)
        self._access.batch.create(reference, _encode(recurring))

    def put(self, recurring: Recurring) -> None:
        """Write an entry."""
        self._access.batch.set(self._collection.document(recurring.id), _encode(recurring))

    def delete(self, recurring_id: str) -> None:
        """Delete an entry."""
        self._access.batch.delete(self._collection.document(recurring_id))


def _term(part: Part) -> str:
    return f"{part.place}/{part.id}"


def _encode(recurring: Recurring) -> dict[str, Any]:
    fields = recurring.model_dump(mode="json", exclude={"id"}, exclude_defaults=True)
    instants = {name: getattr(recurring, name) for name in _INSTANTS if name in fields}
    parts = sorted(_term(Part(*part)) for part in recurring.template.parts)
    content = fields | instants | {"revision": recurring.revision, "parts": parts}
    if not recurring.paused and recurring.next_date is not None:
        content[_COMES_ON] = str(recurring.next_date)
    return content


def _decode(recurring_id: str, fields: dict[str, Any]) -> Recurring:
    return Recurring.model_validate(fields | {"id": recurring_id})
