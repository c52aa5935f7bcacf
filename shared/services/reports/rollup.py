"""Rollup: closes a month for every tenant and verifies the stored totals.

A ledger's totals must equal the sums of its summaries. If they differ, either may be wrong, and
every month is recalculated from the transactions to find out: a balance is never derived from a
wrong summary.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from shared.errors import DemoExpired, DemoTakenOver, TenantMissing, Unavailable
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.ledger_totals import LedgerTotals
from shared.models.ledger.scopes import ready_scopes
from shared.models.ledger.summary import PeriodClose, Summary, SummaryTotals
from shared.models.people.access import TenantRef
from shared.models.reports.period_close import MonthClosed, RollupMessage
from shared.models.values.dates import Month
from shared.models.values.frozen import frozen
from shared.repositories.messages import MessagePublisher
from shared.repositories.reports.months import MonthRepository
from shared.repositories.store import TenantStore
from shared.services.fan_out import in_batches, publish_messages, work_on_each
from shared.services.posting.recount import recomputed_months, recomputed_totals

PAGE_SIZE = 500
BATCH_SIZE = 25
_MAX_ATTEMPTS = 5


def publish_rollup(
    months: MonthRepository,
    publisher: MessagePublisher,
    month: Month,
    run_id: str,
    cursor: str | None = None,
    page_size: int = PAGE_SIZE,
) -> int:
    """Publish one page of the tenants that have the month, in batches, and return their number.

    A tenant whose months are being rebuilt may appear twice, and is published once. If the page is
    not the last one, a final message holds the cursor of the next.
    """
    page = months.list_tenants(month, page_size, cursor)
    tenants = list(dict.fromkeys(tenant.path for tenant in page.tenants))
    messages = [
        RollupMessage(month=str(month), run_id=run_id, tenants=paths)
        for paths in in_batches(tenants, BATCH_SIZE)
    ]
    if page.next_cursor is not None:
        messages.append(RollupMessage(month=str(month), run_id=run_id, cursor=page.next_cursor))
    publish_messages(publisher, messages)
    return len(tenants)


def close_months(
    open_store: Callable[[TenantRef], TenantStore],
    message: RollupMessage,
    clock: Callable[[], datetime],
    workers: int,
    report: Callable[[MonthClosed], None],
    announce: Callable[[TenantStore], None] = lambda _store: None,
) -> None:
    """Close what ended in the month, of every tenant in the message, ``workers`` at a time.

    ``report`` is called for each closed month, and ``announce`` with the store of a ledger in which
    events were emitted. A failure does not stop the others; a tenant that no
    longer exists, such as a demo erased meanwhile, is skipped. For a demo taken over meanwhile, the
    month of its account is closed.

    Raises:
        BatchIncomplete: Closing failed for some tenants.
    """
    month = Month.parse(message.month)

    def close(path: str) -> None:
        store = open_store(TenantRef.parse(path))
        try:
            store, found = _close_moved(store, month, message.run_id, clock)
        except (TenantMissing, DemoExpired):
            return
        for closed in found:
            report(closed)
        if store.emitted:
            announce(store)

    work_on_each(message.tenants, close, workers)


def _close_moved(
    store: TenantStore, month: Month, run_id: str, clock: Callable[[], datetime]
) -> tuple[TenantStore, list[MonthClosed]]:
    """Close months as ``close_ended``, of a demo taken over meanwhile those of its account."""
    try:
        return store, close_ended(store, month, run_id, clock)
    except DemoTakenOver:
        store = store.for_tenant(store.ref.account)
        return store, close_ended(store, month, run_id, clock)


def close_ended(
    store: TenantStore, rollup: Month, run_id: str, clock: Callable[[], datetime]
) -> list[MonthClosed]:
    """Recalculate what ended in ``rollup`` from its transactions, and close it.

    It is one month of most ledgers; where their starts shift to business days, it may be none or
    two. The summary and the ledger's totals are repaired where they differ. Everything is read at
    one instant, in constant memory. The differences are added to the values present at the commit,
    so a concurrent change is neither lost nor counted twice; it leaves the month amended. Months
    that this run has already closed, and empty ones, are not in the answer.

    Raises:
        Unavailable: Other rollups kept closing the month in between.
        TenantMissing: The tenant does not exist.
    """
    found: list[MonthClosed] = []
    index, count = 0, 1
    while index < count:
        count, closed = _close_one(store, rollup, index, run_id, clock)
        found += [] if closed is None else [closed]
        index += 1
    return found


def _close_one(
    store: TenantStore, rollup: Month, index: int, run_id: str, clock: Callable[[], datetime]
) -> tuple[int, MonthClosed | None]:
    """Close the month number ``index`` of those that ended in ``rollup``; return how many did."""
    for _ in range(_MAX_ATTEMPTS):
        proof = store.snapshot(partial(_prove, rollup=rollup, index=index))
        if proof is None:
            return 0, None
        if proof.is_empty or proof.was_closed_by(run_id):
            return proof.count, None
        closed = _closed(store.ref, proof, run_id, clock())
        if store.transact(partial(_close, proof=proof, closed=closed)):
            return proof.count, closed
    raise Unavailable


@frozen
class _Proof:
    """A stored month, its recalculated totals, and other differences in the ledger.

    ``count`` is the number of months that ended with it in the rollup's month.
    """

    ledger: Ledger
    summary: Summary
    totals: SummaryTotals
    totals_drift: LedgerTotals
    other_drifts: dict[Month, SummaryTotals]
    count: int

    @property
    def is_empty(self) -> bool:
        """Return whether there is neither a summary nor a transaction, and nothing to repair."""
        is_empty = self.summary == Summary(self.summary.month) and not self.totals
        return is_empty and not (self.totals_drift or self.other_drifts)

    def was_closed_by(self, run_id: str) -> bool:
        """Return whether that run has closed the month."""
        return self.summary.period_close is not None and self.summary.period_close.run_id == run_id

    def holds_for(self, ledger: Ledger, summary: Summary) -> bool:
        """Return whether month and totals have not been closed, repaired or rebuilt since."""
        return (summary.period_close, summary.built_by, ledger.calendar, ledger.repairs) == (
            self.summary.period_close,
            self.summary.built_by,
            self.ledger.calendar,
            self.ledger.repairs,
        )


def _prove(store: TenantStore, rollup: Month, index: int) -> _Proof | None:
    ledger = store.tenant.get().ledger
    calendar, scopes = ledger.calendar, ready_scopes(ledger.scopes)
    ended = calendar.closed_by(rollup)
    if index >= len(ended):
        return None
    month = ended[index]
    totals = recomputed_totals(store, calendar, month, ledger.currency, scopes)
    stored = {
        summary.month: replace(summary, totals=summary.totals.with_scopes(scopes))
        for summary in store.summaries.list_all(calendar)
    }
    summary = stored.setdefault(month, Summary(month))
    others = [other.totals for other in stored.values() if other is not summary]
    if not LedgerTotals.of([totals, *others]) - ledger.totals:
        return _Proof(ledger, summary, totals, LedgerTotals(), {}, len(ended))
    # Either the totals or a summary are wrong; the transactions show which.
    recomputed = recomputed_months(store, calendar, ledger.currency, scopes)
    drifts = {
        other: recomputed.get(other, SummaryTotals()) - stored.get(other, Summary(other)).totals
        for other in recomputed.keys() | stored.keys()
        if other != month
    }
    totals_drift = LedgerTotals.of(recomputed.values()) - ledger.totals
    return _Proof(
        ledger,
        summary,
        totals,
        totals_drift,
        {key: drift for key, drift in drifts.items() if drift},
        len(ended),
    )


def _closed(ref: TenantRef, proof: _Proof, run_id: str, at: datetime) -> MonthClosed:
    drift, last = proof.totals - proof.summary.totals, proof.summary.period_close
    closing = _closing(proof.summary, proof.totals, has_drift=bool(drift), run_id=run_id, at=at)
    return MonthClosed(
        ref,
        proof.summary.month,
        closing,
        drift,
        proof.totals_drift,
        proof.other_drifts,
        is_new=last is None or closing.revision != last.revision,
    )


def _closing(
    summary: Summary, totals: SummaryTotals, *, has_drift: bool, run_id: str, at: datetime
) -> PeriodClose:
    last = summary.period_close
    is_new = last is None or last.version != summary.version or has_drift
    if last is not None and not is_new:
        return replace(last, run_id=run_id, verified_at=at)
    return PeriodClose(
        revision=(last.revision if last else 0) + 1,
        version=summary.version,
        verified_at=at,
        run_id=run_id,
        income_minor=totals.income_minor,
        expenses_minor=totals.expenses_minor,
        count=totals.count,
        income_difference_minor=totals.income_minor - (last.income_minor if last else 0),
        expenses_difference_minor=totals.expenses_minor - (last.expenses_minor if last else 0),
        count_difference=totals.count - (last.count if last else 0),
    )


def _close(unit: TenantStore, proof: _Proof, closed: MonthClosed) -> bool:
    """Write the period close and all repairs; return False if they are outdated."""
    tenant = unit.load().tenant
    ledger = tenant.ledger
    current = unit.summaries.get(closed.month, ledger.calendar)
    if not proof.holds_for(ledger, current):
        return False
    at = closed.period_close.verified_at
    unit.summaries.close(current, closed.period_close, closed.drift, ledger.calendar)
    unit.summaries.add_all(closed.other_drifts, at, ledger.calendar)
    if closed.totals_drift:
        repaired = ledger.with_changed_totals(closed.totals_drift).totals
        unit.ledger.put_totals(repaired, closed.totals_drift)
    if closed.has_drift:
        unit.ledger.put_repairs(ledger.repairs + 1)
    unit.ledger.put_verified(at)
    if closed.differs:
        from shared.services.reports.month_events import difference_event  # noqa: PLC0415 (few months differ)

        unit.emit(difference_event(tenant, closed))
    return True
