"""News of goals that people get: milestones, falling behind, and allocations beyond a balance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.notification import Event
from shared.models.notifications.parameters import (
    DateParameter,
    NumberParameter,
    Parameter,
    amount,
    text,
)
from shared.models.planning.goals.allocations import allocations_of
from shared.models.planning.goals.goal import Goal
from shared.models.planning.goals.signals import signals_of
from shared.models.planning.watch.state import Sighting, WatchState
from shared.models.values.frozen import frozen

if TYPE_CHECKING:
    from shared.models.ledger.ledger import Ledger
    from shared.models.ledger.tenant import Tenant
    from shared.models.planning.goals.report import ReportedGoal
    from shared.models.planning.goals.status import GoalStatus

_MILESTONE = "milestone"


@frozen
class GoalWatch:
    """A look at the goals of a ledger at an instant."""

    tenant: Tenant
    state: WatchState
    at: datetime

    @property
    def ledger(self) -> Ledger:
        """Return the ledger."""
        return self.tenant.ledger

    @property
    def today(self) -> date:
        """Return the day in the ledger's time zone."""
        return self.ledger.today(self.at)

    def sightings_of(self, reported: ReportedGoal) -> Iterator[Sighting]:
        """Yield what is seen anew of a goal; nothing of one whose status is not known."""
        status = reported.status
        if status is None:
            return
        yield from self._of_milestones(status)
        yield from self._of_pace(status)

    def shortfalls(self, goals: Iterable[Goal]) -> Iterator[Sighting]:
        """Yield the accounts whose balance is less than what goals have of it, once in a month."""
        goals = list(goals)
        month = self.ledger.calendar.month_of(self.today)
        key = f"{self.ledger.calendar.last_day(month)}.shortfall"
        for account_id in sorted({one.funding.account_id or "" for one in goals if one.steps}):
            account = self.ledger.accounts.get(account_id)
            if account is None or self.state.level(account_id, key):
                continue
            balance = self.ledger.balance_minor(account_id)
            parts = allocations_of(goals, account_id, balance, self.today).values()
            if not any(one.shortfall_minor for one in parts):
                continue
            currency = self.ledger.currency_of(account_id)
            told: dict[str, Parameter] = {
                "account": text(account.name),
                "amount": amount(sum(one.claim_minor for one in parts), currency),
                "limit": amount(balance, currency),
            }
            event = self._event(NotificationKind.GOAL_SHORTFALL, account_id, told, key)
            yield Sighting(account_id, key, 1, event)

    def _of_milestones(self, status: GoalStatus) -> Iterator[Sighting]:
        """Yield the highest milestone that is reached; after a change of the target, untold."""
        goal = status.goal
        key = f"{_MILESTONE}.{goal.target_minor}"
        percent = max(signals_of(status).milestones, default=0)
        levels = self.state.seen.get(goal.id, {})
        is_new_target = key not in levels and any(one.startswith(_MILESTONE) for one in levels)
        if percent <= levels.get(key, 0) and not is_new_target:
            return
        event = None
        if percent and not is_new_target:
            told = self._amounts(status) | {"percent": NumberParameter(number=percent)}
            kind = NotificationKind.GOAL_MILESTONE
            event = self._event(kind, goal.id, told, key, str(percent))
        yield Sighting(goal.id, key, percent, event, replaces=_MILESTONE)

    def _of_pace(self, status: GoalStatus) -> Iterator[Sighting]:
        """Yield each further month of the pace that is missing, once in a year."""
        goal, months = status.goal, status.months_behind
        key = f"{date(self.today.year, 12, 31)}.behind"
        if months <= self.state.level(goal.id, key):
            return
        told = self._amounts(status) | {
            "expected": amount(status.planned_minor or 0, goal.currency),
            "date": DateParameter(date=self.today),
        }
        event = self._event(NotificationKind.GOAL_BEHIND, goal.id, told, key, str(months))
        yield Sighting(goal.id, key, months, event)

    @staticmethod
    def _amounts(status: GoalStatus) -> dict[str, Parameter]:
        goal = status.goal
        return {
            "name": text(goal.name),
            "amount": amount(status.saved_minor, goal.currency),
            "limit": amount(goal.target_minor, goal.currency),
        }

    def _event(
        self, kind: NotificationKind, subject_id: str, told: dict[str, Parameter], *key: str
    ) -> Event:
        name = self.tenant.workspace_name
        return Event.of(kind, subject_id, self.at, *key, workspace_name=name, parameters=told)
