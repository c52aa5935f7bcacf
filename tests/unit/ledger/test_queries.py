"""Days that the queries of transactions stand for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from functions.ledger.queries import TransactionQuery
from shared.models.values.dates import Calendar, DateRange
from shared.models.values.spans.month_start import MonthStart
from tests.unit.examples import sample_ledger


def days_of(start_day: int, **query: Any) -> DateRange | None:
    """Return the days of a query in a ledger whose months start on a day."""
    with Flask(__name__).test_request_context():
        asked = TransactionQuery.model_validate(query)
    return asked.filter(sample_ledger(calendar=Calendar(MonthStart(start_day)))).dates


@pytest.mark.parametrize(
    ("start_day", "query", "first", "last"),
    [
        (1, {"year": 2026, "month": 2}, date(2026, 2, 1), date(2026, 2, 28)),
        (5, {"year": 2026, "month": 3}, date(2026, 3, 5), date(2026, 4, 4)),
        (25, {"year": 2026, "month": 3}, date(2026, 2, 25), date(2026, 3, 24)),
        (1, {"year": 2026}, date(2026, 1, 1), date(2026, 12, 31)),
        (5, {"year": 2026}, date(2026, 1, 5), date(2027, 1, 4)),
        (25, {"year": 2026}, date(2025, 12, 25), date(2026, 12, 24)),
        (5, {"year": 9999}, date(9999, 1, 5), date.max),
    ],
)
def test_years_and_months_are_those_of_the_ledgers_calendar(
    start_day: int, query: dict[str, int], first: date, last: date
) -> None:
    assert days_of(start_day, **query) == DateRange(first, last)


@pytest.mark.parametrize("start_day", [1, 5, 25])
def test_a_month_is_the_same_by_year_and_month_as_by_from_and_to(start_day: int) -> None:
    one = days_of(start_day, year=2026, month=3)

    assert one == days_of(start_day, **{"from": "2026-03", "to": "2026-03"})
