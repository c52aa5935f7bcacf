"""A rebuild: months start on another day, and no total is wrong on the way."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any

import pytest

from shared.errors import (
    DemoExpired,
    FinanceFlowError,
    RebuildRunning,
    TenantMissing,
    Unavailable,
)
from shared.models.history.change import Cause
from shared.models.history.kinds import Entity
from shared.models.ledger.summary import MonthStatus
from shared.models.settings.ledger_settings import LedgerSettings, SettingsPatch
from shared.models.settings.month_start_input import MonthStartDraft
from shared.models.values.dates import Calendar, Month
from shared.models.values.spans.month_start import MonthStart
from shared.repositories import connections
from shared.repositories.history.changes import ChangeMissing
from shared.repositories.store import TenantStore
from shared.services.posting import rebuild
from shared.services.posting.rebuild import rebuild_months, rebuild_now_or_later
from shared.services.reports.monthly_reports import get_monthly_report
from shared.services.reports.rollup import close_ended
from shared.services.settings.settings import change_settings
from tests.support.faults import FAULTS, Crashed, fault
from tests.support.ledgers.ledgers import NOW, new_ledger, operation, summed_numbers
from tests.support.ledgers.rebuilds import (
    DAYS,
    PAYDAY,
    Start,
    always,
    ask_for,
    assert_in_force,
    assert_summed_right,
    before_commit,
    clock,
    ledger_of_days,
    record,
    start_on,
    summary_names,
    times,
)

pytestmark = pytest.mark.usefixtures("emulators")

MARCH = Month(2026, 3)


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a rebuild take two months at a time, so that it can stop halfway."""
    monkeypatch.setattr(rebuild, "_MONTHS_AT_ONCE", 2)


@pytest.fixture
def store() -> TenantStore:
    """Return a ledger with an expense of 1.00 on each of the days."""
    return ledger_of_days()


@pytest.mark.parametrize("start", [2, 5, 15, 16, 25, 28, PAYDAY], ids=str)
def test_months_start_on_another_day_and_later_on_the_first_again(
    store: TenantStore, start: Start
) -> None:
    start_on(store, start)
    assert_in_force(store, start)
    record(store, date(2026, 2, 25), date(2026, 5, 31))
    assert_in_force(store, start)
    start_on(store, 1)
    assert_in_force(store, 1)


def test_a_month_from_the_25th_has_the_days_to_the_24th(store: TenantStore) -> None:
    start_on(store, 25)
    report = get_monthly_report(store, MARCH, NOW)
    assert (report.start_date, report.end_date) == (date(2026, 2, 25), date(2026, 3, 24))
    assert (report.totals.expenses_minor, report.transaction_count) == (500, 5)


def test_while_a_start_day_is_pending_both_calendars_are_kept_and_the_old_one_is_shown(
    store: TenantStore,
) -> None:
    ask_for(store, 25)
    assert not rebuild_months(store, clock, times(0))
    record(store, date(2026, 3, 30))
    assert_summed_right(store, 1)
    assert get_monthly_report(store, MARCH, NOW).end_date == date(2026, 3, 31)
    [summed] = summed_numbers(store, "-d25").values()
    assert summed["count"] == 1
    assert rebuild_months(store, clock, always)
    assert_in_force(store, 25)


def test_without_time_nothing_is_done_and_with_more_time_it_goes_on(
    store: TenantStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild, "_MONTHS_AT_ONCE", 1)
    ask_for(store, 25)
    built = []
    for _ in range(20):
        if rebuild_months(store, clock, times(2)):
            break
        assert_summed_right(store, store.tenant.get().ledger.calendar.start.day)
        built.append(len([name for name in summary_names(store) if name.endswith("-d25")]))
    assert built == [1, 2, 3, 4, 5]
    assert_in_force(store, 25)


def test_a_rebuild_without_the_change_that_began_it_ends_in_no_answer_to_a_client(
    store: TenantStore,
) -> None:
    ask_for(store, 25)
    change_id = store.tenant.get().ledger.rebuild_id
    assert change_id is not None
    store.changes.reference(change_id).delete()

    with pytest.raises(ChangeMissing):
        rebuild_months(store, clock, always)
    assert not issubclass(ChangeMissing, FinanceFlowError)
    assert store.tenant.get().ledger.calendar == Calendar(MonthStart(1))


def test_a_ledger_with_more_than_a_step_takes_is_built_in_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rebuild, "_MONTHS_AT_ONCE", 12)
    monkeypatch.setattr(rebuild, "_ENTRIES_AT_ONCE", 3)
    ledger = new_ledger()
    record(ledger, *([date(2026, 1, 3)] * 5), date(2026, 3, 3), date(2026, 5, 3))
    start_on(ledger, 5)
    assert_in_force(ledger, 5)


def test_an_empty_ledger_is_rebuilt_by_writing_no_summary() -> None:
    ledger = new_ledger()
    start_on(ledger, 25)
    assert summary_names(ledger) == []
    assert_in_force(ledger, 25)


def test_a_month_with_more_numbers_than_a_commit_may_increment_is_built(
    store: TenantStore,
) -> None:
    for start in range(0, 300, 20):
        record(store, date(2026, 3, 2), tags=tuple(f"tag{n}" for n in range(start, start + 20)))
    start_on(store, 25)
    assert_in_force(store, 25)


# Summaries from an earlier time


def leave_behind(store: TenantStore, name: str, **content: Any) -> None:
    """Leave a summary from an earlier time."""
    client = connections.firestore_client()
    client.document(f"{store.ref.path}/summaries/{name}").set(content)


def test_summaries_left_from_an_earlier_time_are_put_right_and_open(store: TenantStore) -> None:
    closed = {"revision": 1, "version": 0, "verified_at": NOW, "run_id": "r", "income_minor": 0,
              "expenses_minor": 0, "count": 0, "income_difference_minor": 0,
              "expenses_difference_minor": 0, "count_difference": 0}  # fmt: skip
    nonsense = {
        "expenses_minor": 7,
        "by_day": {"2026-03-09": {"count": 3}},
        "by_tag": {"#x": {"count": 1}},
    }
    leave_behind(store, "2026-03-d25", month="2026-03", rollup="2026-03", closed=closed, **nonsense)
    leave_behind(store, "1999-12-d25", month="1999-12", rollup="1999-12", **nonsense)
    start_on(store, 25)
    assert_in_force(store, 25)
    assert store.summaries.get(MARCH, Calendar(MonthStart(25))).status is MonthStatus.OPEN


def test_summaries_that_an_interrupted_deletion_left_are_deleted_by_the_next_rebuild(
    store: TenantStore,
) -> None:
    leave_behind(store, "2020-01-d07", month="2020-01", rollup="2020-02", count=1)
    start_on(store, 25)
    assert_in_force(store, 25)


def test_closings_do_not_carry_over_and_the_next_rollup_closes_the_new_months(
    store: TenantStore,
) -> None:
    close_ended(store, MARCH, "run 1", clock)
    start_on(store, 25)
    assert get_monthly_report(store, MARCH, NOW).status is MonthStatus.OPEN
    [closed] = close_ended(store, MARCH, "run 2", clock)
    assert not closed.has_drift
    assert get_monthly_report(store, MARCH, NOW).status is MonthStatus.CLOSED


# Changing one's mind


def test_the_start_day_in_force_calls_a_rebuild_off_and_leaves_nothing(store: TenantStore) -> None:
    ask_for(store, 25)
    assert not rebuild_months(store, clock, times(2))
    assert len(summary_names(store)) > len(summed_numbers(store))
    start_on(store, 1)
    assert_in_force(store, 1)


def test_what_was_built_before_a_rebuild_was_called_off_is_not_trusted(store: TenantStore) -> None:
    ask_for(store, 25)
    assert not rebuild_months(store, clock, times(2))
    assert store.tenant.get().ledger.next_calendar == Calendar(MonthStart(25))
    ask_for(store, 1)
    record(store, date(2026, 1, 2))
    ask_for(store, 25)
    assert rebuild_months(store, clock, always)
    assert_in_force(store, 25)


@pytest.mark.parametrize("steps", [0, 1, 9])
def test_a_builder_of_a_rebuild_that_was_called_off_writes_nothing_into_the_next(
    store: TenantStore, steps: int
) -> None:
    ask_for(store, 25)

    def change_mind() -> None:
        ask_for(store, 1)
        record(store, date(2026, 3, 26))
        ask_for(store, 25)
        rebuild_months(store, clock, times(steps))

    with before_commit(change_mind):
        rebuild_months(store, clock, always)
    is_done = steps > 1
    assert (store.tenant.get().ledger.next_calendar is None) is is_done
    if is_done:
        assert_in_force(store, 25)
    assert rebuild_months(store, clock, always)
    assert_in_force(store, 25)


def test_a_third_start_day_is_refused_while_one_is_pending(store: TenantStore) -> None:
    ask_for(store, 25)
    with pytest.raises(RebuildRunning):
        ask_for(store, 5)
    assert store.tenant.get().ledger.next_calendar == Calendar(MonthStart(25))
    assert rebuild_months(store, clock, always)
    start_on(store, 5)
    assert_in_force(store, 5)


# The log


def test_what_was_asked_for_and_what_came_of_it_are_logged_for_who_asked(
    store: TenantStore,
) -> None:
    start_on(store, 25)
    logged = [c for c in store.changes.list_after(0, 100) if c.entity is Entity.SETTINGS]
    _beginning, asked, done = logged
    assert (asked.cause, done.cause) == (Cause.API, Cause.REBUILD)
    assert asked.actor == done.actor == "tester"
    assert (asked.cause_id, done.cause_id) == (None, asked.id)
    assert asked.entity_id == done.entity_id == "settings"
    told = [LedgerSettings.model_validate(c) for c in (asked.before, asked.after, done.after)]
    first, payday = MonthStart(1), MonthStart(25)
    assert [(c.month_start, c.pending_month_start) for c in told] == [
        (first, None),
        (first, payday),
        (payday, None),
    ]
    assert done.before == asked.after


# Failures


@pytest.mark.parametrize("trouble", sorted(FAULTS))
def test_a_rebuild_that_is_disturbed_at_any_commit_ends_right(trouble: str) -> None:
    for skip in itertools.count():
        ledger = new_ledger()
        record(ledger, *DAYS)
        if not _is_disturbed(ledger, trouble, skip):
            break
        assert_summed_right(ledger, ledger.tenant.get().ledger.calendar.start.day)
        record(ledger, date(2026, 2, 26))
        assert rebuild_months(ledger, clock, always)
        assert_in_force(ledger, 25)
    assert skip >= 6


def _is_disturbed(ledger: TenantStore, trouble: str, skip: int) -> bool:
    """Rebuild under a fault at one commit; whether there was such a commit."""
    with fault(trouble, skip=skip) as injected:
        try:
            ask_for(ledger, 25)
            rebuild_months(ledger, clock, always)
        except Crashed:
            ask_for(ledger, 25)
    return injected.has_struck


def test_where_firestore_fails_the_rest_is_done_later(store: TenantStore) -> None:
    ask_for(store, 25)
    later: list[str] = []
    failing = _Failing(connections.firestore_client(), store.ref)
    rebuild_now_or_later(failing, clock, always, lambda: later.append("again"))
    rebuild_now_or_later(store, clock, times(1), lambda: later.append("again"))
    assert later == ["again", "again"]
    rebuild_now_or_later(store, clock, always, lambda: later.append("never"))
    assert later == ["again", "again"]
    assert_in_force(store, 25)


class _Failing(TenantStore):
    """A store whose snapshot cannot be had, as when Firestore does not answer."""

    def snapshot(self, _read: object) -> Any:
        raise Unavailable


def test_a_ledger_that_is_gone_is_not_rebuilt(store: TenantStore) -> None:
    ask_for(store, 25)
    connections.firestore_client().document(store.ref.path).delete()
    with pytest.raises(TenantMissing):
        rebuild_months(store, clock, always)


def test_the_settings_of_a_demo_that_is_over_cannot_be_changed(store: TenantStore) -> None:
    over = operation().model_copy(update={"at": datetime(2200, 1, 1, tzinfo=UTC)})
    with pytest.raises(DemoExpired):
        change_settings(store, over, SettingsPatch(month_start=MonthStartDraft(day=25)))
