"""A workspace that the path names: there for its active members alone."""

from __future__ import annotations

import pytest

from tests.http.answers import ok, problem
from tests.http.operations import ON_WORKSPACES, ApiOperation
from tests.http.sharing.operations import furnish_workspace
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.workspaces import Workspace, new_workspace
from tests.support.observers.stored_documents import read_tree
from tests.support.observers.stored_trees import Snapshot

EVERY_OPERATION = pytest.mark.parametrize("operation", ON_WORKSPACES, ids=str)
MISSING = "01JA2B3C4D5E6F7G8H9JKMNPQR"


@pytest.fixture(scope="module")
def owner(emulators: None) -> Person:
    """Return a registered user who makes each test's workspace."""
    return registered_user(is_verified=True)


@pytest.fixture(scope="module")
def user(emulators: None) -> Person:
    """Return a registered user, whom each test gives a role in its workspace."""
    return registered_user(is_verified=True)


@pytest.fixture(scope="module")
def other(emulators: None) -> Person:
    """Return a member of each test's workspace."""
    return registered_user(is_verified=True)


@pytest.fixture(scope="module")
def made(owner: Person, other: Person) -> Workspace:
    """Return a workspace with another member; each test finds it as it is here."""
    workspace = new_workspace(owner)
    workspace.admit(other)
    return workspace


@pytest.fixture(scope="module")
def ids(made: Workspace, other: Person) -> dict[str, str]:
    """Return the ids that operations name, which are in the workspace."""
    return furnish_workspace(made, other)


@pytest.fixture(scope="module")
def snapshot(made: Workspace, ids: dict[str, str]) -> Snapshot:
    """Return the furnished workspace as it was made."""
    return Snapshot.take(made.store.ref.path)


@pytest.fixture
def workspace(made: Workspace, snapshot: Snapshot) -> Workspace:
    """Return the furnished workspace, put back to what it was."""
    snapshot.put_back()
    return made


@EVERY_OPERATION
def test_a_path_does_not_tell_whoever_is_no_active_member_that_there_is_a_workspace(
    workspace: Workspace, ids: dict[str, str], user: Person, operation: ApiOperation
) -> None:
    answers = {
        "stranger": operation.ask(user, ids),
        "missing": operation.ask(user, dict.fromkeys(ids, MISSING)),
        "not an id": operation.ask(user, ids | {"workspace": "__x__"}),
    }
    workspace.invite(user.email)
    answers["invited"] = operation.ask(user, ids)
    workspace.admit(user, "admin")
    workspace.change(user, status="deactivated")
    before = read_tree(workspace.store.ref.path)
    answers["deactivated"] = operation.ask(user, ids)
    assert read_tree(workspace.store.ref.path) == before

    bodies = {who: answer.get_json() | {"instance": ""} for who, answer in answers.items()}
    problem(answers["missing"], 404, "not-found")
    assert all(body == bodies["missing"] for body in bodies.values()), bodies
    workspace.change(user, status="active")
    assert operation.ask(user, ids).status_code == operation.status


@EVERY_OPERATION
def test_a_deleted_workspace_is_there_for_nobody_but_an_admin_who_restores_it(
    workspace: Workspace,
    ids: dict[str, str],
    owner: Person,
    other: Person,
    operation: ApiOperation,
) -> None:
    missing = operation.ask(other, dict.fromkeys(ids, MISSING)).get_json()
    ok(owner.delete(workspace.path), 204)
    before = read_tree(workspace.store.ref.path)

    for person in (other, owner):
        if person is owner and operation.path.endswith("/restore"):
            continue
        answer = problem(operation.ask(person, ids), 404, "not-found")
        assert answer | {"instance": ""} == missing | {"instance": ""}
    assert read_tree(workspace.store.ref.path) == before

    ok(owner.post(f"{workspace.path}/restore"))
    assert ok(other.get(workspace.path))["role"] == "VIEWER"


@pytest.mark.parametrize("path", ["/workspaces", "{path}", "{path}/members", "{path}/invitations"])
def test_the_path_names_the_workspace_and_a_header_is_ignored(
    workspace: Workspace, owner: Person, path: str
) -> None:
    path = path.format(path=workspace.path)
    for other in ("nowhere", ""):
        response = owner.get(path, headers={"X-Workspace-Id": other})
        assert ok(response) == ok(owner.get(path))
