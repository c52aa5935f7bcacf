"""Look at the plans of a ledger, and emit the events that people are to be told of, each once.

The levels that were seen are written in the commit that emits the events. So an event is emitted
once, whichever of several looks at a time comes first, and none is lost if one is interrupted.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from shared.errors import TenantMissing, Unavailable
from shared.models.ledger.tenant import Tenant
from shared.models.planning.budgets.budget import Budget
from shared.models.planning.budgets.outlook import NOTHING_KNOWN
from shared.models.planning.budgets.report import (
    BudgetStatus,
    PlannedPeriods,
    ReportedDays,
    budget_report,
    planned_months,
    spending_of,
)
from shared.models.planning.due_times import beginning_of
from shared.models.planning.watch.budgets import UNBUDGETED, BudgetWatch
from shared.models.planning.watch.state import Sighting, WatchState
from shared.models.values.dates import today_in
from shared.models.values.frozen import frozen
from shared.repositories.store import TenantStore
from shared.services.planning.budgets.outlook import read_known

_MAX_ATTEMPTS = 5
_ONE_DAY = timedelta(days=1)


def watch_plans(store: TenantStore, since: date, now: datetime) -> None:
    """Emit the events of a ledger's plans in the periods that end on or after a day.

    The day is at most three months ago. A ledger without budgets is not watched any more. It reads
    the tenant, the budgets, what was seen, and the months of the periods; once a day, for the pace,
    recurring entries, too. It writes if there is something to tell, and once a day.

    Raises:
        TenantMissing, DemoExpired, NotFound: The ledger does not exist, or no longer.
        Unavailable: Others looked at the same time all the time.
    """
    for _ in range(_MAX_ATTEMPTS):
        look = store.snapshot(partial(_look, since=since, now=now))
        if not look.subject_ids:
            return _stop(store)
        if not look.must_be_written:
            return None
        if store.transact_below(partial(_write, look=look)):
            return None
    raise Unavailable


def put_off(store: TenantStore, now: datetime) -> None:
    """Look at the plans of a ledger again after a day: it is over, or is being moved."""
    store.watch.put_off(now + _ONE_DAY)


@frozen
class _Look:
    """Result of one look at the plans of a ledger."""

    stored: WatchState | None
    after: WatchState
    sightings: tuple[Sighting, ...]
    subject_ids: frozenset[str]
    is_due: bool

    @property
    def must_be_written(self) -> bool:
        """Return whether people are to be told of something, or a day has passed."""
        return self.is_due or any(one.event is not None for one in self.sightings)


def _look(unit: TenantStore, since: date, now: datetime) -> _Look:
    snapshot, budgets = unit.budgets.list_beside(unit.tenant.reference)
    if snapshot is None:
        raise TenantMissing
    tenant = unit.tenant.decode(snapshot)
    tenant.ensure_live(now)
    stored = unit.watch.find()
    today = tenant.ledger.today(now)
    next_at = beginning_of(today + _ONE_DAY, tenant.ledger.timezone)
    state = stored or WatchState(since=today, next_at=next_at)
    live = [one for one in budgets if not one.archived]
    watch = BudgetWatch(tenant, state, since, now)
    is_due = stored is None or stored.next_at <= now
    sightings = tuple(_sightings(unit, watch, live, with_pace=is_due)) if live else ()
    subject_ids = frozenset(one.id for one in budgets) | {UNBUDGETED} if live else frozenset()
    after = state.after(sightings, subject_ids, today).model_copy(update={"next_at": next_at})
    return _Look(stored, after, sightings, subject_ids, is_due)


def _sightings(
    unit: TenantStore, watch: BudgetWatch, live: list[Budget], *, with_pace: bool
) -> Iterator[Sighting]:
    """Yield what is seen of budgets, and of months with spending that is on none.

    The pace needs the recurring entries, and changes by the day.
    """
    ledger, today = watch.ledger, watch.today
    planned = watch.planned(live)
    by_day = {day: list(_planned_until(watch, live, day)) for day in _ends_of_months(watch)}
    months = planned_months(ledger, [*planned, *(one for few in by_day.values() for one in few)])
    months |= {ledger.calendar.month_of(day) for day in by_day}
    spending = spending_of(ledger, unit.summaries.list_months(sorted(months), ledger.calendar))
    statuses = [BudgetStatus.of(one, ledger, spending, today) for one in planned]
    for status in statuses:
        yield from watch.sightings_of(status)
    for day, few in by_day.items():
        days = ReportedDays(day, today)
        report = budget_report(ledger, few, spending, NOTHING_KNOWN, days)
        yield from watch.sightings_without(report)
    if with_pace:
        pairs = zip(planned, statuses, strict=True)
        some = [one for one, status in pairs if watch.may_have_pace(status)]
        known = read_known(unit, ledger, some, spending, watch.at)
        for one in some:
            yield from watch.pace_of(BudgetStatus.of(one, ledger, spending, today, known))


def _ends_of_months(watch: BudgetWatch) -> Iterator[date]:
    """Yield the last day of each month of the ledger that is looked at; today of the present."""
    calendar = watch.ledger.calendar
    month = calendar.month_of(watch.first_day())
    while calendar.first_day(month) <= watch.today:
        yield min(calendar.last_day(month), watch.today)
        month = month.next


def _planned_until(watch: BudgetWatch, live: list[Budget], day: date) -> Iterator[PlannedPeriods]:
    """Yield the periods on a day of the budgets that existed then."""
    timezone = watch.ledger.timezone
    for one in live:
        if max(one.start, today_in(timezone, one.created_at)) <= day:
            planned = PlannedPeriods.until(one, watch.ledger, day)
            if planned.folded:
                yield planned


def _write(unit: TenantStore, _tenant: Tenant, look: _Look) -> bool:
    """Emit the events, and write what was seen; return False if another look came first."""
    if unit.watch.find() != look.stored:
        return False
    for one in look.sightings:
        if one.event is not None:
            unit.emit(one.event)
    unit.watch.put(look.after)
    return True


def _stop(store: TenantStore) -> None:
    """End the watch of a ledger, unless it has got a plan meanwhile."""

    def work(unit: TenantStore) -> None:
        is_watched = unit.load().ledger.is_watched
        if is_watched and all(one.archived for one in unit.budgets.list_all()):
            unit.ledger.put_is_watched(is_watched=False)
            unit.watch.delete()

    store.transact(work)
