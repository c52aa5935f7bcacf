"""Permission to call a route: what a route declares, and the check before its view."""

from __future__ import annotations

from enum import Enum, auto
from typing import TypeAlias, assert_never

from flask import g, request

from functions.http.call import Call, call_on_workspace, current_call
from shared.errors import RegistrationRequired
from shared.models.people.access import Action
from shared.models.values.frozen import frozen

WORKSPACE_PROBLEMS = ("registration-required",)
"""Codes of failures of every operation of workspaces, in addition to the usual ones."""


class Access(Enum):
    """Permission that does not depend on a role in a ledger."""

    ANYONE = auto()
    """No token is required. The view itself checks one that is sent."""

    LINK = auto()
    """No token and no App Check is required, so that a plain link works. The answer has no data of
    anyone."""

    SCHEDULER = auto()
    """Cloud Scheduler only. The platform checks its token before it calls the function."""

    SELF = auto()
    """Every user with a token, for their own profile, settings, data export and erasure."""

    REGISTERED = auto()
    """Every user with a token, except anonymous visitors."""


@frozen
class InWorkspace:
    """Permission in the workspace whose id is ``id`` in the path, for its active members.

    Their role must allow ``action``; None allows every active member. A deleted workspace is not
    found; with ``may_be_deleted``, members whose role allows the action find it.
    """

    action: Action | None = None
    may_be_deleted: bool = False


Permission: TypeAlias = Action | Access | InWorkspace
"""Requirement of a route. An ``Action`` applies to the ledger of the request: the caller's own, or
that of the workspace in X-Workspace-Id."""


def authorize(permission: Permission) -> None:
    """Check that the caller may call a route; a workspace in the path becomes the call's ledger.

    Raises:
        RegistrationRequired: An account is required, and the caller is an anonymous visitor.
        NotFound: The caller is no active member of the workspace in the path.
        PermissionDenied: The caller's role in the ledger does not allow the action.
    """
    match permission:
        case Action():
            current_call().caller.require(permission)
        case InWorkspace():
            workspace_id: str = (request.view_args or {})["id"]
            g.call = _call_in_workspace(permission, _registered_call(), workspace_id)
        case Access.REGISTERED:
            _registered_call()
        case Access.ANYONE | Access.LINK | Access.SCHEDULER | Access.SELF:
            pass  # Authentication or the platform has already checked the caller.
        case _:
            assert_never(permission)


def _registered_call() -> Call:
    call = current_call()
    if call.identity.is_anonymous:
        raise RegistrationRequired
    return call


def _call_in_workspace(permission: InWorkspace, own: Call, workspace_id: str) -> Call:
    call = call_on_workspace(own, workspace_id, of_deleted=permission.may_be_deleted)
    if permission.action is None:
        return call
    if permission.may_be_deleted and not call.caller.may(permission.action):
        # A member whose role is too low must not learn that a deleted workspace still exists.
        call = call_on_workspace(own, workspace_id)
    call.caller.require(permission.action)
    return call
