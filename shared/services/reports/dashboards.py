"""Reports of the dashboard, each read at one instant: the tenant, and one document per month."""

from __future__ import annotations

from datetime import datetime

from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.page import Page
from shared.models.ledger.search import TransactionFilter
from shared.models.ledger.summary import Summary
from shared.models.ledger.transaction import Transaction
from shared.models.reports.dashboard import (
    CategoryTotals,
    PeriodSummary,
    Trends,
    category_totals,
    period_summary,
    trends,
)
from shared.models.reports.net_worth import CashFlow, NetWorth, cash_flow, net_worth
from shared.models.reports.periods import Days, Interval, Months
from shared.models.values.dates import Month
from shared.repositories.store import TenantStore
from shared.services.ledger.tenants import get_ledger
from shared.services.ledger.transactions import list_transactions

_USUAL_MONTHS = 12


def get_period_summary(store: TenantStore, chosen: Days | None, now: datetime) -> PeriodSummary:
    """Compare the totals of a period with those of the period before; default: this month.

    Raises:
        TenantMissing, DemoExpired: The ledger does not exist, or no longer.
        InvalidArgument: The period is longer than 240 months.
    """

    def read(unit: TenantStore) -> PeriodSummary:
        ledger = get_ledger(unit, now)
        this_month = _latest_months(ledger, now, 1).days(ledger.calendar)
        period = chosen or this_month
        period.months(ledger.calendar).checked()
        previous = period.before(ledger.calendar)
        summaries = _list_touched(unit, ledger, Days(previous.first, period.last))
        return period_summary(ledger, period, previous, summaries)

    return store.snapshot(read)


def get_category_totals(
    store: TenantStore, chosen: Months | None, entry_type: EntryType | None, now: datetime
) -> CategoryTotals:
    """Compare the totals of categories with those of the months before; default: this month.

    Raises:
        TenantMissing, DemoExpired: The ledger does not exist, or no longer.
        InvalidArgument: There are more than 240 months.
    """

    def read(unit: TenantStore) -> CategoryTotals:
        ledger = get_ledger(unit, now)
        months = (chosen or _latest_months(ledger, now, 1)).checked()
        both = Months(months.before().first, months.last)
        summaries = unit.summaries.list_months(both, ledger.calendar)
        return category_totals(ledger, months, entry_type, summaries)

    return store.snapshot(read)


def list_recent(store: TenantStore, limit: int, now: datetime) -> Page[Transaction]:
    """Return the most recent transactions by date.

    Raises:
        TenantMissing, DemoExpired: The ledger does not exist, or no longer.
    """
    return list_transactions(store, get_ledger(store, now), TransactionFilter(), None, limit)


def get_trends(
    store: TenantStore, interval: Interval, chosen: Days | None, now: datetime
) -> Trends:
    """Return the totals of intervals; default: the last 12 weeks, 12 months or 5 years.

    Raises:
        TenantMissing, DemoExpired: The ledger does not exist, or no longer.
        InvalidArgument: There are more than 262 weeks, 240 months or 20 years.
    """

    def read(unit: TenantStore) -> Trends:
        ledger = get_ledger(unit, now)
        if chosen is None:
            periods = interval.latest(ledger.today(now), ledger.calendar)
        else:
            periods = interval.across(chosen, ledger.calendar)
        summaries = _list_touched(unit, ledger, Days(periods[0].first, periods[-1].last))
        return trends(ledger, interval, periods, summaries)

    return store.snapshot(read)


def get_cash_flow(store: TenantStore, chosen: Months | None, now: datetime) -> CashFlow:
    """Return the cash flow from opening to closing balance of each month; default: the last 12.

    Raises:
        TenantMissing, DemoExpired: The ledger does not exist, or no longer.
        InvalidArgument: There are more than 240 months.
    """

    def read(unit: TenantStore) -> CashFlow:
        ledger = get_ledger(unit, now)
        months = (chosen or _latest_months(ledger, now)).checked()
        return cash_flow(ledger, months, _list_since(unit, ledger, months.first))

    return store.snapshot(read)


def get_net_worth(store: TenantStore, chosen: Months | None, now: datetime) -> NetWorth:
    """Return the net worth, the sum of all accounts, at the ends of months; default: the last 12.

    Raises:
        TenantMissing, DemoExpired: The ledger does not exist, or no longer.
        InvalidArgument: There are more than 240 months.
    """

    def read(unit: TenantStore) -> NetWorth:
        ledger = get_ledger(unit, now)
        months = (chosen or _latest_months(ledger, now)).checked()
        return net_worth(ledger, months, _list_since(unit, ledger, months.first))

    return store.snapshot(read)


def _latest_months(ledger: Ledger, now: datetime, count: int = _USUAL_MONTHS) -> Months:
    """Return the last ``count`` months, up to the present month in the tenant's time zone."""
    return Months.ending(ledger.calendar.month_of(ledger.today(now)), count)


def _list_touched(unit: TenantStore, ledger: Ledger, days: Days) -> list[Summary]:
    return unit.summaries.list_months(days.months(ledger.calendar), ledger.calendar)


def _list_since(unit: TenantStore, ledger: Ledger, first: Month) -> list[Summary]:
    return unit.summaries.list_from(first, ledger.calendar)
