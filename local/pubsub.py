"""Topics and push subscriptions of the functions in the Pub/Sub emulator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from functions.manifest import FUNCTIONS
from local.errors import LocalStackError
from local.processes import loopback

if TYPE_CHECKING:
    from local.configuration import Configuration

FUNCTION_OF_TOPIC = {
    function.topic: function.name for function in FUNCTIONS if function.topic is not None
}
ACK_DEADLINE_S = 600
DELIVERY_ATTEMPTS = 10
DONE = 200
ALREADY_EXISTS = 409


def create_topics(configuration: Configuration) -> None:
    """Create each topic and its dead-letter topic, if missing."""
    for topic in FUNCTION_OF_TOPIC:
        for name in (topic, dead_letters_of(topic)):
            _put(configuration, f"topics/{name}", {})


def create_push_subscriptions(configuration: Configuration) -> None:
    """Push each topic's messages to the local function; can be called repeatedly."""
    for topic, function in FUNCTION_OF_TOPIC.items():
        _create_push_subscription(configuration, topic, function)


def dead_letters_of(topic: str) -> str:
    """Return the name of a topic's dead-letter topic."""
    return f"{topic}-dead-letter"


def subscription_of(topic: str) -> str:
    """Return the name of the subscription that pushes a topic's messages."""
    return f"{topic}-push"


def _create_push_subscription(configuration: Configuration, topic: str, function: str) -> None:
    path = f"projects/{configuration.project}/topics/{topic}"
    # functions-framework reads the topic's name from the path.
    push = {"pushEndpoint": f"{configuration.url}/{function}/{path}"}
    subscription = f"subscriptions/{subscription_of(topic)}"
    body = {
        "topic": path,
        "pushConfig": push,
        "ackDeadlineSeconds": ACK_DEADLINE_S,
        "retryPolicy": {"minimumBackoff": "1s", "maximumBackoff": "60s"},
        "deadLetterPolicy": {
            "deadLetterTopic": f"projects/{configuration.project}/topics/{dead_letters_of(topic)}",
            "maxDeliveryAttempts": DELIVERY_ATTEMPTS,
        },
    }
    if not _put(configuration, subscription, body):
        _send(configuration, "POST", f"{subscription}:modifyPushConfig", {"pushConfig": push})


def _put(configuration: Configuration, name: str, body: object) -> bool:
    """Create a resource, and return whether it was missing before."""
    return _send(configuration, "PUT", name, body) == DONE


def _send(configuration: Configuration, method: str, name: str, body: object) -> int:
    path = f"/v1/projects/{configuration.project}/{name}"
    status = loopback.send(method, configuration.pubsub_port, path, body)
    if status not in (DONE, ALREADY_EXISTS):
        raise LocalStackError(f"The Pub/Sub emulator answered {status} to {method} {path}.")
    return status
