"""Read and write deliveries of one person, and find those of all people that are due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from shared.models.notifications.delivery import Delivery
from shared.models.people.access import TenantRef
from shared.repositories.firestore.access import Access
from shared.repositories.firestore.client import FirestoreClient, fields_of, stream_by_name
from shared.repositories.firestore.requests import FastWriteBatch

_INSTANTS = {"created_at", "due_at", "next_at", "sent_at"}
_STATE = ("status", "attempts", "reason", "next_at", "sent_at")
"""Fields that an attempt to send a delivery changes."""


class StoredDelivery(NamedTuple):
    """The place of a delivery: its person's tenant and its id."""

    tenant: TenantRef
    delivery_id: str


class DeliveryRepository:
    """Repository of the deliveries below a person's document."""

    def __init__(self, root: firestore.DocumentReference, access: Access) -> None:
        self._collection: firestore.CollectionReference = root.collection("deliveries")
        self._access = access

    def find(self, delivery_id: str) -> Delivery | None:
        """Return the delivery with that id, or None."""
        snapshot = self._collection.document(delivery_id).get(**self._access.reading)
        return self.decode(snapshot) if snapshot.exists else None

    def reference(self, delivery_id: str) -> firestore.DocumentReference:
        """Return the document of a delivery."""
        return self._collection.document(delivery_id)

    def decode(self, snapshot: firestore.DocumentSnapshot[Any]) -> Delivery:
        """Return the delivery in a snapshot of its document."""
        return Delivery.model_validate(dict(fields_of(snapshot)) | {"id": snapshot.id})

    def list_latest(self, limit: int, after: tuple[datetime, str] | None = None) -> list[Delivery]:
        """List at most ``limit``, newest first, behind a place."""
        query: Any = self._collection.order_by("created_at", direction=firestore.Query.DESCENDING)
        query = query.order_by("__name__", direction=firestore.Query.DESCENDING).limit(limit)
        if after is not None:
            at, last = after
            place = {"created_at": at, "__name__": self._collection.document(last)}
            query = query.start_after(place)
        return [self.decode(snapshot) for snapshot in query.stream()]

    def stream_all(self) -> Iterator[Delivery]:
        """Yield every delivery, by id."""
        return map(self.decode, stream_by_name(self._collection, self._access))

    def put(self, delivery: Delivery) -> None:
        """Write a delivery."""
        content = delivery.model_dump(mode="json", exclude={"id", *_INSTANTS}, exclude_none=True)
        instants = {name: getattr(delivery, name) for name in sorted(_INSTANTS)}
        document = content | {name: at for name, at in instants.items() if at is not None}
        self._access.batch.set(self._collection.document(delivery.id), document)

    def put_state(self, batch: FastWriteBatch, delivery: Delivery, version: datetime) -> None:
        """Write what an attempt changes; the commit fails if it was written after ``version``."""
        kept = {name: getattr(delivery, name) for name in _STATE}
        changed = {
            name: firestore.DELETE_FIELD if value is None else value for name, value in kept.items()
        }
        unchanged = firestore.LastUpdateOption(version)
        batch.update(self._collection.document(delivery.id), changed, option=unchanged)


class DueDeliveryRepository:
    """The deliveries of all people for which something is to be done."""

    def __init__(self, client: FirestoreClient) -> None:
        self._client = client

    def list_due(self, now: datetime, limit: int) -> list[StoredDelivery]:
        """Return at most ``limit`` that are due, or whose lease has ended, the oldest first."""
        query: Any = self._client.collection_group("deliveries")
        due = FieldFilter("next_at", "<=", now)
        query = query.where(filter=due).order_by("next_at").limit(limit)
        return [_place_of(one.reference) for one in query.select(["next_at"]).stream()]


def _place_of(reference: firestore.DocumentReference) -> StoredDelivery:
    root = reference.parent.parent
    return StoredDelivery(TenantRef.parse(f"{root.parent.id}/{root.id}"), reference.id)
