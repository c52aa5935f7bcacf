"""A ledger's settings: reading and changing them."""

from __future__ import annotations

from shared.models.change import Operation
from shared.models.revision import ANY_REVISION, ExpectedRevision
from shared.models.settings import LedgerSettings, SettingsPatch
from shared.repositories.store import Opening, TenantStore
from shared.services.operations import append_change, run_once


def change_settings(
    store: TenantStore,
    operation: Operation,
    patch: SettingsPatch,
    expected: ExpectedRevision = ANY_REVISION,
) -> LedgerSettings:
    """Change the named settings.

    Another start day of the months becomes pending: from this commit on every change is written
    to the summaries of both calendars, and ``rebuild_months`` builds those that are missing.

    Raises:
        PreconditionFailed: The settings are not as expected.
        RebuildRunning: The months are being rebuilt for another start day than the one named.
    """

    def work(unit: TenantStore, opening: Opening) -> LedgerSettings:
        before = LedgerSettings.of(opening.tenant)
        expected.check(before)
        after = before.patched(patch)
        if after is not before:
            put_settings(unit, operation, before, after)
        return after

    def recall(opening: Opening) -> LedgerSettings:
        return LedgerSettings.of(opening.tenant)

    return run_once(store, operation, work, recall)


def put_settings(
    unit: TenantStore,
    operation: Operation,
    before: LedgerSettings,
    after: LedgerSettings,
    index: int = 0,
) -> None:
    """Write settings that are others than before, and their log as entry number ``index``."""
    if after.currency != before.currency:
        unit.tenant.put_currency(after.currency)
    if after.timezone != before.timezone:
        unit.tenant.put_timezone(after.timezone)
    if after.pending_month_start_day != before.pending_month_start_day:
        if after.pending_calendar is None:
            unit.tenant.remove_next_calendar()
        else:
            unit.tenant.put_next_calendar(after.pending_calendar, operation.change_id_at(index))
    unit.tenant.put_settings_revision(after.revision)
    append_change(unit, operation, before, after, index=index)
