"""Rest of budgets on the home page: as in their status, of few more documents."""

from __future__ import annotations

from typing import Any

import pytest

from tests.http.answers import ok
from tests.http.planning.budgets.budgets import create, on, status
from tests.http.planning.budgets.conftest import _on_one_day
from tests.http.planning.budgets.test_known_expenses import recurring
from tests.http.planning.budgets.test_status import WEEKLY, reads
from tests.support.ledgers.people import Person

__all__ = ["_on_one_day"]


def home(person: Person) -> Any:
    return ok(person.get("/dashboard"))["budgets"]


def test_the_rest_and_what_needs_attention_are_those_of_the_status(visitor: Person) -> None:
    ids = visitor.category_ids
    create(visitor, name="Over", scope=on("CATEGORIES", ids["Dining"]), amount="50")
    create(visitor, name="Near", scope=on("CATEGORIES", ids["Rent"]), amount="100")
    create(visitor, name="Fast", scope=on("CATEGORIES", ids["Groceries"]), amount="100",
           thresholds=[], period=WEEKLY)  # fmt: skip
    create(visitor, name="Slow", scope=on("TAGS", "a"), carry="BOTH", start="2026-01-01")
    archived = create(visitor, name="Gone", scope=on("TAGS", "b"))
    ok(visitor.patch(f"/budgets/{archived['id']}", {"archived": True}))
    create(visitor, name="Later", scope=on("TAGS", "c"), start="2026-05-01")
    visitor.record("60.00", "Dining", date="2026-03-02")
    visitor.record("80.00", "Rent", date="2026-03-02")
    visitor.record("72.00", "Groceries", date="2026-03-17")

    found = home(visitor)

    periods = {one["name"]: one["period"] for one in status(visitor)["items"]}
    assert found["left"] == "338.00"
    assert sum(float(one["left"]) for one in periods.values()) == 338
    assert [(one["name"], one["reason"], one["left"]) for one in found["items"]] == [
        ("Over", "OVERSPENT", "-10.00"),
        ("Near", "THRESHOLD", "20.00"),
        ("Fast", "PACE", "28.00"),
    ]
    for one in found["items"]:
        assert {name: one[name] for name in ("start_date", "available", "spent")} == {
            name: periods[one["name"]][name] for name in ("start_date", "available", "spent")
        }
    assert (found["count"], found["is_partial"], found["currency"]) == (3, False, "USD")
    recurring(visitor, 28, "9.00", "Dining")
    assert [one["reason"] for one in home(visitor)["items"]] == ["OVERSPENT", "THRESHOLD"]


def test_the_same_money_counts_once(visitor: Person) -> None:
    ids = visitor.category_ids
    create(visitor, scope=on("CATEGORIES", ids["Dining"]), amount="50")
    create(visitor, scope=on("CATEGORIES", ids["Dining"], ids["Rent"]), amount="70")
    assert home(visitor)["left"] == "70.00"

    create(visitor, amount="400")

    assert home(visitor)["left"] == "400.00"


def test_a_ledger_without_budgets_pays_nothing(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    assert home(visitor) is None
    without = reads(capsys)
    budget = create(visitor)
    assert home(visitor)["left"] == "100.00"
    assert reads(capsys) == without + 2  # Budgets and goals.
    ok(visitor.patch(f"/budgets/{budget['id']}", {"archived": True}))
    assert home(visitor) is None
    assert reads(capsys) == without + 2  # Budgets and goals.


def test_months_that_home_does_not_show_are_read_up_to_24(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    home(visitor)
    without = reads(capsys)
    create(visitor, scope=on("TAGS", "a"), carry="BOTH", start="2024-03-01")
    visitor.record("30.00", tags=["a"], date="2024-03-05")

    assert (home(visitor)["left"], home(visitor)["is_partial"]) == ("2470.00", False)

    assert reads(capsys) == without + 2 + 13
    create(visitor, scope=on("TAGS", "b"), carry="BOTH", start="2023-03-01")
    found = home(visitor)
    assert (found["left"], found["is_partial"]) == ("2470.00", True)


def test_a_budget_in_a_former_currency_is_left_out(visitor: Person) -> None:
    create(visitor)
    ok(visitor.patch("/settings", {"currency": "JPY"}))

    found = home(visitor)

    assert (found["left"], found["is_partial"], found["items"]) == (None, True, [])
