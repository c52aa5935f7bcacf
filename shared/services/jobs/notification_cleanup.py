"""Cleanup of notifications that are too old to be kept."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from shared.errors import Unavailable
from shared.models.notifications.notification import KEPT_FOR
from shared.models.values.frozen import frozen
from shared.repositories.notifications.expired import ExpiredNotificationRepository

_AT_ONCE = 400
_COLLECTIONS = ("notifications", "deliveries")


@frozen
class NotificationCleanup:
    """The number of notifications that a cleanup removed, and whether none is left."""

    removed: int
    is_complete: bool


def clean_up_notifications(
    expired: ExpiredNotificationRepository, now: datetime, time_limit: timedelta
) -> NotificationCleanup:
    """Remove old notifications and deliveries; the next cleanup removes the rest."""
    deadline = time.monotonic() + time_limit.total_seconds()
    removed, collections = 0, list(_COLLECTIONS)
    while collections and time.monotonic() < deadline:
        try:
            count = expired.remove_until(collections[0], now - KEPT_FOR, _AT_ONCE)
        except Unavailable:
            break
        removed += count
        if count < _AT_ONCE:
            del collections[0]
    return NotificationCleanup(removed, is_complete=not collections)
