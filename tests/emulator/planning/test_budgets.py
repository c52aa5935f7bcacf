"""Budgets with the emulator: faults, concurrent writers, undo, and a restored backup."""

from __future__ import annotations

import contextlib
import json
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest

from shared.errors import FinanceFlowError, TooManyBudgets, TooManyScopes
from shared.models.exports.backup_document import Backup, read_backup
from shared.models.ledger.scopes import MAX_KEPT_SCOPES
from shared.models.planning.budgets.budget import MAX_BUDGETS, Budget
from shared.models.planning.budgets.budget_input import BudgetDraft, BudgetPatch
from shared.models.planning.budgets.report import PlannedPeriods, spending_of
from shared.repositories.store import TenantStore
from shared.services.exports.backups import export_ledger, restore_ledger
from shared.services.planning.budgets import budgets as service
from shared.services.planning.budgets import status as reports
from shared.services.planning.budgets.known_expenses import read_known
from shared.services.posting import budgets as posting
from shared.services.posting.scope_builds import build_scopes
from tests.emulator.planning.entries import entry
from tests.support.faults import FAULTS, Crashed, fault
from tests.support.ledgers.ledgers import (
    NOW,
    assert_law_holds,
    assert_log_is_complete,
    new_ledger,
    operation,
)
from tests.support.ledgers.rebuilds import always, clock, ledger_of_days, record

pytestmark = pytest.mark.usefixtures("emulators")

WEEKLY = {"frequency": "WEEKLY", "weekdays": ["MO"]}
OF_A: dict[str, Any] = {"scope": {"kind": "TAGS", "ids": ["a"]}, "period": WEEKLY}


def draft(**fields: Any) -> BudgetDraft:
    usual = {"name": "All", "scope": {"kind": "EVERYTHING"}, "amount": "100"}
    return BudgetDraft.model_validate(usual | fields)


def create(store: TenantStore, key: str | None = None, **fields: Any) -> Budget:
    return service.create_budget(store, operation(key), draft(**fields)).budget


def assert_kept(store: TenantStore) -> None:
    """Assert that the ledger keeps just the scopes that its live budgets need."""
    needed = {
        one.scope.key for one in store.budgets.list_all() if one.needs_days and not one.archived
    }
    assert store.tenant.get().ledger.scopes.keys() == needed
    assert_law_holds(store)
    assert_log_is_complete(store)


@pytest.mark.parametrize("trouble", sorted(FAULTS))
def test_a_retry_after_a_fault_makes_one_budget(trouble: str) -> None:
    store = new_ledger()
    with fault(trouble) as injected, contextlib.suppress(Crashed, FinanceFlowError):
        create(store, "key", **OF_A)
    assert injected.has_struck

    made = create(store, "key", **OF_A)

    assert store.budgets.list_all() == [made]
    assert_kept(store)


@pytest.mark.parametrize("trouble", sorted(FAULTS))
def test_a_change_and_a_removal_are_whole_or_not_at_all(trouble: str) -> None:
    store = new_ledger()
    made = create(store, **OF_A)
    for change in (
        lambda: service.update_budget(
            store, operation("k1"), made.id, BudgetPatch(archived=True, amount="7")
        ),
        lambda: service.delete_budget(store, operation("k2"), made.id),
    ):
        with fault(trouble) as injected, contextlib.suppress(Crashed, FinanceFlowError):
            change()
        assert injected.has_struck
        assert_kept(store)
        change()
        assert_kept(store)

    assert store.budgets.list_all() == []


def test_concurrent_writers_lose_nothing() -> None:
    store = ledger_of_days()
    kept = create(store, name="Kept")
    with ThreadPoolExecutor(6) as pool:
        made = [pool.submit(create, store, name=f"B{number}", **OF_A) for number in range(4)]
        changes = [
            pool.submit(
                service.update_budget, store, operation(), kept.id,
                BudgetPatch.model_validate({field: value}),
            )
            for field, value in (("name", "New"), ("thresholds", [50]), ("amount", "9"))
        ]  # fmt: skip
        writes = [pool.submit(record, store, date(2026, 3, day)) for day in (1, 2, 3)]
        futures: list[Future[Any]] = [*made, *changes, *writes]
        assert all(one.result() for one in futures)

    found = {one.name: one for one in store.budgets.list_all()}
    assert found.keys() == {"New", "B0", "B1", "B2", "B3"}
    assert (found["New"].thresholds, found["New"].revision) == ((50,), 4)
    assert build_scopes(store, clock, always)
    assert_kept(store)


def test_the_last_places_are_taken_once() -> None:
    store = new_ledger()
    one = create(store)

    def fill(unit: TenantStore) -> None:
        unit.load()
        for number in range(MAX_BUDGETS - 2):
            unit.budgets.put(one.model_copy(update={"id": f"B{number:03}"}))
        unit.ledger.put_rebuilt(NOW)

    store.transact(fill)
    with ThreadPoolExecutor(3) as pool:
        tried = [pool.submit(create, store) for _ in range(3)]
        failures = [one.exception() for one in tried]

    assert [type(one) for one in failures if one] == [TooManyBudgets] * 2
    assert len(store.budgets.list_all()) == MAX_BUDGETS


def test_a_ledger_above_the_limit_of_scopes_keeps_them_and_gets_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = new_ledger()
    kept = create(store, **OF_A)
    monkeypatch.setattr(posting, "MAX_KEPT_SCOPES", 0)

    service.update_budget(store, operation(), kept.id, BudgetPatch(name="New"))
    with pytest.raises(TooManyScopes):
        create(store, **OF_A | {"scope": {"kind": "TAGS", "ids": ["b"]}})

    assert [one.name for one in store.budgets.list_all()] == ["New"]
    assert_kept(store)


def exported(store: TenantStore) -> dict[str, Any]:
    content: dict[str, Any] = json.loads("".join(export_ledger(store, NOW)))
    return content


def read(content: dict[str, Any]) -> Backup:
    return read_backup(lambda: [json.dumps(content).encode()])


def source_ledger() -> TenantStore:
    """Return a ledger with an expense on each of the days, and four budgets."""
    store = ledger_of_days()
    create(store, name="A", carry="BOTH", carry_cap="5.50", start="2026-01-05", **OF_A)
    create(store, name="B", thresholds=[], start="2026-02-01")
    many = {"kind": "TAGS", "ids": ["a", "b"]}
    changed = create(store, name="C", scope=many, period={"frequency": "MONTHLY", "shift": "NEXT"})
    patch = BudgetPatch.model_validate({"amount": 0, "once": True})
    service.update_budget(store, operation(), changed.id, patch)
    archived = create(store, name="D")
    service.update_budget(store, operation(), archived.id, BudgetPatch(archived=True))
    assert build_scopes(store, clock, always)
    return store


def test_a_restored_backup_has_the_budgets_and_builds_their_scopes() -> None:
    source, store = source_ledger(), new_ledger()
    content = exported(source)

    restore_ledger(store, operation(), read(content))

    assert exported(store)["budgets"] == content["budgets"]
    assert len(content["budgets"]) == len(source.budgets.list_all())
    assert store.budgets.list_all() == source.budgets.list_all()
    assert not reports.get_status(store, None, NOW).budgets[0].is_ready
    assert build_scopes(store, clock, always)
    of_source = reports.get_status(source, None, NOW).budgets
    assert reports.get_status(store, None, NOW).budgets == of_source
    assert_kept(store)
    assert store.budgets.has_any()


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"scope": {"kind": "TAGS", "ids": []}}, "scope.ids"),
        ({"scope": {"kind": "TAGS", "ids": ["a"]}}, "scope.ids.0"),
        ({"scope": {"kind": "TAGS", "ids": ["#b", "#a"]}}, "scope.ids"),
        ({"scope": {"kind": "TAGS", "ids": [f"#{n}" for n in range(6)]}}, "scope.ids"),
        ({"scope": {"kind": "EVERYTHING", "ids": ["#a"]}}, "scope.ids"),
        ({"scope": {"kind": "CATEGORIES", "ids": ["a b"]}}, "scope.ids.0"),
        ({"schedule": {"start": "2026-01-01", "frequency": "YEARLY", "interval": 2}},
         "schedule.interval"),
        ({"schedule": {"start": "2026-01-01", "frequency": "DAILY", "count": 9}},
         "schedule.count"),
        ({"schedule": {"start": "2026-01-01", "frequency": "DAILY", "until": "2027-01-01"}},
         "schedule.until"),
        ({"steps": []}, "steps"),
        ({"steps": [{"start": "2026-01-01", "amount": "1.001"}]}, "steps.0.amount"),
        ({"steps": [{"start": "2026-01-01", "amount": "1", "once": True}]}, "steps"),
        ({"steps": [{"start": "1999-12-31", "amount": "1"}]}, "steps.0.start"),
        ({"steps": [{"start": "9998-01-01", "amount": "1"}]}, "steps.0.start"),
        ({"steps": [{"start": "2026-01-02", "amount": "1"},
                    {"start": "2026-01-01", "amount": "1"}]}, "steps"),
        ({"carry_cap": "0.001"}, "carry_cap"),
        ({"thresholds": [2, 1]}, "thresholds"),
    ],
)  # fmt: skip
def test_a_budget_of_another_form_is_refused_with_its_path(
    changed: dict[str, Any], path: str
) -> None:
    store = new_ledger()
    create(store)
    content = exported(store)
    content["budgets"][0] |= changed

    with pytest.raises(FinanceFlowError) as refused:
        read(content)

    [error] = refused.value.errors  # type: ignore[attr-defined]  # It is of invalid input.
    assert error.field == f"budgets.0.{path}"


def test_a_backup_whose_budgets_need_too_many_scopes_is_refused() -> None:
    source = new_ledger()
    create(source, **OF_A)
    content = exported(source)
    [one] = content["budgets"]
    content["budgets"] = [
        one | {"id": f"B{number}", "scope": {"kind": "TAGS", "ids": [f"#t{number}"]}}
        for number in range(MAX_KEPT_SCOPES + 1)
    ]
    store = new_ledger()

    with pytest.raises(TooManyScopes):
        restore_ledger(store, operation(), read(content))

    assert not store.budgets.has_any()
    assert_kept(store)


def test_a_backup_without_budgets_has_none() -> None:
    source, store = new_ledger(), new_ledger()
    content = exported(source)
    del content["budgets"]

    restore_ledger(store, operation(), read(content))

    assert not store.budgets.has_any()


def test_a_restored_budget_whose_periods_begin_later_is_not_in_the_status() -> None:
    store = new_ledger()
    made = create(store, period=WEEKLY)
    assert made.schedule is not None
    later = made.schedule.model_copy(update={"start": NOW.date() + timedelta(days=60)})

    def put(unit: TenantStore) -> None:
        unit.load()
        unit.budgets.put(made.model_copy(update={"schedule": later}))
        unit.ledger.put_rebuilt(NOW)

    store.transact(put)
    change = reports.preview_budget(store, made.id, BudgetPatch(name="New"), NOW)

    assert reports.get_status(store, None, NOW).budgets == ()
    assert (change.before, change.after) == (None, None)
    assert reports.get_history(store, made.id, 12, NOW).status.periods == ()


def test_recurring_amounts_of_a_year_are_known_once_for_each_amount() -> None:
    store = new_ledger()
    first = NOW.date() + timedelta(days=1)
    changes = [{"from": str(first + timedelta(days=100)), "amount": "20.00"}]
    schedule = {"start": str(first), "frequency": "DAILY"}
    entry(store, schedule=schedule, amount_changes=changes)
    made = create(store, period={"frequency": "YEARLY"}, start=str(first))

    ledger, budgets = service.list_budgets(store, NOW)
    planned = [PlannedPeriods.until(one, ledger, first) for one in budgets]
    known = read_known(store, ledger, planned, spending_of(ledger, []), NOW)

    assert [(one.entry.amount_minor, len(one.unpaid)) for one in known.recurring] == [
        (1000, 100),
        (2000, 265),
    ]
    period = planned[0].folded[-1]
    assert period.count == 365
    off_pace = known.off_pace(made, period, spending_of(ledger, []), first + timedelta(days=101))
    assert (off_pace.recurring_minor, off_pace.due_minor) == (630_000, 104_000)
    assert (off_pace.open_minor, off_pace.paid_minor) == (630_000, 0)
