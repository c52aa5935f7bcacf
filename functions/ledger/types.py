"""The function ``types``: create, change, delete and merge custom types of transactions."""

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
from functions.ledger.type_views import CustomTypeList, CustomTypeView, custom_type_view
from shared.models.jobs.ledger_job import JobKind
from shared.models.ledger.inputs.custom_type import CustomTypeDraft, CustomTypePatch, CustomTypePut
from shared.models.ledger.transactions.transaction import AnyCaseTransactionType
from shared.models.people.access import Action
from shared.models.values.identifiers import Id
from shared.services.ledger import custom_types as service
from shared.services.ledger.tenants import get_ledger

routes = Routes("types")


class DeletionQuery(QueryParameters):
    """The custom type to merge into."""

    reassign_to: Id | None = Field(
        default=None, description="The custom type to give to the transactions."
    )


class CustomTypeQuery(QueryParameters):
    """Query of custom types."""

    type: AnyCaseTransactionType | None = None
    include_archived: bool = False


@routes.get(
    "/",
    allows=Action.READ,
    responses={200: CustomTypeList, **problem_responses("invalid-argument")},
)
def list_custom_types(query: CustomTypeQuery) -> Response:
    """List the custom types, by type and name."""
    call = current_call()
    ledger = get_ledger(call.store, call.now)
    found = ledger.list_custom_types(query.type, include_archived=query.include_archived)
    return json_response(CustomTypeList(items=[custom_type_view(one) for one in found]))


@routes.post(
    "/",
    allows=Action.WRITE,
    names_change=True,
    responses={
        201: CustomTypeView,
        **problem_responses(
            "demo-quota",
            "already-exists",
            "too-many-custom-types",
            "idempotency-key-reused",
            with_body=True,
        ),
    },
)
def create_custom_type(body: CustomTypeDraft, header: CreationHeaders) -> Response:
    """Create a custom type."""
    call = current_call()
    operation = call.operation(header.idempotency_key)
    custom_type = service.create_custom_type(call.store, operation, body)
    return json_response(
        custom_type_view(custom_type),
        HTTPStatus.CREATED,
        location=f"/types/{custom_type.id}",
        revision=custom_type.revision,
    )


@routes.get("/<id>", allows=Action.READ, responses={200: CustomTypeView, **problem_responses()})
def get_custom_type(path: IdPath) -> Response:
    """Get a custom type."""
    call = current_call()
    custom_type = get_ledger(call.store, call.now).get_custom_type(path.id)
    return json_response(custom_type_view(custom_type), revision=custom_type.revision)


@routes.patch(
    "/<id>",
    allows=Action.WRITE,
    names_change=True,
    responses={
        200: CustomTypeView,
        **problem_responses(
            "demo-quota",
            "already-exists",
            "custom-type-busy",
            "precondition-failed",
            with_body=True,
        ),
    },
)
def patch_custom_type(path: IdPath, body: CustomTypePatch, header: ChangeHeaders) -> Response:
    """Change the given fields of a custom type; its type cannot be changed."""
    return _update(path.id, body, header.if_match)


@routes.put(
    "/<id>",
    allows=Action.WRITE,
    names_change=True,
    responses={
        200: CustomTypeView,
        **problem_responses(
            "demo-quota",
            "already-exists",
            "custom-type-busy",
            "precondition-failed",
            with_body=True,
        ),
    },
)
def put_custom_type(path: IdPath, body: CustomTypePut, header: ChangeHeaders) -> Response:
    """Replace a custom type; its type cannot be changed."""
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
            "custom-type-in-use",
            "custom-type-busy",
            "precondition-failed",
            "invalid-argument",
        ),
    },
)
def delete_custom_type(path: IdPath, query: DeletionQuery, header: ChangeHeaders) -> Response:
    """Delete a custom type; with ``reassign_to``, give its transactions another one first.

    Without it, no transaction may have the custom type, also none in the trash; archive others.
    More than some hundreds continue in the background (202), or by the same request. Meanwhile the
    other one cannot be archived, deleted or merged. Rules set the other one in the end.
    """
    call = current_call()
    expected = expected_revision(header.if_match)
    if query.reassign_to is None:
        service.delete_custom_type(call.store, call.operation(), path.id, expected)
        return no_content()
    merge = service.CustomTypeMerge(path.id, query.reassign_to)
    return merges.answer_merge(call, JobKind.CUSTOM_TYPE_MERGE, merge, expected)


def _update(
    custom_type_id: str, wanted: CustomTypePatch | CustomTypePut, if_match: str | None
) -> Response:
    call = current_call()
    custom_type = service.update_custom_type(
        call.store, call.operation(), custom_type_id, wanted, expected_revision(if_match)
    )
    return json_response(custom_type_view(custom_type), revision=custom_type.revision)


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(routes)


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
