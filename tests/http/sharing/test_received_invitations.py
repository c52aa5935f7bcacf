"""Open invitations that a person received: listed and answered without their links."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from werkzeug.test import TestResponse

from shared.repositories import connections
from tests.http.answers import no_commit, ok, problem
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.workspaces import Workspace, new_workspace

MINE = "/workspaces/invitations"


def received_by(person: Person) -> list[dict[str, Any]]:
    """Return the open invitations to a person."""
    found = ok(person.get(MINE))
    assert found["next_cursor"] is None
    items: list[dict[str, Any]] = found["items"]
    return items


def answer(person: Person, invitation: dict[str, Any], verb: str, **options: Any) -> TestResponse:
    """Accept or decline an invitation by the token in the list."""
    return person.post(f"{MINE}/{verb}", {"token": invitation["token"]}, **options)


def test_a_person_sees_the_invitations_to_their_address(
    workspace: Workspace, grace: Person
) -> None:
    ok(workspace.creator.patch("/me", {"display_name": "Ada"}))
    sent = workspace.invite(grace.email.upper(), "analyst")
    other = new_workspace(name="Club")
    later = other.invite(grace.email)
    workspace.invite("somebody@example.com")

    second, first = received_by(grace)

    assert first == {
        "id": sent["id"],
        "workspace": {"id": workspace.id, "name": "Family"},
        "role": "ANALYST",
        "invited_by_name": "Ada",
        "created_at": sent["created_at"],
        "expires_at": sent["expires_at"],
        "token": f"{workspace.id}.{sent['id']}",
    }
    assert (second["id"], second["workspace"]["name"]) == (later["id"], "Club")
    assert second["invited_by_name"] is None


def test_an_invitation_of_the_list_is_accepted_or_declined_once(
    workspace: Workspace, grace: Person
) -> None:
    other = new_workspace()
    workspace.invite(grace.email, "analyst")
    other.invite(grace.email)
    second, first = received_by(grace)

    key = {"Idempotency-Key": "a-key"}
    joined = answer(grace, first, "accept", headers=key)
    ok(answer(grace, second, "decline"), 204)

    assert (ok(joined, 201)["id"], ok(joined, 201)["role"]) == (workspace.id, "ANALYST")
    assert joined.headers["Location"] == workspace.path
    assert ok(answer(grace, first, "accept", headers=key), 201) == ok(joined, 201)
    assert received_by(grace) == []
    assert ok(grace.get("/workspaces"))["items"] == [ok(joined, 201)]
    for answered in (first, second):
        for verb in ("accept", "decline"):
            problem(answer(grace, answered, verb), 410, "invitation-gone")


def test_nobody_else_sees_or_answers_an_invitation(workspace: Workspace, grace: Person) -> None:
    workspace.invite(grace.email)
    [invitation] = received_by(grace)
    stranger = registered_user(is_verified=True)
    missing = answer(stranger, {"token": f"{workspace.id}.nobody"}, "accept").get_json()

    with no_commit():
        for person in (stranger, workspace.creator):
            assert received_by(person) == []
            for verb in ("accept", "decline"):
                told = problem(answer(person, invitation, verb), 404, "not-found")
                assert told | {"instance": ""} == missing | {"instance": ""}
        for forged in (f"{invitation['token']}.", f"{invitation['token']}.x", "__x__.a", "a"):
            problem(answer(grace, {"token": forged}, "accept"), 404, "not-found")
    ok(answer(grace, invitation, "accept"), 201)


def test_an_address_that_is_not_verified_shows_no_invitation(workspace: Workspace) -> None:
    unverified = registered_user()
    sent = workspace.invite(unverified.email)

    assert received_by(unverified) == []
    token = f"{workspace.id}.{sent['id']}"
    with no_commit():
        for verb in ("accept", "decline"):
            problem(answer(unverified, {"token": token}, verb), 403, "email-not-verified")


def test_an_invitation_is_found_behind_many_that_cannot_be_accepted(
    workspace: Workspace, grace: Person
) -> None:
    real = workspace.invite(grace.email)
    gone = new_workspace()
    sent = gone.invite(grace.email)
    root = connections.firestore_client().document(gone.store.ref.path)
    stored = root.collection("invitations").document(sent["id"]).get().to_dict() or {}
    batch = connections.firestore_client().batch()
    for number in range(119):
        batch.set(root.collection("invitations").document(f"i{number}"), stored)
    batch.commit()

    first = ok(grace.get(f"{MINE}?limit=100"))
    second = ok(grace.get(f"{MINE}?limit=100&cursor={first['next_cursor']}"))

    assert {one["workspace"]["id"] for one in first["items"]} == {gone.id}
    assert (len(first["items"]), len(second["items"])) == (100, 21)
    assert second["items"][-1]["id"] == real["id"]
    assert len({one["id"] for one in (*first["items"], *second["items"])}) == 121
    assert second["next_cursor"] is None
    for cursor in ("x", f"A{first['next_cursor']}"):
        problem(grace.get(f"{MINE}?cursor={cursor}"), 400, "unreadable")
    ok(gone.creator.delete(gone.path), 204)
    assert [one["id"] for one in received_by(grace)] == [real["id"]]


def test_what_cannot_be_accepted_is_not_listed(workspace: Workspace, grace: Person) -> None:
    gone, expired = new_workspace(), new_workspace()
    gone.invite(grace.email)
    ok(gone.creator.delete(gone.path), 204)
    sent = expired.invite(grace.email)
    document = f"{expired.store.ref.path}/invitations/{sent['id']}"
    past = datetime.now(UTC) - timedelta(seconds=1)
    connections.firestore_client().document(document).update({"expires_at": past})
    revoked = workspace.invite(grace.email)
    ok(workspace.creator.delete(f"{workspace.path}/invitations/{revoked['id']}"), 204)

    assert received_by(grace) == []
