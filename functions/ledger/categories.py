"""The function ``categories``: create, change, delete and merge categories."""

from functools import cache
from http import HTTPStatus

from flask import Request, Response
from pydantic import Field

from functions.http import app as boundary
from functions.http.call import current_call, expected_revision
from functions.http.parameters import (
    ChangeHeaders,
    CreationHeaders,
    IdPath,
    QueryParameters,
    json_response,
    no_content,
    problem_responses,
)
from functions.http.routes import Routes
from functions.ledger import merges
from functions.ledger.category_views import CategoryList, CategoryView, category_view
from shared.models.jobs.ledger_job import JobKind
from shared.models.ledger.category import AnyCaseEntryType
from shared.models.ledger.inputs.category import CategoryDraft, CategoryPatch, CategoryPut
from shared.models.people.access import Action
from shared.models.values.identifiers import Id
from shared.services.ledger import categories as service
from shared.services.ledger.tenants import get_ledger

routes = Routes("categories")


class CategoryQuery(QueryParameters):
    """Query of categories."""

    type: AnyCaseEntryType | None = None
    include_archived: bool = False


class DeletionQuery(QueryParameters):
    """Category to move the transactions of a deleted category to."""

    reassign_to: Id | None = Field(
        default=None, description="The category of the same type to move transactions to."
    )


@routes.get(
    "/", allows=Action.READ, responses={200: CategoryList, **problem_responses("invalid-argument")}
)
def list_categories(query: CategoryQuery) -> Response:
    """List the categories, by type and name."""
    call = current_call()
    ledger = get_ledger(call.store, call.now)
    found = ledger.list_categories(query.type, include_archived=query.include_archived)
    return json_response(CategoryList(items=[category_view(category) for category in found]))


@routes.post(
    "/",
    allows=Action.WRITE,
    names_change=True,
    responses={
        201: CategoryView,
        **problem_responses(
            "demo-quota",
            "already-exists",
            "too-many-categories",
            "idempotency-key-reused",
            with_body=True,
        ),
    },
)
def create_category(body: CategoryDraft, header: CreationHeaders) -> Response:
    """Create a category."""
    call = current_call()
    operation = call.operation(header.idempotency_key)
    category = service.create_category(call.store, operation, body)
    return json_response(
        category_view(category),
        HTTPStatus.CREATED,
        location=f"/categories/{category.id}",
        revision=category.revision,
    )


@routes.get("/<id>", allows=Action.READ, responses={200: CategoryView, **problem_responses()})
def get_category(path: IdPath) -> Response:
    """Get a category."""
    call = current_call()
    category = get_ledger(call.store, call.now).get_category(path.id)
    return json_response(category_view(category), revision=category.revision)


@routes.patch(
    "/<id>",
    allows=Action.WRITE,
    names_change=True,
    responses={
        200: CategoryView,
        **problem_responses(
            "demo-quota", "already-exists", "category-busy", "precondition-failed", with_body=True
        ),
    },
)
def patch_category(path: IdPath, body: CategoryPatch, header: ChangeHeaders) -> Response:
    """Change the given fields of a category; the type cannot be changed."""
    return _update(path.id, body, header.if_match)


@routes.put(
    "/<id>",
    allows=Action.WRITE,
    names_change=True,
    responses={
        200: CategoryView,
        **problem_responses(
            "demo-quota", "already-exists", "category-busy", "precondition-failed", with_body=True
        ),
    },
)
def put_category(path: IdPath, body: CategoryPut, header: ChangeHeaders) -> Response:
    """Replace a category; the type cannot be changed."""
    return _update(path.id, body, header.if_match)


@routes.delete(
    "/<id>",
    allows=Action.DELETE,
    names_change=True,
    responses={
        202: merges.MergeView,
        204: None,
        **problem_responses(
            "demo-quota",
            "category-in-use",
            "category-busy",
            "precondition-failed",
            "invalid-argument",
        ),
    },
)
def delete_category(path: IdPath, query: DeletionQuery, header: ChangeHeaders) -> Response:
    """Delete a category; with ``reassign_to``, move its transactions to another category first.

    More than some hundreds continue in the background (202), or by the same request. Meanwhile the
    category takes no transactions, and the other one cannot be archived, deleted or merged. Rules
    set the other one in the end.
    """
    call = current_call()
    expected = expected_revision(header.if_match)
    if query.reassign_to is None:
        service.delete_category(call.store, call.operation(), path.id, expected)
        return no_content()
    merge = service.CategoryMerge(path.id, query.reassign_to)
    return merges.answer_merge(call, JobKind.CATEGORY_MERGE, merge, expected)


def _update(
    category_id: str, wanted: CategoryPatch | CategoryPut, if_match: str | None
) -> Response:
    call = current_call()
    category = service.update_category(
        call.store, call.operation(), category_id, wanted, expected_revision(if_match)
    )
    return json_response(category_view(category), revision=category.revision)


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(routes)


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
