"""Reading of the monthly report."""

from __future__ import annotations

from datetime import datetime

from shared.errors import Unavailable
from shared.models.ledger.summary import UNFILED_TYPES
from shared.models.reports.monthly import MonthlyReport, monthly_report
from shared.models.values.dates import Month
from shared.repositories.ledger.summaries import MonthInContext
from shared.repositories.store import TenantStore

_MAX_READS = 3


def get_monthly_report(store: TenantStore, month: Month | None, now: datetime) -> MonthlyReport:
    """Return the report of a month; default: the present month in the tenant's time zone.

    Reads three documents, independent of the number of transactions and categories. It reads three
    more if the present month, which depends on the tenant's document, is not the one guessed.

    Raises:
        TenantMissing, DemoExpired: The ledger does not exist, or no longer.
    """
    wanted = month or store.likely_calendar().month_of(now.date())
    for reads_left in reversed(range(_MAX_READS)):
        context = store.load_month(wanted)
        context.tenant.ensure_live(now)
        wanted = month or context.tenant.ledger.this_month(now)
        if wanted != context.summary.month or not _has_every_category(context):
            continue
        # No amount is missing in a report without an unknown custom type, so the last read is
        # reported; otherwise a custom type that is never found would make every request fail.
        if reads_left == 0 or _has_every_custom_type(context):
            ledger = context.tenant.ledger
            return monthly_report(ledger, context.summary, context.previous, ledger.today(now))
    raise Unavailable


def _has_every_category(context: MonthInContext) -> bool:
    """Return whether the tenant has every category that has totals.

    The three documents are not read at one instant. If a category or custom type is created or
    removed in between, they disagree, and are read again.
    """
    known = context.tenant.ledger.categories
    in_use = (key for key, total in context.summary.totals.by_category.items() if total.count)
    return all(key in known or key in UNFILED_TYPES for key in in_use)


def _has_every_custom_type(context: MonthInContext) -> bool:
    known = context.tenant.ledger.custom_types
    totals = context.summary.totals.by_custom_type
    return all(key in known for key, total in totals.items() if total.count)
