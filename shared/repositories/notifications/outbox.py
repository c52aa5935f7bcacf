"""Events that people are to be notified of, stored below the tenant in which they happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from shared.models.notifications.notification import Event
from shared.models.people.access import TenantRef
from shared.repositories.firestore.access import Access
from shared.repositories.firestore.client import FirestoreClient, fields_of


class StoredEvent(NamedTuple):
    """The place of an event: its tenant and its id."""

    tenant: TenantRef
    event_id: str


class OutboxRepository:
    """Repository of the events of one tenant that have not been told yet."""

    def __init__(self, root: firestore.DocumentReference, access: Access) -> None:
        self._collection: firestore.CollectionReference = root.collection("outbox")
        self._access = access

    def find(self, event_id: str) -> Event | None:
        """Return the event with that id, or None if it has been told."""
        snapshot = self._collection.document(event_id).get(**self._access.reading)
        if not snapshot.exists:
            return None
        return Event.model_validate(dict(fields_of(snapshot)) | {"id": snapshot.id})

    def put(self, event: Event) -> None:
        """Write an event; the same event again replaces it."""
        content = event.model_dump(mode="json", exclude={"id", "at"}, exclude_none=True)
        self._access.batch.set(self._collection.document(event.id), content | {"at": event.at})

    def remove(self, event_id: str) -> None:
        """Delete an event that has been told, in no commit of the ledger."""
        self._collection.document(event_id).delete()


class LateEventRepository:
    """The events of all tenants that have not been told in time."""

    def __init__(self, client: FirestoreClient) -> None:
        self._client = client

    def list_until(self, until: datetime, limit: int) -> list[StoredEvent]:
        """Return at most ``limit`` events that happened until an instant, the oldest first."""
        query: Any = self._client.collection_group("outbox")
        query = query.where(filter=FieldFilter("at", "<=", until)).order_by("at").limit(limit)
        return [_place_of(snapshot.reference) for snapshot in query.select(["at"]).stream()]


def _place_of(reference: firestore.DocumentReference) -> StoredEvent:
    root = reference.parent.parent
    return StoredEvent(TenantRef.parse(f"{root.parent.id}/{root.id}"), reference.id)
