"""The function ``monthlyRollup``: start closing a month; called by Cloud Scheduler."""

import uuid
from functools import cache
from http import HTTPStatus
from typing import Annotated

from flask import Request, Response
from pydantic import AfterValidator, Field

from functions.http import app as boundary
from functions.http import clock
from functions.http.parameters import json_response, problem_responses
from functions.http.routes import Routes
from functions.http.security.permissions import Access
from functions.manifest import ROLLUP_TOPIC
from shared.models.values.base import FrozenModel, InputModel, example
from shared.models.values.dates import Month
from shared.repositories import connections
from shared.repositories.reports.months import MonthRepository
from shared.services.reports.rollup import publish_rollup

routes = Routes("monthlyRollup")


def _month(text: str) -> str:
    return str(Month.parse(text))


class RollupRequest(InputModel):
    """Month to close; by default the previous month in UTC.

    In ledgers with another start, the month that ended in this calendar month is closed.
    """

    model_config = example(month="2026-03")

    month: Annotated[str, AfterValidator(_month), Field(examples=["2026-03"])] | None = None


class RollupStarted(FrozenModel):
    """The month that is being closed, and the id of the run in the log."""

    month: str
    run_id: str


@routes.post(
    "/",
    allows=Access.SCHEDULER,
    responses={202: RollupStarted, **problem_responses(with_caller=False, with_body=True)},
)
def monthly_rollup(body: RollupRequest) -> Response:
    """Start closing a month for all tenants that have it."""
    today = clock.now().date()
    month = Month.parse(body.month) if body.month else Month.of(today).previous
    run_id = uuid.uuid4().hex
    months = MonthRepository(connections.firestore_client())
    publish_rollup(months, connections.publisher(ROLLUP_TOPIC), month, run_id)
    return json_response(RollupStarted(month=str(month), run_id=run_id), HTTPStatus.ACCEPTED)


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(routes, authentication=None)


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
