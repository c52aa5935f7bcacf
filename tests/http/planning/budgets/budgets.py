"""Budgets of tests over HTTP, in a ledger whose today is in UTC."""

from __future__ import annotations

from typing import Any

from tests.http.answers import ok
from tests.support.ledgers.people import Person


def body(**fields: Any) -> dict[str, Any]:
    """Return the JSON of a budget on all expenses of a month."""
    budget: dict[str, Any] = {"name": "All", "scope": {"kind": "EVERYTHING"}, "amount": "100.00"}
    return budget | fields


def on(kind: str, *ids: str) -> dict[str, Any]:
    """Return the JSON of a scope."""
    return {"kind": kind, "ids": list(ids)}


def create(person: Person, **fields: Any) -> Any:
    """Create a budget; its JSON."""
    return ok(person.post("/budgets", body(**fields)), 201)


def status(person: Person, day: object = None) -> Any:
    """Return the status of all budgets on a day; default: today."""
    return ok(person.get("/budgets/status" if day is None else f"/budgets/status?date={day}"))


def period(person: Person, budget: dict[str, Any], day: object = None) -> Any:
    """Return the status of a budget in the period of a day."""
    [found] = [one for one in status(person, day)["items"] if one["id"] == budget["id"]]
    return found["period"]
