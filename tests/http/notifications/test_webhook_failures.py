"""Receivers of webhooks that fail for hours and days, by a clock that a test moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.notifications import channels
from shared.models.notifications.delivery import DeliveryStatus
from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.message import NotificationMessage
from shared.repositories import connections
from shared.repositories.notifications.deliveries import DueDeliveryRepository
from shared.repositories.sharing.members import MembershipRepository
from shared.repositories.store import TenantStore
from shared.services.notifications.sending import Sending
from shared.services.notifications.webhook_sending import WebhookSender
from tests.http.answers import ok
from tests.http.notifications.mailing import FAILED, emit, to_webhooks, work_off
from tests.http.notifications.told import deliver
from tests.support.ledgers.people import Person
from tests.support.webhook_receiver import Receiver, answer, drop

pytestmark = pytest.mark.usefixtures("emulators")

PATH = "/notifications/webhooks"
DONE = NotificationKind.IMPORT_DONE


class Days:
    """A clock that a test moves over days."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC) + timedelta(minutes=1)

    def __call__(self) -> datetime:
        """Return the time."""
        return self.now


def run_scans(person: Person, clock: Days, until: timedelta) -> None:
    """Send what is due every five minutes of the clock, for so long."""
    usual = channels.webhook_sender()
    sender = WebhookSender(usual.posts, usual.lanes, usual.announce, clock)
    client = connections.firestore_client()
    sending = Sending(
        lambda ref: TenantStore(client, ref), MembershipRepository(client), lambda _c: sender, clock
    )
    end = clock.now + until
    while clock.now < end:
        for tenant, delivery_id in DueDeliveryRepository(client).list_due(clock.now, 100):
            if tenant == person.store.ref:
                sending.send(tenant, delivery_id)
        clock.now += timedelta(minutes=5)


def failing_since(person: Person, made: dict[str, Any]) -> datetime | None:
    """Return the first failure of a webhook after its last success."""
    state = person.store.webhooks.find_state(made["id"])
    assert state is not None
    return state.failing_since


def test_a_test_that_fails_is_no_failure_of_the_webhook(
    owner: Person, hook: Receiver, made: dict[str, Any], messages: list[NotificationMessage]
) -> None:
    hook.usual = answer(503)

    ok(owner.post(f"{PATH}/{made['id']}/ping"))
    work_off(messages)

    [failed] = to_webhooks(owner)
    assert (failed["status"], failed["reason"]) == ("FAILED", "http-503")
    assert failing_since(owner, made) is None


def test_after_a_day_without_receiver_each_notification_arrives_once(
    owner: Person, hook: Receiver, made: dict[str, Any], messages: list[NotificationMessage]
) -> None:
    clock = Days()
    for number in range(3):
        emit(owner, DONE, f"S{number}")
        deliver(messages.pop(0))
        messages.clear()
    hook.usual = drop

    run_scans(owner, clock, timedelta(days=1))
    assert {one["status"] for one in to_webhooks(owner)} == {"PENDING"}
    tried = len(hook.received)
    assert 3 * 8 <= tried <= 3 * 9
    hook.usual = answer(204)
    run_scans(owner, clock, timedelta(days=2))

    arrived = hook.received[tried:]
    assert len(arrived) == 3
    assert {one.id for one in arrived} == {one["id"] for one in to_webhooks(owner)}
    assert {one["status"] for one in to_webhooks(owner)} == {DeliveryStatus.SENT}
    assert ok(owner.get(f"{PATH}/{made['id']}"))["enabled"] is True
    run_scans(owner, clock, timedelta(hours=1))
    assert len(hook.received) == tried + 3


def test_a_receiver_that_fails_for_days_is_turned_off_with_a_notice(
    owner: Person, hook: Receiver, made: dict[str, Any], messages: list[NotificationMessage]
) -> None:
    clock = Days()
    emit(owner)
    deliver(messages.pop(0))
    messages.clear()
    hook.usual = answer(503)

    run_scans(owner, clock, timedelta(days=2))
    assert ok(owner.get(f"{PATH}/{made['id']}"))["enabled"] is True
    run_scans(owner, clock, timedelta(days=2))

    off = ok(owner.get(f"{PATH}/{made['id']}"))
    assert (off["enabled"], off["off_reason"]) == (False, "FAILING")
    [dead] = to_webhooks(owner)
    assert (dead["status"], dead["reason"], dead["attempts"]) == ("FAILED", "http-503", 11)
    ok(owner.patch(f"{PATH}/{made['id']}", {"enabled": True}))
    assert failing_since(owner, made) is None, "It has not failed since."
    work_off(messages)
    assert len(ok(owner.get("/notifications?kind=WEBHOOK_OFF"))["items"]) == 1


def test_a_success_in_between_lets_the_days_of_failure_begin_anew(
    owner: Person, hook: Receiver, made: dict[str, Any], messages: list[NotificationMessage]
) -> None:
    clock = Days()
    emit(owner)
    deliver(messages.pop(0))
    hook.usual = answer(503)
    run_scans(owner, clock, timedelta(days=2))
    hook.answers = [answer(200)]
    emit(owner, FAILED, "S2")
    deliver(messages.pop())
    run_scans(owner, clock, timedelta(minutes=5))
    assert failing_since(owner, made) is None

    run_scans(owner, clock, timedelta(days=2))
    assert ok(owner.get(f"{PATH}/{made['id']}"))["enabled"] is True
