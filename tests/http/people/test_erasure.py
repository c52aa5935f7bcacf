"""The end of a user over HTTP: nothing of theirs is left, and nothing of anybody else's is lost."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from firebase_admin import auth

from functions.http.background import jobs
from functions.people import me as function
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.repositories import connections
from tests.http.answers import documents_of, nothing_written, ok, problem
from tests.http.ledger_jobs import deliver_data
from tests.http.operations import furnish
from tests.http.tokens import claims_of, unsigned
from tests.support.faults import Crashed, fault
from tests.support.ledgers.ledgers import assert_law_holds, assert_log_is_complete
from tests.support.ledgers.people import Person, forget_everything, registered_user
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.ledgers.workspaces import Workspace, new_workspace
from tests.support.observers.whole_database import places_of
from tests.support.running import running_functions
from tests.support.time_limits import PATIENCE_S

pytestmark = pytest.mark.usefixtures("emulators")


def name_of(person: Person) -> str:
    """Return the unique name of a person."""
    return f"Name of {person.uid}"


def words_of(person: Person) -> list[str]:
    """Return the texts that identify a person."""
    return [word for word in (person.uid, person.email, name_of(person)) if word]


def user_of(person: Person) -> Any:
    """Return the person's user in Firebase Auth; None where there is none."""
    try:
        return auth.get_user(person.uid)
    except auth.UserNotFoundError:
        return None


def assert_nothing_is_left(person: Person) -> None:
    """Check that neither the database nor Firebase Auth has anything of the person."""
    assert places_of(words_of(person)) == set()
    assert user_of(person) is None


def settled(person: Person) -> Person:
    """Return the person, with something of everything in their ledger."""
    furnish(person)
    ok(person.patch("/me", {"display_name": name_of(person), "locale": "de"}))
    orphan = f"{person.store.ref.path}/imports/gone/chunks/0000"
    connections.firestore_client().document(orphan).set({"rows": b""})
    return person


def workspace_of(creator: Person, name: str = "Family") -> Workspace:
    """Create a workspace whose categories have English names, which tests use."""
    return new_workspace(creator, name, locale="en")


def members_of(workspace: Workspace) -> dict[str, dict[str, Any]]:
    """Return the members' documents by uid."""
    path = f"{workspace.store.ref.path}/members"
    found = connections.firestore_client().collection(path).stream()
    return {snapshot.id: snapshot.to_dict() or {} for snapshot in found}


def job_of(person: Person) -> bytes:
    """Return the message that continues a person's erasure at once."""
    now = datetime.now(UTC).isoformat()
    job = LedgerJob(tenant=person.store.ref.path, kind=JobKind.ERASE, subject=now)
    return job.model_dump_json().encode()


@pytest.fixture(autouse=True)
def _empty_database_each_time(emulators: None) -> None:
    """Begin each test with nothing stored: each searches all there is."""
    forget_everything()


@pytest.fixture
def person() -> Person:
    """Return a registered user with something of everything."""
    return settled(registered_user(is_verified=True))


@pytest.fixture
def other() -> Person:
    """Return another user, who must lose nothing."""
    return settled(registered_user(is_verified=True))


@pytest.fixture
def colleague() -> Person:
    """Return another user, who is in workspaces and has no ledger of their own."""
    return registered_user(is_verified=True)


# Everything


def test_nothing_is_left_in_any_collection_and_another_users_is_untouched(
    person: Person, other: Person
) -> None:
    assert len(places_of(words_of(person))) > 30
    recorded = len(list(person.store.transactions.stream_all()))
    others = ok(other.get("/transactions"))["items"]
    assert recorded > len(others) > 2
    with nothing_written(other):
        receipt = ok(person.delete("/me"))
    assert_nothing_is_left(person)
    assert receipt["is_complete"] is True
    expected = {"users": 1, "auth_users": 1, "transactions": recorded}
    assert receipt["erased"].items() >= expected.items()
    assert receipt["erased"].keys() >= {"changes", "chunks", "imports", "mappings", "summaries"}
    assert user_of(other) is not None
    assert ok(other.get("/transactions"))["items"] == others
    problem(person.get("/categories"), 401, "unauthenticated")
    problem(person.delete("/me"), 401, "unauthenticated")
    assert_nothing_is_left(person)


def test_a_user_who_has_never_called_is_erased() -> None:
    stranger = registered_user()
    assert ok(stranger.delete("/me"))["erased"] == {"auth_users": 1}
    assert_nothing_is_left(stranger)


def test_a_demo_visitor_is_erased_without_signing_in_again(other: Person) -> None:
    visitor = new_visitor(samples=True)
    long_ago = unsigned(claims_of(visitor.uid, auth_time=int(time.time()) - 3000))
    with nothing_written(other):
        assert ok(replace(visitor, token=long_ago).delete("/me"))["erased"]["demo_users"] == 1
    assert_nothing_is_left(visitor)


def test_a_demo_that_was_never_claimed_goes_with_its_user() -> None:
    visitor = new_visitor()
    visitor.record()
    registered = unsigned(
        claims_of(
            visitor.uid, auth_time=int(time.time()), firebase={"sign_in_provider": "password"}
        )
    )
    assert ok(replace(visitor, token=registered).delete("/me"))["erased"]["demo_users"] == 1
    assert_nothing_is_left(visitor)


# A recent sign-in


def test_a_sign_in_long_ago_is_not_enough(person: Person) -> None:
    def signed_in(seconds_ago: int | None) -> Person:
        now = int(time.time())
        at = None if seconds_ago is None else now - seconds_ago
        provider = {"sign_in_provider": "password"}
        claims = claims_of(person.uid, iat=now, auth_time=at, firebase=provider)
        return replace(person, token=unsigned(claims))

    with nothing_written(person):
        for ago in (3600, 310, None):
            refused = signed_in(ago).delete("/me")
            problem(refused, 401, "recent-sign-in-required")
            assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert user_of(person).disabled is False
    ok(signed_in(240).delete("/me"))


# Workspaces


def test_a_member_leaves_no_name_in_a_workspace_that_goes_on(
    person: Person, colleague: Person
) -> None:
    workspace, guest = workspace_of(colleague), registered_user(is_verified=True)
    path = workspace.store.ref.path
    member = workspace.admit(person, "admin")
    replace(workspace, creator=person).admit(guest, "viewer")
    invited = replace(workspace, creator=person).invite("somebody@example.com")
    workspace.change(person, role="analyst")
    recorded = member.record("12.50", notes="kept")
    before = documents_of(path)

    receipt = ok(person.delete("/me"))

    assert_nothing_is_left(person)
    assert (receipt["erased"]["members"], receipt["erased"]["invitations"]) == (1, 1)
    assert receipt["anonymised"] > 8
    assert members_of(workspace).keys() == {colleague.uid, guest.uid}
    assert members_of(workspace)[guest.uid]["invited_by"] == "erased"
    after = documents_of(path)
    assert after[f"{path}/invitations/{invited['id']}"]["email"] == "somebody@example.com"
    transaction = f"{path}/transactions/{recorded['id']}"
    assert after[transaction] == before[transaction]
    entries = [document for name, document in after.items() if "/changes/" in name]
    assert {entry["actor"] for entry in entries} == {colleague.uid, guest.uid, "erased"}
    left = max(entries, key=lambda entry: entry["sequence"])
    assert (left["entity"], left["entity_id"], "after" in left) == ("member", "erased", False)
    assert json.loads(left["before"])["email"] == "erased"
    theirs = [e for e in entries if e["entity"] == "member" and e["entity_id"] == colleague.uid]
    assert json.loads(theirs[0]["after"])["email"] == colleague.email
    assert_law_holds(workspace.store)
    assert_log_is_complete(workspace.store)
    assert ok(workspace.as_seen_by(colleague).get("/transactions"))["items"] == [recorded]


def test_a_workspace_that_nobody_else_is_in_is_erased_and_one_of_others_stays(
    person: Person, other: Person
) -> None:
    alone, others = workspace_of(person), workspace_of(other)
    furnish(alone.as_seen_by(person))
    alone.invite("somebody@example.com")
    others.as_seen_by(other).record()
    with nothing_written(other):
        erased = ok(person.delete("/me"))["erased"]
    assert_nothing_is_left(person)
    assert places_of([alone.id]) == set()
    assert erased["workspaces"] == 1
    assert len(ok(others.as_seen_by(other).get("/transactions"))["items"]) == 1


def test_the_last_admin_of_others_is_refused_before_anything_is_done(
    person: Person, colleague: Person
) -> None:
    names = ("Alone", "Home", "Office", "Left", "Deleted")
    alone, home, office, left, deleted = (workspace_of(person, name) for name in names)
    home.admit(colleague, "analyst")
    for workspace in (office, left, deleted):
        workspace.admit(colleague, "admin")
    office.change(colleague, status="deactivated")
    deleted.change(colleague, role="viewer")
    ok(person.delete(deleted.path), 204)
    with nothing_written(person, colleague):
        refused = problem(person.delete("/me"), 409, "last-admin")
    assert sorted(refused["workspaces"]) == sorted([home.id, office.id])
    assert "“Home”" in refused["detail"]
    assert user_of(person).disabled is False
    assert person.uid in members_of(alone)
    home.change(colleague, role="admin")
    office.change(colleague, status="active")
    ok(person.delete("/me"))
    assert_nothing_is_left(person)
    for workspace in (home, office, left):
        assert workspace.store.tenant.get().get_workspace().owner_uid == colleague.uid
        assert_log_is_complete(workspace.store)


def test_an_admin_who_became_the_last_one_meanwhile_is_followed_by_who_is_nearest(
    person: Person, colleague: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, viewer = workspace_of(person), registered_user(is_verified=True)
    workspace.admit(viewer, "viewer")
    workspace.admit(colleague, "analyst")
    monkeypatch.setattr("shared.services.people.erasure.ensure_may_leave", lambda *_: None)
    ok(person.delete("/me"))
    assert_nothing_is_left(person)
    members = members_of(workspace)
    assert members.keys() == {colleague.uid, viewer.uid}
    assert (members[colleague.uid]["role"], members[viewer.uid]["role"]) == ("admin", "viewer")
    assert_log_is_complete(workspace.store)


def test_who_left_or_was_only_invited_is_forgotten_too(person: Person, colleague: Person) -> None:
    workspace, inviting = workspace_of(colleague), workspace_of(colleague)
    member = workspace.admit(person, "analyst")
    member.record()
    sent = b"Date,Amount,Description\n2026-03-31,-1.00,Shop\n"
    ok(member.call("POST", "/imports/preview", data=sent, content_type="text/csv"), 201)
    ok(person.post(f"{workspace.path}/leave"), 204)
    inviting.invite(str(person.email))
    ok(person.delete("/me"))
    assert_nothing_is_left(person)
    assert members_of(workspace).keys() == members_of(inviting).keys() == {colleague.uid}


def test_who_was_invited_is_forgotten_after_the_invitation_is(
    person: Person, colleague: Person
) -> None:
    workspace = workspace_of(colleague)
    for answer in ("ignored", "declined", "revoked"):
        sent = workspace.invite(str(person.email).title())
        if answer == "declined":
            ok(person.post("/workspaces/invitations/decline", {"token": sent["token"]}), 204)
        if answer == "revoked":
            ok(colleague.delete(f"{workspace.path}/invitations/{sent['id']}"), 204)
        stored = f"{workspace.store.ref.path}/invitations/{sent['id']}"
        connections.firestore_client().document(stored).delete()
    assert len(places_of(words_of(person))) > 5
    ok(person.delete("/me"))
    assert_nothing_is_left(person)
    assert_log_is_complete(workspace.store)


# Cut short


@pytest.mark.parametrize("commits", range(13))
def test_an_erasure_that_dies_is_finished_by_its_job(commits: int) -> None:
    person, other = registered_user(is_verified=True), registered_user(is_verified=True)
    person.record()
    workspace, alone = workspace_of(other), workspace_of(person)
    workspace.admit(person, "admin").record()
    alone.as_seen_by(person).record()
    with fault("crash before the commit", skip=commits) as died, pytest.raises(Crashed):
        person.delete("/me")
    assert died.has_struck
    assert user_of(person).disabled is True
    problem(person.delete("/me"), 401, "unauthenticated")

    assert deliver_data(job_of(person)).status_code == 200

    assert_nothing_is_left(person)
    assert places_of([alone.id]) == set()
    assert members_of(workspace).keys() == {other.uid}
    assert_log_is_complete(workspace.store)
    assert deliver_data(job_of(person)).status_code == 200


def test_what_takes_longer_goes_on_in_the_background(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(function, "ERASE_FOR_S", 0.0)
    with running_functions():
        receipt = ok(person.delete("/me"), 202)
        assert receipt["is_complete"] is False
        deadline = time.monotonic() + PATIENCE_S
        while user_of(person) is not None:
            assert time.monotonic() < deadline, "the job was not done"
            time.sleep(0.2)
    assert_nothing_is_left(person)


def test_without_its_job_an_erasure_does_not_begin(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with nothing_written(person), monkeypatch.context() as broken:
        broken.setattr(jobs, "JOBS_TOPIC", "no-such-topic")
        problem(person.delete("/me"), 503, "unavailable")
    assert user_of(person).disabled is False
    ok(person.delete("/me"))
    assert_nothing_is_left(person)


def test_the_job_of_somebody_who_is_not_being_erased_does_nothing(person: Person) -> None:
    with nothing_written(person):
        assert deliver_data(job_of(person)).status_code == 200
    auth.update_user(person.uid, disabled=True)
    assert deliver_data(job_of(person)).status_code == 200
    assert_nothing_is_left(person)


def test_firestore_failing_midway_leaves_the_rest_to_the_job(person: Person) -> None:
    with fault("commit refused", skip=1):
        assert ok(person.delete("/me"), 202)["is_complete"] is False
    assert user_of(person).disabled is True
    assert deliver_data(job_of(person)).status_code == 200
    assert_nothing_is_left(person)


def test_a_request_on_its_way_makes_nothing_anew(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    ok(person.get("/categories"))
    ok(person.delete("/me"))
    # The token is remembered as good for some seconds more.
    remembered: Callable[[object, str], bool] = lambda *_: True  # noqa: E731 (one line, two uses)
    monkeypatch.setattr(
        "shared.repositories.auth.identities.IdentityRepository._is_known_unrevoked", remembered
    )
    problem(person.get("/categories"), 401, "unauthenticated")
    problem(person.post("/categories", {"name": "P", "type": "EXPENSE"}), 401, "unauthenticated")
    assert_nothing_is_left(person)
