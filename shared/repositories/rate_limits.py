"""Rate limits in fixed windows, whose counts all instances share.

The counts are documents in Firestore, one for each subject and window, which a TTL policy deletes.
"""

from __future__ import annotations

import math
import re
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from google.api_core.exceptions import GoogleAPICallError
from google.cloud import firestore

from shared.errors import RateLimited, Unavailable
from shared.models.values.frozen import mutable
from shared.models.values.identifiers import derived_id

COUNT_TIMEOUT_S = 5.0
"""Default timeout of writing a count; the client waits for it."""

_MAX_WINDOWS = 10_000
"""Maximum number of windows that one instance keeps in memory."""

_RATE = re.compile(r"([0-9]+)/(second|minute|hour|day)", re.ASCII)
_SECONDS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400}

Clock = Callable[[], float]
"""Returns seconds since 1970."""

Connect = Callable[[], firestore.Client]
"""Returns the client when a count is written; refusing a request needs no client."""


class RateLimit:
    """A maximum number of requests per subject in a window of time: ``600/minute``, ``50/day``.

    By default, each request is written to Firestore at once. With ``steps``, an instance writes
    only that often per window: most requests then cost nothing, but each instance may allow one
    step more than the limit, because the others do not know its count. Writing a count may take
    ``timeout_s`` seconds.
    """

    def __init__(
        self,
        connect: Connect,
        rate: str,
        *,
        steps: int = 0,
        clock: Clock = time.time,
        timeout_s: float = COUNT_TIMEOUT_S,
    ) -> None:
        self._amount, self._seconds = parse_rate(rate)
        step = max(1, self._amount // steps) if steps else 1
        self._counts = WindowCounts(connect, step, clock, timeout_s)
        self._clock = clock

    def take(self, kind: str, subject: str) -> None:
        """Count one request of a subject; ``kind`` names the limit, and is shown to the client.

        Refused requests are not counted, so refusing costs nothing.

        Raises:
            RateLimited: The limit of the window is reached; says when the next window starts.
            Unavailable: Firestore does not answer in time. The request may have been counted.
        """
        counts, key = self._counts, f"{kind}\0{subject}\0{self._seconds}"
        if counts.find(key) < self._amount and counts.add(key, self._seconds) <= self._amount:
            return
        ends_at = counts.ends_at(key)
        raise RateLimited(max(1, math.ceil(ends_at - self._clock())), kind)


def parse_rate(rate: str) -> tuple[int, int]:
    """Return the maximum number of requests, and the seconds of the window they are counted in.

    Raises:
        ValueError: The rate is not a number per second, minute, hour or day.
    """
    parts = _RATE.fullmatch(rate)
    if parts is None:
        raise ValueError(f"A rate limit is like 600/minute, and not {rate!r}.")
    return int(parts[1]), _SECONDS[parts[2]]


@mutable
class _Window:
    """An instance's knowledge of a window.

    ``told`` is the count of all instances when it was last read; ``own`` is the number of requests
    that this instance has not written yet, and writes when there are ``tell_at``.
    """

    number: int
    ends_at: float
    tell_at: int
    told: int = 0
    own: int = 0


class WindowCounts:
    """Counts of one instance in fixed windows, in Firestore.

    A window starts at a multiple of its length. A single write increments the count and returns it,
    because the response of the commit has the new value: there is no transaction, so callers never
    wait for each other.
    """

    def __init__(self, connect: Connect, step: int, clock: Clock, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._connect = connect
        self._step = step
        self._clock = clock
        self._windows: dict[str, _Window] = {}
        self._lock = threading.Lock()

    def add(self, key: str, seconds: int) -> int:
        """Count one request in the window of so many seconds, and return the known count.

        Raises:
            Unavailable: Writing the count to Firestore failed; it is tried again after another
                step.
        """
        with self._lock:
            window = self._window(key, seconds)
            window.own += 1
            if window.own < window.tell_at:
                return window.told + window.own
            own, window.own = window.own, 0
        try:
            told = self._add(key, window, own)
        except GoogleAPICallError as error:
            self._take_back(window, own)
            raise Unavailable from error
        except Unavailable:
            self._take_back(window, own)
            raise
        with self._lock:
            window.told, window.tell_at = max(window.told, told), self._step
        return told

    def find(self, key: str) -> int:
        """Return the count of the present window as far as this instance knows it."""
        with self._lock:
            window = self._windows.get(key)
            if window is None or window.ends_at <= self._clock():
                return 0
            return window.told + window.own

    def ends_at(self, key: str) -> float:
        """Return the end of the last window that this instance knows."""
        with self._lock:
            window = self._windows.get(key)
        return window.ends_at if window else self._clock()

    def _window(self, key: str, seconds: int) -> _Window:
        number = math.floor(self._clock() / seconds)
        window = self._windows.get(key)
        if window is None or window.number != number:
            self._make_room()
            window = _Window(number, (number + 1) * float(seconds), self._step)
            self._windows[key] = window
        return window

    def _make_room(self) -> None:
        """Forget the windows that are over, or all windows if too many remain."""
        if len(self._windows) < _MAX_WINDOWS:
            return
        now = self._clock()
        running = {key: window for key, window in self._windows.items() if window.ends_at > now}
        self._windows = running if len(running) < _MAX_WINDOWS else {}

    def _add(self, key: str, window: _Window, own: int) -> int:
        ends_at = datetime.fromtimestamp(window.ends_at, UTC)
        content = {"count": firestore.Increment(own), "expires_at": ends_at}
        result = self._document(key, window).set(content, merge=True, timeout=self._timeout_s)
        [count] = result.transform_results
        return int(count.integer_value)

    def _take_back(self, window: _Window, own: int) -> None:
        with self._lock:
            window.own += own
            window.tell_at = window.own + self._step

    def _document(self, key: str, window: _Window) -> firestore.DocumentReference:
        """Return the window's document; its name is a hash, as the subject may be an address."""
        return self._collection().document(derived_id("rate", key, str(window.number)))

    def _collection(self) -> firestore.CollectionReference:
        collection: firestore.CollectionReference = self._connect().collection("rate_limits")
        return collection
