"""A workspace that the header X-Workspace-Id names: there for its active members alone."""

from __future__ import annotations

import pytest

from shared.repositories import connections
from tests.http.answers import documents_of, ok, problem
from tests.http.operations import OPERATIONS, Operation, furnish
from tests.support.people import Person, registered_user
from tests.support.people import visitor as new_visitor
from tests.support.stored_documents import Snapshot, read_tree
from tests.support.workspaces import Workspace, new_workspace


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


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_whoever_is_no_active_member_is_not_told_that_there_is_a_workspace(
    workspace: Workspace, ids: dict[str, str], user: Person, operation: Operation
) -> None:
    outsiders = _outsiders(workspace, user)
    answers = {who: operation.ask(person, ids) for who, person in outsiders.items()}
    workspace.invite(user.email)
    answers["invited"] = operation.ask(workspace.as_seen_by(user), ids)
    workspace.admit(user, "admin")
    workspace.change(user, status="deactivated")
    before = read_tree(workspace.store.ref.path)
    answers["deactivated"] = operation.ask(workspace.as_seen_by(user), ids)
    assert read_tree(workspace.store.ref.path) == before
    for role, status in (("admin", "ACTIVE"), ("admin", ""), ("ADMIN", "active"), ("", "active")):
        member = _store_member(workspace, user, role=role, status=status)
        answers[f"stored as {role}, {status}"] = operation.ask(member, ids)

    problem(answers["no member"], 404, "not-found")
    bodies = {who: answer.get_json() | {"instance": ""} for who, answer in answers.items()}
    assert all(body == bodies["no member"] for body in bodies.values()), bodies
    member = _store_member(workspace, user, role="admin", status="active")
    ok(operation.ask(member, ids), operation.status)


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_a_workspace_that_was_deleted_is_there_for_nobody_until_it_is_restored(
    workspace: Workspace,
    ids: dict[str, str],
    user: Person,
    colleague: Person,
    operation: Operation,
) -> None:
    members = [workspace.as_seen_by(colleague), workspace.admit(user)]
    missing = operation.ask(Workspace("missing", user).as_seen_by(user), ids)
    ok(colleague.delete(workspace.path), 204)
    before = read_tree(workspace.store.ref.path)

    for member in members:
        answer = problem(operation.ask(member, ids), 404, "not-found")
        assert answer | {"instance": ""} == missing.get_json() | {"instance": ""}

    assert read_tree(workspace.store.ref.path) == before
    ok(colleague.post(f"{workspace.path}/restore"))
    ok(operation.ask(members[0], ids), operation.status)


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
