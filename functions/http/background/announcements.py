"""Announcement of events to ``sendNotifications``, after the commit that has stored them."""

from __future__ import annotations

from collections.abc import Iterable

from functions.http.request_log import write_line
from functions.manifest import NOTIFICATIONS_TOPIC
from shared.errors import Unavailable
from shared.models.notifications.message import NotificationMessage
from shared.repositories import connections
from shared.repositories.store import TenantStore


def announce(store: TenantStore) -> None:
    """Publish the events that were emitted through a store.

    If Pub/Sub does not accept them, the next scan publishes them: they are stored. So does it those
    of an erasure, which leaves several workspaces.
    """
    try:
        publish_events(NotificationMessage.of_event(store.ref, one) for one in store.emitted)
    except Unavailable:
        write_line("WARNING", "events are left to the next scan of notifications")


def publish_events(messages: Iterable[NotificationMessage]) -> None:
    """Publish messages for ``sendNotifications``.

    Raises:
        Unavailable: Pub/Sub does not accept them.
    """
    publisher = connections.publisher(NOTIFICATIONS_TOPIC)
    publisher.publish_all(message.model_dump_json().encode() for message in messages)
