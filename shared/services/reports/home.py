"""Read everything that a client shows first, at one instant."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from shared.models.ledger.tenant import Tenant
from shared.models.ledger.transactions.search import Search, TransactionFilter
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.people.access import Caller
from shared.models.reports.dashboard import period_summary, trends
from shared.models.reports.home import Home, list_work
from shared.models.reports.periods import Interval, Months
from shared.repositories.store import TenantStore
from shared.services.ledger.tenants import get_tenant

RECENT = 3
"""Transactions at the start of a client. With the tenant and 12 months they are 16 documents."""

_MONTHS = 12


def get_home(store: TenantStore, caller: Caller, now: datetime) -> Home:
    """Return the start of a client, from at most 16 documents of the ledger.

    In a workspace, the profile of the caller is one more.

    Raises:
        TenantMissing, DemoExpired: The ledger does not exist, or no longer.
    """

    def read(unit: TenantStore) -> Home:
        tenant = get_tenant(unit, now)
        ledger = tenant.ledger
        this_month = ledger.this_month(now)
        months = Months.ending(this_month, _MONTHS)
        summaries = unit.summaries.list_months(months, ledger.calendar)
        period = Months.ending(this_month, 1).days(ledger.calendar)
        intervals = Interval.MONTH.latest(ledger.today(now), ledger.calendar)
        return Home(
            tenant=tenant,
            display_name=_display_name(unit, tenant, caller),
            today=ledger.today(now),
            summary=period_summary(ledger, period, period.before(ledger.calendar), summaries),
            trends=trends(ledger, Interval.MONTH, intervals, summaries, ledger.today(now)),
            recent=_list_recent(unit, tenant),
            work=list(list_work(tenant, caller)),
        )

    return store.snapshot(read)


def _display_name(store: TenantStore, tenant: Tenant, caller: Caller) -> str | None:
    """Return the name in the caller's profile, which is in their own ledger."""
    if tenant.workspace is None:
        return tenant.profile.display_name
    return store.member_list.find_names([caller.uid]).get(caller.uid)


def _list_recent(store: TenantStore, tenant: Tenant) -> list[Transaction]:
    """Return the latest transactions; unlike a page it needs not know whether there are more."""
    search = Search.of(TransactionFilter(), tenant.ledger)
    return [one for one, _ in islice(store.transactions.scan(search, None, RECENT), RECENT)]
