"""Recording, changing, deleting, restoring and finding transactions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import islice
from typing import Any

from shared.errors import CategoryGone, FieldError, InvalidArgument, NotFound
from shared.models.batch import Batch, BatchResult
from shared.models.change import Change, Operation
from shared.models.dates import latest_date
from shared.models.identifiers import is_id, new_id
from shared.models.money import to_minor
from shared.models.page import Page, Position
from shared.models.revision import ANY_REVISION, ExpectedRevision
from shared.models.search import Search, TransactionFilter
from shared.models.summary import Edit
from shared.models.tenant import Tenant
from shared.models.transaction import Transaction, TransactionDraft, TransactionPatch
from shared.repositories.store import Opening, TenantStore
from shared.services.ledger import commit_edits
from shared.services.operations import run_once


def record_transaction(
    store: TenantStore, operation: Operation, draft: TransactionDraft
) -> Transaction:
    """Record a new transaction.

    Raises:
        InvalidArgument: Its category, amount or date does not fit the ledger.
    """

    def work(unit: TenantStore, opening: Opening) -> Transaction:
        created = _created(opening.tenant, draft, operation.at)
        commit_edits(unit, operation, [Edit(None, created)])
        return created

    def recall(opening: Opening) -> Transaction:
        assert opening.receipt is not None, "there is a receipt to recall"  # noqa: S101
        return _as_created(opening.receipt)

    return run_once(store, operation, work, recall)


def update_transaction(
    store: TenantStore,
    operation: Operation,
    transaction_id: str,
    patch: TransactionPatch | TransactionDraft,
    expected: ExpectedRevision = ANY_REVISION,
) -> Transaction:
    """Change a transaction: the named fields by a patch, all of them by a draft.

    Raises:
        NotFound: It is not there, or in the bin.
        PreconditionFailed: It is not as expected.
        InvalidArgument: The new category, amount or date does not fit the ledger.
    """

    def changed(tenant: Tenant, before: Transaction) -> Transaction:
        expected.check(before)
        return _updated(tenant, before, patch, operation.at)

    return _edit_one(store, operation, transaction_id, changed)


def delete_transaction(
    store: TenantStore,
    operation: Operation,
    transaction_id: str,
    expected: ExpectedRevision = ANY_REVISION,
) -> None:
    """Put a transaction into the bin.

    Raises:
        NotFound: It is not there, or in the bin already.
        PreconditionFailed: It is not as expected.
    """

    def changed(_tenant: Tenant, before: Transaction) -> Transaction:
        expected.check(before)
        return _deleted(before, operation.at)

    _edit_one(store, operation, transaction_id, changed)


def restore_transaction(
    store: TenantStore,
    operation: Operation,
    transaction_id: str,
    category_id: str | None = None,
    expected: ExpectedRevision = ANY_REVISION,
) -> Transaction:
    """Take a transaction out of the bin; one that is not in it stays as it is.

    ``category_id`` names another category to restore it into.

    Raises:
        NotFound: It is not there.
        PreconditionFailed: It is not as expected.
        CategoryGone: Its category was deleted, and no other is named.
        InvalidArgument: The named category does not fit.
    """

    def changed(tenant: Tenant, before: Transaction) -> Transaction:
        expected.check(before)
        if not before.is_deleted:
            return before
        if category_id is not None:
            tenant.get_category_for(before.type, category_id)
        elif before.category_id not in tenant.categories:
            raise CategoryGone
        return _revised(
            before,
            {"deleted_at": None, "category_id": category_id or before.category_id},
            operation.at,
        )

    return _edit_one(store, operation, transaction_id, changed, from_bin=True)


def get_transaction(store: TenantStore, transaction_id: str, now: datetime) -> Transaction:
    """The transaction with that id.

    Raises:
        NotFound: It is not there, or in the bin.
    """
    _ensure_id(transaction_id)
    opening = store.open(transaction_ids=[transaction_id])
    opening.tenant.ensure_live(now)
    return opening.get_live_transaction(transaction_id)


def list_transactions(
    store: TenantStore,
    tenant: Tenant,
    transaction_filter: TransactionFilter,
    cursor: str | None,
    limit: int,
) -> Page[Transaction]:
    """A page of the tenant's transactions that match.

    Raises:
        Unreadable: The cursor is not one of this list.
    """
    fingerprint = transaction_filter.fingerprint
    after = Position.from_cursor(cursor, fingerprint) if cursor is not None else None
    search = Search.of(transaction_filter, tenant)
    found = list(islice(store.transactions.search(search, after, limit + 1), limit + 1))
    has_more = len(found) > limit
    items = found[:limit]
    return Page(items, Position.of(items[-1]).to_cursor(fingerprint) if has_more else None)


def apply_batch(store: TenantStore, operation: Operation, batch: Batch) -> BatchResult:
    """Create, update and delete many transactions: all of them, or none.

    Raises:
        InvalidArgument: Names every row that does not fit, by its list and index.
    """

    def work(unit: TenantStore, opening: Opening) -> BatchResult:
        edits = _batch_edits(opening, batch, operation.at)
        if edits:
            commit_edits(unit, operation, edits)
        created = [edit.after.id for edit in edits if edit.before is None]
        return BatchResult(
            created=created, updated=[row.id for row in batch.update], deleted=list(batch.delete)
        )

    def recall(opening: Opening) -> BatchResult:
        assert opening.receipt is not None, "there is a receipt to recall"  # noqa: S101
        receipt = opening.receipt.receipt
        assert receipt is not None, "run_once compared its hash"  # noqa: S101
        return BatchResult(
            created=list(receipt.created),
            updated=[row.id for row in batch.update],
            deleted=list(batch.delete),
        )

    return run_once(store, operation, work, recall, transaction_ids=batch.ids())


def _edit_one(
    store: TenantStore,
    operation: Operation,
    transaction_id: str,
    change: Callable[[Tenant, Transaction], Transaction],
    *,
    from_bin: bool = False,
) -> Transaction:
    _ensure_id(transaction_id)

    def find(opening: Opening) -> Transaction:
        if from_bin and transaction_id in opening.transactions:
            return opening.transactions[transaction_id]
        return opening.get_live_transaction(transaction_id)

    def work(unit: TenantStore, opening: Opening) -> Transaction:
        before = find(opening)
        after = change(opening.tenant, before)
        if after != before:
            commit_edits(unit, operation, [Edit(before, after)])
        return after

    def recall(opening: Opening) -> Transaction:
        return opening.transactions[transaction_id]

    return run_once(store, operation, work, recall, transaction_ids=[transaction_id])


def _batch_edits(opening: Opening, batch: Batch, at: datetime) -> list[Edit]:
    edits: list[Edit] = []
    errors: list[FieldError] = []

    def collect(name: str, rows: Iterable[Any], edit_of: Callable[[Any], Edit]) -> None:
        for index, row in enumerate(rows):
            try:
                edits.append(edit_of(row))
            except InvalidArgument as invalid:
                errors.extend(
                    FieldError(f"{name}.{index}.{error.field}".removesuffix("."), error.message)
                    for error in invalid.errors
                )

    tenant = opening.tenant
    collect("create", batch.create, lambda draft: Edit(None, _created(tenant, draft, at)))
    collect("update", batch.update, lambda row: _batch_update(opening, row.id, row.patch(), at))
    collect("delete", batch.delete, lambda key: _batch_delete(opening, key, at))
    if errors:
        raise InvalidArgument(*errors)
    return [edit for edit in edits if edit.before != edit.after]


def _batch_update(
    opening: Opening, transaction_id: str, patch: TransactionPatch, at: datetime
) -> Edit:
    before = _batch_row(opening, transaction_id, "id")
    return Edit(before, _updated(opening.tenant, before, patch, at))


def _batch_delete(opening: Opening, transaction_id: str, at: datetime) -> Edit:
    before = _batch_row(opening, transaction_id, "")
    return Edit(before, _deleted(before, at))


def _batch_row(opening: Opening, transaction_id: str, field: str) -> Transaction:
    try:
        return opening.get_live_transaction(transaction_id)
    except NotFound as error:
        raise InvalidArgument.of(field, "is not a transaction of this ledger") from error


def _created(tenant: Tenant, draft: TransactionDraft, at: datetime) -> Transaction:
    _check_fit(tenant, draft, at)
    return Transaction(
        id=new_id(),
        amount_minor=to_minor(draft.amount, tenant.currency),
        currency=tenant.currency,
        created_at=at,
        updated_at=at,
        **_plain_fields(draft),
    )


def _check_fit(tenant: Tenant, draft: TransactionDraft, at: datetime) -> None:
    errors: list[FieldError] = []
    for check in (
        lambda: tenant.get_category_for(draft.type, draft.category_id),
        lambda: to_minor(draft.amount, tenant.currency),
        lambda: _ensure_date(tenant, draft.date, at),
    ):
        try:
            check()
        except InvalidArgument as invalid:
            errors.extend(invalid.errors)
    if errors:
        raise InvalidArgument(*errors)


def _ensure_date(tenant: Tenant, day: Any, at: datetime) -> None:
    latest = latest_date(tenant.today(at))
    if day > latest:
        raise InvalidArgument.of("date", f"must not be after {latest}")


def _updated(
    tenant: Tenant, before: Transaction, patch: TransactionPatch | TransactionDraft, at: datetime
) -> Transaction:
    if isinstance(patch, TransactionDraft):
        fields = {**_plain_fields(patch), "amount": patch.amount}
    else:
        fields = patch.changes()
    if "amount" in fields:
        fields["amount_minor"] = to_minor(fields.pop("amount"), before.currency)
    after = _revised(before, fields, at)
    if (after.type, after.category_id) != (before.type, before.category_id):
        tenant.get_category_for(after.type, after.category_id)
    if after.date != before.date:
        _ensure_date(tenant, after.date, at)
    return after


def _deleted(before: Transaction, at: datetime) -> Transaction:
    return _revised(before, {"deleted_at": at}, at)


def _revised(before: Transaction, fields: dict[str, Any], at: datetime) -> Transaction:
    """The transaction with these fields, one revision on; itself where they are as they were."""
    after = before.model_copy(update=fields)
    if after == before:
        return before
    return after.model_copy(update={"revision": before.revision + 1, "updated_at": at})


def _plain_fields(draft: TransactionDraft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in type(draft).model_fields if name != "amount"}


def _as_created(change: Change) -> Transaction:
    return Transaction.model_validate(change.after)


def _ensure_id(transaction_id: str) -> None:
    if not is_id(transaction_id):
        raise NotFound("transaction")
