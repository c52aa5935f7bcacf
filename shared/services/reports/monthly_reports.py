"""Reading what a month came to."""

from __future__ import annotations

from datetime import datetime

from shared.errors import Unavailable
from shared.models.reports.monthly import MonthlyReport, monthly_report
from shared.models.values.dates import Month
from shared.repositories.store import MonthInContext, TenantStore

_MOST_READS = 3


def get_monthly_report(store: TenantStore, month: Month | None, now: datetime) -> MonthlyReport:
    """The report of a month, by default of this month in the tenant's time zone.

    Reads three documents, however many transactions or categories there are; three more where
    this month, which only the tenant's document tells, is not the one that was guessed.

    Raises:
        TenantMissing, DemoExpired: There is no ledger to report on (any more).
    """
    wanted = month or store.likely_calendar().month_of(now.date())
    for _ in range(_MOST_READS):
        context = store.load_month(wanted)
        context.tenant.ensure_live(now)
        wanted = month or context.tenant.ledger.this_month(now)
        if wanted == context.summary.month and _is_consistent(context):
            return monthly_report(context.tenant.ledger, context.summary, context.previous)
    raise Unavailable


def _is_consistent(context: MonthInContext) -> bool:
    """Whether every category with figures is known.

    Where the three documents were not read at one instant, a category that was created or merged
    away just between them makes them disagree, and they are read again.
    """
    return all(
        category_id in context.tenant.ledger.categories
        for category_id, figures in context.summary.figures.by_category.items()
        if figures.count
    )
