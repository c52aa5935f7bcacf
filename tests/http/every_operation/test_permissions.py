"""The role that each operation requires of a member of a workspace.

The table is ``operations.py``, and its rows are in ``*/operations.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from shared.models.people.access import Role
from tests.http.answers import no_commit, ok, problem
from tests.http.operations import EVERY, ApiOperation, Scope, furnish
from tests.http.sharing.operations import furnish_workspace
from tests.support.cases import for_each
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.ledgers.workspaces import Workspace, new_workspace
from tests.support.observers.stored_trees import Snapshot

RANKS = {Role.VIEWER: 0, Role.ANALYST: 1, Role.ADMIN: 2}
WITH_ROLES = [
    (row, role, row.least_role) for row in EVERY if row.least_role is not None for role in Role
]
NOT_FOR_VISITORS = [row for row in EVERY if row.scope in {Scope.WORKSPACE, Scope.REGISTERED}]


@dataclass(frozen=True)
class People:
    """Those in each workspace of this module: its owner, and a member in each role."""

    owner: Person
    members: dict[Role, Person]


@dataclass(frozen=True)
class Furnished:
    """A workspace, its members by role, and the ids of what is in it."""

    workspace: Workspace
    members: dict[Role, Person]
    ids: dict[str, str]

    def member(self, role: Role, operation: ApiOperation) -> Person:
        """Return the member in this role, who names the workspace as the operation wants it."""
        member = self.members[role]
        return member if operation.scope is Scope.WORKSPACE else self.workspace.as_seen_by(member)


@pytest.fixture(scope="module")
def people(emulators: None) -> People:
    """Return the owner and the members."""
    members = {role: registered_user(is_verified=True) for role in Role}
    return People(registered_user(is_verified=True), members)


@pytest.fixture(scope="module")
def unchanged(people: People) -> Furnished:
    """Return a workspace in which nothing is changed, or what was changed is put back."""
    workspace = new_workspace(people.owner)
    for role, person in people.members.items():
        workspace.admit(person, role)
    ids = furnish(workspace.as_seen_by(people.owner))
    ids |= furnish_workspace(workspace, people.members[Role.VIEWER])
    return Furnished(workspace, people.members, ids)


@pytest.fixture(scope="module")
def snapshot(unchanged: Furnished) -> Snapshot:
    """Return the workspace as it was made."""
    return Snapshot.take(unchanged.workspace.store.ref.path)


@pytest.fixture
def furnished(unchanged: Furnished, snapshot: Snapshot) -> Iterator[Furnished]:
    """Yield the workspace, which a test may change: it is put back afterwards."""
    yield unchanged
    snapshot.put_back()


def test_every_pair_of_role_and_operation_is_tested() -> None:
    in_ledgers = [row for row in EVERY if row.scope in {Scope.LEDGER, Scope.WORKSPACE}]

    assert len(WITH_ROLES) == len(Role) * len(in_ledgers)


@for_each(
    ("operation", "role"),
    [(row, role) for row, role, least in WITH_ROLES if RANKS[role] < RANKS[least]],
)
def test_a_role_too_low_is_refused(
    unchanged: Furnished, operation: ApiOperation, role: Role
) -> None:
    with no_commit():
        response = operation.ask(unchanged.member(role, operation), unchanged.ids)

    refusal = problem(response, 403, "permission-denied")
    assert refusal["detail"].startswith(f"Your role ({role}) cannot ")


@pytest.mark.parametrize(
    ("operation", "role"),
    [(row, role) for row, role, least in WITH_ROLES if RANKS[role] >= RANKS[least]],
    ids=str,
)
def test_a_member_may_do_what_the_role_allows(
    furnished: Furnished, operation: ApiOperation, role: Role
) -> None:
    response = operation.ask(furnished.member(role, operation), furnished.ids)

    assert response.status_code == operation.status, response.get_data(as_text=True)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
def test_a_refusal_by_role_does_not_tell_what_is_there(unchanged: Furnished, role: Role) -> None:
    member = unchanged.workspace.as_seen_by(unchanged.members[role])

    there = member.delete(f"/transactions/{unchanged.ids['transaction']}")
    missing = member.delete("/transactions/missing")

    assert there.status_code == missing.status_code == 403
    assert there.get_json() | {"instance": ""} == missing.get_json() | {"instance": ""}


@pytest.mark.parametrize(
    ("path", "body", "content_type", "status"),
    [
        ("/transactions", b"{", "application/json", 400),
        ("/transactions", b"x", "text/plain", 415),
        ("/transactions", b"{}", "application/json", 422),
        ("/categories?unknown=1", b"[]", "application/json", 422),
    ],
)
def test_a_role_too_low_is_told_before_anything_wrong_with_the_request(
    unchanged: Furnished, path: str, body: bytes, content_type: str, status: int
) -> None:
    viewer, analyst = (
        unchanged.workspace.as_seen_by(unchanged.members[role])
        for role in (Role.VIEWER, Role.ANALYST)
    )

    refused = viewer.call("POST", path, data=body, content_type=content_type)
    wrong = analyst.call("POST", path, data=body, content_type=content_type)

    problem(refused, 403, "permission-denied")
    assert wrong.status_code == status


def test_a_batch_that_deletes_is_refused_to_whom_may_only_write(unchanged: Furnished) -> None:
    analyst = unchanged.workspace.as_seen_by(unchanged.members[Role.ANALYST])
    entry = {"type": "EXPENSE", "amount": "1.00", "date": "2026-03-31"}

    with no_commit():
        response = analyst.post(
            "/transactions/batch",
            {
                "create": [entry | {"category_id": unchanged.ids["category"]}],
                "delete": [{"id": unchanged.ids["transaction"]}],
            },
        )

    problem(response, 403, "permission-denied")


def test_a_role_that_was_taken_away_is_gone_with_the_next_call(people: People) -> None:
    workspace, user = new_workspace(people.owner), people.members[Role.ADMIN]
    member = workspace.admit(user, "admin")
    path = f"/transactions/{member.record()['id']}"

    workspace.change(user, role="analyst")
    problem(member.delete(path), 403, "permission-denied")
    workspace.change(user, role="admin")
    ok(member.delete(path), 204)


@pytest.mark.parametrize("operation", NOT_FOR_VISITORS, ids=str)
def test_workspaces_and_takeovers_are_for_registered_users(
    unchanged: Furnished, operation: ApiOperation
) -> None:
    visitor = new_visitor()
    ids = unchanged.ids | {"invitation_token": "a.b.c"}

    with no_commit():
        problem(operation.ask(visitor, ids), 403, "registration-required")
