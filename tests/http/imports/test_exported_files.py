"""The CSV file of one ledger is imported into another one over HTTP."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from tests.http.answers import ok, transactions_of
from tests.http.uploads import carry_out, counts, preview
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor

pytestmark = pytest.mark.usefixtures("emulators")

NAMED = {
    "accounts": ("account_id", "to_account_id"),
    "categories": ("category_id",),
    "types": ("custom_type_id",),
}
MADE = {
    "accounts": ("name", "kind", "currency"),
    "categories": ("name", "type"),
    "types": ("name", "type"),
}


def parts_of(person: Person, kind: str) -> list[Any]:
    items: list[Any] = ok(person.get(f"/{kind}"))["items"]
    return items


def give_same_parts(person: Person, of: Person) -> None:
    """Create the accounts, categories and custom types of another ledger that are missing."""
    for kind, fields in MADE.items():
        names = {one["name"] for one in parts_of(person, kind)}
        for one in parts_of(of, kind):
            if one["name"] not in names:
                ok(person.post(f"/{kind}", {name: one[name] for name in fields}), 201)


def entries(person: Person) -> list[dict[str, Any]]:
    """Return the transactions, with the names of all that they name."""
    names = {one["id"]: one["name"] for kind in NAMED for one in parts_of(person, kind)}
    same = (
        "type", "amount", "currency", "to_amount", "exchange", "original", "is_amount_estimated",
        "is_to_amount_estimated", "date", "payee", "description", "notes", "tags",
    )  # fmt: skip
    found = [
        {name: one[name] for name in same}
        | {name: names.get(one[name]) for fields in NAMED.values() for name in fields}
        | {
            "splits": [
                (names.get(split["category_id"]), split["amount"], split["note"])
                for split in one["splits"]
            ]
        }
        for one in transactions_of(person)
    ]
    return sorted(found, key=str)


@pytest.fixture(scope="module")
def exporter(emulators: None) -> Person:
    """Return a visitor with a transfer, a split, a refund, custom types, tags and texts."""
    person = new_visitor()
    savings = ok(person.post("/accounts", {"name": "Savings: | 2", "kind": "SAVINGS"}), 201)["id"]
    gift = ok(person.post("/types", {"name": "Gift", "type": "EXPENSE"}), 201)["id"]
    food, rent = (person.category_ids[name] for name in ("Groceries", "Rent"))
    splits = [
        {"category_id": food, "amount": "9.00", "note": "a | b: (c)"},
        {"category_id": rent, "amount": "4.00"},
        {"amount": "-1.00"},
    ]
    person.record("12.00", category_id=None, splits=splits, date="2026-01-05")
    person.record("-3.00", category_id=food, payee="=Market", notes="said 'hi'\n+1")
    person.record("20.00", category_id=food, custom_type_id=gift, tags=["a|b", "c, d"])
    person.record("7.00", category_id=None, description="unfiled")
    transfer = {"type": "TRANSFER", "amount": "50.00", "date": "2026-01-09"}
    ok(person.post("/transactions", transfer | {"to_account_id": savings}), 201)
    yen = {"name": "Yen", "kind": "CHECKING", "currency": "JPY"}
    tokyo = ok(person.post("/accounts", yen), 201)["id"]
    ok(person.post("/transactions", transfer | {"to_account_id": tokyo, "to_amount": "7500"}), 201)
    person.record("1500", category_id=food, account_id=tokyo, base_amount="10.01")
    original = {"amount": "5", "currency": "CHF"}
    person.record("700", category_id=food, account_id=tokyo, original=original)
    return person


def file_of(person: Person) -> bytes:
    return person.get("/exports/transactions").get_data()


def test_an_exported_file_gives_the_same_entries_in_another_ledger(exporter: Person) -> None:
    other = new_visitor()
    give_same_parts(other, exporter)

    plan = preview(other, file_of(exporter))
    done = carry_out(other, plan)

    assert (plan["overall_confidence"], plan["ambiguities"]) == (1.0, [])
    assert plan["planned"] == counts(new=8, unfiled=2)
    assert done["imported"] == 8
    assert entries(other) == entries(exporter)
    balances = [
        sorted((one["name"], one["balance"]) for one in parts_of(person, "accounts"))
        for person in (other, exporter)
    ]
    assert balances[0] == balances[1]


def test_an_exported_file_adds_nothing_to_its_own_ledger(exporter: Person) -> None:
    plan = preview(exporter, file_of(exporter))

    assert (plan["planned"]["duplicate"], plan["planned"]["new"]) == (8, 0)


def test_an_exported_file_without_the_splits_is_not_read_as_income(exporter: Person) -> None:
    other = new_visitor()
    give_same_parts(other, exporter)
    header, *rows = csv.reader(io.StringIO(file_of(exporter).decode()))
    index = header.index("splits")
    text = io.StringIO()
    csv.writer(text).writerows(row[:index] + row[index + 1 :] for row in (header, *rows))

    plan = preview(other, text.getvalue().encode())

    assert "TYPE" in plan["layout"]["columns"]
    assert sorted(row["transaction"]["type"] for row in plan["rows"]) == [
        *["EXPENSE"] * 6, "TRANSFER", "TRANSFER"
    ]  # fmt: skip
    assert (plan["planned"]["new"], plan["planned"]["invalid"]) == (8, 0)


def test_edited_rows_name_the_recorded_values(exporter: Person) -> None:
    edited = file_of(exporter).replace(b",20.00,", b",21.00,")
    plan = preview(exporter, edited)

    [reason] = {row["reason"] for row in plan["rows"]} - {"is recorded already"}
    assert reason.startswith("is recorded already with other values: amount 20.00; ")
    assert carry_out(exporter, plan)["imported"] == 0


def test_names_that_the_ledger_lacks_are_told_and_not_booked(exporter: Person) -> None:
    plan = preview(new_visitor(), file_of(exporter))

    reasons = {row["reason"] for row in plan["rows"] if row["status"] == "INVALID"}
    assert reasons == {
        "there is no account “Savings: | 2”",
        "there is no account “Yen”",
        "there is no custom type “Gift” for EXPENSE",
    }
    assert (plan["planned"]["new"], plan["planned"]["invalid"]) == (3, 5)
