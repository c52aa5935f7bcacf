"""Recurring entries of tests, and their days: today is the ledger's, in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.http.answers import ok
from tests.support.ledgers.people import Person

TODAY = datetime.now(UTC).date()


def day(offset: int) -> str:
    """Return a day before or after today."""
    return str(TODAY + timedelta(days=offset))


def body(start: int = 0, **fields: Any) -> dict[str, Any]:
    """Return the JSON of an entry for each day from an offset of today."""
    template = {"type": "EXPENSE", "amount": "10.00", "payee": "Gym"}
    schedule = {"start": day(start), "frequency": "DAILY"}
    entry: dict[str, Any] = {"name": "Gym", "mode": "AUTO", "template": template}
    return entry | {"schedule": schedule} | fields


def create(person: Person, start: int = 0, **fields: Any) -> Any:
    """Create an entry; its JSON."""
    return ok(person.post("/recurring", body(start, **fields)), 201)


def process(person: Person, entry: dict[str, Any], **fields: Any) -> Any:
    """Book what is due; the answer."""
    return ok(person.post(f"/recurring/{entry['id']}/process", fields))


def calendar(person: Person, first: int, last: int, entry: dict[str, Any] | None = None) -> Any:
    """Return nominal offset, date offset and state of the occurrences between two days."""
    path = "/recurring/occurrences" if entry is None else f"/recurring/{entry['id']}/occurrences"
    found = ok(person.get(f"{path}?from={day(first)}&to={day(last)}"))
    assert not found["is_partial"]
    return [(offset(one["nominal"]), offset(one["date"]), one["state"]) for one in found["items"]]


def offset(text: str) -> int:
    """Return a day as an offset of today."""
    return (datetime.fromisoformat(text).date() - TODAY).days


def booked(person: Person, entry: dict[str, Any]) -> list[tuple[int, str]]:
    """Return day and amount of the transactions of an entry, oldest first."""
    found = ok(person.get(f"/transactions?recurring_id={entry['id']}&sort=date"))["items"]
    return [(offset(one["date"]), one["amount"]) for one in found]
