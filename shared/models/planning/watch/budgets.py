"""News of budgets that people get: thresholds, fast spending, and spending that is on none.

Thresholds are compared with the highest share of a period that was seen before. So each is told
once in a period, also if the spending goes back and up again, or a late entry reaches it in a
period that is over; and a threshold that is set below the share is not told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from shared.models.ledger.scopes import ScopeKind
from shared.models.notifications.kinds import NotificationKind
from shared.models.notifications.notification import Event
from shared.models.notifications.parameters import (
    DateParameter,
    MonthParameter,
    NumberParameter,
    Parameter,
    amount,
    text,
)
from shared.models.planning.budgets.budget import MAX_THRESHOLD, Budget
from shared.models.planning.budgets.known_expenses import OffPace
from shared.models.planning.budgets.report import BudgetReport, BudgetStatus, PlannedPeriods
from shared.models.planning.budgets.status import PeriodStatus
from shared.models.planning.watch.state import LOOKS_BACK, Sighting, WatchState
from shared.models.planning.watch.threshold_event import threshold_event
from shared.models.values.dates import today_in
from shared.models.values.frozen import frozen

if TYPE_CHECKING:
    from shared.models.ledger.ledger import Ledger
    from shared.models.ledger.tenant import Tenant

_HUNDRED = 100

_PACE_MARGIN = 20
"""Percent of what is available by which spending is ahead of what is expected by now."""

_PACE_PART = 5
"""A fifth of a period must have passed before its spending can be called fast."""

_PACE_DAYS = 7
"""Periods that are shorter have no pace."""

_UNBUDGETED_PART = 10
"""Spending without a budget is told from a tenth of what the budgets allow in a month."""

UNBUDGETED = "unbudgeted"
"""Stands for a plan in the sightings of spending that no budget is on."""


def share_of(status: PeriodStatus) -> int:
    """Return the spent part in whole percent, rounded down, at most the greatest threshold.

    With nothing available, any spending is the most.
    """
    if status.spent_minor <= 0:
        return 0
    if status.available_minor <= 0:
        return MAX_THRESHOLD
    return min(status.spent_minor * _HUNDRED // status.available_minor, MAX_THRESHOLD)


def may_be_fast(status: PeriodStatus, thresholds: Sequence[int], today: date) -> bool:
    """Return whether a period has a pace to tell: it is long enough, and below each threshold.

    From the first threshold on, thresholds tell enough.
    """
    period = status.period
    passed = (today - period.first).days + 1
    if today not in period or period.count < _PACE_DAYS or passed * _PACE_PART < period.count:
        return False
    return _PACE_MARGIN <= share_of(status) < min([_HUNDRED, *thresholds])


def is_fast(status: PeriodStatus, off_pace: OffPace, today: date) -> bool:
    """Return whether much more was spent until today than is expected by now."""
    spent = status.spent_minor - off_pace.ahead_minor
    ahead = spent - status.expected_minor(today, off_pace)
    return ahead * _HUNDRED >= status.available_minor * _PACE_MARGIN


@frozen
class BudgetWatch:
    """A look at the budgets of a ledger at an instant, in the periods that end since a day."""

    tenant: Tenant
    state: WatchState
    since: date
    at: datetime

    @property
    def ledger(self) -> Ledger:
        """Return the ledger."""
        return self.tenant.ledger

    @property
    def today(self) -> date:
        """Return the day in the ledger's time zone."""
        return self.ledger.today(self.at)

    def first_day(self, budget: Budget | None = None) -> date:
        """Return the day since which periods end that are told of, those of a budget or months.

        A period that ended before a budget was created is not told.
        """
        days = [min(self.since, self.today), self.state.since, self.today - LOOKS_BACK]
        if budget is not None:
            days.append(today_in(self.ledger.timezone, budget.created_at))
        return max(days)

    def planned(self, budgets: Iterable[Budget]) -> list[PlannedPeriods]:
        """Return the periods to look at of live budgets, until the present one."""
        found = []
        for budget in budgets:
            first = max(budget.start, self.first_day(budget))
            if budget.archived or first > self.today:
                continue
            periods = budget.rule(self.ledger.calendar).between(first, self.today)
            if count := sum(1 for _ in periods):
                found.append(PlannedPeriods.until(budget, self.ledger, self.today, count))
        return found

    def sightings_of(self, status: BudgetStatus) -> Iterator[Sighting]:
        """Yield what is seen anew of a budget; nothing while its amounts are unknown.

        Of several periods that are over, in which it is found at once, the last is told, with the
        number of the others.
        """
        over: list[tuple[PeriodStatus, Sighting]] = []
        for one in status.statuses or ():
            sighting = self._of_share(status.budget, one)
            if sighting is None:
                continue
            if sighting.event is not None and one.period.last < self.today:
                over.append((one, sighting))
            else:
                yield sighting
        yield from _only_last_told(over)

    def may_have_pace(self, status: BudgetStatus) -> bool:
        """Return whether the pace of a budget is to be looked at, for which more is read."""
        budget = status.budget
        return any(
            may_be_fast(one, budget.thresholds, self.today)
            and not self.state.level(budget.id, _key_of_pace(one))
            for one in (status.statuses or ())[-1:]
        )

    def pace_of(self, status: BudgetStatus) -> Iterator[Sighting]:
        """Yield the fast spending of a budget that may have a pace, without what is off it."""
        budget, off_pace = status.budget, status.off_pace
        for one in (status.statuses or ())[-1:]:
            if not is_fast(one, off_pace, self.today):
                continue
            currency, key = self.ledger.currency, _key_of_pace(one)
            told: dict[str, Parameter] = {
                "name": text(budget.name),
                "amount": amount(one.spent_minor - off_pace.ahead_minor, currency),
                "limit": amount(one.available_minor, currency),
                "expected": amount(one.expected_minor(self.today, off_pace), currency),
                "date": DateParameter(date=self.today),
                "last": DateParameter(date=one.period.last),
            }
            event = self._event(NotificationKind.BUDGET_PACE, budget.id, told, key)
            yield Sighting(budget.id, key, 1, event)

    def sightings_without(self, report: BudgetReport) -> Iterator[Sighting]:
        """Yield the spending of a month that is on no budget, if it is much and seen anew.

        If a budget is on everything, or none on categories, nothing is missing a budget.
        """
        last = self.ledger.calendar.last_day(report.month)
        live = [one for one in report.budgets if one.statuses and not one.budget.archived]
        kinds = {one.budget.scope.kind for one in live}
        if ScopeKind.EVERYTHING in kinds or ScopeKind.CATEGORIES not in kinds:
            return
        spent = sum(minor for _, minor in report.unbudgeted if minor > 0)
        days = (last - self.ledger.calendar.first_day(report.month)).days + 1
        allowed = sum(
            status.amount_minor * days // status.period.count
            for one in live
            if one.budget.scope.kind is ScopeKind.CATEGORIES
            for status in (one.statuses or ())[-1:]
        )
        if spent * _UNBUDGETED_PART < allowed or not spent:
            return
        if not self.state.level(UNBUDGETED, str(last)):
            month = str(report.month)
            told: dict[str, Parameter] = {
                "month": MonthParameter(month=month),
                "amount": amount(spent, self.ledger.currency),
            }
            event = self._event(NotificationKind.BUDGET_UNBUDGETED, month, told)
            yield Sighting(UNBUDGETED, str(last), 1, event)

    def _of_share(self, budget: Budget, status: PeriodStatus) -> Sighting | None:
        key, share = str(status.period.last), share_of(status)
        seen = self.state.level(budget.id, key)
        if share <= seen:
            return None
        crossed = [one for one in budget.thresholds if seen < one <= share]
        if not crossed:
            return Sighting(budget.id, key, share)
        amounts = (status.spent_minor, status.available_minor)
        name = self.tenant.workspace_name
        event = threshold_event(budget, status.period, amounts, crossed[-1], self.at, name)
        return Sighting(budget.id, key, share, event)

    def _event(
        self, kind: NotificationKind, subject_id: str, told: dict[str, Parameter], *key: str
    ) -> Event:
        name = self.tenant.workspace_name
        return Event.of(kind, subject_id, self.at, *key, workspace_name=name, parameters=told)


def _key_of_pace(status: PeriodStatus) -> str:
    return f"{status.period.last}.pace"


def _only_last_told(found: Sequence[tuple[PeriodStatus, Sighting]]) -> Iterator[Sighting]:
    """Yield sightings of which only the last one has an event, with the number of the others."""
    for index, (_, one) in enumerate(found):
        if index < len(found) - 1 or one.event is None:
            yield Sighting(one.subject_id, one.key, one.level)
            continue
        told = dict(one.event.parameters)
        if index:
            told["more"] = NumberParameter(number=index)
        event = one.event.model_copy(update={"parameters": told})
        yield Sighting(one.subject_id, one.key, one.level, event)
