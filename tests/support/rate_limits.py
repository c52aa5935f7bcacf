"""Rate limits under test: a stopped clock, new instances, and counts that are observed or fail."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from google.api_core.exceptions import Aborted, DeadlineExceeded, ServiceUnavailable

from functions.http.security import rate_limits
from shared.repositories import connections

MINUTE = 60.0

_DAYS = count(int(time.time()) // 86_400)

FAILURES = {
    "unavailable": ServiceUnavailable("injected"),
    "too slow": DeadlineExceeded("injected"),
    "contention": Aborted("injected"),
}
"""The ways in which writing a count can fail."""


@dataclass
class Clock:
    """A clock that stands still until it is set.

    It starts at 12:30:30 of a day of its own, so that counts of other tests have expired.
    """

    at: float = field(default_factory=lambda: next(_DAYS) * 86_400 + 12.5 * 3_600 + 30.0)

    def __call__(self) -> float:
        """Return seconds since 1970."""
        return self.at


def begin_another_instance() -> None:
    """Answer the next request by a new instance, which has counted nothing yet."""
    rate_limits._rate_limit.cache_clear()  # noqa: SLF001 (as a new process would)


def _counts_in(method: str, request: Any) -> int:
    if method != "commit":
        return 0
    return sum("/rate_limits/" in write.update.name for write in request["writes"])


class _Counts:
    """Counts the writes of rate limits, and fails them if there is an error to raise."""

    def __init__(self, error: Exception | None) -> None:
        self._error = error
        self.tries = 0

    def before(self, method: str, request: Any) -> None:
        counts = _counts_in(method, request)
        self.tries += counts
        if counts and self._error:
            raise self._error

    def after(self, method: str, request: Any) -> None:
        """Ignore the response."""


@contextlib.contextmanager
def counts(failing_with: str | None = None) -> Iterator[_Counts]:
    """Observe every write of a count in this process, including failed ones."""
    hook = _Counts(FAILURES[failing_with] if failing_with else None)
    with connections.firestore_client().observed_by(hook):
        yield hook
