"""Runs of recurring entries in tests: their messages are kept, and delivered as Pub/Sub does."""

from __future__ import annotations

import base64
from typing import Any

from functions.manifest import RECURRING_TOPIC
from tests.support.served import served


class Topics:
    """Messages by topic, in place of Pub/Sub."""

    def __init__(self) -> None:
        self.messages: dict[str, list[bytes]] = {}

    def publisher(self, topic: str) -> Any:
        """Return the publisher to a topic."""
        topics = self

        class Publisher:
            def publish_all(self, messages: Any) -> None:
                topics.messages.setdefault(topic, []).extend(messages)

        return Publisher()

    def take(self, topic: str) -> list[bytes]:
        """Remove the messages of a topic, and return them."""
        return self.messages.pop(topic, [])


def deliver_run(data: bytes) -> Any:
    """Push a message to bookRecurring, as Pub/Sub does."""
    message = {"data": base64.b64encode(data).decode(), "messageId": "1"}
    return served("bookRecurring").post(
        f"/projects/demo-financeflow/topics/{RECURRING_TOPIC}",
        json={"message": message, "subscription": "s"},
        headers={
            "ce-id": "1",
            "ce-source": "//pubsub",
            "ce-specversion": "1.0",
            "ce-type": "google.cloud.pubsub.topic.v1.messagePublished",
        },
    )
