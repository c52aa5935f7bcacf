"""News of accounts that people get: their balance is planned to fall below the low balance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.notification import Event
from shared.models.notifications.parameters import DateParameter, amount, text
from shared.models.planning.watch.state import Sighting, WatchState

if TYPE_CHECKING:
    from shared.models.ledger.tenant import Tenant
    from shared.models.planning.forecasts.outlook import Outlook

DAYS_AHEAD = 14
"""Days after today on which a low balance is told ahead: enough to move money, and few surprises
that are not planned yet."""


def balance_sightings(
    tenant: Tenant, state: WatchState, outlooks: Mapping[str, Outlook], at: datetime
) -> Iterator[Sighting]:
    """Yield the accounts whose balance will fall below their low balance, once in a month.

    The month is the ledger's that has the day. A balance that is below it already was told by the
    commit that let it fall.
    """
    calendar = tenant.ledger.calendar
    for account in tenant.ledger.list_accounts():
        outlook, low_minor = outlooks[account.id], account.low_balance_minor
        if low_minor is None or account.archived or outlook.opening_minor < low_minor:
            continue
        day = outlook.first_below_floor
        if day is None:
            continue
        key = f"{calendar.last_day(calendar.month_of(day))}.ahead"
        if state.level(account.id, key):
            continue
        currency = tenant.ledger.currency_of(account.id)
        balance_minor = outlook.balances_minor[(day - outlook.days.first).days]
        event = Event.of(
            NotificationKind.LOW_BALANCE_AHEAD,
            account.id,
            at,
            key,
            workspace_name=tenant.workspace_name,
            parameters={
                "account": text(account.name),
                "amount": amount(balance_minor, currency),
                "limit": amount(low_minor, currency),
                "date": DateParameter(date=day),
            },
        )
        yield Sighting(account.id, key, 1, event)
