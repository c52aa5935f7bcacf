"""The home page's part of the function ``dashboard``, which imports it when it is first called."""

from __future__ import annotations

from flask import Response

from functions.http.call import current_call
from functions.ledger.views import TransactionList, transaction_view
from functions.reports.answers import report_response
from functions.reports.home_views import home_view
from functions.reports.queries import HomeQuery, RecentQuery
from shared.services.planning.upcoming import list_upcoming
from shared.services.reports.home import get_home
from shared.services.reports.recent import list_recent


def dashboard_home(query: HomeQuery) -> Response:
    """Get what a home page shows: caller, ledger, this month, trends, and jobs under way.

    It reads at most 17 documents, one more for each of `recent` above its default, and 32 more for
    recurring entries.
    """
    call = current_call()
    home, upcoming = get_home(call.store, call.caller, query.recent, call.now, list_upcoming)
    return report_response(home_view(home, upcoming, call.caller))


def dashboard_recent(query: RecentQuery) -> Response:
    """List the latest transactions; ``next_cursor`` continues in the list of transactions."""
    call = current_call()
    page = list_recent(call.store, query.limit, call.now)
    items = [transaction_view(transaction) for transaction in page.items]
    content = {"next_cursor": page.next_cursor, "is_partial": page.is_partial}
    return report_response(TransactionList(items=items, **content))
