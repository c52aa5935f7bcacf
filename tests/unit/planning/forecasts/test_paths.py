"""Sums over months: a bootstrap over blocks, the same for the same seed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.planning.forecasts.likely import ForecastMethod, Interval, interval
from shared.models.planning.forecasts.paths import PATHS, Horizon, Paths, Series
from tests.unit.strategies import bounded

histories = st.lists(st.integers(-100_000, 100_000), min_size=6, max_size=24)
WHOLE = Horizon(30, 30, 3)


def series(history: list[int], horizon: Horizon = WHOLE, seed: str = "seed") -> Series:
    return Series(tuple(history), Paths(seed, horizon))


def test_paths_are_of_the_seed_and_draw_blocks_of_consecutive_months() -> None:
    horizon = Horizon(10, 30, 7)
    paths = Paths("demo_users/a/2026-03-20", horizon).among(12)

    assert paths == Paths("demo_users/a/2026-03-20", horizon).among(12)
    assert paths != Paths("demo_users/b/2026-03-20", horizon).among(12)
    assert len(paths) == PATHS
    for path in paths:
        assert len(path) == 7
        assert path[1] == (path[0] + 1) % 12
        assert path[2] == (path[0] + 2) % 12
        assert path[4] == (path[3] + 1) % 12
    assert {path[0] for path in paths} == set(range(12))
    assert len({path[3] - path[2] for path in paths}) > 2


@bounded
@given(histories, st.integers(0, 31), st.integers(1, 13))
def test_sums_are_in_order_and_those_of_equal_amounts_are_exact(
    history: list[int], left: int, months: int
) -> None:
    horizon = Horizon(left, 31, months)

    for one in series(history, horizon).sums:
        assert one.low <= one.likely <= one.high
    equal = [history[0]] * len(history)
    expected = [(left + 31 * index) * history[0] // 31 for index in range(months)]
    assert [one.likely for one in series(equal, horizon).sums] == expected


@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_the_sum_of_one_month_has_the_interval_of_the_month(seed: str) -> None:
    history = [900, 1200, 1100, 4000, 1000, 950, 1300, 1250, 990]

    [found] = series(history, Horizon(30, 30, 1), seed).sums

    assert found == interval(ForecastMethod.MEDIAN, history)


def test_a_month_that_is_half_over_counts_half() -> None:
    history = [600, 1200, 600, 1200, 600, 1200, 600, 1200]
    half, whole = series(history, Horizon(15, 30, 1)), series(history, Horizon(30, 30, 1))

    assert half.month(0) == Interval(300, 450, 600)
    assert half.sums[0] == Interval(*(amount // 2 for amount in whole.sums[0]))


def test_the_sum_of_what_is_left_of_a_month_has_its_part_of_the_interval() -> None:
    history = list(range(1_000, 13_000, 1_000))

    for left in range(31):
        found = series(history, Horizon(left, 30, 2))
        assert found.sums[0] == found.month(0)


def test_sums_of_amounts_that_were_never_negative_are_not_either() -> None:
    history = [0, 10, 0, 2_000, 0, 20, 900, 0]

    for one in series(history, Horizon(15, 30, 13)).sums:
        assert one.low >= 0
    refunded = series([-700, *history], Horizon(15, 30, 13)).sums
    assert any(one.low < 0 for one in refunded)


def test_a_sum_is_narrower_than_the_sum_of_intervals() -> None:
    # Amounts of 24 months that are independent: what is high in one is not in all.
    history = [(number * 7919) % 1000 for number in range(24)]
    found = series(history, Horizon(30, 30, 6))

    one = interval(found.method, history)
    low, _, high = found.sums[-1]
    assert high - low < 6 * (one.high - one.low)
    assert high - low > one.high - one.low


def test_nothing_ever_spent_stays_nothing() -> None:
    assert series([0] * 8).sums == (Interval(0, 0, 0),) * 3
