"""Limits on how often somebody may do something, counted by every instance together.

The strategy is the library's; the counts are documents in Firestore, one for each subject and
window, which its TTL policy removes.
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

PATIENCE_S = 5.0
"""How long a count may take, where it is not said; whoever asks for something waits for it."""

_MOST_WINDOWS = 10_000
"""That one instance remembers."""

Clock = Callable[[], float]
"""Seconds since 1970."""

Connect = Callable[[], firestore.Client]
"""The client, when there is something to tell: a stranger who is refused needs none."""


class RateLimit:
    """So many requests of each subject in a window of time: ``600/minute``, ``50/day``.

    Each request is told to the other instances at once, or with ``steps`` only so often in a
    window: most requests then cost nothing, and each instance may let through a step more than the
    limit, because the others do not know of it. A count may take ``patience_s`` seconds.
    """

    def __init__(
        self,
        connect: Connect,
        rate: str,
        *,
        steps: int = 0,
        clock: Clock = time.time,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._item = parse(rate)
        self._clock = clock
        step = max(1, self._item.amount // steps) if steps else 1
        storage = FirestoreStorage(connect, step, clock, patience_s)
        self._limiter = FixedWindowRateLimiter(storage)

    def take(self, kind: str, subject: str) -> None:
        """Count one request of a subject; ``kind`` says of what, and is shown to the client.

        Whoever is over the limit is no longer counted: to refuse costs nothing.

        Raises:
            RateLimited: The window has had as many as it may; says when the next one begins.
            Unavailable: Firestore does not answer in time. The request may be counted.
        """
        who = (kind, subject)
        if self._limiter.test(self._item, *who) and self._limiter.hit(self._item, *who):
            return
        ends_at = self._limiter.get_window_stats(self._item, *who).reset_time
        raise RateLimited(max(1, math.ceil(ends_at - self._clock())), kind)


@dataclass
class _Window:
    """What this instance knows of a window.

    ``told`` is the count of all instances when it last heard of it; ``own`` are requests of its own
    that the others do not know of, told when they are ``tell_at``.
    """

    number: int
    ends_at: float
    tell_at: int
    told: int = 0
    own: int = 0


class FirestoreStorage(Storage):
    """Counts in Firestore, for the library's fixed windows.

    A window begins at a multiple of its length. One write both counts and tells the count, for the
    commit's answer carries the new value: there is no transaction, so callers never wait for each
    other.
    """

    def __init__(self, connect: Connect, step: int, clock: Clock, patience_s: float) -> None:
        super().__init__()
        self._patience_s = patience_s
        self._connect = connect
        self._step = step
        self._clock = clock
        self._windows: dict[str, _Window] = {}
        self._lock = threading.Lock()

    @property
    def base_exceptions(self) -> type[Exception]:
        """What may go wrong."""
        return Unavailable

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count ``amount`` in the window of ``expiry`` seconds; the count as far as it is known.

        Raises:
            Unavailable: It was to be told to the others, which failed; that is tried again a step
                later.
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
        """The count in the present window as far as this instance knows."""
        with self._lock:
            window = self._windows.get(key)
            if window is None or window.ends_at <= self._clock():
                return 0
            return window.told + window.own

    def get_expiry(self, key: str) -> float:
        """When the last window this instance knows of ends."""
        with self._lock:
            window = self._windows.get(key)
        return window.ends_at if window else self._clock()

    def check(self) -> bool:
        """Whether Firestore answers."""
        try:
            self._collection().document("check").get(timeout=self._patience_s)
        except (Unavailable, GoogleAPICallError):
            return False
        return True

    def reset(self) -> int:
        """Forget every window, as a new instance would; how many there were."""
        with self._lock:
            forgotten = len(self._windows)
            self._windows.clear()
        return forgotten

    def clear(self, key: str) -> None:
        """Begin the present window anew."""
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
        """Forget the windows that are over, and all of them where that is not enough."""
        if len(self._windows) < _MOST_WINDOWS:
            return
        now = self._clock()
        running = {key: window for key, window in self._windows.items() if window.ends_at > now}
        self._windows = running if len(running) < _MOST_WINDOWS else {}

    def _add(self, key: str, window: _Window, own: int) -> int:
        ends_at = datetime.fromtimestamp(window.ends_at, UTC)
        content = {"count": firestore.Increment(own), "expires_at": ends_at}
        result = self._document(key, window).set(content, merge=True, timeout=self._patience_s)
        [count] = result.transform_results
        return int(count.integer_value)

    def _take_back(self, window: _Window, own: int) -> None:
        with self._lock:
            window.own += own
            window.tell_at = window.own + self._step

    def _document(self, key: str, window: _Window) -> firestore.DocumentReference:
        """The window's document; its name is a hash, for the subject may be an address."""
        return self._collection().document(derived_id("rate", key, str(window.number)))

    def _collection(self) -> firestore.CollectionReference:
        collection: firestore.CollectionReference = self._connect().collection("rate_limits")
        return collection
