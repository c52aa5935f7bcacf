"""Sums of likely amounts over several months, by a bootstrap over blocks of past months.

A path draws blocks of three consecutive past months, and adds up how they differed from what was
usual. All series of a ledger draw the same months, so that what happens together stays together.
The bounds of a sum are quantiles of such sums, never sums of quantiles.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import isqrt
from random import Random

from shared.models.planning.forecasts.likely import (
    Backtest,
    ForecastMethod,
    Interval,
    backtest,
    choose,
    deviations,
    interval,
    predict,
)
from shared.models.values.frozen import frozen

PATHS = 400
BLOCK = 3

_SCALE, _DRIFT = 1_000, 10
"""``_DRIFT`` is how much faster intervals of sums widen than those of independent months.

It was chosen on every second account of a bank, and measured on the others: see decision 041.
"""


@frozen
class Horizon:
    """The months of a forecast: ``left`` of the ``days`` of the first one, and all later ones."""

    left: int
    days: int
    months: int


class Paths:
    """Draws of past months, the same for the same seed."""

    def __init__(self, seed: str, horizon: Horizon) -> None:
        self._seed, self.horizon = seed, horizon
        self._drawn: dict[int, list[list[int]]] = {}

    def among(self, count: int) -> list[list[int]]:
        """Return for each path the numbers of the months that it draws, of ``count`` months."""
        if count not in self._drawn:
            random = Random(self._seed)  # noqa: S311 (not a secret)
            blocks = -(-self.horizon.months // BLOCK)
            self._drawn[count] = [
                [
                    (first + offset) % count
                    for first in (random.randrange(count) for _ in range(blocks))
                    for offset in range(BLOCK)
                ][: self.horizon.months]
                for _ in range(PATHS)
            ]
        return self._drawn[count]


@frozen(slots=False)
class Series:
    """A series of past monthly amounts with its forecast over a horizon."""

    history: tuple[int, ...]
    paths: Paths

    @cached_property
    def method(self) -> ForecastMethod:
        """Return the method with the smaller error in the past."""
        return choose(self.history)

    @cached_property
    def backtest(self) -> Backtest:
        """Return the errors of such forecasts of the past months."""
        return backtest(self.history)

    def month(self, index: int) -> Interval:
        """Return the forecast for one month of the horizon, of the first one for what is left."""
        found = interval(self.method, self.history, index)
        if index:
            return found
        horizon = self.paths.horizon
        return Interval(*(amount * horizon.left // horizon.days for amount in found))

    @cached_property
    def sums(self) -> tuple[Interval, ...]:
        """Return the likely sums from today until the end of each month of the horizon.

        The first one is the forecast of what is left of that month.
        """
        horizon = self.paths.horizon
        pool = deviations(self.method, self.history)
        usual = [predict(self.method, self.history, index) for index in range(horizon.months)]
        if not any(pool) and not any(usual):
            return (Interval(0, 0, 0),) * horizon.months
        drawn = self.paths.among(len(pool))
        sums, found, passed = [0] * PATHS, [], 0
        for index, amount in enumerate(usual):
            share = horizon.days if index else horizon.left
            passed += share
            sums = [
                before + (amount + pool[path[index]]) * share
                for before, path in zip(sums, drawn, strict=True)
            ]
            found.append(self._widened(sorted(sums), passed) if index else self.month(0))
        return tuple(found)

    def _widened(self, ordered: Sequence[int], passed: int) -> Interval:
        """Return the interval of sums, in parts of a month, of ``passed`` days: a month at least.

        The bounds are beyond the quantiles by what the recalibrated interval of a month is beyond
        quantiles of single draws. For sums of h months they are
        farther from the likely sum by the root of 1 + 10 (h - 1) / n, of n months that are drawn
        from: the usual amount is an estimate, and may change.
        """
        days = self.paths.horizon.days
        low, likely, high = (
            ordered[at] // days for at in (PATHS // 10, PATHS // 2, PATHS * 9 // 10)
        )
        below, above = self._margins
        count = len(deviations(self.method, self.history))
        drift = _DRIFT * (passed - days)
        factor = isqrt(_SCALE * _SCALE * (count * days + drift) // (count * days))
        low = likely - (likely - low + below) * factor // _SCALE
        high = likely + (high - likely + above) * factor // _SCALE
        low = max(low, min(0, *self.history) * passed // days)
        return Interval(min(low, likely), likely, max(high, likely))

    @cached_property
    def _margins(self) -> tuple[int, int]:
        """Return how far the interval of a month is beyond quantiles of single draws."""
        usual, one = predict(self.method, self.history), interval(self.method, self.history)
        pool = deviations(self.method, self.history)
        singles = sorted(pool[path[0]] for path in self.paths.among(len(pool)))
        low, high = (usual + singles[at] for at in (PATHS // 10, PATHS * 9 // 10))
        return max(0, low - one.low), max(0, one.high - high)
