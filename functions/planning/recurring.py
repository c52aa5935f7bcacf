"""The function ``recurring``: recurring entries and their occurrences."""

from functools import cache
from http import HTTPStatus
from typing import Annotated

from flask import Request, Response
from pydantic import Field

from functions.http import app as boundary
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
from functions.planning import occurrence_routes
from functions.planning.views import RecurringList, RecurringView, recurring_view
from shared.models.ledger.page import DEFAULT_LIMIT, MAX_LIMIT
from shared.models.people.access import Action
from shared.models.planning.recurring import Recurring
from shared.models.planning.recurring_input import RecurringDraft, RecurringPatch
from shared.services.planning import recurring as service

routes = Routes("recurring")
occurrence_routes.add_to(routes)


class RecurringListQuery(QueryParameters):
    """Page of the list of recurring entries."""

    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT
    cursor: str | None = Field(
        default=None, description="The ``next_cursor`` of the previous page."
    )


@routes.get(
    "/", allows=Action.READ, responses={200: RecurringList, **problem_responses("invalid-argument")}
)
def list_recurring(query: RecurringListQuery) -> Response:
    """List the recurring entries, oldest first."""
    call = current_call()
    page = service.list_recurring(call.store, call.now, query.cursor, query.limit)
    items = [recurring_view(one) for one in page.items]
    return json_response(RecurringList(items=items, next_cursor=page.next_cursor))


@routes.post(
    "/",
    allows=Action.WRITE,
    names_change=True,
    responses={
        201: RecurringView,
        **problem_responses(
            "demo-quota", "too-many-recurring", "idempotency-key-reused", with_body=True
        ),
    },
)
def create_recurring(body: RecurringDraft, header: CreationHeaders) -> Response:
    """Create a recurring entry.

    Occurrences from its start until today, of 400 days at most, are due at once. Month ends are
    clamped from the day: the 31st is the 28th or 29th of February. A shift that makes occurrences
    collide is refused.
    """
    call = current_call()
    made = service.create_recurring(call.store, call.operation(header.idempotency_key), body)
    return _response(made, HTTPStatus.CREATED, f"/recurring/{made.id}")


_SUGGESTIONS = "functions.planning.suggestions"
_VIEWS = "functions.planning.suggestion_views"
routes.on_demand(
    "POST",
    "/from_transaction",
    f"{_SUGGESTIONS}:create_from_transaction",
    allows=Action.WRITE,
    names_change=True,
    responses={
        201: RecurringView,
        **problem_responses(
            "demo-quota",
            "too-many-recurring",
            "transaction-linked",
            "idempotency-key-reused",
            with_body=True,
        ),
    },
)
routes.on_demand(
    "GET",
    "/suggestions",
    f"{_SUGGESTIONS}:list_recurring_suggestions",
    allows=Action.READ_ALL,
    responses={200: Declared(f"{_VIEWS}:RecurringSuggestionList"), **problem_responses()},
)
routes.on_demand(
    "POST",
    "/suggestions/refresh",
    f"{_SUGGESTIONS}:refresh_recurring_suggestions",
    allows=Action.WRITE,
    responses={
        200: Declared(f"{_VIEWS}:RecurringSuggestionList"),
        202: Declared(f"{_VIEWS}:RecurringSuggestionList", has_location=True),
        **problem_responses("claim-running"),
    },
)
routes.on_demand(
    "POST",
    "/suggestions/accept/<id>",
    f"{_SUGGESTIONS}:accept_recurring_suggestion",
    allows=Action.WRITE,
    names_change=True,
    responses={
        201: RecurringView,
        **problem_responses(
            "demo-quota",
            "too-many-recurring",
            "too-many-settled-suggestions",
            "suggestion-settled",
            "idempotency-key-reused",
            with_body=True,
        ),
    },
)
routes.on_demand(
    "POST",
    "/suggestions/dismiss/<id>",
    f"{_SUGGESTIONS}:dismiss_recurring_suggestion",
    allows=Action.WRITE,
    names_change=True,
    responses={
        200: Declared(f"{_VIEWS}:DismissalView"),
        **problem_responses(
            "demo-quota",
            "too-many-settled-suggestions",
            "suggestion-settled",
            "idempotency-key-reused",
        ),
    },
)
routes.on_demand(
    "GET",
    "/suggestions/dismissals",
    f"{_SUGGESTIONS}:list_dismissed_suggestions",
    allows=Action.READ_ALL,
    responses={200: Declared(f"{_VIEWS}:DismissalList"), **problem_responses()},
)
routes.on_demand(
    "DELETE",
    "/suggestions/dismissals/<id>",
    f"{_SUGGESTIONS}:restore_recurring_suggestion",
    allows=Action.WRITE,
    names_change=True,
    responses={204: None, **problem_responses("demo-quota")},
)


routes.on_demand(
    "GET",
    "/<id>",
    "functions.planning.details:get_recurring",
    allows=Action.READ,
    responses={200: Declared("functions.planning.details:RecurringDetail"), **problem_responses()},
)


@routes.patch(
    "/<id>",
    allows=Action.WRITE,
    names_change=True,
    current=RecurringView,
    responses={
        200: RecurringView,
        **problem_responses("demo-quota", "precondition-failed", with_body=True),
    },
)
def patch_recurring(path: IdPath, body: RecurringPatch, header: ChangeHeaders) -> Response:
    """Change the given fields; template and schedule are each replaced as a whole.

    Another schedule leaves the past as it is. After a pause, occurrences of the pause are left out.
    ``amount_changes`` change the amount from a day on.
    """
    return _update(path.id, body, header.if_match)


@routes.put(
    "/<id>",
    allows=Action.WRITE,
    names_change=True,
    current=RecurringView,
    responses={
        200: RecurringView,
        **problem_responses("demo-quota", "precondition-failed", with_body=True),
    },
)
def put_recurring(path: IdPath, body: RecurringDraft, header: ChangeHeaders) -> Response:
    """Replace a recurring entry; another schedule leaves the past as it is."""
    return _update(path.id, body, header.if_match)


@routes.delete(
    "/<id>",
    allows=Action.DELETE,
    names_change=True,
    current=RecurringView,
    responses={204: None, **problem_responses("demo-quota", "precondition-failed")},
)
def delete_recurring(path: IdPath, header: ChangeHeaders) -> Response:
    """Delete a recurring entry; the transactions that it has booked stay."""
    call = current_call()
    expected = expected_revision(header.if_match)
    service.delete_recurring(call.store, call.operation(), path.id, expected)
    return no_content()


def _update(
    recurring_id: str, wanted: RecurringPatch | RecurringDraft, if_match: str | None
) -> Response:
    call = current_call()
    expected = expected_revision(if_match)
    after = service.update_recurring(call.store, call.operation(), recurring_id, wanted, expected)
    return _response(after)


def _response(
    recurring: Recurring, status: HTTPStatus = HTTPStatus.OK, location: str | None = None
) -> Response:
    """Return the entry with its revision as ETag.

    If-None-Match is not supported, because the next occurrence changes without the revision.
    """
    return json_response(
        recurring_view(recurring), status, location=location, revision=recurring.revision
    )


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(routes)


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
