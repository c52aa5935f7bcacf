"""The time of a report over HTTP, relative to a minimal function that reads one document."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection
from statistics import median

from benchmarks.cpu import Taken
from benchmarks.ledgers import MONTH, World
from benchmarks.servers import Ask, Served, bare, deployed, first_answer, served
from benchmarks.table import Row, times
from local.configuration import HOST

MAX_TIMES = 1.35
_BLOCK = 10
_WARM_UP_BLOCKS = 4


@dataclass(frozen=True)
class _Contender:
    """A request to a server, on one connection that is kept open."""

    name: str
    server: Served
    connection: HTTPConnection
    ask: Ask

    def answer_block(self) -> Taken:
        """Send a block of requests, and return the median wall time and mean CPU time of one."""
        cpu_started = self.server.cpu_seconds()
        wall_s = median(self._wall_seconds() for _ in range(_BLOCK))
        return Taken(wall_s, (self.server.cpu_seconds() - cpu_started) / _BLOCK)

    def _wall_seconds(self) -> float:
        started = time.perf_counter()
        self.ask.send(self.connection)
        return time.perf_counter() - started


def measure(world: World) -> Iterator[Row]:
    """Send requests to all in turns, and compare the blocks of one round with each other.

    So the ratio of a round does not depend on how fast the machine is at that moment.
    """
    with ExitStack() as servers:
        contenders = _contenders(world, servers)
        for contender in contenders * _WARM_UP_BLOCKS:
            contender.answer_block()
        # In another order each time: a block pays for the caches that the one before has filled.
        rounds = [
            {one.name: one.answer_block() for one in random.sample(contenders, len(contenders))}
            for _ in range(world.sizes.request_rounds)
        ]
    baseline, *reports = [contender.name for contender in contenders]
    for name in reports:
        yield _row(name, [(taken[name], taken[baseline]) for taken in rounds])


def _row(name: str, pairs: list[tuple[Taken, Taken]]) -> Row:
    wall_s, bare_s = (median(pair[side].wall_s for pair in pairs) for side in (0, 1))
    cpu_s, bare_cpu_s = (median(pair[side].cpu_s for pair in pairs) for side in (0, 1))
    cpu_ratio = median(report.cpu_s / bare.cpu_s for report, bare in pairs)
    return Row.at_most(
        f"time of a {name} against a bare read of one document",
        median(report.wall_s / bare.wall_s for report, bare in pairs),
        MAX_TIMES,
        times,
        note=f"{wall_s * 1000:.1f} ms against {bare_s * 1000:.1f} ms; {times(cpu_ratio)} the CPU "
        f"time, {cpu_s * 1000:.1f} ms against {bare_cpu_s * 1000:.1f} ms",
        seconds=wall_s,
        bare_s=bare_s,
        cpu_ratio=cpu_ratio,
        cpu_s=cpu_s,
        bare_cpu_s=bare_cpu_s,
    )


def _contenders(world: World, servers: ExitStack) -> list[_Contender]:
    """Return the minimal function first, then the reports of ledgers of three sizes."""
    sizes = (world.sizes.few, world.sizes.some, world.sizes.many)
    people = {size: world.ledger(size) for size in sizes}
    small = people[world.sizes.few].store
    bare_server = servers.enter_context(served(world.stage, bare("document")))
    function = deployed(world.stage, "monthlyReport")
    report_server = servers.enter_context(served(world.stage, function))
    read = Ask(path=f"/?path={small.ref.path}/summaries/{MONTH}")
    contenders = [_contender("bare read", bare_server, read)]
    for size, person in people.items():
        ask = Ask(
            path=f"/?year={MONTH.year}&month={MONTH.month}",
            headers={"Authorization": f"Bearer {person.token}"},
        )
        contenders.append(_contender(f"report of {size:,} transactions", report_server, ask))
    for contender in contenders:
        servers.callback(contender.connection.close)
    return contenders


def _contender(name: str, server: Served, ask: Ask) -> _Contender:
    first_answer(server.port, ask)
    return _Contender(name, server, HTTPConnection(HOST, server.port), ask)
