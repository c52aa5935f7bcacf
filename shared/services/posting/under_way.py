"""Recognition of work in several commits on which another request or job works now."""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.models.history.change import Cause
from shared.repositories.store import TenantStore

PAUSE = timedelta(seconds=10)
"""Longer than the time between two commits of the same work."""


def is_under_way(store: TenantStore, cause: Cause, subject: str, now: datetime) -> bool:
    """Return whether a commit with this cause and ``cause_id`` was made within the last 10 seconds.

    Two workers on the same work would make each other start over: a chunk is read and written again
    after each commit of the other.
    """
    last = store.changes.find_last_with_cause(cause)
    return last is not None and last.cause_id == subject and now - last.at < PAUSE
