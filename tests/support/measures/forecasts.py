"""Errors and coverage of forecasts of many series, each month from the months before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from shared.models.planning.forecasts.likely import MIN_MONTHS, backtest
from shared.models.planning.forecasts.paths import Horizon, Paths, Series

_DAYS = 30


@dataclass
class Quality:
    """Sums over all forecasts: of amounts, errors, and of amounts within their intervals."""

    forecasts: int = 0
    amounts: int = 0
    errors: int = 0
    last_errors: int = 0
    median_errors: int = 0
    covered: int = 0

    @property
    def relative_error(self) -> float:
        """Return the errors by the amounts."""
        return self.errors / self.amounts

    @property
    def coverage(self) -> float:
        """Return the share of amounts within their intervals."""
        return self.covered / self.forecasts


def quality_of_months(some: Iterable[Sequence[int]]) -> Quality:
    """Return the quality of the forecasts of one month, from the seventh month of a series on."""
    found = Quality()
    for series in some:
        tested = backtest(series)
        found.forecasts += tested.months
        found.amounts += sum(tested.actual)
        found.errors += sum(tested.errors)
        found.last_errors += sum(tested.last_errors)
        found.median_errors += sum(tested.median_errors)
        found.covered += tested.covered
    return found


def quality_of_sums(some: Iterable[Sequence[int]], months: int) -> Quality:
    """Return the quality of the forecasts of sums over so many months."""
    found = Quality()
    paths = Paths("seed", Horizon(_DAYS, _DAYS, months))
    for series in some:
        for at in range(MIN_MONTHS, len(series) - months + 1):
            actual = list(accumulate(series[at : at + months]))[-1]
            low, likely, high = Series(tuple(series[:at]), paths).sums[-1]
            found.forecasts += 1
            found.amounts += actual
            found.errors += abs(actual - likely)
            found.covered += low <= actual <= high
    return found
