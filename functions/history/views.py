"""Views of changes and of the feed."""

from __future__ import annotations

from datetime import datetime

from pydantic import ConfigDict, Field, RootModel

from functions.history.resources import Resource, resource_of
from shared.models.history.change import Cause, Change
from shared.models.history.conflicts import ChangeAction, action_of, is_gone_after
from shared.models.history.kinds import Entity
from shared.models.ledger.ledger import Ledger
from shared.models.values.base import FrozenModel

_NEVER_CHANGED_BY_ANYONE = frozenset({"id", "created_at", "updated_at"})

_CAUSE = Field(json_schema_extra={"enum": [cause.name for cause in Cause]})
_ENTITY = Field(json_schema_extra={"enum": [entity.name for entity in Entity]})
_SINCE = "The value of ``since`` for the next request to the feed: "


class ChangeView(FrozenModel):
    """A change of one resource, with its state before and after.

    ``before`` is null for a creation, ``after`` for a removal. A transaction with the action
    DELETED was moved to the trash. All changes of one commit have the same ``operation_id``.
    ``cause_id`` is the id of the cause: the undone change (the first one of an undone operation),
    the import, or the merged category or account.
    """

    id: str
    sequence: int
    at: datetime
    actor: str
    cause: str = _CAUSE
    cause_id: str | None
    entity: str = _ENTITY
    entity_id: str
    action: ChangeAction
    changed_fields: list[str]
    operation_id: str
    before: Resource | None
    after: Resource | None


class ChangeList(FrozenModel):
    """A page of changes, newest first; ``next_cursor`` is null on the last page."""

    items: list[ChangeView]
    next_cursor: str | None
    latest_sequence_cursor: str = Field(description=_SINCE + "returns only later changes.")


class FeedItem(FrozenModel):
    """An update of a copy of the ledger: store the resource, or delete it.

    ``deleted`` is true and ``resource`` null for removed resources and transactions in the trash.
    A viewer gets the resource as it is now, the others as it was after the change.
    A new rule is inserted at its ``position``, from 0, into the list that the previous items left.
    The RULES item with the id ``order`` has the ``ids`` of all rules in their order.
    """

    sequence: int
    change_id: str
    at: datetime
    cause: str = _CAUSE
    entity: str = _ENTITY
    entity_id: str
    deleted: bool
    resource: Resource | None


class ChangeFeed(FrozenModel):
    """A page of the feed, oldest first; ``has_more`` is true if the next page is not empty."""

    items: list[FeedItem]
    next_cursor: str = Field(description=_SINCE + "returns the following changes.")
    has_more: bool


class ChangeListOrFeed(RootModel[ChangeList | ChangeFeed]):
    """The feed if ``since`` is given, otherwise the list."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class UndoResult(FrozenModel):
    """The undone change, and the changes that the undo made; none if there was nothing to undo."""

    undone: str
    changes: list[ChangeView]


def change_view(change: Change, ledger: Ledger) -> ChangeView:
    """Return the view of a change."""
    before = resource_of(change.kind, change.before, ledger)
    after = resource_of(change.kind, change.after, ledger)
    return ChangeView(
        id=change.id,
        sequence=change.sequence,
        at=change.at,
        actor=change.actor,
        cause=change.cause.name,
        cause_id=change.cause_id,
        entity=change.entity.name,
        entity_id=change.entity_id,
        action=action_of(change),
        changed_fields=_changed_fields(change, before, after),
        operation_id=change.operation_id,
        before=before,
        after=after,
    )


def feed_item(change: Change, ledger: Ledger) -> FeedItem:
    """Return the feed item of a change."""
    is_gone = is_gone_after(change)
    return FeedItem(
        sequence=change.sequence,
        change_id=change.id,
        at=change.at,
        cause=change.cause.name,
        entity=change.entity.name,
        entity_id=change.entity_id,
        deleted=is_gone,
        resource=None if is_gone else resource_of(change.kind, change.after, ledger),
    )


def _changed_fields(change: Change, *shown: Resource | None) -> list[str]:
    """Return the changed fields that clients see, by their names in the API, sorted."""
    changed = change.changed_fields
    names = changed | {name.removesuffix("_minor") for name in changed}
    seen = {name for resource in shown for name in dict(resource or {})}
    return sorted((names & seen) - _NEVER_CHANGED_BY_ANYONE)
