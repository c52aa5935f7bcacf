"""Forecasts over HTTP, on 20 March 2026."""

from __future__ import annotations

from typing import Any

from tests.http.answers import ok
from tests.support.ledgers.people import Person


def forecast(person: Person, **query: Any) -> Any:
    return ok(person.get("/forecasts", query_string=query))


def test_a_ledger_without_anything_planned_stays_as_it_is(visitor: Person) -> None:
    visitor.record("30.00", date="2026-03-01")

    found = forecast(visitor, days=10)

    [account] = found["accounts"]
    assert account["balances"] == ["-30.00"] * 11
    assert account["bands"] is None
    assert found["likely"] is None
