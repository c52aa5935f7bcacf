"""Run an operation on a ledger exactly once, however often its request is retried."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import count
from typing import TypeVar

from shared.errors import IdempotencyKeyReused
from shared.models.history.change import (
    Change,
    CommittedOperation,
    IdempotencyRecord,
    Operation,
)
from shared.models.history.kinds import Logged, kind_of_model
from shared.models.people.access import TenantKind
from shared.models.people.demo_use import ensure_room_for_change
from shared.repositories.store import LedgerSnapshot, RecordedSnapshot, TenantStore

_T = TypeVar("_T")


MAX_DOCUMENTS = 1_850
"""Documents of a request whose work must be one commit. A request may read and write 2,000. It
reads a few before the commit, such as the caller's membership; up to 60 in attempts that lose
against other commits; and one in each attempt to acquire the write lease."""


class NothingChanged(Exception):
    """A change-log entry was to have neither a state before nor a state after."""


def run_once(
    store: TenantStore,
    operation: Operation,
    work: Callable[[TenantStore, LedgerSnapshot], _T],
    recall: Callable[[RecordedSnapshot], _T],
    *,
    transaction_ids: Collection[str] = (),
    recurring_id: str | None = None,
    max_documents: int | None = None,
) -> _T:
    """Run ``work`` in one commit, or ``recall`` what it did when it was committed before.

    ``work`` gets the store bound to the commit, and what was read for it. It must append a log
    entry whenever it writes anything, unless a second run finds that nothing is left to do.

    Raises:
        CommitTooLarge: The commit would be too large in bytes or documents.
        IdempotencyKeyReused: The key was committed before with another request.
        TenantMissing, DemoExpired, NotFound, PermissionDenied: The ledger or the right is gone.
    """
    runs = count()

    def in_commit(unit: TenantStore) -> _T:
        # A second run may follow a commit whose response was lost: only the record can tell.
        may_be_done = operation.is_retryable or next(runs) > 0
        record_id = operation.change_id if may_be_done else None
        snapshot = unit.load(
            record_id=record_id, transaction_ids=transaction_ids, recurring_id=recurring_id
        )
        if snapshot.record is None or operation.is_retryable:
            # Without a key, a record is of this request, which may itself have ended the ledger.
            snapshot.tenant.ensure_live(operation.at)
        if snapshot.record is None:
            unit.ensure_member_still_may()
            return work(unit, snapshot)
        recorded = _recorded(snapshot, snapshot.record, operation)
        store.committed.append(CommittedOperation.of(recorded.record))
        return recall(recorded)

    return store.transact(in_commit, max_documents)


def append_change(
    unit: TenantStore,
    operation: Operation,
    before: Logged | None,
    after: Logged | None,
    *,
    index: int = 0,
    idempotency: IdempotencyRecord | None = None,
) -> None:
    """Append the operation's change-log entry number ``index``.

    ``before`` and ``after`` are values of a model in the table of kinds. The first entry carries
    the idempotency record.

    Raises:
        NothingChanged: Both are None.
        DemoQuota: A demo has had too many changes.
    """
    subject = before if after is None else after
    if subject is None:
        raise NothingChanged
    if unit.ref.kind is TenantKind.DEMO and operation.counts_changes:
        ensure_room_for_change(unit.ledger.sequence + 1)
    kind = kind_of_model(type(subject))
    unit.log(
        Change(
            id=operation.change_id_at(index),
            operation_id=operation.change_id,
            at=operation.at,
            actor=operation.actor,
            cause=operation.cause,
            cause_id=operation.cause_id,
            entity=kind.entity,
            entity_id=subject.id,
            before=None if before is None else kind.serialize(before),
            after=None if after is None else kind.serialize(after),
            idempotency=idempotency
            or (IdempotencyRecord(request_hash=operation.request_hash) if not index else None),
        )
    )


def _recorded(snapshot: LedgerSnapshot, record: Change, operation: Operation) -> RecordedSnapshot:
    """Return the snapshot with its record, which must be of the same request.

    Raises:
        IdempotencyKeyReused: The record is of another request.
    """
    idempotency = record.idempotency
    if idempotency is None or idempotency.request_hash != operation.request_hash:
        raise IdempotencyKeyReused
    return RecordedSnapshot(
        snapshot.tenant, transactions=snapshot.transactions, record=record, idempotency=idempotency
    )
