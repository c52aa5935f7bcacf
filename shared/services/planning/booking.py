"""Book occurrences of recurring entries as transactions, at the request of a person."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import NamedTuple

from shared.errors import InvalidArgument, OccurrenceSettled
from shared.models.history.change import Cause, Operation
from shared.models.planning.occurrence import Occurrence, OccurrenceState
from shared.models.planning.recurring import Mode
from shared.models.values.text import IMPORTED
from shared.repositories.store import LedgerSnapshot, RecordedSnapshot, TenantStore
from shared.services.ledger.tenants import get_ledger
from shared.services.planning.booking_commit import Booked, BookingCommit, Refused, Wanted
from shared.services.planning.match_runs import match_due
from shared.services.posting.operations import run_once
from shared.services.posting.recurring_cursor import find_recurring

MAX_BOOKED_AT_ONCE = 50
"""Occurrences of one commit, each with up to seven documents: see ``rule_application``."""

_MUST_BE_NAMED = "must be given: an entry of mode REMIND waits for the bank's transactions"


def book_occurrences(
    store: TenantStore,
    operation: Operation,
    recurring_id: str,
    *,
    nominal: date | None = None,
    limit: int = MAX_BOOKED_AT_ONCE,
) -> Booked:
    """Book the occurrences of an entry that are due until today, or the one that is named.

    One commit writes at most ``limit`` transactions with their occurrences and the cursor, as one
    operation of the cause RECURRING. A transaction's id follows from the entry and the nominal
    date, so an occurrence is booked once. One whose date has come, but that does not fit the
    ledger, is stored as DUE. Transactions that pay what is due are linked to it first, each in a
    commit of its own; ``is_partial`` if there are more, or more transactions to compare. A repeated
    request links nothing: its answer is recalled. An occurrence of mode REMIND is booked only where
    it is named: its payment comes with the bank's transactions, and would be there twice.

    Raises:
        InvalidArgument: The entry has the mode REMIND, and none is named.
        NotFound: The ledger has no such entry, or the entry no such occurrence.
        OccurrenceSettled: The one that is named is skipped or matched with another transaction, or
            its own is deleted.
        DemoQuota: A demo would exceed a limit.
        CategoryBusy, AccountBusy, CustomTypeBusy: A part of the template is being merged.
    """
    until = date.max
    if nominal is None and _links_first(store, operation, recurring_id):
        matched = match_due(store, operation, recurring_id)
        if matched.until is None:
            today = get_ledger(store, operation.at).today(operation.at)
            return Booked(find_recurring(store, recurring_id), today, [], [], is_partial=True)
        until = matched.until
    return _book(store, operation, recurring_id, nominal, _Bounds(limit, until))


def _links_first(store: TenantStore, operation: Operation, recurring_id: str) -> bool:
    """Return whether transactions may be linked before all that is due is booked."""
    is_repeated = operation.is_retryable and store.changes.find(operation.change_id) is not None
    return not is_repeated and find_recurring(store, recurring_id).mode is not Mode.REMIND


class _Bounds(NamedTuple):
    """The greatest number of occurrences to book, and the last day of one."""

    limit: int
    until: date


def _book(
    store: TenantStore,
    operation: Operation,
    recurring_id: str,
    nominal: date | None,
    bounds: _Bounds,
) -> Booked:
    attempts = count()

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> Booked:
        is_first = next(attempts) == 0
        recurring = find_recurring(unit, recurring_id)
        if nominal is None and recurring.mode is Mode.REMIND:
            raise InvalidArgument.of("nominal", _MUST_BE_NAMED)
        step = operation.caused_by(Cause.RECURRING, recurring_id)
        commit = BookingCommit(store, unit, step, snapshot, recurring, is_first=is_first)
        return _book_due(commit, bounds) if nominal is None else _book_one(commit, nominal)

    def recall(snapshot: RecordedSnapshot) -> Booked:
        recurring = find_recurring(store, recurring_id)
        commit = BookingCommit(store, store, operation, snapshot, recurring)
        return _recalled(commit, snapshot.record.operation_id, is_of_all=nominal is None)

    return run_once(store, operation, work, recall)


def _book_one(commit: BookingCommit, nominal: date) -> Booked:
    """Book the occurrence with a nominal date, or return it as it was booked before.

    Raises:
        OccurrenceSettled: It is skipped or matched, or its transaction is deleted.
    """
    one = commit.find(nominal)
    if one.current.is_settled:
        _ensure_booked(commit.unit, one.current)
        return Booked(commit.recurring, commit.today, [one.current], [])
    return commit.book([one], commit.recurring.next_nominal)


def _ensure_booked(unit: TenantStore, settled: Occurrence) -> None:
    if settled.state is not OccurrenceState.POSTED or settled.transaction_id is None:
        raise OccurrenceSettled(settled.state)
    unit.prepare_to_read(1)
    found = unit.transactions.find_all([settled.transaction_id])
    if all(transaction.is_deleted for transaction in found.values()):
        raise OccurrenceSettled(settled.state, lacks_booking=True)


def _book_due(commit: BookingCommit, bounds: _Bounds) -> Booked:
    """Book the first occurrences that are due until today, or a day before."""
    limit, until = bounds
    wanted, following, is_partial = commit.find_planned(limit, min(until, commit.today))
    is_partial = is_partial or until < commit.today
    if len(wanted) < limit:
        left, is_more = _opened(commit, limit - len(wanted))
        wanted, is_partial = [*left, *wanted], is_partial or is_more
    has_moved = following != commit.recurring.next_nominal
    done = commit.book(wanted, following)
    return done._replace(is_partial=is_partial and (has_moved or bool(done.booked)))


def _opened(commit: BookingCommit, left: int) -> tuple[list[Wanted], bool]:
    """Return those before the cursor that are due or postponed, and whether there are more."""
    recurring = commit.recurring
    opened = commit.unit.occurrences.list_open(recurring.id, commit.today, left + 1)
    before = [Wanted(one, one) for one in opened if not recurring.is_ahead(one.nominal)]
    return before[:left], len(opened) > left


def _recalled(commit: BookingCommit, operation_id: str, *, is_of_all: bool) -> Booked:
    """Return what an operation booked when it was committed before.

    With ``is_of_all``, it is partial if planned ones are due now.
    """
    logged = [
        Occurrence.model_validate(change.after, context=IMPORTED)
        for change in commit.unit.changes.list_of_operation(operation_id)
        if change.is_of(Occurrence) and change.after is not None
    ]
    booked = [one for one in logged if one.state is OccurrenceState.POSTED]
    refused = [Refused(one, one.reason) for one in logged if one.reason is not None]
    is_partial = is_of_all and commit.find_planned(0, commit.today).is_partial
    return Booked(commit.recurring, commit.today, booked, refused, is_partial)
