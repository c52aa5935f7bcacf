"""Creates the rollup's topic and its push subscription in the Pub/Sub emulator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from functions.manifest import FUNCTIONS, ROLLUP_TOPIC
from local import loopback
from local.errors import LocalStackError

if TYPE_CHECKING:
    from local.settings import Settings

DEAD_LETTER_TOPIC = f"{ROLLUP_TOPIC}-dead-letter"
ACK_DEADLINE_S = 600
DELIVERY_ATTEMPTS = 10
DONE = 200
ALREADY_EXISTS = 409


def create_topics(settings: Settings) -> None:
    """Create the rollup's topic and the one for messages that keep failing, where missing."""
    for topic in (ROLLUP_TOPIC, DEAD_LETTER_TOPIC):
        _put(settings, f"topics/{topic}", {})


def create_push_subscription(settings: Settings) -> None:
    """Push the topic's messages to the local ``rollupTenants``, as often as this is called."""
    function = next(function for function in FUNCTIONS if function.topic == ROLLUP_TOPIC)
    topic = f"projects/{settings.project}/topics/{ROLLUP_TOPIC}"
    # functions-framework reads the topic's name from the path.
    push = {"pushEndpoint": f"{settings.url}/{function.name}/{topic}"}
    subscription = f"subscriptions/{ROLLUP_TOPIC}-push"
    body = {
        "topic": topic,
        "pushConfig": push,
        "ackDeadlineSeconds": ACK_DEADLINE_S,
        "retryPolicy": {"minimumBackoff": "1s", "maximumBackoff": "60s"},
        "deadLetterPolicy": {
            "deadLetterTopic": f"projects/{settings.project}/topics/{DEAD_LETTER_TOPIC}",
            "maxDeliveryAttempts": DELIVERY_ATTEMPTS,
        },
    }
    if not _put(settings, subscription, body):
        _send(settings, "POST", f"{subscription}:modifyPushConfig", {"pushConfig": push})


def _put(settings: Settings, name: str, body: object) -> bool:
    """Create something, and tell whether it was not there before."""
    return _send(settings, "PUT", name, body) == DONE


def _send(settings: Settings, method: str, name: str, body: object) -> int:
    path = f"/v1/projects/{settings.project}/{name}"
    status = loopback.send(method, settings.pubsub_port, path, body)
    if status not in (DONE, ALREADY_EXISTS):
        raise LocalStackError(f"The Pub/Sub emulator answered {status} to {method} {path}.")
    return status
