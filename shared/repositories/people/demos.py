"""Demo tenants of all visitors, for the cleanup of expired demos."""

from __future__ import annotations

from collections import deque
from datetime import datetime
from typing import NamedTuple

from google.cloud.firestore_v1.base_query import FieldFilter

from shared.models.people.access import TenantKind, TenantRef
from shared.repositories.firestore.client import FirestoreClient
from shared.repositories.firestore.deletion import erase_below
from shared.repositories.store import TenantStore


class ExpiredDemo(NamedTuple):
    """An expired demo, and the time at which it expired."""

    ref: TenantRef
    expires_at: datetime


class DemoRepository:
    """All demo tenants."""

    def __init__(self, client: FirestoreClient) -> None:
        self._client = client
        self._collection = client.collection(TenantKind.DEMO)

    def open(self, demo: TenantRef) -> TenantStore:
        """Return the store of a demo."""
        return TenantStore(self._client, demo)

    def list_expired(
        self, now: datetime, limit: int, after: ExpiredDemo | None = None
    ) -> list[ExpiredDemo]:
        """Return at most ``limit`` expired demos, the oldest first, starting behind one of them."""
        query = (
            self._collection.where(filter=FieldFilter("expires_at", "<=", now))
            .order_by("expires_at")
            .order_by("__name__")
            .select(["expires_at"])
            .limit(limit)
        )
        if after is not None:
            place = {
                "expires_at": after.expires_at,
                "__name__": self._collection.document(after.ref.id),
            }
            query = query.start_after(place)
        return [
            ExpiredDemo(TenantRef(TenantKind.DEMO, snapshot.id), snapshot.get("expires_at"))
            for snapshot in query.stream()
        ]

    def erase_below_document(self, demo: TenantRef) -> None:
        """Delete everything below the demo's document, but not the document itself.

        ``delete_document`` deletes the document last: as long as it exists, the next cleanup
        finds the demo after an interruption.
        """
        deque(erase_below(self._client.document(demo.path)), maxlen=0)

    def delete_document(self, demo: TenantRef) -> None:
        """Delete the demo's document."""
        self._client.document(demo.path).delete()
