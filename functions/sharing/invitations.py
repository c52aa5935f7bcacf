"""Invitations into workspaces: views of the function ``workspaces``, loaded on demand."""

from http import HTTPStatus
from typing import Annotated

from flask import Response
from pydantic import Field

from functions.http.background.announcements import announce
from functions.http.call import current_call
from functions.http.parameters import (
    CreationHeaders,
    IdPath,
    QueryParameters,
    json_response,
    no_content,
)
from functions.http.security.rate_limits import Limited, limit
from functions.http.views import etag_of
from functions.sharing.member_views import (
    InvitationList,
    ReceivedInvitationList,
    invitation_view,
    received_invitation_view,
    sent_invitation_view,
)
from functions.sharing.views import workspace_view
from shared.models.ledger.page import DEFAULT_LIMIT, MAX_LIMIT
from shared.models.sharing.invitation import InvitationAnswer, InvitationDraft, InvitationToken
from shared.repositories import connections
from shared.repositories.sharing.member_lists import ReceivedInvitationRepository
from shared.repositories.sharing.members import MembershipRepository
from shared.repositories.sharing.workspaces import WorkspaceRepository
from shared.repositories.store import TenantStore
from shared.services.sharing import invitations as service


class InvitationPath(IdPath):
    """Path of an invitation into a workspace."""

    invitation_id: str = Field(description="The invitation's id.")


class ReceivedInvitationQuery(QueryParameters):
    """Query of received invitations."""

    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT
    cursor: str | None = Field(
        default=None, description="The ``next_cursor`` of the previous page."
    )


def invite_member(path: IdPath, body: InvitationDraft) -> Response:
    """Invite a user by e-mail address; the answer has a token for the link, valid for 7 days.

    An open invitation of the same address is replaced. An Idempotency-Key would give access to the
    token, so there is none.
    """
    call = current_call()
    limit(Limited.INVITATION, call.caller.uid)
    sent = service.invite(call.store, call.operation(), body)
    return json_response(
        sent_invitation_view(sent.invitation, sent.token),
        HTTPStatus.CREATED,
        location=f"/workspaces/{path.id}/invitations/{sent.invitation.id}",
    )


def list_invitations(path: IdPath) -> Response:
    """List the invitations without an answer whose senders are active admins."""
    call = current_call()
    found = service.list_open(call.store)
    return json_response(InvitationList(items=[invitation_view(one) for one in found]))


def revoke_invitation(path: InvitationPath) -> Response:
    """Revoke an invitation without an answer."""
    call = current_call()
    service.revoke(call.store, call.operation(), path.invitation_id)
    return no_content()


def list_received_invitations(query: ReceivedInvitationQuery) -> Response:
    """List the open invitations to your verified e-mail address, newest first.

    Those to deleted workspaces, and of members who are no active admins, are left out, so a page
    may be short.
    """
    call, client = current_call(), connections.firestore_client()
    page = service.list_received(
        ReceivedInvitationRepository(client),
        WorkspaceRepository(client),
        call.identity,
        call.now,
        query.cursor,
        query.limit,
    )
    items = [received_invitation_view(one) for one in page.items]
    return json_response(ReceivedInvitationList(items=items, next_cursor=page.next_cursor))


def accept_invitation(body: InvitationAnswer, header: CreationHeaders) -> Response:
    """Accept an invitation to your verified e-mail address; the token can be used once.

    It is gone as soon as the member who sent it is not an active admin of the workspace any more.
    """
    call = current_call()
    token = InvitationToken.parse(body.token)
    client = connections.firestore_client()
    store = TenantStore(client, token.workspace)
    seen = service.accept(
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


def decline_invitation(body: InvitationAnswer) -> Response:
    """Decline an invitation to your verified e-mail address; the token can be used once."""
    token = InvitationToken.parse(body.token)
    call = current_call()
    store = TenantStore(connections.firestore_client(), token.workspace)
    service.decline(store, call.operation(), token, call.identity)
    return no_content()
