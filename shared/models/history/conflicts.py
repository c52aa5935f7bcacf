"""Effects of changes, and conflicts with later changes of the same entity."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from types import MappingProxyType

from shared.models.currencies.own_rate import OwnRate
from shared.models.history.change import Cause, Change
from shared.models.history.kinds import Entity
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.people.access import TenantRef
from shared.models.settings.ledger_settings import LedgerSettings
from shared.models.values.identifiers import derived_id

_FINGERPRINT_LENGTH = 12
_OF_A_MERGE = frozenset({"merging_into"})
_STARTS = frozenset({"month_start", "pending_month_start"})
_LEDGER_CURRENCIES = frozenset({"currency", "pending_currency"})
_OF_A_LINK = frozenset({"recurring_id", "occurrence_nominal"})
_SCHEDULES = "schedules"
_OF_A_PRICE = frozenset({"base", "quote", "date", "rate"})
DEPENDENT_FIELDS = MappingProxyType(
    {
        "currency": frozenset({"amount_minor", "splits", "exchange", "original"}),
        "to_currency": frozenset({"to_amount_minor", "exchange"}),
        "is_amount_estimated": frozenset({"amount_minor", "original", "date"}),
        "is_to_amount_estimated": frozenset({"to_amount_minor", "date"}),
        "splits": frozenset({"amount_minor"}),
        "type": frozenset({"category_id", "custom_type_id"}),
    }
)
"""Fields of a transaction by another field that they depend on: amounts on their currency and on
the sum of the splits, amounts and the day of their rates on whether they are estimated, and the
category and the custom type on the type."""


class ChangeAction(StrEnum):
    """Effect of a change; a transaction that is DELETED was moved to the trash."""

    CREATED = "CREATED"
    UPDATED = "UPDATED"
    DELETED = "DELETED"
    RESTORED = "RESTORED"


def action_of(change: Change) -> ChangeAction:
    """Return the effect of a change."""
    if change.before is None:
        is_put_back = change.cause is Cause.UNDO
        return ChangeAction.RESTORED if is_put_back else ChangeAction.CREATED
    if change.after is None:
        return ChangeAction.DELETED
    if "deleted_at" not in change.changed_fields:
        return ChangeAction.UPDATED
    is_in_trash = "deleted_at" in change.after
    was_in_trash = "deleted_at" in change.before
    if is_in_trash == was_in_trash:
        return ChangeAction.UPDATED
    return ChangeAction.DELETED if is_in_trash else ChangeAction.RESTORED


def is_gone_after(change: Change) -> bool:
    """Return whether the entity was removed or in the trash after the change."""
    if change.after is None:
        return True
    return change.kind.has_trash and "deleted_at" in change.after


def conflicts_of(change: Change, later: Sequence[Change]) -> list[Change]:
    """Return the later changes of the same entity that conflict with undoing one, oldest first.

    These are changes of the same fields that are still in effect, or of fields of a transaction of
    which one depends on the other: undone changes and their undos do not conflict. A creation or
    removal concerns every field but the link to an occurrence, which is released with it. Rates
    that arrived conflict with each other alone, because an undo converts what it brings back.
    """
    return [
        other
        for other in in_effect(later)
        if _touch_the_same(change, other)
        and (other.cause is not Cause.RATES or change.cause is Cause.RATES)
    ]


def in_effect(changes: Sequence[Change]) -> Iterable[Change]:
    """Return the changes of one entity, oldest first, without undone changes and their undos."""
    names = {name for change in changes for name in (change.id, change.operation_id)}
    undone: set[str | None] = set()
    kept: list[Change] = []
    for change in reversed(changes):
        if undone & {change.id, change.operation_id}:
            continue
        if change.cause is Cause.UNDO and change.cause_id in names:
            undone.add(change.cause_id)
        else:
            kept.append(change)
    return reversed(kept)


def are_undo_of(change: Change, later: Collection[Change]) -> bool:
    """Return whether there are later changes, all of which are the undo of one."""
    names = {change.id, change.operation_id}
    return bool(later) and all(
        other.cause is Cause.UNDO and other.cause_id in names for other in later
    )


def _touch_the_same(one: Change, other: Change) -> bool:
    if _is_whole(one) or _is_whole(other):
        return bool(_touched(other) - _OF_A_LINK)
    fields, others = _touched(one), _touched(other)
    if fields & others:
        return True
    if not one.is_of(Transaction):
        return False
    return bool(fields & _dependent_on(others) or others & _dependent_on(fields))


def _is_whole(change: Change) -> bool:
    return change.before is None or change.after is None


def _touched(change: Change) -> frozenset[str]:
    """Return the changed fields that can conflict with other changes.

    The progress of merges and the end of rebuilds do not conflict. The requested start or
    currency and the one in force count as the same field, and so do the currencies, day and price
    of an own rate. Each schedule of notifications is a field of its own.
    """
    if change.cause is Cause.REBUILD:
        return frozenset()
    fields = change.changed_fields - _OF_A_MERGE
    if change.is_of(OwnRate):
        return fields | _OF_A_PRICE
    if change.entity is Entity.NOTIFICATION_PREFERENCES and _SCHEDULES in fields:
        return (fields - {_SCHEDULES}) | _changed_schedules(change)
    for pending in (_STARTS, _LEDGER_CURRENCIES):
        if change.is_of(LedgerSettings) and fields & pending:
            fields |= pending
    return fields


def _changed_schedules(change: Change) -> frozenset[str]:
    """Return the schedules that a change of preferences changes, by kind and channel."""
    before, after = ((state or {}).get(_SCHEDULES, {}) for state in (change.before, change.after))
    keys = before.keys() | after.keys()
    return frozenset(key for key in keys if before.get(key) != after.get(key))


def _dependent_on(fields: Iterable[str]) -> frozenset[str]:
    """Return the fields of a transaction that a change of these makes others, with equal values."""
    return frozenset().union(*(DEPENDENT_FIELDS.get(name, ()) for name in fields))


def is_of_rebuild(change: Change) -> bool:
    """Return whether the change requests another start or currency, or cancels one."""
    pending = {"pending_month_start", "pending_currency"}
    return change.is_of(LedgerSettings) and not pending.isdisjoint(change.changed_fields)


def list_fingerprint(ref: TenantRef, *filters: str | None) -> str:
    """Return the fingerprint for cursors of a ledger's changes with these filters."""
    return _fingerprint("list", ref.path, *(value or "" for value in filters))


def feed_fingerprint(ref: TenantRef) -> str:
    """Return the fingerprint for cursors of a ledger's feed."""
    return _fingerprint("feed", ref.path)


def _fingerprint(*parts: str) -> str:
    return derived_id("changes", *parts)[:_FINGERPRINT_LENGTH]


def ids_of_transactions(changes: Collection[Change]) -> list[str]:
    """Return the ids of the changed transactions, each once."""
    ids = (change.entity_id for change in changes if change.is_of(Transaction))
    return list(dict.fromkeys(ids))
