"""Delays of every call to Firestore, because the emulator answers faster than Firestore does."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from shared.repositories import connections
from tests.support.contention import Latency

_STREAMS = ("batch_get_documents", "run_query", "run_aggregation_query")


class _DelayedApi:
    """The API of Firestore, with every call and every answer delayed by half of its latency.

    The delays are those of the simulation: the answer to a refused call is delayed, too. Observers
    of the client could not delay that, because they are not told of it.
    """

    def __init__(self, api: Any, latency: Latency) -> None:
        self._api = api
        self._latency = latency

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call = getattr(self._api, name)
        half_s = self._latency.commit_ms if name == "commit" else self._latency.read_ms
        half_s /= 2000
        if name in _STREAMS:
            return lambda **options: self._stream(half_s, lambda: call(**options))
        return lambda **options: self._call(half_s, lambda: call(**options))

    def _call(self, half_s: float, call: Callable[[], Any]) -> Any:
        self._sleep(half_s)
        try:
            answer = call()
        except Exception:
            self._sleep(half_s * self._latency.refused_part)
            raise
        self._sleep(half_s)
        return answer

    def _stream(self, half_s: float, call: Callable[[], Any]) -> Iterator[Any]:
        self._sleep(half_s)
        yield from call()
        self._sleep(half_s)

    def _sleep(self, seconds: float) -> None:
        spread = self._latency.spread
        time.sleep(seconds * random.uniform(1 - spread, 1 + spread))  # noqa: S311 (no secret)


@contextmanager
def delayed(latency: Latency) -> Iterator[None]:
    """Delay every call of this process's client until the context ends."""
    metered = connections.firestore_client()._firestore_api  # noqa: SLF001 (below what is counted)
    with patch.object(metered, "_api", _DelayedApi(metered._api, latency)):  # noqa: SLF001 (as above)
        yield
