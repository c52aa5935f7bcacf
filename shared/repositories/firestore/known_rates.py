"""Reference rates that a client has read, so that most conversions read nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic

from shared.models.currencies.year_rates import RateYear, YearRates

MAX_KNOWN_YEARS = 600
"""Of the greatest number of years and currencies, 10 MB."""

CURRENT_YEAR_S = 600.0
"""How long the present year counts as known; a rate is added on each business day."""

PAST_YEAR_S = 86_400.0
"""How long a past year counts as known; a rate of it may be corrected."""


class KnownRates:
    """Rates of years that were read lately, also that there are none."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._years: dict[RateYear, tuple[float, YearRates | None]] = {}
        self._lock = threading.Lock()
        self._occasion = ""

    def find(self, keys: frozenset[RateYear]) -> dict[RateYear, YearRates | None]:
        """Return the years that are known, out of these."""
        now = self._clock()
        known = {key: kept for key in keys if (kept := self._years.get(key))}
        return {key: rates for key, (until, rates) in known.items() if now < until}

    def put(
        self, key: RateYear, rates: YearRates | None, *, is_past: bool, replaces: bool = True
    ) -> None:
        """Keep the rates of a year; when there are too many, forget the year known longest.

        If it must not be one that ``replaces`` another, it is not kept when there are too many.
        """
        until = self._clock() + (PAST_YEAR_S if is_past else CURRENT_YEAR_S)
        with self._lock:
            self._years.pop(key, None)
            if len(self._years) >= MAX_KNOWN_YEARS:
                if not replaces:
                    return
                del self._years[next(iter(self._years))]
            self._years[key] = (until, rates)

    def forget_once(self, occasion: str) -> None:
        """Forget all years, unless that was done for the same occasion last."""
        if occasion != self._occasion:
            self._occasion = occasion
            self.forget()

    def forget(self) -> None:
        """Forget all years."""
        with self._lock:
            self._years.clear()
