"""Events of closed months that people are notified of; loaded on demand, as few months have one."""

from __future__ import annotations

from shared.models.ledger.tenant import Tenant
from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.notification import Event
from shared.models.notifications.parameters import MonthParameter, amount
from shared.models.reports.period_close import MonthClosed


def difference_event(tenant: Tenant, closed: MonthClosed) -> Event:
    """Return the event that a month was closed with other totals than those known before."""
    close, currency = closed.period_close, tenant.ledger.currency
    income, expenses = closed.known_difference
    return Event.of(
        NotificationKind.MONTH_DIFFERENCE,
        str(closed.month),
        close.verified_at,
        str(close.revision),
        workspace_name=tenant.workspace_name,
        parameters={
            "month": MonthParameter(month=str(closed.month)),
            "income": amount(income, currency),
            "expenses": amount(expenses, currency),
        },
    )
