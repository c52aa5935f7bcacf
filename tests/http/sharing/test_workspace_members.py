"""Members of workspaces: changed, removed, leaving, and whose a workspace is."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from werkzeug.test import TestResponse

from shared.models.sharing.member import MAX_MEMBERS
from shared.repositories import connections
from tests.http.answers import documents_of, no_commit, ok, problem
from tests.support.faults import FAULTS, Crashed, fault
from tests.support.ledgers.ledgers import assert_law_holds, assert_log_is_complete
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.workspaces import Workspace, new_workspace


@pytest.fixture
def workspace(emulators: None) -> Workspace:
    """Return a workspace without other members."""
    return new_workspace()


@pytest.fixture
def owner(workspace: Workspace) -> Person:
    """Return the creator of the workspace."""
    return workspace.creator


@pytest.fixture
def grace(emulators: None) -> Person:
    """Return a registered user."""
    return registered_user(is_verified=True)


@pytest.fixture
def ada(emulators: None) -> Person:
    """Return another registered user."""
    return registered_user(is_verified=True)


def _members(workspace: Workspace, asker: Person | None = None) -> dict[str, dict[str, Any]]:
    """Return the members by uid, as an admin sees them."""
    asker = asker or workspace.creator
    items = ok(asker.get(f"{workspace.path}/members"))["items"]
    return {member["uid"]: member for member in items}


def _patch(workspace: Workspace, actor: Person, whom: Person, **fields: str) -> TestResponse:
    return actor.patch(f"{workspace.path}/members/{whom.uid}", fields)


def _remove(workspace: Workspace, actor: Person, whom: Person) -> TestResponse:
    return actor.delete(f"{workspace.path}/members/{whom.uid}")


def _erase_account(workspace: Workspace, person: Person) -> None:
    """Take a member away as the erasure of an account does, which asks nobody."""
    path = f"{workspace.store.ref.path}/members/{person.uid}"
    connections.firestore_client().document(path).delete()


def _active_admins(workspace: Workspace) -> set[str]:
    """Return the uids of those who are active admins, by what is stored."""
    return {
        path.rpartition("/")[2]
        for path, fields in documents_of(workspace.store.ref.path).items()
        if "/members/" in path and (fields["role"], fields["status"]) == ("admin", "active")
    }


def test_two_people_work_in_one_workspace(workspace: Workspace, grace: Person) -> None:
    admin = workspace.as_seen_by(workspace.creator)

    analyst = workspace.admit(grace, "analyst")
    recorded = analyst.record("12.50")
    assert ok(admin.get(f"/transactions/{recorded['id']}")) == recorded
    changed = ok(admin.patch(f"/transactions/{recorded['id']}", {"amount": "3.00"}))
    assert ok(analyst.get("/transactions"))["items"] == [changed]
    assert ok(analyst.get("/monthlyReport?year=2026&month=3"))["total_expenses"] == "3.00"
    workspace.change(grace, role="viewer")
    assert ok(analyst.get("/transactions"))["items"] == [changed]
    problem(analyst.post("/transactions", analyst.entry()), 403, "permission-denied")
    workspace.change(grace, status="deactivated")
    problem(analyst.get("/transactions"), 404, "not-found")
    workspace.change(grace, status="active")
    assert ok(analyst.get("/transactions"))["items"] == [changed]
    ok(_remove(workspace, workspace.creator, grace), 204)
    problem(analyst.get("/transactions"), 404, "not-found")
    assert ok(grace.get("/transactions"))["items"] == []
    assert_law_holds(workspace.store)
    assert_log_is_complete(workspace.store)


def test_admins_see_who_is_a_member(workspace: Workspace, owner: Person, grace: Person) -> None:
    workspace.admit(grace, "analyst")

    first, second = _members(workspace).values()

    assert first == {
        "uid": owner.uid,
        "email": owner.email,
        "display_name": None,
        "role": "ADMIN",
        "status": "ACTIVE",
        "is_owner": True,
        "joined_at": first["joined_at"],
        "invited_by": None,
        "etag": '"1"',
    }
    assert (second["uid"], second["email"], second["role"]) == (grace.uid, grace.email, "ANALYST")
    assert (second["invited_by"], second["is_owner"]) == (owner.uid, False)
    assert ok(owner.get(f"{workspace.path}/members/{grace.uid}")) == second
    for uid in ("nobody", "__x__", "x" * 2000, "%FF"):
        problem(owner.get(f"{workspace.path}/members/{uid}"), 404, "not-found")


def test_a_member_is_changed_by_those_who_know_them(workspace: Workspace, grace: Person) -> None:
    workspace.admit(grace)
    owner, path = workspace.creator, f"{workspace.path}/members/{grace.uid}"
    known = {"If-Match": owner.get(path).headers["ETag"]}

    changed = owner.patch(path, {"role": "Analyst"}, headers=known)

    assert ok(changed)["role"] == "ANALYST"
    stale = problem(
        owner.patch(path, {"status": "deactivated"}, headers=known), 412, "precondition-failed"
    )
    assert stale["current"] == changed.get_json()
    problem(owner.delete(path, headers=known), 412, "precondition-failed")
    with no_commit():
        assert ok(owner.patch(path, {"role": "analyst"})) == changed.get_json()
        assert ok(owner.patch(path, {})) == changed.get_json()
    ok(owner.delete(path, headers={"If-Match": changed.headers["ETag"]}), 204)
    problem(owner.delete(path), 404, "not-found")


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"role": "owner"}, "role"),
        ({"role": None}, "role"),
        ({"status": "invited"}, "status"),
        ({"status": None}, "status"),
        ({"email": "a@example.com"}, "email"),
        ({"uid": "x"}, "uid"),
    ],
)
def test_what_is_not_valid_is_named_and_changes_nothing(
    workspace: Workspace, grace: Person, content: dict[str, Any], field: str
) -> None:
    workspace.admit(grace)

    with no_commit():
        path = f"{workspace.path}/members/{grace.uid}"
        problem(workspace.creator.patch(path, content), 422, "invalid-argument", field)


def test_a_member_of_another_workspace_is_none_of_this_one(
    workspace: Workspace, owner: Person, grace: Person
) -> None:
    elsewhere = new_workspace(owner)
    elsewhere.admit(grace)

    with no_commit():
        for response in (
            owner.get(f"{workspace.path}/members/{grace.uid}"),
            _patch(workspace, owner, grace, role="admin"),
            _remove(workspace, owner, grace),
        ):
            problem(response, 404, "not-found")
    ok(owner.get(f"{elsewhere.path}/members/{grace.uid}"))


def test_the_last_active_admin_stays(workspace: Workspace, owner: Person, grace: Person) -> None:
    workspace.admit(grace, "admin")
    workspace.change(grace, status="deactivated")

    with no_commit():
        for response in (
            owner.post(f"{workspace.path}/leave"),
            _remove(workspace, owner, owner),
            _patch(workspace, owner, owner, role="analyst"),
            _patch(workspace, owner, owner, status="deactivated"),
        ):
            problem(response, 409, "last-admin")
    workspace.change(grace, status="active")
    ok(owner.post(f"{workspace.path}/leave"), 204)
    assert _active_admins(workspace) == {grace.uid}


def test_the_owner_is_removed_and_demoted_by_nobody_else(
    workspace: Workspace, owner: Person, grace: Person
) -> None:
    workspace.admit(grace, "admin")

    with no_commit():
        for response in (
            _remove(workspace, grace, owner),
            _patch(workspace, grace, owner, role="viewer"),
            _patch(workspace, grace, owner, status="deactivated"),
            grace.post(f"{workspace.path}/transfer", {"uid": grace.uid}),
        ):
            problem(response, 409, "workspace-owner")
    ok(_patch(workspace, owner, grace, role="viewer"))


@pytest.mark.parametrize("way", ["leave", "remove", "demote", "deactivate"])
def test_an_owner_who_ceases_to_be_an_admin_passes_the_workspace_on(
    workspace: Workspace, owner: Person, grace: Person, ada: Person, way: str
) -> None:
    workspace.admit(registered_user(is_verified=True), "analyst")
    workspace.admit(grace, "admin")
    workspace.admit(ada, "admin")

    response = {
        "leave": lambda: owner.post(f"{workspace.path}/leave"),
        "remove": lambda: _remove(workspace, owner, owner),
        "demote": lambda: _patch(workspace, owner, owner, role="viewer"),
        "deactivate": lambda: _patch(workspace, owner, owner, status="deactivated"),
    }[way]()

    assert response.status_code in {200, 204}
    assert _active_admins(workspace) == {grace.uid, ada.uid}
    owners = {uid for uid, member in _members(workspace, ada).items() if member["is_owner"]}
    assert owners == {grace.uid}
    problem(_remove(workspace, ada, grace), 409, "workspace-owner")
    assert_log_is_complete(workspace.store)


def test_a_workspace_is_handed_over(workspace: Workspace, owner: Person, grace: Person) -> None:
    workspace.admit(grace, "viewer")

    member = ok(owner.post(f"{workspace.path}/transfer", {"uid": grace.uid}))

    assert (member["role"], member["is_owner"]) == ("ADMIN", True)
    assert ok(grace.get(workspace.path))["is_owner"] is True
    assert ok(owner.get(workspace.path))["role"] == "ADMIN"
    problem(owner.post(f"{workspace.path}/transfer", {"uid": owner.uid}), 409, "workspace-owner")
    ok(_patch(workspace, grace, owner, role="viewer"))
    assert_log_is_complete(workspace.store)


def test_a_workspace_is_handed_over_to_active_members_alone(
    workspace: Workspace, owner: Person, grace: Person, ada: Person
) -> None:
    workspace.admit(grace)
    workspace.change(grace, status="deactivated")

    with no_commit():
        for uid in (grace.uid, ada.uid, "nobody"):
            response = owner.post(f"{workspace.path}/transfer", {"uid": uid})
            problem(response, 422, "invalid-argument", "uid")
        problem(owner.post(f"{workspace.path}/transfer", {}), 422, "invalid-argument", "uid")
        ok(owner.post(f"{workspace.path}/transfer", {"uid": owner.uid}))


def test_where_the_owners_account_was_erased_any_admin_takes_over(
    workspace: Workspace, owner: Person, grace: Person
) -> None:
    workspace.admit(grace, "admin")
    _erase_account(workspace, owner)

    ok(grace.post(f"{workspace.path}/transfer", {"uid": grace.uid}))

    assert ok(grace.get(workspace.path))["is_owner"] is True
    problem(grace.post(f"{workspace.path}/leave"), 409, "last-admin")


def _at_once(*asks: Any) -> list[int]:
    """Return the statuses of requests that are sent at the same time."""
    with ThreadPoolExecutor(len(asks)) as pool:
        return [one.result().status_code for one in [pool.submit(ask) for ask in asks]]


@pytest.mark.parametrize("attempt", range(3))
def test_of_two_admins_who_demote_each_other_at_once_one_stays(
    workspace: Workspace, owner: Person, grace: Person, ada: Person, attempt: int
) -> None:
    workspace.admit(grace, "admin")
    workspace.admit(ada, "admin")
    _erase_account(workspace, owner)

    statuses = _at_once(
        lambda: _patch(workspace, grace, ada, role="viewer"),
        lambda: _patch(workspace, ada, grace, role="viewer"),
    )

    assert sorted(statuses) == [200, 403]
    assert len(_active_admins(workspace)) == 1


@pytest.mark.parametrize("attempt", range(3))
def test_of_two_admins_who_leave_at_once_one_stays(
    workspace: Workspace, owner: Person, grace: Person, attempt: int
) -> None:
    workspace.admit(grace, "admin")
    workspace.admit(registered_user(is_verified=True), "analyst")

    statuses = _at_once(
        lambda: owner.post(f"{workspace.path}/leave"),
        lambda: grace.post(f"{workspace.path}/leave"),
    )

    assert sorted(statuses) == [204, 409]
    assert len(_active_admins(workspace)) == 1
    [left] = _active_admins(workspace)
    assert workspace.store.tenant.get().get_workspace().owner_uid == left


def test_of_many_changes_at_once_none_is_lost(workspace: Workspace, owner: Person) -> None:
    people = [registered_user(is_verified=True) for _ in range(4)]
    for person in people:
        workspace.admit(person)

    changes = [partial(_patch, workspace, owner, person, role="analyst") for person in people]

    assert _at_once(*changes) == [200] * 4
    roles = [_members(workspace)[person.uid]["role"] for person in people]
    assert roles == ["ANALYST"] * 4
    assert_log_is_complete(workspace.store)


@pytest.mark.parametrize("trouble", sorted(FAULTS))
@pytest.mark.parametrize("verb", ["change", "remove", "leave", "transfer"])
def test_a_change_of_members_happens_once_whatever_went_wrong(
    workspace: Workspace, owner: Person, grace: Person, verb: str, trouble: str
) -> None:
    workspace.admit(grace, "admin")
    asks: dict[str, Callable[[], TestResponse]] = {
        "change": lambda: _patch(workspace, owner, grace, role="viewer"),
        "remove": lambda: _remove(workspace, owner, grace),
        "leave": lambda: owner.post(f"{workspace.path}/leave"),
        "transfer": lambda: owner.post(f"{workspace.path}/transfer", {"uid": grace.uid}),
    }
    ask = asks[verb]
    entries = {"change": 1, "remove": 1, "leave": 2, "transfer": 1}[verb]
    before = workspace.store.tenant.get().ledger.sequence

    with fault(trouble) as injected:
        try:
            assert ask().status_code in {200, 204}
        except Crashed:
            if trouble == "crash before the commit":
                assert ask().status_code in {200, 204}

    assert injected.has_struck
    assert workspace.store.tenant.get().ledger.sequence == before + entries
    assert_log_is_complete(workspace.store)


def test_a_workspace_has_room_for_so_many(workspace: Workspace, grace: Person) -> None:
    token = workspace.invite(grace.email)["token"]
    members = connections.firestore_client().collection(f"{workspace.store.ref.path}/members")
    for number in range(MAX_MEMBERS - 1):
        members.document(f"m{number}").set(
            {"uid": f"m{number}", "role": "viewer", "status": "deactivated"}
        )

    with no_commit():
        response = grace.post("/workspaces/invitations/accept", {"token": token})
        problem(response, 409, "too-many-members")
    members.document("m0").delete()
    ok(grace.post("/workspaces/invitations/accept", {"token": token}), 201)


def test_what_becomes_of_members_is_logged(workspace: Workspace, grace: Person) -> None:
    workspace.admit(grace, "viewer")
    workspace.change(grace, role="analyst")
    workspace.change(grace, status="deactivated")
    ok(_remove(workspace, workspace.creator, grace), 204)

    admin = workspace.as_seen_by(workspace.creator)
    entries = ok(admin.get(f"/changes?entity_id={grace.uid}"))["items"][::-1]

    joined, promoted, deactivated, removed = entries
    assert {entry["entity"] for entry in entries} == {"MEMBER"}
    assert (joined["actor"], joined["action"]) == (grace.uid, "CREATED")
    assert (promoted["before"]["role"], promoted["after"]["role"]) == ("VIEWER", "ANALYST")
    assert deactivated["changed_fields"] == ["status"]
    assert (removed["actor"], removed["action"]) == (workspace.creator.uid, "DELETED")
