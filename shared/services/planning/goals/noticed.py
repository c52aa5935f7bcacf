"""Read the goals that need attention, from the months that a home page has read already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Summary
from shared.models.planning.goals.noticed import NoticedGoals, months_needed, notice
from shared.models.values.spans.days import Months
from shared.repositories.store import TenantStore

MAX_MONTHS = 36
"""Months that are looked at, the present one included; goals that need more are left out."""


def read_noticed(
    store: TenantStore, ledger: Ledger, summaries: Sequence[Summary], now: datetime
) -> NoticedGoals | None:
    """Return the goals that need attention today, None without one in force.

    ``summaries`` were read. It reads the goals, and those of the last 36 months that are missing,
    for goals by categories, tags and transactions that began before the first one.
    """
    goals, today = store.goals.list_all(), ledger.today(now)
    live = [one for one in goals if one.is_in_force]
    if not live:
        return None
    asked = Months.ending(ledger.calendar.month_of(today), MAX_MONTHS)
    needed = {one.id: months_needed(one, ledger, today) for one in live}
    shown = [one for one in live if (of := needed[one.id]) is None or of.first in asked]
    months = {month for one in shown for month in needed[one.id] or ()}
    missing = sorted(months - {one.month for one in summaries})
    more = store.summaries.list_months(missing, ledger.calendar) if missing else []
    found = notice(ledger, goals, shown, [*summaries, *more], today)
    return found._replace(is_partial=found.is_partial or len(shown) < len(live))
