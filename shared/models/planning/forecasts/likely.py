"""Likely amounts of the next month from those of past months, with a rolling backtest.

Amounts are integers in minor units, one for each past month, the oldest first. A forecast for a
month uses the months before it alone, also in the backtest.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from shared.models.values.frozen import frozen
from shared.models.values.money import divide_half_even, median_minor

MIN_MONTHS = 6
"""Whole months of history that a forecast needs."""

MEDIAN_OF, SEASON = 6, 12
RECENT = 12
"""The number of the last months whose amounts make the interval."""

_MIN_COMPARED = 6
"""Months in which both methods made a forecast, before the season is chosen."""

_TENTHS, _LOW, _HIGH = 10, 1, 9


class ForecastMethod(StrEnum):
    """MEDIAN of the last six months, or the same SEASON: the month twelve months before."""

    MEDIAN = "MEDIAN"
    SEASON = "SEASON"


class Interval(NamedTuple):
    """A likely amount, and the bounds between which four of five amounts are expected."""

    low: int
    likely: int
    high: int


@frozen
class Backtest:
    """Errors of forecasts of past months, each made from the months before it.

    ``errors`` are absolute, ``last_errors`` those of the last month's amount as forecast, and
    ``median_errors`` those of the median. ``covered`` is the number of amounts in the interval.
    """

    actual: tuple[int, ...] = ()
    errors: tuple[int, ...] = ()
    last_errors: tuple[int, ...] = ()
    median_errors: tuple[int, ...] = ()
    covered: int = 0

    @property
    def months(self) -> int:
        """Return the number of forecasts."""
        return len(self.errors)

    @property
    def mean_error(self) -> int | None:
        """Return the mean absolute error, rounded; None without forecasts."""
        return _mean(self.errors)

    @property
    def mean_last_error(self) -> int | None:
        """Return the mean absolute error of the last month's amount."""
        return _mean(self.last_errors)

    @property
    def mean_median_error(self) -> int | None:
        """Return the mean absolute error of the median."""
        return _mean(self.median_errors)

    @property
    def relative_error(self) -> float | None:
        """Return the sum of the errors by that of the amounts (WAPE); None if that is zero."""
        total = sum(map(abs, self.actual))
        return sum(self.errors) / total if total else None

    @property
    def coverage(self) -> float | None:
        """Return the share of the amounts that were in the interval; None without forecasts."""
        return self.covered / self.months if self.months else None


def predict(method: ForecastMethod, history: Sequence[int], ahead: int = 0) -> int:
    """Return the forecast for the month ``ahead`` months after the next one.

    A SEASON needs twelve months of history.
    """
    if method is ForecastMethod.MEDIAN:
        return median_minor(history[-MEDIAN_OF:])
    index = len(history) + ahead - SEASON
    while index >= len(history):
        index -= SEASON
    return history[index]


def deviations(method: ForecastMethod, history: Sequence[int]) -> list[int]:
    """Return how the last twelve months differed from what the method takes as usual.

    For the median they are the differences from it; for the season those from the year before.
    """
    if method is ForecastMethod.MEDIAN:
        usual = predict(method, history)
        return [amount - usual for amount in history[-RECENT:]]
    first = max(SEASON, len(history) - RECENT)
    return [history[index] - history[index - SEASON] for index in range(first, len(history))]


def interval(method: ForecastMethod, history: Sequence[int], ahead: int = 0) -> Interval:
    """Return the forecast for a month with its interval.

    The bounds are quantiles of amounts that happened. Of n amounts they are those of the rank
    (n + 1) / 10 from either end, which cover four of five further amounts on average; the usual
    ranks, from 1 to n, cover too few.
    """
    likely = predict(method, history, ahead)
    ordered = sorted(deviations(method, history))
    low, high = (likely + _at_rank(ordered, tenths) for tenths in (_LOW, _HIGH))
    floor = min(0, *history)
    return Interval(min(max(low, floor), likely), likely, max(high, likely))


def choose(history: Sequence[int]) -> ForecastMethod:
    """Return the method with the smaller error in the months that both could forecast."""
    compared = range(SEASON, len(history))
    if len(compared) < _MIN_COMPARED:
        return ForecastMethod.MEDIAN
    errors = {
        method: sum(abs(history[at] - predict(method, history[:at])) for at in compared)
        for method in ForecastMethod
    }
    return (
        ForecastMethod.SEASON
        if errors[ForecastMethod.SEASON] < errors[ForecastMethod.MEDIAN]
        else ForecastMethod.MEDIAN
    )


def backtest(history: Sequence[int]) -> Backtest:
    """Return the errors of the forecasts of each month that has six months before it.

    Also the method is chosen from the months before.
    """
    actual, errors, last_errors, median_errors, covered = [], [], [], [], 0
    for at in range(MIN_MONTHS, len(history)):
        known, amount = history[:at], history[at]
        found = interval(choose(known), known)
        actual.append(amount)
        errors.append(abs(amount - found.likely))
        last_errors.append(abs(amount - known[-1]))
        median_errors.append(abs(amount - predict(ForecastMethod.MEDIAN, known)))
        covered += found.low <= amount <= found.high
    return Backtest(tuple(actual), tuple(errors), tuple(last_errors), tuple(median_errors), covered)


def _at_rank(ordered: Sequence[int], tenths: int) -> int:
    """Return the amount at the rank of so many tenths of n + 1, between two amounts by their mean.

    Ranks before the first and after the last amount are theirs.
    """
    last = len(ordered) - 1
    index, rest = divmod(tenths * (len(ordered) + 1) - _TENTHS, _TENTHS)
    if index < 0:
        return ordered[0]
    if index >= last:
        return ordered[last]
    return ordered[index] + (ordered[index + 1] - ordered[index]) * rest // _TENTHS


def _mean(errors: Sequence[int]) -> int | None:
    return divide_half_even(sum(errors), len(errors)) if errors else None
