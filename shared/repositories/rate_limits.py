"""Counters of requests in windows of time, shared by every instance of a function."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

from google.cloud import firestore

from shared.errors import RateLimited
from shared.models.identifiers import derived_id


class RateLimitRepository:
    """One counter for each subject and window; Firestore's TTL policy removes old ones."""

    def __init__(self, client: firestore.Client) -> None:
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
        # One write both counts and tells the count: no transaction, so callers never wait for
        # each other.
        result = reference.set({"count": firestore.Increment(1), "expires_at": ends_at}, merge=True)
        [taken] = result.transform_results
        if taken.integer_value > limit:
            raise RateLimited(max(1, math.ceil((ends_at - now).total_seconds())))
