"""Lists of entries in pages, and the totals of a calendar."""

from __future__ import annotations

from typing import Any

import pytest

from tests.http.answers import ok
from tests.http.planning.recurring.entries import body, create, day
from tests.support.ledgers.people import Person

pytestmark = pytest.mark.usefixtures("emulators")


def test_entries_are_listed_in_pages(visitor: Person) -> None:
    ids = [create(visitor, name=f"Entry {number}")["id"] for number in range(3)]
    first = ok(visitor.get("/recurring?limit=2"))
    last = ok(visitor.get(f"/recurring?limit=2&cursor={first['next_cursor']}"))

    assert [one["id"] for one in first["items"] + last["items"]] == ids
    assert last["next_cursor"] is None
    assert ok(visitor.get("/recurring?limit=3"))["next_cursor"] is None
    assert visitor.get("/recurring?cursor=x").status_code == 400


def test_a_calendar_has_totals_by_month_and_currency_without_what_is_not_paid(
    visitor: Person,
) -> None:
    def entry(name: str, kind: str, amount: str, **fields: Any) -> Any:
        template = {"type": kind, "amount": amount, **fields.pop("template", {})}
        schedule = {"start": "2099-01-31", "frequency": "MONTHLY", "count": 2}
        given = body(name=name, template=template, schedule=schedule)
        return ok(visitor.post("/recurring", given), 201)

    yen = ok(visitor.post("/accounts", {"name": "Yen", "kind": "CASH", "currency": "JPY"}), 201)
    entry("Rent", "EXPENSE", "950.00")
    entry("Pay", "INCOME", "2000.00")
    entry("Trip", "EXPENSE", "300", template={"account_id": yen["id"]})
    skipped = entry("Club", "EXPENSE", "5.00")
    ok(visitor.post(f"/recurring/{skipped['id']}/skip", {"nominal": "2099-01-31"}))
    saving = ok(visitor.post("/accounts", {"name": "Savings", "kind": "SAVINGS"}), 201)
    moved = entry("Save", "TRANSFER", "100.00", template={"to_account_id": saving["id"]})

    found = ok(visitor.get("/recurring/occurrences?from=2099-01-01&to=2099-02-28"))
    assert found["totals"] == [
        {"month": "2099-01", "currency": "JPY", "income": "0", "expenses": "300"},
        {"month": "2099-01", "currency": "USD", "income": "2000.00", "expenses": "950.00"},
        {"month": "2099-02", "currency": "JPY", "income": "0", "expenses": "300"},
        {"month": "2099-02", "currency": "USD", "income": "2000.00", "expenses": "955.00"},
    ]
    [one, _] = [one for one in found["items"] if one["recurring_id"] == moved["id"]]
    assert (one["to_account_id"], one["category_id"], one["payee"]) == (saving["id"], None, None)
    assert one["account_id"] == moved["template"]["account_id"]


def test_a_missed_one_is_listed_and_in_no_total(visitor: Person, one_day: None) -> None:
    for name, at in (("Missed", -7), ("Due", -6)):
        template = {"type": "EXPENSE", "amount": "10.00"}
        schedule = {"start": day(at), "frequency": "DAILY", "count": 1}
        create(visitor, name=name, mode="APPROVE", template=template, schedule=schedule)

    found = ok(visitor.get(f"/recurring/occurrences?from={day(-7)}&to={day(0)}"))
    states = [(one["name"], one["state"]) for one in found["items"]]
    assert states == [("Missed", "MISSED"), ("Due", "DUE")]
    [totals] = found["totals"]
    assert totals["expenses"] == "10.00"
