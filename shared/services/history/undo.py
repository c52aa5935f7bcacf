"""Undo: taking back what is in the change log, which is a further change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shared.errors import AccountInUse, CategoryInUse, InvalidArgument, NotUndoable, UndoConflict
from shared.models.history.change import Cause, Change, Entity, Operation
from shared.models.history.conflicts import conflicts_of, ids_of_transactions, is_move_of_default
from shared.models.history.undo_plan import (
    PartEdit,
    Reversal,
    account_ids_of,
    ensure_undoable,
    live_uses_added,
)
from shared.models.ledger.account import Account, AccountState
from shared.models.ledger.category import Category
from shared.models.ledger.summary import Edit
from shared.models.ledger.tenant import Tenant
from shared.models.ledger.terms import category_term
from shared.models.settings.ledger_settings import LedgerSettings
from shared.repositories.store import Opening, TenantStore
from shared.services.posting.ledger import commit_edits
from shared.services.posting.operations import Logged, append_change, run_once
from shared.services.settings.settings import put_profile, put_settings

MAX_UNDONE_AT_ONCE = 500
"""Changes of one operation that are undone together, in one commit."""


Authorize = Callable[[Sequence[Change]], None]
"""Is told of all changes that would be undone, and raises what forbids it."""


def undo_change(
    store: TenantStore,
    operation: Operation,
    change: Change,
    authorize: Authorize = lambda _changes: None,
) -> list[Change]:
    """Undo one change; the new changes that did it, none where all was as it was.

    Which account is the default is a fact of two accounts: where the change moved it, all that was
    committed together with it is undone.

    Raises: as ``undo_operation``.
    """
    if is_move_of_default(change):
        return undo_operation(store, operation, change, authorize)
    authorize([change])
    return _undo(store, operation.caused_by(Cause.UNDO, change.id), [change])


def undo_operation(
    store: TenantStore,
    operation: Operation,
    change: Change,
    authorize: Authorize = lambda _changes: None,
) -> list[Change]:
    """Undo everything that was committed together with a change, or nothing; the new changes.

    Their ``cause_id`` is the id of the operation, which is that of its first change. Where another
    start day of the months comes to be asked for, ``rebuild_months`` has to build them.

    Raises:
        NotFound: Something that was changed is no longer there.
        NotUndoable: There is no way back.
        UndoConflict: Later changes are in the way; names them all.
        CategoryInUse, AccountInUse: What was created has live transactions by now; says how many.
        InvalidArgument: The operation has more than 500 changes.
        FinanceFlowError: What would come of it does not fit the ledger; see ``Reversal.undo`` and
            ``RuleReversal.undo``.
    """
    changes = store.changes.list_of_operation(change.operation_id)
    authorize(changes)
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
        reversal.undo(*changes)
        _ensure_no_amounts_in_another_currency(unit, opening.tenant, reversal)
        logged = _commit(unit, operation, opening.tenant, reversal)
        if of_rules := [change for change in changes if change.entity is Entity.RULES]:
            # Few undo rules, and what those are takes a while to load.
            from shared.services.rules.rule_undo import undo_rules  # noqa: PLC0415 (see above)

            undo_rules(unit, operation, reversal.tenant, of_rules, first_index=logged)

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


def _ensure_no_amounts_in_another_currency(
    unit: TenantStore, tenant: Tenant, reversal: Reversal
) -> None:
    if reversal.settings.currency == tenant.currency:
        return
    if reversal.keeps_amounts or unit.transactions.has_any():
        raise NotUndoable("it changed the currency, and the ledger has amounts in it by now")


def _commit(unit: TenantStore, operation: Operation, tenant: Tenant, reversal: Reversal) -> int:
    """Write it in such an order that nothing in the log is on what is not there (any more).

    The number of changes that were logged.
    """
    edits, after = reversal.edits, reversal.tenant
    if after.default_account_id != tenant.default_account_id:
        unit.tenant.put_default_account(after.default_account_id)
    parts: list[PartEdit[Category] | PartEdit[Account]]
    parts = [*reversal.category_edits, *reversal.account_edits]
    for index, edit in enumerate(parts, start=len(edits)):
        if edit.after is not None:
            _put(unit, edit.after)
            append_change(unit, operation, *_logged(edit, tenant, after), index=index)
    if edits:
        commit_edits(unit, operation, tenant, edits)
    for index, edit in enumerate(parts, start=len(edits)):
        if edit.after is None and edit.before is not None:
            _remove(unit, tenant, edit.before, edits)
            append_change(unit, operation, *_logged(edit, tenant, after), index=index)
    settings, logged = LedgerSettings.of(tenant), len(edits) + len(parts)
    if settings != reversal.settings:
        put_settings(unit, operation, settings, reversal.settings, logged)
        logged += 1
    if tenant.profile != reversal.profile:
        put_profile(unit, operation, tenant.profile, reversal.profile, logged)
        logged += 1
    return logged


def _logged(
    edit: PartEdit[Category] | PartEdit[Account], before: Tenant, after: Tenant
) -> tuple[Logged | None, Logged | None]:
    """What the log keeps of an edit that leads from one state of the ledger to another."""
    return _state(before, edit.before), _state(after, edit.after)


def _state(tenant: Tenant, part: Category | Account | None) -> Category | AccountState | None:
    return tenant.state_of(part) if isinstance(part, Account) else part


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
