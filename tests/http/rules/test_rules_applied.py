"""Rules over HTTP: applied to what is recorded, and suggested from what people correct."""

from __future__ import annotations

from typing import Any

import pytest

from tests.http.answers import nothing_written, ok, problem, report_of, transactions_of
from tests.support.ledgers.ledgers import assert_every_revision_is_logged, assert_law_holds
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor

MISSING = "01JA2B3C4D5E6F7G8H9JKMNPQR"


def rule(person: Person, value: str, category: str | None = None, **facts: Any) -> Any:
    """Return a rule that files what contains a text under a category, unless given otherwise."""
    actions = facts.pop("actions", {})
    if category is not None:
        actions["category_id"] = person.category_ids[category]
    condition = {"field": "DESCRIPTION", "operator": "CONTAINS", "value": value}
    draft = {"conditions": [condition], "actions": actions, **facts}
    return ok(person.post("/rules", draft), 201)


def market(person: Person, category: str | None = None, **facts: Any) -> Any:
    """Record an expense at a market, unfiled unless a category is given, and return it."""
    usual: dict[str, Any] = {"description": "Market hall"}
    if category is None:
        usual["category_id"] = None
    return person.record("12.50", category or "Groceries", **usual | facts)


def run(person: Person, **wanted: Any) -> Any:
    return ok(person.post("/rules/apply", wanted))


def apply(person: Person, **wanted: Any) -> Any:
    return run(person, dry_run=False, **wanted)


def changed_ids(answer: Any) -> set[str]:
    return {item["transaction_id"] for item in answer["items"]}


def stored(person: Person, entry: Any) -> Any:
    return ok(person.get(f"/transactions/{entry['id']}"))


def correct(person: Person, category: str, **facts: Any) -> None:
    """Record an expense, and file it elsewhere by hand."""
    path = f"/transactions/{market(person, **facts)['id']}"
    ok(person.patch(path, {"category_id": person.category_ids[category]}))


def suggestions(person: Person) -> Any:
    return ok(person.get("/rules/suggestions"))["items"]


def test_a_dry_run_shows_what_would_change_and_changes_nothing(visitor: Person) -> None:
    groceries = visitor.category_ids["Groceries"]
    food = rule(visitor, "market", "Groceries", actions={"tags": ["food"], "payee": "Hall"})
    entry = market(visitor, tags=["a"], payee="M")
    visitor.record("1.00", description="Cinema")

    with nothing_written(visitor):
        answer = run(visitor)

    before = {"category_id": None, "custom_type_id": None, "payee": "M", "tags": ["a"]}
    after = before | {"category_id": groceries, "payee": "Hall", "tags": ["a", "food"]}
    item = {
        "transaction_id": entry["id"], "date": entry["date"], "description": "Market hall",
        "payee": "M", "before": before, "after": after, "rule_ids": [food["id"]],
    }  # fmt: skip
    assert answer == {
        "dry_run": True, "matched": 1, "changed": 1, "items": [item], "next_cursor": None,
    }  # fmt: skip


def test_applying_changes_just_what_a_dry_run_showed_and_sums_follow(visitor: Person) -> None:
    rule(visitor, "market", "Groceries", actions={"tags": ["food"]})
    entries = [market(visitor), market(visitor, "Dining"), market(visitor, "Groceries")]
    shown = run(visitor)

    answer = apply(visitor)

    assert answer == shown | {"dry_run": False}
    assert (answer["matched"], answer["changed"]) == (3, 3)
    [line] = report_of(visitor)["by_category"]
    assert (line["name"], line["total"], line["transaction_count"]) == ("Groceries", "37.50", 3)
    assert [stored(visitor, entry)["tags"] for entry in entries] == [["food"]] * 3
    assert_law_holds(visitor.store)
    assert_every_revision_is_logged(visitor.store)


def test_applying_again_finds_nothing_to_do(visitor: Person) -> None:
    rule(visitor, "market", "Groceries")
    market(visitor)
    apply(visitor)

    with nothing_written(visitor):
        again = apply(visitor)

    assert (again["matched"], again["changed"], again["items"]) == (1, 0, [])


def test_a_rule_that_was_applied_can_be_undone_by_its_change(visitor: Person) -> None:
    rule(visitor, "market", "Groceries", actions={"payee": "Hall"})
    entry = market(visitor)
    apply(visitor)
    change = ok(visitor.get(f"/changes?transaction_id={entry['id']}"))["items"][0]
    assert (change["cause"], change["changed_fields"]) == ("RULES", ["category_id", "payee"])

    ok(visitor.post(f"/changes/{change['id']}/undo"))

    kept = {name: entry[name] for name in ("category_id", "payee", "tags", "amount")}
    assert kept.items() <= stored(visitor, entry).items()
    assert_law_holds(visitor.store)


def test_the_trash_is_left_alone(visitor: Person) -> None:
    rule(visitor, "market", "Groceries")
    path = f"/transactions/{market(visitor)['id']}"
    ok(visitor.delete(path), 204)

    assert apply(visitor)["matched"] == 0
    ok(visitor.post(f"{path}/restore"))
    assert apply(visitor)["matched"] == 1


def test_transfers_and_splits_keep_their_categories_but_get_the_rest(visitor: Person) -> None:
    rule(visitor, "market", "Groceries", actions={"payee": "Hall", "tags": ["food"]})
    savings = ok(visitor.post("/accounts", {"name": "Savings", "kind": "SAVINGS"}), 201)
    parts = [
        {"category_id": visitor.category_ids[name], "amount": "6.25"} for name in ("Dining", "Rent")
    ]
    split = market(visitor, category_id=None, splits=parts)
    transfer = market(visitor, type="TRANSFER", category_id=None, to_account_id=savings["id"])

    answer = apply(visitor)

    assert changed_ids(answer) == {split["id"], transfer["id"]}
    for entry in (split, transfer):
        after = stored(visitor, entry)
        assert (after["payee"], after["tags"]) == ("Hall", ["food"])
        assert (after["category_id"], after["splits"]) == (None, entry["splits"])
    assert_law_holds(visitor.store)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, "abcd"),
        ({"from": "2026-02-01"}, "bcd"),
        ({"to": "2026-02-01"}, "ab"),
        ({"from": "2026-02-01", "to": "2026-02-01"}, "b"),
        ({"account_id": "{savings}"}, "c"),
        ({"category_id": "{Dining}"}, "d"),
        ({"unfiled": True}, "abc"),
        ({"unfiled": True, "from": "2026-02-01"}, "bc"),
        ({"unfiled": True, "category_id": "{Dining}"}, ""),
        ({"unfiled": True, "account_id": "{savings}"}, "c"),
        ({"account_id": MISSING}, ""),
    ],
    ids=str,
)
def test_rules_are_applied_to_what_is_asked_for(
    visitor: Person, wanted: dict[str, Any], expected: str
) -> None:
    savings = ok(visitor.post("/accounts", {"name": "Savings", "kind": "SAVINGS"}), 201)["id"]
    rule(visitor, "market", "Groceries")
    entries = {
        "a": market(visitor, date="2026-01-31"),
        "b": market(visitor, date="2026-02-01"),
        "c": market(visitor, account_id=savings),
        "d": market(visitor, "Dining"),
    }
    ids = {"savings": savings, "Dining": visitor.category_ids["Dining"]}
    filled = {k: v.format(**ids) if isinstance(v, str) else v for k, v in wanted.items()}

    assert changed_ids(run(visitor, **filled)) == {entries[name]["id"] for name in expected}
    assert changed_ids(apply(visitor, **filled)) == {entries[name]["id"] for name in expected}


def test_rules_are_applied_in_their_order_and_disabled_ones_only_by_name(visitor: Person) -> None:
    first = rule(visitor, "market", "Groceries", enabled=False)
    second = rule(visitor, "market", "Dining")
    market(visitor)

    def category_after(**wanted: Any) -> str:
        [item] = run(visitor, **wanted)["items"]
        return str(item["after"]["category_id"])

    dining, groceries = visitor.category_ids["Dining"], visitor.category_ids["Groceries"]
    assert category_after() == dining
    assert category_after(rule_ids=[first["id"]]) == groceries
    assert category_after(rule_ids=[second["id"], first["id"]]) == groceries
    assert category_after(rule_ids=[second["id"]]) == dining


def test_a_rule_that_is_not_there_is_named(visitor: Person) -> None:
    other = new_visitor()
    foreign, own = rule(other, "x", "Rent"), rule(visitor, "x", "Rent")

    for dry_run in (True, False):
        wanted = {"dry_run": dry_run, "rule_ids": [own["id"], foreign["id"], MISSING]}
        with nothing_written(visitor, other):
            refused = visitor.post("/rules/apply", wanted)
        problem(refused, 422, "invalid-argument", "rule_ids.1", "rule_ids.2")


@pytest.mark.parametrize(
    ("wanted", "fields"),
    [
        ({"dry_run": "no"}, ("dry_run",)),
        ({"dry_run": None}, ("dry_run",)),
        ({"rule_ids": []}, ("rule_ids",)),
        ({"rule_ids": ["a/b"]}, ("rule_ids.0",)),
        ({"rule_ids": ["a"] * 201}, ("rule_ids",)),
        ({"from": "2026-02-30"}, ("from",)),
        ({"from": "2026-03-02", "to": "2026-03-01"}, ("to",)),
        ({"unfiled": 1}, ("unfiled",)),
        ({"category_id": "a/b"}, ("category_id",)),
        ({"deleted": True}, ("deleted",)),
    ],
    ids=str,
)
def test_what_cannot_be_applied_is_refused(
    visitor: Person, wanted: dict[str, Any], fields: tuple[str, ...]
) -> None:
    with nothing_written(visitor):
        response = visitor.post("/rules/apply", wanted)

    problem(response, 422, "invalid-argument", *fields)


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize("cursor", ["x", "W10", "WyIiLCIyMDI2LTAxLTAxIiwxLCJhIl0"])
def test_a_cursor_nobody_gave_out_is_unreadable(
    visitor: Person,
    cursor: str,
    dry_run: bool,  # noqa: FBT001 (a parameter of the test)
) -> None:
    response = visitor.post("/rules/apply", {"cursor": cursor, "dry_run": dry_run})

    problem(response, 400, "unreadable")


def test_an_application_stops_after_so_many_documents_and_goes_on_with_its_cursor(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions.http.background.jobs.MAX_DOCUMENTS", 0)
    for _ in range(3):
        market(visitor)
    rule(visitor, "market", actions={"tags": ["ruled"]})

    body: dict[str, Any] = {"dry_run": False}
    changed = []
    while True:
        answer = ok(visitor.post("/rules/apply", body))
        changed.append(answer["changed"])
        if answer["next_cursor"] is None:
            break
        body["cursor"] = answer["next_cursor"]

    assert changed == [1, 1, 1, 0]
    assert {tuple(one["tags"]) for one in transactions_of(visitor)} == {("ruled",)}


def test_more_than_1000_different_tags_are_refused(visitor: Person) -> None:
    rows = [visitor.entry(tags=[f"t{n}-{k}" for k in range(20)]) for n in range(50)]
    ok(visitor.post("/transactions/batch", {"create": rows}))
    market(visitor)
    rule(visitor, "market", actions={"tags": ["one more"]})

    with nothing_written(visitor):
        problem(visitor.post("/rules/apply", {"dry_run": False}), 409, "too-many-tags")


def test_what_people_correct_twice_is_suggested_and_can_be_created_as_it_is(
    visitor: Person,
) -> None:
    for description in ("ALDI 0815 Berlin", "ALDI 4711 Bonn"):
        correct(visitor, "Groceries", description=description)

    [suggestion] = suggestions(visitor)

    groceries = visitor.category_ids["Groceries"]
    assert suggestion["evidence"] == 2
    assert suggestion["examples"] == ["ALDI 4711 Bonn", "ALDI 0815 Berlin"]
    assert suggestion["rule"] == {
        "name": None,
        "enabled": True,
        "conditions": [{"field": "DESCRIPTION", "operator": "CONTAINS", "value": "aldi"}],
        "actions": {
            "category_id": groceries,
            "custom_type_id": None,
            "payee": None,
            "tags": [],
        },
    }
    ok(visitor.post("/rules", suggestion["rule"]), 201)
    assert suggestions(visitor) == []


def test_one_correction_or_one_of_the_type_suggests_nothing(visitor: Person) -> None:
    correct(visitor, "Groceries")
    for _ in range(2):
        path = f"/transactions/{market(visitor)['id']}"
        salary = {"type": "INCOME", "category_id": visitor.category_ids["Salary"]}
        ok(visitor.patch(path, salary))
    assert suggestions(visitor) == []

    correct(visitor, "Groceries")
    assert [found["evidence"] for found in suggestions(visitor)] == [2]


def test_what_rules_changed_is_no_correction_of_people(visitor: Person) -> None:
    made = rule(visitor, "market", "Groceries")
    for _ in range(2):
        market(visitor)
    assert apply(visitor)["changed"] == 2
    ok(visitor.delete(f"/rules/{made['id']}"), 204)

    assert suggestions(visitor) == []


def test_a_category_that_is_closed_is_not_suggested(visitor: Person) -> None:
    for _ in range(2):
        correct(visitor, "Groceries", payee="Hall")
    path = f"/categories/{visitor.category_ids['Groceries']}"
    assert len(suggestions(visitor)) == 1

    ok(visitor.patch(path, {"archived": True}))
    assert suggestions(visitor) == []
    ok(visitor.patch(path, {"archived": False}))
    assert len(suggestions(visitor)) == 1


def test_nobodys_corrections_are_suggested_to_another(visitor: Person) -> None:
    for _ in range(2):
        correct(visitor, "Groceries")

    assert suggestions(new_visitor()) == []
    assert suggestions(visitor)


def test_rules_change_only_the_ledger_they_are_of(visitor: Person) -> None:
    other = new_visitor()
    rule(visitor, "market", "Groceries")
    market(other)

    with nothing_written(other):
        assert apply(visitor)["matched"] == 0
    assert transactions_of(other)[0]["category_id"] is None
