"""Claiming a demo that others write to, or in which something is under way."""

from __future__ import annotations

import pytest

from shared.errors import DemoTakenOver, TakeoverRunning
from shared.models.imports.import_options import ImportOptions
from shared.models.imports.import_plan import ImportStatus
from shared.models.jobs.ledger_job import JobKind
from shared.models.ledger.summary import MonthStatus
from shared.models.planning.budgets.budget_input import BudgetDraft
from shared.models.reports.period_close import RollupMessage
from shared.models.settings.ledger_settings import SettingsPatch
from shared.models.settings.month_start_input import MonthStartDraft
from shared.models.values.dates import Calendar, Month
from shared.models.values.spans.month_start import MonthStart
from shared.repositories import connections
from shared.repositories.store import TenantStore
from shared.services.exports.backups import export_ledger, restore_ledger
from shared.services.fan_out import BatchIncomplete
from shared.services.imports import import_runs
from shared.services.imports.import_previews import preview_import
from shared.services.ledger import categories, transactions
from shared.services.ledger.merges import continue_merge, run_merge
from shared.services.people.takeovers import list_unfinished_jobs
from shared.services.planning.budgets.budgets import create_budget
from shared.services.posting.rebuild import rebuild_months
from shared.services.posting.scope_builds import build_scopes
from shared.services.reports.rollup import close_months
from shared.services.settings.settings import change_settings
from tests.emulator.exports.test_restore_backup import read
from tests.emulator.imports.statements import limits, statement
from tests.support.faults import Crashed, fault
from tests.support.ledgers.currency_changes import assert_changed, assert_sums_are_exact
from tests.support.ledgers.ledgers import (
    NOW,
    new_ledger,
    operation,
    stored_transactions,
)
from tests.support.ledgers.rebuilds import always, assert_in_force, before_commit, clock, times
from tests.support.ledgers.takeovers import (
    COMMITS,
    account_of,
    assert_sound,
    contents_of,
    record,
    small_demo,
    take_over,
    take_over_in_part,
)

pytestmark = pytest.mark.usefixtures("emulators", "small_parts")


# Writing meanwhile


def test_a_demo_that_is_being_claimed_takes_no_writes_until_its_account_does() -> None:
    demo = small_demo()
    take_over_in_part(demo)
    before = contents_of(demo)

    with pytest.raises(TakeoverRunning):
        record(demo)
    assert contents_of(demo) == before
    take_over(demo)
    with pytest.raises(DemoTakenOver):
        record(demo)

    assert contents_of(demo) == before
    record(account_of(demo))


def test_what_is_written_just_before_the_demo_is_closed_is_moved() -> None:
    demo = small_demo()
    written: list[str] = []

    with before_commit(lambda: written.append(record(demo))):
        take_over(demo)

    assert stored_transactions(account_of(demo)).keys() == stored_transactions(demo).keys()
    assert written[0] in stored_transactions(demo)
    assert_sound(account_of(demo))


def test_a_commit_that_was_being_made_when_the_demo_was_closed_is_refused() -> None:
    demo = small_demo()
    before = stored_transactions(demo).keys()

    with before_commit(lambda: take_over_in_part(demo)), pytest.raises(TakeoverRunning):
        record(demo)

    assert stored_transactions(demo).keys() == before


def test_a_preview_that_comes_too_late_is_refused_and_leaves_no_plan() -> None:
    demo = small_demo()
    take_over_in_part(demo)

    with pytest.raises(TakeoverRunning):
        preview_import(demo, statement(2), ImportOptions(), "tester", NOW)
    take_over(demo)

    assert len(account_of(demo).imports.list_latest(None, 9)) == 1


def test_a_copy_that_comes_too_late_writes_over_nothing() -> None:
    demo = small_demo()
    account = account_of(demo)
    [first, *_] = sorted(stored_transactions(demo))

    def finish_and_delete() -> None:
        take_over(demo)
        transactions.delete_transaction(account, operation(), first)

    take_over_in_part(demo)
    with before_commit(finish_and_delete):
        take_over(demo)

    assert stored_transactions(account)[first]["deleted"]
    assert_sound(account)


# Jobs in progress


def test_a_rebuild_that_was_under_way_goes_on_in_the_account() -> None:
    demo = small_demo()
    change_settings(demo, operation(), SettingsPatch(month_start=MonthStartDraft(day=25)))
    take_over_in_part(demo)
    with pytest.raises(TakeoverRunning):
        rebuild_months(demo, clock, always)
    take_over(demo)
    account = account_of(demo)

    [job] = list_unfinished_jobs(account)
    assert (job.tenant, job.kind, job.subject) == (account.ref.path, JobKind.REBUILD, "d25")
    assert rebuild_months(account, clock, always)

    assert account.tenant.get().ledger.calendar == Calendar(MonthStart(25))
    assert_in_force(account, 25)
    assert list(list_unfinished_jobs(account)) == []


def test_the_daily_totals_of_a_budget_are_built_in_the_account() -> None:
    demo = small_demo()
    weekly = {"name": "A", "scope": {"kind": "TAGS", "ids": ["a"]}, "amount": "9"}
    draft = BudgetDraft.model_validate(weekly | {"period": {"frequency": "WEEKLY"}})
    made = create_budget(demo, operation(), draft).budget
    take_over_in_part(demo)
    take_over(demo)
    account = account_of(demo)

    [job] = list_unfinished_jobs(account)
    assert (job.tenant, job.kind) == (account.ref.path, JobKind.SCOPES)
    assert account.budgets.list_all() == [made]
    assert build_scopes(account, clock, always)

    assert list(list_unfinished_jobs(account)) == []


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_a_change_of_the_currency_that_was_under_way_goes_on_in_the_account(steps: int) -> None:
    demo = small_demo()
    change_settings(demo, operation(), SettingsPatch(currency="KWD"))
    rebuild_months(demo, clock, times(steps))
    take_over_in_part(demo)
    take_over(demo)
    account = account_of(demo)

    [job] = list_unfinished_jobs(account)
    assert (job.tenant, job.kind) == (account.ref.path, JobKind.REBUILD)
    assert_sums_are_exact(account)
    assert rebuild_months(account, clock, always)

    assert_changed(account, "KWD")
    assert list(list_unfinished_jobs(account)) == []


@pytest.mark.parametrize("is_undone", [False, True])
def test_an_import_that_was_under_way_goes_on_in_the_account(
    monkeypatch: pytest.MonkeyPatch, *, is_undone: bool
) -> None:
    for name in (
        "models.imports.plan_chunks.PLAN_CHUNK",
        "services.imports.import_runs._UNDONE_AT_ONCE",
    ):
        monkeypatch.setattr(f"shared.{name}", 5)
    demo = new_ledger()
    plan = preview_import(demo, statement(23), ImportOptions(), "tester", NOW).plan
    import_runs.carry_out_import(demo, plan.plan_token, limits(2))
    if is_undone:
        import_runs.undo_import(demo, plan.id, limits(1))
    take_over_in_part(demo)
    with pytest.raises(TakeoverRunning):
        import_runs.continue_import(demo, plan.id, clock=clock, is_over=lambda: False)
    take_over(demo)
    account = account_of(demo)

    [job] = list_unfinished_jobs(account)
    assert (job.tenant, job.kind, job.subject) == (account.ref.path, JobKind.IMPORT, plan.id)
    done = import_runs.continue_import(account, plan.id, clock=clock, is_over=lambda: False)

    assert done.status is (ImportStatus.UNDONE if is_undone else ImportStatus.COMPLETED)
    live = [t for t in stored_transactions(account).values() if not t["deleted"]]
    assert len(live) == (0 if is_undone else 23)
    assert_sound(account)
    assert list(list_unfinished_jobs(account)) == []


def test_a_preview_can_be_carried_out_in_the_account() -> None:
    demo = small_demo()
    [plan] = demo.imports.list_latest(None, 1)
    take_over(demo)
    account = account_of(demo)

    done = import_runs.carry_out_import(account, plan.plan_token, limits())

    assert done.imported_count == 3
    assert_sound(account)


def test_a_merge_that_was_cut_short_goes_on_in_the_account(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shared.services.ledger.merges.MERGE_CHUNK", 3)
    demo = small_demo()
    ids = {c.name: c.id for c in demo.tenant.get().ledger.categories.values()}

    def merge(store: TenantStore) -> None:
        merging = ids["Groceries"], ids["Dining"]
        run_merge(store, operation(), categories.CategoryMerge(*merging))

    with fault("crash after the commit"), pytest.raises(Crashed):
        merge(demo)
    take_over_in_part(demo)
    with pytest.raises(TakeoverRunning):
        merge(demo)
    take_over(demo)
    account = account_of(demo)
    [job] = list_unfinished_jobs(account)
    assert (job.kind, job.subject) == (JobKind.CATEGORY_MERGE, ids["Groceries"])
    assert continue_merge(account, operation(), categories.CategoryMerge, job.subject, always)

    assert list(list_unfinished_jobs(account)) == []
    assert ids["Groceries"] not in account.tenant.get().ledger.categories
    assert {t["category_id"] for t in stored_transactions(account).values()} == {ids["Dining"]}
    assert_sound(account)


def test_a_restore_that_was_cut_short_is_finished_by_the_same_backup(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shared.services.exports.backups.RESTORE_CHUNK", 3)
    backup = read("".join(export_ledger(small_demo(), NOW)))
    demo = new_ledger()
    with fault("crash after the commit", skip=1), pytest.raises(Crashed):
        restore_ledger(demo, operation(), backup)
    take_over_in_part(demo)
    with pytest.raises(TakeoverRunning):
        restore_ledger(demo, operation(), backup)
    take_over(demo)
    account = account_of(demo)

    restored = restore_ledger(account, operation(), backup)

    assert restored.transactions == len(stored_transactions(account)) == 7
    assert_sound(account)


# The rollup


def close_march(demo: TenantStore, run_id: str) -> None:
    """Close March as the message says that was published for the demo."""
    message = RollupMessage(month="2026-03", run_id=run_id, tenants=(demo.ref.path,))
    client = connections.firestore_client()
    close_months(lambda ref: TenantStore(client, ref), message, clock, 1, lambda _: None)


def march_of(store: TenantStore) -> MonthStatus:
    return store.summaries.get(Month(2026, 3), Calendar()).status


def test_a_rollup_that_was_published_for_the_demo_closes_the_months_of_its_account() -> None:
    demo = small_demo()
    take_over_in_part(demo)
    with pytest.raises(BatchIncomplete):
        close_march(demo, "a run")
    take_over(demo)
    before = contents_of(demo)

    close_march(demo, "a run")
    close_march(demo, "a run")

    account = account_of(demo)
    assert march_of(account) is MonthStatus.CLOSED
    assert march_of(demo) is MonthStatus.OPEN
    assert contents_of(demo) == before
    record(account)
    assert march_of(account) is MonthStatus.AMENDED


def test_a_half_copied_account_is_passed_over_by_the_rollup() -> None:
    demo = small_demo()
    take_over_in_part(demo, parts=COMMITS - 2)
    before = contents_of(account_of(demo))

    close_march(account_of(demo), "a run")

    assert contents_of(account_of(demo)) == before
