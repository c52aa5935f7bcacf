"""The start of a client in one call: a route of the function ``dashboard``."""

from __future__ import annotations

from flask import Response, request

from functions.http.call import current_call
from functions.http.parameters import Declared, json_response, problem_responses
from functions.http.routes import Routes
from functions.reports.home_views import HomeView, home_view
from functions.reports.queries import HomeQuery
from shared.models.people.access import Action


def add_to(routes: Routes) -> None:
    """Add the route to those of a function."""
    home = Declared(HomeView, has_etag=True)
    responses = {200: home, **problem_responses()}
    routes.get("/", allows=Action.READ, responses=responses)(dashboard_home)


def dashboard_home(query: HomeQuery) -> Response:
    """Get what a home page shows: caller, ledger, this month, trends, and jobs under way.

    The answer has the caller and their role; currency, time zone, accounts with balances,
    categories and custom types; the totals of this month and of the last 12; the latest
    transactions; and imports, merges and other work under way. It reads at most 16 documents, and
    one more for each of `recent` above its default.
    """
    from shared.services.reports.home import get_home  # noqa: PLC0415 (The other routes do not need it.)

    call = current_call()
    home = get_home(call.store, call.caller, query.recent, call.now)
    response = json_response(home_view(home, call.caller))
    response.add_etag()
    response.make_conditional(request)
    return response
