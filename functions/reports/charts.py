"""Charts of the function ``dashboard``, which imports them when one is first asked for."""

from __future__ import annotations

from flask import Response

from functions.http.call import current_call
from functions.reports import chart_views as views
from functions.reports.answers import report_response
from functions.reports.exchange_views import exchange_results_view
from functions.reports.queries import (
    CategoryTrendsQuery,
    ComparisonQuery,
    CustomTypeTrendsQuery,
    PartialQuery,
    PayeesQuery,
    PeriodQuery,
    TagTrendsQuery,
)
from functions.reports.sankey_views import sankey_view
from shared.models.reports.series import CustomTypeChoice
from shared.services.reports import charts


def dashboard_category_trends(query: CategoryTrendsQuery) -> Response:
    """Get totals of categories in each month, by default of the last 12.

    A period is extended to whole months.
    """
    call = current_call()
    trends = charts.get_category_trends(
        call.store, query.period(), query.type, query.category_id, call.now
    )
    return report_response(views.category_trends_view(trends))


def dashboard_type_trends(query: CustomTypeTrendsQuery) -> Response:
    """Get totals of custom types in each month, by default of the last 12.

    A period is extended to whole months.
    """
    call = current_call()
    asked = CustomTypeChoice(query.type, query.custom_type_id)
    trends = charts.get_custom_type_trends(call.store, query.period(), asked, call.now)
    return report_response(views.custom_type_trends_view(trends))


def dashboard_tag_trends(query: TagTrendsQuery) -> Response:
    """Get totals of the largest tags in each month, by default of the last 12.

    A period is extended to whole months.
    """
    call = current_call()
    trends = charts.get_tag_trends(call.store, query.period(), query.tag, query.limit, call.now)
    return report_response(views.tag_trends_view(trends))


def dashboard_tags(query: PartialQuery) -> Response:
    """Get totals by tag of a period, by default this month."""
    call = current_call()
    report = charts.get_tag_report(call.store, query.period(), query.cursor, call.now)
    return report_response(views.tag_report_view(report))


def dashboard_accounts(query: PartialQuery) -> Response:
    """Get totals by account of a period, by default this month."""
    call = current_call()
    report = charts.get_account_report(call.store, query.period(), query.cursor, call.now)
    return report_response(views.account_report_view(report))


def dashboard_payees(query: PayeesQuery) -> Response:
    """Get the payees with the largest amounts in a period, by default this month."""
    call = current_call()
    report = charts.get_payee_report(
        call.store, query.period(), query.type, query.limit, query.cursor, call.now
    )
    return report_response(views.payee_report_view(report))


def dashboard_sankey(query: PeriodQuery) -> Response:
    """Get the flow from income to expenses and savings in a period, by default this month."""
    call = current_call()
    graph = charts.get_sankey(call.store, query.period(), call.now)
    return report_response(sankey_view(graph))


def dashboard_comparison(query: ComparisonQuery) -> Response:
    """Compare a period with the same days of earlier years, by default this year to date."""
    call = current_call()
    compared = charts.get_comparison(call.store, query.period(), query.years, call.now)
    return report_response(views.comparison_view(compared))


def dashboard_averages(query: PeriodQuery) -> Response:
    """Get averages and medians of days and months, by default of the 12 months before this one.

    The default begins with the first transaction if that is later, and is this month without an
    earlier one.
    """
    call = current_call()
    found = charts.get_averages(call.store, query.period(), call.now)
    return report_response(views.averages_view(found))


def dashboard_exchange_results(query: PeriodQuery) -> Response:
    """Get realised results of foreign money by average cost in months, by default the last 12.

    A result is the base amount of what was spent, less its average cost. A period is extended to
    whole months.
    """
    call = current_call()
    found = charts.get_exchange_results(call.store, query.period(), call.now)
    return report_response(exchange_results_view(found))
