"""Forecasts: documents and CPU time, and errors and coverage on a real bank's accounts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.cpu import timed
from benchmarks.ledgers import World, ensure, new_person
from benchmarks.measurements.costs import spend
from benchmarks.table import Row
from shared.models.values.dates import Month
from tests.support.ledgers.bank_records import DATA
from tests.support.ledgers.bank_spending import read_spending
from tests.support.ledgers.people import Person
from tests.support.measures.forecasts import quality_of_months, quality_of_sums

_MONTHS, _ENTRIES = 25, 8
_MAX_READS, _MAX_SECONDS = 40, 0.3
_LEAST_COVERED, _MOST_COVERED = 0.76, 0.84
_DAYS = 366


def measure(_world: World) -> Iterator[Row]:
    """Yield the rows of the cost of a forecast, and of its quality where the records are."""
    yield from measure_cost()
    if DATA.exists():
        yield from _quality()


def measure_cost() -> Iterator[Row]:
    """Count the documents, and the CPU time, of a forecast from 24 months of history."""
    person = _furnished()
    spend(person, "GET", f"/forecasts?days={_DAYS}")  # The first one loads modules.
    with timed() as taken:
        spent, found = spend(person, "GET", f"/forecasts?days={_DAYS}")
    ensure(len(found["history"]) == _MONTHS - 1, "the first month is left out")
    ensure(found["likely"] is not None, "24 months are enough")
    what = f"a forecast of {_DAYS} days from 24 months, with {_ENTRIES} recurring entries"
    yield Row.at_most(f"documents read by {what}", spent.read, _MAX_READS, str)
    yield Row.at_most(f"CPU time of {what}", taken.cpu_s, _MAX_SECONDS, "{:.2f} s".format)


def _furnished() -> Person:
    """Return a person with 25 months of expenses, recurring entries, and an expense ahead."""
    person = new_person()
    today = datetime.now(UTC).date()
    month, rows = Month.of(today), []
    for number in range(_MONTHS):
        month = month.previous
        for day in (5, 12, 26):
            amount = f"{100 + 37 * (number * day) % 90}.00"
            rows.append(person.entry(amount, date=str(date(month.year, month.month, day))))
    rows.append(person.entry("5.00", date=str(today + timedelta(days=9))))
    spend(person, "POST", "/transactions/batch", json={"create": rows})
    for number in range(_ENTRIES):
        spend(person, "POST", "/recurring", json=_entry(today + timedelta(days=1 + number)))
    return person


def _entry(start: date) -> dict[str, Any]:
    return {
        "name": f"Entry from {start}",
        "mode": "AUTO",
        "template": {"type": "EXPENSE", "amount": "10.00"},
        "schedule": {"start": str(start), "frequency": "WEEKLY"},
    }


def _quality() -> Iterator[Row]:
    """Yield errors and coverage; those of sums on accounts on which nothing was chosen."""
    accounts = read_spending()
    found = quality_of_months(accounts)
    what = f"forecasts of the spending of {found.forecasts} months of {len(accounts)} bank accounts"
    yield Row.at_most(
        f"{what}: error of the amounts, against that of the last month's amount",
        found.relative_error,
        found.last_errors / found.amounts,
        "{:.1%}".format,
    )
    share = f"{found.median_errors / found.amounts:.1%}"
    yield Row(
        f"{what}: error of the median of six months (histories are too short for seasons)", share
    )
    yield _coverage(f"{what}: amounts within their interval", found.coverage)
    for months in (2, 3, 6):
        sums = quality_of_sums(accounts[1::2], months)
        what = f"{sums.forecasts} sums of {months} months of every second account"
        yield _coverage(f"{what}: within their interval", sums.coverage)


def _coverage(what: str, share: float) -> Row:
    return Row(
        what,
        f"{share:.1%}",
        f"{_LEAST_COVERED:.0%} to {_MOST_COVERED:.0%}",
        _LEAST_COVERED <= share <= _MOST_COVERED,
        {"value": share},
    )
