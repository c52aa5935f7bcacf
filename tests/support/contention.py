"""Simulated writers of one ledger, in simulated time, under the policy of ``Backoff`` or another.

Latencies are those of whole calls. A read sees, and a commit takes effect, in the middle of its
call. It is not known how much the latencies of Firestore vary, nor how soon it refuses a commit, so
``Latency`` has parameters for both, and ``VARIANTS`` has the assumptions that a policy must bear.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Protocol

from shared.errors import Unavailable
from shared.repositories.firestore.backoff import Backoff, ConcurrentUpdate, LeaseHeld, Retry

_LEASE_S = 5.0
_LEASE_ATTEMPTS = 10
_GIVE_UP_AFTER_S = 20.0


class Policy(Protocol):
    """Retries of one commit, as ``Backoff`` has them."""

    def begin_attempt(self) -> None:
        """Note the time at which an attempt begins."""

    def retry_after(self, error: Exception, /) -> Retry:
        """Return how the attempt that failed is to be followed by another one."""


Uniform = Callable[[float, float], float]
MakePolicy = Callable[[Callable[[], float], Uniform], Policy]


class PlainBackoff(Backoff):
    """The plain precondition: pauses of 20 ms, then of 40 ms, each up to half longer or shorter."""

    _pause_s = 0.02

    def retry_after(self, error: Exception) -> Retry:
        """Return the pause before the next attempt; the lease is never acquired."""
        super().retry_after(error)
        pause_s, self._pause_s = self._pause_s, 0.04
        return Retry(pause_s * self._uniform(0.5, 1.5))


@dataclass(frozen=True)
class Latency:
    """Milliseconds of a read and of a commit.

    Each half of a call takes up to ``spread`` more or less. The answer to a refused commit takes
    ``refused_part`` of that to an accepted one. Before a commit takes effect, it may take another
    ``extra_ms``, up to half more or less, as on a busy machine.
    """

    read_ms: float
    commit_ms: float
    spread: float = 0.3
    refused_part: float = 0.5
    extra_ms: float = 0.0

    def __str__(self) -> str:
        return f"{self.read_ms:g} ms reads and {self.commit_ms:g} ms commits"


LATENCIES = (Latency(2, 5), Latency(15, 60), Latency(50, 150))
"""Those of the emulator, of Firestore in one region, and of Firestore in several regions."""

VARIANTS = tuple(
    replace(latency, spread=spread, refused_part=refused_part, extra_ms=extra_ms)
    for latency in LATENCIES
    for spread in (0.0, 0.1, 0.3)
    for refused_part in (0.0, 0.5, 1.0)
    for extra_ms in (0.0, 5.0)
)
"""The latencies under all assumptions."""

HARD_VARIANTS = (
    Latency(15, 60, spread=0.0, refused_part=0.0),
    Latency(15, 60, spread=0.1, refused_part=0.0, extra_ms=5.0),
    Latency(50, 150, spread=0.0, refused_part=0.5),
    Latency(50, 150, spread=0.0, refused_part=1.0),
    Latency(50, 150, spread=0.3, refused_part=0.5, extra_ms=5.0),
)
"""Assumptions under which other pauses made eight writers slower than the plain precondition."""


@dataclass
class Outcome:
    """Writes of one kind of writers: seconds that each took, and the numbers of other events."""

    waits_s: list[float] = field(default_factory=list)
    given_up: int = 0
    attempts: int = 0
    leases: int = 0
    lasted_s: float = 0.0

    @property
    def commits_per_s(self) -> float:
        """Return the throughput."""
        return len(self.waits_s) / self.lasted_s

    def percentile_s(self, percent: float) -> float:
        """Return the time that this part of the writes did not exceed."""
        ordered = sorted(self.waits_s)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


@dataclass
class _Ledger:
    """The tenant's document: its version, and the lease in it."""

    version: int = 0
    holder: object = None
    lease_ends_at: float = 0.0


class _Simulation:
    """Simulated time, in which generators run that yield the seconds until they go on."""

    def __init__(self, latency: Latency, seed: int) -> None:
        self.now = 0.0
        self.latency = latency
        self.random = random.Random(seed)  # noqa: S311 (a simulation, no secret)
        self.ledger = _Ledger()

    def clock(self) -> float:
        """Return the simulated time."""
        return self.now

    def half_ms(self, call_ms: float) -> float:
        """Return the seconds of half a call."""
        return call_ms / 2000 * self.uniform(1.0, self.latency.spread)

    def extra(self) -> float:
        """Return the additional seconds of a commit."""
        return self.latency.extra_ms / 1000 * self.uniform(1.0, 0.5)

    def uniform(self, mean: float, spread: float) -> float:
        """Return a number that is up to ``spread`` more or less than the mean."""
        return self.random.uniform(mean - spread, mean + spread)

    def run(self, writers: list[Iterator[float]], until: Callable[[], bool]) -> None:
        """Run all writers until the condition holds."""
        order = count()
        queue = [(self.random.uniform(0, 0.1), next(order), writer) for writer in writers]
        heapq.heapify(queue)
        while not until():
            self.now, _, writer = heapq.heappop(queue)
            heapq.heappush(queue, (self.now + next(writer), next(order), writer))


class _Writer:
    """A writer that commits without pause; ``work_s`` pass between its reads and its commits."""

    def __init__(
        self, simulation: _Simulation, make_policy: MakePolicy, outcome: Outcome, work_s: float
    ) -> None:
        self._simulation = simulation
        self._make_policy = make_policy
        self._outcome = outcome
        self._work_s = work_s

    def write_forever(self) -> Iterator[float]:
        """Write again and again, and note the time that each write takes."""
        while True:
            began = self._simulation.now
            try:
                yield from self._write_once()
            except Unavailable:
                self._outcome.given_up += 1
            else:
                self._outcome.waits_s.append(self._simulation.now - began)

    def _write_once(self) -> Iterator[float]:
        policy = self._make_policy(self._simulation.clock, self._simulation.random.uniform)
        while True:
            policy.begin_attempt()
            self._outcome.attempts += 1
            try:
                version = yield from self._read()
                yield self._work_s
                yield from self._commit(version, holder=None)
            except ConcurrentUpdate as error:
                retry = policy.retry_after(error)
            else:
                return
            if retry.needs_lease:
                yield from self._acquire_lease()
            else:
                yield retry.pause_s

    def _acquire_lease(self) -> Iterator[float]:
        for _ in range(_LEASE_ATTEMPTS):
            try:
                version = yield from self._read()
                yield from self._commit(version, holder=self)
            except LeaseHeld:
                return
            except ConcurrentUpdate:
                continue
            self._outcome.leases += 1
            return

    def _read(self) -> Generator[float, None, int]:
        yield self._simulation.half_ms(self._simulation.latency.read_ms)
        ledger = self._simulation.ledger
        version = ledger.version
        is_held = ledger.holder not in (None, self) and self._simulation.now < ledger.lease_ends_at
        yield self._simulation.half_ms(self._simulation.latency.read_ms)
        if is_held:
            raise LeaseHeld
        return version

    def _commit(self, version: int, holder: object) -> Iterator[float]:
        yield self._simulation.half_ms(self._simulation.latency.commit_ms)
        yield self._simulation.extra()
        ledger = self._simulation.ledger
        answer_s = self._simulation.half_ms(self._simulation.latency.commit_ms)
        if ledger.version != version:
            yield answer_s * self._simulation.latency.refused_part
            raise ConcurrentUpdate
        ledger.version += 1
        ledger.holder, ledger.lease_ends_at = holder, self._simulation.now + _LEASE_S
        yield answer_s


def simulate(
    make_policy: MakePolicy,
    latency: Latency,
    *,
    writers: int,
    commits: int,
    slow_writers: int = 0,
    work_s: float = 0.0,
    seed: int = 1,
) -> tuple[Outcome, Outcome]:
    """Simulate writers until the quick ones have committed so often; return quick and slow ones.

    The slow writers need ``work_s`` more between their reads and their commits.
    """
    simulation = _Simulation(latency, seed)
    quick, slow = Outcome(), Outcome()
    simulation.run(
        [_Writer(simulation, make_policy, quick, 0.0).write_forever() for _ in range(writers)]
        + [
            _Writer(simulation, make_policy, slow, work_s).write_forever()
            for _ in range(slow_writers)
        ],
        lambda: len(quick.waits_s) >= commits,
    )
    quick.lasted_s = slow.lasted_s = simulation.now
    return quick, slow
