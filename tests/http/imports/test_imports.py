"""Previews of imports over HTTP: what a file would become, and why."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest

from functions.imports.files import TEMPLATE
from shared.models.ledger.page import cursor_to
from tests.http import accounts
from tests.http.answers import no_commit, ok, problem, transactions_of
from tests.http.uploads import (
    ask,
    counts,
    nothing_recorded,
    preview,
    purchases,
    rows_of,
    send,
    statement,
)
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.served import served

pytestmark = pytest.mark.usefixtures("emulators")

MISSING = "01JA2B3C4D5E6F7G8H9JKMNPQR"
COFFEE = "2026-05-04,-3.20,Café,Espresso"
SALARY = "2026-05-01,2500.00,ACME Inc.,Salary May"
TWO = statement(COFFEE, SALARY)


def form(**fields: str) -> dict[str, Any]:
    """Return a form with a file, as browsers send it."""
    return {
        "data": {"file": (BytesIO(TWO), "may.csv"), **fields},
        "content_type": "multipart/form-data",
    }


def with_broken_rows(content: bytes, *numbers: int) -> bytes:
    """Return the file with invalid amounts in the lines of these numbers, from 1."""
    lines = content.splitlines()
    for number in numbers:
        lines[number - 1] = b"2026-05-05,abc,Shop,Broken"
    return b"\n".join(lines)


def archive(person: Person, category: str) -> None:
    """Archive the category of that name."""
    path = f"/categories/{person.category_ids[category]}"
    ok(person.patch(path, {"archived": True}))


def category_names(person: Person, plan: dict[str, Any]) -> list[str | None]:
    """Return the categories that the rows of a plan would get."""
    names = {category_id: name for name, category_id in person.category_ids.items()}
    return [names.get(row["transaction"]["category_id"]) for row in plan["rows"]]


# Content of a preview


def test_a_preview_shows_what_would_be_recorded_and_records_nothing(visitor: Person) -> None:
    account_id = accounts.default_of(visitor)["id"]
    with nothing_recorded(visitor):
        response = send(visitor, TWO, file_name="may.csv")
    plan = ok(response, 201)
    assert response.headers["Location"] == f"/imports/{plan['id']}"
    assert (plan["status"], plan["planned"]) == ("PREVIEWED", counts(new=2))
    assert (plan["imported"], plan["skipped"], plan["undone"], plan["progress"]) == (0, 0, 0, 0.0)
    assert (plan["file_name"], plan["account_id"]) == ("may.csv", account_id)
    assert (plan["first_date"], plan["last_date"]) == ("2026-05-01", "2026-05-04")
    assert plan["layout"]["columns"] == ["DATE", "AMOUNT", "PAYEE", "DESCRIPTION"]
    assert [c["name"] for c in plan["columns"]] == ["Date", "Amount", "Payee", "Description"]
    assert plan["overall_confidence"] == min(plan["confidence"].values()) > 0
    coffee, salary = plan["rows"]
    assert coffee == {
        "line": 2, "status": "NEW", "reason": None, "cells": None, "rule_ids": [],
        "are_rules_applied": True,
        "match": None,
        "transaction": {
            "type": "EXPENSE", "amount": "3.20", "currency": "USD", "account_id": account_id,
            "category_id": None, "custom_type_id": None, "date": "2026-05-04",
            "to_account_id": None, "splits": [], "original": None, "is_amount_estimated": False,
            "to_amount": None, "is_to_amount_estimated": False,
            "payee": "Café", "description": "Espresso", "notes": None, "tags": [],
            "external_id": None,
        },
    }  # fmt: skip
    assert (salary["line"], salary["transaction"]["type"]) == (3, "INCOME")
    assert salary["transaction"]["category_id"] is None


def test_a_preview_can_be_read_again_and_has_a_day(visitor: Person) -> None:
    plan = preview(visitor, TWO)
    read = ok(visitor.get(f"/imports/{plan['id']}"))
    assert read == {name: plan[name] for name in read}
    created, expires = (datetime.fromisoformat(read[f"{x}_at"]) for x in ("created", "expires"))
    assert expires - created == timedelta(hours=24)


def test_an_invalid_row_says_why_and_shows_its_cells(visitor: Person) -> None:
    plan = preview(visitor, with_broken_rows(purchases(20), 5))
    assert plan["planned"] == counts(new=19, invalid=1)
    row = plan["rows"][3]
    assert (row["line"], row["status"], row["transaction"]) == (5, "INVALID", None)
    assert "abc" in row["reason"]
    assert row["cells"] == ["2026-05-05", "abc", "Shop", "Broken"]


def test_a_date_that_is_too_far_ahead_is_invalid(visitor: Person) -> None:
    plan = preview(visitor, statement(COFFEE, "2099-01-01,-1.00,Shop,Never"))
    assert plan["planned"] == counts(new=1, invalid=1)
    assert "2099-01-01" in plan["rows"][1]["reason"]
    assert (plan["first_date"], plan["last_date"]) == ("2026-05-04", "2026-05-04")


def test_a_plain_link_to_the_template_needs_neither_token_nor_app_check(
    set_variable: Callable[[str, str], None],
) -> None:
    set_variable("REQUIRE_APP_CHECK", "1")

    response = served("imports").get("/template")

    assert (response.status_code, response.get_data(as_text=True)) == (200, TEMPLATE)
    assert response.headers["Content-Disposition"].startswith("attachment")
    problem(served("imports").get("/mappings"), 401, "app-check-failed")


def test_the_template_is_understood_without_a_hint(visitor: Person) -> None:
    response = visitor.get("/imports/template")
    assert (response.status_code, response.mimetype) == (200, "text/csv")
    assert "attachment" in response.headers["Content-Disposition"]
    assert response.get_data(as_text=True) == TEMPLATE
    plan = preview(visitor, response.get_data())
    assert (plan["planned"], plan["overall_confidence"]) == (counts(new=2, unfiled=0), 1.0)
    assert plan["ambiguities"] == []
    vegetables, salary = (row["transaction"] for row in plan["rows"])
    assert category_names(visitor, plan) == ["Groceries", "Salary"]
    assert (vegetables["amount"], vegetables["type"]) == ("12.50", "EXPENSE")
    assert (vegetables["tags"], vegetables["external_id"]) == (["organic"], "A-1")
    assert (salary["amount"], salary["type"]) == ("2500.00", "INCOME")


@pytest.mark.parametrize(
    ("currency", "cells", "amounts", "odd"),
    [("JPY", ("-1250", "250000"), ["1250", "250000"], "-1.5"),
     ("KWD", ("-1.250", "2500.500"), ["1.250", "2500.500"], "-0.0005")],
)  # fmt: skip
def test_amounts_have_the_decimals_of_the_ledgers_currency(
    currency: str, cells: tuple[str, str], amounts: list[str], odd: str
) -> None:
    person = new_visitor(currency)
    rows = [f"2026-05-0{day},{cell},Shop,Thing {day}" for day, cell in enumerate((*cells, odd), 1)]
    plan = preview(person, statement(*rows))
    assert plan["planned"] == counts(new=2, invalid=1)
    assert [row["transaction"]["amount"] for row in plan["rows"][:2]] == amounts
    assert currency in plan["rows"][2]["reason"]
    done = ok(ask(person, plan))
    assert done["imported"] == 2
    items = ok(person.get("/transactions"))["items"]
    assert sorted(item["amount"] for item in items) == sorted(amounts)


# How a file is sent, and what may be chosen


def test_a_form_is_taken_like_the_file_itself(visitor: Person) -> None:
    sent = ok(visitor.call("POST", "/imports/preview", **form()), 201)
    plain = preview(visitor, TWO, file_name="may.csv")
    own = {"id", "plan_token", "created_at", "expires_at"}
    assert {k: v for k, v in sent.items() if k not in own} == {
        k: v for k, v in plain.items() if k not in own
    }


@pytest.mark.parametrize("place", ["form", "query"])
def test_the_choices_of_a_form_stand_in_fields_or_in_the_query(visitor: Person, place: str) -> None:
    savings = accounts.create(visitor)["id"]
    chosen = {
        "account_id": savings,
        "file_name": "other.csv",
        "layout": json.dumps({"amount_sign": "INVERTED"}),
    }
    if place == "form":
        response = visitor.call("POST", "/imports/preview", **form(**chosen))
    else:
        response = visitor.call("POST", "/imports/preview", query_string=chosen, **form())
    plan = ok(response, 201)
    assert (plan["account_id"], plan["file_name"]) == (savings, "other.csv")
    assert plan["mapping_source"] == "GIVEN"
    assert plan["rows"][0]["transaction"]["type"] == "INCOME"


def test_a_part_of_the_layout_that_is_given_counts_and_the_rest_is_found(visitor: Person) -> None:
    content = statement("05/04/2026,-1.00,Shop,One", "05/06/2026,-2.00,Shop,Two")
    found = preview(visitor, content)
    assert [one["code"] for one in found["ambiguities"]] == ["date-order"]
    plan = preview(visitor, content, layout={"date_format": "MM/DD/YYYY"})
    assert [row["transaction"]["date"] for row in plan["rows"]] == ["2026-05-04", "2026-05-06"]
    assert (plan["mapping_source"], plan["ambiguities"]) == ("GIVEN", [])


def test_account_and_categories_are_as_wished(visitor: Person) -> None:
    ids = visitor.category_ids
    savings = accounts.create(visitor)["id"]
    plan = preview(
        visitor, TWO, account_id=savings,
        income_category_id=ids["Salary"], expense_category_id=ids["Dining"],
    )  # fmt: skip
    assert category_names(visitor, plan) == ["Dining", "Salary"]
    assert {row["transaction"]["account_id"] for row in plan["rows"]} == {savings}


def test_the_files_own_categories_count_where_they_fit(visitor: Person) -> None:
    archive(visitor, "Travel")
    longest = "Dining" + "\u200b" * 194  # 200 characters
    rows = (
        "-1.00,GROCERIES", "-1.00,Salary", "-1.00,Travel", "-1.00,Unheard", "1.00,salary",
        f"-1.00,{longest}", f"-1.00,{longest}\u200b",
    )  # fmt: skip
    content = statement(*(f"2026-05-01,{row}" for row in rows), header="Date,Amount,Category")
    plan = preview(visitor, content)
    assert category_names(visitor, plan) == [
        "Groceries", None, None, None, "Salary", "Dining", None
    ]  # fmt: skip
    assert plan["planned"] == counts(new=7, unfiled=4)
    assert [row["reason"] for row in plan["rows"]][:5] == [
        None, "there is no EXPENSE category “Salary”", "there is no EXPENSE category “Travel”",
        "there is no EXPENSE category “Unheard”", None,
    ]  # fmt: skip


def test_rules_file_rename_and_tag_what_they_match(visitor: Person) -> None:
    condition = {"field": "DESCRIPTION", "operator": "CONTAINS", "value": "espresso"}
    actions = {
        "category_id": visitor.category_ids["Dining"], "payee": "The Corner", "tags": ["coffee"],
    }  # fmt: skip
    rule = ok(visitor.post("/rules", {"conditions": [condition], "actions": actions}), 201)
    plan = preview(visitor, TWO)
    coffee, salary = plan["rows"]
    assert (coffee["rule_ids"], salary["rule_ids"]) == ([rule["id"]], [])
    assert category_names(visitor, plan)[0] == "Dining"
    assert (coffee["transaction"]["payee"], coffee["transaction"]["tags"]) == (
        "The Corner", ["coffee"],
    )  # fmt: skip
    ok(ask(visitor, plan))
    assert preview(visitor, TWO)["planned"] == counts(duplicate=2)


def test_a_preview_names_the_rules_that_it_had_no_time_to_apply(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    condition = {"field": "DESCRIPTION", "operator": "CONTAINS", "value": "bread"}
    body = {"conditions": [condition], "actions": {"tags": ["food"]}}
    rule = ok(visitor.post("/rules", body), 201)
    rows = [f"2026-05-{day:02},-{day}.00,Baker,Bread" for day in range(1, 10)]
    monkeypatch.setattr("shared.models.rules.matching_budget._STEPS_BETWEEN_CHECKS", 1_000)
    monkeypatch.setattr("shared.services.imports.row_planner.MATCH_FOR_S", 0.0)

    plan = preview(visitor, statement(*rows))

    line = plan["rules_not_applied_from_line"]
    assert (plan["rules_not_applied"], 2 < line < 10) == ([rule["id"]], True)
    assert [row["are_rules_applied"] for row in plan["rows"]] == [n < line for n in range(2, 11)]
    tags = [row["transaction"]["tags"] for row in plan["rows"]]
    assert tags == [["food"] if number < line else [] for number in range(2, 11)]
    carried_out = ok(ask(visitor, plan))
    assert carried_out["rules_not_applied"] == [rule["id"]]
    assert ok(visitor.post("/rules/apply", {"dry_run": False}))["changed"] == 11 - line


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("account_id", MISSING), ("account_id", "a/b"),
        ("income_category_id", MISSING), ("expense_category_id", MISSING),
        ("layout", "not json"), ("layout", "[]"), ("use_saved_mapping", "perhaps"),
        ("file_name", "x" * 201), ("file_name", "a\x00b"), ("colour", "red"),
    ],
)  # fmt: skip
def test_a_choice_that_is_none_is_named(visitor: Person, field: str, value: str) -> None:
    with no_commit():
        for sent in ({"data": TWO, "content_type": "text/csv"}, form()):
            query = {field: value}
            response = visitor.call("POST", "/imports/preview", query_string=query, **sent)
            problem(response, 422, "invalid-argument", field)
        in_form = visitor.call("POST", "/imports/preview", **form(**{field: value}))
        problem(in_form, 422, "invalid-argument", field)


@pytest.mark.parametrize(
    ("layout", "field"),
    [
        ({"encoding": "ebcdic"}, "layout.encoding"),
        ({"columns": ["DATE", "AMOUNT", "NONSENSE"]}, "layout.columns.2"),
        ({"columns": ["DATE", "PAYEE"]}, "layout.columns"),
        ({"preamble_lines": -1}, "layout.preamble_lines"),
        ({"date_format": "whenever"}, "layout.date_format"),
        ({"colour": "red"}, "layout.colour"),
    ],
)
def test_a_layout_that_is_none_has_its_part_named(
    visitor: Person, layout: dict[str, Any], field: str
) -> None:
    with no_commit():
        problem(send(visitor, TWO, layout=layout), 422, "invalid-argument", field)


def test_categories_of_the_other_type_and_archived_ones_are_refused(visitor: Person) -> None:
    archive(visitor, "Travel")
    with no_commit():
        for wrong in ("Salary", "Travel"):
            response = send(visitor, TWO, expense_category_id=visitor.category_ids[wrong])
            problem(response, 422, "invalid-argument", "expense_category_id")


def test_rows_without_a_category_are_recorded_unfiled_unless_one_is_chosen(
    visitor: Person,
) -> None:
    chosen = preview(visitor, TWO, income_category_id=visitor.category_ids["Salary"])
    assert category_names(visitor, chosen) == [None, "Salary"]
    assert chosen["planned"] == counts(new=2, unfiled=1)

    ok(ask(visitor, chosen))

    [unfiled] = transactions_of(visitor, unfiled="true")
    assert (unfiled["description"], unfiled["category_id"]) == ("Espresso", None)


# Plans as resources


def test_rows_are_paged_in_the_order_of_the_file(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.models.imports.plan_chunks.PLAN_CHUNK", 4)
    plan = preview(visitor, with_broken_rows(purchases(23), 6, 10))
    assert plan["planned"] == counts(new=21, invalid=2)
    rows = rows_of(visitor, plan)
    assert [row["line"] for row in rows] == list(range(2, 25))
    assert rows == rows_of(visitor, plan, limit=1) == rows_of(visitor, plan, limit=5)
    invalid = [row for row in rows if row["status"] == "INVALID"]
    assert rows_of(visitor, plan, limit=1, status="invalid") == invalid
    assert rows_of(visitor, plan, status="DUPLICATE") == []


def test_only_the_first_rows_are_in_the_preview_itself(visitor: Person) -> None:
    plan = preview(visitor, purchases(25))
    assert plan["planned"] == counts(new=25)
    assert [row["line"] for row in plan["rows"]] == list(range(2, 22))
    assert rows_of(visitor, plan)[:20] == plan["rows"]


def test_a_cursor_leads_on_in_its_own_list_only(visitor: Person) -> None:
    plan, other = preview(visitor, purchases(3)), preview(visitor, purchases(3))
    path, rows = f"/imports/{plan['id']}/rows", f"/imports/{other['id']}/rows"
    cursor = ok(visitor.get(f"{path}?limit=1"))["next_cursor"]
    plans = ok(visitor.get("/imports?limit=1"))["next_cursor"]
    for foreign in (f"{rows}?cursor={cursor}", f"{path}?status=NEW&cursor={cursor}",
                    f"/imports?cursor={cursor}", f"{path}?cursor={plans}",
                    f"{path}?cursor=x", "/imports?cursor=%00"):  # fmt: skip
        problem(visitor.get(foreign), 400, "unreadable")
    for place in ("a/b", "", "x" * 100, 5):
        forged = {"cursor": cursor_to("imports", place)}
        problem(visitor.get("/imports", query_string=forged), 400, "unreadable")
    problem(visitor.get(f"{path}?limit=0"), 422, "invalid-argument", "limit")
    problem(visitor.get(f"{path}?status=odd"), 422, "invalid-argument", "status")


def test_imports_are_listed_newest_first_a_page_at_a_time(visitor: Person) -> None:
    plans = [preview(visitor, purchases(number)) for number in (1, 2, 3)]
    first = ok(visitor.get("/imports?limit=2"))
    rest = ok(visitor.get("/imports", query_string={"cursor": first["next_cursor"]}))
    assert [one["planned"]["total"] for one in first["items"]] == [3, 2]
    assert ([one["id"] for one in rest["items"]], rest["next_cursor"]) == ([plans[0]["id"]], None)


@pytest.mark.parametrize("path", ["/imports/{id}", "/imports/{id}/rows", "/imports/mappings"])
def test_reading_imports_needs_a_token(visitor: Person, path: str) -> None:
    path = path.format(id=preview(visitor, TWO)["id"])
    problem(visitor.get(path, headers={"Authorization": ""}), 401, "unauthenticated")
    assert visitor.get(path).status_code == 200
