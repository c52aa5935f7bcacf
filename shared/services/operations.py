"""Running an operation on a ledger exactly once, however often its request is tried."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import count
from typing import Any, TypeVar

from shared.errors import IdempotencyKeyReused
from shared.models.category import Category
from shared.models.change import Change, Entity, Operation, Receipt
from shared.models.transaction import Transaction
from shared.repositories.store import CommittedBefore, Opening, TenantStore

_T = TypeVar("_T")


def run_once(
    store: TenantStore,
    operation: Operation,
    work: Callable[[TenantStore, Opening], _T],
    recall: Callable[[Opening], _T],
    *,
    transaction_ids: Collection[str] = (),
) -> _T:
    """Run ``work`` in one transaction, or ``recall`` what it did when it was committed before.

    ``work`` gets the store bound to the transaction, and the tenant and transactions read in it;
    it must append at least one change-log entry whenever it writes anything.

    Raises:
        IdempotencyKeyReused: The key was committed before with another request.
        TenantMissing, DemoExpired: There is no ledger to work on (any more).
    """
    runs = count()

    def in_transaction(unit: TenantStore) -> _T:
        # A second run may follow a commit whose answer was lost: only the receipt can tell.
        may_be_done = operation.is_retryable or next(runs) > 0
        opening = unit.open(
            receipt_id=operation.change_id if may_be_done else None,
            transaction_ids=transaction_ids,
        )
        opening.tenant.ensure_live(operation.at)
        if opening.receipt is None:
            return work(unit, opening)
        _ensure_same_request(opening.receipt, operation)
        return recall(opening)

    try:
        return store.transact(in_transaction)
    except CommittedBefore:
        return store.transact(in_transaction)


def append_change(
    unit: TenantStore,
    operation: Operation,
    before: Transaction | Category | None,
    after: Transaction | Category | None,
    *,
    index: int = 0,
    receipt: Receipt | None = None,
) -> None:
    """Append the operation's change-log entry number ``index``; the first carries the receipt.

    A creation is logged whole, an edit by the fields that changed, a removal by what was there.
    """
    subject = after or before
    assert subject is not None, "something must have changed"  # noqa: S101
    old, new = _content(before), _content(after)
    if old is not None and new is not None:
        changed = [key for key in new if old[key] != new[key]]
        old, new = {key: old[key] for key in changed}, {key: new[key] for key in changed}
    unit.changes.append(
        Change(
            id=operation.change_id_at(index),
            at=operation.at,
            actor=operation.actor,
            cause=operation.cause,
            entity=Entity.CATEGORY if isinstance(subject, Category) else Entity.TRANSACTION,
            entity_id=subject.id,
            before=old,
            after=new,
            receipt=receipt
            or (Receipt(request_hash=operation.request_hash) if not index else None),
        )
    )


def _content(value: Transaction | Category | None) -> dict[str, Any] | None:
    return value.model_dump(mode="json") if value is not None else None


def _ensure_same_request(change: Change, operation: Operation) -> None:
    if change.receipt is None or change.receipt.request_hash != operation.request_hash:
        raise IdempotencyKeyReused
