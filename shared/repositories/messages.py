"""Publication of messages to Pub/Sub topics."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from google.api_core import exceptions

from shared.errors import Unavailable

if TYPE_CHECKING:
    from google.cloud.pubsub_v1 import PublisherClient  # Loaded only where messages are published.

_TIMEOUT_S = 30.0


class MessagePublisher:
    """Publisher to one topic."""

    def __init__(self, publisher: PublisherClient, project: str, topic: str) -> None:
        self._publisher = publisher
        self._topic = publisher.topic_path(project, topic)

    def publish_all(self, messages: Iterable[bytes]) -> None:
        """Publish the messages, and return when Pub/Sub has accepted all of them.

        Raises:
            Unavailable: Pub/Sub does not accept them.
        """
        pending = [self._publisher.publish(self._topic, message) for message in messages]
        try:
            for message_id in pending:
                message_id.result(timeout=_TIMEOUT_S)
        except (exceptions.GoogleAPICallError, TimeoutError) as error:
            raise Unavailable from error
