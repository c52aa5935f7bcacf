"""Ratios of totals, rounded half to even."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.values.ratio import ratio
from tests.unit.reports.rounding import rounded
from tests.unit.strategies import bounded


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (1, 3, 0.3333),
        (2, 3, 0.6667),
        (1, 20_000, 0.0),
        (3, 20_000, 0.0002),
        (5, 20_000, 0.0002),
        (-1, 20_000, 0.0),
        (-3, 20_000, -0.0002),
        (10_001, 20_000, 0.5),
        (10_003, 20_000, 0.5002),
        (0, 5, 0.0),
        (7, 7, 1.0),
        (-7, 7, -1.0),
        (10**17, 1, 1e17),
        (5, 0, None),
        (0, 0, None),
    ],
)
def test_ratios_are_rounded_half_to_even_at_the_fourth_decimal(
    part: int, whole: int, expected: float | None
) -> None:
    assert ratio(part, whole) == expected


@given(st.integers(-(10**18), 10**18), st.integers(-(10**18), 10**18).filter(bool))
@bounded
def test_a_ratio_is_within_half_of_its_last_decimal(part: int, whole: int) -> None:
    found = ratio(part, whole)

    assert found is not None
    assert found == float(rounded(Fraction(part, whole)))
