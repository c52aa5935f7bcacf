"""Cold starts relative to a minimal function's."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import mean, median

from benchmarks.cpu import Taken, repeated
from benchmarks.first_requests import first_ask
from benchmarks.ledgers import World, new_person, say
from benchmarks.servers import Ask, Target, bare, deployed, first_answer, served
from benchmarks.table import Row, times
from functions.manifest import FUNCTIONS

MAX_TIMES = 1.4
"""Of a bare function that reads one document; docs/decisions/018-cold-start-target.md says why."""

_ENOUGH_S = 65.0
_BETWEEN_BARE_STARTS = 3
"""Number of functions that are started between two bare starts."""


@dataclass(frozen=True)
class _Starter:
    """A function, and its first request."""

    target: Target
    ask: Ask

    def time(self, world: World) -> Taken:
        """Return the time from the start of the process to the answer."""
        started = time.perf_counter()
        with served(world.stage, self.target) as server:
            first_answer(server.port, self.ask)
            return Taken(time.perf_counter() - started, server.cpu_seconds())


def measure(world: World) -> Iterator[Row]:
    """Compare the CPU time of each function's starts with that of the bare one's around them.

    So a ratio depends little on how fast the machine is at that moment. It is one of sums over the
    rounds, which differs less from run to run than the median or the least of the rounds' ratios.
    """
    starters = [_Starter(bare("hello"), Ask()), *_starters(world)]
    pairs: dict[str, list[tuple[Taken, Taken]]] = {one.target.name: [] for one in starters}
    for number in repeated(world.sizes.starts, _ENOUGH_S):
        say(f"cold starts, round {number + 1} of at most {world.sizes.starts}")
        for name, start, read in _round(world, starters):
            pairs[name].append((start, read))
    greetings = pairs.pop("hello")
    yield Row(
        "cold start of a bare read of one document against a bare hello, by CPU time",
        f"{times(1 / _cpu_ratio(greetings))} "
        f"({_shown(_least(read for _, read in greetings))} against "
        f"{_shown(_least(hello for hello, _ in greetings))})",
    )
    for name, taken in pairs.items():
        yield _row(name, taken)


def _round(world: World, starters: Sequence[_Starter]) -> Iterator[tuple[str, Taken, Taken]]:
    """Yield the start of each function, and the mean of the bare starts before and after it.

    A bare start between each three functions, instead of before each, leaves time for more rounds.
    """
    document = _Starter(bare("document"), Ask(path="/?path=users/nobody"))
    before = document.time(world)
    for index in range(0, len(starters), _BETWEEN_BARE_STARTS):
        timed = [
            (starter.target.name, starter.time(world))
            for starter in starters[index : index + _BETWEEN_BARE_STARTS]
        ]
        after = document.time(world)
        read = Taken(mean([before.wall_s, after.wall_s]), mean([before.cpu_s, after.cpu_s]))
        yield from ((name, start, read) for name, start in timed)
        before = after


def _row(name: str, pairs: list[tuple[Taken, Taken]]) -> Row:
    least = _least(start for start, _ in pairs)
    wall_ratio = median(start.wall_s / read.wall_s for start, read in pairs)
    return Row.at_most(
        f"cold start of {name} against a bare read of one document, by CPU time",
        _cpu_ratio(pairs),
        MAX_TIMES,
        times,
        note=f"{_shown(least)}; {times(wall_ratio)} by wall time",
        cpu_s=least.cpu_s,
        wall_s=least.wall_s,
        wall_ratio=wall_ratio,
    )


def _cpu_ratio(pairs: Sequence[tuple[Taken, Taken]]) -> float:
    return sum(start.cpu_s for start, _ in pairs) / sum(read.cpu_s for _, read in pairs)


def _least(taken: Iterable[Taken]) -> Taken:
    every = list(taken)
    return Taken(min(one.wall_s for one in every), min(one.cpu_s for one in every))


def _shown(taken: Taken) -> str:
    return f"{taken.cpu_s:.2f} s CPU, {taken.wall_s:.2f} s"


def _starters(world: World) -> list[_Starter]:
    person = new_person()
    return [
        _Starter(
            deployed(world.stage, function.name, function.signature_type),
            first_ask(function, person.store.ref.path, person.token),
        )
        for function in FUNCTIONS
    ]
