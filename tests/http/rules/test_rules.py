"""Rules over HTTP: kept in their order, and suggested from what people correct."""

from __future__ import annotations

from typing import Any

import pytest

from shared.models.rules.rule import MAX_RULES, Rule
from shared.repositories.store import TenantStore
from tests.http.answers import documents_of, nothing_written, ok, problem
from tests.support.ledgers.ledgers import NOW, assert_log_is_complete
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor

KEY = {"Idempotency-Key": "a-key"}
MISSING = "01JA2B3C4D5E6F7G8H9JKMNPQR"


def text(value: str, operator: str = "CONTAINS", field: str = "DESCRIPTION") -> dict[str, Any]:
    return {"field": field, "operator": operator, "value": value}


def amount(**bounds: object) -> dict[str, Any]:
    return {"field": "AMOUNT", "operator": "BETWEEN", **bounds}


def on_account(account_id: str) -> dict[str, Any]:
    return {"field": "ACCOUNT", "operator": "IS", "value": account_id}


def body(*conditions: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """Return a rule that tags what contains “market”, unless given otherwise."""
    usual = {"conditions": conditions or [text("market")], "actions": {"tags": ["food"]}}
    return usual | facts


def create(person: Person, *conditions: dict[str, Any], **facts: Any) -> Any:
    return ok(person.post("/rules", body(*conditions, **facts)), 201)


def path_of(rule: dict[str, Any]) -> str:
    return f"/rules/{rule['id']}"


def names(person: Person) -> list[str]:
    return [rule["name"] for rule in ok(person.get("/rules"))["items"]]


def logged(person: Person) -> list[dict[str, Any]]:
    """Return the logged changes of rules, oldest first."""
    items = ok(person.get("/changes/feed"))["items"]
    ids = [item["change_id"] for item in items if item["entity"] == "RULES"]
    return [ok(person.get(f"/changes/{change_id}")) for change_id in ids]


def fill(store: TenantStore, count: int, **facts: Any) -> None:
    """Give a ledger so many rules, without a service."""
    content = body() | facts | {"created_at": NOW, "updated_at": NOW}
    rules = [Rule.model_validate(content | {"id": f"R{number}"}) for number in range(count)]

    def work(unit: TenantStore) -> None:
        unit.load()
        unit.rules.put_all(rules)
        unit.ledger.put_verified(NOW)

    store.transact(work)


def test_a_new_rule_is_answered_whole_and_found_where_it_says(visitor: Person) -> None:
    groceries = visitor.category_ids["Groceries"]
    conditions = [text("Café", "MATCHES", "TEXT"), amount(min="1.50", max=20), amount(max="1e0")]
    conditions[2] = {"field": "TYPE", "operator": "IS", "value": "expense"}
    wanted = body(*conditions, name=" Food ", actions={"category_id": groceries, "payee": "M"})

    response = visitor.post("/rules", wanted)

    rule = ok(response, 201)
    assert rule.pop("created_at") == rule.pop("updated_at")
    assert rule == {
        "id": rule["id"],
        "name": "Food",
        "enabled": True,
        "conditions": [
            conditions[0],
            amount(min="1.5", max="20"),
            {"field": "TYPE", "operator": "IS", "value": "EXPENSE"},
        ],
        "actions": {
            "category_id": groceries,
            "custom_type_id": None,
            "payee": "M",
            "tags": [],
        },
        "etag": '"1"',
    }
    assert response.headers["Location"] == path_of(rule)
    found = visitor.get(path_of(rule))
    assert ok(found) == response.get_json()
    assert found.headers["ETag"] == response.headers["ETag"] == '"1"'
    assert ok(visitor.get("/rules")) == {"items": [response.get_json()], "next_cursor": None}


def test_what_has_not_changed_is_not_sent_again(visitor: Person) -> None:
    path = path_of(create(visitor))

    assert visitor.get(path, headers={"If-None-Match": '"1"'}).status_code == 304
    ok(visitor.get(path, headers={"If-None-Match": '"2"'}))


@pytest.mark.parametrize(
    ("position", "order"),
    [(None, "abn"), (2, "abn"), (1, "anb"), (0, "nab")],
)
def test_a_new_rule_stands_where_it_is_wanted(
    visitor: Person, position: int | None, order: str
) -> None:
    for name in "ab":
        create(visitor, name=name)

    create(visitor, name="n", position=position)

    assert names(visitor) == list(order)


@pytest.mark.parametrize("position", [-1, 1, "0", 0.0, True])
def test_a_position_is_one_of_the_list_or_behind_it(visitor: Person, position: object) -> None:
    with nothing_written(visitor):
        refused = visitor.post("/rules", body(position=position))

    problem(refused, 422, "invalid-argument", "position")


def test_a_ledger_has_at_most_200_rules(visitor: Person) -> None:
    fill(visitor.store, MAX_RULES - 1)
    last = create(visitor)

    with nothing_written(visitor):
        problem(visitor.post("/rules", body()), 409, "too-many-rules")

    ok(visitor.delete(path_of(last)), 204)
    create(visitor)


def test_the_texts_of_all_rules_have_room_in_one_document(visitor: Person) -> None:
    long = [text("猫" * 200)] * 8
    fill(visitor.store, 182, conditions=long)

    small = path_of(create(visitor))

    with nothing_written(visitor):
        for response in (
            visitor.post("/rules", body(*long)), visitor.patch(small, {"conditions": long}),
        ):  # fmt: skip
            problem(response, 422, "invalid-argument", "body")

    create(visitor)


def test_a_patch_changes_what_it_names_and_leaves_the_rest(visitor: Person) -> None:
    before = create(visitor, name="Food")

    response = visitor.patch(path_of(before), {"enabled": False, "name": None})

    after = ok(response)
    changed = {"enabled": False, "name": None, "updated_at": after["updated_at"]}
    assert after == before | changed | {"etag": '"2"'}
    assert after["updated_at"] > before["updated_at"]
    assert response.headers["ETag"] == '"2"'


def test_a_patch_that_changes_nothing_is_no_new_version(visitor: Person) -> None:
    rule = create(visitor, amount(min="1.50"))

    with nothing_written(visitor):
        response = visitor.patch(path_of(rule), {"conditions": [amount(min=1.5, max=None)]})

    assert (ok(response), response.headers["ETag"]) == (rule, '"1"')


def test_a_put_replaces_the_whole_where_it_stands(visitor: Person) -> None:
    rules = [create(visitor, name=name, enabled=False) for name in "abc"]

    after = ok(visitor.put(path_of(rules[1]), body(text("bar"), name="B")))

    assert (after["name"], after["enabled"]) == ("B", True)
    assert after["conditions"] == [text("bar")]
    assert names(visitor) == ["a", "B", "c"]


@pytest.mark.parametrize("method", ["PATCH", "PUT", "DELETE"])
def test_a_change_of_what_has_changed_meanwhile_is_refused(visitor: Person, method: str) -> None:
    path = path_of(create(visitor))
    current = ok(visitor.patch(path, {"name": "Food"}))
    content = {"PATCH": {"name": "B"}, "PUT": body(name="B")}.get(method)

    with nothing_written(visitor):
        lost = visitor.call(method, path, json=content, headers={"If-Match": '"1"'})

    assert problem(lost, 412, "precondition-failed")["current"] == current
    won = visitor.call(method, path, json=content, headers={"If-Match": '"2"'})
    assert won.status_code in {200, 204}


def test_a_deleted_rule_is_gone_and_the_others_stay(visitor: Person) -> None:
    rules = [create(visitor, name=name) for name in "abc"]

    assert ok(visitor.delete(path_of(rules[1])), 204) is None

    assert names(visitor) == ["a", "c"]
    problem(visitor.delete(path_of(rules[1])), 404, "not-found")


@pytest.mark.parametrize("method", ["GET", "PATCH", "PUT", "DELETE"])
@pytest.mark.parametrize("bad_id", [MISSING, "order", "a%2Fb", "__x__", "x" * 2000])
def test_an_id_of_nothing_is_not_found(visitor: Person, method: str, bad_id: str) -> None:
    create(visitor)
    content = {"PATCH": {}, "PUT": body()}.get(method)
    is_order = (method, bad_id) == ("PUT", "order")

    with nothing_written(visitor):
        response = visitor.call(method, f"/rules/{bad_id}", json=content)

    if is_order:
        problem(response, 422, "invalid-argument", "ids", "conditions", "actions")
    else:
        problem(response, 404, "not-found")


def test_what_a_rule_names_must_be_there_in_the_same_ledger(visitor: Person) -> None:
    other = new_visitor()
    path = path_of(create(visitor))
    [foreign_account] = ok(other.get("/accounts"))["items"]
    for category_id, account_id in (
        (other.category_ids["Rent"], foreign_account["id"]),
        (MISSING, MISSING),
    ):
        wrong = body(text("x"), on_account(account_id), actions={"category_id": category_id})
        with nothing_written(visitor, other):
            for response in (
                visitor.post("/rules", wrong), visitor.put(path, wrong), visitor.patch(path, wrong),
            ):  # fmt: skip
                blamed = ("conditions.1.value", "actions.category_id")
                problem(response, 422, "invalid-argument", *blamed)


def test_what_a_rule_names_may_go_away_and_the_rule_can_still_be_changed(visitor: Person) -> None:
    rent = visitor.category_ids["Rent"]
    rule = create(visitor, actions={"category_id": rent})
    ok(visitor.delete(f"/categories/{rent}"), 204)

    assert ok(visitor.patch(path_of(rule), {"name": "Old"}))["actions"]["category_id"] == rent
    other = {"actions": {"category_id": MISSING}}
    refused = visitor.patch(path_of(rule), other)
    problem(refused, 422, "invalid-argument", "actions.category_id")
    again = visitor.post("/rules", body(actions={"category_id": rent}))
    problem(again, 422, "invalid-argument", "actions.category_id")


def test_bounds_have_no_more_decimals_than_the_currency(visitor: Person) -> None:
    yen = new_visitor("JPY")
    create(visitor, amount(min="1.25"))

    with nothing_written(yen):
        refused = yen.post("/rules", body(text("x"), amount(min="1.25", max="2")))

    problem(refused, 422, "invalid-argument", "conditions.1.min")
    assert create(yen, amount(min="1.0"))["conditions"] == [amount(min="1", max=None)]


@pytest.mark.parametrize(
    ("content", "fields"),
    [
        ({}, ("conditions", "actions")),
        (body(conditions=[]), ("conditions",)),
        (body(conditions=5), ("conditions",)),
        (body({"operator": "IS"}), ("conditions.0.field",)),
        (body({"field": "TEXT"}), ("conditions.0.operator",)),
        (body(text("x", "IS")), ("conditions.0.operator",)),
        (body(text("(", "MATCHES", "TEXT")), ("conditions.0.value",)),
        (body(text("")), ("conditions.0.value",)),
        (body(text("a\x00b")), ("conditions.0.value",)),
        (body(text("\ud800")), ("conditions.0.value",)),
        (body(amount()), ("conditions.0",)),
        (body(amount(min="x")), ("conditions.0.min",)),
        (body(amount(min=1, MAX=2)), ("conditions.0.MAX",)),
        (body(text("x"), amount(min="2", max="1")), ("conditions.1",)),
        (body(actions={}), ("actions",)),
        (body(actions={"tags": ["x" * 31]}), ("actions.tags.0",)),
        (body(enabled="yes"), ("enabled",)),
        (body(id="x"), ("id",)),
    ],
    ids=str,
)
def test_what_is_no_rule_is_refused_by_the_fields_as_they_were_written(
    visitor: Person, content: dict[str, Any], fields: tuple[str, ...]
) -> None:
    path = path_of(create(visitor))

    with nothing_written(visitor):
        problem(visitor.post("/rules", content), 422, "invalid-argument", *fields)
        problem(visitor.put(path, content), 422, "invalid-argument", *fields)


@pytest.mark.parametrize("field", ["enabled", "conditions", "actions"])
def test_a_patch_clears_the_name_alone(visitor: Person, field: str) -> None:
    path = path_of(create(visitor, name="Food"))

    problem(visitor.patch(path, {field: None}), 422, "invalid-argument", field)
    assert ok(visitor.patch(path, {"name": None}))["name"] is None


def test_rules_can_be_put_into_another_order(visitor: Person) -> None:
    ids = [create(visitor, name=name)["id"] for name in "abc"]
    wanted = [ids[2], ids[0], ids[1]]

    answer = ok(visitor.put("/rules/order", {"ids": wanted}))

    assert [rule["id"] for rule in answer["items"]] == wanted
    assert ok(visitor.get("/rules")) == answer
    assert visitor.get(f"/rules/{ids[0]}").headers["ETag"] == '"1"'
    with nothing_written(visitor):
        assert ok(visitor.put("/rules/order", {"ids": wanted})) == answer


@pytest.mark.parametrize("wrong", [[], [0], [0, 0], [0, 1, 1], [0, 1, 2], ["a/b"], None], ids=str)
def test_an_order_is_of_exactly_the_rules_there_are(visitor: Person, wrong: object) -> None:
    ids = [create(visitor)["id"], create(visitor)["id"], MISSING]
    content = [ids[n] if isinstance(n, int) else n for n in wrong] if wrong is not None else None  # type: ignore[attr-defined]  # it is a list
    blamed = "ids.0" if wrong == ["a/b"] else "ids"

    with nothing_written(visitor):
        response = visitor.put("/rules/order", {"ids": content})

    problem(response, 422, "invalid-argument", blamed)
    ok(visitor.put("/rules/order", {"ids": ids[:2]}))


def test_a_retry_with_its_key_gets_the_first_answer_whatever_came_after(visitor: Person) -> None:
    first = visitor.post("/rules", body(name="Food"), headers=KEY)
    ok(visitor.patch(first.headers["Location"], {"name": "Other"}))

    with nothing_written(visitor):
        second = visitor.post("/rules", body(name="Food"), headers=KEY)
        reused = visitor.post("/rules", body(name="Else"), headers=KEY)

    assert (ok(second, 201), second.headers["ETag"]) == (ok(first, 201), first.headers["ETag"])
    assert second.headers["Location"] == first.headers["Location"]
    problem(reused, 422, "idempotency-key-reused")


def test_every_change_of_rules_is_logged_with_what_was_and_what_became(visitor: Person) -> None:
    first, second = create(visitor, name="a"), create(visitor, name="b")
    ok(visitor.patch(path_of(first), {"name": "A"}))
    ok(visitor.put("/rules/order", {"ids": [second["id"], first["id"]]}))
    ok(visitor.delete(path_of(second)), 204)

    changes = logged(visitor)

    created, _, patched, ordered, removed = changes
    of_ids = [change["entity_id"] for change in changes]
    assert of_ids == [first["id"], second["id"], first["id"], "order", second["id"]]
    assert (created["before"], created["after"]["name"]) == (None, "a")
    assert (patched["before"]["name"], patched["after"]["name"]) == ("a", "A")
    order = {"kind": "ORDER", "id": "order"}
    assert ordered["before"] == {**order, "ids": [first["id"], second["id"]]}
    assert ordered["after"] == {**order, "ids": [second["id"], first["id"]]}
    assert (removed["before"]["name"], removed["after"]) == ("b", None)
    assert {change["actor"] for change in changes} == {visitor.uid}
    assert_log_is_complete(visitor.store)


def test_nobody_sees_anothers_rules(visitor: Person) -> None:
    rule = create(visitor)
    other = new_visitor()

    with nothing_written(visitor, other):
        assert ok(other.get("/rules"))["items"] == []
        problem(other.get(path_of(rule)), 404, "not-found")
        problem(other.patch(path_of(rule), {"name": "x"}), 404, "not-found")
        problem(other.delete(path_of(rule)), 404, "not-found")
        problem(other.put("/rules/order", {"ids": [rule["id"]]}), 422, "invalid-argument", "ids")
    assert documents_of(visitor.store.ref.path)[f"{visitor.store.ref.path}/settings/rules"]
