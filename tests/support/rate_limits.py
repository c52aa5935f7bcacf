"""Rate limits under test: a clock that stands, new instances, and counts that are seen or fail."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from google.api_core.exceptions import Aborted, DeadlineExceeded, ServiceUnavailable

from functions.http import rate_limits
from shared.repositories import connections

MINUTE = 60.0

_DAYS = count(int(time.time()) // 86_400)

FAILURES = {
    "unavailable": ServiceUnavailable("injected"),
    "too slow": DeadlineExceeded("injected"),
    "contention": Aborted("injected"),
}
"""How a count can fail."""


@dataclass
class Clock:
    """A clock that stands until it is set.

    At first it is half a minute after 12:30, of a day of its own: counts of other tests are over.
    """

    at: float = field(default_factory=lambda: next(_DAYS) * 86_400 + 12.5 * 3_600 + 30.0)

    def __call__(self) -> float:
        """Seconds since 1970."""
        return self.at


def begin_another_instance() -> None:
    """Have the next request answered by an instance that has counted nothing yet."""
    rate_limits._rate_limit.cache_clear()  # noqa: SLF001 (as a new process would)


def _counts_in(method: str, request: Any) -> int:
    if method != "commit":
        return 0
    return sum("/rate_limits/" in write.update.name for write in request["writes"])


class _Counts:
    """Sees how often a count is written, and lets it fail where there is an error to do it with."""

    def __init__(self, error: Exception | None) -> None:
        self._error = error
        self.tries = 0

    def before(self, method: str, request: Any) -> None:
        counts = _counts_in(method, request)
        self.tries += counts
        if counts and self._error:
            raise self._error

    def after(self, method: str, request: Any) -> None:
        """Nothing more is to be known."""


@contextlib.contextmanager
def counts(failing_with: str | None = None) -> Iterator[_Counts]:
    """See every count that is written in this process, or tried to be."""
    hook = _Counts(FAILURES[failing_with] if failing_with else None)
    with connections.firestore_client().observed_by(hook):
        yield hook
