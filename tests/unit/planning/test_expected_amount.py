from __future__ import annotations

import pytest

from shared.models.planning.expected_amount import ExpectedAmount, expected_after
from tests.support.cases import for_each


@for_each(
    ("amounts", "expected"),
    [
        ([999], ExpectedAmount(999, 999, 999)),
        ([999, 999], ExpectedAmount(999, 999, 999)),
        ([999, 1_099, 1_099], ExpectedAmount(1_099, 1_099, 1_099)),
        ([999, 1_099], ExpectedAmount(999, 1_099, 999)),
        ([999, 999, 1_099], ExpectedAmount(999, 1_099, 1_099)),
        ([40, 60, 50, 44], ExpectedAmount(40, 60, 44)),
        ([1, *range(20, 32)], ExpectedAmount(20, 31, 25)),
    ],
)
def test_the_expected_amount_follows_the_newest(
    amounts: list[int], expected: ExpectedAmount
) -> None:
    assert expected_after(amounts) == expected


def test_nothing_is_expected_without_a_history() -> None:
    with pytest.raises(ValueError, match="at least one"):
        expected_after([])


def test_the_spread_is_in_percent_of_the_likely_amount() -> None:
    assert ExpectedAmount.exactly(999).spread_percent == 0
    assert ExpectedAmount(900, 1_101, 1_000).spread_percent == 21
    assert ExpectedAmount(0, 5, 0).spread_percent == 100


@for_each(("amount", "distance"), [(89, 11), (100, 0), (120, 0), (150, 20)])
def test_the_distance_is_outside_the_range(amount: int, distance: int) -> None:
    assert ExpectedAmount(100, 130, 110).distance(amount) == distance
