"""Create, change, delete, restore and find transactions."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from shared.errors import FieldError, InvalidArgument, NotFound, PreconditionFailed
from shared.models.history.change import Change, Operation
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.page import Page, Position
from shared.models.ledger.summary import Edit
from shared.models.ledger.transactions.batch import (
    Batch,
    BatchDeletion,
    BatchResult,
    BatchUpdate,
)
from shared.models.ledger.transactions.booking import (
    Restoration,
    apply_patch,
    mark_deleted,
    restored,
    transaction_from_input,
)
from shared.models.ledger.transactions.division import EvenSplit, evenly_split
from shared.models.ledger.transactions.exchange import FindRate
from shared.models.ledger.transactions.list_totals import ListTotals, may_be_unconverted
from shared.models.ledger.transactions.search import Search, TransactionFilter
from shared.models.ledger.transactions.transaction import (
    Transaction,
    TransactionDraft,
    TransactionPatch,
    TransactionType,
)
from shared.models.values.identifiers import is_id
from shared.models.values.revision import ANY_REVISION, ExpectedRevision
from shared.repositories.store import LedgerSnapshot, RecordedSnapshot, TenantStore
from shared.services.currencies.lookup import rates_of
from shared.services.posting.ledger import commit_edits
from shared.services.posting.operations import MAX_DOCUMENTS, run_once
from shared.services.posting.undo_size import ensure_undo_fits

_LATER_CHANGES = 100
"""Changes since a batch that a repeated request for it reads."""

_SCANNED_AT_ONCE = 125
"""Documents of one query of a search whose words are checked here."""

_MAX_SCANNED, _SCANNED_FOR_S = 1_000, 5.0
"""The limits of one request: documents and seconds."""

_MAX_READ_FOR_TOTALS = 900
"""Transactions that are read for totals, next to those of the page."""

_READ_AT_ONCE_FOR_TOTALS = 100
"""Documents of one query for totals; a divisor of their maximum, so that it is not exceeded."""

_ROWS_BETWEEN_CHECKS = 25
"""Rows after which the time is checked: to compare many words with a long text takes some 8 ms."""


def record_transaction(
    store: TenantStore, operation: Operation, draft: TransactionDraft
) -> Transaction:
    """Create a transaction.

    Raises:
        InvalidArgument: Its category, amount or date does not fit the ledger.
        DemoQuota: The demo has reached its maximum number of transactions.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> Transaction:
        find_rate = rates_of(store, snapshot.ledger, operation.at)
        created = transaction_from_input(snapshot.ledger, draft, operation.at, find_rate)
        commit_edits(unit, operation, snapshot.tenant, [Edit(None, created)])
        return created

    def recall(snapshot: RecordedSnapshot) -> Transaction:
        return _as_created(snapshot.record)

    return run_once(store, operation, work, recall)


def update_transaction(
    store: TenantStore,
    operation: Operation,
    transaction_id: str,
    patch: TransactionPatch | TransactionDraft,
    expected: ExpectedRevision = ANY_REVISION,
) -> Transaction:
    """Change a transaction: the named fields by a patch, all of them by other input.

    Raises:
        NotFound: It does not exist, or is in the trash.
        PreconditionFailed: It is not as expected.
        InvalidArgument: The new category, amount or date does not fit the ledger.
    """

    def changed(ledger: Ledger, before: Transaction) -> Transaction:
        expected.check(before)
        find_rate = rates_of(store, ledger, operation.at)
        return apply_patch(ledger, before, patch, operation.at, find_rate)

    return _edit_one(store, operation, transaction_id, changed)


def split_transaction_evenly(
    store: TenantStore,
    operation: Operation,
    transaction_id: str,
    wanted: EvenSplit,
    expected: ExpectedRevision = ANY_REVISION,
) -> Transaction:
    """Split a transaction into even parts.

    Raises:
        NotFound: It does not exist, or is in the trash.
        PreconditionFailed: It is not as expected.
        InvalidArgument: It is a transfer, parts would be zero, or a category does not fit.
    """

    def changed(ledger: Ledger, before: Transaction) -> Transaction:
        expected.check(before)
        return evenly_split(ledger, before, wanted, operation.at)

    return _edit_one(store, operation, transaction_id, changed)


def delete_transaction(
    store: TenantStore,
    operation: Operation,
    transaction_id: str,
    expected: ExpectedRevision = ANY_REVISION,
) -> None:
    """Delete a transaction; it can be restored.

    Raises:
        NotFound: It does not exist, or is already in the trash.
        PreconditionFailed: It is not as expected.
    """

    def changed(_ledger: Ledger, before: Transaction) -> Transaction:
        expected.check(before)
        return mark_deleted(before, operation.at)

    _edit_one(store, operation, transaction_id, changed)


def restore_transaction(
    store: TenantStore,
    operation: Operation,
    transaction_id: str,
    restoration: Restoration | None = None,
    expected: ExpectedRevision = ANY_REVISION,
) -> Transaction:
    """Restore a deleted transaction; one that is not deleted stays as it is.

    Raises:
        NotFound: It does not exist.
        PreconditionFailed: It is not as expected.
        CategoryGone, AccountGone: One of its own was deleted, and no other is named.
        InvalidArgument: The named category or account does not fit.
    """

    def changed(ledger: Ledger, before: Transaction) -> Transaction:
        expected.check(before)
        if not before.is_deleted:
            return before
        return restored(ledger, before, operation.at, restoration or Restoration())

    return _edit_one(store, operation, transaction_id, changed, from_trash=True)


def get_transaction(store: TenantStore, transaction_id: str, now: datetime) -> Transaction:
    """Return the live transaction with that id.

    Raises:
        NotFound: It does not exist, or is in the trash.
    """
    _ensure_id(transaction_id)
    snapshot = store.load(transaction_ids=[transaction_id])
    snapshot.tenant.ensure_live(now)
    return snapshot.get_live_transaction(transaction_id)


def new_deadline() -> float:
    """Return the time at which searches that begin now stop, on the monotonic clock."""
    return time.monotonic() + _SCANNED_FOR_S


def list_transactions(
    store: TenantStore,
    ledger: Ledger,
    transaction_filter: TransactionFilter,
    cursor: str | None,
    limit: int,
    deadline: float | None = None,
) -> Page[Transaction]:
    """Return a page of the tenant's transactions that match.

    At most 1,000 documents are read, until the ``deadline``, or for about 5 seconds. A search that
    finds too little in them returns a partial page, perhaps an empty one, with the cursor to go on.

    Raises:
        Unreadable: The cursor does not belong to this list.
    """
    fingerprint = transaction_filter.fingerprint
    after = Position.from_cursor(cursor, fingerprint) if cursor is not None else None
    search = Search.of(transaction_filter, ledger)
    page_size = limit + 1 if search.is_exact else max(limit + 1, _SCANNED_AT_ONCE)
    rows_between_checks = page_size if search.is_exact else _ROWS_BETWEEN_CHECKS
    deadline = new_deadline() if deadline is None else deadline
    items: list[Transaction] = []
    scanned = store.transactions.scan(search, after, page_size)
    for number, (transaction, matches) in enumerate(scanned, start=1):
        if matches and len(items) == limit:
            return Page(items, Position.of(items[-1]).to_cursor(fingerprint))
        if matches:
            items.append(transaction)
        is_late = number % rows_between_checks == 0 and time.monotonic() > deadline
        if number >= _MAX_SCANNED or is_late:
            place = Position.of(transaction).to_cursor(fingerprint)
            return Page(items, place, is_partial=len(items) < limit)
    return Page(items, None)


def get_totals(
    store: TenantStore,
    ledger: Ledger,
    transaction_filter: TransactionFilter,
    deadline: float | None = None,
) -> ListTotals:
    """Return the totals of the tenant's transactions that match.

    Firestore adds them up if its indexes find exactly these; otherwise they are read, at most 900,
    until the ``deadline``, or for about 5 seconds. After 900 the totals are partial, even if there
    is no other. They are read, too, if the ledger has unconverted transactions, because Firestore
    cannot sum up by currency.
    """
    search = Search.of(transaction_filter, ledger)
    totals = ListTotals()
    if search.can_be_summed and not may_be_unconverted(ledger, transaction_filter):
        asked = transaction_filter.type
        for kind in TransactionType if asked is None else (asked,):
            totals.add(kind, *store.transactions.sum_up(search, kind))
        return totals
    deadline = new_deadline() if deadline is None else deadline
    scanned = store.transactions.scan(search, None, _READ_AT_ONCE_FOR_TOTALS)
    for number, (transaction, matches) in enumerate(scanned, start=1):
        if matches:
            totals.add_one(transaction)
        is_late = number % _ROWS_BETWEEN_CHECKS == 0 and time.monotonic() > deadline
        if number >= _MAX_READ_FOR_TOTALS or is_late:
            totals.is_partial = True
            break
    return totals


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
        find_rate = rates_of(store, snapshot.ledger, operation.at)
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


def _edit_one(
    store: TenantStore,
    operation: Operation,
    transaction_id: str,
    change: Callable[[Ledger, Transaction], Transaction],
    *,
    from_trash: bool = False,
) -> Transaction:
    _ensure_id(transaction_id)

    def find(snapshot: LedgerSnapshot) -> Transaction:
        if from_trash and transaction_id in snapshot.transactions:
            return snapshot.transactions[transaction_id]
        return snapshot.get_live_transaction(transaction_id)

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> Transaction:
        before = find(snapshot)
        after = change(snapshot.ledger, before)
        if after != before:
            commit_edits(unit, operation, snapshot.tenant, [Edit(before, after)])
        return after

    def recall(snapshot: LedgerSnapshot) -> Transaction:
        return snapshot.transactions[transaction_id]

    return run_once(store, operation, work, recall, transaction_ids=[transaction_id])


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
    try:
        transaction = snapshot.get_live_transaction(row.id)
    except NotFound as error:
        raise InvalidArgument.of("id", "is not a transaction of this ledger") from error
    row.expected.check(transaction)
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


def _as_created(change: Change) -> Transaction:
    return Transaction.model_validate(change.after)


def _ensure_id(transaction_id: str) -> None:
    if not is_id(transaction_id):
        raise NotFound("transaction")
