"""Rebuild the month summaries for another start or currency while the ledger is in use.

A change of the start sets ``Ledger.next_calendar``; from that commit on every change is written
to the summaries of both calendars. Earlier transactions are added here, month by month: at one
instant, the totals of the month's transactions minus those in its summary. Concurrent writes change
both by the same amount, so the difference stays right. A summary names the rebuild that added the
difference, so none gets it twice: a rebuild continues after an interruption, and two can run at
once. When every month is built, one commit puts the calendar in force. Then the summaries of the
old calendar are deleted; readers of summaries read the tenant in the same call.

A change of the currency (``currency_change``) does the same for an edition of the calendar in its
currency, when all transactions have their amounts in it.

The same difference corrects summaries that remain from an earlier use of this start. Their
period closes are removed: a month of the new calendar is open until the next rollup.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import accumulate

from shared.errors import Unavailable
from shared.models.history.change import Cause, Operation
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.scopes import all_scopes
from shared.models.ledger.summary import Summary, SummaryTotals
from shared.models.ledger.tenant import Tenant
from shared.models.settings.ledger_settings import LedgerSettings
from shared.models.values.dates import Calendar, Month
from shared.models.values.frozen import frozen
from shared.models.values.identifiers import new_id
from shared.repositories.store import TenantStore
from shared.services.posting.currency_change import (
    move_transactions,
    put_currency_in_force,
    value_transactions,
)
from shared.services.posting.operations import append_change
from shared.services.posting.recount import recomputed_totals

_MONTHS_AT_ONCE, _ENTRIES_AT_ONCE = 12, 700
"""Maximum of one step, so that time limits are kept; a single month may have more entries."""

_QUICK_S = 0.5
"""Time of a step after which the next one has twice as many months; after a slower one, it has one.
So a time limit of a few seconds is kept by slow calls, too."""

_DELETED_AT_ONCE = 400
"""Well below the maximum of 500 writes in a commit."""


def rebuild_months(
    store: TenantStore,
    clock: Callable[[], datetime],
    has_room: Callable[[], bool],
    *,
    max_entries: int | None = None,
) -> Tenant | None:
    """Continue the rebuild for the pending start or currency; return the tenant if it is done.

    ``has_room`` is called before each step; when it returns False, or the step has more than
    ``max_entries`` entries, the rebuild stops and returns None. If nothing is pending, only
    summaries of calendars that are not in force are deleted. The tenant is as it was read in the
    last step.

    Raises:
        TenantMissing: The ledger does not exist (any more).
    """
    ledger, rebuild = store.snapshot(_planned)
    if ledger.currency_change.is_converting:
        if not value_transactions(store, clock, has_room):
            return None
        ledger, rebuild = store.snapshot(_planned)
    if rebuild is not None:
        for months in rebuild.steps():
            entries = sum(rebuild.months[month] for month in months)
            if not has_room() or (max_entries is not None and entries > max_entries):
                return None
            _build(store, rebuild, months, clock())
        store.transact(partial(_put_in_force, rebuild=rebuild, at=clock()))
    if ledger.currency_change.is_running and not move_transactions(store, clock, has_room):
        return None
    while has_room():
        tenant, deleted = store.transact(partial(_delete_some, at=clock()))
        if deleted < _DELETED_AT_ONCE:
            return tenant
    return None


def rebuild_now_or_later(
    store: TenantStore,
    clock: Callable[[], datetime],
    has_room: Callable[[], bool],
    later: Callable[[], None],
    *,
    max_entries: int | None = None,
) -> Tenant | None:
    """Rebuild as far as there is room, and call ``later`` for the rest.

    Returns the tenant as ``rebuild_months`` does.
    """
    try:
        tenant = rebuild_months(store, clock, has_room, max_entries=max_entries)
    except Unavailable:
        tenant = None
    if tenant is None:
        later()
    return tenant


@frozen
class Rebuild:
    """Rebuild in progress; ``months`` are those left, with their approximate entries."""

    id: str
    calendar: Calendar
    currency: str
    months: dict[Month, int]

    def is_wanted_by(self, ledger: Ledger) -> bool:
        """Return whether the ledger still waits for this rebuild."""
        return ledger.rebuild_id == self.id

    def steps(self) -> Iterator[list[Month]]:
        """Yield the months in order in steps: of one month first, of more while they are quick.

        A step lasts until the next one is asked for.
        """
        left = sorted(self.months.items())
        size = 1
        while left:
            step = self._first_step(left[:size])
            del left[: len(step)]
            begun = time.monotonic()
            yield step
            is_quick = time.monotonic() - begun < _QUICK_S
            size = min(2 * size, _MONTHS_AT_ONCE) if is_quick else 1

    @staticmethod
    def _first_step(months: Sequence[tuple[Month, int]]) -> list[Month]:
        """Return the first month, and those that follow it while their entries are few."""
        totals = accumulate(count for _, count in months)
        return [
            month
            for index, ((month, _), total) in enumerate(zip(months, totals, strict=True))
            if index == 0 or total <= _ENTRIES_AT_ONCE
        ]


def _planned(store: TenantStore) -> tuple[Ledger, Rebuild | None]:
    """Return the ledger, and the rebuild that it waits for with the months left, or None.

    A transaction is in a summary of the calendar in force, so the days of this summary determine
    its possible months in the new calendar. Later transactions are written to both calendars.
    """
    ledger = store.tenant.get().ledger
    if ledger.next_calendar is None or ledger.rebuild_id is None:
        return ledger, None
    stored = store.summaries.list_by_edition()
    months: Counter[Month] = Counter()
    for summary in stored.get(ledger.calendar.edition, []):
        for month in _months_over(ledger.calendar, summary.month, ledger.next_calendar):
            months[month] += _entries_in(summary)
    for summary in stored.get(ledger.next_calendar.edition, []):
        months[summary.month] += 0
        if summary.built_by == ledger.rebuild_id:
            del months[summary.month]
    currency = ledger.next_currency or ledger.currency
    return ledger, Rebuild(ledger.rebuild_id, ledger.next_calendar, currency, dict(months))


def _months_over(calendar: Calendar, month: Month, other: Calendar) -> Iterator[Month]:
    """Return the months of another calendar that a month overlaps: one or more."""
    first, last = calendar.first_day(month), calendar.last_day(month)
    return other.month_of(first).through(other.month_of(last))


def _entries_in(summary: Summary) -> int:
    """Count the entries of a month; a transfer counts for both of its accounts."""
    return sum(totals.count for totals in summary.totals.by_account.values())


def _build(store: TenantStore, rebuild: Rebuild, months: list[Month], at: datetime) -> None:
    """Build the summaries of these months, unless they are built or no longer wanted."""
    differences = store.snapshot(partial(_differences, rebuild=rebuild, months=months))
    if differences:
        store.transact(partial(_put_built, rebuild=rebuild, differences=differences, at=at))


def _differences(
    store: TenantStore, rebuild: Rebuild, months: list[Month]
) -> dict[Month, SummaryTotals]:
    """Return the differences of the summaries that are not built."""
    ledger = store.tenant.get().ledger
    if not rebuild.is_wanted_by(ledger):
        return {}
    calendar, currency, scopes = rebuild.calendar, rebuild.currency, all_scopes(ledger.scopes)
    return {
        summary.month: recomputed_totals(store, calendar, summary.month, currency, scopes)
        - summary.totals.with_scopes(scopes)
        for summary in store.summaries.list_months(months, calendar)
        if summary.built_by != rebuild.id
    }


def _put_built(
    unit: TenantStore, rebuild: Rebuild, differences: dict[Month, SummaryTotals], at: datetime
) -> None:
    if not rebuild.is_wanted_by(unit.load().ledger):
        return
    for current in unit.summaries.list_months(differences, rebuild.calendar):
        difference = differences[current.month]
        is_needed = difference or current != Summary(current.month)
        if is_needed and current.built_by != rebuild.id:
            unit.summaries.put_built(current, difference, rebuild.calendar, rebuild.id, at)
            unit.ledger.put_rebuilt(at)


def _put_in_force(unit: TenantStore, rebuild: Rebuild, at: datetime) -> None:
    """Put the rebuilt calendar, and its currency, in force, if it is still wanted."""
    tenant = unit.load().tenant
    if not rebuild.is_wanted_by(tenant.ledger):
        return
    before = LedgerSettings.of(tenant)
    after = before.rebuilt()
    if rebuild.currency == tenant.ledger.currency:
        unit.ledger.put_calendar(rebuild.calendar)
    else:
        put_currency_in_force(unit, tenant.ledger, rebuild.calendar, rebuild.currency)
    unit.ledger.put_settings_revision(after.revision)
    append_change(unit, _operation_of(unit, rebuild, at), before, after)


def _operation_of(unit: TenantStore, rebuild: Rebuild, at: datetime) -> Operation:
    """Return the operation that ends a rebuild, with the actor who asked for it."""
    # A rebuild has the id of the change that began it.
    asked_for = unit.changes.get(rebuild.id)
    return Operation(
        actor=asked_for.actor,
        cause=Cause.REBUILD,
        cause_id=rebuild.id,
        at=at,
        change_id=new_id(),
        request_hash="",
        is_retryable=False,
    )


def _delete_some(unit: TenantStore, at: datetime) -> tuple[Tenant, int]:
    """Delete some summaries of calendars no longer in force; return the tenant and how many."""
    tenant = unit.load().tenant
    deleted = unit.summaries.delete_of_other_calendars(tenant.ledger.calendars, _DELETED_AT_ONCE)
    if deleted:
        unit.ledger.put_rebuilt(at)
    return tenant, deleted
