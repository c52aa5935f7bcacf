"""Undo changes of the change log by further changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from shared.errors import CommitTooLarge, InvalidArgument, NotUndoable, UndoConflict
from shared.models.history.change import Cause, Change, Operation
from shared.models.history.conflicts import are_undo_of, conflicts_of, ids_of_transactions
from shared.models.history.kinds import KINDS, Entity, Kind
from shared.models.history.undo_plan import UndoPlan
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.transaction import Transaction
from shared.repositories.store import LedgerSnapshot, TenantStore
from shared.services.currencies.lookup import rates_of
from shared.services.posting.kind_undo import KindUndo, UndoCommit
from shared.services.posting.later_changes import stream_later_changes
from shared.services.posting.operations import MAX_DOCUMENTS, run_once

MAX_UNDONE_AT_ONCE = 500
"""Maximum number of changes of an operation that one commit undoes."""

_FEW = 100
"""Maximum number of transactions that are read with the ledger, in one call."""


Authorize = Callable[[Sequence[Change]], None]
"""Checks the permission to undo these changes; raises if it is missing."""


Announce = Callable[[Sequence[Change]], None]
"""Is called with the new changes, just before each try to commit them."""


def undo_change(
    store: TenantStore,
    operation: Operation,
    change: Change,
    authorize: Authorize = lambda _changes: None,
    announce: Announce = lambda _changes: None,
) -> list[Change]:
    """Undo one change, and return the new changes; none if nothing had to be changed.

    If its kind requires it, all changes of the same commit are undone.

    Raises: as ``undo_operation``.
    """
    undo = find_undo(change.kind)
    if undo is not None and undo.needs_whole_operation(change):
        return undo_operation(store, operation, change, authorize, announce)
    authorize([change])
    return _undo(store, operation.caused_by(Cause.UNDO, change.id), [change], announce)


def undo_operation(
    store: TenantStore,
    operation: Operation,
    change: Change,
    authorize: Authorize = lambda _changes: None,
    announce: Announce = lambda _changes: None,
) -> list[Change]:
    """Undo all changes of the same commit, or none, and return the new changes.

    Their ``cause_id`` is the id of the operation, which is that of its first change. If the undo
    requests another start of the months, the caller has to run ``rebuild_months``.

    Raises:
        NotFound: A changed entity no longer exists.
        NotUndoable: A change cannot be undone.
        UndoConflict: Later changes conflict; the error has their ids. Or an entity was changed more
            than 500 times since.
        CategoryInUse, AccountInUse: A created category or account has live transactions.
        InvalidArgument: The operation has more than 500 changes.
        CommitTooLarge: The undo has more bytes or documents than one commit may have.
        FinanceFlowError: The result does not fit the ledger; see ``take_back`` and ``settle`` of
            each ``KindUndo``.
    """
    changes = store.changes.list_of_operation(change.operation_id)
    authorize(changes)
    if len(changes) > MAX_UNDONE_AT_ONCE:
        raise InvalidArgument.of(
            "whole_operation", f"has more than {MAX_UNDONE_AT_ONCE} changes; undo them one by one"
        )
    return _undo(store, operation.caused_by(Cause.UNDO, change.operation_id), changes, announce)


def find_undo(kind: Kind) -> type[KindUndo] | None:
    """Return the ``KindUndo`` of a kind; None if its changes cannot be undone."""
    undo: type[KindUndo] | None = kind.load_undo()
    return undo


def ensure_undoable(changes: Iterable[Change]) -> None:
    """Check that these changes can be undone, regardless of the state of the ledger.

    Raises:
        NotUndoable: One of them cannot be undone.
    """
    for change in changes:
        undo = find_undo(change.kind)
        if undo is None:
            raise NotUndoable(f"change the {change.entity} again instead")
        undo.ensure_undoable(change)


class PlannedUndo:
    """Undo of the changes of one commit: a plan, and a ``KindUndo`` for each kind."""

    def __init__(self, plan: UndoPlan, changes: Sequence[Change]) -> None:
        self.plan, self._changes = plan, changes
        changed = {change.entity for change in changes}
        kinds = [kind for kind in KINDS if kind.entity in changed]
        self.of_kinds: dict[Entity, KindUndo] = {
            kind.entity: undo(plan) for kind in kinds if (undo := find_undo(kind)) is not None
        }

    def is_as_left_by(self, change: Change) -> bool:
        """Return whether the entity is unchanged since, so that no later change can conflict."""
        return self.of_kinds[change.entity].is_as_left_by(change)

    def take_back(self) -> None:
        """Undo the changes in the plan, the last one first.

        Changed fields get their former values, and other fields stay. Created entities are removed,
        and removed ones return with their ids.

        Raises:
            FinanceFlowError: The result does not fit the ledger.
        """
        for change in reversed(self._changes):
            self.of_kinds[change.entity].take_back(change)
        for undo in self.of_kinds.values():
            undo.settle()

    def write(self, unit: TenantStore, operation: Operation) -> None:
        """Write the plan, with log entries in an order in which each one fits the state before."""
        commit = UndoCommit(unit, operation, next_index=len(self.plan.edits))
        for undo in self.of_kinds.values():
            undo.begin(commit)
        for undo in self.of_kinds.values():
            undo.write(commit)
        for undo in self.of_kinds.values():
            undo.finish(commit)


def _undo(
    store: TenantStore, operation: Operation, changes: Sequence[Change], announce: Announce
) -> list[Change]:
    """Undo the changes of one commit, given in its order, in one commit."""
    ensure_undoable(changes)
    transaction_ids = ids_of_transactions(changes)
    is_small = len(transaction_ids) <= _FEW

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> list[Change]:
        later = None if is_small else _read_later(unit, snapshot.ledger, changes)
        transactions = snapshot.transactions
        if later is not None:
            transactions = _states_after([*changes, *later], transaction_ids)
        elif not is_small:
            transactions = unit.load(transaction_ids=transaction_ids).transactions
        find_rate = rates_of(store, snapshot.ledger, operation.at)
        plan = UndoPlan(snapshot.tenant, transactions, operation.at, find_rate)
        undo = PlannedUndo(plan, changes)
        _ensure_no_conflict(unit, undo, changes, later)
        undo.take_back()
        undo.write(unit, operation)
        announce(unit.logged)
        return unit.logged

    def recall(_snapshot: LedgerSnapshot) -> list[Change]:
        return store.changes.list_of_operation(operation.change_id)

    try:
        return run_once(
            store,
            operation,
            work,
            recall,
            transaction_ids=transaction_ids if is_small else (),
            max_documents=MAX_DOCUMENTS - len(changes),
        )
    except CommitTooLarge as error:
        raise error.of_undo(len(changes)) from error


def _read_later(
    unit: TenantStore, ledger: Ledger, changes: Sequence[Change]
) -> list[Change] | None:
    """Return all changes made since, if they are no more than these; otherwise None.

    After one undo of these changes there are as many. They do not have the amounts in another
    currency that the ledger was changed to.
    """
    if ledger.currency_change.has_begun:
        return None
    last = changes[-1].sequence
    count = ledger.sequence - last
    if count > len(changes):
        return None
    unit.prepare_to_read(count)
    return unit.changes.list_after(last, count) if count else []


def _states_after(
    changes: Iterable[Change], transaction_ids: Iterable[str]
) -> dict[str, Transaction]:
    """Return the present transactions from the change log.

    It has them, because it has no gaps, and each change has the whole state after it.
    """
    states = {change.entity_id: change.after for change in changes}
    return {key: Transaction.model_validate(states[key]) for key in transaction_ids}


def _ensure_no_conflict(
    unit: TenantStore,
    undo: PlannedUndo,
    changes: Sequence[Change],
    later: Sequence[Change] | None,
) -> None:
    """Check that no later change conflicts with undoing these; ``later`` has all, if it was read.

    Raises:
        UndoConflict: Some do; it tells if these are the undo of every change.
    """
    made = _by_entity(changes)
    compared = _by_entity(change for change in changes if not undo.is_as_left_by(change))
    if later is None:
        found = stream_later_changes(unit, dict.fromkeys(compared, changes[-1].sequence))
    else:
        by_entity = _by_entity(later)
        found = ((key, by_entity.get(key, [])) for key in compared)
    conflicts: dict[int, str] = {}
    undone = 0
    for entity_id, since in found:
        for change in compared[entity_id]:
            others = [
                other for other in (*made[entity_id], *since) if other.sequence > change.sequence
            ]
            conflicting = conflicts_of(change, others)
            undone += are_undo_of(change, conflicting)
            conflicts |= {other.sequence: other.id for other in conflicting}
    if conflicts:
        ids = [conflicts[sequence] for sequence in sorted(conflicts)]
        raise UndoConflict.of_undone(ids) if undone == len(changes) else UndoConflict(ids)


def _by_entity(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """Return the changes of each entity, in their order, by the id of the entity."""
    by_entity: dict[str, list[Change]] = {}
    for change in changes:
        by_entity.setdefault(change.entity_id, []).append(change)
    return by_entity
