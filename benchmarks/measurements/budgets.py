"""Documents read by the status of budgets, and by recording where budgets need daily totals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.ledgers import World, ensure, new_person
from benchmarks.measurements.costs import spend
from benchmarks.table import Row
from tests.support.ledgers.people import Person

_BUDGETS, _SCOPES = 50, 30
_MAX_STATUS, _MAX_HISTORY = 5, 16
_DAYS, _YEAR = 400, 12


def measure(_world: World) -> Iterator[Row]:
    """Count the documents of 50 budgets, 30 of them by weeks, in a ledger of 400 days."""
    person = new_person()
    today = datetime.now(UTC).date()
    days = [today - timedelta(days=number) for number in range(_DAYS)]
    rows = [person.entry(date=str(day), tags=[f"t{day.day}"]) for day in days]
    spend(person, "POST", "/transactions/batch", json={"create": rows})
    monthly = [_create(person, number, {}) for number in range(_BUDGETS - _SCOPES)]
    spent, report = spend(person, "GET", "/budgets/status")
    ensure(len(report["items"]) == len(monthly), "each budget has a status")
    yield Row.at_most("documents read by the status of monthly budgets", spent.read, 4, str)
    for number in range(_SCOPES):
        _create(person, _BUDGETS + number, {"period": {"frequency": "WEEKLY"}})
    spent, report = spend(person, "GET", "/budgets/status")
    ensure(len(report["items"]) == _BUDGETS, "each budget has a status")
    ensure(all(one["is_ready"] for one in report["items"]), "daily totals are built")
    yield Row.at_most(
        f"documents read by the status of {_BUDGETS} budgets, {_SCOPES} of them weekly",
        spent.read,
        _MAX_STATUS,
        str,
    )
    start = str(today - timedelta(days=_DAYS))
    carrying = _create(person, 99, {"carry": "BOTH", "start": start})
    spent, history = spend(person, "GET", f"/budgets/{carrying}/history?periods={_YEAR}")
    ensure(len(history["items"]) == _YEAR, "a year has twelve months")
    yield Row.at_most(
        "documents read by a year of a budget with carry", spent.read, _MAX_HISTORY, str
    )
    entry = person.entry(date=str(today), tags=["t1", "t2"])
    spent, _ = spend(person, "POST", "/transactions", json=entry)
    yield Row.at_most(
        "documents read and written by recording beside these budgets",
        spent.read + spent.written,
        6,
        str,
        note=f"{spent.read} read, {spent.written} written",
    )


def _create(person: Person, number: int, fields: dict[str, Any]) -> str:
    """Create a budget on a tag, and return its id."""
    body = {
        "name": f"Budget {number}",
        "scope": {"kind": "TAGS", "ids": [f"t{1 + number % 30}"]},
        "amount": "100.00",
    }
    _, made = spend(person, "POST", "/budgets", json=body | fields)
    budget_id: str = made["id"]
    return budget_id
