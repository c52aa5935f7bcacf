"""The rollup: closes months, proves summaries right, repairs what is wrong, and never doubles."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from google.cloud import firestore
from google.cloud.pubsub_v1 import PublisherClient, SubscriberClient

from shared.errors import Unavailable
from shared.models.access import TenantRef
from shared.models.dates import Month
from shared.models.rollup import MonthClosed, RollupMessage
from shared.models.summary import MonthStatus
from shared.models.transaction import TransactionDraft, TransactionPatch
from shared.repositories import connections
from shared.repositories.messages import MessagePublisher
from shared.repositories.months import MonthRepository
from shared.repositories.store import TenantStore
from shared.services import transactions
from shared.services.rollup import (
    RollupIncomplete,
    close_month,
    close_months,
    publish_rollup,
)
from tests.support.faults import Crashed, fault
from tests.support.ledgers import NOW, assert_law_holds, new_ledger, operation

pytestmark = pytest.mark.usefixtures("emulators")

MARCH = Month(2026, 3)


@pytest.fixture
def store() -> TenantStore:
    """A ledger with 12.00 and 30.00 of expenses in March 2026."""
    ledger = new_ledger()
    record(ledger, "12.00", date(2026, 3, 1))
    record(ledger, "30.00", date(2026, 3, 31))
    return ledger


def record(store: TenantStore, amount: str, day: date = date(2026, 3, 15)) -> str:
    """Record an expense for groceries, and give its id."""
    [groceries] = [c.id for c in store.tenant.get().categories.values() if c.name == "Groceries"]
    draft = TransactionDraft(type="EXPENSE", amount=amount, category_id=groceries, date=day)
    return transactions.record_transaction(store, operation(), draft).id


def close(store: TenantStore, run_id: str = "run 1") -> MonthClosed:
    """Close March, which must not have been closed by that run."""
    closed = close_month(store, MARCH, run_id, lambda: NOW)
    assert closed is not None
    return closed


def tamper(store: TenantStore, **numbers: object) -> None:
    """Change the stored summary of March behind the ledger's back."""
    document = connections.firestore_client().document(f"{store.ref.path}/summaries/{MARCH}")
    document.set(numbers, merge=True)


def test_closing_proves_a_right_summary_and_changes_no_figure(store: TenantStore) -> None:
    before = store.summaries.get(MARCH)
    closed = close(store)
    after = store.summaries.get(MARCH)
    assert not closed.drift
    assert after.figures == before.figures
    assert (before.status, after.status) == (MonthStatus.OPEN, MonthStatus.CLOSED)
    assert after.closing is not None
    assert (after.closing.revision, after.closing.verified_at) == (1, NOW)
    assert (after.closing.expenses_minor, after.closing.count) == (4200, 2)


def test_closing_repairs_drift_and_tells_what_it_was(store: TenantStore) -> None:
    tamper(
        store,
        expenses_minor=firestore.Increment(77),
        by_category={"nonsense": {"total_minor": 77, "count": 1}},
        by_day={"09": {"count": 1}},
    )
    closed = close(store)
    assert dict(closed.drift.leaves()) == {
        ("expenses_minor",): -77,
        ("by_category", "nonsense", "total_minor"): -77,
        ("by_category", "nonsense", "count"): -1,
        ("by_day", "09", "count"): -1,
    }
    assert_law_holds(store)
    assert store.summaries.get(MARCH).status is MonthStatus.CLOSED


def test_a_run_closes_a_month_once_however_often_it_is_delivered(store: TenantStore) -> None:
    close(store)
    assert close_month(store, MARCH, "run 1", lambda: NOW) is None
    closing = store.summaries.get(MARCH).closing
    assert closing is not None
    assert closing.revision == 1


def test_a_later_run_verifies_again_without_a_new_revision(store: TenantStore) -> None:
    close(store)
    assert close(store, "run 2").closing.revision == 1


def test_an_edit_amends_a_closed_month_and_the_next_run_closes_it_with_the_difference(
    store: TenantStore,
) -> None:
    close(store)
    record(store, "5.00")
    assert store.summaries.get(MARCH).status is MonthStatus.AMENDED
    closing = close(store, "run 2").closing
    assert (closing.revision, closing.expenses_difference_minor, closing.count_difference) == (
        2,
        500,
        1,
    )
    assert store.summaries.get(MARCH).status is MonthStatus.CLOSED


def test_an_edit_that_changes_no_figure_leaves_a_closed_month_closed(store: TenantStore) -> None:
    entry = record(store, "1.00")
    close(store)
    patch = TransactionPatch(description="only words")
    transactions.update_transaction(store, operation(), entry, patch)
    assert store.summaries.get(MARCH).status is MonthStatus.CLOSED


@pytest.mark.parametrize("trouble", ["crash before the commit", "crash after the commit"])
def test_a_rollup_that_dies_is_finished_by_its_redelivery(store: TenantStore, trouble: str) -> None:
    tamper(store, expenses_minor=firestore.Increment(5))
    with fault(trouble), pytest.raises(Crashed):
        close(store)
    close_month(store, MARCH, "run 1", lambda: NOW)
    assert_law_holds(store)
    closing = store.summaries.get(MARCH).closing
    assert closing is not None
    assert (closing.revision, closing.expenses_minor) == (1, 4200)


def test_rollups_and_writers_at_once_double_and_lose_nothing(store: TenantStore) -> None:
    tamper(store, expenses_minor=firestore.Increment(1000), count=firestore.Increment(3))

    def roll_up(number: int) -> object:
        return close_month(store, MARCH, f"run {number}", lambda: NOW)

    with ThreadPoolExecutor(6) as pool:
        writes = [pool.submit(record, store, "1.00") for _ in range(10)]
        rollups = [pool.submit(roll_up, number) for number in range(3)]
        for write in writes:
            write.result()
        for rollup in rollups:
            rollup.result()
    assert_law_holds(store)


def test_a_tenant_that_fails_does_not_keep_the_others(store: TenantStore) -> None:
    other = new_ledger()
    record(other, "1.00")
    message = RollupMessage(
        month=str(MARCH), run_id="run 1", tenants=(store.ref.path, other.ref.path)
    )
    reported: list[TenantRef] = []

    def open_store(ref: TenantRef) -> TenantStore:
        if ref == store.ref and not reported:
            return _Failing(connections.firestore_client(), ref)
        return TenantStore(connections.firestore_client(), ref)

    def report(closed: MonthClosed) -> None:
        reported.append(closed.tenant)

    with pytest.raises(RollupIncomplete) as failed:
        close_months(open_store, message, lambda: NOW, 1, report)
    assert (list(failed.value.failures), reported) == ([store.ref.path], [other.ref])
    close_months(open_store, message, lambda: NOW, 1, report)
    assert reported == [other.ref, store.ref]


class _Failing(TenantStore):
    """A store whose snapshot cannot be had, as when Firestore does not answer."""

    def snapshot(self, _read: object) -> object:  # type: ignore[override]  # never returns
        raise Unavailable


@pytest.fixture
def topic() -> Iterator[tuple[str, SubscriberClient, str]]:
    """A topic of its own with a subscription to pull from."""
    project, name = os.environ["GOOGLE_CLOUD_PROJECT"], f"topic-{uuid.uuid4().hex}"
    with SubscriberClient() as subscriber:
        path = subscriber.topic_path(project, name)
        PublisherClient().create_topic(name=path)
        subscription = subscriber.subscription_path(project, name)
        subscriber.create_subscription(name=subscription, topic=path)
        yield name, subscriber, subscription


def test_a_rollup_pages_through_every_tenant_that_has_the_month_and_no_other(
    topic: tuple[str, SubscriberClient, str],
) -> None:
    month = Month(1971, 4)
    stores = [new_ledger() for _ in range(5)]
    for ledger in stores:
        record(ledger, "1.00", date(1971, 4, 30))
    other = new_ledger()
    record(other, "1.00", date(1971, 5, 1))
    assert _tenants_of_a_rollup(month, topic, page_size=2) == sorted(s.ref.path for s in stores)


def _tenants_of_a_rollup(
    month: Month, topic: tuple[str, SubscriberClient, str], page_size: int
) -> list[str]:
    name, subscriber, subscription = topic
    months = MonthRepository(connections.firestore_client())
    publisher = MessagePublisher(PublisherClient(), os.environ["GOOGLE_CLOUD_PROJECT"], name)
    tenants: list[str] = []
    cursor: str | None = None
    for _ in range(10):
        published = publish_rollup(months, publisher, month, "run 1", cursor, page_size)
        messages = _pull(subscriber, subscription, published, has_cursor=published == page_size)
        tenants += [path for message in messages for path in message.tenants]
        cursors = [message.cursor for message in messages if message.cursor is not None]
        if not cursors:
            return sorted(tenants)
        [cursor] = cursors
    raise AssertionError("the rollup did not end")


def _pull(
    subscriber: SubscriberClient, subscription: str, tenants: int, *, has_cursor: bool
) -> list[RollupMessage]:
    """The messages of one page: all its tenants, and a cursor where it has one."""
    messages: list[RollupMessage] = []
    while (
        sum(len(message.tenants) for message in messages) < tenants
        or any(message.cursor is not None for message in messages) != has_cursor
    ):
        request = {"subscription": subscription, "max_messages": 100}
        pulled = subscriber.pull(request=request, timeout=30).received_messages
        messages += [RollupMessage.model_validate_json(m.message.data) for m in pulled]
        subscriber.acknowledge(subscription=subscription, ack_ids=[m.ack_id for m in pulled])
    return messages
