"""Signals of goals: milestones that are reached, and falling behind, for notifications."""

from __future__ import annotations

from typing import NamedTuple

from shared.models.planning.goals.status import GoalStatus


class GoalSignals(NamedTuple):
    """Facts to tell about a goal on the day of its status.

    ``milestones`` are the percentages that are reached now, ascending. ``behind_minor`` is
    the amount missing to its pace, in minor units of its currency; None if it is not behind.
    """

    milestones: tuple[int, ...]
    behind_minor: int | None


def signals_of(status: GoalStatus) -> GoalSignals:
    """Return what there is to tell about a goal."""
    reached = tuple(one.percent for one in status.milestones if one.is_reached)
    return GoalSignals(reached, status.behind_minor if status.is_behind else None)
