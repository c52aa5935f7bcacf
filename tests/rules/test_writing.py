"""Nobody but the server writes, whoever they are and wherever they may read.

Each write is sent twice, word for word: with the person's token it is denied, with the server's it
succeeds. So the token is the one fact that differs, and a denial cannot be a malformed request.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import pytest

from .emulators import Answer, Documents
from .world import LEDGER, MEMBERS, NOBODY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .emulators import Fields
    from .world import World

GRANTED: Final = 200
DENIED: Final = 403

TENANTS: Final = {
    "demo_users/{visitor}": ("visitor", "other visitor", "registered", NOBODY),
    "users/{registered}": ("registered", "other registered", "visitor", NOBODY),
    "workspaces/{workspace}": (
        "admin",
        "analyst",
        "viewer",
        "invited admin",
        "deactivated admin",
        "registered",
        NOBODY,
    ),
}
"""Who tries to write below each tenant: its own people first."""

HIDDEN: Final = ("imports/statement/chunks", "mappings", "drafts")
"""Collections below a tenant that nobody reads."""

FIELDS: Final[Fields] = {"description": "Written by a client.", "version": 1}

WRITES: Final[Mapping[str, Callable[[Documents, str], Answer]]] = {
    "create": lambda view, path: view.create(path, FIELDS),
    "update": lambda view, path: view.update(path, FIELDS),
    "delete": Documents.delete,
    "put in a commit": lambda view, path: view.put_all({path: FIELDS}),
    "increment in a commit": Documents.increment,
}


def places() -> list[tuple[str, str]]:
    """Return each document someone may try to write, with each of those who try.

    A last part "new" stands for a document of its own in each test.
    """
    below = {tenant: ["", *(f"/{name}/new" for name in (*LEDGER, *HIDDEN))] for tenant in TENANTS}
    below["workspaces/{workspace}"] += [f"/{name}/new" for name in MEMBERS]
    in_tenants = [
        (person, tenant + path)
        for tenant, people in TENANTS.items()
        for path in below[tenant]
        for person in people
    ]
    limits = [(person, "rate_limits/new") for person in ("visitor", "registered", "admin", NOBODY)]
    return in_tenants + limits


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize(("person", "place"), places())
def test_only_the_server_writes(world: World, person: str, place: str, write: str) -> None:
    path = world.path(place).replace("/new", f"/{secrets.token_hex(8)}")
    if write == "create":
        world.server.delete(path)
    else:
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


@pytest.mark.parametrize("person", ["viewer", "analyst", "invited admin", "deactivated admin"])
def test_a_member_cannot_give_themselves_a_role_or_a_status(world: World, person: str) -> None:
    membership = f"workspaces/{{workspace}}/members/{{{person}}}"

    assert_only_the_server_stores(world, person, {membership: ACTIVE_ADMIN})


@pytest.mark.parametrize("person", ["registered", "visitor", "admin elsewhere"])
def test_a_stranger_cannot_join_a_workspace(world: World, person: str) -> None:
    membership = f"workspaces/{{workspace}}/members/{{{person}}}"

    assert_only_the_server_stores(world, person, {membership: ACTIVE_ADMIN})


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
