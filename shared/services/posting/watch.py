"""Begin the watch of a ledger in the commit that gives it a budget, goal or low balance."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from shared.models.ledger.account import Account
from shared.models.ledger.ledger import Ledger
from shared.models.planning.due_times import beginning_of
from shared.models.planning.watch.state import WatchState, has_low_balance
from shared.repositories.store import TenantStore


def begin_daily_look(
    unit: TenantStore, ledger: Ledger, accounts: Iterable[Account], at: datetime
) -> None:
    """Let the plans of a ledger be looked at once a day, if it gets its first low balance.

    For each commit that writes ``accounts`` with low balances and has read ``ledger``.
    """
    is_looked_at = ledger.is_watched or has_low_balance(ledger.accounts.values())
    if has_low_balance(accounts) and not is_looked_at:
        _put_state(unit, ledger, ledger.today(at))


def begin_watch(unit: TenantStore, ledger: Ledger, at: datetime) -> None:
    """Let people be told of the plans of a ledger from now on, and those of today be looked at.

    For each commit that writes a budget or a goal and has read ``ledger``. A ledger that is not
    watched has no state of a watch.
    """
    today = ledger.today(at)
    unit.touched.append(today)
    if not ledger.is_watched:
        unit.ledger.put_is_watched(is_watched=True)
        _put_state(unit, ledger, today)


def _put_state(unit: TenantStore, ledger: Ledger, today: date) -> None:
    next_at = beginning_of(today + timedelta(days=1), ledger.timezone)
    unit.watch.put(WatchState(since=today, next_at=next_at))
