"""Recurring entries on the home page: those that are due, and those that come next."""

from __future__ import annotations

from typing import Any

import pytest

from shared.models.people.access import Role
from tests.http.answers import ok
from tests.http.http.test_request_log import lines_of
from tests.http.notifications.made import make
from tests.http.planning.recurring.entries import create, day, offset
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.workspaces import new_workspace

pytestmark = pytest.mark.usefixtures("emulators")


def once(person: Person, at: int, name: str = "Rent", **fields: Any) -> Any:
    """Create an entry with one occurrence."""
    schedule = {"start": day(at), "frequency": "DAILY", "count": 1}
    return create(person, name=name, schedule=schedule, mode="REMIND", **fields)


def shown(person: Person) -> Any:
    return ok(person.get("/dashboard"))["recurring"]


def places(items: list[dict[str, Any]]) -> list[tuple[str, int, str]]:
    return [(one["name"], offset(one["date"]), one["state"]) for one in items]


def reads(capsys: pytest.CaptureFixture[str]) -> int:
    documents: int = lines_of(capsys)[-1]["documents_read"]
    return documents


def test_a_ledger_without_entries_pays_nothing(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown(visitor) == {"due": [], "due_count": 0, "coming": [], "is_partial": False}
    without = reads(capsys)
    once(visitor, 30)
    shown(visitor)

    assert reads(capsys) == without + 2  # Two queries that find nothing.


def test_what_is_due_and_what_comes_within_two_weeks(visitor: Person, one_day: None) -> None:
    for at in (-3, 0, 1, 14, 15):
        once(visitor, at, f"On {at}")

    found = shown(visitor)
    assert places(found["due"]) == [("On -3", -3, "DUE"), ("On 0", 0, "DUE")]
    assert places(found["coming"]) == [("On 1", 1, "PLANNED"), ("On 14", 14, "PLANNED")]
    assert (found["due_count"], found["is_partial"]) == (2, False)
    calendar = ok(visitor.get(f"/recurring/occurrences?from={day(-3)}&to={day(14)}"))
    assert found["due"] + found["coming"] == calendar["items"]


def test_a_change_of_one_occurrence_replaces_the_plan(visitor: Person, one_day: None) -> None:
    entry = create(visitor, 1, schedule={"start": day(1), "frequency": "DAILY", "count": 4})
    path = f"/recurring/{entry['id']}"
    ok(visitor.patch(f"{path}/occurrences/{day(2)}", {"amount": "55.00"}))
    ok(visitor.post(f"{path}/skip", {"nominal": day(3)}))

    assert [(offset(one["date"]), one["amount"]) for one in shown(visitor)["coming"]] == [
        (1, "10.00"),
        (2, "55.00"),
        (4, "10.00"),
    ]


def test_what_is_due_of_an_entry_that_has_ended_or_is_paused_is_shown(
    visitor: Person, one_day: None
) -> None:
    entry = once(visitor, 0)
    path, one = f"/recurring/{entry['id']}/process", {"nominal": day(0)}
    booked = visitor.post(path, one).headers["X-Change-Id"]
    assert shown(visitor)["due"] == []
    ok(visitor.post(f"/changes/{booked}/undo", {}))
    assert ok(visitor.get(f"/recurring/{entry['id']}"))["next_date"] is None
    assert places(shown(visitor)["due"]) == [("Rent", 0, "DUE")]

    ok(visitor.patch(f"/recurring/{entry['id']}", {"paused": True}))
    assert places(shown(visitor)["due"]) == [("Rent", 0, "DUE")]
    ok(visitor.delete(f"/recurring/{entry['id']}"), 204)
    once(visitor, 1, "Other")
    assert shown(visitor)["due"] == []


def test_paused_entries_make_no_room_scarce(visitor: Person, one_day: None) -> None:
    for number in range(11):
        once(visitor, 1, f"Paused {number}", paused=True)
    once(visitor, 2)

    assert places(shown(visitor)["coming"]) == [("Rent", 2, "PLANNED")]
    assert not shown(visitor)["is_partial"]


def test_the_lists_are_bounded_and_say_so(visitor: Person, one_day: None) -> None:
    create(visitor, -12)
    found = shown(visitor)

    assert [offset(one["date"]) for one in found["due"]] == list(range(-9, 1))
    assert found["due_count"] == 13
    assert [offset(one["date"]) for one in found["coming"]] == list(range(1, 11))
    assert found["is_partial"]


def test_entries_that_are_not_read_are_said(visitor: Person, one_day: None) -> None:
    for number in range(10):
        once(visitor, 1, f"Entry {number}")
    assert not shown(visitor)["is_partial"]
    once(visitor, 15, "Later")
    assert not shown(visitor)["is_partial"]
    once(visitor, 14, "Too many")
    assert shown(visitor)["is_partial"]


def test_unread_notifications_are_those_of_the_person_also_in_a_workspace() -> None:
    person = registered_user(is_verified=True)
    ok(person.get("/settings"))
    make(person.store, 2)
    workspace = new_workspace()
    viewer = workspace.admit(person, Role.VIEWER)

    for one in (person, viewer):
        assert ok(one.get("/dashboard"))["unread_notifications"] == 2
    admin = workspace.as_seen_by(workspace.creator)
    assert ok(admin.get("/dashboard"))["unread_notifications"] == 0
