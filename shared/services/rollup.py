"""The rollup: closes a month for every tenant that has one, and proves each summary right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from functools import partial

from shared.errors import FinanceFlowError, Unavailable
from shared.models.access import TenantRef
from shared.models.dates import Month
from shared.models.rollup import MonthClosed, RollupMessage
from shared.models.summary import Closing, Figures, Summary
from shared.repositories.messages import MessagePublisher
from shared.repositories.months import MonthRepository
from shared.repositories.store import TenantStore

PAGE_SIZE = 500
BATCH_SIZE = 25
_MOST_ATTEMPTS = 5


class RollupIncomplete(FinanceFlowError):
    """Some tenants of a batch could not be closed; closing the batch again does the rest."""

    code = "unavailable"

    def __init__(self, failures: dict[str, str]) -> None:
        super().__init__(f"{len(failures)} tenants could not be closed.")
        self.failures = failures


def publish_rollup(
    months: MonthRepository,
    publisher: MessagePublisher,
    month: Month,
    run_id: str,
    cursor: str | None = None,
    page_size: int = PAGE_SIZE,
) -> int:
    """Publish one page of the tenants that have the month, in batches; how many they are.

    Where the page ends before the tenants do, the last message says where to go on: whoever
    receives it publishes the next page. So no run holds more than a page, and none runs long.
    """
    page = months.list_tenants(month, page_size, cursor)
    messages = [
        RollupMessage(month=str(month), run_id=run_id, tenants=paths)
        for paths in _batches([tenant.path for tenant in page.tenants])
    ]
    if page.next_cursor is not None:
        messages.append(RollupMessage(month=str(month), run_id=run_id, cursor=page.next_cursor))
    publisher.publish_all(message.model_dump_json().encode() for message in messages)
    return len(page.tenants)


def close_months(
    open_store: Callable[[TenantRef], TenantStore],
    message: RollupMessage,
    clock: Callable[[], datetime],
    workers: int,
    report: Callable[[MonthClosed], None],
) -> None:
    """Close the month of every tenant in the message, ``workers`` at a time.

    Each is reported when it is done. One that fails does not keep the others.

    Raises:
        RollupIncomplete: Some failed.
    """
    month = Month.parse(message.month)
    failures: dict[str, str] = {}

    def close(path: str) -> None:
        try:
            closed = close_month(open_store(TenantRef.parse(path)), month, message.run_id, clock)
        except Exception as error:  # noqa: BLE001 (one ledger must not keep the others)
            failures[path] = type(error).__name__
        else:
            if closed is not None:
                report(closed)

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(close, message.tenants))
    if failures:
        raise RollupIncomplete(failures)


def close_month(
    store: TenantStore, month: Month, run_id: str, clock: Callable[[], datetime]
) -> MonthClosed | None:
    """Recompute a month from its transactions, repair its summary where it differs, and close it.

    Summary and transactions are read at one instant, in constant memory. What differs is written
    as increments, so a change made meanwhile is neither lost nor counted twice; it leaves the
    month amended. None: this run has closed the month before.

    Raises:
        Unavailable: Other rollups kept closing the month in between.
    """
    for _ in range(_MOST_ATTEMPTS):
        summary, recomputed = store.snapshot(lambda s: _recompute(s, month))
        if summary.closing is not None and summary.closing.run_id == run_id:
            return None
        drift = recomputed - summary.figures
        closing = _closing(summary, recomputed, has_drift=bool(drift), run_id=run_id, at=clock())
        close = partial(_close, verified=summary, closing=closing, drift=drift)
        if store.transact(close):
            return MonthClosed(store.ref, month, closing, drift)
    raise Unavailable


def _recompute(store: TenantStore, month: Month) -> tuple[Summary, Figures]:
    figures = Figures()
    for entry in store.transactions.stream_entries(month):
        figures.count_entry(*entry)
    return store.summaries.get(month), figures


def _closing(
    summary: Summary, figures: Figures, *, has_drift: bool, run_id: str, at: datetime
) -> Closing:
    last = summary.closing
    is_new = last is None or last.version != summary.version or has_drift
    if last is not None and not is_new:
        return replace(last, run_id=run_id, verified_at=at)
    return Closing(
        revision=(last.revision if last else 0) + 1,
        version=summary.version,
        verified_at=at,
        run_id=run_id,
        income_minor=figures.income_minor,
        expenses_minor=figures.expenses_minor,
        count=figures.count,
        income_difference_minor=figures.income_minor - (last.income_minor if last else 0),
        expenses_difference_minor=figures.expenses_minor - (last.expenses_minor if last else 0),
        count_difference=figures.count - (last.count if last else 0),
    )


def _close(unit: TenantStore, verified: Summary, closing: Closing, drift: Figures) -> bool:
    """Write the closing unless another rollup was faster; whether it was written."""
    if unit.summaries.get(verified.month).closing != verified.closing:
        return False
    unit.summaries.close(verified.month, closing, drift)
    return True


def _batches(paths: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(paths), BATCH_SIZE):
        yield tuple(paths[start : start + BATCH_SIZE])
