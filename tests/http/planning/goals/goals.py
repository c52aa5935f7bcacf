"""Goals of tests over HTTP, in a ledger whose today is 20 March 2026 in UTC."""

from __future__ import annotations

from typing import Any

from tests.http.accounts import create as create_account
from tests.http.answers import ok
from tests.support.ledgers.people import Person

LINKED = {"kind": "TRANSACTIONS"}


def body(**fields: Any) -> dict[str, Any]:
    """Return the JSON of a goal of 1,000 by linked transactions."""
    return {"name": "Holiday", "target": "1000.00", "funding": LINKED} | fields


def create(person: Person, **fields: Any) -> Any:
    """Create a goal; its JSON."""
    return ok(person.post("/goals", body(**fields)), 201)


def of_account(account: dict[str, Any], kind: str = "ALLOCATION", **fields: Any) -> dict[str, Any]:
    """Return the JSON of a funding by an account."""
    return {"kind": kind, "account_id": account["id"]} | fields


def savings(person: Person, balance: str = "1000.00", **fields: Any) -> Any:
    """Create an account with a balance since the beginning of 2025; its JSON."""
    opened = {"opening_balance": balance, "opening_date": "2025-01-01"}
    return create_account(person, **opened | fields)


def progress(person: Person, goal: dict[str, Any]) -> Any:
    """Return the answer of the goal's page."""
    return ok(person.get(f"/goals/{goal['id']}/progress"))


def amounts(person: Person, goal: dict[str, Any]) -> Any:
    """Return the amounts of a goal, which are equal in its page and in the list of all."""
    page = progress(person, goal)
    [listed] = [
        one for one in ok(person.get("/goals/status"))["items"] if one["goal"]["id"] == goal["id"]
    ]
    assert listed["amounts"] == page["amounts"]
    return page["amounts"]


def saved(person: Person, goal: dict[str, Any]) -> str:
    """Return what is saved for a goal."""
    amount: str = amounts(person, goal)["saved"]
    return amount


def contribute(person: Person, goal: dict[str, Any], amount: str = "100.00", **fields: Any) -> Any:
    """Record a transaction that counts for a goal; its JSON."""
    entry = person.entry(amount, **{"date": "2026-03-20", **fields})
    return ok(person.post(f"/goals/{goal['id']}/contribute", {"transaction": entry}), 201)


def link(person: Person, goal: dict[str, Any], transaction: dict[str, Any]) -> Any:
    """Let a transaction count for a goal; its JSON."""
    asked = {"transaction_id": transaction["id"]}
    return ok(person.post(f"/goals/{goal['id']}/contribute", asked))
