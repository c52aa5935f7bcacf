"""The change log of a workspace: who sees what of it, and who undoes what."""

from __future__ import annotations

from typing import Any

import pytest

from tests.http.answers import documents_of, no_commit, ok, problem
from tests.http.histories import ask_undo
from tests.http.operations import furnish
from tests.support.ledgers.ledgers import assert_law_holds, assert_log_is_complete
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.workspaces import Workspace, new_workspace

LEDGER = {
    "TRANSACTION",
    "CATEGORY",
    "ACCOUNT",
    "CUSTOM_TYPE",
    "OWN_RATE",
    "RECURRING",
    "OCCURRENCE",
    "BUDGET",
    "GOAL",
}
OF_WRITERS = {"RULES", "SETTLED_SUGGESTION"}
"""Kinds whose changes analysts see, and viewers do not."""


@pytest.fixture
def workspace(emulators: None) -> Workspace:
    """Return a workspace without other members."""
    return new_workspace()


@pytest.fixture
def admin(workspace: Workspace) -> Person:
    """Return the creator, acting on the workspace."""
    return workspace.as_seen_by(workspace.creator)


@pytest.fixture
def analyst(workspace: Workspace) -> Person:
    """Return an analyst, acting on the workspace."""
    return workspace.admit(registered_user(is_verified=True), "analyst")


@pytest.fixture
def viewer(workspace: Workspace) -> Person:
    """Return a viewer, acting on the workspace."""
    return workspace.admit(registered_user(is_verified=True), "viewer")


def _listed(person: Person, **query: Any) -> list[dict[str, Any]]:
    """Return all changes that match, newest first, from pages of seven."""
    items: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = ok(person.get("/changes", query_string={"limit": 7, **query, **cursor}))
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        assert len(page["items"]) == 7
        cursor = {"cursor": page["next_cursor"]}


def _followed(person: Person) -> list[dict[str, Any]]:
    """Return all of the feed, oldest first, from pages of seven."""
    items: list[dict[str, Any]] = []
    since = ""
    while True:
        page = ok(person.get("/changes/feed", query_string={"limit": 7, "since": since}))
        items += page["items"]
        if not page["has_more"]:
            return items
        since = page["next_cursor"]


def _latest(person: Person, **query: Any) -> dict[str, Any]:
    return _listed(person, **query)[0]


def _settle(person: Person) -> None:
    ok(person.patch("/settings", {"timezone": "Asia/Tokyo"}))


def test_admins_list_and_filter_everything(
    workspace: Workspace, admin: Person, analyst: Person, viewer: Person
) -> None:
    furnish(admin)
    for number in range(9):
        analyst.record(f"{number + 1}.00")
    _settle(admin)
    everything = _listed(admin)
    sequences = [change["sequence"] for change in everything]
    assert sequences == list(range(len(everything), 0, -1))
    entities = {change["entity"] for change in everything}
    others = {*OF_WRITERS, "SETTINGS", "WORKSPACE", "MEMBER", "INVITATION"}
    assert entities == {*LEDGER, *others}

    for entity in entities:
        expected = [change for change in everything if change["entity"] == entity]
        assert _listed(admin, entity=entity) == _listed(admin, entity=entity.lower()) == expected
    for actor in (admin.uid, analyst.uid, viewer.uid, "nobody"):
        made = [change for change in everything if change["actor"] == actor]
        assert _listed(admin, actor=actor) == made
        joined = [change for change in made if change["entity"] == "MEMBER"]
        assert _listed(admin, actor=actor, entity="member") == joined
        of_viewer = [change for change in made if change["entity_id"] == viewer.uid]
        assert _listed(admin, actor=actor, entity_id=viewer.uid) == of_viewer
    assert len(_listed(admin, actor=viewer.uid)) == 2


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"entity": "nothing"}, "entity"),
        ({"entity": ""}, "entity"),
        ({"actor": "x" * 129}, "actor"),
    ],
)
def test_what_cannot_be_asked_for_is_named(
    settled_visitor: Person, query: dict[str, str], field: str
) -> None:
    problem(settled_visitor.get("/changes", query_string=query), 422, "invalid-argument", field)


def test_a_cursor_leads_nowhere_with_another_filter(admin: Person) -> None:
    cursor = ok(admin.get("/changes?entity=category&limit=1"))["next_cursor"]

    ok(admin.get("/changes", query_string={"entity": "CATEGORY", "cursor": cursor}))
    for query in ({}, {"entity": "account"}, {"entity": "category", "actor": admin.uid}):
        refused = admin.get("/changes", query_string={**query, "cursor": cursor})
        problem(refused, 400, "unreadable")


def test_an_analyst_lists_what_they_did_themselves_to_the_ledger(
    workspace: Workspace, admin: Person, analyst: Person
) -> None:
    admin.record()
    workspace.change(analyst, role="admin")
    own = furnish(analyst)
    _settle(analyst)
    workspace.change(analyst, role="analyst")

    listed = _listed(analyst)

    everything = _listed(admin)
    assert listed == [
        change
        for change in everything
        if change["actor"] == analyst.uid and change["entity"] in {*LEDGER, *OF_WRITERS}
    ]
    assert {change["entity"] for change in listed} == {
        "TRANSACTION",
        "ACCOUNT",
        "CUSTOM_TYPE",
        "OWN_RATE",
        "RECURRING",
        "OCCURRENCE",
        "BUDGET",
        "GOAL",
        *OF_WRITERS,
    }
    assert _listed(analyst, actor=analyst.uid) == listed
    assert _listed(analyst, entity_id=own["rule"]) == _listed(analyst, entity="rules")
    assert _listed(analyst, entity="settings") == _listed(analyst, entity="member") == []
    problem(analyst.get(f"/changes?actor={admin.uid}"), 403, "permission-denied")
    for change in everything:
        answer = analyst.get(f"/changes/{change['id']}")
        if change in listed:
            assert ok(answer) == change
        else:
            problem(answer, 403, "permission-denied")
    problem(analyst.get("/changes/missing"), 404, "not-found")


def test_a_viewer_lists_nothing(admin: Person, viewer: Person) -> None:
    admin.record()
    change = _latest(admin)

    for path in ("/changes", f"/changes/{change['id']}", f"/changes?actor={viewer.uid}"):
        problem(viewer.get(path), 403, "permission-denied")
    problem(viewer.get("/changes/missing"), 403, "permission-denied")


def test_everybody_follows_what_their_role_sees(
    admin: Person, analyst: Person, viewer: Person
) -> None:
    furnish(admin)
    _settle(admin)

    followed = {person.uid: _followed(person) for person in (admin, analyst, viewer)}

    everything = followed[admin.uid]
    assert [item["change_id"] for item in everything] == [c["id"] for c in _listed(admin)[::-1]]
    assert "SETTINGS" in {item["entity"] for item in everything}
    assert followed[analyst.uid] == [
        item for item in everything if item["entity"] in {*LEDGER, *OF_WRITERS}
    ]
    assert [item["change_id"] for item in followed[viewer.uid]] == [
        item["change_id"] for item in everything if item["entity"] in LEDGER
    ]
    assert len(everything) > len(followed[analyst.uid]) > len(followed[viewer.uid]) > 20
    assert "actor" not in viewer.get("/changes/feed").get_data(as_text=True)


def test_an_analyst_undoes_what_they_did_themselves(
    workspace: Workspace, analyst: Person, admin: Person
) -> None:
    recorded = analyst.record()
    creation = _latest(analyst)
    ok(analyst.post("/rules", {"conditions": [
        {"field": "DESCRIPTION", "operator": "CONTAINS", "value": "x"}],
        "actions": {"tags": ["x"]}}), 201)  # fmt: skip
    rule = _latest(analyst)
    rows = [analyst.entry("1.00"), analyst.entry("2.00")]
    ok(analyst.post("/transactions/batch", {"create": rows}))
    batch = _latest(analyst)

    for change, body in ((creation, None), (rule, None), (batch, {"whole_operation": True})):
        undone = ok(ask_undo(analyst, change, body))
        assert {new["actor"] for new in undone["changes"]} == {analyst.uid}
    assert ok(analyst.get("/transactions"))["items"] == []
    assert ok(analyst.get("/rules"))["items"] == []

    again = _latest(analyst, transaction_id=recorded["id"])
    assert again["cause"] == "UNDO"
    ok(ask_undo(analyst, again))
    assert [one["id"] for one in ok(admin.get("/transactions"))["items"]] == [recorded["id"]]
    assert_law_holds(workspace.store)
    assert_log_is_complete(workspace.store)


def test_an_analyst_undoes_nothing_that_others_did(
    workspace: Workspace, analyst: Person, admin: Person, viewer: Person
) -> None:
    analyst.record()
    own = _latest(analyst)
    admin.record()
    anothers = _latest(admin)
    before = documents_of(workspace.store.ref.path)

    for change, person in ((anothers, analyst), (own, viewer), (anothers, viewer)):
        for body in (None, {"whole_operation": True}):
            problem(ask_undo(person, change, body), 403, "permission-denied")
    assert documents_of(workspace.store.ref.path) == before
    ok(ask_undo(admin, own))
    ok(ask_undo(admin, anothers))


def test_an_analyst_does_not_undo_what_their_import_did(
    workspace: Workspace, analyst: Person, admin: Person
) -> None:
    workspace.change(analyst, role="admin")
    furnish(analyst)
    workspace.change(analyst, role="analyst")
    [imported, *_] = [change for change in _listed(analyst) if change["cause"] == "IMPORT"]
    before = documents_of(workspace.store.ref.path)

    for body in (None, {"whole_operation": True}):
        problem(ask_undo(analyst, imported, body), 403, "permission-denied")
    assert documents_of(workspace.store.ref.path) == before
    ok(ask_undo(admin, imported))


def test_settings_that_one_set_as_an_admin_are_undone_by_admins(
    workspace: Workspace, analyst: Person, admin: Person
) -> None:
    workspace.change(analyst, role="admin")
    _settle(analyst)
    change = _latest(admin, entity="settings")
    workspace.change(analyst, role="analyst")

    with no_commit():
        problem(ask_undo(analyst, change), 403, "permission-denied")
    ok(ask_undo(admin, change))
    assert ok(admin.get("/settings"))["timezone"] == "UTC"


def test_what_becomes_of_a_workspace_and_its_members_is_not_undone(
    workspace: Workspace, analyst: Person, admin: Person
) -> None:
    ok(workspace.creator.patch(workspace.path, {"name": "Ours"}))
    workspace.change(analyst, role="viewer")
    workspace.change(analyst, role="analyst")

    for entity in ("WORKSPACE", "MEMBER", "INVITATION"):
        for change in _listed(admin, entity=entity):
            for body in (None, {"whole_operation": True}):
                with no_commit():
                    problem(ask_undo(admin, change, body), 409, "not-undoable")
                    problem(ask_undo(analyst, change, body), 403, "permission-denied")
