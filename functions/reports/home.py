"""The home page's part of the function ``dashboard``, which imports it when it is first called."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from flask import Response

from functions.http.call import current_call
from functions.ledger.views import TransactionList, transaction_view
from functions.reports.answers import report_response
from functions.reports.home_views import HomePlanning, home_view
from functions.reports.queries import HomeQuery, RecentQuery
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Summary
from shared.repositories.store import TenantStore
from shared.services.history.changes import latest_place
from shared.services.planning.upcoming import list_upcoming
from shared.services.reports.home import HomeRequest, get_home
from shared.services.reports.recent import list_recent

if TYPE_CHECKING:
    from shared.models.planning.budgets.left import LeftToSpend
    from shared.models.planning.goals.noticed import NoticedGoals


def dashboard_home(query: HomeQuery) -> Response:
    """Get what a home page shows: caller, ledger, a month, trends, and jobs under way.

    It reads at most 17 documents, one more for each of `recent` above its default, 32 more for
    recurring entries, and 25 each for budgets and for goals; for another `month` up to 12 more for
    goals.
    """
    call = current_call()
    asked = HomeRequest(query.month, query.recent)
    home, planning = get_home(call.store, call.caller, asked, call.now, _read_planning)
    place = latest_place(call.store, home.tenant.ledger)
    return report_response(home_view(home, planning, call.caller, place))


def _read_planning(
    unit: TenantStore, ledger: Ledger, summaries: Sequence[Summary], now: datetime
) -> HomePlanning:
    """Return what recurs, is left to spend, and is saved; where there is no plan, none is read."""
    left: LeftToSpend | None = None
    goals: NoticedGoals | None = None
    if ledger.is_watched:
        from shared.services.planning.budgets.left import read_left  # noqa: PLC0415 (see above)
        from shared.services.planning.goals.noticed import read_noticed  # noqa: PLC0415 (see above)

        left = read_left(unit, ledger, summaries, now)
        goals = read_noticed(unit, ledger, summaries, now)
    return HomePlanning(list_upcoming(unit, ledger, now), left, goals)


def dashboard_recent(query: RecentQuery) -> Response:
    """List the latest transactions; ``next_cursor`` continues in the list of transactions."""
    call = current_call()
    page = list_recent(call.store, query.limit, call.now)
    items = [transaction_view(transaction) for transaction in page.items]
    content = {"next_cursor": page.next_cursor, "is_partial": page.is_partial}
    return report_response(TransactionList(items=items, **content))
