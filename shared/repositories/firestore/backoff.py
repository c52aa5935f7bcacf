"""Backoff of contended commits: pauses, time limits, and the need of a write lease.

Commits to one ledger are accepted one after the other, and each makes all others that have read
before it run again. The policy was chosen by a simulation of 1 to 40 writers at latencies of 5 to
150 ms, under several assumptions about refused commits and the spread of the latencies
(benchmarks/measurements/contention.py, docs/decisions/020-contention.md).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from shared.errors import Unavailable
from shared.models.values.frozen import frozen

_CONTENTION_RETRY_FOR_S = 20.0
_UNAVAILABLE_RETRY_FOR_S = 4.0

_SHORT_ATTEMPT_S = 0.02
"""Shorter attempts, which may have failed at once, are followed by a pause of up to this time."""

_MAX_PAUSE_S = 0.06
"""Longer pauses do not spread the attempts better, and leave the ledger without a commit."""

_MIN_PART_OF_PAUSE = 0.4
"""Pauses are drawn from this part of the longest one up to it. Equal pauses would keep writers in
step, so that all but one lose each time; pauses from zero let too many lose twice."""

_FIRST_PART_OF_PAUSE = 0.25
"""The part after the first loss: most commits that lost once win the next time."""

_LOSSES_OF_FULL_PAUSE = 4
"""After more losses, pauses shrink with the square of their number, so that older commits try more
often than others, and win sooner."""

_MAX_OUTAGE_PAUSE_S = 0.5

_LEASE_POLL_S = 0.1
"""About the time between the first looks whether another commit still holds the lease. It grows,
so that there are some 40 looks at most, because each is a read."""

_LEASE_PRODUCT_S2 = 3.0
"""A commit acquires the lease when its last attempt took longer than this, divided by the time for
which it had lost before: after 3 s with attempts of 1 s, after 10 s with 0.3 s. With 0.15 s or less
it never does, and loses nothing: to write the lease, it has to win the same race as by itself."""


class ConcurrentUpdate(Exception):
    """Another commit has changed or deleted something after it was read."""


class LeaseHeld(ConcurrentUpdate):
    """Another commit holds the write lease, and comes first."""


@frozen
class Retry:
    """The next attempt: after a pause, or after the write lease has been acquired."""

    pause_s: float
    needs_lease: bool = False


class Backoff:
    """Retries of one commit or read, until it succeeds or its time is over."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        uniform: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self._clock = clock
        self._uniform = uniform
        self._began = self._attempt_began = clock()
        self._lost_attempts = 0
        self._lease_looks = 0
        self._losing_since: float | None = None
        self._outage_since: float | None = None
        self._outage_pause_s = _SHORT_ATTEMPT_S

    def begin_attempt(self) -> None:
        """Note the time at which an attempt begins."""
        self._attempt_began = self._clock()

    def retry_after(self, error: Exception) -> Retry:
        """Return how the attempt that failed is to be followed by another one.

        Raises:
            Unavailable: Firestore has not answered for 4 s, or other commits came first for 20 s.
        """
        if isinstance(error, Unavailable):
            return self._retry_after_outage(error)
        self._outage_since, self._outage_pause_s = None, _SHORT_ATTEMPT_S
        now = self._clock()
        if now - self._began > _CONTENTION_RETRY_FOR_S:
            raise Unavailable from error
        if isinstance(error, LeaseHeld):
            pause_s = _LEASE_POLL_S * (1 + self._lease_looks / 5)
            self._lease_looks += 1
            return Retry(pause_s * self._uniform(0.5, 1.5))
        return self._retry_after_loss(now)

    def _retry_after_outage(self, error: Unavailable) -> Retry:
        """Pause twice as long each time. An outage is no contention, and acquires no lease."""
        self._losing_since = None
        if self._outage_since is None:
            self._outage_since = self._attempt_began
        if self._clock() - self._outage_since > _UNAVAILABLE_RETRY_FOR_S:
            raise Unavailable from error
        pause_s = self._outage_pause_s * self._uniform(0.5, 1.5)
        self._outage_pause_s = min(2 * self._outage_pause_s, _MAX_OUTAGE_PAUSE_S)
        return Retry(pause_s)

    def _retry_after_loss(self, now: float) -> Retry:
        """Pause for as long as the attempt took, at most 60 ms; see ``_part_of_pause``."""
        self._lost_attempts += 1
        if self._losing_since is None:
            self._losing_since = self._attempt_began
        attempt_s = now - self._attempt_began
        if attempt_s > _SHORT_ATTEMPT_S:
            most_s = min(attempt_s, _MAX_PAUSE_S) * _part_of_pause(self._lost_attempts)
            least_s = most_s * _MIN_PART_OF_PAUSE
        else:
            least_s, most_s = 0.0, _SHORT_ATTEMPT_S
        needs_lease = attempt_s * (self._attempt_began - self._losing_since) > _LEASE_PRODUCT_S2
        return Retry(self._uniform(least_s, most_s), needs_lease)


def _part_of_pause(lost_attempts: int) -> float:
    """Return the part of the longest pause that a commit makes after that many losses."""
    if lost_attempts == 1:
        return _FIRST_PART_OF_PAUSE
    return min(1.0, (_LOSSES_OF_FULL_PAUSE / lost_attempts) ** 2)
