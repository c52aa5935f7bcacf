"""Look at the plans of a ledger, and emit the events that people are to be told of, each once.

The levels that were seen are written in the commit that emits the events. So an event is emitted
once, whichever of several looks at a time comes first, and none is lost if one is interrupted.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from shared.errors import Unavailable
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.tenant import Tenant
from shared.models.planning.budgets.budget import Budget
from shared.models.planning.due_times import beginning_of
from shared.models.planning.goals.goal import Goal
from shared.models.planning.watch.budgets import UNBUDGETED, BudgetWatch
from shared.models.planning.watch.goals import GoalWatch
from shared.models.planning.watch.state import Sighting, WatchState, has_low_balance
from shared.models.values.frozen import frozen
from shared.repositories.store import TenantStore
from shared.services.ledger.tenants import get_tenant
from shared.services.planning.watch.budget_looks import look_at_budgets

_MAX_ATTEMPTS = 5
_ONE_DAY = timedelta(days=1)


def watch_plans(store: TenantStore, since: date, now: datetime) -> None:
    """Emit the events of a ledger's plans in the periods that end on or after a day.

    The day is at most three months ago. It reads the tenant, budgets, goals, what was seen, and the
    months of the periods, with goals those of the last year or since the first start; once a day,
    for the pace and for low balances ahead, recurring entries and what is booked ahead, too. It
    writes if there is something to tell, and once a day.

    Raises:
        TenantMissing, DemoExpired, NotFound: The ledger does not exist, or no longer.
        Unavailable: Others looked at the same time all the time.
    """
    for _ in range(_MAX_ATTEMPTS):
        look = store.snapshot(partial(_look, store=store, since=since, now=now))
        if not look.plans.are_touched and look.plans.ledger.is_watched:
            return store.transact(_stop)
        if not look.plans.has_any:
            return store.transact_below(_forget)
        if not look.must_be_written:
            return None
        if store.transact_below(partial(_write, look=look)):
            return None
    raise Unavailable


def put_off(store: TenantStore, now: datetime) -> None:
    """Look at the plans of a ledger again after a day: it is over, or is being moved."""
    store.watch.put_off(now + _ONE_DAY)


@frozen
class _Plans:
    """Plans of a ledger: all budgets and goals, and accounts with a low balance."""

    ledger: Ledger
    budgets: tuple[Budget, ...]
    goals: tuple[Goal, ...]

    @classmethod
    def read(cls, unit: TenantStore, ledger: Ledger) -> _Plans:
        """Read the budgets and goals of a ledger."""
        return cls(ledger, tuple(unit.budgets.list_all()), tuple(unit.goals.list_all()))

    @property
    def live_budgets(self) -> list[Budget]:
        """Return the budgets that are not archived."""
        return [one for one in self.budgets if not one.archived]

    @property
    def are_touched(self) -> bool:
        """Return whether there is any plan that a change of a transaction touches."""
        return bool(self.live_budgets) or self.has_goals

    @property
    def has_goals(self) -> bool:
        """Return whether any goal is in force."""
        return any(one.is_in_force for one in self.goals)

    @property
    def has_any(self) -> bool:
        """Return whether there is any plan; low balances ahead are looked at once a day."""
        return self.are_touched or has_low_balance(self.ledger.accounts.values())

    @property
    def ids(self) -> set[str]:
        """Return the ids of all of which levels are kept."""
        of_budgets, of_goals = (one.id for one in self.budgets), (one.id for one in self.goals)
        return {UNBUDGETED, *self.ledger.accounts, *of_budgets, *of_goals}


@frozen
class _Look:
    """Result of one look at the plans of a ledger."""

    plans: _Plans
    stored: WatchState | None
    after: WatchState
    sightings: tuple[Sighting, ...]
    is_due: bool

    @property
    def must_be_written(self) -> bool:
        """Return whether people are to be told of something, or a day has passed."""
        told = (one.event is not None or one.replaces is not None for one in self.sightings)
        return self.is_due or any(told)


def _look(unit: TenantStore, store: TenantStore, since: date, now: datetime) -> _Look:
    tenant = get_tenant(unit, now)
    plans, stored = _Plans.read(unit, tenant.ledger), unit.watch.find()
    today = tenant.ledger.today(now)
    next_at = beginning_of(today + _ONE_DAY, tenant.ledger.timezone)
    watch = BudgetWatch(tenant, stored or WatchState(since=today, next_at=next_at), since, now)
    is_due = stored is None or stored.next_at <= now
    sightings = tuple(_sightings(unit, store, watch, plans, is_due=is_due))
    after = watch.state.after(sightings, plans.ids, today).model_copy(update={"next_at": next_at})
    return _Look(plans, stored, after, sightings, is_due)


def _sightings(
    unit: TenantStore, store: TenantStore, watch: BudgetWatch, plans: _Plans, *, is_due: bool
) -> Iterator[Sighting]:
    """Yield what is seen of all plans; of what changes by the day, at the look of a day alone."""
    if live := plans.live_budgets:
        yield from look_at_budgets(unit, watch, live, with_pace=is_due)
    if plans.has_goals:
        from shared.services.planning.watch.goal_looks import look_at_goals  # noqa: PLC0415 (few ledgers have goals)

        watched = GoalWatch(watch.tenant, watch.state, watch.at)
        yield from look_at_goals(unit, watched, plans.goals)
    if is_due and has_low_balance(plans.ledger.accounts.values()):
        from shared.services.planning.watch.balance_looks import look_at_balances  # noqa: PLC0415 (few ledgers have any)

        yield from look_at_balances(unit, store, watch.tenant, watch.state, watch.at)


def _write(unit: TenantStore, _tenant: Tenant, look: _Look) -> bool:
    """Emit the events, and write what was seen; return False if another look came first."""
    if unit.watch.find() != look.stored:
        return False
    for one in look.sightings:
        if one.event is not None:
            unit.emit(one.event)
    unit.watch.put(look.after)
    return True


def _stop(unit: TenantStore) -> None:
    """Let commits publish no more looks, unless the ledger has got a plan meanwhile."""
    plans = _Plans.read(unit, unit.load().ledger)
    if plans.ledger.is_watched and not plans.are_touched:
        unit.ledger.put_is_watched(is_watched=False)
        if not plans.has_any:
            unit.watch.delete()


def _forget(unit: TenantStore, tenant: Tenant) -> None:
    """Delete the state of a ledger without plans."""
    if not _Plans.read(unit, tenant.ledger).has_any:
        unit.watch.delete()
