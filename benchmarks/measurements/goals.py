"""Documents read by the page of a goal and the status of all goals, and those of a contribution."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.ledgers import World, ensure, new_person
from benchmarks.measurements.costs import spend
from benchmarks.table import Row
from tests.support.ledgers.people import Person

_GOALS = 20
_MAX_PAGE, _MAX_CONTRIBUTION = 20, 7
_DAYS = 400


def measure(_world: World) -> Iterator[Row]:
    """Count the documents of goals of a year in a ledger of 400 days."""
    person = new_person()
    today = datetime.now(UTC).date()
    days = [today - timedelta(days=number) for number in range(_DAYS)]
    rows = [person.entry(date=str(day), tags=["sea"]) for day in days]
    spend(person, "POST", "/transactions/batch", json={"create": rows})
    start = str(today - timedelta(days=365))
    goals = [_create(person, number, start) for number in range(_GOALS)]
    spent, page = spend(person, "GET", f"/goals/{goals[0]}/progress")
    ensure(len(page["points"]) > 12, "the page has a year of months")  # noqa: PLR2004 (months of a year)
    yield Row.at_most("documents read by the page of a goal of a year", spent.read, _MAX_PAGE, str)
    spent, report = spend(person, "GET", "/goals/status")
    ensure(len(report["items"]) == _GOALS, "each goal has a status")
    yield Row.at_most(
        f"documents read by the status of {_GOALS} goals of a year", spent.read, _MAX_PAGE, str
    )
    entry = person.entry(date=str(today))
    spent, _ = spend(person, "POST", f"/goals/{goals[1]}/contribute", json={"transaction": entry})
    yield Row.at_most(
        "documents read and written by a contribution",
        spent.read + spent.written,
        _MAX_CONTRIBUTION,
        str,
        note=f"{spent.read} read, {spent.written} written",
    )


def _create(person: Person, number: int, start: str) -> str:
    """Create a goal by a tag or, if its number is odd, by linked transactions; return its id."""
    tagged, linked = {"kind": "TAG", "tag": "sea"}, {"kind": "TRANSACTIONS"}
    body: dict[str, Any] = {"name": f"Goal {number}", "target": "9000.00", "start": start}
    body["funding"] = linked if number % 2 else tagged
    _, made = spend(person, "POST", "/goals", json=body)
    goal_id: str = made["id"]
    return goal_id
