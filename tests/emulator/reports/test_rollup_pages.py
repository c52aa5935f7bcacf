"""The rollup's pages: every tenant that has the month is published, once, and no other."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from datetime import date

import pytest
from google.cloud.pubsub_v1 import PublisherClient, SubscriberClient

from shared.models.reports.period_close import RollupMessage
from shared.models.values.dates import Month
from shared.repositories import connections
from shared.repositories.reports.months import MonthRepository
from shared.services.reports.rollup import publish_rollup
from tests.support.ledgers.ledgers import new_ledger
from tests.support.ledgers.rebuilds import ask_for, record
from tests.support.time_limits import PATIENCE_S

pytestmark = pytest.mark.usefixtures("emulators")


@pytest.fixture
def topic() -> Iterator[tuple[str, SubscriberClient, str]]:
    """Yield a topic of its own with a subscription to pull from."""
    project, name = os.environ["GOOGLE_CLOUD_PROJECT"], f"topic-{uuid.uuid4().hex}"
    with SubscriberClient() as subscriber:
        path = subscriber.topic_path(project, name)
        PublisherClient().create_topic(name=path)
        subscription = subscriber.subscription_path(project, name)
        # Its messages are not delivered again before a busy machine has acknowledged them.
        subscriber.create_subscription(name=subscription, topic=path, ack_deadline_seconds=600)
        yield name, subscriber, subscription


def test_a_rollup_pages_through_every_tenant_that_has_the_month_and_no_other(
    topic: tuple[str, SubscriberClient, str],
) -> None:
    month = Month(1971, 4)
    stores = [new_ledger() for _ in range(5)]
    for ledger in stores:
        record(ledger, date(1971, 4, 30))
    other = new_ledger()
    record(other, date(1971, 5, 1))
    assert _tenants_of_a_rollup(month, topic, page_size=2) == sorted(s.ref.path for s in stores)


def test_a_tenant_whose_months_are_being_rebuilt_is_published_once(
    topic: tuple[str, SubscriberClient, str],
) -> None:
    month = Month(1971, 6)
    stores = [new_ledger() for _ in range(3)]
    for ledger in stores:
        ask_for(ledger, 25)
        record(ledger, date(1971, 6, 10))
    assert _tenants_of_a_rollup(month, topic, page_size=6) == sorted(s.ref.path for s in stores)
    across_pages = _tenants_of_a_rollup(month, topic, page_size=1)
    assert set(across_pages) == {s.ref.path for s in stores}


def _tenants_of_a_rollup(
    month: Month, topic: tuple[str, SubscriberClient, str], page_size: int
) -> list[str]:
    name, subscriber, subscription = topic
    months = MonthRepository(connections.firestore_client())
    publisher = connections.publisher(name)
    tenants: list[str] = []
    cursor: str | None = None
    for _ in range(20):
        published = publish_rollup(months, publisher, month, "run 1", cursor, page_size)
        is_last = months.list_tenants(month, page_size, cursor).next_cursor is None
        messages = _pull(subscriber, subscription, published, has_cursor=not is_last)
        tenants += [path for message in messages for path in message.tenants]
        cursors = [message.cursor for message in messages if message.cursor is not None]
        if not cursors:
            return sorted(tenants)
        [cursor] = cursors
    raise AssertionError("the rollup did not end")


def _pull(
    subscriber: SubscriberClient, subscription: str, tenants: int, *, has_cursor: bool
) -> list[RollupMessage]:
    """Return the messages of one page: all its tenants, and a cursor where it has one."""
    messages: list[RollupMessage] = []
    while (
        sum(len(message.tenants) for message in messages) < tenants
        or any(message.cursor is not None for message in messages) != has_cursor
    ):
        request = {"subscription": subscription, "max_messages": 100}
        pulled = subscriber.pull(request=request, timeout=PATIENCE_S).received_messages
        messages += [RollupMessage.model_validate_json(m.message.data) for m in pulled]
        subscriber.acknowledge(subscription=subscription, ack_ids=[m.ack_id for m in pulled])
    return messages
