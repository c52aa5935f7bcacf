"""Report the status of budgets, their past periods, and what a change would make of them.

Each is read at one instant: the tenant and the budgets in one call, then the months in another. In
a ledger with recurring entries these follow, and what is booked ahead where budgets need it.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from itertools import chain
from typing import NamedTuple

from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Summary
from shared.models.planning.budgets.budget_input import BudgetPatch, changed_fields
from shared.models.planning.budgets.past import earlier_periods
from shared.models.planning.budgets.period_input import ensure_near
from shared.models.planning.budgets.report import (
    BudgetReport,
    BudgetStatus,
    PlannedPeriods,
    ReportedDays,
    budget_report,
    planned_months,
    spending_of,
)
from shared.models.planning.budgets.spending import months_of
from shared.models.values.dates import Month
from shared.models.values.revision import revised
from shared.repositories.store import TenantStore
from shared.services.planning.budgets.budgets import budget_in, list_budgets
from shared.services.planning.budgets.known_expenses import read_known


class StatusChange(NamedTuple):
    """Status of a budget before and after a change; None of one without a period, or archived."""

    ledger: Ledger
    today: date
    before: BudgetStatus | None
    after: BudgetStatus | None


class History(NamedTuple):
    """The last periods of a budget until the present one, oldest first."""

    ledger: Ledger
    today: date
    status: BudgetStatus


def get_status(
    store: TenantStore, day: date | None, now: datetime, *, with_past: bool = False
) -> BudgetReport:
    """Return the status of all live budgets in the periods of a day; default: today.

    It reads the tenant, the budgets and the months of the periods: with carry those since the
    budget began, and ``with_past`` those of up to 12 periods before.

    Raises:
        TenantMissing, DemoExpired, NotFound: The ledger does not exist, or no longer.
        InvalidArgument: The day is too far from today.
    """
    return store.snapshot(partial(_status, day=day, now=now, with_past=with_past))


def _status(unit: TenantStore, day: date | None, now: datetime, *, with_past: bool) -> BudgetReport:
    ledger, budgets = list_budgets(unit, now)
    today = ledger.today(now)
    day = day or today
    ensure_near(day, today, "date")
    live = (one for one in budgets if not one.archived and one.start <= day)
    until_day = (PlannedPeriods.until(one, ledger, day) for one in live)
    planned = [one for one in until_day if one.folded]
    earlier = {
        one.budget.id: earlier_periods(one.budget, one.folded[-1], ledger.calendar)
        for one in planned
        if with_past
    }
    months = planned_months(ledger, planned) | {ledger.calendar.month_of(day)}
    months |= months_of(chain.from_iterable(earlier.values()), ledger.calendar)
    spending = spending_of(ledger, read_months(unit, ledger, months))
    known = read_known(unit, ledger, planned, spending, now)
    return budget_report(ledger, planned, spending, known, ReportedDays(day, today), earlier)


def get_history(store: TenantStore, budget_id: str, count: int, now: datetime) -> History:
    """Return the last periods of a budget until the present one.

    Raises:
        TenantMissing, DemoExpired, NotFound: The ledger has no such budget, or does not exist.
    """
    return store.snapshot(partial(_history, budget_id=budget_id, count=count, now=now))


def _history(unit: TenantStore, budget_id: str, count: int, now: datetime) -> History:
    ledger, budgets = list_budgets(unit, now)
    today = ledger.today(now)
    planned = PlannedPeriods.until(budget_in(budgets, budget_id), ledger, today, count)
    spending = spending_of(ledger, read_months(unit, ledger, planned_months(ledger, [planned])))
    known = read_known(unit, ledger, [planned], spending, now)
    return History(ledger, today, BudgetStatus.of(planned, ledger, spending, today, known))


def preview_budget(
    store: TenantStore, budget_id: str, patch: BudgetPatch, now: datetime
) -> StatusChange:
    """Return the status of a budget before and after a change, which is not made.

    It is of the period in which the amount begins, or of the present one.

    Raises:
        TenantMissing, DemoExpired, NotFound: The ledger has no such budget, or does not exist.
        InvalidArgument: as ``update_budget``.
    """
    return store.snapshot(partial(_preview, budget_id=budget_id, patch=patch, now=now))


def _preview(unit: TenantStore, budget_id: str, patch: BudgetPatch, now: datetime) -> StatusChange:
    ledger, budgets = list_budgets(unit, now)
    today = ledger.today(now)
    before = budget_in(budgets, budget_id)
    after = revised(before, changed_fields(ledger, patch, before, today), now)
    day = max(patch.from_ or today, today, before.start)
    planned = [PlannedPeriods.until(one, ledger, day) for one in (before, after)]
    spending = spending_of(ledger, read_months(unit, ledger, planned_months(ledger, planned)))
    known = read_known(unit, ledger, planned, spending, now)
    was, becomes = (
        None
        if one.budget.archived or not one.folded
        else BudgetStatus.of(one, ledger, spending, today, known)
        for one in planned
    )
    return StatusChange(ledger, today, was, becomes)


def read_months(unit: TenantStore, ledger: Ledger, months: set[Month]) -> list[Summary]:
    """Read the summaries of these months in one call; none without months."""
    if not months:
        return []
    return unit.summaries.list_months(sorted(months), ledger.calendar)
