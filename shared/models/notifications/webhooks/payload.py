"""Payloads of webhooks: thin, so a receiver learns that something happened, and what to look up.

They have no amounts, names and texts: those are in the list of notifications.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from shared.models.notifications.delivery import Delivery
from shared.models.notifications.notification import Notification

NOTIFICATION, DIGEST, PING = "notification.created", "notification.digest", "webhook.ping"
"""Types of payloads."""


def body_of(delivery: Delivery, notifications: Sequence[Notification]) -> bytes:
    """Return the body of a message as JSON; the same at each attempt, if nothing else changes."""
    if delivery.is_ping:
        content = _payload(PING, delivery.created_at, {"webhook_id": delivery.webhook_id})
    elif delivery.digest is None:
        [one] = notifications
        content = _payload(NOTIFICATION, one.created_at, _data(one))
    else:
        data = {
            "digest": delivery.digest,
            "notifications": [_data(one) for one in notifications],
            "more": delivery.more,
        }
        content = _payload(DIGEST, delivery.due_at, data)
    return json.dumps(content, separators=(",", ":")).encode()


def _payload(kind: str, at: datetime, data: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind, "timestamp": _text(at), "data": data}


def _data(one: Notification) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "severity": one.severity.value,
        "subject": {"type": one.subject.type.value, "id": one.subject.id},
        "workspace_id": one.workspace_id,
        "created_at": _text(one.created_at),
    }


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
