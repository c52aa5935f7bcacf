"""Goals that need attention on a home page, and the money that counts for them now.

The amount that is saved now needs no months before the goal's start, and for the balance of an
account none at all. So it is taken from fewer summaries than the status, which has flows, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Summary
from shared.models.planning.goals.goal import Goal
from shared.models.planning.goals.measures import GoalMeter
from shared.models.planning.goals.report import ReportedGoal, reported
from shared.models.planning.goals.status import GoalStatus
from shared.models.values.spans.days import Months

MAX_NOTICED = 10
"""Goals that a home page lists."""

_PRECISION = 1_000_000


class GoalAttention(StrEnum):
    """Why a goal needs attention; the first of these that is true.

    SHORTFALL: the balance of its account is less than what goals have of it. OVERDUE: it is not
    reached, and its target date is over. BEHIND: a month of its steady pace is missing, or more.
    """

    SHORTFALL = "SHORTFALL"
    OVERDUE = "OVERDUE"
    BEHIND = "BEHIND"


class NoticedGoal(NamedTuple):
    """A goal that needs attention; ``missing_minor`` is by how much, in its currency."""

    status: GoalStatus
    attention: GoalAttention
    missing_minor: int

    @property
    def rank(self) -> tuple[int, str]:
        """Return its place among others: a larger part of the target missing comes first."""
        goal = self.status.goal
        return -(self.missing_minor * _PRECISION // goal.target_minor), goal.id


class NoticedGoals(NamedTuple):
    """Goals that need attention, at most 10 of ``noticed_count``.

    ``is_partial`` if a goal is left out, because it has no amounts, or needs too many months.
    """

    items: list[NoticedGoal]
    noticed_count: int
    is_partial: bool


def months_needed(goal: Goal, ledger: Ledger, today: date) -> Months | None:
    """Return the months from a goal's start to the present one, if the money in them counts.

    None for the balance of an account, and for a goal that begins in a later month.
    """
    start, this = ledger.calendar.month_of(goal.start), ledger.calendar.month_of(today)
    return None if goal.funding.kind.is_of_account or start > this else Months(start, this)


def notice(
    ledger: Ledger,
    goals: Sequence[Goal],
    shown: Sequence[Goal],
    summaries: Sequence[Summary],
    today: date,
) -> NoticedGoals:
    """Return which of the goals that are shown need attention.

    ``goals`` are all of the ledger, which share balances. ``summaries`` are those of the months
    that the shown ones need.
    """
    this = ledger.calendar.month_of(today)
    first = min([this, *(one.month for one in summaries)])
    meter = GoalMeter(ledger, goals, Months(first, this), summaries, today)
    found = reported(shown, meter)
    noticed = sorted(filter(None, map(_noticed, found)), key=lambda one: one.rank)
    is_partial = any(one.status is None for one in found)
    return NoticedGoals(noticed[:MAX_NOTICED], len(noticed), is_partial)


def _noticed(one: ReportedGoal) -> NoticedGoal | None:
    status = one.status
    if status is None:
        return None
    if shortfall_minor := status.measure.shortfall_minor:
        return NoticedGoal(status, GoalAttention.SHORTFALL, shortfall_minor)
    if not status.is_pursued or status.goal.target_date is None:
        return None
    if status.goal.target_date < status.today:
        return NoticedGoal(status, GoalAttention.OVERDUE, status.left_minor)
    if status.months_behind:
        return NoticedGoal(status, GoalAttention.BEHIND, status.behind_minor or 0)
    return None
