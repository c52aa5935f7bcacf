"""Links in e-mails that turn them off."""

from __future__ import annotations

import re

import pytest

from shared.models.notifications.message import NotificationMessage
from tests.http.answers import nothing_written, ok, problem
from tests.http.notifications.mailing import FAILED, emit, work_off
from tests.support.ledgers.people import Person
from tests.support.mail_server import MailServer
from tests.support.served import served

pytestmark = pytest.mark.usefixtures("emulators")

PREFERENCES = "/notifications/preferences"


def _link_in(server: MailServer) -> str:
    found = re.fullmatch(
        r"<https://api.financeflow.example(/.+)>", server.mails[-1]["List-Unsubscribe"]
    )
    assert found is not None
    return found[1]


def test_one_click_turns_off_the_e_mails_of_the_kind_and_a_page_changes_nothing(
    person: Person, server: MailServer, messages: list[NotificationMessage]
) -> None:
    emit(person)
    work_off(messages)
    rest = _link_in(server).removeprefix("/notifications")
    function = served("notifications")

    with nothing_written(person):
        page = function.get(rest, headers={"Accept-Language": "de"})
    assert page.status_code == 200
    assert page.content_type == "text/html; charset=utf-8"
    assert "Möchten Sie diese E-Mails abbestellen?" in page.get_data(as_text=True)

    for _ in range(2):
        done = function.post(rest, data={"List-Unsubscribe": "One-Click"})
        assert done.status_code == 200
    schedules = {one["kind"]: one["email"] for one in ok(person.get(PREFERENCES))["schedules"]}
    assert (schedules["IMPORT_FAILED"], schedules["INVITATION_RECEIVED"]) == ("OFF", "INSTANT")
    emit(person, FAILED, "S2")
    work_off(messages)
    assert len(server.mails) == 1
    [change] = ok(person.get("/changes?entity=NOTIFICATION_PREFERENCES"))["items"]
    ok(person.post(f"/changes/{change['id']}/undo"))


def test_a_link_that_was_changed_does_nothing(
    person: Person, server: MailServer, messages: list[NotificationMessage]
) -> None:
    emit(person)
    work_off(messages)
    rest = _link_in(server).removeprefix("/notifications")

    with nothing_written(person):
        for token in (rest[:-2] + "xx", "/unsubscribe?token=a", "/unsubscribe?token="):
            problem(served("notifications").post(token), 404, "not-found")
            problem(served("notifications").get(token), 404, "not-found")
        problem(served("notifications").get("/unsubscribe"), 422, "invalid-argument", "token")
