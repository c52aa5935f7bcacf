"""Status of a goal: how much is saved, what is needed each month, and when it may be reached.

All amounts are in minor units of the goal's currency. Everything is a function of the goal, of what
counts for it, and of a day.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from shared.models.planning.goals.goal import WHOLE, Goal, GoalState
from shared.models.planning.goals.measures import Measure
from shared.models.values.dates import Calendar, Month
from shared.models.values.frozen import frozen
from shared.models.values.money import divide_half_even
from shared.models.values.spans.days import Days, Months

MILESTONES = (25, 50, 75, 100)
"""Milestones in percent of the target."""

WINDOWS = (3, 6, 12)
"""Numbers of months whose flow is averaged."""

MAX_MONTHS_AHEAD = 1_200
"""Months after which no completion is told."""

_HUNDRED, _DAYS_OF_MONTH = 100, 31


class NoCompletion(StrEnum):
    """Reason why no completion is expected."""

    REACHED = "REACHED"
    NOT_ACTIVE = "NOT_ACTIVE"
    NO_HISTORY = "NO_HISTORY"
    NOTHING_FLOWS_IN = "NOTHING_FLOWS_IN"
    TOO_FAR = "TOO_FAR"


class WindowFlow(NamedTuple):
    """Flow of the last months together; ``month`` is when it completes the goal, if ever."""

    months: int
    flow_minor: int
    month: Month | None

    @property
    def average_minor(self) -> int:
        """Return the flow of a month, rounded half to even."""
        return divide_half_even(self.flow_minor, self.months)


@frozen
class Completion:
    """Months in which a goal may be reached at the flow of the last months.

    ``latest`` is None if it would never be at one of them. ``reason`` is why there is none.
    """

    windows: tuple[WindowFlow, ...] = ()
    earliest: Month | None = None
    latest: Month | None = None
    reason: NoCompletion | None = None


class Milestone(NamedTuple):
    """A part of the target; ``month`` is the first one at whose end it was reached, if known."""

    percent: int
    amount_minor: int
    is_reached: bool
    month: Month | None


@frozen
class GoalStatus:
    """A goal with what counts for it on a day."""

    goal: Goal
    measure: Measure
    calendar: Calendar
    today: date

    @property
    def saved_minor(self) -> int:
        """Return what counts for it; negative if an account is overdrawn, or a debt has grown."""
        return self.measure.saved_minor

    @property
    def left_minor(self) -> int:
        """Return what is missing to the target."""
        return max(0, self.goal.target_minor - self.saved_minor)

    @property
    def is_reached(self) -> bool:
        """Return whether the target is there."""
        return self.left_minor == 0

    @property
    def basis_points(self) -> int:
        """Return the part of the target that is there, rounded down; at least 0."""
        return max(0, self.saved_minor) * WHOLE // self.goal.target_minor

    @property
    def state(self) -> GoalState:
        """Return its state; one that is reached is COMPLETED as long as it is."""
        if self.is_reached and self.goal.state in {GoalState.ACTIVE, GoalState.PAUSED}:
            return GoalState.COMPLETED
        return self.goal.state

    @property
    def is_pursued(self) -> bool:
        """Return whether it is active, and not reached."""
        return self.state is GoalState.ACTIVE

    @property
    def needed_per_month_minor(self) -> int | None:
        """Return what is needed in each month until the target date, rounded up.

        The present month, or that of a later start, and that of the date count. After the date
        it is all that is missing.
        """
        end = self.goal.target_date
        if end is None or not self.is_pursued:
            return None
        first = max(self.today, self.goal.start)
        months = Days(first, max(first, end)).months(self.calendar).count
        return -(-self.left_minor // months)

    @property
    def planned_minor(self) -> int | None:
        """Return what would be saved by the end of today at a steady pace from zero."""
        end = self.goal.target_date
        if end is None:
            return None
        whole = Days(self.goal.start, end).count
        passed = Days(self.goal.start, self.today).count
        return divide_half_even(self.goal.target_minor * min(max(0, passed), whole), whole)

    @property
    def behind_minor(self) -> int | None:
        """Return what is missing to the steady pace; 0 if nothing, None without a pace."""
        planned = self.planned_minor
        return None if planned is None else max(0, planned - self.saved_minor)

    @property
    def is_behind(self) -> bool:
        """Return whether it is pursued, and behind its pace."""
        return self.is_pursued and bool(self.behind_minor)

    @property
    def months_behind(self) -> int:
        """Return how many months of its steady pace are missing, rounded down.

        Less than one is usual for people who save on payday.
        """
        end = self.goal.target_date
        if end is None or not self.is_behind:
            return 0
        missing_minor = (self.behind_minor or 0) * Days(self.goal.start, end).count
        return missing_minor // (self.goal.target_minor * _DAYS_OF_MONTH)

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        """Return the milestones."""
        return tuple(map(self._milestone, MILESTONES))

    def _milestone(self, percent: int) -> Milestone:
        # Rounded up, so that the amount reaches the part.
        amount_minor = -(-self.goal.target_minor * percent // _HUNDRED)
        reached = (one.month for one in self.measure.points if one.saved_minor >= amount_minor)
        is_reached = self.saved_minor >= amount_minor
        return Milestone(percent, amount_minor, is_reached, next(reached, None))

    @property
    def completion(self) -> Completion:
        """Return when it may be reached, by the flow of the last 3, 6 and 12 months.

        With fewer months of which the flow is known, these alone are averaged.
        """
        if self.is_reached:
            return Completion(reason=NoCompletion.REACHED)
        if not self.is_pursued:
            return Completion(reason=NoCompletion.NOT_ACTIVE)
        flows = self.measure.flows
        if not flows:
            return Completion(reason=NoCompletion.NO_HISTORY)
        counts = sorted({min(count, len(flows)) for count in WINDOWS})
        windows = tuple(self._window(count, sum(flows[-count:])) for count in counts)
        months = [one.month for one in windows if one.month is not None]
        if not months:
            is_far = any(one.flow_minor > 0 for one in windows)
            reason = NoCompletion.TOO_FAR if is_far else NoCompletion.NOTHING_FLOWS_IN
            return Completion(windows, reason=reason)
        latest = max(months) if len(months) == len(windows) else None
        return Completion(windows, min(months), latest)

    def _window(self, count: int, flow_minor: int) -> WindowFlow:
        if flow_minor <= 0:
            return WindowFlow(count, flow_minor, None)
        ahead = -(-self.left_minor * count // flow_minor)
        if ahead > MAX_MONTHS_AHEAD:
            return WindowFlow(count, flow_minor, None)
        this = self.calendar.month_of(self.today)
        return WindowFlow(count, flow_minor, month_after(this, ahead))


def month_after(month: Month, by: int) -> Month:
    """Return the month that is ``by`` months later."""
    return Months.ending(month, 1 - by).first
