"""Report of goals on a day: the status of each, where it is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from shared.models.ledger.balances import NO_CONVERSIONS, Conversions
from shared.models.ledger.ledger import Ledger
from shared.models.planning.goals.goal import Goal
from shared.models.planning.goals.measures import GoalMeter
from shared.models.planning.goals.status import GoalStatus
from shared.models.values.frozen import frozen


class Unknown(StrEnum):
    """Reason why a goal has no amounts.

    RELEASED: it is cancelled or archived. NEEDS_TARGET: its target is in a former currency.
    MISSING: its account is gone.
    """

    RELEASED = "RELEASED"
    NEEDS_TARGET = "NEEDS_TARGET"
    MISSING = "MISSING"


@frozen
class ReportedGoal:
    """A goal with its status, or the reason why it has none."""

    goal: Goal
    status: GoalStatus | None
    unknown: Unknown | None = None


@frozen
class GoalReport:
    """Goals of a ledger on a day, with the conversions of amounts in other currencies."""

    ledger: Ledger
    today: date
    goals: tuple[ReportedGoal, ...]
    conversions: Conversions = NO_CONVERSIONS

    def base_minor(self, amount_minor: int, currency: str) -> int | None:
        """Return an amount in the ledger's currency at today's rate; None without a rate."""
        if currency == self.ledger.currency:
            return amount_minor
        return self.conversions.convert(amount_minor, currency, self.today)


def reported(goals: Iterable[Goal], meter: GoalMeter) -> tuple[ReportedGoal, ...]:
    """Return these goals with their status."""
    return tuple(_reported(one, meter) for one in goals)


def _reported(goal: Goal, meter: GoalMeter) -> ReportedGoal:
    ledger = meter.ledger
    if not goal.is_in_force:
        return ReportedGoal(goal, None, Unknown.RELEASED)
    account_id = goal.funding.account_id
    if account_id is not None and account_id not in ledger.accounts:
        return ReportedGoal(goal, None, Unknown.MISSING)
    if goal.currency != goal.currency_in(ledger):
        return ReportedGoal(goal, None, Unknown.NEEDS_TARGET)
    measure = meter.measure(goal)
    if measure is None:
        return ReportedGoal(goal, None, Unknown.MISSING)
    return ReportedGoal(goal, GoalStatus(goal, measure, ledger.calendar, meter.today))


def currencies_to_convert(goals: Sequence[Goal], ledger: Ledger) -> set[str]:
    """Return the other currencies than the ledger's in which goals are."""
    return {one.currency for one in goals if one.is_in_force} - {ledger.currency}
