"""What of a ledger's change log somebody may see, and undo."""

from __future__ import annotations

from collections.abc import Iterable

from shared.models.history.change import Cause, Change
from shared.models.people.access import Action, Caller

_OF_ONE_PERSON = frozenset({Cause.API, Cause.RULES, Cause.UNDO})
"""Causes of changes that whoever made them may undo, without being allowed to delete."""


def may_follow(caller: Caller, change: Change) -> bool:
    """Whether the caller may be told of the change, if not of who made it."""
    return caller.may(change.kind.needs)


def ensure_readable(caller: Caller, change: Change) -> None:
    """Pass where the caller may see the change with all that the log has of it.

    Who reads the audit log sees all; others who may write see what they have done themselves.

    Raises:
        PermissionDenied: The caller may not.
    """
    caller.require(Action.WRITE)
    if change.actor != caller.uid or not may_follow(caller, change):
        caller.require(Action.ADMINISTER)


def ensure_undoable_by(caller: Caller, changes: Iterable[Change]) -> None:
    """Pass where the caller may undo all of these changes.

    What others did, or an import or a merge, is undone only by those who may delete.

    Raises:
        PermissionDenied: The caller may not.
    """
    caller.require(Action.WRITE)
    for change in changes:
        if not may_follow(caller, change):
            caller.require(Action.ADMINISTER)
        if change.actor != caller.uid or change.cause not in _OF_ONE_PERSON:
            caller.require(Action.DELETE)
