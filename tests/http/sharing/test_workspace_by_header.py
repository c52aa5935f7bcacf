"""A workspace that the header X-Workspace-Id names: there for its active members alone."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from shared.repositories import connections
from tests.http.answers import documents_of, ok, problem
from tests.http.operations import OPERATIONS, ApiOperation, furnish
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.ledgers.workspaces import Workspace, new_workspace
from tests.support.observers.stored_documents import read_tree
from tests.support.observers.stored_trees import Snapshot


@pytest.fixture(scope="module")
def user(emulators: None) -> Person:
    """Return a registered user, whom each test gives a role in the workspace."""
    return registered_user(is_verified=True)


@pytest.fixture(scope="module")
def colleague(emulators: None) -> Person:
    """Return a registered user who made the workspace."""
    return registered_user(is_verified=True)


@pytest.fixture(scope="module")
def made(colleague: Person) -> Workspace:
    """Return a workspace of the colleague without other members, the same for each test."""
    return new_workspace(colleague)


@pytest.fixture(scope="module")
def ids(made: Workspace, colleague: Person) -> dict[str, str]:
    """Return the ids of what the operations need, which is in the workspace."""
    return furnish(made.as_seen_by(colleague))


@pytest.fixture(scope="module")
def snapshot(made: Workspace, ids: dict[str, str]) -> Snapshot:
    """Return the furnished workspace as it was made."""
    return Snapshot.take(made.store.ref.path)


@pytest.fixture
def workspace(made: Workspace, snapshot: Snapshot) -> Workspace:
    """Return the furnished workspace, put back to what it was."""
    snapshot.put_back()
    return made


def _store_member(workspace: Workspace, person: Person, **fields: object) -> Person:
    """Write a member's document as no function would; the person, acting on the workspace."""
    path = f"{workspace.path[1:]}/members/{person.uid}"
    connections.firestore_client().document(path).set({"uid": person.uid, **fields})
    return workspace.as_seen_by(person)


def test_what_is_recorded_in_a_workspace_is_in_no_ledger_of_ones_own(
    user: Person, colleague: Person
) -> None:
    workspace = new_workspace(colleague)
    member = workspace.admit(user, "analyst")

    recorded = member.record("12.50")

    assert ok(member.get("/transactions"))["items"] == [recorded]
    problem(user.get(f"/transactions/{recorded['id']}"), 404, "not-found")
    path = f"{workspace.store.ref.path}/transactions/{recorded['id']}"
    assert path in documents_of(workspace.store.ref.path)


def _outsiders(workspace: Workspace, user: Person) -> dict[str, Person]:
    """Yield requests of users who are not active members, and for a missing workspace."""
    names = {
        "unknown workspace": "01JA2B3C4D5E6F7G8H9JKMNPQR",
        "not an id": "a/b",
        "a reserved id": "__x__",
        "too long an id": "x" * 2000,
        "no id": "",
        "a path": "../users/x",
    }
    others = {who: Workspace(name, user).as_seen_by(user) for who, name in names.items()}
    return {"no member": workspace.as_seen_by(user), **others}


Bodies = dict[str, Any]
"""Bodies of answers, without the ids of their requests, by who asked."""


def _body(response: TestResponse) -> Any:
    return response.get_json() | {"instance": ""}


class _Answers:
    """Answers to every operation, each asked for by everyone in turn; nothing must be written."""

    def __init__(self, workspace: Workspace, ids: dict[str, str]) -> None:
        self._workspace = workspace
        self._ids = ids
        self.bodies: dict[str, Bodies] = {operation.name: {} for operation in OPERATIONS}

    def ask(self, who: str, person: Person) -> None:
        """Ask for every operation as this person, and note the body of each refusal."""
        before = read_tree(self._workspace.store.ref.path)
        for operation in OPERATIONS:
            response = operation.ask(person, self._ids)
            problem(response, 404, "not-found")
            self.bodies[operation.name][who] = _body(response)
        assert read_tree(self._workspace.store.ref.path) == before, who


@pytest.fixture(scope="module")
def refusals(
    made: Workspace, ids: dict[str, str], snapshot: Snapshot, user: Person
) -> dict[str, Bodies]:
    """Ask for every operation as everyone who is no active member, by its name."""
    snapshot.put_back()
    answers = _Answers(made, ids)
    for who, person in _outsiders(made, user).items():
        answers.ask(who, person)
    made.invite(user.email)
    answers.ask("invited", made.as_seen_by(user))
    made.admit(user, "admin")
    made.change(user, status="deactivated")
    answers.ask("deactivated", made.as_seen_by(user))
    for role, status in (("admin", "ACTIVE"), ("admin", ""), ("ADMIN", "active"), ("", "active")):
        member = _store_member(made, user, role=role, status=status)
        answers.ask(f"stored as {role}, {status}", member)
    return answers.bodies


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_whoever_is_no_active_member_is_not_told_that_there_is_a_workspace(
    refusals: dict[str, Bodies],
    workspace: Workspace,
    ids: dict[str, str],
    user: Person,
    operation: ApiOperation,
) -> None:
    bodies = refusals[operation.name]

    assert len(bodies) == 13
    assert all(body == bodies["no member"] for body in bodies.values()), bodies
    member = _store_member(workspace, user, role="admin", status="active")
    ok(operation.ask(member, ids), operation.status)


@pytest.fixture(scope="module")
def refusals_when_deleted(
    made: Workspace, ids: dict[str, str], snapshot: Snapshot, user: Person, colleague: Person
) -> dict[str, Bodies]:
    """Ask for every operation on the deleted workspace and on one that never was, by its name."""
    snapshot.put_back()
    answers = _Answers(made, ids)
    member = made.admit(user)
    answers.ask("missing", Workspace("missing", user).as_seen_by(user))
    ok(colleague.delete(made.path), 204)
    answers.ask("admin", made.as_seen_by(colleague))
    answers.ask("viewer", member)
    return answers.bodies


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_a_workspace_that_was_deleted_is_there_for_nobody_until_it_is_restored(
    refusals_when_deleted: dict[str, Bodies],
    workspace: Workspace,
    ids: dict[str, str],
    colleague: Person,
    operation: ApiOperation,
) -> None:
    bodies = refusals_when_deleted[operation.name]

    assert bodies["admin"] == bodies["viewer"] == bodies["missing"]
    ok(colleague.delete(workspace.path), 204)
    ok(colleague.post(f"{workspace.path}/restore"))
    ok(operation.ask(workspace.as_seen_by(colleague), ids), operation.status)


def test_a_demo_visitor_is_in_no_workspace(workspace: Workspace) -> None:
    visitor = new_visitor()
    admitted = _store_member(workspace, visitor, role="admin", status="active")

    for path in ("/categories", "/transactions", "/monthlyReport"):
        problem(admitted.get(path), 404, "not-found")
        ok(visitor.get(path))


def test_a_membership_without_a_workspace_makes_none(user: Person) -> None:
    nowhere = Workspace("01JA2B3C4D5E6F7G8H9JKMNPQS", user)
    member = _store_member(nowhere, user, role="admin", status="active")

    problem(member.get("/categories"), 404, "not-found")
    problem(member.post("/categories", {"name": "P", "type": "EXPENSE"}), 404, "not-found")
    problem(user.get(nowhere.path), 404, "not-found")

    paths = documents_of(nowhere.store.ref.path).keys()
    assert paths == {f"{nowhere.store.ref.path}/members/{user.uid}"}
