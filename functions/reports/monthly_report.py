"""The function ``monthlyReport``: report the totals of a month."""

from functools import cache
from typing import Annotated, Self

from flask import Request, Response, request
from pydantic import Field, model_validator

from functions.http import app as boundary
from functions.http.call import current_call
from functions.http.parameters import (
    Declared,
    QueryParameters,
    json_response,
    problem_responses,
)
from functions.http.routes import Routes
from functions.reports.monthly_views import MonthlyReport, monthly_report_view
from shared.errors import InvalidArgument
from shared.models.people.access import Action
from shared.models.values.dates import MAX_YEAR, MIN_YEAR, Month
from shared.services.reports.monthly_reports import get_monthly_report

routes = Routes("monthlyReport")


class MonthQuery(QueryParameters):
    """Year and month, or neither for the current month in the ledger's time zone."""

    year: Annotated[int, Field(ge=MIN_YEAR, le=MAX_YEAR)] | None = None
    month: Annotated[int, Field(ge=1, le=12)] | None = None

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if (self.year is None) != (self.month is None):
            missing, given = ("year", "month") if self.year is None else ("month", "year")
            raise InvalidArgument.of(missing, f"is required with {given}")
        return self

    def chosen(self) -> Month | None:
        """Return the requested month; None for the current one."""
        if self.year is None or self.month is None:
            return None
        return Month(self.year, self.month)


@routes.get(
    "/",
    allows=Action.READ,
    responses={
        200: Declared(MonthlyReport, has_etag=True),
        **problem_responses("invalid-argument"),
    },
)
def monthly_report(query: MonthQuery) -> Response:
    """Get the report of a month, with the current totals."""
    call = current_call()
    report = get_monthly_report(call.store, query.chosen(), call.now)
    response = json_response(monthly_report_view(report))
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
