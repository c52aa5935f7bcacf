"""Months that start on business days: no total is wrong, whatever the holidays are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from shared.models.ledger.summary import MonthStatus
from shared.models.values.dates import Month
from shared.models.values.spans import business_days
from shared.models.values.spans.business_days import business_days_of
from shared.repositories.store import TenantStore
from shared.services.posting.rebuild import rebuild_months
from shared.services.reports.monthly_reports import get_monthly_report
from shared.services.reports.rollup import close_ended
from tests.support.ledgers.ledgers import new_ledger
from tests.support.ledgers.rebuilds import (
    PAYDAY,
    always,
    ask_for,
    assert_in_force,
    clock,
    ledger_of_days,
    record,
    start_on,
    times,
)

pytestmark = pytest.mark.usefixtures("emulators")

FEBRUARY, MARCH, APRIL = Month(2026, 2), Month(2026, 3), Month(2026, 4)


@pytest.fixture
def store() -> TenantStore:
    """Return a ledger with an expense of 1.00 on each of the days."""
    return ledger_of_days()


def test_a_month_of_33_days_has_the_total_of_each(store: TenantStore) -> None:
    start_on(store, PAYDAY)
    ends = [date(2026, 1, day) for day in (22, 23, 24)]
    record(store, *ends, *(day + timedelta(days=31) for day in ends), date(2026, 2, 24))

    report = get_monthly_report(store, FEBRUARY, clock())

    assert (report.start_date, report.end_date) == (date(2026, 1, 23), date(2026, 2, 24))
    spent = {line.date: line.totals.expenses_minor for line in report.daily}
    assert len(spent) == 33
    assert {day.day for day, minor in spent.items() if minor} == {22, 23, 24}
    # The 22nd is of February alone; there was an expense on the 24th before.
    assert [spent.get(day, 0) for day in ends] == [0, 100, 100]
    assert sum(spent.values()) == report.totals.expenses_minor
    assert_in_force(store, PAYDAY)


def test_months_move_from_one_rule_of_business_days_to_another_and_back(
    store: TenantStore,
) -> None:
    # Bavaria has more holidays than Germany, and none of them moves a 25th.
    germany = PAYDAY | {"holidays": "DE"}
    for start in (PAYDAY, germany, PAYDAY, 1):
        ask_for(store, start)
        assert rebuild_months(store, clock, times(2)) is None
        record(store, date(2026, 1, 23), date(2026, 2, 24))
        assert rebuild_months(store, clock, always)
        assert_in_force(store, start)


def test_a_month_within_a_longer_one_is_built_too() -> None:
    # 23 January to 24 February has all of 24 January to 23 February, and a day on either side.
    ledger = new_ledger()
    start_on(ledger, PAYDAY)
    record(ledger, date(2026, 2, 10))

    start_on(ledger, 24)

    assert_in_force(ledger, 24)


def test_a_corrected_table_of_holidays_moves_nothing_until_the_rule_is_set_again(
    store: TenantStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_on(store, PAYDAY)
    before = store.tenant.get().ledger.calendar

    def corrected(calendar: str | None) -> Any:
        known = business_days_of(calendar)
        return replace(known, holidays=known.holidays | {date(2026, 2, 25)})

    with monkeypatch.context() as later:
        later.setattr(business_days, "business_days_of", corrected)
        record(store, date(2026, 2, 24), date(2026, 2, 25))
        assert get_monthly_report(store, MARCH, clock()).start_date == date(2026, 2, 25)
    assert store.tenant.get().ledger.calendar == before
    assert_in_force(store, PAYDAY)

    monkeypatch.setattr(business_days, "business_days_of", corrected)
    ask_for(store, PAYDAY)
    assert rebuild_months(store, clock, always)

    assert store.tenant.get().ledger.calendar != before
    report = get_monthly_report(store, MARCH, clock())
    assert (report.start_date, report.totals.expenses_minor) == (date(2026, 2, 24), 800)


def test_every_month_that_ends_in_a_calendar_month_is_closed_with_it(store: TenantStore) -> None:
    # 2 May 2026 is a Saturday: March ends on 1 April, and April on 30 April.
    start_on(store, {"day": 2, "shift": "PREVIOUS"})
    record(store, date(2026, 4, 1), date(2026, 4, 2), date(2026, 4, 30), date(2026, 5, 1))

    closed = close_ended(store, APRIL, "run 1", clock)

    assert [one.month for one in closed] == [MARCH, APRIL]
    assert [one.period_close.count for one in closed] == [5, 2]
    assert not any(one.has_drift for one in closed)
    assert close_ended(store, APRIL, "run 1", clock) == []
    # May ends on 1 June, so none ends in May.
    assert close_ended(store, Month(2026, 5), "run 2", clock) == []
    calendar = store.tenant.get().ledger.calendar
    states = {month: store.summaries.get(month, calendar).status for month in (MARCH, APRIL)}
    assert set(states.values()) == {MonthStatus.CLOSED}
