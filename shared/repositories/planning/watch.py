"""Read and write the state of the watch over a tenant's plans, and find those that are due."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from google.api_core.exceptions import NotFound
from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from shared.models.people.access import TenantRef
from shared.models.planning.watch.state import WatchState
from shared.repositories.firestore.access import Access
from shared.repositories.firestore.client import FirestoreClient, fields_of

_COLLECTION, _ID = "planning", "watch"
_NEXT_AT = "watched_next_at"


class WatchRepository:
    """Repository of what was seen of one tenant's plans, which is one document."""

    def __init__(self, root: firestore.DocumentReference, access: Access) -> None:
        self._document: firestore.DocumentReference = root.collection(_COLLECTION).document(_ID)
        self._access = access

    def find(self) -> WatchState | None:
        """Return the state; None before the first look."""
        snapshot = self._document.get(**self._access.reading)
        if not snapshot.exists:
            return None
        fields = dict(fields_of(snapshot))
        next_at: datetime = fields.pop(_NEXT_AT)
        return WatchState.model_validate(fields | {"next_at": next_at.astimezone(UTC)})

    def put(self, state: WatchState) -> None:
        """Write the state."""
        content = state.model_dump(mode="json", exclude={"next_at"}, exclude_defaults=True)
        self._access.batch.set(self._document, content | {_NEXT_AT: state.next_at})

    def delete(self) -> None:
        """Delete the state of a ledger without plans."""
        self._access.batch.delete(self._document)

    def put_off(self, next_at: datetime) -> None:
        """Write, in no commit of the ledger, when to look again at plans that are to rest."""
        try:
            self._document.update({_NEXT_AT: next_at})
        except NotFound:
            return


class DueWatchRepository:
    """The watches of all tenants, by the time of their next look."""

    def __init__(self, client: FirestoreClient) -> None:
        self._client = client

    def list_due(self, now: datetime, limit: int) -> list[TenantRef]:
        """Return at most ``limit`` tenants whose plans are to be looked at, the latest last."""
        query: Any = self._client.collection_group(_COLLECTION)
        query = query.where(filter=FieldFilter(_NEXT_AT, "<=", now)).order_by(_NEXT_AT)
        found = query.limit(limit).select([_NEXT_AT]).stream()
        roots = (snapshot.reference.parent.parent for snapshot in found)
        return [TenantRef.parse(f"{root.parent.id}/{root.id}") for root in roots]
