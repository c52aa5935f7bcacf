"""Events of a demo that wait while a person claims it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from functions.notifications import scan_notifications
from shared.models.notifications.message import NotificationMessage
from shared.repositories import connections
from shared.repositories.store import TenantStore
from shared.services.planning.runs import run_entry
from tests.http.answers import ok
from tests.http.notifications.made import make
from tests.http.notifications.mailing import scan, work_off
from tests.http.notifications.told import deliver
from tests.http.planning.recurring.entries import create
from tests.support.ledgers.people import Person, link_google, visitor
from tests.support.mail_server import MailServer

pytestmark = pytest.mark.usefixtures("emulators")


def waiting(store: TenantStore) -> list[str]:
    """Return the ids of the events that are not told yet."""
    root = connections.firestore_client().document(store.ref.path)
    return [one.id for one in root.collection("outbox").stream()]


def notified(person: Person) -> list[str]:
    return [one["kind"] for one in ok(person.get("/notifications"))["items"]]


def test_events_that_wait_are_told_once_to_the_account(
    server: MailServer, messages: list[NotificationMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = visitor("USD")
    store = demo.store
    [told] = make(store)
    at_once = {"schedules": [{"kind": "RECURRING_BOOKED", "email": "INSTANT"}]}
    ok(demo.patch("/notifications/preferences", at_once))
    entry = create(demo, -2)
    run_entry(store, entry["id"], lambda: datetime.now(UTC))
    [event_id] = waiting(store)

    account = link_google(demo)
    ok(account.post("/me/claim_demo"))
    # The demo's own documents stay until its end: the event is in both.
    assert waiting(store) == waiting(account.store) == [event_id]
    deliver(NotificationMessage.of_event(store.ref, event_id))
    assert sorted(notified(account)) == ["IMPORT_DONE", "RECURRING_BOOKED"]

    monkeypatch.setattr(scan_notifications, "_LATE_AFTER", timedelta(0))
    for _ in range(2):
        scan()
        own = [one for one in messages if one.tenant == account.store.ref.path]
        messages.clear()
        work_off(own)

    assert sorted(notified(account)) == ["IMPORT_DONE", "RECURRING_BOOKED"]
    assert len(server.mails) == 1
    assert waiting(account.store) == []
    [kept] = ok(account.get("/notifications?kind=IMPORT_DONE"))["items"]
    assert kept["id"] == told


def test_a_reminder_after_the_claim_is_sent_to_the_account(
    server: MailServer, messages: list[NotificationMessage]
) -> None:
    demo = visitor("USD")
    entry = create(demo, 0, mode="APPROVE")
    account = link_google(demo)
    ok(account.post("/me/claim_demo"))
    kind = {"kind": "RECURRING_APPROVAL", "email": "INSTANT"}
    ok(account.patch("/notifications/preferences", {"schedules": [kind]}))

    done = [
        run_entry(store, entry["id"], lambda: datetime.now(UTC))
        for store in (demo.store, account.store)
    ]
    [event_id] = waiting(account.store)
    messages.append(NotificationMessage.of_event(account.store.ref, event_id))
    work_off(messages)

    assert [one.reminded for one in done] == [0, 1]
    assert [str(one["Subject"]) for one in server.mails] == ["To approve: Gym"]
