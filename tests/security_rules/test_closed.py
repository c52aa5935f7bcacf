"""No end user can list tenants, or query across tenants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.support.cases import for_each

from .emulators import Answer, Documents
from .expectations import COLLECTIONS
from .people import EVERYONE
from .tenant_tokens import token_of_project, token_of_tenant

if TYPE_CHECKING:
    from collections.abc import Callable

    from .emulators import Fields, Project
    from .world import World

GRANTED: Final = 200
DENIED: Final = 403

HOMES: Final = {
    "visitor": "demo_users/{visitor}",
    "linked": "demo_users/{linked}",
    "registered": "users/{registered}",
    "admin": "workspaces/{workspace}",
}
"""Where each of these people may read everything."""

MANY: Final[dict[str, Callable[[Documents, str], Answer]]] = {
    "list": Documents.list,
    "query": Documents.query,
    "count": Documents.count,
    "query group": Documents.query_group,
}

ROOTS: Final = (
    "demo_users", "users", "workspaces",
    "rate_limits", "reference_rates", "rate_arrivals", "drafts",
)  # fmt: skip


@for_each("collection", ROOTS)
@for_each("person", EVERYONE)
def test_only_the_server_lists_a_root_collection(
    world: World, person: str, collection: str
) -> None:
    view = world.as_seen_by(person)

    assert {verb: read(view, collection) for verb, read in MANY.items()} == dict.fromkeys(
        MANY, Answer(DENIED)
    )
    for read in MANY.values():
        granted = read(world.server, collection)
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


@pytest.mark.parametrize("person", EVERYONE)
def test_only_the_server_queries_across_tenants(world: World, person: str) -> None:
    view = world.as_seen_by(person)

    assert {name: view.query_group(name) for name in COLLECTIONS} == dict.fromkeys(
        COLLECTIONS, Answer(DENIED)
    )


@pytest.mark.parametrize("person", ["viewer", "admin", "invited"])
def test_nobody_searches_all_workspaces_for_their_own_memberships(
    world: World, person: str
) -> None:
    own: Fields = {"uid": world.get_uid(person)}

    assert world.as_seen_by(person).query_group("members", own) == Answer(DENIED)
    assert world.server.query_group("members", own).status == GRANTED


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_the_server_queries_across_tenants(world: World, collection: str) -> None:
    granted = world.server.query_group(collection)

    assert granted.status == GRANTED
    assert granted.found > 0


@pytest.mark.parametrize(("person", "home"), HOMES.items())
@pytest.mark.parametrize("name", ["list", "query", "count"])
def test_ones_own_collection_is_listed_in_every_way(
    world: World, person: str, home: str, name: str
) -> None:
    path = world.path(f"{home}/transactions")

    assert MANY[name](world.as_seen_by(person), path) == Answer(GRANTED, found=2)


@pytest.mark.parametrize(("person", "home"), HOMES.items())
def test_a_token_of_a_tenant_of_identity_platform_reads_nothing(
    world: World, project: Project, person: str, home: str
) -> None:
    uid, path = world.get_uid(person), world.path(home)
    provider = "anonymous" if person == "visitor" else "password"
    own = project.documents(token_of_project(uid, provider))
    of_tenant = project.documents(token_of_tenant(uid, provider))

    assert own.get(path).status == GRANTED
    assert of_tenant.get(path).status == DENIED
