"""Counters of requests in windows of time, shared by every instance of a function."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

from google.cloud import firestore

from shared.errors import RateLimited
from shared.models.identifiers import derived_id
from shared.repositories.client import run_transaction


class RateLimitRepository:
    """One counter for each subject and window; Firestore's TTL policy removes old ones."""

    def __init__(self, client: firestore.Client) -> None:
        self._client = client
        self._collection = client.collection("rate_limits")

    def take(self, subject: str, *, limit: int, window: timedelta, now: datetime) -> None:
        """Count one request of ``subject`` in the fixed window that ``now`` falls into.

        ``subject`` is stored only as a hash, for it may be an address.

        Raises:
            RateLimited: The window has had ``limit`` requests; says when the next one begins.
        """
        number = math.floor(now.timestamp() / window.total_seconds())
        ends_at = datetime.fromtimestamp((number + 1) * window.total_seconds(), UTC)
        reference = self._collection.document(derived_id("rate", subject, str(number)))

        def count(transaction: firestore.Transaction) -> None:
            taken = (reference.get(transaction=transaction).to_dict() or {}).get("count", 0)
            if taken >= limit:
                raise RateLimited(max(1, math.ceil((ends_at - now).total_seconds())))
            transaction.set(reference, {"count": taken + 1, "expires_at": ends_at})

        run_transaction(self._client, count)
