"""Transports of e-mails: a mail server, the extension of Firebase, and none."""

from __future__ import annotations

import pytest

from shared.models.notifications.message import NotificationMessage
from shared.repositories import connections
from tests.http.answers import ok
from tests.http.notifications.made import let_be_due
from tests.http.notifications.mailing import emit, log_of, scan, work_off
from tests.http.notifications.told import deliver
from tests.support.ledgers.people import Person
from tests.support.mail_server import MailServer
from tests.support.observers.whole_database import places_of

pytestmark = pytest.mark.usefixtures("emulators")


def test_the_extension_gets_each_e_mail_once_and_an_erasure_covers_it(
    person: Person,
    server: MailServer,
    messages: list[NotificationMessage],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MAIL_TRANSPORT", "extension")
    emit(person)
    work_off(messages)

    [logged] = log_of(person)
    stored = connections.firestore_client().document(f"mail/{logged['id']}").get().to_dict()
    assert stored is not None
    assert stored["to"] == [person.email]
    assert stored["message"]["subject"] == "Import stopped: March.csv"
    assert stored["message"]["text"]
    assert stored["message"]["html"]
    assert stored["headers"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert server.mails == []

    ok(person.delete("/me"))
    assert places_of([person.uid, person.email]) == set()


def test_without_a_configuration_no_delivery_is_made(
    person: Person, messages: list[NotificationMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MAIL_TRANSPORT")
    emit(person)
    work_off(messages)

    assert log_of(person) == []
    assert len(ok(person.get("/notifications"))["items"]) == 1


def test_a_delivery_waits_while_there_is_no_transport_and_is_not_due_at_once(
    person: Person,
    server: MailServer,
    messages: list[NotificationMessage],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    emit(person)
    deliver(messages.pop(0))
    [message] = messages
    monkeypatch.setenv("MAIL_TRANSPORT", "")
    assert deliver(message).status_code in (200, 204)
    [waiting] = log_of(person)
    assert (waiting["status"], waiting["reason"]) == ("PENDING", "no-sender")
    messages.clear()
    scan()
    assert message not in messages

    monkeypatch.setenv("MAIL_TRANSPORT", "smtp")
    let_be_due(person.store, waiting["id"])
    scan()
    work_off(messages)
    assert len(server.mails) == 1


def test_a_delivery_without_transport_is_a_dead_letter_in_the_end(
    person: Person,
    server: MailServer,
    messages: list[NotificationMessage],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    emit(person)
    deliver(messages.pop(0))
    [message] = messages
    monkeypatch.setenv("MAIL_TRANSPORT", "")
    for _ in range(11):
        let_be_due(person.store, str(message.delivery_id))
        deliver(message)

    [dead] = log_of(person)
    assert (dead["status"], dead["reason"], dead["next_at"]) == ("FAILED", "no-sender", None)
