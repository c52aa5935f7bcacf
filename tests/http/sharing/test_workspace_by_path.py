"""Who may do what to a workspace, and to its members."""

from __future__ import annotations

import pytest

from shared.models.people.access import Role
from tests.http.answers import documents_of, no_commit, ok, problem
from tests.http.operations import ON_WORKSPACES, Operation
from tests.support.people import Person, registered_user
from tests.support.people import visitor as new_visitor
from tests.support.workspaces import Workspace, new_workspace

RANKS = {Role.VIEWER: 0, Role.ANALYST: 1, Role.ADMIN: 2}
EVERY_OPERATION = pytest.mark.parametrize("operation", ON_WORKSPACES, ids=str)
MISSING = "01JA2B3C4D5E6F7G8H9JKMNPQR"


@pytest.fixture(scope="module")
def owner(emulators: None) -> Person:
    """A registered user who makes each test's workspace."""
    return registered_user(is_verified=True)


@pytest.fixture(scope="module")
def user(emulators: None) -> Person:
    """A registered user, whom each test gives a role in its workspace."""
    return registered_user(is_verified=True)


@pytest.fixture(scope="module")
def other(emulators: None) -> Person:
    """A member of each test's workspace."""
    return registered_user(is_verified=True)


@pytest.fixture
def workspace(owner: Person, other: Person) -> Workspace:
    """A workspace with another member."""
    made = new_workspace(owner)
    made.admit(other)
    return made


def _furnish(workspace: Workspace, other: Person) -> dict[str, str]:
    invited = workspace.invite("grace@example.com")
    return {"workspace": workspace.id, "member": other.uid, "invitation": invited["id"]}


@pytest.mark.parametrize("role", Role)
@EVERY_OPERATION
def test_a_member_may_do_what_the_role_allows_and_nothing_else(
    workspace: Workspace, user: Person, other: Person, operation: Operation, role: Role
) -> None:
    ids = _furnish(workspace, other)
    workspace.admit(user, role)
    before = documents_of(workspace.store.ref.path)

    response = operation.ask(user, ids)

    if RANKS[role] >= RANKS[operation.least_role]:
        assert response.status_code == operation.status, response.get_data(as_text=True)
    else:
        problem(response, 403, "permission-denied")
        assert documents_of(workspace.store.ref.path) == before


@EVERY_OPERATION
def test_whoever_is_no_active_member_is_not_told_that_there_is_a_workspace(
    workspace: Workspace, user: Person, other: Person, operation: Operation
) -> None:
    ids = _furnish(workspace, other)
    answers = {
        "stranger": operation.ask(user, ids),
        "missing": operation.ask(user, dict.fromkeys(ids, MISSING)),
        "not an id": operation.ask(user, ids | {"workspace": "__x__"}),
    }
    workspace.invite(user.email)
    answers["invited"] = operation.ask(user, ids)
    workspace.admit(user, "admin")
    workspace.change(user, status="deactivated")
    before = documents_of(workspace.store.ref.path)
    answers["deactivated"] = operation.ask(user, ids)
    assert documents_of(workspace.store.ref.path) == before

    bodies = {who: answer.get_json() | {"instance": ""} for who, answer in answers.items()}
    problem(answers["missing"], 404, "not-found")
    assert all(body == bodies["missing"] for body in bodies.values()), bodies
    workspace.change(user, status="active")
    assert operation.ask(user, ids).status_code == operation.status


@EVERY_OPERATION
def test_a_deleted_workspace_is_there_for_nobody_but_an_admin_who_restores_it(
    workspace: Workspace, owner: Person, other: Person, operation: Operation
) -> None:
    ids = _furnish(workspace, other)
    missing = operation.ask(other, dict.fromkeys(ids, MISSING)).get_json()
    ok(owner.delete(workspace.path), 204)
    before = documents_of(workspace.store.ref.path)

    for person in (other, owner):
        if person is owner and operation.path.endswith("/restore"):
            continue
        answer = problem(operation.ask(person, ids), 404, "not-found")
        assert answer | {"instance": ""} == missing | {"instance": ""}
    assert documents_of(workspace.store.ref.path) == before

    ok(owner.post(f"{workspace.path}/restore"))
    assert ok(other.get(workspace.path))["role"] == "VIEWER"


@EVERY_OPERATION
def test_workspaces_are_for_registered_users(
    workspace: Workspace, other: Person, operation: Operation
) -> None:
    ids = _furnish(workspace, other)
    visitor = new_visitor()

    with no_commit():
        problem(operation.ask(visitor, ids), 403, "registration-required")
        problem(visitor.get("/workspaces"), 403, "registration-required")
        problem(visitor.post("/workspaces", {"name": "W"}), 403, "registration-required")
        for answer in ("accept", "decline"):
            response = visitor.post(f"/workspaces/invitations/{answer}", {"token": "a.b.c"})
            problem(response, 403, "registration-required")


@EVERY_OPERATION
def test_the_path_names_the_workspace_and_no_header(
    workspace: Workspace, owner: Person, other: Person, operation: Operation
) -> None:
    ids = _furnish(workspace, other)

    with no_commit():
        response = operation.ask(workspace.as_seen_by(owner), ids)

    problem(response, 422, "invalid-argument", "X-Workspace-Id")
