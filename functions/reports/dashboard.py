"""The function ``dashboard``: totals, series, breakdowns and comparisons of a ledger."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import Request, Response
from pydantic import BaseModel

from functions.http import app as boundary
from functions.http.call import authenticate_reader, current_call
from functions.http.parameters import Declared, problem_responses
from functions.http.routes import Routes
from functions.reports.answers import report_response
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
from functions.reports.queries import CategoriesQuery, PeriodQuery, TrendsQuery
from shared.models.people.access import Action
from shared.services.reports import dashboards

routes = Routes("dashboard")


def _responses(answer: type[BaseModel] | str) -> dict[str | int, Any]:
    """Return the OpenAPI responses of a report."""
    return {200: Declared(answer, has_etag=True), **problem_responses("invalid-argument")}


def _on_demand(rule: str, view: str, answer: str) -> None:
    """Declare a report whose view and answer are named, in ``functions``, as ``module:name``."""
    routes.on_demand(
        "GET",
        rule,
        f"functions.{view}",
        allows=Action.READ,
        responses=_responses(f"functions.{answer}"),
    )


@routes.get("/summary", allows=Action.READ, responses=_responses(PeriodSummary))
def dashboard_summary(query: PeriodQuery) -> Response:
    """Get the totals of a period, by default this month, and of the previous one."""
    call = current_call()
    summary = dashboards.get_period_summary(call.store, query.period(), call.now)
    return report_response(period_summary_view(summary))


@routes.get("/categories", allows=Action.READ, responses=_responses(CategoryTotals))
def dashboard_categories(query: CategoriesQuery) -> Response:
    """Get totals by category of a period, by default this month, and of the previous one."""
    call = current_call()
    totals = dashboards.get_category_totals(
        call.store, query.period(), query.type, query.cursor, call.now
    )
    return report_response(category_totals_view(totals))


@routes.get("/trends", allows=Action.READ, responses=_responses(Trends))
def dashboard_trends(query: TrendsQuery) -> Response:
    """Get totals of days, weeks, months or years.

    Each interval that has a day of the period is whole, and `WEEK` begins on a Monday.

    By default the last 31 days, 12 weeks, 12 months or 5 years; at most 731, 262, 240 or 20.
    """
    call = current_call()
    trends = dashboards.get_trends(call.store, query.interval, query.period(), call.now)
    return report_response(trends_view(trends))


@routes.get("/cash_flow", allows=Action.READ, responses=_responses(CashFlow))
def dashboard_cash_flow(query: PeriodQuery) -> Response:
    """Get the cash flow of months, by default the last 12.

    A period is extended to whole months.
    """
    call = current_call()
    flow = dashboards.get_cash_flow(call.store, query.period(), call.now)
    return report_response(cash_flow_view(flow))


@routes.get("/net_worth", allows=Action.READ, responses=_responses(NetWorth))
def dashboard_net_worth(query: PeriodQuery) -> Response:
    """Get assets and liabilities at the end of each month, by default the last 12.

    A period is extended to whole months.
    """
    call = current_call()
    worth = dashboards.get_net_worth(call.store, query.period(), call.now)
    return report_response(net_worth_view(worth))


_on_demand("/", "reports.home:dashboard_home", "reports.home_views:HomeView")
_on_demand("/recent", "reports.home:dashboard_recent", "ledger.views:TransactionList")
_on_demand(
    "/category_trends",
    "reports.charts:dashboard_category_trends",
    "reports.chart_views:CategoryTrends",
)
_on_demand(
    "/type_trends",
    "reports.charts:dashboard_type_trends",
    "reports.chart_views:CustomTypeTrends",
)
_on_demand("/tag_trends", "reports.charts:dashboard_tag_trends", "reports.chart_views:TagTrends")
_on_demand("/tags", "reports.charts:dashboard_tags", "reports.chart_views:TagReport")
_on_demand("/accounts", "reports.charts:dashboard_accounts", "reports.chart_views:AccountReport")
_on_demand("/payees", "reports.charts:dashboard_payees", "reports.chart_views:PayeeReport")
_on_demand("/sankey", "reports.charts:dashboard_sankey", "reports.sankey_views:Sankey")
_on_demand("/comparison", "reports.charts:dashboard_comparison", "reports.chart_views:Comparison")
_on_demand("/averages", "reports.charts:dashboard_averages", "reports.chart_views:Averages")
_on_demand(
    "/exchange_results",
    "reports.charts:dashboard_exchange_results",
    "reports.exchange_views:ExchangeResults",
)


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(routes, authentication=authenticate_reader)


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
