"""Costs of reading ten years of a ledger, and its whole history."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date

from benchmarks.cpu import Taken, timed
from benchmarks.ledgers import World, drafts, ensure, new_person
from benchmarks.measurements.costs import spend
from benchmarks.table import INFORMATION, Row, times
from shared.models.ledger.transactions.batch import MAX_BATCH
from shared.models.values.dates import Month
from tests.support.ledgers.people import Person

_FIRST, _LAST = Month(2014, 1), Month(2023, 12)
_MONTHS = 120
_ROWS_A_MONTH = 10
_TRENDS = f"/dashboard/trends?interval=month&from={_FIRST}-01&to={_LAST}-31"
_NET_WORTH = f"/dashboard/net_worth?from={_FIRST}&to={_LAST}"
_REPORT = f"/monthlyReport?year={_LAST.year}&month={_LAST.month}"
_PAGE = 100
_REPEATS = 15


def measure(_world: World) -> Iterator[Row]:
    """Read ten years of trends, of net worth, and every change of the ledger."""
    person = _ten_years()
    yield _reads("trends of ten years, by month", person, _TRENDS)
    yield _reads("net worth of ten years, by month", person, _NET_WORTH)
    yield _time_of_trends(person)
    yield from _feed(person)


def _ten_years() -> Person:
    person = new_person()
    ledger = person.store.tenant.get().ledger
    rows = [
        draft.model_dump(mode="json", exclude_defaults=True)
        for month in _FIRST.through(_LAST)
        for draft in drafts(ledger, month, 0, _ROWS_A_MONTH)
    ]
    for start in range(0, len(rows), MAX_BATCH):
        person.post("/transactions/batch", {"create": rows[start : start + MAX_BATCH]})
    ensure(date(2014, 1, 1) <= date.fromisoformat(rows[0]["date"]), "they are of these years")
    return person


def _reads(what: str, person: Person, path: str) -> Row:
    spent, answer = spend(person, "GET", path)
    ensure(bool(answer), "there is an answer")
    return Row.at_most(f"documents read by {what}", spent.read, _MONTHS + 1, str)


def _time_of_trends(person: Person) -> Row:
    pairs = [(_time(person, _TRENDS), _time(person, _REPORT)) for _ in range(_REPEATS)]
    trends_s, report_s = (min(pair[side].cpu_s for pair in pairs) for side in (0, 1))
    return Row(
        "CPU time of ten years' trends against one month's report",
        times(trends_s / report_s),
        INFORMATION,
        numbers={"value": trends_s / report_s, "cpu_s": trends_s, "report_cpu_s": report_s},
    )


def _time(person: Person, path: str) -> Taken:
    with timed() as taken:
        spend(person, "GET", path)
    return taken


def _feed(person: Person) -> Iterator[Row]:
    """Read the feed from its beginning to its end."""
    told, since, has_more = 0, "0", True
    logged = person.store.tenant.get().ledger.sequence
    started = time.perf_counter()
    while has_more:
        spent, page = spend(person, "GET", f"/changes/feed?limit={_PAGE}&since={since}")
        if not told:
            yield Row.at_most(
                f"documents read by a page of {_PAGE} of the delta feed", spent.read, _PAGE + 2, str
            )
        told += len(page["items"])
        since, has_more = page["next_cursor"], page["has_more"]
    rate = told / (time.perf_counter() - started)
    ensure(told == logged > _MONTHS * _ROWS_A_MONTH, "the feed has every change")
    yield Row(
        f"changes followed by the delta feed, {_PAGE} a page",
        f"{rate:,.0f} changes/s",
        INFORMATION,
        numbers={"changes_per_s": rate},
    )
