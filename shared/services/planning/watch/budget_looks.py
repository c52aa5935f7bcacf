"""Look at the budgets of a ledger: at their periods, their pace, and spending that is on none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from shared.models.planning.budgets.budget import Budget
from shared.models.planning.budgets.known_expenses import NOTHING_KNOWN
from shared.models.planning.budgets.report import (
    BudgetStatus,
    PlannedPeriods,
    ReportedDays,
    budget_report,
    planned_months,
    spending_of,
)
from shared.models.planning.watch.budgets import BudgetWatch
from shared.models.planning.watch.state import Sighting
from shared.models.values.dates import today_in
from shared.repositories.store import TenantStore
from shared.services.planning.budgets.known_expenses import read_known


def look_at_budgets(
    unit: TenantStore, watch: BudgetWatch, live: Sequence[Budget], *, with_pace: bool
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


def _planned_until(
    watch: BudgetWatch, live: Sequence[Budget], day: date
) -> Iterator[PlannedPeriods]:
    """Yield the periods on a day of the budgets that existed then."""
    timezone = watch.ledger.timezone
    for one in live:
        if max(one.start, today_in(timezone, one.created_at)) <= day:
            planned = PlannedPeriods.until(one, watch.ledger, day)
            if planned.folded:
                yield planned
