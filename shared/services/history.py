"""History: reading the change log, following it, and undoing what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.errors import (
    AccountInUse,
    CategoryInUse,
    InvalidArgument,
    NotFound,
    UndoConflict,
    Unreadable,
)
from shared.models.account import Account
from shared.models.category import Category
from shared.models.change import Cause, Change, Entity, Operation
from shared.models.history import (
    conflicts_of,
    feed_fingerprint,
    ids_of_transactions,
    list_fingerprint,
)
from shared.models.identifiers import is_id
from shared.models.page import Page, cursor_to, number_in
from shared.models.reversal import (
    Reversal,
    account_ids_of,
    ensure_undoable,
    live_uses_added,
)
from shared.models.summary import Edit
from shared.models.tenant import Tenant
from shared.models.terms import category_term
from shared.repositories.store import Opening, TenantStore
from shared.services.ledger import commit_edits
from shared.services.operations import append_change, run_once

MAX_UNDONE_AT_ONCE = 500
"""Changes of one operation that are undone together, in one commit."""

_BEGINNING = frozenset({"", "0"})


@dataclass(frozen=True)
class Subject:
    """Whose changes are asked for: those of the thing with that id, if it is of that kind.

    Where nothing is said of it, any will do.
    """

    id: str | None = None
    entity: Entity | None = None


@dataclass(frozen=True)
class FeedPage:
    """Some changes, oldest first, and from where to go on; ``has_more`` at once."""

    items: list[Change]
    next_cursor: str
    has_more: bool


def get_change(store: TenantStore, change_id: str, now: datetime) -> tuple[Tenant, Change]:
    """The change with that id, and its ledger, in one call.

    Raises:
        NotFound: It is not there.
        TenantMissing, DemoExpired: There is no ledger (any more).
    """
    if not is_id(change_id):
        raise NotFound("change")
    opening = store.open(receipt_id=change_id)
    opening.tenant.ensure_live(now)
    if opening.receipt is None:
        raise NotFound("change")
    return opening.tenant, opening.receipt


def list_changes(
    store: TenantStore, asked: Subject, cursor: str | None, limit: int
) -> Page[Change]:
    """A page of the changes asked for, newest first.

    Raises:
        Unreadable: The cursor is not one of this list.
    """
    fingerprint = list_fingerprint(store.ref, asked.id)
    before = number_in(cursor, fingerprint) if cursor is not None else None
    found = store.changes.list_before(before, limit + 1, asked.id)
    if found and asked.entity not in (None, found[0].entity):
        return Page([], None)
    items = found[:limit]
    has_more = len(found) > limit
    return Page(items, cursor_to(fingerprint, items[-1].sequence) if has_more else None)


def latest_place(tenant: Tenant) -> str:
    """The cursor from which the feed goes on with what changes after the tenant was read."""
    return cursor_to(feed_fingerprint(tenant.ref), tenant.sequence)


def read_feed(store: TenantStore, tenant: Tenant, since: str, limit: int) -> FeedPage:
    """The changes behind a place, oldest first: each exactly once, in the order of the commits.

    ``tenant`` must have been read before: its sequence bounds what a cursor can lead to. A commit
    takes the next number of the ledger's changes and makes it visible at once, so that behind any
    change that is seen here there is none to come with a smaller number.

    Raises:
        Unreadable: Nobody gave out this cursor.
    """
    fingerprint = feed_fingerprint(tenant.ref)
    sequence = 0 if since in _BEGINNING else number_in(since, fingerprint)
    if sequence > tenant.sequence:
        raise Unreadable("The cursor cannot be read.")
    found = store.changes.list_after(sequence, limit + 1)
    items = found[:limit]
    last = items[-1].sequence if items else sequence
    return FeedPage(items, cursor_to(fingerprint, last), has_more=len(found) > limit)


def undo_change(store: TenantStore, operation: Operation, change: Change) -> list[Change]:
    """Undo one change; the new changes that did it, none where all was as it was.

    Raises: as ``undo_operation``.
    """
    return _undo(store, operation.caused_by(Cause.UNDO, change.id), [change])


def undo_operation(store: TenantStore, operation: Operation, change: Change) -> list[Change]:
    """Undo everything that was committed together with a change, or nothing; the new changes.

    Their ``cause_id`` is the id of the operation, which is that of its first change.

    Raises:
        NotFound: Something that was changed is no longer there.
        NotUndoable: The log knows no way back.
        UndoConflict: Later changes are in the way; names them all.
        CategoryInUse, AccountInUse: What was created has live transactions by now; says how many.
        InvalidArgument: The operation has more than 500 changes.
        FinanceFlowError: What would come of it does not fit the ledger; see ``Reversal.undo``.
    """
    changes = store.changes.list_of_operation(change.operation_id)
    if len(changes) > MAX_UNDONE_AT_ONCE:
        raise InvalidArgument.of(
            "whole_operation", f"is of more than {MAX_UNDONE_AT_ONCE} changes; undo one by one"
        )
    return _undo(store, operation.caused_by(Cause.UNDO, change.operation_id), changes)


def _undo(store: TenantStore, operation: Operation, changes: Sequence[Change]) -> list[Change]:
    """Undo changes of one commit, which are in its order, in one commit."""
    ensure_undoable(changes)

    def work(unit: TenantStore, opening: Opening) -> None:
        reversal = Reversal(opening.tenant, opening.transactions, operation.at)
        _ensure_no_conflict(unit, reversal, changes)
        for change in reversed(changes):
            reversal.undo(change)
        _commit(unit, operation, opening.tenant, reversal)

    def recall(_opening: Opening) -> None:
        """What was committed is read from the log."""

    transaction_ids = ids_of_transactions(changes)
    run_once(store, operation, work, recall, transaction_ids=transaction_ids)
    return store.changes.list_of_operation(operation.change_id)


def _ensure_no_conflict(unit: TenantStore, reversal: Reversal, changes: Sequence[Change]) -> None:
    conflicts = {
        conflict.sequence: conflict.id
        for change in changes
        if not reversal.is_as_left_by(change)
        for conflict in conflicts_of(
            change, unit.changes.list_of_entity_after(change.entity_id, change.sequence)
        )
    }
    if conflicts:
        raise UndoConflict([conflicts[sequence] for sequence in sorted(conflicts)])


def _commit(unit: TenantStore, operation: Operation, tenant: Tenant, reversal: Reversal) -> None:
    """Write it in such an order that nothing in the log is on what is not there (any more)."""
    edits = reversal.edits
    parts = list(enumerate((*reversal.category_edits, *reversal.account_edits), start=len(edits)))
    for index, (before, after) in parts:
        if after is not None:
            _put(unit, after)
            append_change(unit, operation, before, after, index=index)
    if edits:
        commit_edits(unit, operation, tenant, edits)
    for index, (before, after) in parts:
        if after is None and before is not None:
            _remove(unit, tenant, before, edits)
            append_change(unit, operation, before, None, index=index)


def _put(unit: TenantStore, part: Category | Account) -> None:
    if isinstance(part, Category):
        unit.tenant.put_category(part)
    else:
        unit.tenant.put_account(part)


def _remove(
    unit: TenantStore, tenant: Tenant, part: Category | Account, edits: Sequence[Edit]
) -> None:
    """Take a category or account away that no live transaction is in after these edits."""
    if isinstance(part, Category):
        count = unit.transactions.count_live_with_term(category_term(part.id))
        count += live_uses_added(edits, lambda transaction: part.id in transaction.category_ids)
        if count:
            raise CategoryInUse(count)
        unit.tenant.remove_category(part.id)
    else:
        count = tenant.figures_of(part.id).count
        count += live_uses_added(edits, lambda transaction: part.id in account_ids_of(transaction))
        if count:
            raise AccountInUse(count)
        unit.tenant.remove_account(part.id)
