"""Names of the members of a workspace: the current ones in their profiles."""

from __future__ import annotations

import pytest

from tests.http.answers import ok, problem
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.workspaces import Workspace, new_workspace


@pytest.fixture
def workspace(emulators: None) -> Workspace:
    """Return a workspace without other members."""
    return new_workspace()


@pytest.fixture
def grace(workspace: Workspace) -> Person:
    """Return a member of the workspace."""
    person = registered_user(is_verified=True)
    workspace.admit(person)
    return person


@pytest.mark.parametrize("name", ["Grace", "G\u0308race Hopper \N{WAVING HAND SIGN}"])
def test_admins_see_the_name_that_somebody_has_now(
    workspace: Workspace, grace: Person, name: str
) -> None:
    admin, path = workspace.creator, f"{workspace.path}/members/{grace.uid}"
    unnamed = admin.get(path)
    ok(grace.patch("/me", {"display_name": name}))

    named = admin.get(path, headers={"If-None-Match": unnamed.headers["ETag"]})

    assert ok(named) == ok(unnamed) | {"display_name": name}
    listed = ok(admin.get(f"{workspace.path}/members"))["items"]
    assert {one["uid"]: one["display_name"] for one in listed} == {
        admin.uid: None,
        grace.uid: name,
    }
    ok(grace.patch("/me", {"display_name": None}))
    assert ok(admin.get(path)) == ok(unnamed)


def test_the_name_is_in_every_answer_that_shows_a_member(
    workspace: Workspace, grace: Person
) -> None:
    admin, path = workspace.creator, f"{workspace.path}/members/{grace.uid}"
    ok(grace.patch("/me", {"display_name": "Grace"}))
    before = admin.get(path).headers["ETag"]

    assert ok(admin.patch(path, {"role": "admin"}))["display_name"] == "Grace"
    stale = admin.delete(path, headers={"If-Match": before})
    assert problem(stale, 412, "precondition-failed")["current"]["display_name"] == "Grace"
    handed = admin.post(f"{workspace.path}/transfer", {"uid": grace.uid})
    assert ok(handed)["display_name"] == "Grace"


def test_every_member_sees_names_and_admins_alone_see_addresses(
    workspace: Workspace, grace: Person
) -> None:
    admin, path = workspace.creator, f"{workspace.path}/members"
    ok(admin.patch("/me", {"display_name": "Ada"}))
    listed = ok(admin.get(path))["items"]
    assert [one["display_name"] for one in listed] == ["Ada", None]
    assert [one["email"] for one in listed] == [admin.email, grace.email]

    seen = ok(grace.get(path))["items"]

    assert seen == [one | {"email": None, "invited_by": None} for one in listed]
    assert [ok(grace.get(f"{path}/{one['uid']}")) for one in seen] == seen
    stranger = registered_user(is_verified=True)
    problem(stranger.get(path), 404, "not-found")


def test_every_answer_with_a_workspace_names_its_owner(workspace: Workspace, grace: Person) -> None:
    admin = workspace.creator
    ok(admin.patch("/me", {"display_name": "Ada"}))
    seen = ok(grace.get(workspace.path))
    assert seen["owner"] == {"uid": admin.uid, "display_name": "Ada"}
    assert ok(grace.get("/workspaces"))["items"] == [seen]

    stale = admin.patch(workspace.path, {"name": "B"}, headers={"If-Match": '"7"'})
    renamed = ok(admin.patch(workspace.path, {"name": "B"}))
    ok(admin.delete(workspace.path), 204)
    restored = ok(admin.post(f"{workspace.path}/restore"))
    made = ok(admin.post("/workspaces", {"name": "C"}), 201)

    for answer in (problem(stale, 412, "precondition-failed")["current"], renamed, restored, made):
        assert answer["owner"] == seen["owner"]
    ok(admin.post(f"{workspace.path}/transfer", {"uid": grace.uid}))
    assert ok(admin.get(workspace.path))["owner"] == {"uid": grace.uid, "display_name": None}
