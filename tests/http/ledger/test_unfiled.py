"""Transactions without a category: recorded, found, reported and filed."""

from __future__ import annotations

from tests.http.answers import ok, report_of, transactions_of
from tests.http.histories import latest, undo
from tests.support.ledgers.ledgers import assert_law_holds
from tests.support.ledgers.people import Person


def unfiled_count_of(person: Person) -> int:
    """Return the number of unfiled transactions on the home page, which is that in the list."""
    count: int = ok(person.get("/dashboard"))["unfiled_count"]
    assert count == len(transactions_of(person, unfiled="true"))
    return count


def unfiled_lines(person: Person) -> dict[str, tuple[str, int]]:
    """Return totals and counts of the report's lines without a category, by type."""
    lines = [line for line in report_of(person)["by_category"] if line["category_id"] is None]
    assert {(line["name"], line["kind"]) for line in lines} <= {(None, "UNKNOWN")}
    return {line["type"]: (line["total"], line["transaction_count"]) for line in lines}


def test_a_transaction_may_have_no_category_and_is_reported_and_listed_as_unfiled(
    visitor: Person,
) -> None:
    spent = visitor.record("12.50", category_id=None)
    earned = visitor.record("3.00", "Salary", category_id=None)
    parts = [{"amount": "4.00", "category_id": visitor.category_ids["Rent"]}, {"amount": "1.00"}]
    split = visitor.record("5.00", category_id=None, splits=parts)
    visitor.record("7.00")

    assert split["splits"][1] == {"category_id": None, "amount": "1.00", "note": None}
    assert transactions_of(visitor, unfiled="true") == [split, earned, spent]
    assert transactions_of(visitor, unfiled="true", type="income") == [earned]
    assert len(transactions_of(visitor, unfiled="false")) == 4
    assert unfiled_lines(visitor) == {"EXPENSE": ("13.50", 2), "INCOME": ("3.00", 1)}
    assert unfiled_count_of(visitor) == 3
    unknown = {"kind": "UNKNOWN", "income": "3.00", "expenses": "13.50", "net": "-10.50"}
    assert unknown in report_of(visitor)["by_kind"]
    assert_law_holds(visitor.store)


def test_an_unfiled_transaction_is_filed_and_unfiled_again(visitor: Person) -> None:
    path = f"/transactions/{visitor.record('12.50', category_id=None)['id']}"
    rent = visitor.category_ids["Rent"]

    ok(visitor.patch(path, {"category_id": rent}))
    assert (unfiled_lines(visitor), unfiled_count_of(visitor)) == ({}, 0)
    undo(visitor, latest(visitor, entity="transaction"))
    assert unfiled_count_of(visitor) == 1
    ok(visitor.delete(path), 204)
    assert unfiled_count_of(visitor) == 0
    ok(visitor.post(f"{path}/restore"))
    assert unfiled_lines(visitor) == {"EXPENSE": ("12.50", 1)}
    parts = ok(visitor.post(f"{path}/split_evenly", {"parts": 2}))["splits"]
    assert [part["category_id"] for part in parts] == [None, None]
    assert ok(visitor.patch(path, {"category_id": rent}))["splits"] == []
    assert ok(visitor.patch(path, {"category_id": None}))["category_id"] is None
    assert_law_holds(visitor.store)


def test_a_transfer_is_not_unfiled(visitor: Person) -> None:
    savings = ok(visitor.post("/accounts", {"name": "Savings", "kind": "SAVINGS"}), 201)["id"]
    facts = {"type": "TRANSFER", "category_id": None, "to_account_id": savings}
    visitor.record("5.00", **facts)

    assert transactions_of(visitor, unfiled="true") == []
    assert unfiled_lines(visitor) == {}
