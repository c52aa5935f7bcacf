"""Views of changes and of the feed."""

from collections.abc import Callable
from datetime import datetime
from inspect import cleandoc
from typing import Any, TypeAlias

from pydantic import BaseModel, Field, SerializeAsAny

from functions.history.resources import resource_of
from functions.http.views import Name
from shared.models.history.change import Cause, Change
from shared.models.history.conflicts import ChangeAction, action_of, is_gone_after
from shared.models.history.kinds import Entity
from shared.models.ledger.ledger import Ledger
from shared.models.values.base import FrozenModel

_NEVER_CHANGED_BY_ANYONE = frozenset({"id", "created_at", "updated_at"})

_Handler: TypeAlias = Callable[[Any], dict[str, Any]]

_SINCE = "The value of ``since`` for the next request to the feed: "


class LoggedChange(FrozenModel):
    """A change of one resource.

    A transaction with the action DELETED was moved to the trash. ``cause_id`` is the undone change,
    import, merged resource, own rate or run of RATES. ``actor`` is ``system`` where no person has
    asked for the change.
    """

    id: str
    sequence: int
    at: datetime
    actor: str
    cause: Name[Cause]
    cause_id: str | None
    entity_id: str
    action: ChangeAction
    changed_fields: list[str]
    operation_id: str


class ChangeView(LoggedChange):
    """A change of one resource, with its state before and after.

    ``before`` is null for a creation, ``after`` for a removal.
    """

    entity: Name[Entity]
    before: SerializeAsAny[BaseModel] | None
    after: SerializeAsAny[BaseModel] | None

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: Any, handler: _Handler) -> dict[str, Any]:
        """Describe a change as one of the variants by kind."""
        union = _described(handler, LoggedChange, "Change", "before", "after")
        return {"description": cleandoc(cls.__doc__ or ""), **union}


class ChangeList(FrozenModel):
    """A page of changes, newest first."""

    items: list[ChangeView]
    next_cursor: str | None
    is_partial: bool = Field(
        description="True if the list stopped before the page was full, after 1,000 changes or "
        "5 seconds; it goes on with ``next_cursor``."
    )
    latest_sequence_cursor: str = Field(description=_SINCE + "returns only later changes.")


class Update(FrozenModel):
    """An update of a copy of the ledger: store the resource, or delete it."""

    sequence: int
    change_id: str
    at: datetime
    cause: Name[Cause]
    entity_id: str
    deleted: bool = Field(description="True for removed resources and transactions in the trash.")


class FeedItem(Update):
    """An update of a copy of the ledger: store the resource, or delete it.

    ``resource`` is null if it is ``deleted``. A viewer gets it as it is now, the others as it was
    after the change. A new rule is inserted at its ``position``, from 0, into the list that the
    previous items left. The RULES item with the id ``order`` has the ``ids`` of all rules.
    """

    entity: Name[Entity]
    resource: SerializeAsAny[BaseModel] | None

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: Any, handler: _Handler) -> dict[str, Any]:
        """Describe an update as one of the variants by kind."""
        union = _described(handler, Update, "Update", "resource")
        return {"description": cleandoc(cls.__doc__ or ""), **union}


class ChangeFeed(FrozenModel):
    """A page of the feed, oldest first."""

    items: list[FeedItem]
    next_cursor: str = Field(description=_SINCE + "returns the following changes.")
    has_more: bool


class UndoResult(FrozenModel):
    """The undone change, and the changes that the undo made; none if there was nothing to undo."""

    undone: str = Field(description="The id of the undone change.")
    changes: list[ChangeView]


def _described(
    handler: _Handler, base: type[BaseModel], suffix: str, *fields: str
) -> dict[str, Any]:
    # The views of all kinds are loaded for the OpenAPI document alone.
    from pydantic import TypeAdapter  # noqa: PLC0415 (see above)

    from functions.history.variants import union_of_variants  # noqa: PLC0415 (see above)

    handler(TypeAdapter(base).core_schema)
    union = TypeAdapter(union_of_variants(base, suffix, *fields))
    return handler(union.core_schema)


def change_view(change: Change, ledger: Ledger) -> ChangeView:
    """Return the view of a change."""
    before = resource_of(change.kind, change.before, ledger)
    after = resource_of(change.kind, change.after, ledger)
    return ChangeView(
        id=change.id,
        sequence=change.sequence,
        at=change.at,
        actor=change.actor,
        cause=change.cause,
        cause_id=change.cause_id,
        entity=change.entity,
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
        cause=change.cause,
        entity=change.entity,
        entity_id=change.entity_id,
        deleted=is_gone,
        resource=None if is_gone else resource_of(change.kind, change.after, ledger),
    )


def _changed_fields(change: Change, *shown: BaseModel | None) -> list[str]:
    """Return the changed fields that clients see, by their names in the API, sorted."""
    changed, shown_as = change.changed_fields, change.kind.shown_as
    names = changed | {shown_as.get(name, name.removesuffix("_minor")) for name in changed}
    seen = {name for resource in shown if resource for name in dict(resource)}
    return sorted((names & seen) - _NEVER_CHANGED_BY_ANYONE)
