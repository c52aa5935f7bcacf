"""The members of workspaces, and invitations: routes of the function ``workspaces``."""

from http import HTTPStatus
from typing import Annotated, Any

from flask import Response
from pydantic import BaseModel, Field

from functions.http.background.announcements import announce
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
from functions.http.security.permissions import WORKSPACE_PROBLEMS, Access, InWorkspace
from functions.http.security.rate_limits import Limited, limit
from functions.http.views import etag_of
from functions.sharing.views import (
    InvitationList,
    MemberList,
    MemberView,
    ReceivedInvitationList,
    SentInvitationView,
    WorkspaceView,
    invitation_view,
    member_view,
    received_invitation_view,
    sent_invitation_view,
    workspace_view,
)
from shared.models.ledger.page import DEFAULT_LIMIT, MAX_LIMIT
from shared.models.people.access import Action
from shared.models.sharing.invitation import InvitationAnswer, InvitationDraft, InvitationToken
from shared.models.sharing.member import ListedMember, MemberPatch
from shared.models.values.base import InputModel, example
from shared.repositories import connections
from shared.repositories.sharing.member_lists import ReceivedInvitationRepository
from shared.repositories.sharing.members import MembershipRepository
from shared.repositories.sharing.workspaces import WorkspaceRepository
from shared.repositories.store import TenantStore
from shared.services.ledger.tenants import get_tenant
from shared.services.sharing import invitations as invitation_service
from shared.services.sharing import members as service

_ADMIN = InWorkspace(Action.ADMINISTER)
_MEMBER = InWorkspace(Action.READ)
_JOINING = ("already-member", "too-many-members")


class MemberPath(IdPath):
    """Path of a member of a workspace."""

    uid: str = Field(description="The member's uid.")


class InvitationPath(IdPath):
    """Path of an invitation into a workspace."""

    invitation_id: str = Field(description="The invitation's id.")


class ReceivedInvitationQuery(QueryParameters):
    """Query of received invitations."""

    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT
    cursor: str | None = Field(
        default=None, description="The ``next_cursor`` of the previous page."
    )


class NewOwner(InputModel):
    """The new owner of a workspace."""

    model_config = example(uid="UID")

    uid: str


def add_to(routes: Routes) -> None:
    """Put the routes into those of the function."""
    _add_members(routes)
    _add_invitations(routes)
    _add_received_invitations(routes)


def _add_members(routes: Routes) -> None:
    changed = ("last-admin", "workspace-owner", "precondition-failed")
    one = "/<id>/members/<uid>"
    routes.get("/<id>/members", allows=_MEMBER, responses=_answers(MemberList))(list_members)
    routes.get(one, allows=_MEMBER, responses=_answers(MemberView))(get_member)
    routes.patch(
        one, allows=_ADMIN, responses=_answers(MemberView, *changed, with_body=True)
    )(patch_member)  # fmt: skip
    routes.delete(one, allows=_ADMIN, responses=_answers(None, *changed))(remove_member)
    routes.post(
        "/<id>/transfer",
        allows=_ADMIN,
        responses=_answers(MemberView, "workspace-owner", with_body=True),
    )(transfer_workspace)


def _add_invitations(routes: Routes) -> None:
    routes.post(
        "/<id>/members",
        allows=_ADMIN,
        responses=_answers(SentInvitationView, *_JOINING, status=201, with_body=True),
    )(invite_member)
    routes.get(
        "/<id>/invitations", allows=_ADMIN, responses=_answers(InvitationList)
    )(list_invitations)  # fmt: skip
    routes.delete(
        "/<id>/invitations/<invitation_id>", allows=_ADMIN, responses=_answers(None)
    )(revoke_invitation)  # fmt: skip


def _add_received_invitations(routes: Routes) -> None:
    """Put the routes of invited users, who are not members yet, into those of the function."""
    answered = (
        "invitation-gone", *_JOINING, "too-many-workspaces", "idempotency-key-reused",
    )  # fmt: skip
    routes.get(
        "/invitations", allows=Access.REGISTERED, responses=_answers(ReceivedInvitationList)
    )(list_received_invitations)  # fmt: skip
    routes.post(
        "/invitations/accept",
        allows=Access.REGISTERED,
        responses=_answers(WorkspaceView, *answered, status=201, with_body=True),
    )(accept_invitation)
    routes.post(
        "/invitations/decline",
        allows=Access.REGISTERED,
        responses=_answers(None, "invitation-gone", with_body=True),
    )(decline_invitation)


def _answers(
    view: type[BaseModel] | None,
    *codes: str,
    status: int = HTTPStatus.OK,
    with_body: bool = False,
) -> dict[Any, Any]:
    """Return the OpenAPI responses of an operation; without a view it has no content."""
    problems = problem_responses(*WORKSPACE_PROBLEMS, *codes, with_body=with_body)
    return {int(status if view is not None else HTTPStatus.NO_CONTENT): view, **problems}


def transfer_workspace(path: IdPath, body: NewOwner) -> Response:
    """Transfer a workspace to another active member, who becomes an admin."""
    call = current_call()
    listed = service.transfer_ownership(call.store, call.operation(), body.uid)
    return _member_response(listed)


def list_members(path: IdPath) -> Response:
    """List the members of a workspace; only admins see addresses."""
    call = current_call()
    workspace = get_tenant(call.store, call.now).get_workspace()
    members = service.list_members(call.store, workspace)
    return json_response(MemberList(items=[member_view(_visible(one)) for one in members]))


def invite_member(path: IdPath, body: InvitationDraft) -> Response:
    """Invite a user by e-mail address; the answer has a token for the link, valid for 7 days.

    An open invitation of the same address is replaced. An Idempotency-Key would give access to the
    token, so there is none.
    """
    call = current_call()
    limit(Limited.INVITATION, call.caller.uid)
    sent = invitation_service.invite(call.store, call.operation(), body)
    return json_response(
        sent_invitation_view(sent.invitation, sent.token),
        HTTPStatus.CREATED,
        location=f"/workspaces/{path.id}/invitations/{sent.invitation.id}",
    )


def get_member(path: MemberPath) -> Response:
    """Get a member; only admins see the address."""
    call = current_call()
    workspace = get_tenant(call.store, call.now).get_workspace()
    return _member_response(_visible(service.get_member(call.store, workspace, path.uid)))


def patch_member(path: MemberPath, body: MemberPatch, header: ChangeHeaders) -> Response:
    """Change the role of a member, or deactivate or reactivate them, from the next request on."""
    call = current_call()
    expected = expected_revision(header.if_match)
    return _member_response(
        service.change_member(call.store, call.operation(), path.uid, body, expected)
    )


def remove_member(path: MemberPath, header: ChangeHeaders) -> Response:
    """Remove a member from a workspace."""
    call = current_call()
    expected = expected_revision(header.if_match)
    service.remove_member(call.store, call.operation(), path.uid, expected)
    return no_content()


def list_invitations(path: IdPath) -> Response:
    """List the invitations without an answer whose senders are active admins."""
    call = current_call()
    found = invitation_service.list_open(call.store)
    return json_response(InvitationList(items=[invitation_view(one) for one in found]))


def revoke_invitation(path: InvitationPath) -> Response:
    """Revoke an invitation without an answer."""
    call = current_call()
    invitation_service.revoke(call.store, call.operation(), path.invitation_id)
    return no_content()


def accept_invitation(body: InvitationAnswer, header: CreationHeaders) -> Response:
    """Accept an invitation to your verified e-mail address; the token can be used once.

    It is gone as soon as the member who sent it is not an active admin of the workspace any more.
    """
    call = current_call()
    token = InvitationToken.parse(body.token)
    client = connections.firestore_client()
    store = TenantStore(client, token.workspace)
    seen = invitation_service.accept(
        store,
        call.operation(header.idempotency_key),
        token,
        call.identity,
        MembershipRepository(client),
    )
    if store.emitted:
        announce(store)
    location = f"/workspaces/{token.workspace.id}"
    response = json_response(workspace_view(seen), HTTPStatus.CREATED, location=location)
    response.headers["ETag"] = etag_of(seen.revision)
    return response


def list_received_invitations(query: ReceivedInvitationQuery) -> Response:
    """List the open invitations to your verified e-mail address, newest first.

    Those to deleted workspaces, and of members who are no active admins, are left out, so a page
    may be short.
    """
    call, client = current_call(), connections.firestore_client()
    page = invitation_service.list_received(
        ReceivedInvitationRepository(client),
        WorkspaceRepository(client),
        call.identity,
        call.now,
        query.cursor,
        query.limit,
    )
    items = [received_invitation_view(one) for one in page.items]
    return json_response(ReceivedInvitationList(items=items, next_cursor=page.next_cursor))


def decline_invitation(body: InvitationAnswer) -> Response:
    """Decline an invitation to your verified e-mail address; the token can be used once."""
    token = InvitationToken.parse(body.token)
    call = current_call()
    store = TenantStore(connections.firestore_client(), token.workspace)
    invitation_service.decline(store, call.operation(), token, call.identity)
    return no_content()


def _visible(listed: ListedMember) -> ListedMember:
    """Return as much of a member as the caller may read."""
    return listed if current_call().caller.may(Action.ADMINISTER) else listed.for_members()


def _member_response(listed: ListedMember) -> Response:
    """Return a member, never as 304, because the name changes without the revision."""
    response = json_response(member_view(listed))
    response.headers["ETag"] = etag_of(listed.revision)
    return response
