"""Event that a period of a budget has reached a threshold."""

from __future__ import annotations

from datetime import datetime

from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.notification import Event
from shared.models.notifications.parameters import DateParameter, NumberParameter, amount, text
from shared.models.planning.budgets.budget import Budget
from shared.models.values.spans.days import Days


def threshold_event(
    budget: Budget,
    period: Days,
    amounts: tuple[int, int],
    percent: int,
    at: datetime,
    workspace_name: str | None = None,
) -> Event:
    """Return the event, the same one each time, of a threshold in percent.

    ``amounts`` are what is spent and what is available, in minor units of the budget's currency.
    """
    spent, available = amounts
    return Event.of(
        NotificationKind.BUDGET_THRESHOLD,
        budget.id,
        at,
        str(period.last),
        str(percent),
        workspace_name=workspace_name,
        parameters={
            "name": text(budget.name),
            "amount": amount(spent, budget.currency),
            "limit": amount(available, budget.currency),
            "percent": NumberParameter(number=percent),
            "first": DateParameter(date=period.first),
            "last": DateParameter(date=period.last),
        },
    )
