"""Runs of recurring entries: against recording in batches, and ledgers in parallel."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
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
from shared.services.fan_out import in_batches
from shared.services.ledger.batches import apply_batch
from shared.services.planning.recurring import create_recurring
from shared.services.planning.run_pages import publish_run
from shared.services.planning.runs import run_batch
from tests.support.contention import LATENCIES
from tests.support.delays import delayed

DUE = 10
"""Occurrences of each ledger that are due."""

_LONG = timedelta(days=40)
WORKERS = 8
_DELAYED_BATCHES = 8
MAX_AGAINST_BATCHES_TIMES = 1.5
MAX_AGAINST_SINGLE_TIMES = 1.5
MAX_PARALLEL_TIMES = 0.6
_LATENCY = LATENCIES[1]
"""Latencies of Firestore in one region. On a machine with two cores, which run the emulator, too,
eight workers would only show how many cores there are."""


class _Mailbox(MessagePublisher):
    """Publisher that keeps its messages, in place of Pub/Sub."""

    def __init__(self) -> None:
        self.messages: list[RunMessage] = []

    def publish_all(self, messages: Iterable[bytes]) -> None:
        """Keep the messages."""
        self.messages += map(RunMessage.model_validate_json, messages)


def measure(world: World) -> Iterator[Row]:
    """Book ten due days of one entry in many ledgers, and in others one day of ten entries."""
    count = world.sizes.recurring_tenants
    yield from _measure_days(count)
    world.empty()
    yield from _measure_entries(count // 10)


def _measure_days(count: int) -> Iterator[Row]:
    """Book ten days of one entry in each ledger, which takes one commit.

    After each batch, as many transactions are recorded in the same ledgers, by one batch each.
    Neighbours are compared, because the emulator gets slower with all that is stored. With the
    last batches, one worker and eight take turns, with every call delayed.
    """
    _make(make_days_due, count)
    batches = _published()
    compared = batches[: -min(_DELAYED_BATCHES, len(batches) // 2)]
    pairs = [(_book(one, DUE), _record(one, DUE, by=DUE)) for one in compared]
    yield _against(
        f"recurring entries of {count:,} ledgers, {DUE} days due in each: time of each occurrence"
        f" against recording in batches of {DUE}, by one worker",
        pairs,
        MAX_AGAINST_BATCHES_TIMES,
    )
    each: dict[int, list[float]] = {1: [], WORKERS: []}
    with delayed(_LATENCY):
        for number, message in enumerate(batches[len(compared) :]):
            # One, eight, eight, one, …: each goes first as often as the other.
            workers = WORKERS if number % 4 in {1, 2} else 1
            each[workers].append(_book(message, DUE, workers))
    turns = zip(each[WORKERS], each[1], strict=False)
    yield Row.at_most(
        f"the same at {_LATENCY} (emulator, delayed), with {WORKERS} workers against one",
        median(eight / one for eight, one in turns),
        MAX_PARALLEL_TIMES,
        times,
        note=f"{1 / median(each[WORKERS]):,.0f} occurrences/s against {1 / median(each[1]):,.0f}",
    )


def _measure_entries(count: int) -> Iterator[Row]:
    """Book one day of each of ten entries in each ledger, which takes ten commits.

    After each batch, as many transactions are recorded in the same ledgers, one in each commit.
    """
    _make(make_entries_due, count)
    pairs = [(_book(one, 1), _record(one, DUE, by=1)) for one in _published()]
    yield _against(
        f"recurring entries of {count:,} ledgers, {DUE} of them due once in each: time of each"
        " occurrence against recording one by one, by one worker",
        pairs,
        MAX_AGAINST_SINGLE_TIMES,
    )


def _against(what: str, pairs: Sequence[tuple[float, float]], limit: float) -> Row:
    """Return the row of the time of occurrences against that of recorded transactions."""
    mine, theirs = (median(each) for each in zip(*pairs, strict=True))
    return Row.at_most(
        what,
        median(booked / recorded for booked, recorded in pairs),
        limit,
        times,
        note=f"{1e3 * mine:.1f} ms against {1e3 * theirs:.1f} ms",
    )


def _make(make: Callable[[Sequence[str]], None], count: int) -> None:
    ids = [f"tenant{new_id()}" for _ in range(count)]
    started = time.perf_counter()
    run_parallel(make, [ids[start::PROCESSES] for start in range(PROCESSES)])
    say(f"made {count:,} ledgers with recurring entries in {time.perf_counter() - started:.1f} s")


def make_days_due(ids: Sequence[str]) -> None:
    """Make a ledger for each user id, with a daily entry that is due for ten days."""
    _make_due(ids, entries=1, days=DUE)


def make_entries_due(ids: Sequence[str]) -> None:
    """Make a ledger for each user id, with ten daily entries that are due for a day."""
    _make_due(ids, entries=DUE, days=1)


def _make_due(ids: Sequence[str], *, entries: int, days: int) -> None:
    start = datetime.now(UTC).date() - timedelta(days=days - 1)
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
        for _ in range(entries):
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


def _book(message: RunMessage, due: int, workers: int = 1) -> float:
    """Do what is due, ``due`` times an entry, and return the seconds of each occurrence."""
    count = due * len(message.entries)
    started = time.perf_counter()
    done = run_batch(store_of, message, lambda: datetime.now(UTC), workers)
    seconds = time.perf_counter() - started
    ensure(done.booked == count, "each occurrence is booked")
    return seconds / count


def _record(message: RunMessage, count: int, *, by: int) -> float:
    """Record transactions in each of the ledgers, ``by`` a commit; return the seconds of each."""
    month = Month.of(datetime.now(UTC).date())
    tenants = dict.fromkeys(DueEntry.parse(path).tenant for path in message.entries)
    batches = [
        (store, batch)
        for store in map(store_of, tenants)
        for rows in [tuple(drafts(store.tenant.get().ledger, month, 1, 1 + count))]
        for batch in in_batches(rows, by)
    ]
    started = time.perf_counter()
    for store, batch in batches:
        apply_batch(store, operation_of(store.ref), Batch(create=batch))
    return (time.perf_counter() - started) / (count * len(tenants))
