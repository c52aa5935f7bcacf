"""Periods of budgets over HTTP: by rules, with the expenses of exactly their days."""

from __future__ import annotations

from typing import Any

import pytest

from functions.http.background import rebuilds, scopes
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from tests.http.answers import ok
from tests.http.ledger_jobs import deliver
from tests.http.planning.budgets.budgets import create, on, period, status
from tests.support.ledgers.people import Person


def days(person: Person, budget: dict[str, Any], day: object = None) -> tuple[str, str]:
    found = period(person, budget, day)
    return found["start_date"], found["end_date"]


@pytest.mark.parametrize(
    ("rule", "start", "first"),
    [
        (None, None, ("2026-03-01", "2026-03-31")),
        ({"frequency": "DAILY"}, None, ("2026-03-20", "2026-03-20")),
        ({"frequency": "DAILY", "interval": 10}, "2026-03-15", ("2026-03-15", "2026-03-24")),
        ({"frequency": "WEEKLY"}, None, ("2026-03-20", "2026-03-26")),
        ({"frequency": "WEEKLY", "weekdays": ["mo"]}, None, ("2026-03-16", "2026-03-22")),
        (
            {"frequency": "WEEKLY", "interval": 2, "weekdays": ["MO"]},
            "2026-03-11",
            ("2026-03-09", "2026-03-22"),
        ),
        ({"frequency": "MONTHLY"}, None, ("2026-03-20", "2026-04-19")),
        (
            {"frequency": "MONTHLY", "days_of_month": [1, 15]},
            None,
            ("2026-03-15", "2026-03-31"),
        ),
        ({"frequency": "MONTHLY", "days_of_month": [-1]}, None, ("2026-02-28", "2026-03-30")),
        ({"frequency": "MONTHLY", "business_day": -1}, None, ("2026-02-27", "2026-03-30")),
        (
            {"frequency": "MONTHLY", "days_of_month": [21], "shift": "PREVIOUS"},
            None,
            ("2026-03-20", "2026-04-20"),
        ),
        (
            {"frequency": "MONTHLY", "interval": 3, "days_of_month": [1]},
            "2026-02-15",
            ("2026-02-01", "2026-04-30"),
        ),
        ({"frequency": "YEARLY"}, "2026-01-01", ("2026-01-01", "2026-12-31")),
        (
            {"frequency": "YEARLY", "shift": "NEXT"},
            "2026-03-07",
            ("2026-03-06", "2027-03-07"),
        ),
    ],
)
def test_a_rule_has_the_period_of_today(
    visitor: Person, rule: dict[str, Any] | None, start: str | None, first: tuple[str, str]
) -> None:
    budget = create(visitor, period=rule, start=start)

    assert days(visitor, budget) == first
    if start is None:
        assert budget["start"] == first[0]


def test_a_period_from_payday_to_payday_has_the_expenses_of_its_days(visitor: Person) -> None:
    ids = visitor.category_ids
    payday = {"frequency": "MONTHLY", "days_of_month": [20], "shift": "PREVIOUS"}
    for date in ("2026-02-19", "2026-02-20", "2026-03-19", "2026-03-20", "2026-04-19"):
        visitor.record("10.00", "Dining", date=date)
    visitor.record("7.00", "Rent", date="2026-03-20")

    budget = create(
        visitor, scope=on("CATEGORIES", ids["Dining"]), period=payday, start="2026-01-25"
    )

    def spent(day: str) -> Any:
        return (*days(visitor, budget, day), period(visitor, budget, day)["spent"])

    assert spent("2026-02-19") == ("2026-01-20", "2026-02-19", "10.00")
    assert spent("2026-03-19") == ("2026-02-20", "2026-03-19", "20.00")
    assert spent("2026-03-20") == ("2026-03-20", "2026-04-19", "20.00")
    visitor.record("1.00", "Dining", date="2026-04-19")
    assert spent("2026-03-20") == ("2026-03-20", "2026-04-19", "21.00")


def test_a_budget_of_months_follows_another_start_day_of_the_ledger(visitor: Person) -> None:
    ids = visitor.category_ids
    budget = create(visitor, scope=on("CATEGORIES", ids["Dining"]), carry="BOTH")
    weekly = create(visitor, scope=on("CATEGORIES", ids["Dining"]), period={"frequency": "WEEKLY"})
    visitor.record("10.00", "Dining", date="2026-03-24")
    visitor.record("10.00", "Dining", date="2026-03-25")

    ok(visitor.patch("/settings", {"month_start": {"day": 25}}))

    assert days(visitor, budget) == ("2026-02-25", "2026-03-24")
    found = period(visitor, budget)
    assert (found["amount"], found["spent"]) == ("100.00", "10.00")
    assert period(visitor, weekly)["spent"] == "20.00"
    visitor.record("10.00", "Dining", date="2026-03-26")
    assert period(visitor, weekly)["spent"] == "30.00"


def test_a_large_ledger_is_counted_by_a_job(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.record("10.00", "Dining", date="2026-03-20")
    visitor.record("10.00", "Dining", date="2026-02-20")
    jobs: list[LedgerJob] = []
    monkeypatch.setattr(scopes, "BUILD_FOR_S", -1.0)
    monkeypatch.setattr(scopes, "publish", jobs.append)

    budget = create(
        visitor,
        scope=on("CATEGORIES", visitor.category_ids["Dining"]),
        period={"frequency": "WEEKLY"},
        start="2026-02-01",
        carry="BOTH",
    )

    [one] = status(visitor)["items"]
    assert not one["is_ready"]
    assert one["period"]["spent"] is one["period"]["left"] is None
    assert one["period"]["days_left"] > 0
    ok(visitor.patch(f"/budgets/{budget['id']}", {"name": "Meals"}))
    [job, again] = jobs
    assert job.kind is again.kind is JobKind.SCOPES
    assert deliver(job.model_copy(update={"subject": ""})).status_code == 200
    assert period(visitor, budget)["spent"] == "10.00"
    assert deliver(job.model_copy(update={"subject": ""})).status_code == 200


def test_the_job_waits_for_the_months_of_another_start_day(
    visitor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    dining = visitor.category_ids["Dining"]
    visitor.record("10.00", "Dining", date="2026-03-20")
    jobs: list[LedgerJob] = []
    for module in (rebuilds, scopes):
        monkeypatch.setattr(module, "publish", jobs.append)
    monkeypatch.setattr(rebuilds, "REBUILD_FOR_S", 0)
    ok(visitor.patch("/settings", {"month_start": {"day": 25}}), 202)
    weekly = create(
        visitor, scope=on("CATEGORIES", dining), period={"frequency": "WEEKLY"}, start="2026-03-20"
    )
    job = jobs[-1].model_copy(update={"subject": ""})
    assert job.kind is JobKind.SCOPES

    assert deliver(job).status_code == 500

    assert period(visitor, weekly)["spent"] is None
    rebuild = {"kind": JobKind.REBUILD, "subject": "25"}
    assert deliver(job.model_copy(update=rebuild)).status_code == 200
    assert deliver(job).status_code == 200
    assert period(visitor, weekly)["spent"] == "10.00"
