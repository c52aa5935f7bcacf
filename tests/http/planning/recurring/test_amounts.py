"""Amounts of occurrences stay in their currency, whatever becomes of the template."""

from __future__ import annotations

from typing import Any

import pytest

from tests.http.answers import nothing_written, ok, problem
from tests.http.histories import changes_of, latest, undo
from tests.http.planning.recurring.entries import booked, calendar, create, day, process
from tests.support.ledgers.ledgers import assert_law_holds
from tests.support.ledgers.people import Person


@pytest.fixture
def euros(visitor: Person) -> str:
    """Return the id of an account in euros, of a ledger in dollars that has their rate."""
    rate = {"base": "EUR", "quote": "USD", "date": day(-10), "rate": "1.25"}
    ok(visitor.post("/currencies/own_rates", rate), 201)
    account = {"name": "Euros", "kind": "CASH", "currency": "EUR"}
    made: str = ok(visitor.post("/accounts", account), 201)["id"]
    return made


def amounts(person: Person, entry: dict[str, Any], first: int, last: int) -> list[str]:
    """Return amounts with currencies of the occurrences between two days."""
    path = f"/recurring/{entry['id']}/occurrences?from={day(first)}&to={day(last)}"
    return [f"{one['amount']} {one['currency']}" for one in ok(person.get(path))["items"]]


def move(person: Person, entry: dict[str, Any], **fields: Any) -> Any:
    """Replace the template by one with other fields, and the fields ``beside`` it."""
    beside = fields.pop("beside", {})
    template = {"type": "EXPENSE", "amount": "30.00"} | fields
    return person.patch(f"/recurring/{entry['id']}", {"template": template} | beside)


def test_amounts_of_single_ones_stay_in_their_currency(visitor: Person, euros: str) -> None:
    entry = create(visitor, -1, template={"type": "EXPENSE", "amount": "20.00"})
    path = f"/recurring/{entry['id']}/occurrences"
    process(visitor, entry, nominal=day(-1))
    ok(visitor.patch(f"{path}/{day(0)}", {"amount": "17.50"}))

    ok(move(visitor, entry, account_id=euros))

    assert amounts(visitor, entry, -1, 1) == ["20.00 USD", "17.50 USD", "30.00 EUR"]
    process(visitor, entry)
    made = ok(visitor.get(f"/transactions?recurring_id={entry['id']}&sort=date"))["items"]
    assert [(one["amount"], one["currency"]) for one in made] == [
        ("20.00", "USD"),
        ("14.00", "EUR"),
    ]
    assert made[1]["original"]["amount"] == "17.50"
    assert amounts(visitor, entry, -1, 1) == ["20.00 USD", "17.50 USD", "30.00 EUR"]
    undo(visitor, latest(visitor), {"whole_operation": True})
    assert amounts(visitor, entry, 0, 0) == ["17.50 USD"]
    assert_law_holds(visitor.store)


def test_a_planned_one_that_is_undone_has_the_currency_of_the_plan(
    visitor: Person, euros: str
) -> None:
    entry = create(visitor)
    process(visitor, entry)
    ok(move(visitor, entry, account_id=euros))
    booking = next(one for one in changes_of(visitor) if one["entity"] == "OCCURRENCE")

    undo(visitor, booking, {"whole_operation": True})

    [state] = [one for one in changes_of(visitor, limit=2) if one["entity"] == "OCCURRENCE"]
    stored = (state["after"]["amount"], state["after"]["currency"], state["after"]["type"])
    assert stored == (None, None, None)
    assert amounts(visitor, entry, 0, 0) == ["30.00 EUR"]


def test_changes_of_the_amount_stay_in_their_currency(visitor: Person, euros: str) -> None:
    changed: dict[str, Any] = {"amount_changes": [{"from": day(1), "amount": "12"}]}
    entry = create(visitor, **changed)
    path = f"/recurring/{entry['id']}"

    with nothing_written(visitor):
        refused = move(visitor, entry, account_id=euros)

    problem(refused, 422, "invalid-argument", "amount_changes")
    ok(move(visitor, entry, account_id=euros, beside=changed))
    assert amounts(visitor, entry, 0, 1) == ["30.00 EUR", "12.00 EUR"]
    undo(visitor, latest(visitor))
    assert amounts(visitor, entry, 0, 1) == ["10.00 USD", "12.00 USD"]
    ok(visitor.patch(path, {"amount_changes": []}))
    ok(move(visitor, entry, account_id=euros))
    moved = latest(visitor)
    ok(visitor.patch(path, changed))
    undo(visitor, moved)
    assert amounts(visitor, entry, 0, 1) == ["10.00 USD", "12.00 EUR"]
    [kept] = ok(visitor.get(path))["amount_changes"]
    assert kept["currency"] == "EUR"
    ok(visitor.patch(path, {"name": "Other"}))


def test_amounts_keep_the_sign_of_the_template(visitor: Person) -> None:
    changed: dict[str, Any] = {"amount_changes": [{"from": day(1), "amount": "12"}]}
    entry = create(visitor, **changed)
    path = f"/recurring/{entry['id']}/occurrences/{day(0)}"
    ok(visitor.patch(path, {"amount": "12.50"}))
    refund = {"amount": "-10.00"}

    problem(move(visitor, entry, **refund), 422, "invalid-argument", "amount_changes.0.amount")
    ok(move(visitor, entry, **refund, beside={"amount_changes": []}))

    done = process(visitor, entry)
    assert [one["reason"] for one in done["refused"]] == [
        "amount: must have the sign of the template's amount"
    ]
    assert (done["booked"], calendar(visitor, 0, 0)) == ([], [(0, 0, "DUE")])
    ok(visitor.patch(path, {"amount": "-12.50"}))
    process(visitor, entry)
    assert booked(visitor, entry) == [(0, "-12.50")]


def test_an_amount_of_one_has_all_decimals(visitor: Person) -> None:
    entry = create(visitor)

    changed = ok(visitor.patch(f"/recurring/{entry['id']}/occurrences/{day(0)}", {"amount": "850"}))

    assert changed["amount"] == "850.00"
    assert amounts(visitor, entry, 0, 0) == ["850.00 USD"]


def test_a_booked_one_keeps_its_type(visitor: Person) -> None:
    entry = create(visitor)
    process(visitor, entry)

    ok(move(visitor, entry, type="INCOME"))

    path = f"/recurring/{entry['id']}/occurrences?from={day(0)}&to={day(1)}"
    assert [one["type"] for one in ok(visitor.get(path))["items"]] == ["EXPENSE", "INCOME"]


def test_splits_and_transfers_with_an_amount_in_another_currency(
    visitor: Person, euros: str
) -> None:
    ids = visitor.category_ids
    parts = [
        {"category_id": ids["Rent"], "amount": "20.00"},
        {"category_id": ids["Utilities"], "amount": "10.00"},
    ]
    split, sent = create(visitor), create(visitor, name="Send")
    for entry in (split, sent):
        path = f"/recurring/{entry['id']}/occurrences/{day(0)}"
        ok(visitor.patch(path, {"amount": "15.00"}))
    ok(move(visitor, split, account_id=euros, splits=parts))
    back = {"type": "TRANSFER", "to_account_id": ok(visitor.get("/accounts"))["items"][0]["id"]}
    ok(move(visitor, sent, account_id=euros, **back))

    process(visitor, split)
    process(visitor, sent)

    assert booked(visitor, split) == [(0, "12.00")]
    [made] = ok(visitor.get(f"/transactions?recurring_id={split['id']}"))["items"]
    assert [part["amount"] for part in made["splits"]] == ["8.00", "4.00"]
    [made] = ok(visitor.get(f"/transactions?recurring_id={sent['id']}"))["items"]
    assert (made["amount"], made["to_amount"]) == ("12.00", "15.00")
    assert_law_holds(visitor.store)


def test_an_amount_that_leaves_a_split_without_money_is_refused(visitor: Person) -> None:
    ids = visitor.category_ids
    parts = [
        {"category_id": ids["Rent"], "amount": "9.00"},
        {"category_id": ids["Utilities"], "amount": "1.00"},
    ]
    entry = create(visitor, template={"type": "EXPENSE", "amount": "10.00", "splits": parts})
    refused = visitor.patch(f"/recurring/{entry['id']}/occurrences/{day(0)}", {"amount": "0.01"})

    problem(refused, 422, "invalid-argument", "amount")
