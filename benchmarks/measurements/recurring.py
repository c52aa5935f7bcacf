"""Runs of recurring entries: against recording in batches, and ledgers in parallel."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from statistics import median

from benchmarks.ledgers import (
    PROCESSES,
    World,
    drafts,
    ensure,
    make_empty_ledger,
    operation_of,
    run_parallel,
    say,
    store_of,
)
from benchmarks.table import Row, times
from shared.models.ledger.transactions.batch import Batch
from shared.models.people.access import TenantKind, TenantRef
from shared.models.planning.recurring_input import RecurringDraft
from shared.models.planning.run_message import DueEntry, RunMessage, RunOfEntries
from shared.models.values.dates import Month
from shared.models.values.identifiers import new_id
from shared.repositories import connections
from shared.repositories.messages import MessagePublisher
from shared.repositories.planning.due_entries import DueEntryRepository
from shared.services.ledger.batches import apply_batch
from shared.services.planning.recurring import create_recurring
from shared.services.planning.run_pages import publish_run
from shared.services.planning.runs import run_batch

DUE = 10
"""Occurrences of each ledger that are due: the last ten days of one entry."""

_LONG = timedelta(days=40)
WORKERS = 8
MAX_AGAINST_BATCHES_TIMES = 1.5
MAX_PARALLEL_TIMES = 0.6


class _Mailbox(MessagePublisher):
    """Publisher that keeps its messages, in place of Pub/Sub."""

    def __init__(self) -> None:
        self.messages: list[RunMessage] = []

    def publish_all(self, messages: Iterable[bytes]) -> None:
        """Keep the messages."""
        self.messages += map(RunMessage.model_validate_json, messages)


def measure(world: World) -> Iterator[Row]:
    """Book what is due in many ledgers, batch by batch in turns with one worker and with eight.

    After each batch by one worker, as many transactions are recorded in the same ledgers, by one
    batch each. Neighbours are compared, because the emulator gets slower with all that is stored.
    """
    count = world.sizes.recurring_tenants
    ids = [f"tenant{new_id()}" for _ in range(count)]
    started = time.perf_counter()
    run_parallel(make_due, [ids[start::PROCESSES] for start in range(PROCESSES)])
    say(f"made {count:,} recurring entries in {time.perf_counter() - started:.1f} s")
    each: dict[int, list[float]] = {1: [], WORKERS: []}
    recorded: list[float] = []
    for number, message in enumerate(_published()):
        # One, eight, eight, one, …: each goes first as often as the other.
        workers = WORKERS if number % 4 in {1, 2} else 1
        each[workers].append(_book(message, workers))
        if workers == 1:
            recorded.append(_record(message))
    against = list(zip(each[1], recorded, strict=True))
    yield Row.at_most(
        f"recurring entries of {count:,} ledgers, {DUE} due in each: time of each occurrence"
        " against recording in batches, by one worker",
        median(mine / theirs for mine, theirs in against),
        MAX_AGAINST_BATCHES_TIMES,
        times,
        note=f"{1e3 * median(each[1]):.1f} ms against {1e3 * median(recorded):.1f} ms",
    )
    pairs = zip(each[WORKERS], each[1], strict=False)
    yield Row.at_most(
        f"the same, with {WORKERS} workers against one",
        median(eight / one for eight, one in pairs),
        MAX_PARALLEL_TIMES,
        times,
        note=f"{1 / median(each[WORKERS]):,.0f} occurrences/s against {1 / median(each[1]):,.0f}",
    )


def make_due(ids: Sequence[str]) -> None:
    """Make a ledger for each user id, with a daily entry that is due for ten days."""
    start = datetime.now(UTC).date() - timedelta(days=DUE - 1)
    for uid in ids:
        store = store_of(TenantRef(TenantKind.USER, uid))
        make_empty_ledger(store)
        category = store.tenant.get().ledger.list_categories()[0]
        draft = RecurringDraft.model_validate(
            {
                "name": "Gym",
                "mode": "AUTO",
                "template": {
                    "type": category.type,
                    "amount": "12.34",
                    "category_id": category.id,
                    "description": "gym",
                },
                "schedule": {"start": str(start), "frequency": "DAILY"},
            }
        )
        # As after an outage: what is due was planned long ago.
        long_ago = operation_of(store.ref).model_copy(update={"at": datetime.now(UTC) - _LONG})
        create_recurring(store, long_ago, draft)


def _published() -> list[RunMessage]:
    """Return the batches as a run publishes them, page after page."""
    mailbox, run = _Mailbox(), RunOfEntries("run", datetime.now(UTC))
    due = DueEntryRepository(connections.firestore_client())
    batches: list[RunMessage] = []
    publish_run(due, mailbox, run)
    while mailbox.messages:
        message = mailbox.messages.pop(0)
        if message.cursor is None:
            batches.append(message)
        else:
            publish_run(due, mailbox, run, message.cursor)
    return batches


def _book(message: RunMessage, workers: int) -> float:
    """Do what is due, and return the seconds of each occurrence."""
    count = DUE * len(message.entries)
    started = time.perf_counter()
    done = run_batch(store_of, message, lambda: datetime.now(UTC), workers)
    seconds = time.perf_counter() - started
    ensure(done.booked == count, "each occurrence is booked")
    return seconds / count


def _record(message: RunMessage) -> float:
    """Record as many transactions in each of the ledgers, and return the seconds of each."""
    month = Month.of(datetime.now(UTC).date())
    stores = [store_of(DueEntry.parse(path).tenant) for path in message.entries]
    rows = [tuple(drafts(store.tenant.get().ledger, month, 1, 1 + DUE)) for store in stores]
    started = time.perf_counter()
    for store, batch in zip(stores, rows, strict=True):
        apply_batch(store, operation_of(store.ref), Batch(create=batch))
    return (time.perf_counter() - started) / (DUE * len(stores))
