"""Reading the dashboard, each answer at one instant: the ledger, and one document a month."""

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
    """What a period came to beside the one before, by default this month.

    Raises:
        TenantMissing, DemoExpired: There is no ledger to report on (any more).
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
    """What categories came to beside as many months before, by default this month.

    Raises:
        TenantMissing, DemoExpired: There is no ledger to report on (any more).
        InvalidArgument: They are more than 240 months.
    """

    def read(unit: TenantStore) -> CategoryTotals:
        ledger = get_ledger(unit, now)
        months = (chosen or _latest_months(ledger, now, 1)).checked()
        both = Months(months.before().first, months.last)
        summaries = unit.summaries.list_months(both, ledger.calendar)
        return category_totals(ledger, months, entry_type, summaries)

    return store.snapshot(read)


def list_recent(store: TenantStore, limit: int, now: datetime) -> Page[Transaction]:
    """The last transactions by date.

    Raises:
        TenantMissing, DemoExpired: There is no ledger to report on (any more).
    """
    return list_transactions(store, get_ledger(store, now), TransactionFilter(), None, limit)


def get_trends(
    store: TenantStore, interval: Interval, chosen: Days | None, now: datetime
) -> Trends:
    """What intervals came to, by default the last 12 weeks, 12 months or 5 years.

    Raises:
        TenantMissing, DemoExpired: There is no ledger to report on (any more).
        InvalidArgument: They are more than 262 weeks, 240 months or 20 years.
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
    """How months led from balance to balance, by default the last 12.

    Raises:
        TenantMissing, DemoExpired: There is no ledger to report on (any more).
        InvalidArgument: They are more than 240 months.
    """

    def read(unit: TenantStore) -> CashFlow:
        ledger = get_ledger(unit, now)
        months = (chosen or _latest_months(ledger, now)).checked()
        return cash_flow(ledger, months, _list_since(unit, ledger, months.first))

    return store.snapshot(read)


def get_net_worth(store: TenantStore, chosen: Months | None, now: datetime) -> NetWorth:
    """What there was on all accounts at the ends of months, by default the last 12.

    Raises:
        TenantMissing, DemoExpired: There is no ledger to report on (any more).
        InvalidArgument: They are more than 240 months.
    """

    def read(unit: TenantStore) -> NetWorth:
        ledger = get_ledger(unit, now)
        months = (chosen or _latest_months(ledger, now)).checked()
        return net_worth(ledger, months, _list_since(unit, ledger, months.first))

    return store.snapshot(read)


def _latest_months(ledger: Ledger, now: datetime, count: int = _USUAL_MONTHS) -> Months:
    """So many months, up to this one where the ledger lives."""
    return Months.ending(ledger.calendar.month_of(ledger.today(now)), count)


def _list_touched(unit: TenantStore, ledger: Ledger, days: Days) -> list[Summary]:
    return unit.summaries.list_months(days.months(ledger.calendar), ledger.calendar)


def _list_since(unit: TenantStore, ledger: Ledger, first: Month) -> list[Summary]:
    return unit.summaries.list_from(first, ledger.calendar)
