"""Permissions to read and undo changes."""

from __future__ import annotations

from collections.abc import Iterable

from shared.models.history.change import Cause, Change
from shared.models.people.access import Action, Caller

_OF_ONE_PERSON = frozenset({Cause.API, Cause.RULES, Cause.UNDO})
"""Causes of changes that their authors may undo without the permission to delete."""


def may_follow(caller: Caller, change: Change) -> bool:
    """Return whether the caller may read the change without its actor."""
    return caller.may(change.kind.needs)


def ensure_readable(caller: Caller, change: Change) -> None:
    """Check that the caller may read the change with its actor.

    Callers with access to the audit log may read all changes; other writers only their own.

    Raises:
        PermissionDenied: The role of the caller does not allow it.
    """
    caller.require(Action.READ_ALL)
    if change.actor != caller.uid or not may_follow(caller, change):
        caller.require(Action.ADMINISTER)


def ensure_undoable_by(caller: Caller, changes: Iterable[Change]) -> None:
    """Check that the caller may undo all of these changes.

    Undoing changes of others, imports and merges requires the permission to delete.

    Raises:
        PermissionDenied: The role of the caller does not allow it.
    """
    caller.require(Action.WRITE)
    for change in changes:
        if not may_follow(caller, change):
            caller.require(Action.ADMINISTER)
        if change.actor != caller.uid or change.cause not in _OF_ONE_PERSON:
            caller.require(Action.DELETE)
