"""Forecasts of tests over HTTP, on 20 March 2026."""

from __future__ import annotations

from typing import Any

from tests.http.answers import ok
from tests.support.ledgers.people import Person


def forecast(person: Person, **query: Any) -> Any:
    """Return a forecast."""
    return ok(person.get("/forecasts", query_string=query))


def scenario(person: Person, *changes: dict[str, Any], **fields: Any) -> Any:
    """Return a scenario with these changes."""
    return ok(person.post("/forecasts/scenarios", {"changes": list(changes), **fields}))


def plan(
    person: Person, kind: str, amount: str, start: str, frequency: str = "MONTHLY", **template: Any
) -> str:
    """Create a recurring entry, and return its id."""
    body = {
        "name": f"{kind} of {amount}",
        "mode": "AUTO",
        "template": {"type": kind, "amount": amount, **template},
        "schedule": {"start": start, "frequency": frequency},
    }
    recurring_id: str = ok(person.post("/recurring", body), 201)["id"]
    return recurring_id


def account(person: Person, name: str, **fields: Any) -> str:
    """Create an account, and return its id."""
    body = {"name": name, "kind": "SAVINGS", **fields}
    account_id: str = ok(person.post("/accounts", body), 201)["id"]
    return account_id


def spend(person: Person, first: tuple[int, int], amounts: list[str], **fields: Any) -> None:
    """Record an expense on the 15th of consecutive months, from a year and month on."""
    year, month = first
    rows = []
    for number, amount in enumerate(amounts):
        years, index = divmod(month - 1 + number, 12)
        day = f"{year + years}-{index + 1:02}-15"
        rows.append(person.entry(amount, **{"category": "Groceries", "date": day, **fields}))
    ok(person.post("/transactions/batch", {"create": rows}))
