"""Link transactions to the occurrences of recurring entries that they pay, and unlink them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from shared.errors import (
    InvalidArgument,
    NotFound,
    OccurrenceSettled,
    TransactionLinked,
)
from shared.models.history.change import Cause, Operation
from shared.models.ledger.summary import Edit
from shared.models.ledger.transactions.transaction import (
    Transaction,
    TransactionType,
    mark_deleted,
)
from shared.models.planning.expected_amount import RECENT
from shared.models.planning.links import UNLINKED, Link
from shared.models.planning.matching.expectations import Expectation, is_new_price, steady_amount
from shared.models.planning.matching.filing import filing_of_transaction
from shared.models.planning.occurrence import Occurrence, OccurrenceState
from shared.models.planning.recurring import MAX_AHEAD, Recurring
from shared.models.values.identifiers import is_id
from shared.models.values.revision import revised
from shared.models.values.text import IMPORTED
from shared.repositories.store import LedgerSnapshot, RecordedSnapshot, TenantStore
from shared.services.planning.matching import read_histories
from shared.services.planning.occurrences import OccurrenceOfEntry, find_occurrence, settle_written
from shared.services.planning.price_changes import emit_price_change
from shared.services.posting.ledger import commit_edits
from shared.services.posting.operations import append_change, run_once
from shared.services.posting.recurring_cursor import find_recurring, put_occurrence


class LinkRequest(NamedTuple):
    """An occurrence, by its recurring entry and nominal date, and a transaction that pays it.

    With ``replace``, the transaction that was booked for it goes to the trash.
    """

    link: Link
    transaction_id: str
    replace: bool = False


def link_transaction(
    store: TenantStore,
    operation: Operation,
    asked: LinkRequest,
    may_replace: Callable[[], None] = lambda: None,
) -> OccurrenceOfEntry:
    """Link a transaction to the occurrence that it pays, which is MATCHED then.

    One without a category takes that of the entry, with the custom type and the tags. Where one was
    booked, it stays, unless the request replaces it: then it goes to the trash in the same commit.
    ``may_replace`` checks the permission for that.

    Raises:
        NotFound: The ledger has no such entry or transaction, or the entry no such occurrence.
        TransactionLinked: The transaction pays another occurrence.
        OccurrenceSettled: The occurrence has another transaction, or is skipped.
        InvalidArgument: The transaction is of another type, or 50 occurrences ahead differ from
            the plan.
    """
    if not is_id(asked.transaction_id):
        raise NotFound("transaction")
    step = operation.caused_by(Cause.RECURRING, asked.link.recurring_id)

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> OccurrenceOfEntry:
        return _link(unit, step, snapshot, asked, may_replace)

    def recall(snapshot: RecordedSnapshot) -> OccurrenceOfEntry:
        return _recalled(store, snapshot, asked.link, operation)

    return run_once(store, step, work, recall, transaction_ids=[asked.transaction_id])


def _link(
    unit: TenantStore,
    operation: Operation,
    snapshot: LedgerSnapshot,
    asked: LinkRequest,
    may_replace: Callable[[], None],
) -> OccurrenceOfEntry:
    """Link the transaction in one commit; raises as ``link_transaction``."""
    at = operation.at
    transaction = snapshot.get_live_transaction(asked.transaction_id)
    recurring = find_recurring(unit, asked.link.recurring_id)
    stored, current = find_occurrence(unit, recurring, asked.link.nominal, at)
    if (known := Link.of(transaction)) is not None:
        if known != asked.link:
            raise TransactionLinked
        return OccurrenceOfEntry(recurring, current, snapshot.ledger.today(at))
    _ensure_fits(recurring, stored, transaction)
    if current.state is OccurrenceState.SKIPPED:
        raise OccurrenceSettled(current.state)
    filing = filing_of_transaction(snapshot.ledger, recurring.template, transaction)
    edits = [Edit(transaction, revised(transaction, {**asked.link.fields, **filing}, at))]
    if current.has_transaction:
        edits += _replaced(unit, current, asked, operation, may_replace)
    former = _former_price(unit, recurring, current, transaction)
    commit_edits(unit, operation, snapshot.tenant, edits, written_occurrences=[current.id])
    if former is not None:
        emit_price_change(unit, snapshot.tenant, recurring, transaction, former, at)
    fields = current.matched_with(transaction)
    after = current.model_copy(update=fields)
    after = after if stored is None else revised(stored, fields, at)
    return _put(unit, operation, snapshot, recurring, (stored, after))


def _ensure_fits(recurring: Recurring, stored: Occurrence | None, transaction: Transaction) -> None:
    types = {recurring.template.type, transaction.type}
    if len(types) > 1 and TransactionType.TRANSFER not in types:
        raise InvalidArgument.of("transaction_id", f"must be of the type {recurring.template.type}")
    if stored is None and len(recurring.ahead) >= MAX_AHEAD:
        raise InvalidArgument.of("nominal", f"is beyond the {MAX_AHEAD} changed ones ahead")


def _replaced(
    unit: TenantStore,
    current: Occurrence,
    asked: LinkRequest,
    operation: Operation,
    may_replace: Callable[[], None],
) -> list[Edit]:
    """Return the edit that moves the present transaction of an occurrence to the trash.

    Raises:
        OccurrenceSettled: The request does not replace it, or it is matched rather than booked.
    """
    unit.prepare_to_read(1)
    found = unit.transactions.find_all([current.transaction_id or ""])
    live = [one for one in found.values() if not one.is_deleted]
    if live and not (asked.replace and current.state is OccurrenceState.POSTED):
        raise OccurrenceSettled(current.state)
    if live:
        may_replace()
    return [Edit(one, mark_deleted(one, operation.at)) for one in live]


def _former_price(
    unit: TenantStore, recurring: Recurring, current: Occurrence, transaction: Transaction
) -> int | None:
    """Return the steady amount before, if the transaction has another one."""
    unit.prepare_to_read(RECENT)
    paid = read_histories(unit, [recurring])[recurring.id].get(transaction.currency, [])
    known = Expectation(recurring, current).amounts_of(paid)
    return steady_amount(known) if is_new_price(known, transaction.amount_minor) else None


def unlink_transaction(store: TenantStore, operation: Operation, link: Link) -> OccurrenceOfEntry:
    """Separate an occurrence from the transaction that it is matched with; both stay.

    They are not matched again by themselves.

    Raises:
        NotFound: The ledger has no such entry, or the entry no such occurrence.
        OccurrenceSettled: It is booked or skipped.
    """
    step = operation.caused_by(Cause.RECURRING, link.recurring_id)

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> OccurrenceOfEntry:
        recurring = find_recurring(unit, link.recurring_id)
        _, current = find_occurrence(unit, recurring, link.nominal, operation.at)
        today = snapshot.ledger.today(operation.at)
        if current.state is not OccurrenceState.MATCHED or current.transaction_id is None:
            if current.is_settled:
                raise OccurrenceSettled(current.state)
            return OccurrenceOfEntry(recurring, current, today)
        unit.prepare_to_read(1)
        found = unit.transactions.find_all([current.transaction_id])
        edits = [
            Edit(one, revised(one, UNLINKED, operation.at))
            for one in found.values()
            if Link.of(one) == link
        ]
        if edits:
            commit_edits(unit, step, snapshot.tenant, edits, written_occurrences=[current.id])
        dismissed = current.dismissed_with(current.transaction_id)
        released = current.released_in(recurring).model_copy(update={"dismissed": dismissed})
        after = revised(current, dict(released), operation.at)
        return _put(unit, step, snapshot, recurring, (current, after))

    def recall(snapshot: RecordedSnapshot) -> OccurrenceOfEntry:
        return _recalled(store, snapshot, link, operation)

    return run_once(store, step, work, recall)


def dismiss_match(
    store: TenantStore, operation: Operation, link: Link, transaction_id: str
) -> OccurrenceOfEntry:
    """Remember that a transaction does not pay an occurrence; the last 10 are remembered.

    Raises:
        NotFound: The ledger has no such entry or transaction, or the entry no such occurrence.
        TransactionLinked: The transaction pays an occurrence; it is unlinked instead.
        InvalidArgument: 50 occurrences ahead differ from the plan.
    """
    if not is_id(transaction_id):
        raise NotFound("transaction")

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> OccurrenceOfEntry:
        transaction = snapshot.get_live_transaction(transaction_id)
        recurring = find_recurring(unit, link.recurring_id)
        stored, current = find_occurrence(unit, recurring, link.nominal, operation.at)
        if Link.of(transaction) == link:
            raise TransactionLinked
        fields = {"dismissed": current.dismissed_with(transaction_id)}
        if transaction_id in current.dismissed:
            return OccurrenceOfEntry(recurring, current, snapshot.ledger.today(operation.at))
        after = current.model_copy(update=fields)
        after = after if stored is None else revised(stored, fields, operation.at)
        return _put(unit, operation, snapshot, recurring, (stored, after))

    def recall(snapshot: RecordedSnapshot) -> OccurrenceOfEntry:
        return _recalled(store, snapshot, link, operation)

    return run_once(store, operation, work, recall, transaction_ids=[transaction_id])


def _put(
    unit: TenantStore,
    operation: Operation,
    snapshot: LedgerSnapshot,
    recurring: Recurring,
    change: tuple[Occurrence | None, Occurrence],
) -> OccurrenceOfEntry:
    before, after = change
    put_occurrence(unit, before, after)
    append_change(unit, operation, before, after, index=len(unit.logged))
    moved = settle_written(unit, recurring, snapshot.ledger, {after.nominal: after})
    if moved != recurring:
        unit.recurring.put(moved)
    return OccurrenceOfEntry(moved, after, snapshot.ledger.today(operation.at))


def _recalled(
    store: TenantStore, snapshot: RecordedSnapshot, link: Link, operation: Operation
) -> OccurrenceOfEntry:
    """Return an occurrence as the operation left it when it was committed before."""
    recurring = find_recurring(store, link.recurring_id)
    today = snapshot.ledger.today(snapshot.record.at)
    changes = store.changes.list_of_operation(snapshot.record.operation_id)
    logged = [change.after for change in changes if change.is_of(Occurrence)]
    if not logged or logged[-1] is None:
        _, current = find_occurrence(store, recurring, link.nominal, operation.at)
        return OccurrenceOfEntry(recurring, current, today)
    return OccurrenceOfEntry(
        recurring, Occurrence.model_validate(logged[-1], context=IMPORTED), today
    )
