"""Recalculate totals from transactions, independently of the stored summaries."""

from __future__ import annotations

from shared.models.ledger.scopes import Scopes
from shared.models.ledger.summary import SummaryTotals
from shared.models.values.dates import Calendar, Month
from shared.repositories.store import TenantStore


def recomputed_totals(
    store: TenantStore, calendar: Calendar, month: Month, currency: str, scopes: Scopes
) -> SummaryTotals:
    """Recalculate a month's totals from its transactions in constant memory.

    ``currency`` is that of the totals, and ``scopes`` are those of which they have daily totals.
    """
    totals = SummaryTotals()
    for entry in store.transactions.stream_entries(calendar.range_of(month), currency):
        totals.add(entry, scopes)
    return totals


def recomputed_months(
    store: TenantStore, calendar: Calendar, currency: str, scopes: Scopes
) -> dict[Month, SummaryTotals]:
    """Recalculate every month from the first live transaction to the last; see above."""
    dates = store.transactions.find_live_range()
    if dates.start is None or dates.end is None:
        return {}
    first, last = calendar.month_of(dates.start), calendar.month_of(dates.end)
    return {
        month: recomputed_totals(store, calendar, month, currency, scopes)
        for month in first.through(last)
    }
