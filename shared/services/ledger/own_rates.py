"""Create, replace and delete own rates of a ledger."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from shared.models.currencies.own_rate import OwnRate
from shared.models.currencies.own_rate_input import OwnRateDraft
from shared.models.history.change import Change, Operation
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.currencies.other_currencies import ensure_not_converting_at
from shared.models.values.identifiers import new_id
from shared.models.values.revision import ANY_REVISION, ExpectedRevision, revised
from shared.repositories.store import LedgerSnapshot, RecordedSnapshot, TenantStore
from shared.services.posting.operations import append_change, run_once

Announce = Callable[[Ledger, OwnRate | None, OwnRate | None], None]
"""Is called with the ledger and the own rate before and after, just before each try to commit."""


class SavedOwnRate(NamedTuple):
    """An own rate, the ledger as it was read when it was saved, and the rate before the change."""

    rate: OwnRate
    ledger: Ledger
    former: OwnRate | None = None


class DeletedOwnRate(NamedTuple):
    """An own rate before it was deleted, and the ledger as it was read then."""

    former: OwnRate
    ledger: Ledger


def create_own_rate(
    store: TenantStore, operation: Operation, draft: OwnRateDraft, announce: Announce
) -> SavedOwnRate:
    """Add an own rate.

    Raises:
        InvalidArgument: Both currencies are the same.
        AlreadyExists: There is one of the same currencies and day.
        TooManyOwnRates: The ledger has reached the maximum number of own rates.
        Unavailable: It cannot be announced.
    """
    draft.ensure_of_two_currencies()

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> SavedOwnRate:
        rate = OwnRate(
            id=new_id(), created_at=operation.at, updated_at=operation.at, **_fields(draft)
        )
        ledger = snapshot.ledger.with_own_rate(rate)
        unit.ledger.put_own_rate(rate)
        append_change(unit, operation, None, rate)
        announce(ledger, None, rate)
        return SavedOwnRate(rate, ledger)

    def recall(snapshot: RecordedSnapshot) -> SavedOwnRate:
        return SavedOwnRate(OwnRate.model_validate(snapshot.record.after), snapshot.ledger)

    return run_once(store, operation, work, recall)


def replace_own_rate(
    store: TenantStore,
    operation: Operation,
    rate_id: str,
    draft: OwnRateDraft,
    announce: Announce,
    expected: ExpectedRevision = ANY_REVISION,
) -> SavedOwnRate:
    """Replace all fields of an own rate.

    Raises:
        NotFound: There is none.
        PreconditionFailed: It is not as expected.
        InvalidArgument: Both currencies are the same.
        AlreadyExists: There is another one of the same currencies and day.
        RebuildRunning: The currency of the ledger is being changed to one of its currencies.
        Unavailable: It cannot be announced.
    """
    draft.ensure_of_two_currencies()

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> SavedOwnRate:
        before = snapshot.ledger.get_own_rate(rate_id)
        expected.check(before)
        after = revised(before, _fields(draft), operation.at)
        if after is not before:
            ensure_not_converting_at(snapshot.ledger, before)
            snapshot.ledger.with_own_rate(after)
            unit.ledger.put_own_rate(after)
            append_change(unit, operation, before, after)
            announce(snapshot.ledger, before, after)
            return SavedOwnRate(after, snapshot.ledger, before)
        # A request that is repeated goes on with what the first one has begun.
        last = next(iter(store.changes.list_before(None, 1, rate_id)), None)
        return SavedOwnRate(after, snapshot.ledger, _before(last))

    def recall(snapshot: RecordedSnapshot) -> SavedOwnRate:
        rate = snapshot.ledger.get_own_rate(rate_id)
        return SavedOwnRate(rate, snapshot.ledger, _before(snapshot.record))

    return run_once(store, operation, work, recall)


def delete_own_rate(
    store: TenantStore,
    operation: Operation,
    rate_id: str,
    announce: Announce,
    expected: ExpectedRevision = ANY_REVISION,
) -> DeletedOwnRate:
    """Delete an own rate.

    Raises:
        NotFound: There is none.
        PreconditionFailed: It is not as expected.
        RebuildRunning: The currency of the ledger is being changed to one of its currencies.
        Unavailable: It cannot be announced.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> DeletedOwnRate:
        rate = snapshot.ledger.get_own_rate(rate_id)
        expected.check(rate)
        ensure_not_converting_at(snapshot.ledger, rate)
        unit.ledger.remove_own_rate(rate_id)
        append_change(unit, operation, rate, None)
        announce(snapshot.ledger, rate, None)
        return DeletedOwnRate(rate, snapshot.ledger)

    def recall(snapshot: RecordedSnapshot) -> DeletedOwnRate:
        return DeletedOwnRate(OwnRate.model_validate(snapshot.record.before), snapshot.ledger)

    return run_once(store, operation, work, recall)


def _before(change: Change | None) -> OwnRate | None:
    """Return the own rate before a change of it; None if there was none."""
    if change is None or change.before is None:
        return None
    return OwnRate.model_validate(change.before)


def _fields(draft: OwnRateDraft) -> dict[str, object]:
    return {name: getattr(draft, name) for name in OwnRateDraft.model_fields}
