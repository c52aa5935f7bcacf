"""Bound on how many threads wait for the same receiver of webhooks, in one instance.

A slow receiver must not take the threads that others need. An attempt that takes longer than a
second makes its receiver slow, and the next quick one makes it quick again. Nobody knows whether a
receiver is slow that was not called yet: a person can make new ones at any time, so those of one
person are bounded together.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

SLOW_AFTER_S = 1.0
_MAX_KNOWN = 1_000


@dataclass
class _Lane:
    """Attempts of one receiver that have not ended, by when they began, and how the last went.

    ``was_slow`` is None before the first one has ended.
    """

    person: str
    began: list[float] = field(default_factory=list)
    was_slow: bool | None = None

    def is_slow(self, now: float) -> bool:
        return bool(self.was_slow) or any(now - one >= SLOW_AFTER_S for one in self.began)

    def may_be_slow(self, now: float) -> bool:
        return self.was_slow is None or self.is_slow(now)


class WebhookLanes:
    """Admits attempts: of ``threads``, half for a quick receiver, and two for a person's others.

    The others are slow, or were not called yet; those of all people have half of the threads, and
    the slow ones a quarter, which leaves as much for new ones. An attempt waits for its turn, up to
    a second; one for a slow receiver does not wait.
    """

    def __init__(self, threads: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = max(threads // 2, 1)
        self._most_of_person = min(2, self._most)
        self._most_of_slow = max(self._most // 2, self._most_of_person)
        self._clock = clock
        self._lanes: OrderedDict[str, _Lane] = OrderedDict()
        self._changed = threading.Condition()

    @contextmanager
    def enter(self, name: str, person: str) -> Iterator[bool]:
        """Yield whether a person's receiver may be called now; the attempt ends with the block."""
        began = self._admitted(name, person)
        try:
            yield began is not None
        finally:
            if began is not None:
                self._leave(name, began)

    def is_closed(self, name: str) -> bool:
        """Return whether an attempt would be refused at once."""
        with self._changed:
            lane, now = self._lanes.get(name), self._clock()
            return lane is not None and lane.is_slow(now) and not self._has_room(lane, now)

    @property
    def known(self) -> frozenset[str]:
        """Return the names of the receivers that are remembered."""
        return frozenset(self._lanes)

    def _admitted(self, name: str, person: str) -> float | None:
        end = self._clock() + SLOW_AFTER_S
        with self._changed:
            while True:
                now = self._clock()
                lane = self._lanes.setdefault(name, _Lane(person))
                if self._has_room(lane, now):
                    lane.began.append(now)
                    self._lanes.move_to_end(name)
                    return now
                if lane.is_slow(now) or now >= end:
                    return None
                self._changed.wait(end - now)

    def _has_room(self, lane: _Lane, now: float) -> bool:
        if not lane.may_be_slow(now):
            return len(lane.began) < self._most
        others = [one for one in self._lanes.values() if one.began and one.may_be_slow(now)]
        of_person = sum(len(one.began) for one in others if one.person == lane.person)
        of_slow = sum(len(one.began) for one in others if one.is_slow(now))
        has_room = of_slow < self._most_of_slow or not lane.is_slow(now)
        of_all = sum(len(one.began) for one in others)
        return has_room and of_person < self._most_of_person and of_all < self._most

    def _leave(self, name: str, began: float) -> None:
        with self._changed:
            lane, now = self._lanes[name], self._clock()
            lane.began.remove(began)
            lane.was_slow = now - began >= SLOW_AFTER_S
            self._forget_some()
            self._changed.notify_all()

    def _forget_some(self) -> None:
        """Forget the receivers that were called longest ago, beyond the maximum."""
        idle = [name for name, lane in self._lanes.items() if not lane.began]
        for name in idle[: max(len(self._lanes) - _MAX_KNOWN, 0)]:
            del self._lanes[name]
