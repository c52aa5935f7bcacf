"""Invitations: by e-mail, with a token that is used once by the one who is invited."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from shared.models.sharing.invitation import MAX_OPEN_INVITATIONS
from shared.repositories import connections
from tests.http.answers import documents_of, no_commit, ok, problem
from tests.support.faults import FAULTS, Crashed, fault
from tests.support.ledgers.ledgers import assert_log_is_complete
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.workspaces import Workspace, new_workspace

KEY = {"Idempotency-Key": "a-key"}


def _accept(person: Person, token: str, **options: Any) -> TestResponse:
    return person.post("/workspaces/invitations/accept", {"token": token}, **options)


def _decline(person: Person, token: str) -> TestResponse:
    return person.post("/workspaces/invitations/decline", {"token": token})


def _open_invitations(workspace: Workspace) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ok(workspace.creator.get(f"{workspace.path}/invitations"))[
        "items"
    ]
    return found


def _stored(workspace: Workspace, invitation: dict[str, Any]) -> Any:
    path = f"{workspace.store.ref.path}/invitations/{invitation['id']}"
    return connections.firestore_client().document(path)


def _invitation_log(workspace: Workspace) -> list[dict[str, Any]]:
    """Return the logged changes of invitations, oldest first."""
    admin = workspace.as_seen_by(workspace.creator)
    found = ok(admin.get("/changes?limit=100"))["items"][::-1]
    return [change for change in found if change["entity"] == "INVITATION"]


def test_an_invitation_is_answered_with_its_token_once(workspace: Workspace) -> None:
    response = workspace.creator.post(
        f"{workspace.path}/members", {"email": " Grace@Example.COM ", "role": "Analyst"}
    )

    sent = ok(response, 201)
    assert (sent["email"], sent["role"], sent["status"]) == (
        "grace@example.com", "ANALYST", "PENDING",
    )  # fmt: skip
    valid_for = datetime.fromisoformat(sent["expires_at"]) - datetime.now(UTC)
    assert timedelta(days=6, hours=23) < valid_for < timedelta(days=7, minutes=1)
    assert sent["invited_by"] == workspace.creator.uid
    [listed] = _open_invitations(workspace)
    assert listed == {name: value for name, value in sent.items() if name != "token"}


def test_the_token_is_stored_as_a_hash_and_in_no_log(workspace: Workspace, grace: Person) -> None:
    sent = workspace.invite(grace.email)
    secret = sent["token"].rpartition(".")[2]
    digest = hashlib.sha256(secret.encode()).hexdigest()
    ok(_accept(grace, sent["token"]), 201)

    documents = documents_of(workspace.store.ref.path)

    assert len(secret) >= 43
    stored = json.dumps(documents, default=str)
    assert secret not in stored
    holders = [
        path for path, fields in documents.items() if digest in json.dumps(fields, default=str)
    ]
    assert holders == [_stored(workspace, sent).path]
    invited, accepted = _invitation_log(workspace)
    assert invited["after"] == {
        name: value for name, value in invited["after"].items() if "token" not in name
    }
    assert (accepted["changed_fields"], accepted["actor"]) == (["status"], grace.uid)
    assert accepted["after"]["status"] == "ACCEPTED"


def test_who_is_invited_as_nothing_in_particular_is_a_viewer(
    workspace: Workspace, grace: Person
) -> None:
    path = f"{workspace.path}/members"
    token = ok(workspace.creator.post(path, {"email": grace.email}), 201)["token"]

    response = _accept(grace, token)

    joined = ok(response, 201)
    assert (joined["id"], joined["role"], joined["is_owner"]) == (workspace.id, "VIEWER", False)
    assert response.headers["Location"] == workspace.path
    assert ok(grace.get("/workspaces"))["items"] == [joined]


def test_the_token_alone_lets_nobody_in(workspace: Workspace, grace: Person) -> None:
    token = workspace.invite(grace.email)["token"]
    stranger, thief = registered_user(is_verified=True), registered_user(is_verified=True)
    missing = _accept(stranger, "a.b.c").get_json()

    with no_commit():
        for person in (stranger, thief, workspace.creator):
            for answer in (_accept, _decline):
                refused = problem(answer(person, token), 404, "not-found")
                assert refused | {"instance": ""} == missing | {"instance": ""}
    ok(_accept(grace, token), 201)


def test_an_address_that_is_not_verified_proves_nothing(workspace: Workspace) -> None:
    grace = registered_user()
    token = workspace.invite(grace.email)["token"]

    with no_commit():
        for invited in (token, "a.b.c"):
            problem(_accept(grace, invited), 403, "email-not-verified")
            problem(_decline(grace, invited), 403, "email-not-verified")
    elsewhere = registered_user(is_verified=True)
    ok(_accept(elsewhere, workspace.invite(elsewhere.email)["token"]), 201)


def test_what_is_no_token_of_an_open_invitation_is_missing(
    workspace: Workspace, grace: Person
) -> None:
    token = workspace.invite(grace.email)["token"]
    workspace_id, invitation_id, secret = token.split(".")
    elsewhere = new_workspace()
    forged = (
        "", ".", "..", "...", "x", f"{token}.", f".{token}", token[:-1], token + "x",
        f"{workspace_id}.{invitation_id}.", f"{workspace_id}.{invitation_id}.{secret.swapcase()}",
        f"{elsewhere.id}.{invitation_id}.{secret}", f"nowhere.{invitation_id}.{secret}",
        f"{workspace_id}.x.{secret}", f"__x__.{invitation_id}.{secret}", "a/b.c.d", "é.é.é",
    )  # fmt: skip

    missing = problem(_accept(grace, "a.b.c"), 404, "not-found")
    with no_commit():
        for text in forged:
            for answer in (_accept, _decline):
                refused = problem(answer(grace, text), 404, "not-found")
                assert refused | {"instance": ""} == missing | {"instance": ""}, text
        problem(_accept(grace, "x" * 501), 422, "invalid-argument", "token")
    ok(_accept(grace, token), 201)


@pytest.mark.parametrize("answer", [_accept, _decline])
def test_a_token_is_used_once(workspace: Workspace, grace: Person, answer: Any) -> None:
    token = workspace.invite(grace.email)["token"]
    assert answer(grace, token).status_code in {201, 204}

    with no_commit():
        problem(_accept(grace, token), 410, "invitation-gone")
        problem(_decline(grace, token), 410, "invitation-gone")

    assert _open_invitations(workspace) == []
    is_member = answer is _accept
    assert (grace.get(workspace.path).status_code == 200) is is_member


@pytest.mark.parametrize("attempt", range(3))
def test_of_two_who_use_a_token_at_once_one_gets_in(
    workspace: Workspace, grace: Person, attempt: int
) -> None:
    token = workspace.invite(grace.email)["token"]

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: _accept(grace, token).status_code, range(4)))

    assert sorted(answers) == [201, 410, 410, 410]
    assert [change["after"]["status"] for change in _invitation_log(workspace)] == [
        "PENDING", "ACCEPTED",
    ]  # fmt: skip
    assert_log_is_complete(workspace.store)


def test_an_invitation_expires(workspace: Workspace, grace: Person) -> None:
    sent = workspace.invite(grace.email)
    _stored(workspace, sent).update({"expires_at": datetime.now(UTC) - timedelta(seconds=1)})

    with no_commit():
        problem(_accept(grace, sent["token"]), 410, "invitation-gone")
        problem(_decline(grace, sent["token"]), 410, "invitation-gone")
    assert [one["id"] for one in _open_invitations(workspace)] == [sent["id"]]
    _stored(workspace, sent).update({"expires_at": datetime.now(UTC) + timedelta(hours=1)})
    ok(_accept(grace, sent["token"]), 201)


def test_an_invitation_is_revoked(workspace: Workspace, grace: Person) -> None:
    sent = workspace.invite(grace.email)
    path = f"{workspace.path}/invitations/{sent['id']}"

    ok(workspace.creator.delete(path), 204)

    assert _open_invitations(workspace) == []
    with no_commit():
        problem(_accept(grace, sent["token"]), 410, "invitation-gone")
        for gone in (path, f"{workspace.path}/invitations/none", f"{workspace.path}/invitations/_"):
            problem(workspace.creator.delete(gone), 404, "not-found")
    ok(_accept(grace, workspace.invite(grace.email)["token"]), 201)


def test_an_invitation_of_another_workspace_is_missing(workspace: Workspace, grace: Person) -> None:
    elsewhere = new_workspace()
    sent = elsewhere.invite(grace.email)

    with no_commit():
        foreign = workspace.creator.delete(f"{workspace.path}/invitations/{sent['id']}")
        problem(foreign, 404, "not-found")
    ok(elsewhere.creator.delete(f"{elsewhere.path}/invitations/{sent['id']}"), 204)


def test_inviting_again_replaces_the_open_invitation(workspace: Workspace, grace: Person) -> None:
    first = workspace.invite(grace.email, "viewer")
    second = workspace.invite(grace.email.upper(), "analyst")

    [listed] = _open_invitations(workspace)

    assert (listed["id"], listed["role"]) == (first["id"], "ANALYST")
    with no_commit():
        problem(_accept(grace, first["token"]), 404, "not-found")
    assert ok(_accept(grace, second["token"]), 201)["role"] == "ANALYST"


def test_of_invitations_at_once_one_is_open(workspace: Workspace, grace: Person) -> None:
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda _: workspace.invite(grace.email), range(4)))

    assert len({one["id"] for one in sent}) == len(_open_invitations(workspace)) == 1
    answers = [_accept(grace, one["token"]).status_code for one in sent]
    assert answers.count(201) == 1
    assert set(answers) <= {201, 404, 410}


@pytest.mark.parametrize("status", ["active", "deactivated"])
def test_a_member_is_not_invited_again(workspace: Workspace, grace: Person, status: str) -> None:
    waiting = workspace.invite("ada@example.com")
    workspace.admit(grace)
    workspace.change(grace, status=status)

    with no_commit():
        response = workspace.creator.post(f"{workspace.path}/members", {"email": grace.email})
        problem(response, 409, "already-member")
    assert [one["id"] for one in _open_invitations(workspace)] == [waiting["id"]]


def test_a_deactivated_member_does_not_come_back_by_another_address(
    workspace: Workspace, grace: Person
) -> None:
    workspace.admit(grace, "admin")
    workspace.change(grace, status="deactivated")
    sent = workspace.invite("grace.elsewhere@example.com")
    _stored(workspace, sent).update({"email": grace.email})

    with no_commit():
        problem(_accept(grace, sent["token"]), 409, "already-member")
    problem(grace.get(workspace.path), 404, "not-found")


def test_nobody_joins_a_workspace_that_was_deleted(workspace: Workspace, grace: Person) -> None:
    token = workspace.invite(grace.email)["token"]
    ok(workspace.creator.delete(workspace.path), 204)
    missing = _accept(grace, "a.b.c").get_json()

    with no_commit():
        for answer in (_accept, _decline):
            refused = problem(answer(grace, token), 404, "not-found")
            assert refused | {"instance": ""} == missing | {"instance": ""}
    ok(workspace.creator.post(f"{workspace.path}/restore"))
    ok(_accept(grace, token), 201)


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({}, "email"),
        ({"email": "grace"}, "email"),
        ({"email": "grace@localhost"}, "email"),
        ({"email": "a b@example.com"}, "email"),
        ({"email": "a@b@example.com"}, "email"),
        ({"email": f"{'x' * 250}@example.com"}, "email"),
        ({"email": "a\u0000@example.com"}, "email"),
        ({"email": "a@example.com", "role": "owner"}, "role"),
        ({"email": "a@example.com", "role": None}, "role"),
        ({"email": "a@example.com", "status": "active"}, "status"),
    ],
)
def test_what_is_not_valid_is_named_and_invites_nobody(
    workspace: Workspace, content: dict[str, Any], field: str
) -> None:
    with no_commit():
        response = workspace.creator.post(f"{workspace.path}/members", content)
        problem(response, 422, "invalid-argument", field)


def test_a_workspace_has_so_many_open_invitations(workspace: Workspace, grace: Person) -> None:
    sent = workspace.invite(grace.email)
    stored = _stored(workspace, sent).get().to_dict() or {}
    collection = connections.firestore_client().collection(
        f"{workspace.store.ref.path}/invitations"
    )
    for number in range(MAX_OPEN_INVITATIONS - 1):
        collection.document(f"i{number}").set({**stored, "email": f"{number}@example.com"})

    with no_commit():
        response = workspace.creator.post(f"{workspace.path}/members", {"email": "a@example.com"})
        problem(response, 409, "too-many-members")
    workspace.invite(grace.email)
    collection.document("i0").update({"expires_at": datetime.now(UTC) - timedelta(seconds=1)})
    workspace.invite("a@example.com")


@pytest.mark.parametrize("trouble", sorted(FAULTS))
def test_an_acceptance_happens_once_whatever_went_wrong(
    workspace: Workspace, grace: Person, trouble: str
) -> None:
    token = workspace.invite(grace.email)["token"]

    with fault(trouble) as injected:
        try:
            first = ok(_accept(grace, token, headers=KEY), 201)
        except Crashed:
            first = ok(_accept(grace, token, headers=KEY), 201)
    assert injected.has_struck

    assert ok(_accept(grace, token, headers=KEY), 201) == first
    assert len(_invitation_log(workspace)) == 2
    assert_log_is_complete(workspace.store)
    other = workspace.invite("ada@example.com")["token"]
    problem(_accept(grace, other, headers=KEY), 422, "idempotency-key-reused")


@pytest.mark.parametrize("trouble", sorted(FAULTS))
def test_whatever_went_wrong_the_token_that_is_shown_opens(
    workspace: Workspace, grace: Person, trouble: str
) -> None:
    with fault(trouble) as injected:
        try:
            token = workspace.invite(grace.email)["token"]
        except Crashed:
            token = workspace.invite(grace.email)["token"]
    assert injected.has_struck

    assert len(_open_invitations(workspace)) == 1
    ok(_accept(grace, token), 201)


def test_an_admin_who_is_demoted_meanwhile_invites_nobody(
    workspace: Workspace, grace: Person
) -> None:
    workspace.admit(grace, "admin")
    ada = registered_user(is_verified=True)

    def invite() -> TestResponse:
        return grace.post(f"{workspace.path}/members", {"email": ada.email})

    with ThreadPoolExecutor(2) as pool:
        demotion = pool.submit(workspace.change, grace, role="viewer")
        answer = pool.submit(invite).result()
        demotion.result()

    assert answer.status_code in {201, 403}
    assert not _open_invitations(workspace)
    if answer.status_code == 201:  # The invitation was first, and ends with its sender's right.
        problem(_accept(ada, answer.get_json()["token"]), 410, "invitation-gone")
    assert invite().status_code == 403
