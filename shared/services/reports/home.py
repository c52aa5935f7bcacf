"""Read everything that a client shows first, at one instant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple, TypedDict, TypeVar

from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Summary
from shared.models.ledger.tenant import Tenant
from shared.models.ledger.transactions.search import Search, TransactionFilter
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.people.access import Caller, TenantKind, TenantRef
from shared.models.reports.dashboard import (
    CategoryTotals,
    PeriodSummary,
    Trends,
    category_totals,
    period_summary,
    trends,
)
from shared.models.reports.home import Home, list_jobs
from shared.models.reports.period_totals import totals_of_periods
from shared.models.reports.periods import Interval
from shared.models.values.dates import Month
from shared.models.values.spans.days import Days, Months
from shared.repositories.store import TenantStore
from shared.services.ledger.balances import get_balances
from shared.services.ledger.tenants import get_tenant

_T = TypeVar("_T")

_DEFAULT_RECENT, _DEFAULT_RECENT_IN_WORKSPACE = 3, 1
"""Latest transactions. With the tenant, 12 months and the count of unread notifications they are 17
documents; so they are in a workspace with the caller's membership, which is read before, and their
profile."""

_MONTHS = 12


class HomeRequest(NamedTuple):
    """The month of the reports, None for the present one, and the number of transactions."""

    month: Month | None
    recent: int | None


def get_home(
    store: TenantStore,
    caller: Caller,
    asked: HomeRequest,
    now: datetime,
    read_also: Callable[[TenantStore, Ledger, Sequence[Summary], datetime], _T],
) -> tuple[Home, _T]:
    """Return the start of a client, with the latest transactions, and what else is read.

    Without a number there are as many as leave 17 documents to read for the whole request, beside
    those of ``read_also``, which gets the summaries of the 12 months that end with the asked one.

    Raises:
        TenantMissing, DemoExpired: The ledger does not exist, or no longer.
    """

    def read(unit: TenantStore) -> tuple[Home, _T]:
        tenant = get_tenant(unit, now)
        ledger = tenant.ledger
        month = asked.month or ledger.this_month(now)
        summaries = unit.summaries.list_months(Months.ending(month, _MONTHS), ledger.calendar)
        home = Home(
            tenant=tenant,
            display_name=_display_name(unit, tenant, caller),
            today=ledger.today(now),
            month=month,
            **_reports(ledger, month, summaries, now),
            balances=get_balances(store, ledger, now),
            recent=_list_recent(unit, tenant, asked.recent),
            jobs=list(list_jobs(tenant, caller)),
            unread_count=_own_store(unit, caller).notifications.count_unread(),
        )
        return home, read_also(unit, ledger, summaries, now)

    return store.snapshot(read)


class _Reports(TypedDict):
    """Reports of a month and of the 12 months that end with it, as fields of ``Home``."""

    summary: PeriodSummary
    category_totals: CategoryTotals
    daily: Trends
    trends: Trends


def _reports(ledger: Ledger, month: Month, summaries: Sequence[Summary], now: datetime) -> _Reports:
    calendar, today = ledger.calendar, ledger.today(now)
    period = Months(month, month).days(calendar)
    previous = period.before(calendar)
    both = Months(month.previous, month)
    of_both = [one for one in summaries if one.month in both]
    before, current = totals_of_periods((previous, period), calendar, of_both, ())
    days = [Days(day, day) for day in both.days(calendar)]
    months = [Months(one, one).days(calendar) for one in Months.ending(month, _MONTHS)]
    return {
        "summary": period_summary(ledger, period, previous, of_both),
        "category_totals": category_totals(ledger, (previous, period), (before, current)),
        "daily": trends(ledger, Interval.DAY, days, of_both, today),
        "trends": trends(ledger, Interval.MONTH, months, summaries, today),
    }


def _own_store(store: TenantStore, caller: Caller) -> TenantStore:
    """Return the store of the caller's own ledger, below which their notifications are."""
    if store.ref.kind is not TenantKind.WORKSPACE:
        return store
    return store.for_tenant(TenantRef(TenantKind.USER, caller.uid))


def _display_name(store: TenantStore, tenant: Tenant, caller: Caller) -> str | None:
    """Return the name in the caller's profile, which is in their own ledger."""
    if tenant.workspace is None:
        return tenant.profile.display_name
    return store.member_list.find_names([caller.uid]).get(caller.uid)


def _list_recent(store: TenantStore, tenant: Tenant, limit: int | None) -> list[Transaction]:
    """Return the latest transactions; unlike a page it needs not know whether there are more."""
    if limit is None:
        is_shared = tenant.workspace is not None
        limit = _DEFAULT_RECENT_IN_WORKSPACE if is_shared else _DEFAULT_RECENT
    if limit == 0:
        return []
    search = Search.of(TransactionFilter(), tenant.ledger)
    return [one for one, _ in islice(store.transactions.scan(search, None, limit), limit)]
