"""An analyst follows the own changes of the ledger, and must ask for no others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from shared.models.history.kinds import Entity

from .attempts import LEDGER_ENTITIES
from .emulators import Answer
from .tenants import change

if TYPE_CHECKING:
    from .emulators import Fields
    from .world import World

CHANGES: Final = "workspaces/{workspace}/changes"
OTHER_ENTITIES: Final = (
    "settings", "profile", "sign_in", "workspace", "member", "invitation", "made up",
)  # fmt: skip
ENTITIES: Final = tuple(dict.fromkeys((*LEDGER_ENTITIES, *OTHER_ENTITIES, *Entity)))


def test_no_change_of_people_or_settings_is_of_the_ledger() -> None:
    assert set(LEDGER_ENTITIES).isdisjoint(OTHER_ENTITIES)


@pytest.mark.parametrize("entity", ENTITIES)
def test_an_analyst_gets_an_own_change_of_the_ledger_alone(world: World, entity: str) -> None:
    path = world.path(f"{CHANGES}/of {entity}")
    world.server.put_all({path: change(world.get_uid("analyst"), entity)})
    try:
        answers = {who: world.as_seen_by(who).get(path) for who in ("viewer", "analyst", "admin")}
    finally:
        world.restore_one(path)

    may_follow = entity in LEDGER_ENTITIES
    assert answers == {
        "viewer": Answer(403),
        "analyst": Answer(200, found=1) if may_follow else Answer(403),
        "admin": Answer(200, found=1),
    }


@pytest.mark.parametrize("actor", ["analyst", "admin", None])
@pytest.mark.parametrize(
    ("entities", "are_of_ledger"),
    [
        ([*LEDGER_ENTITIES], True),
        (["transaction", "category"], True),
        ("transaction", True),
        ([*LEDGER_ENTITIES, "member"], False),
        ("member", False),
        (None, False),
    ],
)
def test_an_analysts_query_asks_for_own_changes_of_the_ledger(
    world: World, actor: str | None, entities: str | list[str] | None, *, are_of_ledger: bool
) -> None:
    asked: Fields = {"entity": entities} if entities else {}
    if actor:
        asked["actor"] = world.get_uid(actor)
    path = world.path(CHANGES)

    granted = world.as_seen_by("admin").query_where(path, asked)
    answer = world.as_seen_by("analyst").query_where(path, asked)

    assert granted.found > 0
    assert answer == (granted if actor == "analyst" and are_of_ledger else Answer(403))


@pytest.mark.parametrize("person", ["viewer", "deactivated analyst", "stranger"])
def test_nobody_else_queries_own_changes(world: World, person: str) -> None:
    asked: Fields = {"actor": world.get_uid(person), "entity": [*LEDGER_ENTITIES]}

    assert world.as_seen_by(person).query_where(world.path(CHANGES), asked) == Answer(403)
