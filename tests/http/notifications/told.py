"""Events in tests: their messages are delivered to sendNotifications as Pub/Sub does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from werkzeug.test import TestResponse

from functions.http.background import announcements
from shared.models.notifications.message import NotificationMessage
from tests.http import ledger_jobs


def deliver(message: NotificationMessage) -> TestResponse:
    """Push a message to sendNotifications."""
    return deliver_data(message.model_dump_json().encode())


def deliver_data(data: bytes) -> TestResponse:
    """Push the data of a message to sendNotifications."""
    return ledger_jobs.deliver_data(data, "sendNotifications")


@contextmanager
def published() -> Iterator[list[NotificationMessage]]:
    """Collect the messages that are published in the block, and deliver none of them."""
    messages: list[NotificationMessage] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(announcements, "publish_events", messages.extend)
        yield messages


@contextmanager
def told() -> Iterator[list[NotificationMessage]]:
    """Deliver the messages that are published in the block, each twice, at its end.

    So are those of events that are found by a look at plans.
    """
    with published() as messages:
        yield messages
    deliver_all(messages)


def deliver_all(messages: Sequence[NotificationMessage]) -> None:
    """Deliver messages, each twice, and those of the events that they find."""
    with published() as found:
        for message in [*messages] * 2:
            assert deliver(message).status_code in (200, 204)
    if found:
        deliver_all(found)
