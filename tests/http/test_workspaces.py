from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from shared.models.access import Role, TenantKind, TenantRef
from shared.models.defaults import default_account, default_categories
from shared.models.tenant import Tenant
from shared.repositories import connections
from shared.repositories.store import TenantStore
from tests.http.answers import documents_of, ok, problem
from tests.http.operations import OPERATIONS, Operation, furnish
from tests.support.people import Person, registered_user
from tests.support.people import visitor as new_visitor

RANKS = {Role.VIEWER: 0, Role.ANALYST: 1, Role.ADMIN: 2}


@dataclass(frozen=True)
class Workspace:
    """A shared ledger."""

    id: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def path(self) -> str:
        """Its document's path."""
        return f"workspaces/{self.id}"

    def create(self) -> None:
        """Store it, with the default categories and account."""
        now = datetime.now(UTC)
        ref = TenantRef(TenantKind.WORKSPACE, self.id)
        tenant = Tenant(ref, "USD", "UTC", now).with_categories(default_categories(now))
        tenant = tenant.with_account(default_account(now, "UTC"))
        store = TenantStore(connections.firestore_client(), ref)
        store.transact(lambda unit: unit.tenant.create(tenant))

    def admit(self, person: Person, role: str = "admin", status: str = "active") -> Person:
        """Make someone a member; the same person, acting on the workspace."""
        member = connections.firestore_client().document(f"{self.path}/members/{person.uid}")
        member.set({"role": role, "status": status})
        return self.as_seen_by(person)

    def as_seen_by(self, person: Person) -> Person:
        """The same person, asking for the workspace."""
        return replace(person, headers={"X-Workspace-Id": self.id})


@pytest.fixture
def workspace(emulators: None) -> Workspace:
    """A workspace without members."""
    new = Workspace()
    new.create()
    return new


@pytest.fixture(scope="module")
def user(emulators: None) -> Person:
    """A registered user, whom each test gives a role in its workspace."""
    return registered_user()


@pytest.fixture(scope="module")
def colleague(emulators: None) -> Person:
    """A registered user who sets up each test's workspace."""
    return registered_user()


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_a_member_may_do_what_the_role_allows_and_nothing_else(
    workspace: Workspace, user: Person, colleague: Person, operation: Operation, role: Role
) -> None:
    ids = furnish(workspace.admit(colleague))
    member = workspace.admit(user, role)
    before = documents_of(workspace.path)

    response = operation.ask(member, ids)

    if RANKS[role] >= RANKS[operation.least_role]:
        ok(response, operation.status)
    else:
        problem(response, 403, "permission-denied")
        assert documents_of(workspace.path) == before


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
def test_a_refusal_by_role_does_not_tell_what_is_there(
    workspace: Workspace, user: Person, colleague: Person, role: Role
) -> None:
    ids = furnish(workspace.admit(colleague))
    member = workspace.admit(user, role)

    there = member.delete(f"/transactions/{ids['transaction']}")
    missing = member.delete("/transactions/missing")

    assert there.status_code == missing.status_code == 403
    assert there.get_json() | {"instance": ""} == missing.get_json() | {"instance": ""}


def test_what_is_recorded_in_a_workspace_is_in_no_ledger_of_ones_own(
    workspace: Workspace, user: Person
) -> None:
    member = workspace.admit(user)

    recorded = member.record("12.50")

    assert ok(member.get("/transactions"))["items"] == [recorded]
    problem(user.get(f"/transactions/{recorded['id']}"), 404, "not-found")
    assert f"{workspace.path}/transactions/{recorded['id']}" in documents_of(workspace.path)


def _outsiders(workspace: Workspace, user: Person) -> dict[str, Person]:
    """The user as everyone who is no active member, and one who asks for what is not there."""
    return {
        "no member": workspace.as_seen_by(user),
        "unknown workspace": Workspace().as_seen_by(user),
        "not an id": Workspace("a/b").as_seen_by(user),
        "a reserved id": Workspace("__x__").as_seen_by(user),
        "too long an id": Workspace("x" * 2000).as_seen_by(user),
        "no id": Workspace("").as_seen_by(user),
        "a path": Workspace("../users/x").as_seen_by(user),
    }


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_whoever_is_no_active_member_is_not_told_that_there_is_a_workspace(
    workspace: Workspace, user: Person, colleague: Person, operation: Operation
) -> None:
    ids = furnish(workspace.admit(colleague))
    answers = {
        who: operation.ask(person, ids) for who, person in _outsiders(workspace, user).items()
    }
    before = documents_of(workspace.path)
    for status in ("invited", "deactivated", "ACTIVE", ""):
        answers[status] = operation.ask(workspace.admit(user, status=status), ids)
    after = documents_of(workspace.path)

    assert after.keys() - before.keys() == {f"{workspace.path}/members/{user.uid}"}
    assert {path: after[path] for path in before} == before
    problem(answers["no member"], 404, "not-found")
    bodies = {who: answer.get_json() | {"instance": ""} for who, answer in answers.items()}
    assert all(body == bodies["no member"] for body in bodies.values()), bodies
    ok(operation.ask(workspace.admit(user), ids), operation.status)


def test_a_demo_visitor_is_in_no_workspace(workspace: Workspace) -> None:
    visitor = new_visitor()
    admitted = workspace.admit(visitor)

    for path in ("/categories", "/transactions", "/monthlyReport"):
        problem(admitted.get(path), 404, "not-found")
        ok(visitor.get(path))


def test_a_membership_without_a_workspace_makes_none(user: Person) -> None:
    nowhere = Workspace()
    member = nowhere.admit(user)

    problem(member.get("/categories"), 404, "not-found")
    problem(member.post("/categories", {"name": "P", "type": "EXPENSE"}), 404, "not-found")

    assert documents_of(nowhere.path).keys() == {f"{nowhere.path}/members/{user.uid}"}


def test_a_role_that_was_taken_away_is_gone_with_the_next_call(
    workspace: Workspace, user: Person
) -> None:
    member = workspace.admit(user)
    path = f"/transactions/{member.record()['id']}"

    workspace.admit(user, Role.ANALYST)
    problem(member.delete(path), 403, "permission-denied")
    workspace.admit(user, Role.ADMIN)
    ok(member.delete(path), 204)
