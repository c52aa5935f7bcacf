"""Builds of daily totals: those of earlier transactions are added once, whatever happens."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from shared.models.ledger.scopes import KeptScope, Scope, ScopeKind, ready_scopes
from shared.models.ledger.transactions.terms import tag_term
from shared.models.values.dates import Month
from shared.repositories import connections
from shared.repositories.store import TenantStore
from shared.services.posting.scope_builds import build_scopes
from shared.services.reports.rollup import close_ended
from tests.support.faults import FAULTS, Crashed, fault
from tests.support.ledgers.ledgers import StoredLedger, assert_law_holds
from tests.support.ledgers.rebuilds import (
    DAYS,
    always,
    ask_for,
    assert_in_force,
    assert_summed_right,
    before_commit,
    clock,
    ledger_of_days,
    record,
    start_on,
    times,
)

pytestmark = pytest.mark.usefixtures("emulators")

OF_A = Scope(kind=ScopeKind.TAGS, ids=(tag_term("a"),))
OF_B = Scope(kind=ScopeKind.TAGS, ids=(tag_term("a"), tag_term("b")))


@pytest.fixture
def store() -> TenantStore:
    """Return a ledger with an expense of 1.00, tagged a, on each of the days."""
    return ledger_of_days()


def keep(store: TenantStore, *scopes: Scope, build_id: str = "first") -> None:
    """Ask for the daily totals of scopes, as the commit of a budget does."""

    def work(unit: TenantStore) -> None:
        unit.load()
        for scope in scopes:
            unit.ledger.put_scope(scope.key, KeptScope(scope, build_id))

    store.transact(work)


def drop(store: TenantStore, scope: Scope) -> None:
    """Ask no longer for the daily totals of a scope."""

    def work(unit: TenantStore) -> None:
        unit.load()
        unit.ledger.put_scope(scope.key, None)

    store.transact(work)


def figures(store: TenantStore, scope: Scope) -> dict[str, int]:
    """Return the stored daily totals of a scope, by day."""
    found: dict[str, int] = {}
    for summary in StoredLedger.read(store).collection("summaries").values():
        found |= summary.get("by_scope", {}).get(scope.key, {})
    return found


def is_ready(store: TenantStore, scope: Scope) -> bool:
    """Return whether the daily totals of a scope have all transactions."""
    return scope.key in ready_scopes(store.tenant.get().ledger.scopes)


def test_figures_of_earlier_transactions_are_added(store: TenantStore) -> None:
    keep(store, OF_A, OF_B)
    assert not is_ready(store, OF_A)

    assert build_scopes(store, clock, always)

    assert figures(store, OF_A) == figures(store, OF_B) == {str(day): 100 for day in DAYS}
    assert is_ready(store, OF_A)
    assert is_ready(store, OF_B)
    assert_law_holds(store)


def test_nothing_is_written_where_all_are_ready(store: TenantStore) -> None:
    assert build_scopes(store, clock, lambda: False)
    keep(store, OF_A)
    assert build_scopes(store, clock, always)
    before = StoredLedger.read(store)

    assert build_scopes(store, clock, always)

    assert StoredLedger.read(store) == before


def test_what_is_recorded_meanwhile_is_counted_once(store: TenantStore) -> None:
    keep(store, OF_A)
    record(store, date(2026, 3, 1), date(2026, 7, 1))
    assert not build_scopes(store, clock, times(2))
    record(store, date(2025, 11, 30), date(2026, 3, 31))

    with before_commit(lambda: record(store, date(2026, 2, 24))):
        assert build_scopes(store, clock, always)

    assert is_ready(store, OF_A)
    assert_law_holds(store)


@pytest.mark.parametrize("trouble", sorted(FAULTS))
@pytest.mark.parametrize("skip", range(4))
def test_an_interrupted_build_goes_on(store: TenantStore, trouble: str, skip: int) -> None:
    keep(store, OF_A)
    with fault(trouble, skip=skip) as injected, contextlib.suppress(Crashed):
        build_scopes(store, clock, always)
    assert injected.has_struck

    assert build_scopes(store, clock, always)

    assert_law_holds(store)
    assert is_ready(store, OF_A)


def test_builds_and_writers_at_once_double_and_lose_nothing(store: TenantStore) -> None:
    keep(store, OF_A, OF_B)
    with ThreadPoolExecutor(5) as pool:
        writes = [pool.submit(record, store, day, day) for day in DAYS]
        builds = [pool.submit(build_scopes, store, clock, always) for _ in range(3)]
        assert all(len(write.result()) == 2 for write in writes)
        assert all(each.result() for each in builds)

    assert is_ready(store, OF_A)
    assert_law_holds(store)


def test_a_scope_that_is_asked_for_again_is_built_anew(store: TenantStore) -> None:
    keep(store, OF_A)
    assert build_scopes(store, clock, always)
    drop(store, OF_A)
    record(store, date(2026, 3, 1))  # Of which nothing is added to the daily totals that are left.
    keep(store, OF_A, build_id="second")

    assert build_scopes(store, clock, always)

    assert_law_holds(store)


def test_a_build_removes_the_daily_totals_of_scopes_that_were_dropped(store: TenantStore) -> None:
    keep(store, OF_A)
    assert build_scopes(store, clock, always)
    drop(store, OF_A)
    keep(store, OF_B)

    assert build_scopes(store, clock, always)

    for summary in StoredLedger.read(store).collection("summaries").values():
        assert summary["by_scope"].keys() == summary["scope_builds"].keys() == {OF_B.key}
    assert_law_holds(store)


def test_a_build_that_is_no_longer_wanted_makes_nothing_ready(store: TenantStore) -> None:
    keep(store, OF_A)

    def change_their_mind() -> None:
        drop(store, OF_A)
        keep(store, OF_A, build_id="second")

    with before_commit(change_their_mind):
        assert not build_scopes(store, clock, always)
    assert not is_ready(store, OF_A)
    assert build_scopes(store, clock, always)
    assert_law_holds(store)


def test_months_that_start_on_another_day_have_the_figures_too(store: TenantStore) -> None:
    keep(store, OF_A)
    assert build_scopes(store, clock, always)
    ask_for(store, 25)
    record(store, date(2026, 2, 25))
    keep(store, OF_B)
    assert not build_scopes(store, clock, always)  # It waits for the months.

    start_on(store, 25)

    assert is_ready(store, OF_A)
    assert build_scopes(store, clock, always)
    assert is_ready(store, OF_B)
    assert_summed_right(store, 25)
    assert_in_force(store, 25)


def test_the_rollup_repairs_figures_that_are_wrong(store: TenantStore) -> None:
    keep(store, OF_A)
    assert build_scopes(store, clock, always)
    path = f"{store.ref.path}/summaries/2026-03"
    connections.firestore_client().document(path).update({f"by_scope.`{OF_A.key}`.`2026-03-05`": 7})

    [closed] = close_ended(store, Month(2026, 3), "run", clock)

    assert closed.drift.by_scope == {OF_A.key: {date(2026, 3, 5): 93}}
    assert_law_holds(store)


def test_the_rollup_leaves_alone_what_is_being_built_or_no_longer_kept(store: TenantStore) -> None:
    keep(store, OF_A)
    assert build_scopes(store, clock, always)
    drop(store, OF_A)
    record(store, date(2026, 3, 1))
    keep(store, OF_B)

    [closed] = close_ended(store, Month(2026, 3), "run", clock)

    assert not closed.has_drift
