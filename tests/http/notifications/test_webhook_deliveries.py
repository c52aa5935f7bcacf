"""Deliveries to webhooks, from the event to a real receiver: retries, digests, failures, roles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.notifications import channels
from shared.models.notifications.delivery import DeliveryStatus
from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.message import NotificationMessage
from tests.http.answers import ok
from tests.http.notifications.made import let_be_due, put_webhook
from tests.http.notifications.mailing import (
    FAILED,
    LOG,
    emit,
    emit_in,
    log_of,
    scan,
    to_webhooks,
    work_off,
)
from tests.http.notifications.told import deliver
from tests.support.faults import Crashed, fault
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.workspaces import new_workspace
from tests.support.observers.call_watch import watched_calls
from tests.support.webhook_receiver import Receiver, answer, drop

pytestmark = pytest.mark.usefixtures("emulators")

PATH = "/notifications/webhooks"
PREFERENCES = "/notifications/preferences"
DONE = NotificationKind.IMPORT_DONE


def test_an_event_is_sent_once_signed_and_without_names_and_amounts(
    owner: Person, hook: Receiver, made: dict[str, Any], messages: list[NotificationMessage]
) -> None:
    emit(owner, NotificationKind.RECURRING_DUE)
    work_off(messages, times=3)

    [sent] = hook.received
    payload = sent.verified(made["secret"])
    [notification] = ok(owner.get("/notifications"))["items"]
    assert payload == {
        "type": "notification.created",
        "timestamp": payload["data"]["created_at"],
        "data": {
            "id": notification["id"],
            "kind": "RECURRING_DUE",
            "severity": "INFO",
            "subject": {"type": "RECURRING", "id": "S1"},
            "workspace_id": None,
            "created_at": notification["created_at"],
        },
    }
    assert b"Rent" not in sent.body
    assert b"950" not in sent.body
    [logged] = to_webhooks(owner)
    assert (logged["status"], logged["attempts"], logged["id"]) == ("SENT", 1, sent.id)


def test_each_webhook_gets_the_kinds_that_it_wants(
    owner: Person, hook: Receiver, made: dict[str, Any], messages: list[NotificationMessage]
) -> None:
    other = ok(owner.post(PATH, {"url": f"{hook.origin}/two", "kinds": ["IMPORT_FAILED"]}), 201)
    ok(owner.post(PATH, {"url": f"{hook.origin}/off", "enabled": False}), 201)
    emit(owner, DONE)
    emit(owner, FAILED, "S2")
    work_off(messages)

    got = {(one.path, one.verified(_secret(one.path, made, other))["data"]["kind"])
           for one in hook.received}  # fmt: skip
    assert got == {
        ("/hook?key=1", "IMPORT_DONE"), ("/hook?key=1", "IMPORT_FAILED"), ("/two", "IMPORT_FAILED"),
    }  # fmt: skip
    assert len({one.id for one in hook.received}) == len(hook.received) == 3


def _secret(path: str, made: dict[str, Any], other: dict[str, Any]) -> str:
    return str((other if path == "/two" else made)["secret"])


def test_both_secrets_sign_for_a_day_after_a_rotation(
    owner: Person, hook: Receiver, made: dict[str, Any], messages: list[NotificationMessage]
) -> None:
    rotated = ok(owner.post(f"{PATH}/{made['id']}/rotate_secret", {}))
    emit(owner)
    work_off(messages)

    [sent] = hook.received
    assert len(sent.headers["webhook-signature"].split(" ")) == 2
    assert sent.verified(made["secret"]) == sent.verified(rotated["secret"])


def test_a_kind_that_is_off_or_turned_off_meanwhile_is_not_sent(
    owner: Person, hook: Receiver, made: dict[str, Any], messages: list[NotificationMessage]
) -> None:
    ok(owner.patch(PREFERENCES, {"schedules": [{"kind": "IMPORT_DONE", "webhook": "OFF"}]}))
    emit(owner, DONE)
    work_off(messages)
    assert to_webhooks(owner) == []

    off = {"schedules": [{"kind": "IMPORT_FAILED", "webhook": "OFF"}]}
    for path, change in (
        (PREFERENCES, off),
        (f"{PATH}/{made['id']}", {"kinds": ["NEW_SIGN_IN"]}),
        (f"{PATH}/{made['id']}", {"enabled": False}),
    ):
        kind = FAILED if path == PREFERENCES else NotificationKind.MONTH_DIFFERENCE
        emit(owner, kind, f"S{len(to_webhooks(owner))}")
        deliver(messages.pop(0))
        ok(owner.patch(path, change))
        work_off(messages)
        ok(owner.patch(f"{PATH}/{made['id']}", {"kinds": None}))
    assert {one["status"] for one in to_webhooks(owner)} == {"SKIPPED"}
    assert len(to_webhooks(owner)) == 3
    assert hook.received == []


def test_what_was_to_be_sent_to_a_deleted_webhook_is_not_sent(
    owner: Person, hook: Receiver, made: dict[str, Any], messages: list[NotificationMessage]
) -> None:
    emit(owner)
    deliver(messages.pop(0))
    ok(owner.delete(f"{PATH}/{made['id']}"), 204)
    work_off(messages)

    assert [(one["status"], one["reason"]) for one in to_webhooks(owner)] == [
        ("SKIPPED", "webhook-off")
    ]
    assert hook.received == []


def test_a_digest_is_one_message_for_each_webhook(
    owner: Person, hook: Receiver, made: dict[str, Any], messages: list[NotificationMessage]
) -> None:
    ok(owner.post(PATH, {"url": f"{hook.origin}/two"}), 201)
    ok(owner.patch(PREFERENCES, {"schedules": [{"kind": "IMPORT_DONE", "webhook": "DAILY"}]}))
    for number in range(3):
        emit(owner, DONE, f"S{number}")
    work_off(messages)
    assert hook.received == []
    waiting = to_webhooks(owner)
    assert len(waiting) == 2

    for one in waiting:
        let_be_due(owner.store, one["id"])
    scan()
    work_off(messages)

    [first] = [one for one in hook.received if one.path.startswith("/hook")]
    payload = first.verified(made["secret"])
    assert payload["type"] == "notification.digest"
    assert payload["data"]["digest"].startswith("DAILY-")
    assert len(payload["data"]["notifications"]) == 3
    assert payload["data"]["more"] == 0
    assert len(hook.received) == 2


@pytest.mark.parametrize("then", ["retried", "replayed"])
def test_a_digest_that_may_have_arrived_gets_no_further_notifications(
    then: str,
    owner: Person,
    hook: Receiver,
    made: dict[str, Any],
    messages: list[NotificationMessage],
) -> None:
    ok(owner.patch(PREFERENCES, {"schedules": [{"kind": "IMPORT_DONE", "webhook": "DAILY"}]}))
    emit(owner, DONE)
    work_off(messages)
    [digest] = to_webhooks(owner)
    hook.answers = [drop]
    let_be_due(owner.store, digest["id"])
    scan()
    work_off(messages)
    if then == "replayed":
        stored = owner.store.deliveries.find(digest["id"])
        assert stored is not None
        failed = stored.ended(DeliveryStatus.FAILED, stored.reason)
        owner.store.transact_below(lambda unit, _tenant: unit.deliveries.put(failed))
        ok(owner.post(f"{LOG}/{digest['id']}/replay"))
        messages.clear()

    emit(owner, DONE, "S2")
    work_off(messages)
    let_be_due(owner.store, digest["id"])
    scan()
    work_off(messages)

    first, again = hook.received
    assert (first.id, first.body) == (again.id, again.body)
    following, sent = to_webhooks(owner)
    assert (following["status"], sent["status"]) == ("PENDING", "SENT")


def test_nothing_is_sent_in_quiet_hours_but_a_test(
    owner: Person, hook: Receiver, made: dict[str, Any], messages: list[NotificationMessage]
) -> None:
    now = datetime.now(UTC)
    hours = {
        "start": f"{now - timedelta(hours=1):%H:%M}",
        "end": f"{now + timedelta(hours=2):%H:%M}",
    }
    ok(owner.patch("/settings", {"timezone": "UTC"}))
    ok(owner.patch(PREFERENCES, {"quiet_hours": hours}))
    emit(owner, DONE)
    ok(owner.post(f"{PATH}/{made['id']}/ping"))
    work_off(messages)

    [ping] = hook.received
    assert ping.verified(made["secret"])["type"] == "webhook.ping"


def test_a_failure_is_retried_with_the_same_id_and_the_pause_that_is_asked_for(
    owner: Person, hook: Receiver, made: dict[str, Any], messages: list[NotificationMessage]
) -> None:
    hook.answers = [answer(429, Retry_After="7200"), drop, answer(500), answer(302, Location="/")]
    before = datetime.now(UTC)
    emit(owner)
    work_off(messages)
    [waiting] = to_webhooks(owner)
    assert (waiting["status"], waiting["reason"]) == ("PENDING", "http-429")
    assert datetime.fromisoformat(waiting["next_at"]) >= before + timedelta(hours=2)

    for reason in ("connection-RemoteDisconnected", "http-500", "http-302"):
        let_be_due(owner.store, waiting["id"])
        scan()
        work_off(messages)
        assert to_webhooks(owner)[0]["reason"] == reason
    let_be_due(owner.store, waiting["id"])
    scan()
    work_off(messages)

    [sent] = to_webhooks(owner)
    assert (sent["status"], sent["attempts"], sent["reason"]) == ("SENT", 5, None)
    assert {one.id for one in hook.received} == {sent["id"]}
    assert len(hook.received) == 5
    ok(owner.post(f"{LOG}/{sent['id']}/replay"))
    work_off(messages)
    assert len(hook.received) == 5, "It was accepted."


def test_a_receiver_that_is_gone_is_turned_off_with_a_notice_and_on_again(
    owner: Person, hook: Receiver, made: dict[str, Any], messages: list[NotificationMessage]
) -> None:
    hook.usual = answer(410)
    emit(owner)
    work_off(messages)

    [dead] = to_webhooks(owner)
    assert (dead["status"], dead["reason"]) == ("FAILED", "http-410")
    off = ok(owner.get(f"{PATH}/{made['id']}"))
    assert (off["enabled"], off["off_reason"]) == (False, "GONE")
    [logged] = ok(owner.get("/changes?entity=WEBHOOK"))["items"][:1]
    assert (logged["cause"], logged["after"]["off_reason"]) == ("WEBHOOK", "GONE")
    notices = ok(owner.get("/notifications?kind=WEBHOOK_OFF"))["items"]
    assert [(one["severity"], one["subject"]) for one in notices] == [
        ("WARNING", {"type": "WEBHOOK", "id": made["id"]})
    ]
    assert str(hook.port) in notices[0]["title"]
    emit(owner, FAILED, "S2")
    work_off(messages)
    assert len(hook.received) == 1

    hook.usual = answer(200)
    on = ok(owner.patch(f"{PATH}/{made['id']}", {"enabled": True}))
    assert (on["enabled"], on["off_reason"]) == (True, None)
    ok(owner.post(f"{LOG}/{dead['id']}/replay"))
    work_off(messages)
    assert to_webhooks(owner)[0]["status"] == "SENT"
    assert {one.id for one in hook.received} == {dead["id"]}


def test_a_crash_after_the_sending_sends_it_again_with_the_same_id(
    owner: Person, hook: Receiver, made: dict[str, Any], messages: list[NotificationMessage]
) -> None:
    emit(owner)
    deliver(messages.pop(0))
    [message] = messages
    with fault("crash before the commit", skip=1), pytest.raises(Crashed):
        deliver(message)
    [sending] = to_webhooks(owner)
    assert sending["status"] == "SENDING"
    deliver(message)
    assert len(hook.received) == 1

    for _ in range(2):  # The end of the lease, and the retry.
        let_be_due(owner.store, sending["id"])
        messages.clear()
        scan()
        work_off(messages)

    [sent] = to_webhooks(owner)
    assert (sent["status"], sent["attempts"]) == ("SENT", 2)
    assert {one.id for one in hook.received} == {sent["id"]}


def test_what_the_claim_has_read_is_not_read_again(
    owner: Person, hook: Receiver, made: dict[str, Any], messages: list[NotificationMessage]
) -> None:
    emit(owner)
    deliver(messages.pop(0))
    [message] = messages

    with watched_calls() as calls:
        deliver(message)

    assert len(hook.received) == 1
    # Tenant, delivery and preferences in one call, the notifications and the webhook in another.
    assert calls.gets == 2


def test_a_demo_has_no_deliveries_and_a_webhook_put_below_one_is_never_called(
    hook: Receiver, visitor: Person, messages: list[NotificationMessage]
) -> None:
    put_webhook(visitor.store)
    emit(visitor)
    work_off(messages)

    assert len(ok(visitor.get("/notifications"))["items"]) == 1
    assert log_of(visitor) == []


def test_after_the_loss_of_a_role_nothing_about_the_workspace_is_sent(
    owner: Person, hook: Receiver, made: dict[str, Any], messages: list[NotificationMessage]
) -> None:
    workspace = new_workspace(registered_user(is_verified=True), "Home")
    workspace.admit(owner, "analyst")
    work_off(messages)
    hook.received.clear()
    emit_in(workspace.store, DONE)
    work_off(messages)
    [sent] = hook.received
    assert sent.verified(made["secret"])["data"]["workspace_id"] == workspace.id

    emit_in(workspace.store, DONE, "S2")
    deliver(messages.pop(0))
    waiting = list(messages)
    messages.clear()
    workspace.change(owner, role="viewer")
    messages.clear()
    work_off(waiting)

    assert len(hook.received) == 1
    skipped = to_webhooks(owner)[0]
    assert (skipped["status"], skipped["reason"]) == ("SKIPPED", "nothing-to-send")


def test_what_a_busy_receiver_has_no_room_for_is_sent_later(
    owner: Person,
    hook: Receiver,
    made: dict[str, Any],
    messages: list[NotificationMessage],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("THREADS", "2")
    channels.webhook_sender.cache_clear()
    emit(owner)
    with channels.webhook_sender().lanes.enter(made["id"], owner.uid):
        work_off(messages, times=1)
    [waiting] = to_webhooks(owner)
    assert (waiting["status"], waiting["attempts"]) == ("PENDING", 0)
    assert hook.received == []

    let_be_due(owner.store, waiting["id"])
    scan()
    work_off(messages)
    assert (to_webhooks(owner)[0]["attempts"], len(hook.received)) == (1, 1)
