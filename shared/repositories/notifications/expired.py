"""Notifications and deliveries of all people that are old enough to be removed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from google.cloud.firestore_v1.base_query import FieldFilter

from shared.repositories.firestore.client import FirestoreClient


class ExpiredNotificationRepository:
    """The notifications and deliveries of all people, by their age."""

    def __init__(self, client: FirestoreClient) -> None:
        self._client = client

    def remove_until(self, collection: str, until: datetime, limit: int) -> int:
        """Delete at most ``limit`` of a collection made until an instant; return their number."""
        query: Any = self._client.collection_group(collection)
        query = query.where(filter=FieldFilter("created_at", "<=", until)).order_by("created_at")
        batch = self._client.batch()
        for snapshot in query.limit(limit).select([]).stream():
            batch.delete(snapshot.reference)
        if len(batch):
            batch.commit()
        return len(batch)
