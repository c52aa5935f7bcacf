"""Read what is left to spend of all budgets, from the months that a home page has read already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Summary
from shared.models.planning.budgets.left import LeftToSpend, left_to_spend
from shared.models.planning.budgets.report import (
    BudgetStatus,
    PlannedPeriods,
    planned_months,
    spending_of,
)
from shared.models.values.dates import Month
from shared.repositories.store import TenantStore
from shared.services.planning.budgets.status import read_months

MAX_MORE_MONTHS = 24
"""Months that are read besides; budgets that would need more are left out."""


def read_left(
    store: TenantStore, ledger: Ledger, summaries: Sequence[Summary], now: datetime
) -> LeftToSpend | None:
    """Return what is left to spend today, None without live budgets; ``summaries`` were read.

    It reads the budgets, and at most 24 months more: of budgets that carry since long ago, or whose
    periods end in a later month.
    """
    today = ledger.today(now)
    live = [one for one in store.budgets.list_all() if not one.archived and one.start <= today]
    if not live:
        return None
    until_today = (PlannedPeriods.until(one, ledger, today) for one in live)
    known = {one.month: one for one in summaries}
    planned: list[PlannedPeriods] = []
    missing: set[Month] = set()
    found = sorted(
        (one for one in until_today if one.folded),
        key=lambda one: (len(planned_months(ledger, [one]) - known.keys()), one.budget.id),
    )
    for one in found:
        more = missing | (planned_months(ledger, [one]) - known.keys())
        if len(more) <= MAX_MORE_MONTHS:
            planned.append(one)
            missing = more
    spending = spending_of(ledger, [*summaries, *read_months(store, ledger, missing)])
    statuses = [BudgetStatus.of(one, ledger, spending, today) for one in planned]
    return left_to_spend(
        statuses,
        today,
        has_recurring=ledger.has_recurring,
        is_partial=len(planned) < len(found),
    )
