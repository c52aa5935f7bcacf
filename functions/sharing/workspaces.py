"""The function ``workspaces``: shared ledgers, their members, and invitations."""

from functools import cache
from http import HTTPStatus
from typing import Annotated

from flask import Request, Response
from pydantic import Field

from functions.http import app as boundary
from functions.http.call import authenticate_in_person, current_call, expected_revision
from functions.http.languages import preferred_locale
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
from functions.http.security.permissions import WORKSPACE_PROBLEMS, Access, InWorkspace
from functions.http.views import etag_of
from functions.sharing import member_routes
from functions.sharing.views import WorkspaceList, WorkspaceView, workspace_view
from shared.models.ledger.page import DEFAULT_LIMIT, MAX_LIMIT
from shared.models.people.access import Action, TenantKind, TenantRef
from shared.models.sharing.workspace import SharedLedger, WorkspaceDraft, WorkspacePatch
from shared.repositories import connections
from shared.repositories.sharing.members import MembershipRepository
from shared.repositories.sharing.workspaces import WorkspaceRepository
from shared.repositories.store import TenantStore
from shared.services.sharing import workspaces as service

routes = Routes("workspaces")


class WorkspaceQuery(QueryParameters):
    """Query of workspaces."""

    deleted: bool = Field(
        default=False,
        description="List deleted workspaces that you can restore instead.",
    )
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT
    cursor: str | None = Field(
        default=None, description="The ``next_cursor`` of the previous page."
    )


@routes.post(
    "/",
    allows=Access.REGISTERED,
    responses={
        201: WorkspaceView,
        **problem_responses(
            *WORKSPACE_PROBLEMS, "idempotency-key-reused", "too-many-workspaces", with_body=True
        ),
    },
)
def create_workspace(body: WorkspaceDraft, header: CreationHeaders) -> Response:
    """Create a workspace; you become its owner and first admin."""
    call = current_call()
    operation = call.operation(header.idempotency_key)
    ref = TenantRef(TenantKind.WORKSPACE, service.id_of_new_workspace(operation))
    store = TenantStore(connections.firestore_client(), ref)
    memberships = MembershipRepository(connections.firestore_client())
    seen = service.create_workspace(
        store, operation, body, call.identity, memberships, preferred_locale().of_names
    )
    return _shown(seen, HTTPStatus.CREATED, f"/workspaces/{ref.id}")


@routes.get(
    "/",
    allows=Access.REGISTERED,
    responses={200: WorkspaceList, **problem_responses(*WORKSPACE_PROBLEMS, "invalid-argument")},
)
def list_workspaces(query: WorkspaceQuery) -> Response:
    """List the workspaces of which you are an active member."""
    call = current_call()
    client = connections.firestore_client()
    page = service.list_workspaces(
        MembershipRepository(client),
        WorkspaceRepository(client),
        call.caller.uid,
        query.cursor,
        query.limit,
        deleted=query.deleted,
    )
    items = [workspace_view(seen) for seen in page.items]
    return json_response(WorkspaceList(items=items, next_cursor=page.next_cursor))


@routes.get(
    "/<id>",
    allows=InWorkspace(Action.READ),
    responses={200: WorkspaceView, **problem_responses(*WORKSPACE_PROBLEMS)},
)
def get_workspace(path: IdPath) -> Response:
    """Get a workspace; its settings are changed with ``PATCH /settings``."""
    call = current_call()
    return _shown(service.get_workspace(call.store, call.caller, call.now))


@routes.patch(
    "/<id>",
    allows=InWorkspace(Action.ADMINISTER),
    responses={
        200: WorkspaceView,
        **problem_responses(*WORKSPACE_PROBLEMS, "precondition-failed", with_body=True),
    },
)
def patch_workspace(path: IdPath, body: WorkspacePatch, header: ChangeHeaders) -> Response:
    """Rename a workspace."""
    call = current_call()
    expected = expected_revision(header.if_match)
    return _shown(
        service.rename_workspace(call.store, call.operation(), body, call.caller, expected)
    )


@routes.delete(
    "/<id>",
    allows=InWorkspace(Action.ADMINISTER),
    responses={204: None, **problem_responses(*WORKSPACE_PROBLEMS, "precondition-failed")},
)
def delete_workspace(path: IdPath, header: ChangeHeaders) -> Response:
    """Delete a workspace; for 30 days an admin can restore it."""
    call = current_call()
    expected = expected_revision(header.if_match)
    service.delete_workspace(call.store, call.operation(), call.caller, expected)
    return no_content()


@routes.post(
    "/<id>/restore",
    allows=InWorkspace(Action.ADMINISTER, may_be_deleted=True),
    responses={200: WorkspaceView, **problem_responses(*WORKSPACE_PROBLEMS)},
)
def restore_workspace(path: IdPath) -> Response:
    """Restore a workspace deleted at most 30 days ago; one that is not deleted stays unchanged."""
    call = current_call()
    return _shown(service.restore_workspace(call.store, call.operation(), call.caller))


def _shown(
    seen: SharedLedger, status: HTTPStatus = HTTPStatus.OK, location: str | None = None
) -> Response:
    """Return the workspace with its revision as ETag.

    If-None-Match is not supported, because settings and roles change without the revision.
    """
    response = json_response(workspace_view(seen), status, location=location)
    response.headers["ETag"] = etag_of(seen.revision)
    return response


member_routes.add_to(routes)


@cache
def create_app() -> boundary.Api:
    """Create the app of this function."""
    return boundary.create_api(
        routes,
        authentication=authenticate_in_person,
    )


def answer(request: Request) -> Response:
    """Answer one request."""
    return boundary.answer(create_app(), request)
