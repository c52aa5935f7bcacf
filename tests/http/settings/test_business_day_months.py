"""Months from payday over HTTP: everything that is counted by month follows them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.http.answers import ok, report_of, start_days
from tests.http.planning.budgets.budgets import create, on, period
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.rebuilds import PAYDAY, assert_in_force

pytestmark = pytest.mark.usefixtures("emulators")


@pytest.fixture
def paid(visitor: Person) -> Person:
    """Return a visitor with expenses around 23 January and 25 February, months from payday."""
    for day in ("2026-01-22", "2026-01-23", "2026-02-23", "2026-02-24", "2026-02-25"):
        visitor.record("10.00", "Dining", date=day)
    ok(visitor.patch("/settings", {"month_start": PAYDAY}))
    return visitor


def test_settings_have_the_rule_and_where_it_moves(paid: Person) -> None:
    settings = ok(paid.get("/settings"))
    start = settings["month_start"]

    assert (start["day"], start["shift"], start["holidays"]) == (25, "PREVIOUS", "DE-BY")
    assert (start["weekend"], len(start["moves"])) == (["SA", "SU"], 312)
    assert start["moves"][72:76] == "b..a"  # 23 January and 24 April 2026.
    assert settings["summary_edition"].startswith("d25p-")
    assert ok(paid.get("/me"))["month_start"] == start
    assert ok(paid.get("/dashboard"))["settings"].items() <= settings.items()


def test_reports_have_the_days_of_the_month(paid: Person) -> None:
    report = ok(paid.get("/monthlyReport?year=2026&month=2"))

    assert (report["from"], report["to"]) == ("2026-01-23", "2026-02-24")
    assert (report["total_expenses"], report["transaction_count"]) == ("30.00", 3)
    spent = {day["date"]: day["expenses"] for day in report["daily"]}
    assert len(spent) == 33
    assert (spent["2026-01-23"], spent["2026-02-23"]) == ("10.00", "10.00")
    assert report_of(paid)["from"] == "2026-02-25"
    listed = ok(paid.get("/transactions?year=2026&month=2"))["items"]
    assert [one["date"] for one in listed] == ["2026-02-24", "2026-02-23", "2026-01-23"]
    cash = ok(paid.get("/dashboard/trends?from=2026-01&to=2026-03"))["items"]
    assert [(one["from"], one["expenses"]) for one in cash] == [
        ("2025-12-24", "10.00"), ("2026-01-23", "30.00"), ("2026-02-25", "10.00"),
    ]  # fmt: skip


def test_budgets_of_months_follow_with_their_daily_totals(paid: Person) -> None:
    scope = on("CATEGORIES", paid.category_ids["Dining"])
    monthly = create(paid, scope=scope, carry="BOTH", start="2026-01-23")
    weekly = create(paid, scope=scope, period={"frequency": "WEEKLY"}, start="2026-01-19")

    def of(budget: dict[str, Any], day: str) -> tuple[str, str, str]:
        found = period(paid, budget, day)
        return found["start_date"], found["end_date"], found["spent"]

    assert of(monthly, "2026-02-24") == ("2026-01-23", "2026-02-24", "30.00")
    assert of(monthly, "2026-02-25") == ("2026-02-25", "2026-03-24", "10.00")
    assert of(weekly, "2026-01-23") == ("2026-01-19", "2026-01-25", "20.00")
    assert of(weekly, "2026-02-24") == ("2026-02-23", "2026-03-01", "30.00")
    ok(paid.patch("/settings", {"month_start": {"day": 31, "shift": "PREVIOUS"}}))
    assert of(monthly, "2026-02-26") == ("2026-01-30", "2026-02-26", "30.00")
    assert of(weekly, "2026-02-24") == ("2026-02-23", "2026-03-01", "30.00")


def test_an_undo_gives_the_former_months_back(visitor: Person) -> None:
    visitor.record("1.00", date="2026-02-24")
    ok(visitor.patch("/settings", {"month_start": PAYDAY}))
    before = ok(visitor.get("/settings"))
    moved = visitor.patch("/settings", {"month_start": {"day": 1}})
    assert start_days(ok(moved)) == (1, None)

    ok(visitor.post(f"/changes/{moved.headers['X-Change-Id']}/undo", {}))

    assert ok(visitor.get("/settings")) | {"etag": ""} == before | {"etag": ""}
    assert_in_force(visitor.store, PAYDAY)


def test_a_workspace_may_begin_with_months_from_payday() -> None:
    made = ok(registered_user().post("/workspaces", {"name": "W", "month_start": PAYDAY}), 201)

    assert made["month_start"]["holidays"] == "DE-BY"
    assert made["summary_edition"].startswith("d25p-")
