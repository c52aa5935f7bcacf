"""Delays of every call to Firestore, because the emulator answers faster than Firestore does."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from shared.repositories import connections
from tests.support.contention import Latency


class _Delays:
    """Observer that sleeps before and after each call, for half of its latency each."""

    def __init__(self, latency: Latency) -> None:
        self._latency = latency

    def before(self, method: str, _request: Any) -> None:
        """Delay a call before it is made."""
        self._sleep(method)

    def after(self, method: str, _request: Any) -> None:
        """Delay the answer to a call; one that Firestore refuses is not delayed again."""
        self._sleep(method)

    def _sleep(self, method: str) -> None:
        is_commit = method == "commit"
        time.sleep((self._latency.commit_ms if is_commit else self._latency.read_ms) / 2000)


@contextmanager
def delayed(latency: Latency) -> Iterator[None]:
    """Delay every call of this process's client until the context ends."""
    with connections.firestore_client().observed_by(_Delays(latency)):
        yield
