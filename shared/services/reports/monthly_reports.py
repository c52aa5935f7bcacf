"""Reading of the monthly report."""

from __future__ import annotations

from datetime import datetime

from shared.errors import Unavailable
from shared.models.ledger.summary import UNFILED_TYPES
from shared.models.reports.monthly import MonthlyReport, monthly_report
from shared.models.values.dates import Month
from shared.repositories.store import MonthInContext, TenantStore

_MAX_READS = 3


def get_monthly_report(store: TenantStore, month: Month | None, now: datetime) -> MonthlyReport:
    """Return the report of a month; default: the present month in the tenant's time zone.

    Reads three documents, independent of the number of transactions and categories. It reads three
    more if the present month, which depends on the tenant's document, is not the one guessed.

    Raises:
        TenantMissing, DemoExpired: The ledger does not exist, or no longer.
    """
    wanted = month or store.likely_calendar().month_of(now.date())
    for _ in range(_MAX_READS):
        context = store.load_month(wanted)
        context.tenant.ensure_live(now)
        wanted = month or context.tenant.ledger.this_month(now)
        if wanted == context.summary.month and _is_consistent(context):
            ledger = context.tenant.ledger
            return monthly_report(ledger, context.summary, context.previous, ledger.today(now))
    raise Unavailable


def _is_consistent(context: MonthInContext) -> bool:
    """Return whether the tenant has every category and custom type that has totals.

    The three documents are not read at one instant. If a category is created or merged away in
    between, they disagree, and are read again.
    """
    ledger, totals = context.tenant.ledger, context.summary.totals
    categories = (key for key, total in totals.by_category.items() if total.count)
    custom_types = (key for key, total in totals.by_custom_type.items() if total.count)
    return all(key in ledger.categories or key in UNFILED_TYPES for key in categories) and all(
        key in ledger.custom_types for key in custom_types
    )
