"""A tenant's own people read its documents, and nobody else does.

Each row sets an attempt that succeeds against one that fails, and names the one fact in which the
two differ. Every row is tried with each way of reading each of the tenant's documents.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from .emulators import Answer, Documents
from .world import LEDGER, MEMBERS, NOBODY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .world import World

GRANTED: Final = 200
DENIED: Final = 403
MISSING: Final = 404


class Read(NamedTuple):
    """A way of reading, and what it reads below a tenant's root document."""

    verb: str
    below: str = ""


class Attempt(NamedTuple):
    """Someone, and the tenant whose documents they ask for."""

    person: str
    tenant: str


class Contrast(NamedTuple):
    """Two attempts that differ in one fact: the first is granted, the second denied."""

    fact: str
    granted: Attempt
    denied: Attempt


VERBS: Final[Mapping[str, Callable[[Documents, str], Answer]]] = {
    "get": Documents.get,
    "list": Documents.list,
    "query": Documents.query,
    "count": Documents.count,
}

LIVE_DEMO: Final = Attempt("visitor", "demo_users/{visitor}")
UNLINKED_DEMO: Final = Attempt("unlinked", "demo_users/{unlinked}")
DEMO: Final = (
    Contrast("another visitor", LIVE_DEMO, Attempt("other visitor", "demo_users/{visitor}")),
    Contrast("no token", LIVE_DEMO, Attempt(NOBODY, "demo_users/{visitor}")),
    Contrast("a registered user", LIVE_DEMO, Attempt("registered", "demo_users/{visitor}")),
    Contrast("expired", LIVE_DEMO, Attempt("late visitor", "demo_users/{late visitor}")),
    Contrast(
        "no expiry",
        LIVE_DEMO,
        Attempt("visitor without expiry", "demo_users/{visitor without expiry}"),
    ),
    Contrast(
        "an expiry that is no instant",
        LIVE_DEMO,
        Attempt("visitor with textual expiry", "demo_users/{visitor with textual expiry}"),
    ),
    Contrast(
        "no demo document",
        LIVE_DEMO,
        Attempt("visitor without demo", "demo_users/{visitor without demo}"),
    ),
    Contrast("the same uid linked", UNLINKED_DEMO, Attempt("linked", "demo_users/{unlinked}")),
)

OWN_ACCOUNT: Final = Attempt("registered", "users/{registered}")
ACCOUNT: Final = (
    Contrast("another user", OWN_ACCOUNT, Attempt("other registered", "users/{registered}")),
    Contrast("no token", OWN_ACCOUNT, Attempt(NOBODY, "users/{registered}")),
    Contrast("a visitor", OWN_ACCOUNT, Attempt("visitor", "users/{registered}")),
    Contrast("a workspace's admin", OWN_ACCOUNT, Attempt("admin", "users/{registered}")),
    Contrast(
        "the same uid not yet linked",
        Attempt("linked", "users/{linked}"),
        Attempt("unlinked", "users/{linked}"),
    ),
)

WORKSPACE_TENANT: Final = "workspaces/{workspace}"


def in_workspace(fact: str, granted: str, denied: str) -> Contrast:
    """Contrast two people before the same workspace."""
    return Contrast(fact, Attempt(granted, WORKSPACE_TENANT), Attempt(denied, WORKSPACE_TENANT))


OUTSIDERS: Final = (
    in_workspace("no token", "admin", NOBODY),
    in_workspace("a stranger", "admin", "registered"),
    in_workspace("a visitor", "admin", "visitor"),
    in_workspace("an admin of another workspace", "admin", "admin elsewhere"),
    in_workspace("an invited admin", "admin", "invited admin"),
    in_workspace("a deactivated admin", "admin", "deactivated admin"),
    in_workspace("the same uid not yet linked", "linked", "unlinked"),
)
WORKSPACE: Final = (
    *OUTSIDERS,
    in_workspace("an invited viewer", "viewer", "invited viewer"),
    in_workspace("a deactivated viewer", "viewer", "deactivated viewer"),
    Contrast(
        "another workspace",
        Attempt("analyst", WORKSPACE_TENANT),
        Attempt("analyst", "workspaces/{workspace elsewhere}"),
    ),
)
WORKSPACE_CHANGES: Final = (
    *OUTSIDERS,
    in_workspace("a viewer", "admin", "viewer"),
    in_workspace("an analyst", "admin", "analyst"),
)

ROOT: Final = Read("get")


def reads_of(collections: Mapping[str, str]) -> list[Read]:
    """Return each way of reading each collection, given one document's name in it."""
    return [
        Read(verb, f"/{collection}/{name}" if verb == "get" else f"/{collection}")
        for collection, name in collections.items()
        for verb in VERBS
    ]


LEDGER_READS: Final = [ROOT, *reads_of(LEDGER)]
MEMBER_READS: Final = [
    read for read in [ROOT, *reads_of(LEDGER | MEMBERS)] if not read.below.startswith("/changes")
]
CHANGE_READS: Final = reads_of({"changes": LEDGER["changes"]})


def cases(contrasts: Iterable[Contrast], reads: Iterable[Read]) -> list[object]:
    """Return a test case for each contrast and each read, named after the fact that differs."""
    return [
        pytest.param(contrast, read, id=f"{contrast.fact}: {read.verb} {read.below or '/'}")
        for contrast in contrasts
        for read in reads
    ]


def answer(world: World, attempt: Attempt, read: Read) -> Answer:
    """Let someone read, and return what they are told."""
    path = world.path(attempt.tenant + read.below)
    return VERBS[read.verb](world.as_seen_by(attempt.person), path)


def assert_only_the_first_is_granted(world: World, contrast: Contrast, read: Read) -> None:
    """Hold a contrast against one way of reading; what is granted must give a document."""
    denied = answer(world, contrast.denied, read)
    granted = answer(world, contrast.granted, read)

    assert denied == Answer(DENIED)
    assert granted.status == GRANTED
    assert granted.found > 0


@pytest.mark.parametrize(("contrast", "read"), cases(DEMO, LEDGER_READS))
def test_a_demo_is_read_by_its_anonymous_visitor_alone_until_it_expires(
    world: World, contrast: Contrast, read: Read
) -> None:
    assert_only_the_first_is_granted(world, contrast, read)


@pytest.mark.parametrize(("contrast", "read"), cases(ACCOUNT, LEDGER_READS))
def test_an_account_is_read_by_its_registered_user_alone(
    world: World, contrast: Contrast, read: Read
) -> None:
    assert_only_the_first_is_granted(world, contrast, read)


@pytest.mark.parametrize(("contrast", "read"), cases(WORKSPACE, MEMBER_READS))
def test_a_workspace_is_read_by_its_active_members_alone(
    world: World, contrast: Contrast, read: Read
) -> None:
    assert_only_the_first_is_granted(world, contrast, read)


@pytest.mark.parametrize(("contrast", "read"), cases(WORKSPACE_CHANGES, CHANGE_READS))
def test_a_workspaces_changes_are_read_by_its_active_admins_alone(
    world: World, contrast: Contrast, read: Read
) -> None:
    assert_only_the_first_is_granted(world, contrast, read)


@pytest.mark.parametrize("read", MEMBER_READS, ids=lambda read: f"{read.verb} {read.below or '/'}")
@pytest.mark.parametrize("role", ["viewer", "analyst", "admin"])
def test_a_member_of_any_role_reads_the_workspace(world: World, role: str, read: Read) -> None:
    granted = answer(world, Attempt(role, WORKSPACE_TENANT), read)

    assert granted.status == GRANTED
    assert granted.found > 0


@pytest.mark.parametrize("status", ["invited", "deactivated"])
@pytest.mark.parametrize("role", ["viewer", "admin"])
def test_only_an_active_member_reads_their_own_membership(
    world: World, role: str, status: str
) -> None:
    membership = Read("get", f"/members/{{{status} {role}}}")

    denied = answer(world, Attempt(f"{status} {role}", WORKSPACE_TENANT), membership)
    granted = answer(world, Attempt(role, WORKSPACE_TENANT), Read("get", f"/members/{{{role}}}"))

    assert denied == Answer(DENIED)
    assert granted == Answer(GRANTED, found=1)


@pytest.mark.parametrize("read", LEDGER_READS, ids=lambda read: f"{read.verb} {read.below or '/'}")
def test_a_demo_closes_when_its_expiry_moves_into_the_past(world: World, read: Read) -> None:
    root = world.path(LIVE_DEMO.tenant)
    before = answer(world, LIVE_DEMO, read)
    try:
        world.server.update(root, {"expires_at": datetime.now(UTC) - timedelta(seconds=1)})
        after = answer(world, LIVE_DEMO, read)
    finally:
        world.restore_one(root)

    assert before.status == GRANTED
    assert after == Answer(DENIED)


@pytest.mark.parametrize("read", MEMBER_READS, ids=lambda read: f"{read.verb} {read.below or '/'}")
def test_a_workspace_closes_to_a_member_who_is_deactivated(world: World, read: Read) -> None:
    viewer = Attempt("viewer", WORKSPACE_TENANT)
    membership = world.path("workspaces/{workspace}/members/{viewer}")
    before = answer(world, viewer, read)
    try:
        world.server.update(membership, {"status": "deactivated"})
        after = answer(world, viewer, read)
    finally:
        world.restore_one(membership)

    assert before.status == GRANTED
    assert after == Answer(DENIED)


@pytest.mark.parametrize("read", CHANGE_READS, ids=lambda read: f"{read.verb} {read.below}")
def test_a_workspaces_changes_close_to_an_admin_who_becomes_an_analyst(
    world: World, read: Read
) -> None:
    admin = Attempt("admin", WORKSPACE_TENANT)
    membership = world.path("workspaces/{workspace}/members/{admin}")
    before = answer(world, admin, read)
    try:
        world.server.update(membership, {"role": "analyst"})
        after = answer(world, admin, read)
    finally:
        world.restore_one(membership)

    assert before.status == GRANTED
    assert after == Answer(DENIED)


@pytest.mark.parametrize(
    ("own", "other"),
    [
        (LIVE_DEMO, Attempt("other visitor", LIVE_DEMO.tenant)),
        (OWN_ACCOUNT, Attempt("other registered", OWN_ACCOUNT.tenant)),
        (Attempt("viewer", WORKSPACE_TENANT), Attempt("invited viewer", WORKSPACE_TENANT)),
    ],
    ids=lambda attempt: f"{attempt.person} asks {attempt.tenant}",
)
def test_only_a_tenants_own_people_learn_that_a_document_is_missing(
    world: World, own: Attempt, other: Attempt
) -> None:
    missing = Read("get", "/transactions/missing")

    assert answer(world, other, missing) == Answer(DENIED)
    assert answer(world, own, missing) == Answer(MISSING)
