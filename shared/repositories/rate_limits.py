"""Rate limits whose counts all instances share.

The strategy comes from the library ``limits``; the counts are documents in Firestore, one for each
subject and window, which a TTL policy deletes.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from google.api_core.exceptions import GoogleAPICallError
from google.cloud import firestore
from limits import parse
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter

from shared.errors import RateLimited, Unavailable
from shared.models.values.identifiers import derived_id

COUNT_TIMEOUT_S = 5.0
"""Default timeout of writing a count; the client waits for it."""

_MAX_WINDOWS = 10_000
"""Maximum number of windows that one instance keeps in memory."""

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
        self._item = parse(rate)
        self._clock = clock
        step = max(1, self._item.amount // steps) if steps else 1
        storage = FirestoreStorage(connect, step, clock, timeout_s)
        self._limiter = FixedWindowRateLimiter(storage)

    def take(self, kind: str, subject: str) -> None:
        """Count one request of a subject; ``kind`` names the limit, and is shown to the client.

        Refused requests are not counted, so refusing costs nothing.

        Raises:
            RateLimited: The limit of the window is reached; says when the next window starts.
            Unavailable: Firestore does not answer in time. The request may have been counted.
        """
        who = (kind, subject)
        if self._limiter.test(self._item, *who) and self._limiter.hit(self._item, *who):
            return
        ends_at = self._limiter.get_window_stats(self._item, *who).reset_time
        raise RateLimited(max(1, math.ceil(ends_at - self._clock())), kind)


@dataclass
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


class FirestoreStorage(Storage):
    """Storage of fixed windows for the library ``limits``, in Firestore.

    A window starts at a multiple of its length. A single write increments the count and returns it,
    because the response of the commit has the new value: there is no transaction, so callers never
    wait for each other.
    """

    def __init__(self, connect: Connect, step: int, clock: Clock, timeout_s: float) -> None:
        super().__init__()
        self._timeout_s = timeout_s
        self._connect = connect
        self._step = step
        self._clock = clock
        self._windows: dict[str, _Window] = {}
        self._lock = threading.Lock()

    @property
    def base_exceptions(self) -> type[Exception]:
        """Return the exception that a storage failure raises."""
        return Unavailable

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add ``amount`` in the window of ``expiry`` seconds, and return the known count.

        Raises:
            Unavailable: Writing the count to Firestore failed; it is tried again after another
                step.
        """
        with self._lock:
            window = self._window(key, expiry)
            window.own += amount
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

    def get(self, key: str) -> int:
        """Return the count of the present window as far as this instance knows it."""
        with self._lock:
            window = self._windows.get(key)
            if window is None or window.ends_at <= self._clock():
                return 0
            return window.told + window.own

    def get_expiry(self, key: str) -> float:
        """Return the end of the last window that this instance knows."""
        with self._lock:
            window = self._windows.get(key)
        return window.ends_at if window else self._clock()

    def check(self) -> bool:
        """Return whether Firestore answers."""
        try:
            self._collection().document("check").get(timeout=self._timeout_s)
        except (Unavailable, GoogleAPICallError):
            return False
        return True

    def reset(self) -> int:
        """Forget every window, as a new instance would, and return how many there were."""
        with self._lock:
            forgotten = len(self._windows)
            self._windows.clear()
        return forgotten

    def clear(self, key: str) -> None:
        """Delete the count of the present window."""
        with self._lock:
            window = self._windows.pop(key, None)
        if window is not None:
            self._document(key, window).delete()

    def _window(self, key: str, expiry: int) -> _Window:
        number = math.floor(self._clock() / expiry)
        window = self._windows.get(key)
        if window is None or window.number != number:
            self._make_room()
            window = _Window(number, (number + 1) * float(expiry), self._step)
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
