"""What no end user reads: the list of tenants, anything across tenants, and unnamed collections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from .emulators import Answer, Documents
from .world import LEDGER, MEMBERS, NOBODY

if TYPE_CHECKING:
    from collections.abc import Callable

    from .world import World

GRANTED: Final = 200
DENIED: Final = 403

HOMES: Final = {
    "visitor": "demo_users/{visitor}",
    "registered": "users/{registered}",
    "viewer": "workspaces/{workspace}",
    "admin": "workspaces/{workspace}",
}
"""Where each of these people may read."""

EVERYONE: Final = (*HOMES, "late visitor", "linked", "invited admin", NOBODY)

MANY: Final[dict[str, Callable[[Documents, str], Answer]]] = {
    "list": Documents.list,
    "query": Documents.query,
    "count": Documents.count,
}


@pytest.mark.parametrize("verb", MANY)
@pytest.mark.parametrize("collection", ["demo_users", "users", "workspaces", "rate_limits"])
@pytest.mark.parametrize("person", EVERYONE)
def test_only_the_server_lists_a_root_collection(
    world: World, person: str, collection: str, verb: str
) -> None:
    denied = MANY[verb](world.as_seen_by(person), collection)
    granted = MANY[verb](world.server, collection)

    assert denied == Answer(DENIED)
    assert granted.status == GRANTED
    assert granted.found > 0


@pytest.mark.parametrize(("person", "home"), HOMES.items())
def test_a_tenant_is_fetched_by_name_and_not_searched_for(
    world: World, person: str, home: str
) -> None:
    root = world.path(home)
    view = world.as_seen_by(person)

    assert view.query_by_name(root) == Answer(DENIED)
    assert view.get(root) == Answer(GRANTED, found=1)
    assert world.server.query_by_name(root) == Answer(GRANTED, found=1)


@pytest.mark.parametrize("collection", LEDGER | MEMBERS)
@pytest.mark.parametrize("person", EVERYONE)
def test_only_the_server_queries_across_tenants(world: World, person: str, collection: str) -> None:
    denied = world.as_seen_by(person).query_group(collection)
    granted = world.server.query_group(collection)

    assert denied == Answer(DENIED)
    assert granted.status == GRANTED
    assert granted.found > 0


@pytest.mark.parametrize("collection", LEDGER)
@pytest.mark.parametrize("person", ["visitor", "registered", "admin"])
def test_ones_own_collection_is_queried_itself_and_not_as_a_group(
    world: World, person: str, collection: str
) -> None:
    path = world.path(f"{HOMES[person]}/{collection}")
    view = world.as_seen_by(person)

    assert view.query_group(path) == Answer(DENIED)
    assert view.query(path) == Answer(GRANTED, found=1)


@pytest.mark.parametrize(
    ("unnamed", "verb"),
    [
        ("/drafts/idea", "get"),
        *(("/drafts", verb) for verb in MANY),
        ("/transactions/coffee/attachments/receipt", "get"),
        *(("/transactions/coffee/attachments", verb) for verb in MANY),
        ("/imports/statement/chunks/0", "get"),
        *(("/imports/statement/chunks", verb) for verb in MANY),
        ("/mappings/bank", "get"),
        *(("/mappings", verb) for verb in MANY),
    ],
)
@pytest.mark.parametrize(("person", "home"), HOMES.items())
def test_a_collection_the_rules_do_not_name_is_closed_to_its_own_tenant(
    world: World, person: str, home: str, unnamed: str, verb: str
) -> None:
    read = {"get": Documents.get, **MANY}[verb]
    named = "/transactions/coffee" if verb == "get" else "/transactions"
    view = world.as_seen_by(person)

    assert read(view, world.path(home + unnamed)) == Answer(DENIED)
    assert read(view, world.path(home + named)) == Answer(GRANTED, found=1)
    assert read(world.server, world.path(home + unnamed)) == Answer(GRANTED, found=1)


@pytest.mark.parametrize("person", EVERYONE)
def test_only_the_server_reads_a_rate_limit(world: World, person: str) -> None:
    path = world.path("rate_limits/{visitor}")

    assert world.as_seen_by(person).get(path) == Answer(DENIED)
    assert world.server.get(path) == Answer(GRANTED, found=1)
