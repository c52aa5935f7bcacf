"""The members of workspaces: views of the function ``workspaces``, loaded on demand."""

from flask import Response
from pydantic import Field

from functions.http.call import current_call, expected_revision
from functions.http.parameters import ChangeHeaders, IdPath, json_response, no_content
from functions.http.views import etag_of
from functions.sharing.member_views import MemberList, member_view
from shared.models.people.access import Action
from shared.models.sharing.member import ListedMember, MemberPatch
from shared.models.values.base import InputModel, example
from shared.services.ledger.tenants import get_tenant
from shared.services.sharing import members as service


class MemberPath(IdPath):
    """Path of a member of a workspace."""

    uid: str = Field(description="The member's uid.")


class NewOwner(InputModel):
    """The new owner of a workspace."""

    model_config = example(uid="UID")

    uid: str


def list_members(path: IdPath) -> Response:
    """List the members of a workspace; only admins see addresses."""
    call = current_call()
    workspace = get_tenant(call.store, call.now).get_workspace()
    members = service.list_members(call.store, workspace)
    return json_response(MemberList(items=[member_view(_visible(one)) for one in members]))


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


def transfer_workspace(path: IdPath, body: NewOwner) -> Response:
    """Transfer a workspace to another active member, who becomes an admin."""
    call = current_call()
    listed = service.transfer_ownership(call.store, call.operation(), body.uid)
    return _member_response(listed)


def leave_workspace(path: IdPath) -> Response:
    """Leave a workspace; if you are the owner, the admin who joined first becomes the owner."""
    call = current_call()
    service.leave(call.store, call.operation())
    return no_content()


def _visible(listed: ListedMember) -> ListedMember:
    """Return as much of a member as the caller may read."""
    return listed if current_call().caller.may(Action.ADMINISTER) else listed.for_members()


def _member_response(listed: ListedMember) -> Response:
    """Return a member, never as 304, because the name changes without the revision."""
    response = json_response(member_view(listed))
    response.headers["ETag"] = etag_of(listed.revision)
    return response
