"""The function ``dashboard``: totals, trends, cash flow and net worth."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from flask import Request, Response, request
from pydantic import BaseModel, BeforeValidator, Field

from functions.http import app as boundary
from functions.http.call import current_call
from functions.http.parameters import (
    Declared,
    QueryParameters,
    json_response,
    problem_responses,
)
from functions.http.routes import Routes
from functions.ledger.views import TransactionList, transaction_view
from functions.reports import home
from functions.reports.dashboard_views import (
    CashFlow,
    CategoryTotals,
    NetWorth,
    PeriodSummary,
    Trends,
    cash_flow_view,
    category_totals_view,
    net_worth_view,
    period_summary_view,
    trends_view,
)
from shared.models.ledger.category import AnyCaseEntryType
from shared.models.people.access import Action
from shared.models.reports.periods import Days, Interval, Months, ReportedDay, ReportedMonth
from shared.models.values.text import lower_case
from shared.services.reports import dashboards

routes = Routes("dashboard")
home.add_to(routes)

_DEFAULT_RECENT, _MOST_RECENT = 5, 50

_FROM = Field(default=None, alias="from", description="The first day or month; requires ``to``.")
_TO = Field(default=None, description="The last day or month, inclusive; requires ``from``.")


class DaysQuery(QueryParameters):
    """Range of days: both ends, or neither for the default of the operation."""

    from_: ReportedDay | None = _FROM
    to: ReportedDay | None = _TO

    def chosen(self) -> Days | None:
        """Return the requested days; None for the default.

        Raises:
            InvalidArgument: Only one end is given, or the first is after the last.
        """
        return Days.chosen(self.from_, self.to)


class MonthsQuery(QueryParameters):
    """Range of months of the ledger's calendar: both ends or neither."""

    from_: ReportedMonth | None = _FROM
    to: ReportedMonth | None = _TO

    def chosen(self) -> Months | None:
        """Return the requested months; None for the default.

        Raises:
            InvalidArgument: Only one end is given, or the first is after the last.
        """
        return Months.chosen(self.from_, self.to)


class CategoriesQuery(MonthsQuery):
    """Range of months, and type of the categories; both types without one."""

    type: AnyCaseEntryType | None = None


class TrendsQuery(DaysQuery):
    """Range of whole intervals: those that contain any of the days."""

    interval: Annotated[Interval, BeforeValidator(lower_case)] = Interval.MONTH


class RecentQuery(QueryParameters):
    """Number of transactions."""

    limit: Annotated[int, Field(ge=1, le=_MOST_RECENT)] = _DEFAULT_RECENT


@routes.get(
    "/summary",
    allows=Action.READ,
    responses={
        200: Declared(PeriodSummary, has_etag=True),
        **problem_responses("invalid-argument"),
    },
)
def dashboard_summary(query: DaysQuery) -> Response:
    """Get the totals of a period, by default this month, and of the previous one."""
    call = current_call()
    summary = dashboards.get_period_summary(call.store, query.chosen(), call.now)
    return _answer(period_summary_view(summary))


@routes.get(
    "/categories",
    allows=Action.READ,
    responses={
        200: Declared(CategoryTotals, has_etag=True),
        **problem_responses("invalid-argument"),
    },
)
def dashboard_categories(query: CategoriesQuery) -> Response:
    """Get totals by category of months, by default this month, and of the previous ones."""
    call = current_call()
    totals = dashboards.get_category_totals(call.store, query.chosen(), query.type, call.now)
    return _answer(category_totals_view(totals))


@routes.get(
    "/recent",
    allows=Action.READ,
    responses={
        200: Declared(TransactionList, has_etag=True),
        **problem_responses("invalid-argument"),
    },
)
def dashboard_recent(query: RecentQuery) -> Response:
    """List the latest transactions; ``next_cursor`` continues in the list of transactions."""
    call = current_call()
    page = dashboards.list_recent(call.store, query.limit, call.now)
    items = [transaction_view(transaction) for transaction in page.items]
    content = {"next_cursor": page.next_cursor, "is_partial": page.is_partial}
    return _answer(TransactionList(items=items, **content))


@routes.get(
    "/trends",
    allows=Action.READ,
    responses={200: Declared(Trends, has_etag=True), **problem_responses("invalid-argument")},
)
def dashboard_trends(query: TrendsQuery) -> Response:
    """Get totals of weeks, months or years, by default the last 12 weeks, 12 months or 5 years."""
    call = current_call()
    trends = dashboards.get_trends(call.store, query.interval, query.chosen(), call.now)
    return _answer(trends_view(trends))


@routes.get(
    "/cash_flow",
    allows=Action.READ,
    responses={200: Declared(CashFlow, has_etag=True), **problem_responses("invalid-argument")},
)
def dashboard_cash_flow(query: MonthsQuery) -> Response:
    """Get the cash flow of months, by default the last 12."""
    call = current_call()
    flow = dashboards.get_cash_flow(call.store, query.chosen(), call.now)
    return _answer(cash_flow_view(flow))


@routes.get(
    "/net_worth",
    allows=Action.READ,
    responses={200: Declared(NetWorth, has_etag=True), **problem_responses("invalid-argument")},
)
def dashboard_net_worth(query: MonthsQuery) -> Response:
    """Get assets and liabilities at the end of each month, by default the last 12."""
    call = current_call()
    worth = dashboards.get_net_worth(call.store, query.chosen(), call.now)
    return _answer(net_worth_view(worth))


def _answer(content: BaseModel) -> Response:
    """Return the content, or 304 if the client has it."""
    response = json_response(content)
    response.add_etag()
    response.make_conditional(request)
    return response


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(routes)


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
