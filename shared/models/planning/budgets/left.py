"""Rest of all budgets together, and those that need attention, for a home page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from shared.models.ledger.scopes import ScopeKind
from shared.models.planning.budgets.budget import Budget
from shared.models.planning.budgets.report import BudgetStatus
from shared.models.planning.budgets.status import PeriodStatus, overlaps

MAX_ATTENTION = 10
"""Budgets that a home page lists."""


class Attention(StrEnum):
    """Why a budget needs attention; the first of these that is true.

    OVERSPENT: more was spent than is available. THRESHOLD: a threshold was reached. PACE: more was
    spent than equal amounts each day, in a ledger without recurring entries, which may explain it.
    """

    OVERSPENT = "OVERSPENT"
    THRESHOLD = "THRESHOLD"
    PACE = "PACE"


class NoticedBudget(NamedTuple):
    """A budget that needs attention, in its present period."""

    budget: Budget
    status: PeriodStatus
    attention: Attention


class LeftToSpend(NamedTuple):
    """Rest of the budgets in their present periods, in minor units.

    ``left_minor`` is None if there is none whose rest is known. ``noticed`` are at most 10, those
    with the least left first, of ``noticed_count``. ``is_partial`` if a budget is left out, because
    its rest is not known yet, or needs too many months.
    """

    left_minor: int | None
    noticed: list[NoticedBudget]
    noticed_count: int
    is_partial: bool


def left_to_spend(
    statuses: Sequence[BudgetStatus], today: date, *, has_recurring: bool, is_partial: bool
) -> LeftToSpend:
    """Return what is left of budgets together.

    Of budgets that may count the same expenses, the one on everything counts, or else the one on
    more parts.
    """
    known = [(one.budget, one.statuses[-1]) for one in statuses if one.statuses]
    apart = {one.id for one in _apart([budget for budget, _ in known])}
    noticed = [
        NoticedBudget(budget, status, attention)
        for budget, status in known
        if (attention := _attention(budget, status, today, has_recurring)) is not None
    ]
    noticed.sort(key=lambda one: (one.status.left_minor, one.budget.id))
    return LeftToSpend(
        sum(status.left_minor for budget, status in known if budget.id in apart) if known else None,
        noticed[:MAX_ATTENTION],
        len(noticed),
        is_partial or len(known) < len(statuses),
    )


def _apart(budgets: Sequence[Budget]) -> list[Budget]:
    """Return the budgets without those that may count the same expenses as another one of them."""

    def rank(one: Budget) -> tuple[bool, int, str]:
        return one.scope.kind is not ScopeKind.EVERYTHING, -len(one.scope.ids), one.id

    kept: list[Budget] = []
    for one in sorted(budgets, key=rank):
        if not any(one.id in pair for pair in overlaps([*kept, one])):
            kept.append(one)
    return kept


def _attention(
    budget: Budget,
    status: PeriodStatus,
    today: date,
    has_recurring: bool,  # noqa: FBT001
) -> Attention | None:
    if status.left_minor < 0:
        return Attention.OVERSPENT
    if status.crossed(budget.thresholds):
        return Attention.THRESHOLD
    is_ahead = status.spent_minor > status.expected_minor(today)
    return Attention.PACE if is_ahead and not has_recurring else None
