"""Faults in calls to Firestore, injected where the client library makes the call."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import Any

from google.api_core.exceptions import Aborted, InvalidArgument, ServiceUnavailable

from shared.repositories import connections


class Crashed(BaseException):
    """A simulated crash of the process, which no code under test catches."""


FAULTS: dict[str, tuple[str, Callable[[], BaseException]]] = {
    "crash before the commit": ("before", Crashed),
    "crash after the commit": ("after", Crashed),
    "commit refused": ("before", lambda: ServiceUnavailable("injected")),
    "answer lost": ("after", lambda: ServiceUnavailable("injected")),
    "contention": ("before", lambda: Aborted("injected")),
}
"""The time and the exception of each fault."""


class _FaultOnce:
    """Fails one commit of this thread, after ``skip`` others."""

    def __init__(self, fault: str, method: str, skip: int) -> None:
        self._phase, self._make = FAULTS[fault]
        self._method = method
        self._skip = skip
        self._thread = threading.get_ident()
        self.has_struck = False

    def before(self, method: str, _request: Any) -> None:
        self._strike("before", method)

    def after(self, method: str, _request: Any) -> None:
        self._strike("after", method)

    def _strike(self, phase: str, method: str) -> None:
        if (method, phase, threading.get_ident()) != (self._method, self._phase, self._thread):
            return
        if self._skip:
            self._skip -= 1
        elif not self.has_struck:
            self.has_struck = True
            raise self._make()


@contextlib.contextmanager
def fault(name: str, *, method: str = "commit", skip: int = 0) -> Iterator[_FaultOnce]:
    """Fail one call of ``method`` in this thread, after ``skip`` others."""
    hook = _FaultOnce(name, method, skip)
    with connections.firestore_client().observed_by(hook):
        yield hook


class _RefusesLargeCommits:
    """Observer that refuses commits as Firestore does those with too many index entries."""

    def __init__(self, most_writes: int) -> None:
        self._most_writes = most_writes
        self.refused = 0

    def before(self, method: str, request: Any) -> None:
        if method == "commit" and len(request["writes"]) > self._most_writes:
            self.refused += 1
            raise InvalidArgument("Transaction too big. Decrease transaction size.")

    def after(self, method: str, request: Any) -> None:
        """Observe nothing: all other calls are made."""


@contextlib.contextmanager
def refused_commits(*, above_writes: int) -> Iterator[_RefusesLargeCommits]:
    """Refuse every commit of this process with more writes, as too large."""
    with connections.firestore_client().observed_by(_RefusesLargeCommits(above_writes)) as refusing:
        yield refusing
