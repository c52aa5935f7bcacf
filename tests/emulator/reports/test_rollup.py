"""The rollup: closes months, proves summaries right, repairs what is wrong, and never doubles."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from google.cloud import firestore

from shared.errors import Unavailable
from shared.models.ledger.inputs.transaction import TransactionDraft, TransactionPatch
from shared.models.ledger.summary import MonthStatus
from shared.models.people.access import TenantRef
from shared.models.reports.period_close import MonthClosed, RollupMessage
from shared.models.values.dates import Calendar, Month
from shared.models.values.spans.month_start import MonthStart
from shared.repositories import connections
from shared.repositories.store import TenantStore
from shared.services.fan_out import BatchIncomplete
from shared.services.ledger import transactions
from shared.services.reports.rollup import (
    close_ended,
    close_months,
)
from tests.support.faults import Crashed, fault
from tests.support.ledgers import rebuilds
from tests.support.ledgers.ledgers import NOW, assert_law_holds, new_ledger, operation
from tests.support.ledgers.rebuilds import before_commit

pytestmark = pytest.mark.usefixtures("emulators")

JANUARY, MARCH = Month(2026, 1), Month(2026, 3)


@pytest.fixture
def store() -> TenantStore:
    """Return a ledger with 12.00 and 30.00 of expenses in March 2026."""
    ledger = new_ledger()
    record(ledger, "12.00", date(2026, 3, 1))
    record(ledger, "30.00", date(2026, 3, 31))
    return ledger


def record(store: TenantStore, amount: str, day: date = date(2026, 3, 15)) -> str:
    """Record an expense for groceries, and give its id."""
    [groceries] = [
        c.id for c in store.tenant.get().ledger.categories.values() if c.name == "Groceries"
    ]
    draft = TransactionDraft(type="EXPENSE", amount=amount, category_id=groceries, date=day)
    return transactions.record_transaction(store, operation(), draft).id


def close(store: TenantStore, run_id: str = "run 1") -> MonthClosed:
    """Close March, which must not have been closed by that run."""
    [closed] = close_ended(store, MARCH, run_id, lambda: NOW)
    return closed


def tamper(store: TenantStore, name: str = str(MARCH), **numbers: object) -> None:
    """Change a stored summary, as a rule that of March, behind the ledger's back."""
    document = connections.firestore_client().document(f"{store.ref.path}/summaries/{name}")
    document.set(numbers, merge=True)


def tamper_with_totals(store: TenantStore, **numbers: object) -> None:
    """Change the ledger's totals behind its back."""
    connections.firestore_client().document(store.ref.path).set(numbers, merge=True)


def test_closing_proves_a_right_summary_and_changes_no_total(store: TenantStore) -> None:
    before = store.summaries.get(MARCH)
    closed = close(store)
    after = store.summaries.get(MARCH)
    assert not closed.drift
    assert after.totals == before.totals
    assert (before.status, after.status) == (MonthStatus.OPEN, MonthStatus.CLOSED)
    assert after.period_close is not None
    assert (after.period_close.revision, after.period_close.verified_at) == (1, NOW)
    assert (after.period_close.expenses_minor, after.period_close.count) == (4200, 2)


def test_closing_repairs_drift_and_tells_what_it_was(store: TenantStore) -> None:
    tamper(
        store,
        expenses_minor=firestore.Increment(77),
        by_category={"nonsense": {"total_minor": 77, "count": 1}},
        by_day={"2026-03-09": {"count": 1}},
    )
    closed = close(store)
    assert dict(closed.drift.leaves()) == {
        ("expenses_minor",): -77,
        ("by_category", "nonsense", "total_minor"): -77,
        ("by_category", "nonsense", "count"): -1,
        ("by_day", "2026-03-09", "count"): -1,
    }
    assert_law_holds(store)
    assert store.summaries.get(MARCH).status is MonthStatus.CLOSED


def test_a_run_closes_a_month_once_however_often_it_is_delivered(store: TenantStore) -> None:
    close(store)
    assert close_ended(store, MARCH, "run 1", lambda: NOW) == []
    closing = store.summaries.get(MARCH).period_close
    assert closing is not None
    assert closing.revision == 1


def test_a_later_run_verifies_again_without_a_new_revision(store: TenantStore) -> None:
    close(store)
    assert close(store, "run 2").period_close.revision == 1


def test_an_edit_amends_a_closed_month_and_the_next_run_closes_it_with_the_difference(
    store: TenantStore,
) -> None:
    close(store)
    record(store, "5.00")
    assert store.summaries.get(MARCH).status is MonthStatus.AMENDED
    closing = close(store, "run 2").period_close
    assert (closing.revision, closing.expenses_difference_minor, closing.count_difference) == (
        2,
        500,
        1,
    )
    assert store.summaries.get(MARCH).status is MonthStatus.CLOSED


def test_an_edit_that_changes_no_total_leaves_a_closed_month_closed(store: TenantStore) -> None:
    entry = record(store, "1.00")
    close(store)
    patch = TransactionPatch(description="only words")
    transactions.update_transaction(store, operation(), entry, patch)
    assert store.summaries.get(MARCH).status is MonthStatus.CLOSED


def test_drift_in_an_accounts_balance_is_repaired_and_told(store: TenantStore) -> None:
    account = store.tenant.get().ledger.default_account_id
    drift = {"change_minor": firestore.Increment(100_000), "count": firestore.Increment(2)}
    tamper_with_totals(store, by_account={account: drift}, tags={"#made up": 3})
    assert store.tenant.get().ledger.balance_minor(account) == 95_800
    closed = close(store)
    assert dict(closed.totals_drift.leaves()) == {
        ("by_account", account, "change_minor"): -100_000,
        ("by_account", account, "count"): -2,
        ("tags", "#made up"): -3,
    }
    assert (dict(closed.drift.leaves()), closed.other_drifts) == ({}, {})
    assert store.tenant.get().ledger.balance_minor(account) == -4200
    assert_law_holds(store)


def test_totals_are_not_led_astray_by_another_months_summary_which_is_repaired(
    store: TenantStore,
) -> None:
    record(store, "8.00", date(2026, 1, 9))
    close_ended(store, JANUARY, "run 0", lambda: NOW)
    account = store.tenant.get().ledger.default_account_id
    wrong = {"by_account": {account: {"change_minor": firestore.Increment(5)}}}
    tamper(store, str(JANUARY), expenses_minor=firestore.Increment(5), **wrong)
    closed = close(store)
    assert not closed.totals_drift
    assert not closed.drift
    assert {month: dict(drift.leaves()) for month, drift in closed.other_drifts.items()} == {
        JANUARY: {("expenses_minor",): -5, ("by_account", account, "change_minor"): -5}
    }
    assert_law_holds(store)
    assert store.summaries.get(JANUARY).status is MonthStatus.AMENDED


def test_a_lost_summary_is_built_again_by_the_rollup_of_another_month(store: TenantStore) -> None:
    record(store, "8.00", date(2026, 1, 9))
    summaries = f"{store.ref.path}/summaries"
    connections.firestore_client().document(f"{summaries}/{JANUARY}").delete()
    assert list(close(store).other_drifts) == [JANUARY]
    assert_law_holds(store)


def test_repairs_are_right_whatever_is_written_between_the_proof_and_the_repair(
    store: TenantStore,
) -> None:
    account = store.tenant.get().ledger.default_account_id
    tamper(store, expenses_minor=firestore.Increment(77))
    tamper_with_totals(store, by_account={account: {"change_minor": firestore.Increment(9)}})
    with before_commit(lambda: record(store, "1.00")):
        closed = close(store)
    assert closed.has_drift
    assert_law_holds(store)
    assert store.summaries.get(MARCH).status is MonthStatus.AMENDED


def test_rollups_of_different_months_at_once_repair_a_balance_once(store: TenantStore) -> None:
    record(store, "8.00", date(2026, 1, 9))
    account = store.tenant.get().ledger.default_account_id
    tamper_with_totals(store, by_account={account: {"change_minor": firestore.Increment(9)}})
    with before_commit(lambda: close_ended(store, JANUARY, "run 0", lambda: NOW)):
        assert not close(store).has_drift
    assert_law_holds(store)
    assert store.tenant.get().ledger.repairs == 1


def test_a_rollup_that_was_overtaken_takes_nothing_back(store: TenantStore) -> None:
    def overtake() -> None:
        record(store, "5.00")
        close(store, "run 2")

    with before_commit(overtake):
        closing = close(store, "run 1").period_close
    assert (closing.revision, closing.expenses_minor, closing.count) == (1, 4700, 3)
    assert store.summaries.get(MARCH).status is MonthStatus.CLOSED


def test_a_month_of_which_there_is_nothing_is_not_closed(store: TenantStore) -> None:
    assert close_ended(store, Month(2001, 1), "run 1", lambda: NOW) == []
    assert not connections.firestore_client().document(
        f"{store.ref.path}/summaries/2001-01"
    ).get().exists  # fmt: skip


@pytest.mark.parametrize(
    ("start_day", "rollup", "days"),
    [
        (25, Month(2026, 3), [date(2026, 2, 25), date(2026, 3, 24)]),
        (5, Month(2026, 4), [date(2026, 3, 5), date(2026, 4, 4)]),
    ],
)
def test_a_month_from_another_day_is_closed_with_the_calendar_month_it_ends_in(
    start_day: int, rollup: Month, days: list[date]
) -> None:
    ledger = new_ledger()
    rebuilds.start_on(ledger, start_day)
    for day in [days[0] - timedelta(days=1), *days, days[1] + timedelta(days=1)]:
        record(ledger, "1.00", day)
    name = f"{MARCH}-d{start_day:02}"
    tamper(ledger, name, count=firestore.Increment(5))
    for wrong in (rollup.previous, rollup.next):
        close_ended(ledger, wrong, "run 0", lambda: NOW)
        assert (
            ledger.summaries.get(MARCH, Calendar(MonthStart(start_day))).status is MonthStatus.OPEN
        )
    [closed] = close_ended(ledger, rollup, "run 1", lambda: NOW)
    assert (closed.month, closed.period_close.count) == (MARCH, 2)
    assert dict(closed.drift.leaves()) == {("count",): -5}
    assert ledger.summaries.get(MARCH, Calendar(MonthStart(start_day))).status is MonthStatus.CLOSED
    rebuilds.assert_in_force(ledger, start_day)


@pytest.mark.parametrize("trouble", ["crash before the commit", "crash after the commit"])
def test_a_rollup_that_dies_is_finished_by_its_redelivery(store: TenantStore, trouble: str) -> None:
    tamper(store, expenses_minor=firestore.Increment(5))
    with fault(trouble), pytest.raises(Crashed):
        close(store)
    close_ended(store, MARCH, "run 1", lambda: NOW)
    assert_law_holds(store)
    closing = store.summaries.get(MARCH).period_close
    assert closing is not None
    assert (closing.revision, closing.expenses_minor) == (1, 4200)


def test_rollups_and_writers_at_once_double_and_lose_nothing(store: TenantStore) -> None:
    account = store.tenant.get().ledger.default_account_id
    record(store, "8.00", date(2026, 1, 9))
    tamper(store, expenses_minor=firestore.Increment(1000), count=firestore.Increment(3))
    tamper_with_totals(store, by_account={account: {"change_minor": firestore.Increment(9)}})

    def roll_up(number: int) -> object:
        return close_ended(store, (MARCH, JANUARY)[number % 2], f"run {number}", lambda: NOW)

    with ThreadPoolExecutor(6) as pool:
        writes = [pool.submit(record, store, "1.00") for _ in range(10)]
        rollups = [pool.submit(roll_up, number) for number in range(4)]
        for write in writes:
            write.result()
        for rollup in rollups:
            rollup.result()
    assert_law_holds(store)


def test_a_tenant_that_fails_does_not_keep_the_others(store: TenantStore) -> None:
    other = new_ledger()
    record(other, "1.00")
    message = RollupMessage(
        month=str(MARCH), run_id="run 1", tenants=(store.ref.path, other.ref.path)
    )
    reported: list[TenantRef] = []

    def open_store(ref: TenantRef) -> TenantStore:
        if ref == store.ref and not reported:
            return _Failing(connections.firestore_client(), ref)
        return TenantStore(connections.firestore_client(), ref)

    def report(closed: MonthClosed) -> None:
        reported.append(closed.tenant)

    with pytest.raises(BatchIncomplete) as failed:
        close_months(open_store, message, lambda: NOW, 1, report)
    assert (list(failed.value.failures), reported) == ([store.ref.path], [other.ref])
    close_months(open_store, message, lambda: NOW, 1, report)
    assert reported == [other.ref, store.ref]


def test_a_tenant_that_is_gone_by_now_is_passed_over(store: TenantStore) -> None:
    gone = "demo_users/sweptbynow"
    message = RollupMessage(month=str(MARCH), run_id="run 1", tenants=(gone, store.ref.path))
    reported: list[TenantRef] = []

    def open_store(ref: TenantRef) -> TenantStore:
        return TenantStore(connections.firestore_client(), ref)

    close_months(open_store, message, lambda: NOW, 1, lambda closed: reported.append(closed.tenant))
    assert reported == [store.ref]
    assert not connections.firestore_client().document(gone).get().exists


class _Failing(TenantStore):
    """A store whose snapshot cannot be had, as when Firestore does not answer."""

    def snapshot(self, _read: object) -> object:  # type: ignore[override]  # never returns
        raise Unavailable
