"""Goals over HTTP: created, changed, deleted, with their history, feed and undo."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.http.answers import ok, problem
from tests.http.histories import ask_undo, latest, undo
from tests.http.planning.goals.goals import (
    amounts,
    body,
    contribute,
    create,
    link,
    of_account,
    savings,
)
from tests.support.ledgers import people
from tests.support.ledgers.people import Person


def test_a_new_goal_is_answered_whole_and_found_where_it_says(visitor: Person) -> None:
    account = savings(visitor)
    asked = body(funding=of_account(account, amount="250"), target="500", target_date="2026-12-31")

    response = visitor.post("/goals", asked)
    made = ok(response, 201)

    assert {key: made[key] for key in made.keys() - {"id", "created_at", "updated_at"}} == {
        "name": "Holiday",
        "funding": {
            "kind": "ALLOCATION",
            "account_id": account["id"],
            "category_id": None,
            "tag": None,
            "type": None,
            "debt": None,
        },
        "allocations": [{"from": "2026-03-20", "amount": "250.00", "basis_points": None}],
        "currency": "USD",
        "target": "500.00",
        "start": "2026-03-20",
        "target_date": "2026-12-31",
        "state": "ACTIVE",
        "archived": False,
        "etag": '"1"',
    }
    assert response.headers["ETag"] == made["etag"]
    assert ok(visitor.get(response.headers["Location"])) == made
    assert ok(visitor.get("/goals"))["items"] == [made]


def test_goals_are_listed_by_name(visitor: Person) -> None:
    for name in ("car", "Boat"):
        create(visitor, name=name)

    assert [one["name"] for one in ok(visitor.get("/goals"))["items"]] == ["Boat", "car"]


def test_named_fields_change_and_an_old_etag_is_refused(visitor: Person) -> None:
    goal = create(visitor)
    path = f"/goals/{goal['id']}"

    changed = ok(visitor.patch(path, {"name": "Sea", "target": "900.00"}))
    refused = visitor.patch(path, {"name": "No"}, headers={"If-Match": goal["etag"]})

    assert (changed["name"], changed["target"], changed["etag"]) == ("Sea", "900.00", '"2"')
    assert problem(refused, 412, "precondition-failed")["current"] == changed


def test_a_retried_request_creates_one_goal(visitor: Person) -> None:
    headers = {"Idempotency-Key": "once"}

    first, second = (visitor.post("/goals", body(), headers=headers) for _ in range(2))

    assert ok(first, 201) == ok(second, 201)
    assert len(ok(visitor.get("/goals"))["items"]) == 1


def test_a_deleted_goal_returns_with_its_transactions_by_an_undo(visitor: Person) -> None:
    goal = create(visitor)
    linked = contribute(visitor, goal)
    assert visitor.delete(f"/goals/{goal['id']}").status_code == 204
    problem(visitor.get(f"/goals/{goal['id']}/progress"), 404, "not-found")
    assert ok(visitor.get(f"/transactions/{linked['id']}"))["goal_id"] is None

    undo(visitor, latest(visitor, entity="GOAL"), {"whole_operation": True})

    assert ok(visitor.get(f"/transactions/{linked['id']}"))["goal_id"] == goal["id"]
    assert amounts(visitor, goal)["saved"] == "100.00"


def test_a_change_is_undone_and_a_creation_too_unless_transactions_count(visitor: Person) -> None:
    goal = create(visitor)
    created = latest(visitor)
    ok(visitor.patch(f"/goals/{goal['id']}", {"target": "5.00"}))

    undo(visitor, latest(visitor))
    assert ok(visitor.get(f"/goals/{goal['id']}"))["target"] == "1000.00"

    linked = contribute(visitor, goal)
    problem(ask_undo(visitor, created), 409, "goal-in-use")
    ok(visitor.delete(f"/goals/{goal['id']}/contributions/{linked['id']}"))
    undo(visitor, created)
    assert ok(visitor.get("/goals"))["items"] == []


def test_a_link_to_a_goal_that_is_gone_does_not_come_back(visitor: Person) -> None:
    goal = create(visitor)
    linked = contribute(visitor, goal)
    ok(visitor.delete(f"/goals/{goal['id']}/contributions/{linked['id']}"))
    unlinked = latest(visitor)
    assert visitor.delete(f"/goals/{goal['id']}").status_code == 204

    problem(ask_undo(visitor, unlinked), 404, "not-found")

    undo(visitor, latest(visitor, entity="GOAL"))
    undo(visitor, unlinked)
    assert amounts(visitor, goal)["saved"] == "100.00"


def test_a_deleted_goal_returns_only_if_its_part_of_the_balance_is_left(visitor: Person) -> None:
    account = savings(visitor)
    goal = create(visitor, funding=of_account(account, amount="700"))
    assert visitor.delete(f"/goals/{goal['id']}").status_code == 204
    deleted = latest(visitor)
    other = create(visitor, funding=of_account(account, amount="300.01"))

    assert problem(ask_undo(visitor, deleted), 409, "allocation-too-large")["left"] == "699.99"

    assert visitor.delete(f"/goals/{other['id']}").status_code == 204
    undo(visitor, deleted)
    assert amounts(visitor, goal)["saved"] == "700.00"


def test_a_deleted_goal_returns_only_if_there_is_room(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    goal = create(visitor)
    assert visitor.delete(f"/goals/{goal['id']}").status_code == 204
    deleted = latest(visitor)
    create(visitor, name="Other")
    monkeypatch.setattr("shared.services.planning.goals.goal_undo.MAX_GOALS", 1)

    problem(ask_undo(visitor, deleted), 409, "too-many-goals")


def test_a_link_to_a_goal_that_a_backup_lacks_may_be_replaced(visitor: Person) -> None:
    linked = contribute(visitor, create(visitor))
    content = json.loads(visitor.get("/exports/ledger").get_data())
    other = people.visitor()
    ok(other.post("/imports/restore", content | {"goals": []}), 201)

    goal = create(other)

    assert link(other, goal, linked)["goal_id"] == goal["id"]


def test_a_backup_with_links_to_too_many_goals_is_refused(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2):
        contribute(visitor, create(visitor, name=f"Goal {number}"))
    content = visitor.get("/exports/ledger").get_data()
    monkeypatch.setattr("shared.models.exports.backup_document.MAX_GOALS", 1)

    refused = people.visitor().post("/imports/restore", json.loads(content))

    problem(refused, 422, "invalid-argument", "transactions")


@pytest.mark.parametrize(
    ("fields", "invalid"),
    [
        ({"name": " "}, "name"),
        ({"target": "0"}, "target"),
        ({"target": "-5"}, "target"),
        ({"target": "1.001"}, "target"),
        ({"target": "1" + "0" * 6_000}, "target"),
        ({"target": None}, "target"),
        ({"target_date": "2026-03-20"}, "target_date"),
        ({"start": "2015-01-01"}, "start"),
        ({"start": "2030-01-01"}, "start"),
        ({"funding": {"kind": "LUCK"}}, "funding.kind"),
        ({"funding": {"kind": "TAG"}}, "funding.tag"),
        ({"funding": {"kind": "TAG", "tag": "#"}}, "funding.tag"),
        ({"funding": {"kind": "TAG", "tag": "a", "amount": "1"}}, "funding.amount"),
        ({"funding": {"kind": "CATEGORY", "category_id": "gone"}}, "funding.category_id"),
        ({"funding": {"kind": "ACCOUNT", "account_id": "gone"}}, "funding.account_id"),
        ({"funding": {"kind": "DEBT", "account_id": "gone"}}, "funding.account_id"),
        ({"funding": {"kind": "ALLOCATION", "account_id": "x"}}, "funding.amount"),
        (
            {"funding": {"kind": "ALLOCATION", "account_id": "x", "basis_points": 10_001}},
            "funding.basis_points",
        ),
        (
            {
                "funding": {
                    "kind": "ALLOCATION",
                    "account_id": "x",
                    "amount": "1",
                    "basis_points": 1,
                }
            },
            "funding.basis_points",
        ),
    ],
)
def test_bad_input_names_the_field(visitor: Person, fields: dict[str, Any], invalid: str) -> None:
    problem(visitor.post("/goals", body(**fields)), 422, "invalid-argument", invalid)


def test_archived_and_foreign_parts_are_refused(visitor: Person) -> None:
    stranger = people.visitor()
    account, foreign = savings(visitor), savings(stranger)
    category = visitor.category_ids["Dining"]
    goal = create(visitor, funding=of_account(account, "ACCOUNT"))
    ok(visitor.patch(f"/accounts/{account['id']}", {"archived": True}))
    ok(visitor.patch(f"/categories/{category}", {"archived": True}))

    for asked in (account, foreign):
        refused = visitor.post("/goals", body(funding=of_account(asked, "ACCOUNT")))
        problem(refused, 422, "invalid-argument", "funding.account_id")
    for asked in (category, stranger.category_ids["Dining"]):
        funding = {"kind": "CATEGORY", "category_id": asked}
        refused = visitor.post("/goals", body(funding=funding))
        problem(refused, 422, "invalid-argument", "funding.category_id")
    assert amounts(visitor, goal)["saved"] == "1000.00"  # An archived account keeps its goal.


def test_amounts_have_the_decimals_of_their_currency(visitor: Person) -> None:
    account = savings(visitor, "5000", currency="JPY")
    funding = of_account(account, amount="2000")

    goal = create(visitor, funding=funding, target="4000")
    refused = visitor.post("/goals", body(funding=of_account(account, amount="0.5"), target="0.5"))

    assert (goal["currency"], goal["target"]) == ("JPY", "4000")
    problem(refused, 422, "invalid-argument", "funding.amount", "target")


def test_a_ledger_has_at_most_100_goals(visitor: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.services.planning.goals.goals.MAX_GOALS", 1)
    create(visitor)

    problem(visitor.post("/goals", body()), 409, "too-many-goals")
