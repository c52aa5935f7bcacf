from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.planning.matching import assignment
from shared.models.planning.matching.assignment import Pair, assign
from tests.unit.strategies import bounded

SCORES = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 100), max_size=10
)


def is_one_to_one(pairs: list[Pair]) -> bool:
    return all(len({pair[side] for pair in pairs}) == len(pairs) for side in (0, 1))


def greatest_sum(scores: dict[Pair, int]) -> int:
    """Try all sets of pairs."""
    return max(
        sum(scores[pair] for pair in pairs)
        for size in range(6)
        for pairs in combinations(scores, size)
        if is_one_to_one(list(pairs))
    )


@given(SCORES)
@bounded
def test_the_sum_of_scores_is_the_greatest(scores: dict[Pair, int]) -> None:
    pairs = assign(scores)
    assert is_one_to_one(pairs)
    assert sum(scores[pair] for pair in pairs) == greatest_sum(scores)


@given(SCORES, SCORES)
@bounded
def test_pairs_that_share_nothing_do_not_influence_each_other(
    first: dict[Pair, int], second: dict[Pair, int]
) -> None:
    apart = {(row + 10, column + 10): score for (row, column), score in second.items()}
    assert assign(first | apart) == assign(first) + assign(apart)


def test_many_connected_pairs_are_taken_by_score(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = {(0, 0): 90, (0, 1): 89, (1, 0): 89}
    assert assign(scores) == [(0, 1), (1, 0)]
    monkeypatch.setattr(assignment, "MAX_OPTIMAL", 1)
    assert assign(scores) == [(0, 0)]
