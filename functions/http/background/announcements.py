"""Announcement to ``sendNotifications``, after a commit, of events and of plans to look at."""

from __future__ import annotations

from collections.abc import Iterable

from functions.http.request_log import write_line
from functions.manifest import NOTIFICATIONS_TOPIC
from shared.errors import Unavailable
from shared.models.notifications.message import NotificationMessage
from shared.repositories import connections
from shared.repositories.store import TenantStore


def announce(store: TenantStore) -> None:
    """Publish the events that were emitted through a store, and a look at plans that it touched.

    If Pub/Sub does not accept them, the next scan publishes the events, which are stored, as it
    does those of an erasure, which leaves several workspaces; and the scan of the next day a look.
    """
    messages = [NotificationMessage.of_event(store.ref, one) for one in store.emitted]
    if store.touched:
        messages.append(NotificationMessage.of_plans(store.ref, min(store.touched)))
    try:
        publish_events(messages)
    except Unavailable:
        write_line("WARNING", "events are left to the next scan of notifications")


def publish_events(messages: Iterable[NotificationMessage]) -> None:
    """Publish messages for ``sendNotifications``.

    Raises:
        Unavailable: Pub/Sub does not accept them.
    """
    publisher = connections.publisher(NOTIFICATIONS_TOPIC)
    publisher.publish_all(message.model_dump_json().encode() for message in messages)
