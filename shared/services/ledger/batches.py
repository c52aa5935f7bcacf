"""Change many transactions in one commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from shared.errors import FieldError, InvalidArgument, PreconditionFailed
from shared.models.history.change import Operation
from shared.models.ledger.summary import Edit
from shared.models.ledger.transactions.batch import (
    Batch,
    BatchDeletion,
    BatchResult,
    BatchUpdate,
)
from shared.models.ledger.transactions.booking import apply_patch, transaction_from_input
from shared.models.ledger.transactions.currencies.exchange import FindRate
from shared.models.ledger.transactions.currencies.needed_rates import NeededRate, rates_needed_by
from shared.models.ledger.transactions.transaction import Transaction, mark_deleted
from shared.repositories.store import LedgerSnapshot, RecordedSnapshot, TenantStore
from shared.services.currencies.lookup import rates_of
from shared.services.posting.ledger import commit_edits
from shared.services.posting.operations import MAX_DOCUMENTS, run_once
from shared.services.posting.undo_size import ensure_undo_fits

_LATER_CHANGES = 100
"""Changes since a batch that a repeated request for it reads."""


def apply_batch(store: TenantStore, operation: Operation, batch: Batch) -> BatchResult:
    """Create, update and delete many transactions, all or none.

    Raises:
        PreconditionFailed: Transactions are not as rows expect; the error has each of these rows.
        InvalidArgument: Rows do not fit; the error has each one by list and index.
        DemoQuota: The demo has reached its maximum number of transactions.
        CommitTooLarge: The batch, or its undo, has more bytes or documents than one commit may
            have.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> BatchResult:
        needed = _rates_needed(snapshot, batch)
        find_rate = rates_of(store, snapshot.ledger, operation.at, needed)
        edits = _batch_edits(snapshot, batch, operation.at, find_rate)
        if edits:
            commit_edits(unit, operation, snapshot.tenant, edits)
            ensure_undo_fits(unit, snapshot.ledger, edits, operation.at, MAX_DOCUMENTS)
        created = [edit.after.id for edit in edits if edit.before is None]
        revisions = {key: one.revision for key, one in snapshot.transactions.items()}
        revisions |= {edit.after.id: edit.after.revision for edit in edits}
        return batch.result(created, revisions)

    def recall(snapshot: RecordedSnapshot) -> BatchResult:
        changes = store.changes.list_of_operation(operation.change_id)
        revisions = {change.entity_id: _revision_in(change.after) for change in changes}
        if not revisions.keys() >= snapshot.transactions.keys():
            last = max(change.sequence for change in changes)
            revisions = _revisions_as_of(store, last, snapshot) | revisions
        return batch.result(snapshot.idempotency.created, revisions)

    return run_once(
        store,
        operation,
        work,
        recall,
        transaction_ids=batch.ids(),
        max_documents=MAX_DOCUMENTS,
    )


def _rates_needed(snapshot: LedgerSnapshot, batch: Batch) -> Iterator[NeededRate]:
    """Yield the rates that the rows of a batch may look up."""
    for draft in batch.create:
        yield from rates_needed_by(snapshot.ledger, draft)
    for row in batch.update:
        if (before := snapshot.transactions.get(row.id)) is not None:
            yield from rates_needed_by(snapshot.ledger, row, before)


def _batch_edits(
    snapshot: LedgerSnapshot, batch: Batch, at: datetime, find_rate: FindRate
) -> list[Edit]:
    edits: list[Edit] = []
    errors: list[FieldError] = []
    outdated: list[tuple[FieldError, object]] = []

    def collect(name: str, rows: Iterable[Any], edit_of: Callable[[Any], Edit]) -> None:
        for index, row in enumerate(rows):
            try:
                edits.append(edit_of(row))
            except InvalidArgument as invalid:
                errors.extend(
                    FieldError(f"{name}.{index}.{error.field}", error.message)
                    for error in invalid.errors
                )
            except PreconditionFailed as failed:
                error = FieldError(f"{name}.{index}.etag", "is a former version")
                outdated.append((error, failed.current))

    ledger = snapshot.ledger
    collect(
        "create",
        batch.create,
        lambda draft: Edit(None, transaction_from_input(ledger, draft, at, find_rate)),
    )
    collect("update", batch.update, lambda row: _batch_update(snapshot, row, at, find_rate))
    collect("delete", batch.delete, lambda row: _batch_delete(snapshot, row, at))
    if outdated:
        raise PreconditionFailed(outdated[0][1], *(error for error, _ in outdated))
    if errors:
        raise InvalidArgument(*errors)
    return [edit for edit in edits if edit.before != edit.after]


def _batch_update(
    snapshot: LedgerSnapshot, row: BatchUpdate, at: datetime, find_rate: FindRate
) -> Edit:
    before = _batch_row(snapshot, row)
    return Edit(before, apply_patch(snapshot.ledger, before, row.patch(), at, find_rate))


def _batch_delete(snapshot: LedgerSnapshot, row: BatchDeletion, at: datetime) -> Edit:
    before = _batch_row(snapshot, row)
    return Edit(before, mark_deleted(before, at))


def _batch_row(snapshot: LedgerSnapshot, row: BatchUpdate | BatchDeletion) -> Transaction:
    """Return the transaction of a row, which must be live.

    Raises:
        InvalidArgument: It does not exist, or is deleted.
        PreconditionFailed: It is not as the row expects; a deletion is a change, too.
    """
    transaction = snapshot.transactions.get(row.id)
    if transaction is None:
        raise InvalidArgument.of("id", "is not a transaction of this ledger")
    row.expected.check(transaction)
    if transaction.is_deleted:
        raise InvalidArgument.of("id", "is a transaction that was deleted; restore it first")
    return transaction


def _revisions_as_of(store: TenantStore, sequence: int, snapshot: LedgerSnapshot) -> dict[str, int]:
    """Return the revisions that transactions had after the change with that number.

    They are in the first later change of each, or are the present ones. If there are too many later
    changes to read, the revision of a transaction without one that was read is the one before the
    present: as a precondition, it must not hold.
    """
    later = store.changes.list_after(sequence, _LATER_CHANGES)
    unread = 1 if len(later) == _LATER_CHANGES else 0
    revisions = {key: one.revision - unread for key, one in snapshot.transactions.items()}
    changed = {one.entity_id: one.before for one in reversed(later) if one.before is not None}
    return revisions | {
        key: _revision_in(changed[key]) for key in revisions.keys() & changed.keys()
    }


def _revision_in(state: object) -> int:
    return Transaction.model_validate(state).revision
