"""The function ``goals``: goals, the money that counts for them, and their progress."""

from functools import cache
from http import HTTPStatus
from typing import Annotated, Self

from flask import Request, Response
from pydantic import Field, model_validator

from functions.http import app as boundary
from functions.http.call import current_call, expected_revision
from functions.http.parameters import (
    ChangeHeaders,
    CreationHeaders,
    IdPath,
    json_response,
    no_content,
    problem_responses,
)
from functions.http.routes import Routes
from functions.http.views import etag_of
from functions.ledger.views import TransactionView, transaction_view
from functions.planning.goals.status_views import (
    GoalProgressView,
    GoalReportView,
    progress_view,
    report_view,
)
from functions.planning.goals.views import GoalList, GoalView, goal_view
from shared.errors import InvalidArgument
from shared.models.ledger.inputs.transaction import TransactionDraft
from shared.models.people.access import Action
from shared.models.planning.goals.goal_input import GoalDraft, GoalPatch
from shared.models.values.base import FrozenModel, InputModel, example
from shared.models.values.identifiers import Id
from shared.models.values.text import BLANK_AS_NULL
from shared.services.planning.goals import goals as service
from shared.services.planning.goals import reports

routes = Routes("goals")

_WRITE_PROBLEMS = ("demo-quota", "too-many-tags", "ledger-full", "commit-too-large")


class Contribution(InputModel):
    """A transaction that counts for a goal: one to create, or the id of one that exists."""

    model_config = example(
        transaction={"type": "EXPENSE", "amount": "100.00", "date": "2026-03-31"}
    )

    transaction: TransactionDraft | None = Field(default=None, description="One to create.")
    transaction_id: Annotated[Id | None, BLANK_AS_NULL] = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if self.transaction is None and self.transaction_id is None:
            raise InvalidArgument.of("transaction", "is required, or transaction_id")
        if self.transaction is not None and self.transaction_id is not None:
            raise InvalidArgument.of("transaction_id", "must be omitted with transaction")
        return self


class ContributionPath(FrozenModel):
    """Ids of a goal, and of a transaction that counts for it."""

    id: str = Field(description="The goal's id.")
    transaction_id: str = Field(description="The transaction's id.")


@routes.get("/", allows=Action.READ, responses={200: GoalList, **problem_responses()})
def list_goals() -> Response:
    """List all goals by name, at most 100, archived ones too."""
    call = current_call()
    ledger, goals = service.list_goals(call.store, call.now)
    items = [goal_view(service.OwnedGoal(ledger, one)) for one in goals]
    return json_response(GoalList(items=items))


@routes.post(
    "/",
    allows=Action.WRITE,
    names_change=True,
    responses={
        201: GoalView,
        **problem_responses(
            "demo-quota",
            "too-many-goals",
            "allocation-too-large",
            "idempotency-key-reused",
            with_body=True,
        ),
    },
)
def create_goal(body: GoalDraft, header: CreationHeaders) -> Response:
    """Create a goal: an amount to save, or a debt to pay back.

    Allocations of an account never exceed its balance when they are given
    (`allocation-too-large`). When it falls later, each goal gets its part in proportion.
    """
    call = current_call()
    made = service.create_goal(call.store, call.operation(header.idempotency_key), body)
    return _response(made, HTTPStatus.CREATED, f"/goals/{made.goal.id}")


@routes.get("/status", allows=Action.READ, responses={200: GoalReportView, **problem_responses()})
def get_goals_status() -> Response:
    """Get what is saved for each goal that is not archived, and what is needed."""
    call = current_call()
    return json_response(report_view(reports.get_status(call.store, call.now)))


@routes.get("/<id>", allows=Action.READ, responses={200: GoalView, **problem_responses()})
def get_goal(path: IdPath) -> Response:
    """Get a goal."""
    call = current_call()
    return _response(service.get_goal(call.store, path.id, call.now))


@routes.patch(
    "/<id>",
    allows=Action.WRITE,
    names_change=True,
    current=GoalView,
    responses={
        200: GoalView,
        **problem_responses(
            "demo-quota", "allocation-too-large", "precondition-failed", with_body=True
        ),
    },
)
def patch_goal(path: IdPath, body: GoalPatch, header: ChangeHeaders) -> Response:
    """Change the given fields; an allocation counts from today on."""
    call = current_call()
    expected = expected_revision(header.if_match)
    return _response(service.update_goal(call.store, call.operation(), path.id, body, expected))


@routes.delete(
    "/<id>",
    allows=Action.DELETE,
    names_change=True,
    current=GoalView,
    responses={204: None, **problem_responses("demo-quota", "goal-in-use", "precondition-failed")},
)
def delete_goal(path: IdPath, header: ChangeHeaders) -> Response:
    """Delete a goal; at most 400 transactions that count for it stay, without it."""
    from shared.services.planning.goals import contributions  # noqa: PLC0415 (more read than write)

    call = current_call()
    expected = expected_revision(header.if_match)
    contributions.delete_goal(call.store, call.operation(), path.id, expected)
    return no_content()


@routes.get(
    "/<id>/progress", allows=Action.READ, responses={200: GoalProgressView, **problem_responses()}
)
def get_goal_progress(path: IdPath) -> Response:
    """Get a goal with its amounts, by month since the start, and its milestones."""
    call = current_call()
    return json_response(progress_view(reports.get_progress(call.store, path.id, call.now)))


@routes.post(
    "/<id>/contribute",
    allows=Action.WRITE,
    names_change=True,
    responses={
        200: TransactionView,
        201: TransactionView,
        **problem_responses(
            *_WRITE_PROBLEMS, "contributes-already", "idempotency-key-reused", with_body=True
        ),
    },
)
def contribute(path: IdPath, body: Contribution, header: CreationHeaders) -> Response:
    """Let a transaction count for a goal that is funded by TRANSACTIONS.

    Its amount counts, of any type; a refund is subtracted. Deleted, it counts no longer. It is
    created (201), or one that exists is linked (200).
    """
    from shared.services.planning.goals import contributions  # noqa: PLC0415 (more read than write)

    call = current_call()
    operation = call.operation(header.idempotency_key)
    if body.transaction is None:
        linked = contributions.link_contribution(
            call.store, operation, path.id, body.transaction_id or ""
        )
        return json_response(transaction_view(linked), revision=linked.revision)
    made = contributions.record_contribution(call.store, operation, path.id, body.transaction)
    return json_response(
        transaction_view(made),
        HTTPStatus.CREATED,
        location=f"/transactions/{made.id}",
        revision=made.revision,
    )


@routes.delete(
    "/<id>/contributions/<transaction_id>",
    allows=Action.WRITE,
    names_change=True,
    responses={200: TransactionView, **problem_responses("demo-quota", "commit-too-large")},
)
def remove_contribution(path: ContributionPath) -> Response:
    """Let a transaction count for a goal no longer; it stays."""
    from shared.services.planning.goals import contributions  # noqa: PLC0415 (more read than write)

    call = current_call()
    kept = contributions.unlink_contribution(
        call.store, call.operation(), path.id, path.transaction_id
    )
    return json_response(transaction_view(kept), revision=kept.revision)


def _response(
    owned: service.OwnedGoal, status: HTTPStatus = HTTPStatus.OK, location: str | None = None
) -> Response:
    response = json_response(goal_view(owned), status, location=location)
    response.headers["ETag"] = etag_of(owned.revision)
    return response


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(routes)


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
