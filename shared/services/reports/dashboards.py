"""Reading of the reports of the dashboard, each at one instant.

They read the tenant and one document per month. Totals of categories read also the transactions of
months that the period has in part.
"""

from __future__ import annotations

from datetime import datetime

from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Summary
from shared.models.reports.dashboard import (
    CategoryTotals,
    PeriodSummary,
    Trends,
    category_totals,
    period_summary,
    trends,
)
from shared.models.reports.periods import Interval, PeriodRequest
from shared.models.reports.worth.net_worth import (
    CashFlow,
    NetWorth,
    cash_flow,
    days_of_rates,
    net_worth,
)
from shared.models.values.spans.days import Days, Months
from shared.repositories.store import TenantStore
from shared.services.currencies.lookup import load_conversions
from shared.services.ledger.tenants import get_ledger

_USUAL_MONTHS = 12


def get_period_summary(
    store: TenantStore, chosen: PeriodRequest | None, now: datetime
) -> PeriodSummary:
    """Compare the totals of a period with those of the period before; default: this month.

    Raises:
        TenantMissing, DemoExpired: The ledger does not exist, or no longer.
        InvalidArgument: The period is longer than 240 months, or ends before it begins.
    """

    def read(unit: TenantStore) -> PeriodSummary:
        ledger = get_ledger(unit, now)
        period = days_or_latest(ledger, chosen, 1, now)
        period.months(ledger.calendar).checked()
        previous = period.before(ledger.calendar)
        summaries = list_touched(unit, ledger, Days(previous.first, period.last))
        return period_summary(ledger, period, previous, summaries)

    return store.snapshot(read)


def get_category_totals(
    store: TenantStore,
    chosen: PeriodRequest | None,
    entry_type: EntryType | None,
    cursor: str | None,
    now: datetime,
) -> CategoryTotals:
    """Compare the totals of categories with those of the period before; default: this month.

    Raises:
        TenantMissing, DemoExpired: The ledger does not exist, or no longer.
        InvalidArgument: There are more than 240 months, or the period ends before it begins.
        Unreadable: The cursor belongs to another period.
    """
    from shared.services.reports.period_totals import read_totals  # noqa: PLC0415 (no other report reads entries)

    def read(unit: TenantStore) -> CategoryTotals:
        ledger = get_ledger(unit, now)
        period = days_or_latest(ledger, chosen, 1, now)
        period.months(ledger.calendar).checked()
        periods = (period.before(ledger.calendar), period)
        (before, current), next_cursor = read_totals(unit, ledger, periods, cursor)
        is_part = cursor is not None or next_cursor is not None
        return category_totals(
            ledger, periods, (before, current), entry_type, next_cursor, is_part=is_part
        )

    return store.snapshot(read)


def get_trends(
    store: TenantStore, interval: Interval, chosen: PeriodRequest | None, now: datetime
) -> Trends:
    """Return the totals of intervals; default: the last 31 days, 12 weeks, 12 months or 5 years.

    Raises:
        TenantMissing, DemoExpired: The ledger does not exist, or no longer.
        InvalidArgument: There are more than 731 days, 262 weeks, 240 months or 20 years, or the
            period ends before it begins.
    """

    def read(unit: TenantStore) -> Trends:
        ledger = get_ledger(unit, now)
        today = ledger.today(now)
        if chosen is None:
            periods = interval.latest(today, ledger.calendar)
        else:
            periods = interval.across(chosen.days(ledger.calendar), ledger.calendar)
        summaries = list_touched(unit, ledger, Days(periods[0].first, periods[-1].last))
        return trends(ledger, interval, periods, summaries, today)

    return store.snapshot(read)


def get_cash_flow(store: TenantStore, chosen: PeriodRequest | None, now: datetime) -> CashFlow:
    """Return the cash flow from opening to closing balance of each month; default: the last 12.

    Raises:
        TenantMissing, DemoExpired: The ledger does not exist, or no longer.
        InvalidArgument: There are more than 240 months, or the period ends before it begins.
    """

    def read(unit: TenantStore) -> CashFlow:
        ledger = get_ledger(unit, now)
        months = months_or_latest(ledger, chosen, now)
        summaries = unit.summaries.list_from(months.first, ledger.calendar)
        rates = load_conversions(store, ledger, days_of_rates(ledger, months), now)
        return cash_flow(ledger, months, summaries, ledger.today(now), rates.convert)

    return store.snapshot(read)


def get_net_worth(store: TenantStore, chosen: PeriodRequest | None, now: datetime) -> NetWorth:
    """Return the net worth, the sum of all accounts, at the ends of months; default: the last 12.

    Raises:
        TenantMissing, DemoExpired: The ledger does not exist, or no longer.
        InvalidArgument: There are more than 240 months, or the period ends before it begins.
    """

    def read(unit: TenantStore) -> NetWorth:
        ledger = get_ledger(unit, now)
        months = months_or_latest(ledger, chosen, now)
        summaries = unit.summaries.list_from(months.first, ledger.calendar)
        rates = load_conversions(store, ledger, days_of_rates(ledger, months), now)
        return net_worth(ledger, months, summaries, ledger.today(now), rates)

    return store.snapshot(read)


def days_or_latest(
    ledger: Ledger, chosen: PeriodRequest | None, months: int, now: datetime
) -> Days:
    """Return the chosen days, or those of the last months, the present one included.

    Raises:
        InvalidArgument: The chosen period ends before it begins.
    """
    if chosen is not None:
        return chosen.days(ledger.calendar)
    return Months.ending(ledger.this_month(now), months).days(ledger.calendar)


def months_or_latest(ledger: Ledger, chosen: PeriodRequest | None, now: datetime) -> Months:
    """Return the months that the chosen days are in, or the last 12, the present one included.

    Raises:
        InvalidArgument: There are more than 240 months, or the period ends before it begins.
    """
    days = days_or_latest(ledger, chosen, _USUAL_MONTHS, now)
    return days.months(ledger.calendar).checked()


def list_touched(unit: TenantStore, ledger: Ledger, days: Days) -> list[Summary]:
    """List the summaries of the months that these days are in."""
    return unit.summaries.list_months(days.months(ledger.calendar), ledger.calendar)
