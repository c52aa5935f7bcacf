"""The rollup: tenants in parallel, time linear in transactions, memory constant."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from statistics import median
from typing import Any

from benchmarks.cpu import repeated
from benchmarks.ledgers import (
    MONTH,
    PROCESSES,
    TENANTS_MONTH,
    World,
    ensure,
    make_tenants,
    run_parallel,
    say,
    store_of,
)
from benchmarks.table import Row, times
from shared.models.reports.period_close import RollupMessage
from shared.models.values.identifiers import new_id
from shared.repositories import connections
from shared.repositories.messages import MessagePublisher
from shared.repositories.reports.months import MonthRepository
from shared.services.reports.rollup import close_months, publish_rollup

WORKERS = 8
MAX_PARALLEL_TIMES = 0.8
MAX_LINEAR_TIMES = 1.3
MAX_MEMORY_TIMES = 1.3
_REPEATS = 3
_ENOUGH_S = 30.0
_MIB = 1024 * 1024


class _Mailbox(MessagePublisher):
    """Publisher that keeps its messages, in place of Pub/Sub."""

    def __init__(self) -> None:
        self.messages: list[RollupMessage] = []

    def publish_all(self, messages: Iterable[bytes]) -> None:
        """Keep the messages."""
        self.messages += map(RollupMessage.model_validate_json, messages)


def measure_tenants(world: World) -> Iterator[Row]:
    """Close a month of many tenants, batch by batch in turns with one worker and with eight.

    Each batch is compared with its neighbour, because the emulator gets slower with all that is
    stored. That is also why each tenant has few transactions: Firestore does not get slower.
    """
    sizes = world.sizes
    ids = [f"tenant{new_id()}" for _ in range(sizes.tenants)]
    shares = [ids[start::PROCESSES] for start in range(PROCESSES)]
    started = time.perf_counter()
    run_parallel(
        make_tenants,
        shares,
        [TENANTS_MONTH] * PROCESSES,
        [sizes.tenant_transactions] * PROCESSES,
    )
    say(f"made {sizes.tenants:,} tenants in {time.perf_counter() - started:.1f} s")
    batches = _published()
    published = sum(len(batch.tenants) for batch in batches)
    per_tenant: dict[int, list[float]] = {1: [], WORKERS: []}
    for number, batch in enumerate(batches):
        # One, eight, eight, one, …: each goes first as often as the other.
        workers = WORKERS if number % 4 in {1, 2} else 1
        per_tenant[workers].append(_close(batch, workers) / len(batch.tenants))
    alone, together = median(per_tenant[1]), median(per_tenant[WORKERS])
    pairs = zip(per_tenant[WORKERS], per_tenant[1], strict=False)
    yield Row.at_most(
        f"rollup of {published:,} tenants: time of each with {WORKERS} workers against one",
        median(eight / one for eight, one in pairs),
        MAX_PARALLEL_TIMES,
        times,
        note=f"{1 / together:,.0f} tenants/s against {1 / alone:,.0f}",
        tenant_s=together,
        one_worker_tenant_s=alone,
        tenants=published,
    )


def measure_large_months(world: World) -> Iterator[Row]:
    """Close months of three sizes, each in a fresh process, in turns.

    The least time of each counts: everything else that the machine does can only add to it.
    """
    sizes = (world.sizes.few * 10, world.sizes.some, world.sizes.many)
    people = {size: world.ledger(size) for size in sizes}
    closings: dict[int, list[dict[str, Any]]] = {size: [] for size in sizes}
    for number in repeated(_REPEATS, _ENOUGH_S):
        say(f"large months, round {number + 1} of at most {_REPEATS}")
        for size, person in people.items():
            closings[size].append(_close_apart(person.store.ref.path))
    small, middle, large = sizes
    per_row = {size: min(c["seconds"] for c in closings[size]) / size for size in sizes}
    cpu = {size: min(c["cpu_seconds"] for c in closings[size]) / size for size in sizes}
    memory = {size: median(c["peak_bytes"] for c in closings[size]) for size in sizes}
    shown = ", ".join(
        f"{per_row[size] * 1e6:,.0f} µs ({cpu[size] * 1e6:,.0f} µs CPU) at {size:,}"
        for size in sizes
    )
    yield Row.at_most(
        f"rollup: time per transaction at {large:,} against {middle:,}",
        per_row[large] / per_row[middle],
        MAX_LINEAR_TIMES,
        times,
        note=f"{times(cpu[large] / cpu[middle])} the CPU time; {shown}",
        **{f"at_{size}_s": per_row[size] * size for size in sizes},
        **{f"at_{size}_cpu_s": cpu[size] * size for size in sizes},
    )
    yield Row.at_most(
        f"rollup: peak memory at {large:,} transactions against {small:,}",
        memory[large] / memory[small],
        MAX_MEMORY_TIMES,
        times,
        note=f"{memory[large] / _MIB:.0f} MiB against {memory[small] / _MIB:.0f} MiB",
        **{f"at_{size}_bytes": memory[size] for size in sizes},
    )


def _published() -> list[RollupMessage]:
    """Return the batches as the rollup publishes them, page after page."""
    mailbox = _Mailbox()
    months = MonthRepository(connections.firestore_client())
    batches: list[RollupMessage] = []
    publish_rollup(months, mailbox, TENANTS_MONTH, "run")
    while mailbox.messages:
        message = mailbox.messages.pop(0)
        if message.cursor is None:
            batches.append(message)
        else:
            publish_rollup(months, mailbox, TENANTS_MONTH, "run", message.cursor)
    return batches


def _close(batch: RollupMessage, workers: int) -> float:
    drifted: list[object] = []
    started = time.perf_counter()
    close_months(
        store_of,
        batch,
        clock=lambda: datetime.now(UTC),
        workers=workers,
        report=lambda closed: drifted.append(closed) if closed.has_drift else None,
    )
    seconds = time.perf_counter() - started
    ensure(not drifted, "no sum differs from the transactions")
    return seconds


def _close_apart(path: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.close_one", path, str(MONTH)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    closing: dict[str, Any] = json.loads(done.stdout)
    return closing
