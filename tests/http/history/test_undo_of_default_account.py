"""Undoing which account is the default, and what the log tells of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.http.accounts import accounts_of, create, default_of, path_of
from tests.http.answers import nothing_written, ok, problem
from tests.http.histories import (
    ask_undo,
    changes_of,
    conflicts_of,
    feed_of,
    latest,
    settled,
    undo,
)
from tests.support.ledgers.people import Person

WHOLE = {"whole_operation": True}


def make_default(person: Person, account: dict[str, Any], **fields: Any) -> list[dict[str, Any]]:
    """Make an account the default; the two changes, that of the former one first."""
    ok(person.patch(path_of(account), {"is_default": True, **fields}))
    return changes_of(person, limit=2)


def test_the_log_and_the_feed_tell_which_account_is_the_default(visitor: Person) -> None:
    main, savings = default_of(visitor), create(visitor)

    former, new = make_default(visitor, savings)
    ok(visitor.patch(path_of(savings), {"name": "Hoard"}))

    assert [(c["entity_id"], c["changed_fields"]) for c in (former, new)] == [
        (main["id"], ["is_default"]), (savings["id"], ["is_default"]),
    ]  # fmt: skip
    assert (former["before"]["is_default"], former["after"]["is_default"]) == (True, False)
    told = [(i["entity_id"], i["resource"]["is_default"]) for i in feed_of(visitor)["items"][-4:]]
    assert told == [
        (savings["id"], False), (savings["id"], True), (main["id"], False), (savings["id"], True),
    ]  # fmt: skip


@pytest.mark.parametrize("body", [None, WHOLE], ids=["alone", "whole"])
@pytest.mark.parametrize("number", [0, 1], ids=["of the former", "of the new"])
def test_either_change_of_a_move_takes_it_back(visitor: Person, number: int, body: Any) -> None:
    create(visitor, "Other")
    savings = create(visitor)
    before = accounts_of(visitor)["items"]
    moves = make_default(visitor, savings, name="Hoard")

    new = undo(visitor, moves[number], body)

    assert list(map(settled, accounts_of(visitor)["items"])) == list(map(settled, before))
    assert visitor.record()["account_id"] == before[0]["id"]
    assert {(one["cause"], one["cause_id"]) for one in new} == {("UNDO", moves[1]["operation_id"])}
    assert sorted(one["entity_id"] for one in new) == sorted(one["entity_id"] for one in moves)
    for move in moves:
        assert conflicts_of(visitor, move) == [one["id"] for one in new]
    undo(visitor, new[0])
    assert default_of(visitor)["name"] == "Hoard"
    undo(visitor, moves[number], body)


def test_a_move_since_is_in_the_way_until_it_is_undone(visitor: Person) -> None:
    main, savings = default_of(visitor), create(visitor)
    first = make_default(visitor, savings)
    ok(visitor.patch(path_of(savings), {"color": "#000000"}))
    second = make_default(visitor, create(visitor, "Other"))

    for move in first:
        assert conflicts_of(visitor, move) == [second[0]["id"]]
    undo(visitor, second[1])
    undo(visitor, first[0])

    assert default_of(visitor)["id"] == main["id"]
    assert ok(visitor.get(path_of(savings)))["color"] == "#000000"


def test_the_default_does_not_move_back_to_an_account_that_is_gone_or_archived(
    visitor: Person,
) -> None:
    main = default_of(visitor)
    [loss, gain] = make_default(visitor, create(visitor))
    ok(visitor.patch(path_of(main), {"archived": True}))
    archiving = latest(visitor)
    for move in (loss, gain):
        with nothing_written(visitor):
            problem(ask_undo(visitor, move), 409, "default-account")
    ok(visitor.delete(path_of(main)), 204)
    removal = latest(visitor)

    for move in (loss, gain):
        assert conflicts_of(visitor, move) == [removal["id"]]
    undo(visitor, removal)
    undo(visitor, archiving)
    undo(visitor, gain)

    assert default_of(visitor)["id"] == main["id"]


def test_a_retry_of_a_creation_says_of_the_first_account_that_it_is_the_default(
    visitor: Person,
) -> None:
    visitor.store.tenant.reference.update({"accounts": {}, "default_account_id": ""})
    body, key = {"name": "Cash", "kind": "CASH"}, {"Idempotency-Key": "a-key"}

    first = ok(visitor.post("/accounts", body, headers=key), 201)

    assert first["is_default"] is True
    assert ok(visitor.post("/accounts", body, headers=key), 201) == first
    with nothing_written(visitor):
        problem(ask_undo(visitor, latest(visitor)), 409, "default-account")
