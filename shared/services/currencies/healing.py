"""Book transactions again at exchange rates that have arrived since they were booked.

A run changes each transaction at most once, whatever happens meanwhile: the id of an entry in the
change log is derived from the run and the transaction, so a repeated message finds what the run has
changed before. So a healing that was undone since stays undone.
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
from shared.models.ledger.transactions.currencies.healing import healed, without_own_rate
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.values.identifiers import derived_id
from shared.repositories.store import TenantStore
from shared.services.currencies.lookup import rates_of
from shared.services.posting.ledger import commit_edits

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

    def work(unit: TenantStore) -> HealingPlace | None:
        tenant = unit.load().tenant
        tenant.ensure_live(at)
        scan = next(islice(run.scans(tenant.ledger), place.scan, None), None)
        if scan is None:
            return None
        unit.prepare_to_read()
        found = _list(unit, scan, place, size)
        edits = _not_healed_before(unit, run, _edits(store, tenant.ledger, run, found, at))
        if edits:
            commit_edits(unit, _operation(run, edits, at), tenant, edits)
        return place.next_scan if len(found) < size else _behind(place, found[-1])

    return store.transact(work)


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


def _not_healed_before(unit: TenantStore, run: HealingRun, edits: Sequence[Edit]) -> Sequence[Edit]:
    """Return the edits of transactions that the run has not changed before."""
    ids = {_entry_id(run, edit.after): edit for edit in edits}
    healed_before = unit.changes.list_existing(ids)
    return [edit for key, edit in ids.items() if key not in healed_before]


def _operation(run: HealingRun, edits: Sequence[Edit], at: datetime) -> Operation:
    """Return the operation of a commit with these edits."""
    ids = tuple(_entry_id(run, edit.after) for edit in edits)
    return Operation(
        actor=run.actor,
        cause=Cause.RATES,
        cause_id=run.cause_id,
        at=at,
        change_id=ids[0],
        request_hash=run.id,
        is_retryable=False,
        entry_ids=ids,
    )


def _entry_id(run: HealingRun, transaction: Transaction) -> str:
    """Return the id of the entry in the change log of what a run changes in a transaction."""
    return derived_id("healing", run.id, transaction.id)


def _behind(place: HealingPlace, last: Transaction) -> HealingPlace:
    """Return the place behind a transaction."""
    return HealingPlace(scan=place.scan, date=last.date, id=last.id)
