"""The operations on workspaces, their members and invitations."""

from __future__ import annotations

from functools import partial

from shared.models.people.access import Role
from tests.http.operation import ApiOperation, Scope
from tests.support.ledgers.people import Person
from tests.support.ledgers.workspaces import Workspace

_WORKSPACE = "/workspaces/{workspace}"
_MEMBER = f"{_WORKSPACE}/members/{{member}}"
_INVITATIONS = "/workspaces/invitations"
_VIEWER, _ADMIN = Role.VIEWER, Role.ADMIN
_on = partial(ApiOperation, scope=Scope.WORKSPACE)
_of_user = partial(ApiOperation, least_role=None, scope=Scope.REGISTERED)

OPERATIONS = (
    _on("get_workspace", "get a workspace", "GET", _WORKSPACE, 200, _VIEWER),
    _on("patch_workspace", "rename a workspace", "PATCH", _WORKSPACE, 200, _ADMIN,
        {"name": "New"}),
    _on("delete_workspace", "delete a workspace", "DELETE", _WORKSPACE, 204, _ADMIN),
    _on("restore_workspace", "restore a workspace", "POST", f"{_WORKSPACE}/restore", 200, _ADMIN),
    _on("leave_workspace", "leave a workspace", "POST", f"{_WORKSPACE}/leave", 204, _VIEWER),
    _on("transfer_workspace", "transfer what another owns", "POST", f"{_WORKSPACE}/transfer", 409,
        _ADMIN, {"uid": "{member}"}),
    _on("list_members", "list members", "GET", f"{_WORKSPACE}/members", 200, _VIEWER),
    _on("invite_member", "invite a member", "POST", f"{_WORKSPACE}/members", 201, _ADMIN,
        {"email": "ada@example.com"}),
    _on("get_member", "get a member", "GET", _MEMBER, 200, _VIEWER),
    _on("patch_member", "change a member", "PATCH", _MEMBER, 200, _ADMIN, {"role": "analyst"}),
    _on("remove_member", "remove a member", "DELETE", _MEMBER, 204, _ADMIN),
    _on("list_invitations", "list invitations", "GET", f"{_WORKSPACE}/invitations", 200, _ADMIN),
    _on("revoke_invitation", "revoke an invitation", "DELETE",
        f"{_WORKSPACE}/invitations/{{invitation}}", 204, _ADMIN),
    _of_user("create_workspace", "create a workspace", "POST", "/workspaces", 201,
             body={"name": "New"}),
    _of_user("list_workspaces", "list workspaces", "GET", "/workspaces", 200),
    _of_user("list_received_invitations", "list my invitations", "GET", _INVITATIONS, 200),
    _of_user("accept_invitation", "accept an invitation", "POST", f"{_INVITATIONS}/accept", 201,
             body={"token": "{invitation_token}"}),
    _of_user("decline_invitation", "decline an invitation", "POST", f"{_INVITATIONS}/decline", 204,
             body={"token": "{invitation_token}"}),
)  # fmt: skip


def furnish_workspace(workspace: Workspace, member: Person) -> dict[str, str]:
    """Invite somebody into a workspace that has this member; the ids that its operations name."""
    invited = workspace.invite("grace@example.com")
    return {"workspace": workspace.id, "member": member.uid, "invitation": invited["id"]}
