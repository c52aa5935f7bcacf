"""Time that measured code takes: on the wall clock, and of the CPU, which waiting adds nothing to.

Ratios of CPU times hold on a busy machine, too; ratios of wall times only on an idle one.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_CPU_CLOCK = 2
"""CPUCLOCK_SCHED in Linux's include/linux/posix-timers_types.h: CPU time in nanoseconds."""

_MIN_REPETITIONS = 2


@dataclass
class Taken:
    """Seconds that something took, on the wall clock and of CPU time."""

    wall_s: float = 0.0
    cpu_s: float = 0.0


@contextmanager
def timed() -> Iterator[Taken]:
    """Measure the block, with the CPU time of this process; complete when the block has ended."""
    taken = Taken()
    wall_started, cpu_started = time.perf_counter(), time.process_time()
    try:
        yield taken
    finally:
        taken.cpu_s = time.process_time() - cpu_started
        taken.wall_s = time.perf_counter() - wall_started


def repeated(times: int, enough_s: float) -> Iterator[int]:
    """Yield the number of each repetition, from 0: two, then more until enough time is spent."""
    started = time.perf_counter()
    for number in range(times):
        if number >= _MIN_REPETITIONS and time.perf_counter() - started > enough_s:
            return
        yield number


def cpu_seconds(pid: int) -> float:
    """Return the CPU time that a process and its living descendants have taken.

    It reads the clock of another process (clock_getcpuclockid(3)), which Linux alone has.

    Raises:
        OSError: There is no such process.
    """
    own = time.clock_gettime(~pid << 3 | _CPU_CLOCK)
    return own + sum(cpu_seconds(child) for child in children_of(pid))


def children_of(pid: int) -> Iterator[int]:
    """Yield the ids of a process's children."""
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        yield from map(int, children.read_text().split())
