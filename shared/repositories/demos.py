"""Demo tenants across all visitors, for the sweep."""

from __future__ import annotations

from datetime import datetime

from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from shared.models.access import TenantKind, TenantRef

_MOST_DELETES = 400
"""Documents deleted in one commit."""

_WITH_COLLECTIONS = frozenset({"imports"})
"""Collections whose documents have collections below them: an import has its plan's chunks."""


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
        for collection in self._client.document(demo.path).collections():
            self._erase_collection(collection)

    def erase(self, demo: TenantRef) -> None:
        """Delete the demo's document."""
        self._client.document(demo.path).delete()

    def _erase_collection(self, collection: firestore.CollectionReference) -> None:
        """Delete its documents, and first what is below those that may have anything there."""
        query = collection.select([]).limit(_MOST_DELETES)
        while found := [snapshot.reference for snapshot in query.stream()]:
            batch = self._client.batch()
            for reference in found:
                if collection.id in _WITH_COLLECTIONS:
                    for below in reference.collections():
                        self._erase_collection(below)
                batch.delete(reference)
            batch.commit()
