"""Report the status of goals, each at one instant: the tenant and goals, then the months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from shared.models.ledger.ledger import Ledger
from shared.models.planning.goals.goal import Goal
from shared.models.planning.goals.measures import GoalMeter, months_to_read
from shared.models.planning.goals.report import GoalReport, currencies_to_convert, reported
from shared.repositories.store import TenantStore
from shared.services.currencies.lookup import load_conversions
from shared.services.planning.goals.goals import goal_in, list_goals


def get_status(store: TenantStore, now: datetime) -> GoalReport:
    """Return the status of all goals that are not archived.

    It reads the tenant, the goals, and the months of the last year, or since the first start.

    Raises:
        TenantMissing, DemoExpired, NotFound: The ledger does not exist, or no longer.
    """
    return store.snapshot(partial(_status, store=store, now=now))


def get_progress(store: TenantStore, goal_id: str, now: datetime) -> GoalReport:
    """Return the status of one goal.

    Raises:
        TenantMissing, DemoExpired, NotFound: The ledger has no such goal, or does not exist.
    """
    return store.snapshot(partial(_progress, store=store, goal_id=goal_id, now=now))


def _status(unit: TenantStore, store: TenantStore, now: datetime) -> GoalReport:
    ledger, goals = list_goals(unit, now)
    shown = [one for one in goals if not one.archived]
    return _report(unit, store, ledger, goals, shown, now)


def _progress(unit: TenantStore, store: TenantStore, goal_id: str, now: datetime) -> GoalReport:
    ledger, goals = list_goals(unit, now)
    return _report(unit, store, ledger, goals, [goal_in(goals, goal_id)], now)


def _report(
    unit: TenantStore,
    store: TenantStore,
    ledger: Ledger,
    goals: Sequence[Goal],
    shown: Sequence[Goal],
    now: datetime,
) -> GoalReport:
    today = ledger.today(now)
    live = [one for one in shown if one.is_in_force]
    months = months_to_read(live, ledger, today)
    summaries = unit.summaries.list_from(months.first, ledger.calendar) if live else []
    meter = GoalMeter(ledger, goals, months, summaries, today)
    wanted = currencies_to_convert(live, ledger)
    rates = load_conversions(store, ledger, [today], now, wanted)
    return GoalReport(ledger, today, reported(shown, meter), rates)
