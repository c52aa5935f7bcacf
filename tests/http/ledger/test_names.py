"""Names of every kind are visible, and those that look alike are one in every place."""

from __future__ import annotations

from typing import Any

from tests.http.answers import ok, problem, transactions_of
from tests.http.histories import ask_undo, latest
from tests.http.ledger.test_payees_and_tags import payees_of, record_payees, tags_of
from tests.http.uploads import import_file, statement
from tests.support.ledgers.ledgers import assert_law_holds
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.workspaces import new_workspace

HIDDEN = "Rent\u202e"
GROCERIES = "Grоceries"
CASH = "САSН"


def assert_named(answer: Any, field: str) -> None:
    """Check that a request was refused for the hidden character in this field alone."""
    [error] = problem(answer, 422, "invalid-argument", field)["errors"]
    assert error["message"] == "must not contain U+202E RIGHT-TO-LEFT OVERRIDE"


def test_a_hidden_character_is_refused_in_every_name_that_people_type(visitor: Person) -> None:
    ids = visitor.category_ids
    rule = {
        "conditions": [{"field": "PAYEE", "operator": "EQUALS", "value": "x"}],
        "actions": {"category_id": ids["Rent"]},
    }
    entry = visitor.entry("1.00")
    asked = {
        "name": [
            visitor.post("/categories", {"name": HIDDEN, "type": "EXPENSE"}),
            visitor.patch(f"/categories/{ids['Rent']}", {"name": HIDDEN}),
            visitor.post("/accounts", {"name": HIDDEN, "kind": "CASH"}),
            visitor.post("/rules", {**rule, "name": HIDDEN}),
            registered_user().post("/workspaces", {"name": HIDDEN}),
        ],
        "icon": [visitor.patch(f"/categories/{ids['Rent']}", {"icon": HIDDEN})],
        "payee": [visitor.post("/transactions", {**entry, "payee": HIDDEN})],
        "tags.1": [visitor.post("/transactions", {**entry, "tags": ["a", HIDDEN]})],
        "actions.payee": [visitor.post("/rules", {**rule, "actions": {"payee": HIDDEN}})],
        "display_name": [visitor.patch("/me", {"display_name": HIDDEN})],
    }

    for field, answers in asked.items():
        for answer in answers:
            assert_named(answer, field)


def test_transactions_are_listed_and_exported_by_the_names_of_category_and_account(
    visitor: Person,
) -> None:
    savings = ok(visitor.post("/accounts", {"name": "Savings", "kind": "SAVINGS"}), 201)["id"]
    rent = visitor.record("1.00", "Rent")
    saved = visitor.record("2.00", "Groceries", account_id=savings)

    assert transactions_of(visitor, category="rent") == [rent]
    assert transactions_of(visitor, account="SAVINGS") == [saved]
    assert transactions_of(visitor, account="savings", category="Rent") == []
    lines = visitor.get("/exports/transactions?category=groceries").get_data(as_text=True)
    assert [line.split(",")[0] for line in lines.splitlines()] == ["id", saved["id"]]


def test_a_name_in_a_query_that_is_unknown_or_of_two_categories_is_refused(
    visitor: Person,
) -> None:
    ok(visitor.post("/categories", {"name": "Salary", "type": "EXPENSE"}), 201)
    salary = visitor.record("1.00", "Salary")
    rent = visitor.category_ids["Rent"]
    refused = {
        "category=Salary": "is the name of an INCOME and an EXPENSE category; give type, too",
        "category=Unheard": "is not the name of a category of this ledger",
        "category=Rent&type=income": "is not the name of an INCOME category of this ledger",
        f"category=Rent&category_id={rent}": "must be omitted if there is category_id",
        "account=Unheard": "is not the name of an account of this ledger",
    }

    for query, message in refused.items():
        for path in ("/transactions", "/exports/transactions"):
            name = query.partition("=")[0]
            [error] = problem(visitor.get(f"{path}?{query}"), 422, "invalid-argument", name)[
                "errors"
            ]
            assert error["message"] == message
    assert transactions_of(visitor, category="Salary", type=salary["type"]) == [salary]


def test_a_name_that_looks_like_another_is_taken(visitor: Person) -> None:
    spoof = {"name": GROCERIES, "type": "EXPENSE"}
    rent = visitor.category_ids["Rent"]
    account = ok(visitor.post("/accounts", {"name": "Savings", "kind": "SAVINGS"}), 201)
    ok(visitor.post("/accounts", {"name": "Cash", "kind": "CASH"}), 201)

    problem(visitor.post("/categories", spoof), 409, "already-exists")
    problem(visitor.patch(f"/categories/{rent}", {"name": GROCERIES}), 409, "already-exists")
    problem(visitor.post("/accounts", {"name": CASH, "kind": "CASH"}), 409, "already-exists")
    problem(visitor.patch(f"/accounts/{account['id']}", {"name": CASH}), 409, "already-exists")
    ok(visitor.post("/categories", {**spoof, "type": "INCOME"}), 201)


def test_a_name_that_looks_like_one_taken_meanwhile_is_not_taken_back(visitor: Person) -> None:
    category = ok(visitor.post("/categories", {"name": "Pets", "type": "EXPENSE"}), 201)
    ok(visitor.delete(f"/categories/{category['id']}"), 204)
    deletion = latest(visitor)
    taken = {"name": "Реts", "type": "EXPENSE"}
    ok(visitor.post("/categories", taken), 201)

    problem(ask_undo(visitor, deletion), 409, "already-exists")


def test_tags_that_look_alike_are_one_and_listed_as_the_first_was_written(visitor: Person) -> None:
    for tags in (["Вода", "ATM"], ["Boda", "ВОДА"], ["АТМ"]):
        visitor.record(tags=tags)

    assert tags_of(visitor) == [("atm", 2), ("вода", 2), ("boda", 1)]
    found = ok(visitor.get("/transactions", query_string={"tag": "АТM"}))
    assert len(found["items"]) == 2
    assert_law_holds(visitor.store)


def test_payees_that_look_alike_are_one(visitor: Person) -> None:
    record_payees(visitor, "Kiosk", "Кiоsk", "KIOSK")

    assert payees_of(visitor) == [("KIOSK", 3)]
    found = ok(visitor.get("/transactions", query_string={"payee": "Кiosk"}))
    assert len(found["items"]) == 3
    assert_law_holds(visitor.store)


def test_a_workspace_may_be_named_in_any_script() -> None:
    named = new_workspace(registered_user(), name="خانه‌ها 👨‍👩‍👧 र‍्य")

    assert ok(named.creator.get(named.path))["name"] == "خانه‌ها 👨‍👩‍👧 र‍्य"


def test_a_bank_file_names_the_category_that_its_text_looks_like(visitor: Person) -> None:
    header = "Date,Amount,Category,Payee,Description"
    rows = statement(f"2026-05-01,-1.00,{GROCERIES}\u200b,Kiosk\u202e,x\u202e", header=header)

    import_file(visitor, rows, file_name="May\u202evsc.csv")

    [recorded] = ok(visitor.get("/transactions"))["items"]
    assert recorded["category_id"] == visitor.category_ids["Groceries"]
    assert (recorded["payee"], recorded["description"]) == ("Kiosk", "x")
    [imported] = ok(visitor.get("/imports"))["items"]
    assert imported["file_name"] == "Mayvsc.csv"
