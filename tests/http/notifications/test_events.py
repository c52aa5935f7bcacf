"""Events over HTTP: who is notified of them, once, whatever is lost or interrupted meanwhile."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from firebase_admin import auth

from functions.http.background import announcements
from functions.notifications import scan_notifications
from shared.errors import PlanChanged, Unavailable
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.message import NotificationMessage
from shared.models.notifications.notification import KEPT_FOR
from shared.models.people.access import Role
from shared.models.reports.period_close import RollupMessage
from shared.repositories import connections
from shared.repositories.store import TenantStore
from shared.services.imports import import_runs
from shared.services.notifications import telling
from shared.services.people import takeovers
from tests.http import ledger_jobs
from tests.http.answers import ok
from tests.http.notifications.made import make
from tests.http.notifications.told import deliver, deliver_data, published, told
from tests.support.faults import Crashed, fault
from tests.support.ledgers.people import Person, link_email, link_google, registered_user
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.ledgers.takeovers import take_over_in_part
from tests.support.ledgers.workspaces import new_workspace
from tests.support.observers.whole_database import places_of
from tests.support.served import served

pytestmark = pytest.mark.usefixtures("emulators")

STATEMENT = b"Date,Amount,Description\n2026-03-30,-1.00,Shop\n2026-03-31,-2.00,Cafe\n"


def person_with_ledger() -> Person:
    person = registered_user(is_verified=True)
    ok(person.get("/settings"))
    return person


def shown(person: Person) -> list[tuple[str, str]]:
    return [(one["kind"], one["text"]) for one in ok(person.get("/notifications"))["items"]]


def kinds(person: Person) -> list[str]:
    return [kind for kind, _ in shown(person)]


def parameters_of(notification: dict[str, Any]) -> dict[str, str]:
    return {one["name"]: one["value"] for one in notification["parameters"]}


def waiting(store: TenantStore) -> list[str]:
    root = connections.firestore_client().document(store.ref.path)
    return [one.id for one in root.collection("outbox").stream()]


def carry_out(person: Person) -> dict[str, Any]:
    preview = person.call("POST", "/imports/preview", data=STATEMENT, content_type="text/csv")
    token = ok(preview, 201)["plan_token"]
    done: dict[str, Any] = ok(person.post("/imports", {"plan_token": token}))
    ok(person.post("/imports", {"plan_token": token}))
    return done


def test_an_import_is_told_once_and_its_event_is_gone() -> None:
    person = person_with_ledger()
    with told() as messages:
        done = carry_out(person)
        assert waiting(person.store) == [one.event_id for one in messages]

    [one] = ok(person.get("/notifications"))["items"]
    account = ok(person.get("/accounts"))["items"][0]["name"]
    assert parameters_of(one) == {"account": account, "count": "2"}
    assert (one["title"], one["text"]) == (
        f"Import finished: {account}",
        "Transactions imported: 2.",
    )
    assert one["subject"] == {"type": "IMPORT", "id": done["id"]}
    assert one["workspace"] is None
    assert waiting(person.store) == []


def test_a_recorded_transaction_emits_nothing() -> None:
    person = person_with_ledger()
    with published() as messages:
        person.record()

    assert messages == []
    assert waiting(person.store) == []


def test_an_import_in_a_workspace_is_told_to_those_who_may_read_imports() -> None:
    workspace = new_workspace(person_with_ledger(), "Home")
    members = {role: person_with_ledger() for role in (Role.VIEWER, Role.ANALYST)}
    former = person_with_ledger()
    for role, member in members.items():
        workspace.admit(member, role)
    workspace.admit(former, Role.ANALYST)
    workspace.change(former, status="deactivated")
    with told():
        carry_out(workspace.as_seen_by(workspace.creator))

    assert kinds(members[Role.VIEWER]) == []
    assert kinds(former) == []
    assert kinds(members[Role.ANALYST]) == kinds(workspace.creator) == ["IMPORT_DONE"]
    [one] = ok(members[Role.ANALYST].get("/notifications"))["items"]
    assert one["workspace"] == {"id": workspace.id, "name": "Home"}


@pytest.mark.parametrize("skip", range(3))
@pytest.mark.parametrize("crash", ["crash before the commit", "crash after the commit"])
def test_an_event_is_told_completely_after_an_interruption(crash: str, skip: int) -> None:
    workspace = new_workspace(person_with_ledger())
    analyst = person_with_ledger()
    workspace.admit(analyst, Role.ANALYST)
    with published() as messages:
        carry_out(workspace.as_seen_by(workspace.creator))
    [message] = messages

    with fault(crash, skip=skip), pytest.raises(Crashed):
        deliver(message)
    deliver(message)
    deliver(message)

    assert kinds(analyst) == kinds(workspace.creator) == ["IMPORT_DONE"]
    assert message.event_id not in waiting(workspace.store)


def test_a_lost_message_is_published_by_the_next_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    person = person_with_ledger()

    def refuse(_messages: object) -> None:
        raise Unavailable

    with monkeypatch.context() as patch:
        patch.setattr(announcements, "publish_events", refuse)
        carry_out(person)
    assert kinds(person) == []
    messages: list[NotificationMessage] = []
    monkeypatch.setattr(scan_notifications, "publish_events", messages.extend)

    ok(served("scanNotifications").post("/", json={}))
    assert messages == [], "The event is not late yet."
    monkeypatch.setattr(scan_notifications, "_LATE_AFTER", timedelta(0))
    ok(served("scanNotifications").post("/", json={}))

    [message] = [one for one in messages if one.tenant == person.store.ref.path]
    deliver(message)
    assert kinds(person) == ["IMPORT_DONE"]


def test_a_message_that_cannot_be_read_is_dropped() -> None:
    for data in (b"?", b"{}", b'{"tenant": "nothing", "event_id": "a"}'):
        assert deliver_data(data).status_code in (200, 204)


def test_members_are_told_of_changes_of_access() -> None:
    workspace = new_workspace(person_with_ledger(), "Home")
    member = person_with_ledger()
    ok(member.patch("/me", {"display_name": "Ada"}))
    path = f"{workspace.path}/members/{member.uid}"
    with told():
        workspace.admit(member)
    with told():
        ok(workspace.creator.patch(path, {"role": "ANALYST"}))
    with told():
        ok(workspace.creator.delete(path), 204)

    changes = [
        ("MEMBER_REMOVED", "Ada has no access to Home any more."),
        ("MEMBER_CHANGED", "Ada is now analyst in Home."),
        ("MEMBER_ADDED", "Ada has access to Home as viewer."),
    ]
    expected = dict(changes)
    by_admin = dict(shown(workspace.creator))
    assert by_admin.keys() == expected.keys()
    assert by_admin["MEMBER_ADDED"] == expected["MEMBER_ADDED"]
    assert by_admin["MEMBER_REMOVED"] == expected["MEMBER_REMOVED"]
    own = ok(member.get("/notifications"))["items"]
    assert [one["kind"] for one in own] == ["MEMBER_REMOVED"]
    assert own[0]["severity"] == "SECURITY"
    assert own[0]["workspace"] is None
    assert parameters_of(own[0]) == {"person": "Ada", "role": "ANALYST", "workspace": "Home"}


def test_an_invited_person_is_told_only_with_a_verified_address() -> None:
    workspace = new_workspace(person_with_ledger(), "Home")
    ok(workspace.creator.patch("/me", {"display_name": "Grace"}))
    invited, unverified = person_with_ledger(), registered_user(is_verified=False)
    ok(unverified.get("/settings"))
    with told():
        for email in (invited.email, unverified.email, "nobody@example.com"):
            workspace.invite(email)

    [one] = ok(invited.get("/notifications"))["items"]
    assert one["text"] == (
        "Grace invites you to Home as viewer."
        " You can accept or decline it in the app, among your invitations."
    )
    assert one["workspace"] is None, "It cannot be read before it is accepted."
    assert parameters_of(one) == {"person": "Grace", "role": "VIEWER", "workspace": "Home"}
    assert shown(unverified) == []


def test_notifications_of_a_workspace_are_removed_with_the_access() -> None:
    workspace = new_workspace(person_with_ledger())
    member = person_with_ledger()
    workspace.admit(member, Role.ANALYST)
    for person in (member, workspace.creator):
        make(person.store, 2, workspace_id=workspace.id, workspace_name="Home")
    make(member.store)
    with told():
        ok(workspace.creator.delete(f"{workspace.path}/members/{member.uid}"), 204)
    assert ok(member.get("/notifications/unread_count")) == {"unread": 2}, "One, and the removal."

    with told():
        ok(workspace.creator.delete(workspace.path), 204)
    assert ok(workspace.creator.get("/notifications/unread_count")) == {"unread": 0}


def test_whoever_has_come_back_before_the_removal_is_told_keeps_their_notifications() -> None:
    workspace = new_workspace(person_with_ledger())
    member = person_with_ledger()
    workspace.admit(member, Role.ANALYST)
    with published() as messages:
        ok(workspace.creator.delete(f"{workspace.path}/members/{member.uid}"), 204)
    workspace.admit(member, Role.ANALYST)
    [made] = make(member.store, workspace_id=workspace.id, workspace_name="Home")

    for message in messages:
        deliver(message)

    assert made in [one["id"] for one in ok(member.get("/notifications"))["items"]]


def test_a_new_way_of_signing_in_is_told_and_the_first_one_is_not() -> None:
    person = person_with_ledger()
    with told() as messages:
        ok(person.get("/me"))
    assert messages == []

    again = link_google(person)
    with told():
        ok(again.get("/me"))
        ok(again.get("/me"))

    [(kind, text)] = shown(person)
    assert kind == "NEW_SIGN_IN"
    assert "email, google.com" in text


def test_a_month_that_is_closed_again_with_other_totals_is_told() -> None:
    person = person_with_ledger()
    person.record("10.00", date="2026-03-10")
    _close_march(person, "first")
    assert kinds(person) == []

    person.record("2.50", date="2026-03-11")
    _close_march(person, "second")
    _close_march(person, "third")

    [(kind, text)] = shown(person)
    assert kind == "MONTH_DIFFERENCE"
    assert "income differs by 0.00 USD, expenses by 2.50 USD" in text


def _close_march(person: Person, run_id: str) -> None:
    message = RollupMessage(month="2026-03", run_id=run_id, tenants=(person.store.ref.path,))
    with told():
        data = message.model_dump_json().encode()
        ledger_jobs.deliver_data(data, "rollupTenants")


def test_an_import_that_stops_in_the_background_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    person = person_with_ledger()
    preview = person.call("POST", "/imports/preview", data=STATEMENT, content_type="text/csv")
    plan_id = ok(preview, 201)["id"]
    root = connections.firestore_client().document(f"{person.store.ref.path}/imports/{plan_id}")
    root.update({"status": "RUNNING", "expires_at": None})

    def stop(*_arguments: object, **_options: object) -> None:
        raise PlanChanged("An account of the plan can no longer be used.")

    monkeypatch.setattr(import_runs, "continue_import", stop)
    job = LedgerJob(tenant=person.store.ref.path, kind=JobKind.IMPORT, subject=plan_id)
    with told():
        ledger_jobs.deliver(job)
        ledger_jobs.deliver(job)

    [(kind, text)] = shown(person)
    assert kind == "IMPORT_FAILED"
    assert "Transactions imported: 0." in text


def test_a_kind_that_is_off_in_the_app_is_not_kept() -> None:
    person = person_with_ledger()
    off = {"schedules": [{"kind": "IMPORT_DONE", "in_app": "OFF"}]}
    ok(person.patch("/notifications/preferences", off))
    with told():
        carry_out(person)

    assert kinds(person) == []
    assert waiting(person.store) == []


def test_an_event_of_a_demo_that_is_being_taken_over_is_told_to_its_account(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    demo = new_visitor()
    with published() as messages:
        carry_out(demo)
    [message] = messages
    monkeypatch.setattr(takeovers, "COPIED_AT_ONCE", 5)
    take_over_in_part(demo.store, 1)
    account = link_email(demo)
    assert deliver(message).status_code >= 500, "It is delivered again."

    ok(account.post("/me/claim_demo"))
    deliver(message)
    deliver(message.model_copy(update={"tenant": account.store.ref.path}))

    assert kinds(account) == ["IMPORT_DONE"]


def test_a_person_has_so_many_notifications_and_the_oldest_are_removed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person = person_with_ledger()
    ok(person.get("/me"))
    at = datetime.now(UTC) - timedelta(days=1)
    [sign_in, _] = make(person.store, 2, NotificationKind.NEW_SIGN_IN, at=at - timedelta(hours=1))
    made = make(person.store, 5, at=at)
    monkeypatch.setattr(telling, "MAX_NOTIFICATIONS", 5)
    monkeypatch.setattr(telling, "MAX_ABOUT_SECURITY", 2)
    with told():
        carry_out(person)

    left = [one["id"] for one in ok(person.get("/notifications"))["items"]]
    assert left[1:3] == made[:2:-1]
    assert left[-1] == sign_in, "Others do not displace what is about security."

    again = link_google(person)
    with told():
        ok(again.get("/me"))

    left = [one["id"] for one in ok(person.get("/notifications"))["items"]]
    assert len(left) == 5
    assert sign_in not in left


def test_nothing_names_an_erased_person_in_the_notifications_of_others() -> None:
    workspace = new_workspace(person_with_ledger())
    member = person_with_ledger()
    with told():
        workspace.admit(member)
    with published():
        ok(workspace.creator.patch(f"{workspace.path}/members/{member.uid}", {"role": "ANALYST"}))
    assert places_of([member.uid])

    with told():
        ok(member.delete("/me"))

    assert places_of([member.uid]) == set()
    with pytest.raises(auth.UserNotFoundError):
        auth.get_user(member.uid)
    texts = [text for _, text in shown(workspace.creator)]
    assert any(text.startswith("A member has access") for text in texts)
    assert member.uid not in json.dumps(texts)


def test_the_daily_cleanup_removes_old_ones() -> None:
    person = person_with_ledger()
    now = datetime.now(UTC)
    make(person.store, 2, at=now - KEPT_FOR - timedelta(hours=1))
    [kept] = make(person.store, at=now - KEPT_FOR + timedelta(hours=1))

    report = ok(served("sweepDemoSessions").post("/", json={}))

    assert report["notifications"] >= 2
    assert [one["id"] for one in ok(person.get("/notifications"))["items"]] == [kept]
