"""Undoing changes of rules and of their order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from shared.models.rules.rule import MAX_RULES
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
from tests.http.rules.test_rules import create, fill, names, path_of, text
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor

WHOLE = {"whole_operation": True}


@pytest.fixture
def rules(visitor: Person) -> dict[str, Any]:
    """Three of the visitor's rules in order, by name."""
    return {name: create(visitor, name=name) for name in "abc"}


def put_order(person: Person, rules: dict[str, Any], order: str) -> dict[str, Any]:
    """Put the rules with these names into that order; the change."""
    ok(person.put("/rules/order", {"ids": [rules[name]["id"] for name in order]}))
    return latest(person)


def rules_of(person: Person) -> list[dict[str, Any]]:
    """Return all rules, without the times of their last changes."""
    return [settled(rule) for rule in ok(person.get("/rules"))["items"]]


@pytest.mark.parametrize("body", [None, WHOLE], ids=["alone", "whole"])
def test_rules_are_taken_back_step_by_step(
    visitor: Person, rules: dict[str, Any], body: Any
) -> None:
    states = [rules_of(visitor)]
    path = path_of(rules["b"])
    steps: list[Callable[[], TestResponse]] = [
        lambda: visitor.post("/rules", {**_BODY, "name": "d", "position": 1}),
        lambda: visitor.patch(path, {"name": "B", "conditions": [text("shop")]}),
        lambda: visitor.put("/rules/order", {"ids": [r["id"] for r in states[-1]][::-1]}),
        lambda: visitor.delete(path),
    ]
    for step in steps:
        assert step().status_code in {200, 201, 204}
        states.append(rules_of(visitor))
    done = changes_of(visitor, limit=4)
    end = states[-1]

    new = []
    for change in done:
        new += undo(visitor, change, body)
        states.pop()
        assert rules_of(visitor) == states[-1]
    for change in reversed(new):
        undo(visitor, change, body)
    assert rules_of(visitor) == end
    assert [one["action"] for one in new] == ["RESTORED", "UPDATED", "UPDATED", "DELETED"]


_BODY = {"conditions": [text("market")], "actions": {"tags": ["food"]}}


def test_a_rule_comes_back_into_its_position_or_behind_all_others(
    visitor: Person, rules: dict[str, Any]
) -> None:
    for name in "bc":
        ok(visitor.delete(path_of(rules[name])), 204)
    last, second = changes_of(visitor, limit=2)
    create(visitor, name="d")

    undo(visitor, second)
    assert names(visitor) == ["a", "b", "d"]
    ok(visitor.delete(path_of(rules["a"])), 204)
    undo(visitor, last)

    assert names(visitor) == ["b", "c", "d"]


def test_an_order_is_undone_among_rules_that_came_and_went_since(
    visitor: Person, rules: dict[str, Any]
) -> None:
    order = put_order(visitor, rules, "cab")
    ok(visitor.post("/rules", {**_BODY, "name": "new", "position": 1}), 201)
    ok(visitor.delete(path_of(rules["a"])), 204)
    assert names(visitor) == ["c", "new", "b"]

    [change] = undo(visitor, order)

    assert names(visitor) == ["b", "new", "c"]
    assert (change["entity_id"], change["changed_fields"]) == ("order", ["ids"])


def test_a_later_order_is_in_the_way_of_undoing_one(visitor: Person, rules: dict[str, Any]) -> None:
    first = put_order(visitor, rules, "cab")
    second = put_order(visitor, rules, "acb")

    assert conflicts_of(visitor, first) == [second["id"]]
    undo(visitor, second)
    undo(visitor, first)

    assert names(visitor) == ["a", "b", "c"]


def test_later_changes_of_a_rules_field_are_in_the_way_and_of_others_are_not(
    visitor: Person, rules: dict[str, Any]
) -> None:
    path = path_of(rules["a"])
    creation = changes_of(visitor, entity_id=rules["a"]["id"])[0]
    ok(visitor.patch(path, {"name": "A"}))
    rename = latest(visitor)
    ok(visitor.patch(path, {"enabled": False}))
    switch = latest(visitor)
    put_order(visitor, rules, "cab")
    ok(visitor.patch(path, {"name": "AA"}))
    again = latest(visitor)

    assert conflicts_of(visitor, rename) == [again["id"]]
    assert conflicts_of(visitor, creation) == [rename["id"], switch["id"], again["id"]]
    undo(visitor, again)
    undo(visitor, rename)

    rule = ok(visitor.get(path))
    assert (rule["name"], rule["enabled"]) == ("a", False)
    ok(visitor.delete(path), 204)
    assert conflicts_of(visitor, switch) == [latest(visitor)["id"]]


def test_what_a_rule_named_and_the_ledger_has_lost_since_is_missed(visitor: Person) -> None:
    category = f"/categories/{visitor.category_ids['Travel']}"
    rule = create(visitor, actions={"category_id": visitor.category_ids["Travel"]})
    ok(visitor.patch(path_of(rule), {"actions": {"payee": "P"}}))
    edit = latest(visitor)
    ok(visitor.delete(category), 204)
    removal = latest(visitor)

    with nothing_written(visitor):
        problem(ask_undo(visitor, edit), 422, "invalid-argument", "actions.category_id")
    undo(visitor, removal)
    undo(visitor, edit)

    assert ok(visitor.get(path_of(rule)))["actions"] == rule["actions"]


def test_what_a_rule_named_that_was_gone_already_it_names_again(visitor: Person) -> None:
    rule = create(visitor, actions={"category_id": visitor.category_ids["Travel"]})
    ok(visitor.delete(f"/categories/{visitor.category_ids['Travel']}"), 204)
    ok(visitor.patch(path_of(rule), {"actions": {"payee": "P"}}))
    edit = latest(visitor)
    ok(visitor.delete(path_of(rule)), 204)

    undo(visitor, latest(visitor))
    undo(visitor, edit)

    assert ok(visitor.get(path_of(rule)))["actions"] == rule["actions"]


def test_a_part_that_was_changed_too_often_since_is_a_conflict(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.services.posting.later_changes.MAX_LATER_CHANGES", 2)
    category = f"/categories/{visitor.category_ids['Travel']}"
    rule = create(visitor, actions={"category_id": visitor.category_ids["Travel"]})
    ok(visitor.patch(path_of(rule), {"actions": {"payee": "P"}}))
    edit = latest(visitor)
    for name in ("Trips", "Journeys"):
        ok(visitor.patch(category, {"name": name}))
    ok(visitor.delete(category), 204)

    assert conflicts_of(visitor, edit) == []


def test_a_rule_does_not_come_back_where_there_is_no_room(visitor: Person) -> None:
    ok(visitor.delete(path_of(create(visitor))), 204)
    removal = latest(visitor)
    fill(visitor.store, MAX_RULES)

    with nothing_written(visitor):
        problem(ask_undo(visitor, removal), 409, "too-many-rules")


def test_anothers_rules_cannot_be_undone(visitor: Person, rules: dict[str, Any]) -> None:
    stranger = new_visitor()
    order = put_order(visitor, rules, "cab")

    for change in (order, changes_of(visitor)[1]):
        with nothing_written(visitor, stranger):
            problem(ask_undo(stranger, change), 404, "not-found")


def test_a_retry_with_its_key_undoes_once(visitor: Person, rules: dict[str, Any]) -> None:
    path = f"/changes/{put_order(visitor, rules, 'cab')['id']}/undo"
    key = {"Idempotency-Key": "a-key"}
    first = ok(visitor.post(path, headers=key))

    with nothing_written(visitor):
        assert ok(visitor.post(path, headers=key)) == first
    assert names(visitor) == ["a", "b", "c"]


def test_whoever_follows_the_feed_knows_the_place_of_every_rule(
    visitor: Person, rules: dict[str, Any]
) -> None:
    ok(visitor.post("/rules", {**_BODY, "name": "d", "position": 0}), 201)
    ok(visitor.delete(path_of(rules["b"])), 204)
    removal = latest(visitor)
    put_order(visitor, rules | {"d": latest_rule(visitor, "d")}, "cda")
    undo(visitor, removal)

    copy: list[str] = []
    known: dict[str, str] = {}
    for item in (one for one in feed_of(visitor)["items"] if one["entity"] == "RULES"):
        rule_id, resource = item["entity_id"], item["resource"]
        if item["deleted"]:
            copy.remove(rule_id)
        elif rule_id == "order":
            copy = resource["ids"]
        else:
            copy.insert(resource["position"], rule_id)
            known[rule_id] = resource["name"]

    assert [known[rule_id] for rule_id in copy] == names(visitor) == ["c", "d", "b", "a"]


def latest_rule(person: Person, name: str) -> dict[str, Any]:
    """Return the rule of that name."""
    found: list[dict[str, Any]] = ok(person.get("/rules"))["items"]
    return next(rule for rule in found if rule["name"] == name)
