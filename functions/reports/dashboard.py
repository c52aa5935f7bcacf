"""The function ``dashboard``: totals, series, breakdowns and comparisons of a ledger."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import Request, Response, request
from pydantic import BaseModel

from functions.http import app as boundary
from functions.http.call import authenticate_reader, current_call
from functions.http.parameters import Declared, json_response, problem_responses
from functions.http.routes import Routes
from functions.ledger.views import TransactionList, transaction_view
from functions.reports import chart_views as views
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
from functions.reports.queries import (
    CategoriesQuery,
    CategoryTrendsQuery,
    ComparisonQuery,
    CustomTypeTrendsQuery,
    PartialQuery,
    PayeesQuery,
    PeriodQuery,
    RecentQuery,
    TagTrendsQuery,
    TrendsQuery,
)
from functions.reports.sankey_views import Sankey, sankey_view
from shared.models.people.access import Action
from shared.services.reports import dashboards

routes = Routes("dashboard")
home.add_to(routes)


def _responses(answer: type[BaseModel]) -> dict[str | int, Any]:
    """Return the OpenAPI responses of a report."""
    return {200: Declared(answer, has_etag=True), **problem_responses("invalid-argument")}


@routes.get("/summary", allows=Action.READ, responses=_responses(PeriodSummary))
def dashboard_summary(query: PeriodQuery) -> Response:
    """Get the totals of a period, by default this month, and of the previous one."""
    call = current_call()
    summary = dashboards.get_period_summary(call.store, query.period(), call.now)
    return _answer(period_summary_view(summary))


@routes.get("/categories", allows=Action.READ, responses=_responses(CategoryTotals))
def dashboard_categories(query: CategoriesQuery) -> Response:
    """Get totals by category of a period, by default this month, and of the previous one."""
    call = current_call()
    totals = dashboards.get_category_totals(
        call.store, query.period(), query.type, query.cursor, call.now
    )
    return _answer(category_totals_view(totals))


@routes.get("/recent", allows=Action.READ, responses=_responses(TransactionList))
def dashboard_recent(query: RecentQuery) -> Response:
    """List the latest transactions; ``next_cursor`` continues in the list of transactions."""
    call = current_call()
    page = dashboards.list_recent(call.store, query.limit, call.now)
    items = [transaction_view(transaction) for transaction in page.items]
    content = {"next_cursor": page.next_cursor, "is_partial": page.is_partial}
    return _answer(TransactionList(items=items, **content))


@routes.get("/trends", allows=Action.READ, responses=_responses(Trends))
def dashboard_trends(query: TrendsQuery) -> Response:
    """Get totals of days, weeks, months or years.

    By default the last 31 days, 12 weeks, 12 months or 5 years; at most 731, 262, 240 or 20.
    """
    call = current_call()
    trends = dashboards.get_trends(call.store, query.interval, query.period(), call.now)
    return _answer(trends_view(trends))


@routes.get("/cash_flow", allows=Action.READ, responses=_responses(CashFlow))
def dashboard_cash_flow(query: PeriodQuery) -> Response:
    """Get the cash flow of months, by default the last 12."""
    call = current_call()
    flow = dashboards.get_cash_flow(call.store, query.period(), call.now)
    return _answer(cash_flow_view(flow))


@routes.get("/net_worth", allows=Action.READ, responses=_responses(NetWorth))
def dashboard_net_worth(query: PeriodQuery) -> Response:
    """Get assets and liabilities at the end of each month, by default the last 12."""
    call = current_call()
    worth = dashboards.get_net_worth(call.store, query.period(), call.now)
    return _answer(net_worth_view(worth))


@routes.get("/category_trends", allows=Action.READ, responses=_responses(views.CategoryTrends))
def dashboard_category_trends(query: CategoryTrendsQuery) -> Response:
    """Get totals of categories in each month, by default of the last 12."""
    from shared.services.reports import charts  # noqa: PLC0415 (not every process draws charts)

    call = current_call()
    trends = charts.get_category_trends(
        call.store, query.period(), query.type, query.category_id, call.now
    )
    return _answer(views.category_trends_view(trends))


@routes.get("/type_trends", allows=Action.READ, responses=_responses(views.CustomTypeTrends))
def dashboard_type_trends(query: CustomTypeTrendsQuery) -> Response:
    """Get totals of custom types in each month, by default of the last 12."""
    from shared.models.reports.series import CustomTypeChoice  # noqa: PLC0415 (see below)
    from shared.services.reports import charts  # noqa: PLC0415 (not every process draws charts)

    call = current_call()
    asked = CustomTypeChoice(query.type, query.custom_type_id)
    trends = charts.get_custom_type_trends(call.store, query.period(), asked, call.now)
    return _answer(views.custom_type_trends_view(trends))


@routes.get("/tag_trends", allows=Action.READ, responses=_responses(views.TagTrends))
def dashboard_tag_trends(query: TagTrendsQuery) -> Response:
    """Get totals of the largest tags in each month, by default of the last 12."""
    from shared.services.reports import charts  # noqa: PLC0415 (not every process draws charts)

    call = current_call()
    trends = charts.get_tag_trends(call.store, query.period(), query.tag, query.limit, call.now)
    return _answer(views.tag_trends_view(trends))


@routes.get("/tags", allows=Action.READ, responses=_responses(views.TagReport))
def dashboard_tags(query: PartialQuery) -> Response:
    """Get totals by tag of a period, by default this month."""
    from shared.services.reports import charts  # noqa: PLC0415 (not every process draws charts)

    call = current_call()
    report = charts.get_tag_report(call.store, query.period(), query.cursor, call.now)
    return _answer(views.tag_report_view(report))


@routes.get("/accounts", allows=Action.READ, responses=_responses(views.AccountReport))
def dashboard_accounts(query: PartialQuery) -> Response:
    """Get totals by account of a period, by default this month."""
    from shared.services.reports import charts  # noqa: PLC0415 (not every process draws charts)

    call = current_call()
    report = charts.get_account_report(call.store, query.period(), query.cursor, call.now)
    return _answer(views.account_report_view(report))


@routes.get("/payees", allows=Action.READ, responses=_responses(views.PayeeReport))
def dashboard_payees(query: PayeesQuery) -> Response:
    """Get the payees with the largest amounts in a period, by default this month."""
    from shared.services.reports import charts  # noqa: PLC0415 (not every process draws charts)

    call = current_call()
    report = charts.get_payee_report(
        call.store, query.period(), query.type, query.limit, query.cursor, call.now
    )
    return _answer(views.payee_report_view(report))


@routes.get("/sankey", allows=Action.READ, responses=_responses(Sankey))
def dashboard_sankey(query: PeriodQuery) -> Response:
    """Get the flow from income to expenses and savings in a period, by default this month."""
    from shared.services.reports import charts  # noqa: PLC0415 (not every process draws charts)

    call = current_call()
    graph = charts.get_sankey(call.store, query.period(), call.now)
    return _answer(sankey_view(graph))


@routes.get("/comparison", allows=Action.READ, responses=_responses(views.Comparison))
def dashboard_comparison(query: ComparisonQuery) -> Response:
    """Compare a period with the same days of earlier years, by default this year to date."""
    from shared.services.reports import charts  # noqa: PLC0415 (not every process draws charts)

    call = current_call()
    compared = charts.get_comparison(call.store, query.period(), query.years, call.now)
    return _answer(views.comparison_view(compared))


@routes.get("/averages", allows=Action.READ, responses=_responses(views.Averages))
def dashboard_averages(query: PeriodQuery) -> Response:
    """Get averages and medians of days and months, by default of the 12 months before this one.

    The default begins with the month of the first transaction if that is later; it is this month to
    date if there is no earlier one.
    """
    from shared.services.reports import charts  # noqa: PLC0415 (not every process draws charts)

    call = current_call()
    found = charts.get_averages(call.store, query.period(), call.now)
    return _answer(views.averages_view(found))


def _answer(content: BaseModel) -> Response:
    """Return the content, or 304 if the client has it."""
    response = json_response(content)
    response.add_etag()
    response.make_conditional(request)
    return response


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(routes, authentication=authenticate_reader)


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
