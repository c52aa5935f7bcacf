"""Budget of CPU time for matching rules within one request."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_STEPS_BETWEEN_CHECKS = 50_000
"""Reading the clock takes a microsecond, as long as some thousand steps of most expressions. The
slowest expressions known take 12 nanoseconds a step, so this is less than a millisecond."""


class MatchingStopped(Exception):
    """The budget is spent: the rules were not matched to the end with this entry."""


class MatchingBudget:
    """CPU time of the current thread for matching rules, checked between the tests of an entry.

    Only the time within ``counted`` counts. A single test is not interrupted. It is bounded by the
    size of an expression and the length of the compared text.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.thread_time) -> None:
        self._clock = clock
        self._left_s = seconds
        self._began = 0.0
        self._steps = 0
        self._is_spent = False

    @property
    def is_spent(self) -> bool:
        """Return whether a test was refused because the time was over."""
        return self._is_spent

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count the time of the block."""
        self._began = self._clock()
        try:
            yield
        finally:
            self._left_s -= self._clock() - self._began

    def spend(self, steps: int) -> None:
        """Count the steps of the next test: characters times the instructions that examine each.

        Raises:
            MatchingStopped: The time is over.
        """
        self._steps += steps
        if self._steps >= _STEPS_BETWEEN_CHECKS:
            self._steps = 0
            if self._clock() - self._began >= self._left_s:
                self._is_spent = True
                raise MatchingStopped
