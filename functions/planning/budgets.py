"""The function ``budgets``: budgets and their status."""

from functools import cache
from http import HTTPStatus

from flask import Request, Response
from pydantic import Field

from functions.http import app as boundary
from functions.http.background.scopes import RequestedScopes
from functions.http.call import current_call, expected_revision
from functions.http.parameters import (
    ChangeHeaders,
    CreationHeaders,
    Declared,
    IdPath,
    QueryParameters,
    json_response,
    no_content,
    problem_responses,
)
from functions.http.routes import Routes
from functions.http.views import etag_of
from functions.planning.budget_status_views import (
    BudgetHistory,
    BudgetPreview,
    BudgetReportView,
    history_view,
    preview_view,
    report_view,
)
from functions.planning.budget_views import BudgetList, BudgetView, budget_view
from shared.models.people.access import Action
from shared.models.planning.budgets.budget_input import BudgetDraft, BudgetPatch
from shared.models.values.dates import CivilDate
from shared.services.planning.budgets import budgets as service
from shared.services.planning.budgets import status as reports

_DEFAULT_PERIODS, _MAX_PERIODS = 12, 60

routes = Routes("budgets")


class StatusQuery(QueryParameters):
    """Day of the status."""

    date: CivilDate | None = Field(
        default=None,
        description="The day whose periods are reported, two years ahead at most; default: today.",
    )
    with_past: bool = Field(
        default=False, description="Whether to add the period before and averages of earlier ones."
    )


class HistoryQuery(QueryParameters):
    """Number of periods."""

    periods: int = Field(
        default=_DEFAULT_PERIODS, ge=1, le=_MAX_PERIODS, description="The number of periods."
    )


@routes.get("/", allows=Action.READ, responses={200: BudgetList, **problem_responses()})
def list_budgets() -> Response:
    """List all budgets by name, at most 100, archived ones too."""
    call = current_call()
    ledger, budgets = service.list_budgets(call.store, call.now)
    items = [budget_view(service.OwnedBudget(ledger, one)) for one in budgets]
    return json_response(BudgetList(items=items))


@routes.post(
    "/",
    allows=Action.WRITE,
    names_change=True,
    responses={
        201: BudgetView,
        **problem_responses(
            "demo-quota",
            "too-many-budgets",
            "too-many-scopes",
            "idempotency-key-reused",
            with_body=True,
        ),
    },
)
def create_budget(body: BudgetDraft, header: CreationHeaders) -> Response:
    """Create a budget: an amount that may be spent in each period.

    Periods are the ledger's months, or begin on the dates of a rule, such as each payday. With a
    rule, or several tags, earlier expenses of a large ledger are counted in the background, for at
    most 30 different scopes.
    """
    call = current_call()
    scopes = RequestedScopes(call.store)
    operation = call.operation(header.idempotency_key)
    made = service.create_budget(call.store, operation, body, scopes.announce)
    scopes.build()
    return _response(made, HTTPStatus.CREATED, f"/budgets/{made.budget.id}")


@routes.get(
    "/status",
    allows=Action.READ,
    responses={200: BudgetReportView, **problem_responses("invalid-argument")},
)
def get_budget_status(query: StatusQuery) -> Response:
    """Get the status of all budgets in the periods of a day.

    Archived budgets, and those that begin later, are left out. ``carried`` is calculated from all
    periods since the budget began, so late and corrected transactions count at once.
    """
    call = current_call()
    return json_response(
        report_view(reports.get_status(call.store, query.date, call.now, with_past=query.with_past))
    )


routes.on_demand(
    "POST",
    "/plan",
    "functions.planning.filling.filling:plan_budgets",
    allows=Action.READ,
    responses={
        200: Declared("functions.planning.filling.views:FillPlanView"),
        **problem_responses(with_body=True),
    },
)
routes.on_demand(
    "POST",
    "/plan/apply",
    "functions.planning.filling.filling:fill_budgets",
    allows=Action.WRITE,
    names_change=True,
    responses={
        200: BudgetList,
        **problem_responses("demo-quota", "plan-changed", "idempotency-key-reused", with_body=True),
    },
)


@routes.get("/<id>", allows=Action.READ, responses={200: BudgetView, **problem_responses()})
def get_budget(path: IdPath) -> Response:
    """Get a budget."""
    call = current_call()
    return _response(service.get_budget(call.store, path.id, call.now))


@routes.patch(
    "/<id>",
    allows=Action.WRITE,
    names_change=True,
    current=BudgetView,
    responses={
        200: BudgetView,
        **problem_responses("demo-quota", "too-many-scopes", "precondition-failed", with_body=True),
    },
)
def patch_budget(path: IdPath, body: BudgetPatch, header: ChangeHeaders) -> Response:
    """Change the given fields; periods that are over keep their amounts.

    ``amount`` is that of the present period, or of the one with the day ``from``, and of later
    ones until the next of its ``amounts``, unless ``once`` is true; null removes it. After a change
    of the ledger's currency it is that of all periods.
    """
    call = current_call()
    scopes = RequestedScopes(call.store)
    expected = expected_revision(header.if_match)
    after = service.update_budget(
        call.store, call.operation(), path.id, body, expected, scopes.announce
    )
    scopes.build()
    return _response(after)


@routes.delete(
    "/<id>",
    allows=Action.DELETE,
    names_change=True,
    current=BudgetView,
    responses={204: None, **problem_responses("demo-quota", "precondition-failed")},
)
def delete_budget(path: IdPath, header: ChangeHeaders) -> Response:
    """Delete a budget; archive it instead to keep its history."""
    call = current_call()
    expected = expected_revision(header.if_match)
    service.delete_budget(call.store, call.operation(), path.id, expected)
    return no_content()


@routes.get(
    "/<id>/history",
    allows=Action.READ,
    responses={200: BudgetHistory, **problem_responses("invalid-argument")},
)
def get_budget_history(path: IdPath, query: HistoryQuery) -> Response:
    """Get the last periods of a budget until the present one."""
    call = current_call()
    found = reports.get_history(call.store, path.id, query.periods, call.now)
    return json_response(history_view(found))


@routes.post(
    "/<id>/preview",
    allows=Action.READ,
    responses={200: BudgetPreview, **problem_responses(with_body=True)},
)
def preview_budget(path: IdPath, body: BudgetPatch) -> Response:
    """Get the status before and after a change that is not made.

    It is that of the present period, or of the one in which the amount begins.
    """
    call = current_call()
    return json_response(preview_view(reports.preview_budget(call.store, path.id, body, call.now)))


def _response(
    owned: service.OwnedBudget, status: HTTPStatus = HTTPStatus.OK, location: str | None = None
) -> Response:
    response = json_response(budget_view(owned), status, location=location)
    response.headers["ETag"] = etag_of(owned.revision)
    return response


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(routes)


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
