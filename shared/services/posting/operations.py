"""Run an operation on a ledger exactly once, however often its request is retried."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import count
from typing import Any, TypeVar

from pydantic import BaseModel

from shared.errors import IdempotencyKeyReused
from shared.models.history.change import Change, Entity, Operation, Receipt
from shared.models.ledger.account import AccountState
from shared.models.ledger.category import Category
from shared.models.ledger.transaction import Transaction
from shared.models.people.profile import Profile
from shared.models.settings.ledger_settings import LedgerSettings
from shared.repositories.store import Opening, TenantStore

_T = TypeVar("_T")

Logged = Transaction | Category | AccountState | LedgerSettings | Profile
"""What the change log keeps the changes of; rules it is told of by ``append_entry``."""

_ENTITIES = {
    Transaction: Entity.TRANSACTION,
    Category: Entity.CATEGORY,
    AccountState: Entity.ACCOUNT,
    LedgerSettings: Entity.SETTINGS,
    Profile: Entity.PROFILE,
}


def run_once(
    store: TenantStore,
    operation: Operation,
    work: Callable[[TenantStore, Opening], _T],
    recall: Callable[[Opening], _T],
    *,
    transaction_ids: Collection[str] = (),
) -> _T:
    """Run ``work`` in one commit, or ``recall`` what it did when it was committed before.

    ``work`` gets the store bound to the commit, and the tenant and transactions read for it;
    it must append at least one change-log entry whenever it writes anything.

    Raises:
        IdempotencyKeyReused: The key was committed before with another request.
        TenantMissing, DemoExpired: There is no ledger to work on (any more).
    """
    runs = count()

    def in_commit(unit: TenantStore) -> _T:
        # A second run may follow a commit whose answer was lost: only the receipt can tell.
        may_be_done = operation.is_retryable or next(runs) > 0
        opening = unit.open(
            receipt_id=operation.change_id if may_be_done else None,
            transaction_ids=transaction_ids,
        )
        if opening.receipt is None or operation.is_retryable:
            # What this very request has done may have ended the ledger, and is recalled anyway.
            opening.tenant.ensure_live(operation.at)
        if opening.receipt is None:
            return work(unit, opening)
        _ensure_same_request(opening.receipt, operation)
        return recall(opening)

    return store.transact(in_commit)


def append_change(
    unit: TenantStore,
    operation: Operation,
    before: Logged | None,
    after: Logged | None,
    *,
    index: int = 0,
    receipt: Receipt | None = None,
) -> None:
    """Append the operation's change-log entry number ``index``; the first carries the receipt."""
    subject = after or before
    assert subject is not None, "something must have changed"  # noqa: S101
    append_entry(
        unit,
        operation,
        (_ENTITIES[type(subject)], subject.id),
        content_of(before),
        content_of(after),
        index=index,
        receipt=receipt,
    )


def append_entry(
    unit: TenantStore,
    operation: Operation,
    what: tuple[Entity, str],
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    *,
    index: int = 0,
    receipt: Receipt | None = None,
) -> None:
    """Append entry number ``index`` of something given by its kind and id, and its contents."""
    entity, entity_id = what
    unit.log(
        Change(
            id=operation.change_id_at(index),
            operation_id=operation.change_id,
            at=operation.at,
            actor=operation.actor,
            cause=operation.cause,
            cause_id=operation.cause_id,
            entity=entity,
            entity_id=entity_id,
            before=before,
            after=after,
            receipt=receipt
            or (Receipt(request_hash=operation.request_hash) if not index else None),
        )
    )


def content_of(value: BaseModel | None) -> dict[str, Any] | None:
    """The whole of it; what has its usual value is left out, and comes back when it is read."""
    return value.model_dump(mode="json", exclude_defaults=True) if value is not None else None


def whole_of(value: BaseModel | None) -> dict[str, Any] | None:
    """The whole of it, usual values and all, of what is shown as it is logged."""
    return value.model_dump(mode="json") if value is not None else None


def _ensure_same_request(change: Change, operation: Operation) -> None:
    if change.receipt is None or change.receipt.request_hash != operation.request_hash:
        raise IdempotencyKeyReused
