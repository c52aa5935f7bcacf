"""Histories of payments in ledgers of tests, and what is suggested for them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from shared.models.values.dates import Month
from tests.http.answers import ok
from tests.http.planning.recurring.entries import TODAY
from tests.support.ledgers.people import Person

SUGGESTIONS = "/recurring/suggestions"
REFRESH = f"{SUGGESTIONS}/refresh"
_AT_ONCE = 500


def monthly(count: int, *, ago: int = 0) -> list[date]:
    """Return the same day of so many months, the oldest first, until ``ago`` months ago.

    The last is at most nine days ago, so that the next one is still to come.
    """
    day = TODAY - timedelta(days=2)
    number = min(day.day, 28)
    months = [Month.of(day)]
    while len(months) < count + ago:
        months.append(months[-1].previous)
    return [month.first_day.replace(day=number) for month in months[ago:]][::-1]


def paid(days: list[date], amount: str = "9.99", payee: str | None = "Video", **fields: Any) -> Any:
    """Return the JSON of payments on these days."""
    same = {"type": "EXPENSE", "amount": amount, "payee": payee, **fields}
    return [{**same, "date": str(day)} for day in days]


def record_all(person: Person, payments: list[dict[str, Any]]) -> None:
    """Record payments in batches."""
    for first in range(0, len(payments), _AT_ONCE):
        ok(person.post("/transactions/batch", {"create": payments[first : first + _AT_ONCE]}))


def refreshed(person: Person) -> list[dict[str, Any]]:
    """Return the suggestions after an analysis in the request."""
    items: list[dict[str, Any]] = ok(person.post(REFRESH))["items"]
    return items


def suggested(person: Person) -> list[str]:
    """Return the names of the suggestions, in order of the alphabet."""
    return sorted(one["name"] for one in ok(person.get(SUGGESTIONS))["items"])
