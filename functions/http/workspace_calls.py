"""Calls on workspaces that the path names."""

from __future__ import annotations

from flask import g

from functions.http.call import Call, call_on_workspace, current_call
from shared.errors import RegistrationRequired
from shared.models.people.access import Action

WORKSPACE_PROBLEMS = ("registration-required",)
"""What every operation of a workspace may be refused for, beside the usual."""


def registered_call() -> Call:
    """The call being answered, of a registered user.

    Raises:
        RegistrationRequired: It is an anonymous visitor's.
    """
    call = current_call()
    if call.identity.is_anonymous:
        raise RegistrationRequired
    return call


def call_on(workspace_id: str) -> Call:
    """The call being answered, on a workspace that the path names.

    Raises:
        RegistrationRequired: It is an anonymous visitor's.
        NotFound: They are no active member of such a workspace.
    """
    g.call = call_on_workspace(registered_call(), workspace_id)
    return current_call()


def administrators_call(workspace_id: str) -> Call:
    """The call being answered, of an admin of the workspace that the path names.

    Raises:
        RegistrationRequired, NotFound: As ``call_on``.
        PermissionDenied: They are no admin of it.
    """
    call = call_on(workspace_id)
    call.caller.require(Action.ADMINISTER)
    return call


def restorers_call(workspace_id: str) -> Call:
    """The call being answered, of an admin of a workspace that may have been deleted.

    Raises:
        RegistrationRequired, NotFound, PermissionDenied: As ``administrators_call``; whoever is
            no admin is not told of one that was deleted.
    """
    call = call_on_workspace(registered_call(), workspace_id, of_deleted=True)
    if not call.caller.may(Action.ADMINISTER):
        return administrators_call(workspace_id)
    g.call = call
    return call
