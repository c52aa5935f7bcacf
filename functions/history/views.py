"""Views of changes and of the feed."""

from __future__ import annotations

from datetime import date as civil_date
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field, RootModel

from functions.http.views import Money
from functions.ledger.views import CategoryView, TransactionView, category_view, transaction_view
from shared.models.history.change import Cause, Change
from shared.models.history.conflicts import ChangeAction, action_of, is_gone_after
from shared.models.history.kinds import Entity
from shared.models.ledger.account import AccountKind, AccountState
from shared.models.ledger.category import Category
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transaction import Transaction
from shared.models.values.money import format_minor

_NAME_OF_FIELD = {"amount_minor": "amount", "opening_balance_minor": "opening_balance"}
_NEVER_CHANGED_BY_ANYONE = frozenset({"id", "created_at", "updated_at"})

_ENUMERATIONS = frozenset(
    (entity, name) for entity in (Entity.MEMBER, Entity.INVITATION) for name in ("role", "status")
)
"""Fields of what is shown as it is kept, but for their values being in upper case."""

_CAUSE = Field(json_schema_extra={"enum": [cause.name for cause in Cause]})
_ENTITY = Field(json_schema_extra={"enum": [entity.name for entity in Entity]})
_SINCE = "The ``since`` to read the feed from next: "


class AccountStateView(BaseModel):
    """An account as a change left it, without balance.

    The two changes that make another account the default are of one commit.
    """

    id: str
    name: str
    kind: AccountKind
    opening_balance: Money
    opening_date: civil_date
    currency: str
    color: str | None
    icon: str | None
    archived: bool
    is_default: bool
    created_at: datetime
    updated_at: datetime


Resource = TransactionView | CategoryView | AccountStateView | dict[str, Any]
"""What was changed; of rules and settings, what is kept of them.

What is kept of a rule has its ``position`` among the others, from 0; that of their order is under
the id ``order``, and has the ``ids`` of all.
"""


class ChangeView(BaseModel):
    """A change of one thing; ``before`` null is a creation, ``after`` null a removal.

    A transaction that is DELETED went into the bin. ``operation_id`` is the same of all changes of
    one commit; ``cause_id`` is the change that an UNDO undid (of a whole operation, its first), or
    the import or the category or account merged away that the change is due to.
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


class ChangeList(BaseModel):
    """A page of changes, newest first; ``next_cursor`` is null on the last."""

    items: list[ChangeView]
    next_cursor: str | None
    latest_sequence_cursor: str = Field(description=_SINCE + "only what changes from now on.")


class FeedItem(BaseModel):
    """What to do to a copy of the ledger: put the resource in its place, or take it away.

    ``deleted`` is true, and ``resource`` null, of what is removed and of transactions in the bin.
    A rule that is new goes into its ``position``, from 0, among those that are there after the
    items before; the RULES item with the id ``order`` has the ``ids`` of all rules in their order.
    """

    sequence: int
    change_id: str
    at: datetime
    cause: str = _CAUSE
    entity: str = _ENTITY
    entity_id: str
    deleted: bool
    resource: Resource | None


class ChangeFeed(BaseModel):
    """A page of the feed, oldest first; ``has_more``: the next page has something already."""

    items: list[FeedItem]
    next_cursor: str = Field(description=_SINCE + "what follows these.")
    has_more: bool


class ChangeListOrFeed(RootModel[ChangeList | ChangeFeed]):
    """The feed where ``since`` is given, else the list."""


class UndoResult(BaseModel):
    """The change that was undone, and the changes that did it; none where all was as it was."""

    undone: str
    changes: list[ChangeView]


def change_view(change: Change, ledger: Ledger) -> ChangeView:
    """Return the view of a change."""
    before = _resource(change.entity, change.before, ledger)
    after = _resource(change.entity, change.after, ledger)
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
        resource=None if is_gone else _resource(change.entity, change.after, ledger),
    )


def _resource(entity: Entity, content: dict[str, Any] | None, ledger: Ledger) -> Resource | None:
    if content is None:
        return None
    if entity is Entity.TRANSACTION:
        return transaction_view(Transaction.model_validate(content))
    if entity is Entity.CATEGORY:
        return category_view(Category.model_validate(content))
    if entity is Entity.ACCOUNT:
        return _account_state_view(AccountState.model_validate(content), ledger.currency)
    return {
        name: value.upper() if (entity, name) in _ENUMERATIONS else value
        for name, value in content.items()
    }


def _account_state_view(account: AccountState, currency: str) -> AccountStateView:
    made = {"opening_balance", "currency"}
    return AccountStateView(
        opening_balance=format_minor(account.opening_balance_minor, currency),
        currency=currency,
        **{name: getattr(account, name) for name in AccountStateView.model_fields.keys() - made},
    )


def _changed_fields(change: Change, *shown: Resource | None) -> list[str]:
    """Return the changed fields that clients see, by their names in the API, sorted."""
    names = {_NAME_OF_FIELD.get(name, name) for name in change.changed_fields}
    seen = {name for resource in shown for name in dict(resource or {})}
    return sorted((names & seen) - _NEVER_CHANGED_BY_ANYONE)
