"""Create, change, delete, restore and find transactions."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from shared.errors import NotFound
from shared.models.history.change import Change, Operation
from shared.models.ledger.inputs.transaction import TransactionDraft, TransactionPatch
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.page import Page, Position
from shared.models.ledger.summary import Edit
from shared.models.ledger.transactions.booking import (
    Restoration,
    apply_patch,
    restored,
    transaction_from_input,
)
from shared.models.ledger.transactions.currencies.exchange import ExchangeState
from shared.models.ledger.transactions.division import EvenSplit, evenly_split
from shared.models.ledger.transactions.list_totals import ListTotals
from shared.models.ledger.transactions.search import Search, TransactionFilter
from shared.models.ledger.transactions.terms import EXCHANGE_TERMS
from shared.models.ledger.transactions.transaction import Transaction, TransactionType, mark_deleted
from shared.models.values.dates import ALL_DATES
from shared.models.values.identifiers import is_id
from shared.models.values.revision import ANY_REVISION, ExpectedRevision
from shared.repositories.store import LedgerSnapshot, RecordedSnapshot, TenantStore
from shared.services.currencies.lookup import rates_of
from shared.services.posting.ledger import commit_edits
from shared.services.posting.operations import run_once

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
        find_rate = rates_of(store, ledger, operation.at)
        return restored(ledger, before, operation.at, restoration or Restoration(), find_rate)

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
        Unreadable: The cursor does not belong to this list, or is of amounts in another currency.
    """
    fingerprint = transaction_filter.fingerprint + _order_of_amounts(transaction_filter, ledger)
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


def _order_of_amounts(transaction_filter: TransactionFilter, ledger: Ledger) -> str:
    """Return what else identifies the order of a list by amounts or within bounds; else nothing.

    A place in it is one of amounts in one currency, and while amounts are being stored in a new
    one, the query of a list within bounds does not order by them.
    """
    if not transaction_filter.by_amount and not transaction_filter.has_amount_bounds:
        return ""
    return ledger.calendar.currency + ("-moving" if ledger.currency_change.is_moving else "")


def get_totals(
    store: TenantStore,
    ledger: Ledger,
    transaction_filter: TransactionFilter,
    deadline: float | None = None,
) -> ListTotals:
    """Return the totals of the tenant's transactions that match.

    Firestore adds them up if its indexes find exactly these; otherwise they are read, at most 900,
    until the ``deadline``, or for about 5 seconds. After 900 the totals are partial, even if there
    is no other. They are read, too, if the ledger or its trash has unconverted transactions,
    because Firestore cannot sum up by currency.
    """
    search = Search.of(transaction_filter, ledger)
    totals = ListTotals()
    if search.can_be_summed and not _may_be_unconverted(store, ledger, transaction_filter):
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


def _may_be_unconverted(store: TenantStore, ledger: Ledger, asked: TransactionFilter) -> bool:
    """Return whether an unconverted transaction may match.

    The ledger does not count those in its trash, which may be of accounts that were deleted.
    """
    if not asked.deleted:
        return bool(ledger.totals.unconverted)
    unconverted = EXCHANGE_TERMS[ExchangeState.UNCONVERTED]
    return bool(store.transactions.list_with_terms([unconverted], ALL_DATES, None, 1, deleted=True))


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
            [written] = commit_edits(unit, operation, snapshot.tenant, [Edit(before, after)])
            after = written.after
        return after

    def recall(snapshot: LedgerSnapshot) -> Transaction:
        return snapshot.transactions[transaction_id]

    return run_once(store, operation, work, recall, transaction_ids=[transaction_id])


def _as_created(change: Change) -> Transaction:
    return Transaction.model_validate(change.after)


def _ensure_id(transaction_id: str) -> None:
    if not is_id(transaction_id):
        raise NotFound("transaction")
