"""Demo tenants across all visitors, for the sweep."""

from __future__ import annotations

from collections import deque
from datetime import datetime

from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from shared.models.access import TenantKind, TenantRef
from shared.repositories.erasing import erase_below


class DemoRepository:
    """All demo tenants."""

    def __init__(self, client: firestore.Client) -> None:
        self._client = client
        self._collection = client.collection(TenantKind.DEMO)

    def list_expired(self, now: datetime, limit: int) -> list[TenantRef]:
        """At most ``limit`` demos whose time is over, the oldest first."""
        query = (
            self._collection.where(filter=FieldFilter("expires_at", "<=", now))
            .order_by("expires_at")
            .select(["expires_at"])
            .limit(limit)
        )
        return [TenantRef(TenantKind.DEMO, snapshot.id) for snapshot in query.stream()]

    def erase_contents(self, demo: TenantRef) -> None:
        """Delete everything below the demo's document, and not the document itself.

        The document goes last, by ``erase``: while it stands, a sweep that was cut short finds
        the demo again.
        """
        deque(erase_below(self._client.document(demo.path)), maxlen=0)

    def erase(self, demo: TenantRef) -> None:
        """Delete the demo's document."""
        self._client.document(demo.path).delete()
