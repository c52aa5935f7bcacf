"""The time of a report over HTTP against a bare function that reads one document."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection
from statistics import median

from benchmarks.ledgers import MONTH, World
from benchmarks.servers import Ask, bare, deployed, first_answer, served
from benchmarks.table import Row, times
from local.configuration import HOST

MOST_TIMES = 1.5
_WARM_UP = 20


@dataclass(frozen=True)
class _Contender:
    """Someone who asks again and again, on one connection that is kept open."""

    name: str
    connection: HTTPConnection
    ask: Ask

    def time(self) -> float:
        """How long one answer takes, in seconds."""
        started = time.perf_counter()
        self.ask.send(self.connection)
        return time.perf_counter() - started


def measure(world: World) -> Iterator[Row]:
    """Ask all in turns, so that what else the machine does slows both alike."""
    with ExitStack() as servers:
        contenders = _contenders(world, servers)
        for contender in contenders * _WARM_UP:
            contender.time()
        taken: dict[str, list[float]] = {contender.name: [] for contender in contenders}
        for _ in range(world.sizes.requests):
            # In another order each time: whoever asks behind another process pays for the change.
            for contender in random.sample(contenders, len(contenders)):
                taken[contender.name].append(contender.time())
    bare_s, *reports = (median(seconds) for seconds in taken.values())
    for contender, seconds in zip(contenders[1:], reports, strict=True):
        yield Row.at_most(
            f"time of a {contender.name} against a bare read of one document",
            seconds / bare_s,
            MOST_TIMES,
            times,
            note=f"{seconds * 1000:.1f} ms against {bare_s * 1000:.1f} ms",
            seconds=seconds,
            bare_s=bare_s,
        )


def _contenders(world: World, servers: ExitStack) -> list[_Contender]:
    """The bare function first, then the report of ever larger ledgers."""
    sizes = (world.sizes.few, world.sizes.some, world.sizes.many)
    people = {size: world.ledger(size) for size in sizes}
    small = people[world.sizes.few].store
    bare_port = servers.enter_context(served(world.stage, bare("document")))
    report_port = servers.enter_context(served(world.stage, deployed(world.stage, "monthlyReport")))
    contenders = [
        _contender("bare read", bare_port, Ask(path=f"/?path={small.ref.path}/summaries/{MONTH}"))
    ]
    for size, person in people.items():
        ask = Ask(
            path=f"/?year={MONTH.year}&month={MONTH.month}",
            headers={"Authorization": f"Bearer {person.token}"},
        )
        contenders.append(_contender(f"report of {size:,} transactions", report_port, ask))
    for contender in contenders:
        servers.callback(contender.connection.close)
    return contenders


def _contender(name: str, port: int, ask: Ask) -> _Contender:
    first_answer(port, ask)
    return _Contender(name, HTTPConnection(HOST, port), ask)
