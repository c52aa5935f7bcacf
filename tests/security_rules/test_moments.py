"""Access follows what is stored: it ends, begins and changes with the next request."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import pytest

from .attempts import DENIED, GRANTED, Attempts, Outcomes, RulesOperation, expected
from .emulators import Answer
from .expectations import KINDS, TENANTS, Tenant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .emulators import Fields
    from .world import World

DEMO, ACCOUNT, WORKSPACE = KINDS
MEMBERSHIP: Final = "workspaces/{workspace}/members"


def everything(world: World, tenant: Tenant, person: str) -> Outcomes:
    """Let someone read all of a tenant."""
    attempts = Attempts(world, tenant, person)
    return attempts.read_documents() | attempts.read_collections()


@contextmanager
def changed(world: World, place: str, fields: Fields) -> Iterator[None]:
    """Have the server change a document's fields for a while, or make it."""
    path = world.path(place)
    if world.server.update(path, fields) != Answer(200):
        world.server.create(path, fields)
    try:
        yield
    finally:
        world.restore_one(path)


def outcomes_of(tenant: Tenant, person: str, outcomes: Outcomes) -> Outcomes:
    """Return what the table has for these operations of a person."""
    return {operation: expected(tenant, person, operation) for operation in outcomes}


OF_DEMOS: Final = [("visitor", DEMO), ("linked", TENANTS["demo_users/{linked}"])]


@pytest.mark.parametrize(("person", "tenant"), OF_DEMOS)
def test_a_demo_closes_when_it_expires(world: World, person: str, tenant: Tenant) -> None:
    before = everything(world, tenant, person)
    with changed(world, tenant.root, {"expires_at": datetime.now(UTC) - timedelta(seconds=1)}):
        after = everything(world, tenant, person)

    assert before == outcomes_of(tenant, person, before)
    assert GRANTED in before.values()
    assert after == dict.fromkeys(before, DENIED)


@pytest.mark.parametrize(("person", "tenant"), OF_DEMOS)
def test_of_a_demo_that_is_claimed_only_its_document_is_left_which_says_so(
    world: World, person: str, tenant: Tenant
) -> None:
    claimed: Fields = {
        "takeover": {"finished_at": datetime.now(UTC)},
        "expires_at": datetime.now(UTC),
    }
    with changed(world, tenant.root, claimed):
        after = everything(world, tenant, person)
        of_stranger = everything(world, tenant, "stranger")

    document = RulesOperation("get", "document")
    assert after == dict.fromkeys(after, DENIED) | {document: GRANTED}
    assert of_stranger == dict.fromkeys(of_stranger, DENIED)


def test_a_demo_gives_way_to_the_ledger_that_it_becomes(world: World) -> None:
    demo, account = TENANTS["demo_users/{linked}"], TENANTS["users/{linked}"]
    before = Attempts(world, account, "linked").read_document("transactions")
    with changed(world, account.root, {"currency": "EUR"}):
        after = Attempts(world, account, "linked").read_document("transactions")
        of_demo = everything(world, demo, "linked")

    assert (before, after) == (DENIED, GRANTED)
    assert of_demo == dict.fromkeys(of_demo, DENIED)


@pytest.mark.parametrize("role", ["viewer", "analyst", "admin"])
@pytest.mark.parametrize("person", ["viewer", "analyst", "admin", "deactivated admin"])
def test_a_member_reads_what_the_role_of_the_moment_allows(
    world: World, person: str, role: str
) -> None:
    with changed(world, f"{MEMBERSHIP}/{{{person}}}", {"role": role, "status": "active"}):
        outcomes = everything(world, WORKSPACE, person)

    assert outcomes == outcomes_of(WORKSPACE, role, outcomes)


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "deactivated"},
        {"status": "invited"},
        {"status": None},
        {"role": "owner"},
        {"role": None},
        {"role": ["admin"]},
    ],
    ids=str,
)
@pytest.mark.parametrize("role", ["viewer", "analyst", "admin"])
def test_a_workspace_closes_to_a_member_whose_membership_becomes(
    world: World, role: str, fields: Fields
) -> None:
    with changed(world, f"{MEMBERSHIP}/{{{role}}}", fields):
        outcomes = everything(world, WORKSPACE, role)

    assert outcomes == dict.fromkeys(outcomes, DENIED)


@pytest.mark.parametrize("role", ["viewer", "analyst", "admin"])
def test_a_workspace_closes_when_it_is_deleted_and_opens_when_it_is_restored(
    world: World, role: str
) -> None:
    with changed(world, WORKSPACE.root, {"deleted_at": datetime.now(UTC)}):
        deleted = everything(world, WORKSPACE, role)
        world.server.update(world.path(WORKSPACE.root), {"deleted_at": None})
        restored = everything(world, WORKSPACE, role)

    assert deleted == dict.fromkeys(deleted, DENIED)
    assert restored == outcomes_of(WORKSPACE, role, restored)


@pytest.mark.parametrize(
    ("own", "other", "tenant"),
    [
        ("visitor", "other visitor", DEMO),
        ("registered", "stranger", ACCOUNT),
        ("analyst", "deactivated analyst", WORKSPACE),
    ],
)
def test_only_a_tenants_own_people_learn_that_a_document_is_missing(
    world: World, own: str, other: str, tenant: Tenant
) -> None:
    missing = world.path(f"{tenant.root}/transactions/missing")

    assert world.as_seen_by(other).get(missing) == Answer(403)
    assert world.as_seen_by(own).get(missing) == Answer(404)


@pytest.mark.parametrize("collection", ["changes", "members", "imports", "transactions", "payees"])
def test_a_member_does_not_learn_whether_there_is_what_the_role_hides(
    world: World, collection: str
) -> None:
    missing = world.path(f"{WORKSPACE.root}/{collection}/missing")

    assert world.as_seen_by("viewer").get(missing) == Answer(403)
    assert world.as_seen_by("admin").get(missing) == Answer(404)
