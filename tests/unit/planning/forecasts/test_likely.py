"""Likely amounts: methods, intervals and the backtest, which looks at earlier months alone."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.planning.forecasts.likely import (
    MIN_MONTHS,
    ForecastMethod,
    backtest,
    choose,
    interval,
    predict,
)
from tests.unit.strategies import bounded

amounts = st.integers(-1_000_000, 1_000_000)
histories = st.lists(amounts, min_size=MIN_MONTHS, max_size=26)


def seasonal(months: int, seed: int) -> list[int]:
    """Return amounts of months with a peak in each December, and noise of a tenth."""
    random = Random(seed)  # noqa: S311 (not a secret)
    usual = [
        100 + 150 * (month % 12 == 11) + 60 * (month % 12 in (5, 6)) for month in range(months)
    ]
    return [amount * 100 + random.randrange(-500, 501) for amount in usual]


def without_season(months: int, seed: int) -> list[int]:
    random = Random(seed)  # noqa: S311 (not a secret)
    return [10_000 + random.randrange(-3_000, 3_001) for _ in range(months)]


@bounded
@given(histories, amounts)
def test_a_backtest_has_no_look_ahead(history: list[int], later: int) -> None:
    before, after = backtest(history), backtest([*history, later])

    assert after.errors[:-1] == before.errors
    assert after.last_errors[:-1] == before.last_errors
    assert after.covered - before.covered in (0, 1)
    assert after.months == len(history) + 1 - MIN_MONTHS


@bounded
@given(histories)
def test_errors_are_those_of_forecasts_made_month_by_month(history: list[int]) -> None:
    found = backtest(history)

    expected = []
    for at in range(MIN_MONTHS, len(history)):
        known = history[:at]
        expected.append(abs(history[at] - predict(choose(known), known)))
    assert list(found.errors) == expected
    assert list(found.last_errors) == [
        abs(a - b) for a, b in zip(history[MIN_MONTHS:], history[MIN_MONTHS - 1 :], strict=False)
    ]


@bounded
@given(histories, st.integers(0, 13))
def test_an_interval_contains_what_is_likely(history: list[int], ahead: int) -> None:
    for method in ForecastMethod if len(history) > 12 else (ForecastMethod.MEDIAN,):
        low, likely, high = interval(method, history, ahead)
        assert low <= likely <= high


def test_bounds_are_at_ranks_of_a_tenth_of_n_plus_one() -> None:
    # Of nine amounts the first and the last; of twelve those at the ranks 1.3 and 11.7.
    assert interval(ForecastMethod.MEDIAN, [10, 20, 30, 40, 50, 60, 70, 80, 90]) == (10, 65, 90)
    assert interval(ForecastMethod.MEDIAN, list(range(100, 220, 10))) == (103, 185, 207)
    assert interval(ForecastMethod.MEDIAN, [1, 2, 3, 4, 5, 6]) == (1, 4, 6)


def test_an_interval_of_amounts_that_were_never_negative_is_not_either() -> None:
    history = [0, 0, 0, 0, 0, 500]

    assert interval(ForecastMethod.MEDIAN, history).low == 0
    assert interval(ForecastMethod.MEDIAN, [-5, *history]).low == -5
    # A season that has shrunk by 30 may do so again, below all amounts that there were.
    assert interval(ForecastMethod.SEASON, [100] * 12 + [70] * 12) == (40, 70, 70)


@bounded
@given(histories)
def test_equal_amounts_leave_nothing_open(history: list[int]) -> None:
    equal = [history[0]] * len(history)

    assert interval(ForecastMethod.MEDIAN, equal) == (history[0],) * 3
    assert backtest(equal).covered == backtest(equal).months


@pytest.mark.parametrize("seed", range(10))
def test_a_season_of_a_known_generator_is_found_and_halves_the_error(seed: int) -> None:
    history = seasonal(36, seed)

    assert choose(history[:24]) is ForecastMethod.SEASON
    tested = backtest(history)
    of_last_year = slice(24 - MIN_MONTHS, None)
    error = sum(tested.errors[of_last_year])
    assert error < sum(tested.median_errors[of_last_year]) / 2
    assert error < sum(tested.last_errors[of_last_year]) / 2


def test_amounts_without_a_season_are_mostly_taken_as_that() -> None:
    histories = [without_season(24, seed) for seed in range(100)]
    tested = [backtest(without_season(36, seed)) for seed in range(100)]

    assert sum(choose(one) is ForecastMethod.MEDIAN for one in histories) >= 70
    errors = sum(sum(one.errors[-12:]) for one in tested)
    assert errors < 1.1 * sum(sum(one.median_errors[-12:]) for one in tested)


def test_the_season_is_not_chosen_before_both_methods_had_six_months() -> None:
    assert {choose(seasonal(months, 1)) for months in range(6, 18)} == {ForecastMethod.MEDIAN}


def test_the_season_of_months_ahead_is_that_of_the_last_year_that_is_known() -> None:
    history = list(range(24))

    assert [predict(ForecastMethod.SEASON, history, ahead) for ahead in (0, 11, 12, 13)] == [
        12,
        23,
        12,
        13,
    ]


def test_the_median_of_six_months_is_rounded_half_to_even() -> None:
    for history, expected in (([2, 9, 0, 5, 1, 9], 4), ([8] * 6 + [2, 9, 0, 3, 1, 9], 2)):
        assert predict(ForecastMethod.MEDIAN, history) == expected


def test_without_a_forecast_nothing_is_known_of_errors() -> None:
    tested = backtest([1, 2, 3, 4, 5, 6])

    assert (tested.mean_error, tested.relative_error, tested.coverage) == (None, None, None)
