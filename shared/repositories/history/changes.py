"""The change log of one tenant."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from shared.models.history.change import Cause, Change
from shared.repositories.firestore.access import Access
from shared.repositories.firestore.client import fields_of, read_existing

CONTENTS = ("before", "after")
"""Stored as JSON text: no query needs their parts, and one text is read and written far faster."""

_FOUND_BY = "email"
"""The address of the person an entry is about, to find it when that person is erased."""

_PAGE_SIZE = 300

MAX_ENTITIES_OF_A_QUERY = 30
"""Values that Firestore takes in one ``in``: https://firebase.google.com/docs/firestore/quotas."""


class ChangeMissing(Exception):
    """The change log lacks an entry that the ledger refers to, though entries are never deleted.

    Unlike ``NotFound`` it is no answer to a client, and does not end a background job.
    """


class ChangeRepository:
    """The entries of a tenant's change log, ordered by ``sequence``.

    Entries are only appended; an account's erasure rewrites the names in them.
    """

    def __init__(self, root: firestore.DocumentReference, access: Access) -> None:
        self._collection: firestore.CollectionReference = root.collection("changes")
        self._access = access

    def reference(self, change_id: str) -> firestore.DocumentReference:
        """Return the reference of the entry with this id."""
        return self._collection.document(change_id)

    def append(self, change: Change) -> None:
        """Append an entry; the commit fails if an entry with its id exists."""
        document = change.model_dump(exclude={"id", *CONTENTS}, exclude_none=True)
        document |= {"cause": change.cause.value, "entity": change.entity.value}
        for name in CONTENTS:
            if (content := getattr(change, name)) is not None:
                document[name] = json.dumps(content, ensure_ascii=False)
        if (email := change.email) is not None:
            document[_FOUND_BY] = email
        self._access.batch.create(self.reference(change.id), document)

    def find(self, change_id: str) -> Change | None:
        """Return the entry with this id, or None."""
        snapshot = self.reference(change_id).get(**self._access.reading)
        return self.decode(snapshot) if snapshot.exists else None

    def get(self, change_id: str) -> Change:
        """Return the entry to which something stored in the ledger refers by its id.

        Raises:
            ChangeMissing: There is none.
        """
        change = self.find(change_id)
        if change is None:
            raise ChangeMissing
        return change

    def list_existing(self, change_ids: Iterable[str]) -> set[str]:
        """Return those of the ids that entries have, read in one call without their contents."""
        found = read_existing(map(self.reference, change_ids), self._access, field_paths=[])
        return {snapshot.id for snapshot in found}

    def list_after(self, sequence: int, limit: int) -> list[Change]:
        """Return at most ``limit`` entries with a greater number, oldest first."""
        query = (
            self._collection.where(filter=FieldFilter("sequence", ">", sequence))
            .order_by("sequence")
            .limit(limit)
        )
        return [self.decode(s) for s in query.stream(**self._access.reading)]

    def stream_all(self) -> Iterator[Change]:
        """Yield every entry, oldest first, read a page at a time."""
        query: Any = self._collection.order_by("sequence").limit(_PAGE_SIZE)
        while True:
            page = [self.decode(snapshot) for snapshot in query.stream(**self._access.reading)]
            yield from page
            if len(page) < _PAGE_SIZE:
                return
            query = query.start_after({"sequence": page[-1].sequence})

    def list_before(
        self, sequence: int | None, limit: int, entity_id: str | None = None, **equal: str | None
    ) -> list[Change]:
        """Return at most ``limit`` entries with a smaller number, newest first.

        Returns the entries of one entity, or of all; those of all can be filtered by ``entity`` and
        ``actor``.
        """
        query: Any = self._collection
        wanted = {"entity_id": entity_id} if entity_id is not None else equal
        for name, value in wanted.items():
            if value is not None:
                query = query.where(filter=FieldFilter(name, "==", value))
        if sequence is not None:
            query = query.where(filter=FieldFilter("sequence", "<", sequence))
        query = query.order_by("sequence", direction=firestore.Query.DESCENDING).limit(limit)
        return [self.decode(s) for s in query.stream(**self._access.reading)]

    def list_of_entities_after(
        self, entity_ids: Sequence[str], sequence: int, limit: int
    ) -> list[Change]:
        """Return at most ``limit`` entries of up to 30 entities with a greater number.

        Oldest first, the entries of all entities together.
        """
        query = (
            self._collection.where(filter=FieldFilter("entity_id", "in", entity_ids))
            .where(filter=FieldFilter("sequence", ">", sequence))
            .order_by("sequence")
            .limit(limit)
        )
        return [self.decode(s) for s in query.stream(**self._access.reading)]

    def list_of_operation(self, operation_id: str) -> list[Change]:
        """Return the entries of one operation, in their order."""
        query = self._collection.where(
            filter=FieldFilter("operation_id", "==", operation_id)
        ).order_by("sequence")
        return [self.decode(s) for s in query.stream(**self._access.reading)]

    def find_last_with_cause(self, cause: Cause) -> Change | None:
        """Return the last entry with this cause, or None."""
        query = (
            self._collection.where(filter=FieldFilter("cause", "==", cause.value))
            .order_by("sequence", direction=firestore.Query.DESCENDING)
            .limit(1)
        )
        return next((self.decode(s) for s in query.stream(**self._access.reading)), None)

    def stream_made_by_people(self, limit: int) -> Iterator[Change]:
        """Yield the last ``limit`` changes that users made by requests, newest first."""
        query = (
            self._collection.where(filter=FieldFilter("cause", "==", "api"))
            .order_by("sequence", direction=firestore.Query.DESCENDING)
            .limit(limit)
        )
        return (self.decode(snapshot) for snapshot in query.stream())

    def decode(self, snapshot: firestore.DocumentSnapshot[Any]) -> Change:
        """Decode an entry from a snapshot of its document."""
        document = fields_of(snapshot)
        contents = {name: json.loads(document[name]) for name in CONTENTS if name in document}
        return Change(id=snapshot.id, **document | contents)
