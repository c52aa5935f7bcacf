"""Nobody but the server writes in a commit, not even what would give them more to read.

Each write is sent twice, word for word: with the person's token it is denied, with the server's it
succeeds. So the token is the one fact that differs, and a denial cannot be a malformed request.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import pytest

from tests.support.cases import for_each

from .attempts import FIELDS
from .emulators import Answer, Documents
from .expectations import COLLECTIONS
from .people import NOBODY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .emulators import Fields
    from .world import World

GRANTED: Final = 200
DENIED: Final = 403

WRITERS: Final = {
    "visitor": "demo_users/{visitor}",
    "linked": "demo_users/{linked}",
    "registered": "users/{registered}",
    "admin": "workspaces/{workspace}",
    "analyst": "workspaces/{workspace}",
    NOBODY: "workspaces/{workspace}",
}
"""Attempts to write, by person and tenant."""

WRITES: Final[Mapping[str, Callable[[Documents, str], Answer]]] = {
    "put": lambda view, path: view.put_all({path: FIELDS}),
    "increment": Documents.increment,
}


@for_each("write", WRITES)
@for_each("collection", ["", *COLLECTIONS])
@for_each("person", WRITERS)
def test_only_the_server_commits(world: World, person: str, collection: str, write: str) -> None:
    new = secrets.token_hex(8)
    path = f"{world.path(WRITERS[person])}/{collection}/{new}" if collection else f"drafts/{new}"
    world.server.put_all({path: FIELDS})
    try:
        denied = WRITES[write](world.as_seen_by(person), path)
        granted = WRITES[write](world.server, path)
    finally:
        world.restore_one(path)

    assert denied == Answer(DENIED)
    assert granted == Answer(GRANTED)


def assert_only_the_server_stores(world: World, person: str, documents: dict[str, Fields]) -> None:
    """Send one commit with the person's token and with the server's."""
    at_paths = {world.path(place): fields for place, fields in documents.items()}
    try:
        denied = world.as_seen_by(person).put_all(at_paths)
        granted = world.server.put_all(at_paths)
    finally:
        for path in at_paths:
            world.restore_one(path)

    assert denied == Answer(DENIED)
    assert granted == Answer(GRANTED)


ACTIVE_ADMIN: Final[Fields] = {"role": "admin", "status": "active"}


@pytest.mark.parametrize("person", ["viewer", "analyst", "deactivated admin"])
def test_a_member_cannot_give_themselves_a_role_or_a_status(world: World, person: str) -> None:
    membership = f"workspaces/{{workspace}}/members/{{{person}}}"

    assert_only_the_server_stores(world, person, {membership: ACTIVE_ADMIN})


@pytest.mark.parametrize("person", ["stranger", "visitor", "invited", "admin elsewhere"])
def test_a_stranger_cannot_join_a_workspace(world: World, person: str) -> None:
    membership = f"workspaces/{{workspace}}/members/{{{person}}}"

    assert_only_the_server_stores(world, person, {membership: ACTIVE_ADMIN})


def test_an_invitation_is_not_accepted_by_writing(world: World) -> None:
    invitation = "workspaces/{workspace}/invitations/open"

    assert_only_the_server_stores(world, "invited", {invitation: {"status": "accepted"}})


@pytest.mark.parametrize("person", ["linked", "linked, older token"])
def test_a_visitor_who_has_registered_cannot_claim_the_demo_themselves(
    world: World, person: str
) -> None:
    assert_only_the_server_stores(world, person, {"users/{linked}": {"currency": "EUR"}})


def test_a_deleted_workspace_is_not_restored_by_its_admin(world: World) -> None:
    restored: Fields = {"currency": "EUR", "deleted_at": None}

    assert_only_the_server_stores(world, "admin", {"workspaces/{deleted workspace}": restored})


def test_a_user_cannot_found_a_workspace(world: World) -> None:
    workspace = f"workspaces/w-{secrets.token_hex(8)}"
    founding: dict[str, Fields] = {
        workspace: {"currency": "EUR"},
        f"{workspace}/members/{{registered}}": ACTIVE_ADMIN,
    }

    assert_only_the_server_stores(world, "registered", founding)


@pytest.mark.parametrize("person", ["visitor", "late visitor", "visitor without demo"])
def test_a_visitor_cannot_prolong_a_demo(world: World, person: str) -> None:
    in_an_hour = datetime.now(UTC) + timedelta(hours=1)

    assert_only_the_server_stores(
        world, person, {f"demo_users/{{{person}}}": {"expires_at": in_an_hour}}
    )
