"""The change log of one tenant."""

from __future__ import annotations

from typing import Any

from google.cloud import firestore

from shared.models.change import Change
from shared.repositories.client import fields_of


class ChangeRepository:
    """Entries are only ever appended."""

    def __init__(
        self, root: firestore.DocumentReference, transaction: firestore.Transaction | None
    ) -> None:
        self._collection: firestore.CollectionReference = root.collection("changes")
        self._transaction = transaction

    def reference(self, change_id: str) -> firestore.DocumentReference:
        """Where the entry with that id is."""
        return self._collection.document(change_id)

    def append(self, change: Change) -> None:
        """Write the entry; the transaction fails where one with its id exists."""
        assert self._transaction is not None, "changes are written in transactions only"  # noqa: S101
        document = change.model_dump(exclude={"id"}, exclude_none=True)
        document |= {"cause": change.cause.value, "entity": change.entity.value}
        self._transaction.create(self.reference(change.id), document)

    def decode(self, snapshot: firestore.DocumentSnapshot[Any]) -> Change:
        """The entry in a snapshot of its document."""
        return Change(id=snapshot.id, **(fields_of(snapshot)))
