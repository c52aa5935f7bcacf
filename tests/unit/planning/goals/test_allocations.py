"""Allocations: never above the balance when given, and exact parts when it falls later."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import AllocationTooLarge
from shared.models.ledger.ledger import Ledger
from shared.models.planning.goals.allocations import (
    Allocated,
    allocations_of,
    ensure_allocatable,
    granted,
)
from shared.models.planning.goals.goal import WHOLE, AllocationStep, Goal, GoalState
from tests.unit.examples import account, sample_ledger
from tests.unit.planning.goals.examples import TODAY, allocated, step

AMOUNTS = st.integers(1, 10**13 - 1)


@given(st.lists(AMOUNTS, max_size=100), st.integers(-(10**15), 10**15))
def test_parts_sum_to_the_balance_or_to_the_claims(claims: list[int], balance: int) -> None:
    parts = granted(claims, balance)

    assert sum(parts) == min(sum(claims), max(0, balance))
    assert all(0 <= part <= claim for part, claim in zip(parts, claims, strict=True))


@given(st.lists(AMOUNTS, min_size=1, max_size=20), st.integers(0, 10**13))
def test_a_part_differs_from_its_exact_share_by_less_than_one(
    claims: list[int], balance: int
) -> None:
    whole = sum(claims)
    available = min(balance, whole)

    for part, claim in zip(granted(claims, balance), claims, strict=True):
        assert abs(part * whole - available * claim) < whole


@given(st.lists(st.integers(1, WHOLE), max_size=5), st.integers(-(10**13), 10**15))
def test_shares_of_at_most_all_never_exceed_a_balance(shares: list[int], balance: int) -> None:
    within = [one for index, one in enumerate(shares) if sum(shares[: index + 1]) <= WHOLE]

    assert sum(step(basis_points=one).claim_minor(balance) for one in within) <= max(0, balance)


def test_only_goals_in_force_on_that_account_and_day_have_a_part() -> None:
    goals = [
        allocated("A", step(100)),
        allocated("B", step(100), account_id="B"),
        allocated("C", step(100), state=GoalState.CANCELLED),
        allocated("D", step(100), archived=True),
        allocated("E", step(100, day=date(2026, 3, 21))),
        allocated("F", step(100), step(300, day=TODAY), state=GoalState.COMPLETED),
    ]

    assert allocations_of(goals, "A", 200, TODAY) == {
        "A": Allocated(100, 50),
        "F": Allocated(300, 150),
    }


def ledger_with(balance_minor: int) -> Ledger:
    """Return a ledger with an account A of that balance."""
    return sample_ledger().with_account(
        account("A", "Nest egg", opening_balance_minor=balance_minor)
    )


def left(ledger: Ledger, others: list[Goal], before: Goal | None, after: Goal) -> str | None:
    """Return what is left where an allocation is refused; None where it is not."""
    try:
        ensure_allocatable(ledger, others, before, after, TODAY)
    except AllocationTooLarge as refused:
        return refused.left
    return None


@pytest.mark.parametrize(
    ("others", "asked", "expected"),
    [
        ([], step(1_000), None),
        ([], step(1_001), "10.00"),
        ([step(600)], step(400), None),
        ([step(600)], step(401), "4.00"),
        ([step(600)], step(basis_points=4_000), None),
        ([step(600)], step(basis_points=4_010), "4.00"),
        ([step(basis_points=9_999)], step(1), None),
        ([step(1_200)], step(1), "0.00"),
    ],
)
def test_what_is_left_may_be_allocated(
    others: list[AllocationStep], asked: AllocationStep, expected: str | None
) -> None:
    goals = [allocated(str(index), one) for index, one in enumerate(others)]

    assert left(ledger_with(1_000), goals, None, allocated("new", asked)) == expected


@pytest.mark.parametrize(
    ("was", "becomes", "refused"),
    [
        (step(1_500), step(1_500), None),
        (step(1_500), step(1_400), None),
        (step(1_500), step(1_501), "1.00"),
        (step(1_500), step(basis_points=WHOLE), "1.00"),
        (step(1_500), step(basis_points=1_000), None),
        (step(basis_points=9_000), step(basis_points=8_000), None),
        (step(basis_points=9_000), step(basis_points=9_001), "1.00"),
        (step(200), step(basis_points=2_000), "1.00"),
    ],
)
def test_a_claim_becomes_smaller_even_if_the_balance_has_fallen(
    was: AllocationStep, becomes: AllocationStep, refused: str | None
) -> None:
    before, after = allocated("A", was), allocated("A", becomes)

    assert left(ledger_with(1_000), [allocated("B", step(900))], before, after) == refused


def test_a_goal_that_comes_back_asks_for_its_part_again() -> None:
    gone = allocated("A", step(500), archived=True)
    back = allocated("A", step(500))
    other = allocated("B", step(600))

    assert left(ledger_with(1_000), [other], gone, back) == "4.00"
    assert left(ledger_with(1_000), [other], back, gone) is None
