"""Routes of members and invitations, whose views are imported when they are first called."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from functions.http.parameters import Declared, problem_responses
from functions.http.routes import Routes
from functions.http.security.permissions import WORKSPACE_PROBLEMS, Access, InWorkspace
from shared.models.people.access import Action

_ADMIN = InWorkspace(Action.ADMINISTER)
_MEMBER = InWorkspace(Action.READ)
_JOINING = ("already-member", "too-many-members")

_MEMBERS = "functions.sharing.members"
_INVITATIONS = "functions.sharing.invitations"


def add_to(routes: Routes) -> None:
    """Put the routes into those of the function."""
    _add_members(partial(_declare, routes, _MEMBERS))
    _add_invitations(partial(_declare, routes, _INVITATIONS))
    _add_received_invitations(partial(_declare, routes, _INVITATIONS))


def _declare(
    routes: Routes, module: str, method: str, rule: str, view: str, **documentation: Any
) -> None:
    routes.on_demand(method, rule, f"{module}:{view}", **documentation)


def _add_members(declare: Callable[..., None]) -> None:
    changed = ("last-admin", "workspace-owner", "precondition-failed")
    one = "/<id>/members/<uid>"
    shown = "member_views:MemberView"
    declare(
        "POST",
        "/<id>/leave",
        "leave_workspace",
        allows=InWorkspace(),
        responses=_answers(None, "last-admin"),
    )
    declare(
        "GET",
        "/<id>/members",
        "list_members",
        allows=_MEMBER,
        responses=_answers("member_views:MemberList"),
    )
    declare("GET", one, "get_member", allows=_MEMBER, responses=_answers(shown))
    declare(
        "PATCH",
        one,
        "patch_member",
        allows=_ADMIN,
        responses=_answers(shown, *changed, with_body=True),
    )
    declare("DELETE", one, "remove_member", allows=_ADMIN, responses=_answers(None, *changed))
    declare(
        "POST",
        "/<id>/transfer",
        "transfer_workspace",
        allows=_ADMIN,
        responses=_answers(shown, "workspace-owner", with_body=True),
    )


def _add_invitations(declare: Callable[..., None]) -> None:
    declare(
        "POST",
        "/<id>/members",
        "invite_member",
        allows=_ADMIN,
        responses=_answers(
            "member_views:SentInvitationView", *_JOINING, status=HTTPStatus.CREATED, with_body=True
        ),
    )
    declare(
        "GET",
        "/<id>/invitations",
        "list_invitations",
        allows=_ADMIN,
        responses=_answers("member_views:InvitationList"),
    )
    declare(
        "DELETE",
        "/<id>/invitations/<invitation_id>",
        "revoke_invitation",
        allows=_ADMIN,
        responses=_answers(None),
    )


def _add_received_invitations(declare: Callable[..., None]) -> None:
    """Declare the routes of invited users, who are not members yet."""
    answered = (
        "invitation-gone", *_JOINING, "too-many-workspaces", "idempotency-key-reused",
    )  # fmt: skip
    declare(
        "GET",
        "/invitations",
        "list_received_invitations",
        allows=Access.REGISTERED,
        responses=_answers("member_views:ReceivedInvitationList"),
    )
    declare(
        "POST",
        "/invitations/accept",
        "accept_invitation",
        allows=Access.REGISTERED,
        responses=_answers(
            "views:WorkspaceView", *answered, status=HTTPStatus.CREATED, with_body=True
        ),
    )
    declare(
        "POST",
        "/invitations/decline",
        "decline_invitation",
        allows=Access.REGISTERED,
        responses=_answers(None, "invitation-gone", with_body=True),
    )


def _answers(
    view: str | None,
    *codes: str,
    status: HTTPStatus = HTTPStatus.OK,
    with_body: bool = False,
) -> dict[Any, Any]:
    """Return the OpenAPI responses of an operation; without a view it has no content."""
    problems = problem_responses(*WORKSPACE_PROBLEMS, *codes, with_body=with_body)
    if view is None:
        return {int(HTTPStatus.NO_CONTENT): None, **problems}
    return {int(status): Declared(f"functions.sharing.{view}"), **problems}
