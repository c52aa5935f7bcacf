"""Book transactions again at exchange rates that have arrived since they were booked.

A run changes each transaction at most once. Each of its commits has an id that is derived from the
run and from the place at which the commit begins, so a repeated message finds the commit in the
change log and goes on behind it: also a healing that was undone since stays undone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import islice

from shared.errors import CommitTooLarge
from shared.models.history.change import Cause, Operation
from shared.models.jobs.healing import HealingPlace, HealingRun, HealingScan
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Edit
from shared.models.ledger.transactions.currencies.revaluation import healed, without_own_rate
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.values.identifiers import derived_id
from shared.repositories.store import LedgerSnapshot, RecordedSnapshot, TenantStore
from shared.services.currencies.lookup import rates_of
from shared.services.posting.ledger import commit_edits
from shared.services.posting.operations import run_once

HEALED_AT_ONCE = 200
"""Transactions that one commit reads and changes."""


def heal(
    store: TenantStore,
    run: HealingRun,
    clock: Callable[[], datetime],
    has_room: Callable[[], bool],
    size: int = HEALED_AT_ONCE,
) -> HealingRun | None:
    """Book the transactions of a run again; return what is left of it, None if nothing is.

    ``has_room`` is called before each commit, which has ``size`` transactions at most; when it
    returns False, the run stops.

    Raises:
        TenantMissing, DemoExpired, NotFound: The ledger is not live any more.
        Unavailable: Firestore does not answer, or other commits came first for too long.
    """
    place: HealingPlace | None = run.place
    while place is not None:
        rest = run.model_copy(update={"place": place})
        if not has_room():
            return rest
        try:
            place = _heal_some(store, rest, clock(), size)
        except CommitTooLarge:
            if size == 1:
                raise
            size //= 2
    return None


def _heal_some(store: TenantStore, run: HealingRun, at: datetime, size: int) -> HealingPlace | None:
    """Heal some of the next ``size`` transactions in one commit; return the next place.

    It is None at the end of the run.
    """
    place = run.place

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> HealingPlace | None:
        scan = next(islice(run.scans(snapshot.ledger), place.scan, None), None)
        if scan is None:
            return None
        unit.prepare_to_read()
        found = _list(unit, scan, place, size)
        edits = _edits(store, snapshot.ledger, run, found, at)
        if edits:
            commit_edits(unit, _operation(run, at), snapshot.tenant, edits)
        if len(found) < size:
            return place.next_scan
        # Behind the last change, because a repeated run knows the changes alone.
        return _behind(place, edits[-1].after if edits else found[-1])

    def recall(snapshot: RecordedSnapshot) -> HealingPlace:
        last = store.changes.list_of_operation(snapshot.record.id)[-1]
        return _behind(place, Transaction.model_validate(last.after))

    return run_once(store, _operation(run, at), work, recall)


def _list(
    unit: TenantStore, scan: HealingScan, place: HealingPlace, size: int
) -> list[Transaction]:
    return unit.transactions.list_with_terms(
        scan.terms, scan.dates, place.after, size, deleted=scan.is_of_trash
    )


def _edits(
    store: TenantStore,
    ledger: Ledger,
    run: HealingRun,
    found: Sequence[Transaction],
    at: datetime,
) -> list[Edit]:
    """Return the edits of those transactions that get another rate."""
    needed = ((one.currency, ledger.currency, one.date) for one in found)
    find_rate = rates_of(store, ledger, at, needed)
    edits = []
    for one in found:
        if run.former is None:
            after = healed(ledger, one, find_rate, run.until, at)
        else:
            after = without_own_rate(ledger, one, run.former, find_rate, at)
        if after is not None:
            edits.append(Edit(one, after))
    return edits


def _operation(run: HealingRun, at: datetime) -> Operation:
    """Return the operation of the commit that begins at the run's place."""
    place = run.place
    parts = str(place.scan), str(place.date), place.id or ""
    return Operation(
        actor=run.actor,
        cause=Cause.RATES,
        cause_id=run.cause_id,
        at=at,
        change_id=derived_id("healing", run.id, *parts),
        request_hash=run.id,
        is_retryable=True,
    )


def _behind(place: HealingPlace, last: Transaction) -> HealingPlace:
    """Return the place behind a transaction."""
    return HealingPlace(scan=place.scan, date=last.date, id=last.id)
