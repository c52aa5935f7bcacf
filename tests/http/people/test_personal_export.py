"""Everything of a person in one file."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.http.answers import ok, problem
from tests.http.operations import furnish
from tests.support.ledgers.people import Person, anonymous_user, registered_user
from tests.support.ledgers.workspaces import new_workspace

pytestmark = pytest.mark.usefixtures("emulators")


def export_of(person: Person) -> Any:
    """Return the person's export."""
    response = person.get("/me/export")
    assert response.status_code == 200, response.get_data(as_text=True)
    assert response.content_type == "application/json"
    assert response.headers["Content-Disposition"].startswith('attachment; filename="me-2')
    return json.loads(response.get_data())


def test_all_of_a_person_is_in_it_and_nothing_of_another() -> None:
    person, other = registered_user(is_verified=True), registered_user(is_verified=True)
    for somebody in (person, other):
        furnish(somebody)
    ok(person.patch("/me", {"display_name": "Ada"}))
    home, office = new_workspace(person, "Home"), new_workspace(other, "Office")
    office.admit(person)
    office.change(person, status="deactivated")

    export = export_of(person)

    assert export.keys() == {
        "format", "version", "exported_at", "profile", "memberships", "notification_preferences",
        "webhooks", "deliveries", "notifications", "ledger", "changes",
    }  # fmt: skip
    assert export["profile"] == ok(person.get("/me"))
    known = {m["workspace_id"]: (m["name"], m["role"], m["status"]) for m in export["memberships"]}
    assert known == {
        home.id: ("Home", "ADMIN", "ACTIVE"),
        office.id: (None, "VIEWER", "DEACTIVATED"),
    }
    ledger = ok(person.get("/exports/ledger"))
    assert export["ledger"] | {"exported_at": ""} == ledger | {"exported_at": ""}
    sign_in, *newest_first = ok(person.get("/changes?limit=100"))["items"]
    assert sign_in["entity"] == "SIGN_IN", "of asking for the profile, after the export"
    assert export["changes"] == newest_first[::-1]
    assert [change["sequence"] for change in export["changes"]] == list(
        range(1, len(newest_first) + 1)
    )
    assert other.uid not in json.dumps(export)


def test_the_ledger_in_it_can_be_restored() -> None:
    person, other = registered_user(), registered_user()
    person.record("12.50")
    backup = json.dumps(export_of(person)["ledger"])
    options = {"data": backup, "content_type": "application/json"}
    ok(other.call("POST", "/imports/restore", **options), 201)
    assert ok(other.get("/transactions")) == ok(person.get("/transactions"))


def test_a_demo_visitor_takes_theirs_along(visitor: Person) -> None:
    recorded = visitor.record()
    export = export_of(visitor)
    assert (export["profile"]["is_demo"], export["memberships"]) == (True, [])
    assert [entry["id"] for entry in export["ledger"]["transactions"]] == [recorded["id"]]


def test_a_new_user_has_what_a_ledger_begins_with() -> None:
    export = export_of(registered_user())
    assert (len(export["ledger"]["categories"]), export["ledger"]["transactions"]) == (16, [])


def test_an_anonymous_user_without_a_demo_has_nothing_to_take() -> None:
    problem(anonymous_user().get("/me/export"), 403, "no-tenant")


def test_long_change_logs_are_read_page_by_page(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.repositories.history.changes._PAGE_SIZE", 5)
    changes = export_of(visitor)["changes"]
    assert [change["sequence"] for change in changes] == list(range(1, len(changes) + 1))
    assert len(changes) > 15
