"""Goals of unit tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from shared.models.planning.goals.goal import AllocationStep, Funding, FundingKind, Goal

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
TODAY = NOON.date()


def goal(goal_id: str = "G1", **fields: Any) -> Goal:
    """Return a goal of 1,000.00 by linked transactions, since the beginning of 2026."""
    usual: dict[str, Any] = {
        "id": goal_id,
        "name": goal_id,
        "funding": Funding(kind=FundingKind.TRANSACTIONS),
        "currency": "EUR",
        "target_minor": 100_000,
        "start": date(2026, 1, 1),
        "created_at": NOON,
        "updated_at": NOON,
    }
    return Goal(**usual | fields)


def allocated(goal_id: str, *steps: AllocationStep, account_id: str = "A", **fields: Any) -> Goal:
    """Return a goal with a part of an account's balance."""
    funding = Funding(kind=FundingKind.ALLOCATION, account_id=account_id)
    return goal(goal_id, funding=funding, steps=steps, **fields)


def step(
    amount_minor: int | None = None, basis_points: int | None = None, day: date = date(2026, 1, 1)
) -> AllocationStep:
    """Return an allocation from a day on."""
    return AllocationStep(start=day, amount_minor=amount_minor, basis_points=basis_points)
