"""Preferences of notifications over HTTP: change, replace, log and undo."""

from __future__ import annotations

import pytest

from tests.http.answers import nothing_written, ok, problem
from tests.support.ledgers.people import Person, registered_user

PATH = "/notifications/preferences"


@pytest.fixture
def person(emulators: None) -> Person:
    """Return a registered user with a ledger."""
    user = registered_user()
    ok(user.get("/me"))
    return user


def email_of(person: Person, kind: str) -> str:
    schedules = ok(person.get(PATH))["schedules"]
    [email] = [one["email"] for one in schedules if one["kind"] == kind]
    return str(email)


def test_a_person_who_has_chosen_nothing_has_the_usual_ones(person: Person) -> None:
    shown = ok(person.get(PATH))

    assert shown["etag"] == '"1"'
    assert shown["quiet_hours"] is None
    assert (shown["digest_hour"], shown["digest_weekday"]) == (8, "MO")
    assert shown["amounts_in_subject"] is False
    by_kind = {one["kind"]: one for one in shown["schedules"]}
    assert by_kind["IMPORT_DONE"] == {
        "kind": "IMPORT_DONE", "in_app": "INSTANT", "email": "OFF", "webhook": "INSTANT",
        "is_fixed": False,
    }  # fmt: skip
    assert (by_kind["NEW_SIGN_IN"]["email"], by_kind["NEW_SIGN_IN"]["is_fixed"]) == (
        "INSTANT",
        True,
    )


def test_a_patch_changes_what_it_names_and_is_logged_and_undone(person: Person) -> None:
    body = {
        "schedules": [{"kind": "IMPORT_DONE", "email": "DAILY"}],
        "quiet_hours": {"start": "22:00", "end": "07:00"},
    }
    answer = person.patch(PATH, body)
    changed = ok(answer)

    assert changed["quiet_hours"] == {"start": "22:00", "end": "07:00"}
    assert email_of(person, "IMPORT_DONE") == "DAILY"
    assert answer.headers["ETag"] == changed["etag"] == '"2"'
    [change] = ok(person.get("/changes?entity=NOTIFICATION_PREFERENCES"))["items"]
    assert change["id"] == answer.headers["X-Change-Id"]
    assert change["after"]["quiet_hours"] == {"start": "22:00", "end": "07:00"}
    ok(person.patch(PATH, {"digest_hour": 5}))

    ok(person.post(f"/changes/{change['id']}/undo"))

    undone = ok(person.get(PATH))
    assert (undone["quiet_hours"], undone["digest_hour"], undone["etag"]) == (None, 5, '"4"')
    assert email_of(person, "IMPORT_DONE") == "OFF"


def test_only_a_later_change_of_the_same_kind_and_channel_conflicts_with_an_undo(
    person: Person,
) -> None:
    def choose(kind: str, **schedules: str) -> str:
        answer = person.patch(PATH, {"schedules": [{"kind": kind, **schedules}]})
        ok(answer)
        return answer.headers["X-Change-Id"]

    first = choose("IMPORT_DONE", email="DAILY")
    choose("IMPORT_DONE", webhook="DAILY")
    choose("IMPORT_FAILED", email="OFF")
    ok(person.post(f"/changes/{first}/undo"))
    assert (email_of(person, "IMPORT_DONE"), email_of(person, "IMPORT_FAILED")) == ("OFF", "OFF")

    second = choose("IMPORT_DONE", email="WEEKLY")
    later = choose("IMPORT_DONE", email="DAILY")
    refused = problem(person.post(f"/changes/{second}/undo"), 409, "undo-conflict")
    assert refused["conflicts"] == [later]


def test_a_put_replaces_all(person: Person) -> None:
    ok(person.patch(PATH, {"digest_hour": 5, "quiet_hours": {"start": "22:00", "end": "07:00"}}))

    replaced = ok(person.put(PATH, {"digest_weekday": "fr"}))

    assert (replaced["digest_hour"], replaced["quiet_hours"]) == (8, None)
    assert replaced["digest_weekday"] == "FR"


def test_a_change_of_nothing_is_not_written(person: Person) -> None:
    with nothing_written(person):
        assert ok(person.patch(PATH, {"digest_hour": 8}))["etag"] == '"1"'


def test_a_change_of_what_has_changed_meanwhile_is_refused(person: Person) -> None:
    ok(person.patch(PATH, {"digest_hour": 5}))
    headers = {"If-Match": '"1"'}

    refused = problem(
        person.call("PATCH", PATH, json={"digest_hour": 6}, headers=headers),
        412,
        "precondition-failed",
    )

    assert refused["current"]["digest_hour"] == 5
    ok(person.call("PUT", PATH, json={}, headers={"If-Match": '"2"'}))


@pytest.mark.parametrize(
    ("schedule", "field"),
    [
        ({"kind": "NEW_SIGN_IN", "email": "OFF"}, "schedules.0.email"),
        ({"kind": "MEMBER_ADDED", "in_app": "OFF"}, "schedules.0.in_app"),
        ({"kind": "IMPORT_DONE", "in_app": "WEEKLY"}, "schedules.0.in_app"),
        ({"kind": "IMPORT_DONE", "email": None}, "schedules.0.email"),
        ({"kind": "NOTHING"}, "schedules.0.kind"),
        ({"kind": "IMPORT_DONE", "sms": "OFF"}, "schedules.0.sms"),
    ],
)
def test_what_cannot_be_chosen_is_refused_by_its_name(
    person: Person, schedule: dict[str, str], field: str
) -> None:
    with nothing_written(person):
        problem(person.patch(PATH, {"schedules": [schedule]}), 422, "invalid-argument", field)
