"""History: what a change did, and whether later ones are in the way of undoing it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum

from shared.models.history.change import Cause, Change
from shared.models.ledger.transaction import Transaction
from shared.models.people.access import TenantRef
from shared.models.settings.ledger_settings import LedgerSettings
from shared.models.values.identifiers import derived_id

_FINGERPRINT_LENGTH = 12
_OF_A_MERGE = frozenset({"merging_into"})
_START_DAYS = frozenset({"month_start_day", "pending_month_start_day"})


class ChangeAction(StrEnum):
    """Effect of a change; a transaction that is DELETED was moved to the trash."""

    CREATED = "CREATED"
    UPDATED = "UPDATED"
    DELETED = "DELETED"
    RESTORED = "RESTORED"


def action_of(change: Change) -> ChangeAction:
    """What the change did."""
    if change.before is None:
        is_put_back = change.cause is Cause.UNDO
        return ChangeAction.RESTORED if is_put_back else ChangeAction.CREATED
    if change.after is None:
        return ChangeAction.DELETED
    if "deleted_at" not in change.changed_fields:
        return ChangeAction.UPDATED
    is_in_bin = "deleted_at" in change.after
    was_in_bin = "deleted_at" in change.before
    if is_in_bin == was_in_bin:
        return ChangeAction.UPDATED
    return ChangeAction.DELETED if is_in_bin else ChangeAction.RESTORED


def is_gone_after(change: Change) -> bool:
    """Whether its thing was no longer there after the change: removed, or in the bin."""
    if change.after is None:
        return True
    return change.kind.has_trash and "deleted_at" in change.after


def conflicts_of(change: Change, later: Sequence[Change]) -> list[Change]:
    """Which later changes of the same thing are in the way of undoing one, oldest first.

    Those that changed one of the same fields, and are still in effect: one that was undone itself
    is not in the way, and neither is what undid it. A creation or removal is of every field.
    """
    return [other for other in in_effect(later) if _touch_the_same(change, other)]


def in_effect(changes: Sequence[Change]) -> Iterable[Change]:
    """The changes of one thing, oldest first, without those undone among them and their undoing."""
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


def _touch_the_same(one: Change, other: Change) -> bool:
    if _is_whole(one) or _is_whole(other):
        return bool(_touched(other))
    return bool(_touched(one) & _touched(other))


def _is_whole(change: Change) -> bool:
    return change.before is None or change.after is None


def _touched(change: Change) -> frozenset[str]:
    """The fields that matter to others.

    That a merge is under way, or that a rebuild has come to its end, is no one's wish of a field.
    The start day that is asked for and the one in force are the same wish.
    """
    if change.cause is Cause.REBUILD:
        return frozenset()
    fields = change.changed_fields - _OF_A_MERGE
    return fields | _START_DAYS if fields & _START_DAYS else fields


def is_of_start_day(change: Change) -> bool:
    """Whether another start day of the months is asked for since, or none any more."""
    return change.is_of(LedgerSettings) and "pending_month_start_day" in change.changed_fields


def list_fingerprint(ref: TenantRef, *filters: str | None) -> str:
    """What tells cursors of a ledger's changes, with these filters, from those of other lists."""
    return _fingerprint("list", ref.path, *(value or "" for value in filters))


def feed_fingerprint(ref: TenantRef) -> str:
    """What tells cursors of a ledger's feed from those of other ledgers', and of lists."""
    return _fingerprint("feed", ref.path)


def _fingerprint(*parts: str) -> str:
    return derived_id("changes", *parts)[:_FINGERPRINT_LENGTH]


def ids_of_transactions(changes: Collection[Change]) -> list[str]:
    """The transactions among the things changed, each once."""
    ids = (change.entity_id for change in changes if change.is_of(Transaction))
    return list(dict.fromkeys(ids))
