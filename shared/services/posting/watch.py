"""Begin the watch of a ledger in the commit that gives it a budget or goal."""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.models.ledger.ledger import Ledger
from shared.models.planning.due_times import beginning_of
from shared.models.planning.watch.state import WatchState
from shared.repositories.store import TenantStore


def begin_watch(unit: TenantStore, ledger: Ledger, at: datetime) -> None:
    """Let people be told of the plans of a ledger from now on, and those of today be looked at.

    For each commit that writes a budget or a goal and has read ``ledger``. A ledger that is not
    watched has no state of a watch.
    """
    today = ledger.today(at)
    unit.touched.append(today)
    if not ledger.is_watched:
        unit.ledger.put_is_watched(is_watched=True)
        next_at = beginning_of(today + timedelta(days=1), ledger.timezone)
        unit.watch.put(WatchState(since=today, next_at=next_at))
