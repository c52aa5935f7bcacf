"""E-mails of notifications, from the event to a real mail server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from firebase_admin import auth, exceptions

from shared.models.notifications.delivery import LEASE_FOR
from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.message import NotificationMessage
from shared.repositories.notifications.mail import SmtpTransport
from tests.http.answers import ok
from tests.http.notifications.made import let_be_due
from tests.http.notifications.mailing import FAILED, LOG, emit, log_of, scan, work_off
from tests.http.notifications.told import deliver
from tests.support.faults import Crashed, fault
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.workspaces import new_workspace
from tests.support.mail_server import MailServer
from tests.support.observers.call_watch import watched_calls

pytestmark = pytest.mark.usefixtures("emulators")

PREFERENCES = "/notifications/preferences"
DONE, DUE = NotificationKind.IMPORT_DONE, NotificationKind.RECURRING_DUE


def test_an_event_is_sent_once_in_the_language_of_the_person(
    person: Person, server: MailServer, messages: list[NotificationMessage]
) -> None:
    ok(person.patch("/me", {"locale": "de"}))
    emit(person)
    work_off(messages, times=3)

    [sent] = server.mails
    assert (sent["To"], sent["Subject"]) == (person.email, "Import abgebrochen: March.csv")
    assert sent["From"] == "FinanceFlow <no-reply@financeflow.example>"
    [logged] = log_of(person)
    assert (logged["status"], logged["attempts"], logged["next_at"]) == ("SENT", 1, None)
    assert sent["Message-ID"] == f"<{logged['id']}@financeflow.example>"
    assert logged["notification_ids"] == [
        one["id"] for one in ok(person.get("/notifications"))["items"]
    ]


def test_what_the_claim_has_read_is_not_read_again(
    person: Person, server: MailServer, messages: list[NotificationMessage]
) -> None:
    emit(person)
    deliver(messages.pop(0))
    [message] = messages

    with watched_calls() as calls:
        deliver(message)

    assert len(server.mails) == 1
    # Tenant, delivery and preferences in one call, the notifications in another.
    assert calls.gets == 2


def test_an_invitation_says_where_to_accept_it_and_has_no_token(
    person: Person,
    server: MailServer,
    messages: list[NotificationMessage],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("APP_URL", "https://app.financeflow.example")
    workspace = new_workspace(person, "Home")
    invited = registered_user(is_verified=True)
    ok(invited.get("/settings"))
    token = workspace.invite(invited.email)["token"]
    work_off(messages)

    [sent] = [one for one in server.mails if one["To"] == invited.email]
    body = sent.get_body(("plain",))
    assert body is not None
    assert "in the app, among your invitations." in body.get_content()
    assert "Open FinanceFlow: https://app.financeflow.example" in body.get_content().splitlines()
    assert token not in sent.as_string()


def test_amounts_are_in_the_subject_only_if_the_person_asks_for_them(
    person: Person, server: MailServer, messages: list[NotificationMessage]
) -> None:
    ok(person.patch(PREFERENCES, {"schedules": [{"kind": "RECURRING_DUE", "email": "INSTANT"}]}))
    emit(person, DUE)
    work_off(messages)
    ok(person.patch(PREFERENCES, {"amounts_in_subject": True}))
    emit(person, DUE, "S2")
    work_off(messages)

    subjects = [one["Subject"] for one in server.mails]
    assert subjects == ["Due soon: Rent", "Due soon: Rent: 950.00 EUR"]


def test_an_email_about_an_occurrence_that_waits_for_approval_says_so(
    person: Person, server: MailServer, messages: list[NotificationMessage]
) -> None:
    kind = NotificationKind.RECURRING_APPROVAL
    ok(person.patch(PREFERENCES, {"schedules": [{"kind": kind, "email": "INSTANT"}]}))
    emit(person, kind)
    work_off(messages)

    [sent] = server.mails
    assert sent["Subject"] == "To approve: Rent"
    body = sent.get_body()
    assert body is not None
    assert "waits for approval: 950.00 EUR. It can be booked or skipped" in body.get_content()


def test_nothing_is_sent_to_an_address_that_is_not_verified(
    server: MailServer, messages: list[NotificationMessage]
) -> None:
    person = registered_user(is_verified=False)
    ok(person.get("/settings"))
    emit(person)
    work_off(messages)

    assert server.mails == []
    [logged] = log_of(person)
    assert (logged["status"], logged["reason"]) == ("SKIPPED", "no-verified-address")


def test_a_kind_that_is_off_or_turned_off_meanwhile_is_not_sent(
    person: Person, server: MailServer, messages: list[NotificationMessage]
) -> None:
    emit(person, DONE)
    work_off(messages)
    assert log_of(person) == []

    emit(person)
    deliver(messages.pop(0))
    ok(person.patch(PREFERENCES, {"schedules": [{"kind": "IMPORT_FAILED", "email": "OFF"}]}))
    work_off(messages)

    assert server.mails == []
    assert log_of(person)[0]["status"] == "SKIPPED"


def test_a_digest_has_all_of_its_day_and_is_sent_once(
    person: Person, server: MailServer, messages: list[NotificationMessage]
) -> None:
    for number in range(3):
        emit(person, DUE, f"S{number}")
    work_off(messages)
    assert server.mails == []
    [digest] = log_of(person)
    assert digest["digest"].startswith("DAILY-")
    assert digest["kinds"] == ["RECURRING_DUE"]
    scan()
    assert messages == [], "It is not due yet."

    let_be_due(person.store, digest["id"])
    scan()
    work_off(messages)

    [sent] = server.mails
    assert sent["Subject"] == "FinanceFlow: 3 notifications"
    emit(person, DUE, "S9")
    work_off(messages)
    later, first = log_of(person)
    assert (later["status"], first["status"]) == ("PENDING", "SENT")
    assert later["digest"] != first["digest"]


def test_nothing_is_sent_in_quiet_hours_also_not_by_a_retry(
    person: Person, server: MailServer, messages: list[NotificationMessage]
) -> None:
    ok(person.patch("/settings", {"timezone": "UTC"}))
    emit(person)
    deliver(messages.pop(0))
    now = datetime.now(UTC)
    start, end = (now + timedelta(hours=hours) for hours in (-1, 2))
    hours = {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
    ok(person.patch(PREFERENCES, {"quiet_hours": hours}))

    work_off(messages)
    assert server.mails == []
    [logged] = log_of(person)
    assert logged["status"] == "PENDING"
    assert logged["next_at"].startswith(f"{end:%Y-%m-%dT%H:%M}:00")

    emit(person, NotificationKind.NEW_SIGN_IN)
    work_off(messages)
    assert [one["Subject"] for one in server.mails] == ["New way of signing in"]


def test_a_refusal_for_later_is_retried_and_one_for_good_is_a_dead_letter(
    person: Person, server: MailServer, messages: list[NotificationMessage]
) -> None:
    server.answers = ["451 Busy", "550 No such user"]
    emit(person)
    work_off(messages)
    [waiting] = log_of(person)
    assert (waiting["status"], waiting["reason"]) == ("PENDING", "smtp-451")
    assert waiting["next_at"] is not None

    let_be_due(person.store, waiting["id"])
    scan()
    work_off(messages)
    [dead] = log_of(person)
    assert (dead["status"], dead["reason"], dead["attempts"]) == ("FAILED", "smtp-550", 2)
    scan()
    assert [one for one in messages if one.delivery_id == dead["id"]] == []

    ok(person.post(f"{LOG}/{dead['id']}/replay"))
    work_off(messages)
    assert log_of(person)[0]["status"] == "SENT"
    assert len(server.mails) == 1
    assert ok(person.post(f"{LOG}/{dead['id']}/replay"))["status"] == "SENT"
    work_off(messages)
    assert len(server.mails) == 1


def test_a_crash_after_the_sending_sends_no_second_mail(
    person: Person, server: MailServer, messages: list[NotificationMessage]
) -> None:
    emit(person)
    deliver(messages.pop(0))
    [message] = messages
    with fault("crash before the commit", skip=1), pytest.raises(Crashed):
        deliver(message)
    assert len(server.mails) == 1
    [sending] = log_of(person)
    assert sending["status"] == "SENDING"
    deliver(message)
    assert len(server.mails) == 1

    let_be_due(person.store, sending["id"])
    messages.clear()
    scan()
    work_off(messages)

    [failed] = log_of(person)
    assert (failed["status"], failed["reason"]) == ("FAILED", "lease-expired")
    assert len(server.mails) == 1
    assert timedelta(minutes=5) < LEASE_FOR, "The function's timeout."


def test_an_e_mail_is_sent_later_if_firebase_auth_does_not_answer(
    person: Person,
    server: MailServer,
    messages: list[NotificationMessage],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    emit(person)
    deliver(messages.pop(0))
    with monkeypatch.context() as closed:
        closed.setattr(auth, "get_user", _unavailable)
        work_off(messages)
    [waiting] = log_of(person)
    assert (waiting["status"], waiting["reason"]) == ("PENDING", "unavailable")
    assert server.mails == []

    let_be_due(person.store, waiting["id"])
    scan()
    work_off(messages)
    assert log_of(person)[0]["status"] == "SENT"
    assert len(server.mails) == 1


def _unavailable(*_arguments: Any) -> auth.UserRecord:
    raise exceptions.UnavailableError("injected")


def test_a_connection_that_is_lost_after_the_message_sends_no_second_one(
    person: Person, server: MailServer, messages: list[NotificationMessage]
) -> None:
    server.breaks_after_data = True
    emit(person)
    work_off(messages)

    assert log_of(person)[0]["reason"] == "outcome-unknown"
    assert len(server.mails) == 1


def test_an_outcome_after_the_lease_is_not_written(
    person: Person,
    server: MailServer,
    messages: list[NotificationMessage],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    emit(person)
    deliver(messages.pop(0))
    send = SmtpTransport.send

    def send_slowly(transport: SmtpTransport, *given: Any) -> Any:
        result = send(transport, *given)
        [sending] = log_of(person)
        let_be_due(person.store, sending["id"])
        scan()
        monkeypatch.setattr(SmtpTransport, "send", send)
        deliver(messages[-1])
        return result

    monkeypatch.setattr(SmtpTransport, "send", send_slowly)
    work_off(messages)

    assert log_of(person)[0]["reason"] == "lease-expired"
    assert len(server.mails) == 1


def test_the_log_goes_page_by_page(
    person: Person, server: MailServer, messages: list[NotificationMessage]
) -> None:
    for number in range(3):
        emit(person, FAILED, f"S{number}")
        work_off(messages)
    everything = [one["id"] for one in log_of(person)]

    first = ok(person.get(f"{LOG}?limit=2"))
    second = ok(person.get(f"{LOG}?limit=2&cursor={first['next_cursor']}"))

    assert [one["id"] for one in first["items"] + second["items"]] == everything
    assert second["next_cursor"] is None


@pytest.mark.parametrize(
    "address", [f"{'a' * 64}@{'.'.join(['b' * 60] * 3)}.example.com", "jörg@example.com"]
)
def test_an_address_of_any_length_and_script_is_sent_to_as_it_is(
    person: Person, server: MailServer, messages: list[NotificationMessage], address: str
) -> None:
    auth.update_user(person.uid, email=address, email_verified=True)
    emit(person)
    work_off(messages)

    assert server.recipients == [address]
    assert [one["status"] for one in log_of(person)] == ["SENT"]


def test_invitations_in_series_are_one_e_mail(
    person: Person, server: MailServer, messages: list[NotificationMessage]
) -> None:
    workspace = new_workspace()
    for _ in range(3):
        sent = workspace.invite(person.email)
        work_off(messages)
        ok(workspace.creator.delete(f"{workspace.path}/invitations/{sent['id']}"), 204)
        work_off(messages)

    assert server.recipients == [person.email]
