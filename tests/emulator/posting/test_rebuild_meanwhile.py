"""Rebuilds while the ledger is read, written, rolled up and rebuilt: every report is exact."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import NamedTuple

import pytest

from shared.models.ledger.summary import MonthStatus
from shared.models.values.dates import Calendar, Month
from shared.models.values.spans.month_start import MonthStart
from shared.repositories.store import TenantStore
from shared.services.posting import rebuild
from shared.services.posting.rebuild import rebuild_months
from shared.services.reports.monthly_reports import get_monthly_report
from shared.services.reports.rollup import close_ended
from tests.support.ledgers.ledgers import NOW, assert_law_holds, new_ledger
from tests.support.ledgers.rebuilds import (
    DAYS,
    always,
    ask_for,
    assert_in_force,
    before_commit,
    clock,
    ledger_of_days,
    record,
    start_on,
    summary_names,
)
from tests.support.time_limits import PATIENCE_S

pytestmark = pytest.mark.usefixtures("emulators")

MARCH = Month(2026, 3)


@pytest.fixture
def store() -> TenantStore:
    """Return a ledger with an expense of 1.00 on each of the days."""
    return ledger_of_days()


def test_rebuilds_and_writers_at_once_double_and_lose_nothing(
    store: TenantStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild, "_MONTHS_AT_ONCE", 1)
    ask_for(store, 25)
    with ThreadPoolExecutor(5) as pool:
        writes = [pool.submit(record, store, day, day) for day in DAYS]
        rebuilds = [pool.submit(rebuild_months, store, clock, always) for _ in range(3)]
        assert all(len(write.result()) == 2 for write in writes)
        assert all(each.result() for each in rebuilds)
    assert rebuild_months(store, clock, always)
    assert_in_force(store, 25)


class _Seen(NamedTuple):
    """A report, and the most and the least that it may have counted."""

    start_date: date
    least: int
    counted: int
    expenses_minor: int
    most: int


class _Witness:
    """Counts what was recorded, and holds reports against it."""

    def __init__(self, store: TenantStore) -> None:
        self._store = store
        self._begun: list[date] = [*DAYS]
        self._done: list[date] = [*DAYS]
        self.seen: list[_Seen] = []

    def write(self, day: date) -> None:
        """Record an expense of 1.00."""
        self._begun.append(day)
        record(self._store, day)
        self._done.append(day)

    def read(self, month: Month) -> None:
        """Read a report, and note what it may have counted: all done before, all begun after."""
        done = tuple(self._done)
        report = get_monthly_report(self._store, month, NOW)
        begun = tuple(self._begun)
        least, most = (
            sum(report.start_date <= day <= report.end_date for day in days)
            for days in (done, begun)
        )
        counted, expenses_minor = report.transaction_count, report.totals.expenses_minor
        self.seen.append(_Seen(report.start_date, least, counted, expenses_minor, most))

    def wait_until_seen(self, start_day: int) -> None:
        """Wait until a report of months that start on that day has been read."""
        deadline = time.monotonic() + PATIENCE_S
        while not self.seen or self.seen[-1].start_date.day != start_day:
            assert time.monotonic() < deadline, "no report was read"
            time.sleep(0.02)


@contextmanager
def going_on(*acts: Callable[[int], object]) -> Iterator[None]:
    """Do these again and again, each in its own thread, until the block ends."""
    is_over = threading.Event()

    def repeat(act: Callable[[int], object]) -> None:
        for number in itertools.count():
            if is_over.is_set():
                return
            act(number)

    with ThreadPoolExecutor(len(acts)) as pool:
        running = [pool.submit(repeat, act) for act in acts]
        try:
            yield
        finally:
            is_over.set()
        for each in running:
            each.result()


def test_every_report_is_exact_while_months_are_rebuilt_and_written(
    store: TenantStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild, "_MONTHS_AT_ONCE", 1)
    witness = _Witness(store)
    with going_on(
        lambda number: witness.write(DAYS[number % len(DAYS)]),
        lambda number: witness.read(MARCH if number % 2 else Month(2026, 2)),
    ):
        for start_day in (25, 5, 1, 25):
            start_on(store, start_day)
            witness.wait_until_seen(start_day)
    wrong = [
        seen
        for seen in witness.seen
        if not seen.least <= seen.counted <= seen.most or seen.expenses_minor != 100 * seen.counted
    ]
    assert wrong == []
    assert {seen.start_date.day for seen in witness.seen} == {1, 5, 25}
    assert_in_force(store, 25)


def test_a_report_that_looks_for_summaries_just_deleted_reads_the_others(
    store: TenantStore,
) -> None:
    assert get_monthly_report(store, MARCH, NOW).transaction_count == 5
    start_on(store, 25)
    report = get_monthly_report(store, MARCH, NOW)
    assert (report.start_date, report.transaction_count) == (date(2026, 2, 25), 5)


def test_this_month_is_that_of_the_ledgers_calendar(store: TenantStore) -> None:
    start_on(store, 25)
    ends = {NOW: date(2026, 6, 24), datetime(2026, 6, 25, tzinfo=UTC): date(2026, 7, 24)}
    assert {now: get_monthly_report(store, None, now).end_date for now in ends} == ends


def test_a_change_that_knew_of_no_rebuild_is_done_again_with_it(store: TenantStore) -> None:
    with before_commit(lambda: ask_for(store, 25)):
        record(store, date(2026, 3, 30))
    assert rebuild_months(store, clock, always)
    assert_in_force(store, 25)


def test_a_rollup_during_a_rebuild_closes_the_calendar_in_force(store: TenantStore) -> None:
    ask_for(store, 25)
    [closed] = close_ended(store, MARCH, "run 1", clock)
    assert not closed.has_drift
    assert store.summaries.get(MARCH).status is MonthStatus.CLOSED
    assert store.summaries.get(MARCH, Calendar(MonthStart(25))).period_close is None
    assert_law_holds(store)
    assert rebuild_months(store, clock, always)
    assert_in_force(store, 25)


def test_a_rollup_that_began_before_a_new_calendar_closes_its_month(store: TenantStore) -> None:
    def finish() -> None:
        assert rebuild_months(store, clock, always)

    ask_for(store, 25)
    with before_commit(finish):
        close_ended(store, MARCH, "run 1", clock)
    assert store.summaries.get(MARCH, Calendar(MonthStart(25))).status is MonthStatus.CLOSED
    assert_in_force(store, 25)


def test_a_rollup_of_a_calendar_no_longer_in_force_closes_no_month_of_the_new_one() -> None:
    ledger = new_ledger()
    record(ledger, date(2026, 3, 31))
    ask_for(ledger, 25)
    with before_commit(lambda: rebuild_months(ledger, clock, always)):
        assert close_ended(ledger, MARCH, "run 1", clock) == []
    assert summary_names(ledger) == ["2026-04-d25"]
    assert_in_force(ledger, 25)
