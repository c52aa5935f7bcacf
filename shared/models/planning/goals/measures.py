"""Money that counts for goals: now, at the end of each month, and how much flows in by month.

All amounts are in minor units of the goal's currency. They are taken from the balances of accounts
and the totals of month summaries; nothing of them is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from shared.models.ledger.balances import closing_balances
from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import AccountMonthSum, Summary, SummaryTotals
from shared.models.planning.goals.allocations import Allocated, allocations_of
from shared.models.planning.goals.goal import FundingKind, Goal
from shared.models.values.dates import Month
from shared.models.values.frozen import frozen
from shared.models.values.spans.days import Months

FLOW_MONTHS = 12
"""Months before the present one whose flow is looked at."""

_NO_ALLOCATION = Allocated(0, 0)


class MonthPoint(NamedTuple):
    """Money of a goal at the end of a month; of the present one, now."""

    month: Month
    saved_minor: int


@frozen
class Measure:
    """Money that counts for a goal.

    ``points`` are of the months from its start to the present one. ``flows`` is what came in, less
    what went out, in each of the last 12 months before the present one, oldest first, from the
    first one of which that is known. ``shortfall_minor`` is what is missing of its allocation.
    ``unconverted`` are the currencies of transactions without a rate in the months of ``points``:
    those that are for the goal count with nothing.
    """

    saved_minor: int
    points: tuple[MonthPoint, ...]
    flows: tuple[int, ...]
    shortfall_minor: int = 0
    unconverted: tuple[str, ...] = ()


def months_to_read(goals: Iterable[Goal], ledger: Ledger, today: date) -> Months:
    """Return the months whose summaries goals need: of their starts, and of the flow.

    Those after the present one are needed, too, for balances at the ends of months.
    """
    this = ledger.calendar.month_of(today)
    first = Months.ending(this, FLOW_MONTHS + 1).first
    starts = (ledger.calendar.month_of(one.start) for one in goals)
    return Months(min([first, *starts]), this)


@frozen(slots=False)
class GoalMeter:
    """Summaries and balances of a ledger, from which the money of any of its goals is taken.

    ``goals`` are all of the ledger. ``summaries`` are all stored ones from the first month on, also
    those after the present month, read at the same instant.
    """

    ledger: Ledger
    goals: Sequence[Goal]
    months: Months
    summaries: Sequence[Summary]
    today: date

    @cached_property
    def _totals(self) -> Mapping[Month, SummaryTotals]:
        return {one.month: one.totals for one in self.summaries}

    @cached_property
    def _balances(self) -> Mapping[str, Sequence[int]]:
        """Return the balances of accounts at the ends of months; now in the present one."""
        found = closing_balances(self.ledger, self.months, self.summaries)
        return {key: [*row[:-1], self.ledger.balance_minor(key)] for key, row in found.items()}

    def measure(self, goal: Goal) -> Measure | None:
        """Return what counts for a goal; None if its account is gone."""
        if goal.funding.kind.is_of_account and goal.funding.account_id not in self.ledger.accounts:
            return None
        match goal.funding.kind:
            case FundingKind.ALLOCATION:
                return self._of_allocation(goal)
            case FundingKind.ACCOUNT | FundingKind.DEBT:
                return self._of_balance(goal)
            case _:
                return self._of_totals(goal)

    def _points(self, goal: Goal, saved: Sequence[int]) -> tuple[MonthPoint, ...]:
        """Return the points since the goal's start of amounts of all months."""
        start = self.ledger.calendar.month_of(goal.start)
        pairs = zip(self.months, saved, strict=True)
        return tuple(MonthPoint(month, amount) for month, amount in pairs if month >= start)

    def _flows(self, goal: Goal, flows: Mapping[Month, int]) -> tuple[int, ...]:
        """Return the flows of the last months from the first one with any, or the start, on."""
        this = self.months.last
        asked = Months.ending(this.previous, FLOW_MONTHS)
        moved = (month for month in asked if flows.get(month))
        first = min([self.ledger.calendar.month_of(goal.start), *moved])
        return tuple(flows.get(month, 0) for month in asked if month >= first)

    def _of_balance(self, goal: Goal) -> Measure:
        """Measure a whole account, or what was paid back of a debt."""
        account_id = goal.funding.account_id or ""
        owed_minor = goal.funding.debt_minor or 0
        saved = [owed_minor + balance for balance in self._balances[account_id]]
        none = AccountMonthSum()
        flows = {
            month: totals.by_account.get(account_id, none).change_minor
            for month, totals in self._totals.items()
        }
        return Measure(saved[-1], self._points(goal, saved), self._flows(goal, flows))

    def _of_allocation(self, goal: Goal) -> Measure:
        account_id = goal.funding.account_id or ""
        allocated = [
            allocations_of(self.goals, account_id, balance, self._day_of(month))
            for month, balance in zip(self.months, self._balances[account_id], strict=True)
        ]
        parts = [one.get(goal.id, _NO_ALLOCATION) for one in allocated]
        saved = [one.granted_minor for one in parts]
        first = self.ledger.calendar.month_of(goal.steps[0].start if goal.steps else self.today)
        # The first allocation is a beginning, and no flow of its month.
        months = list(self.months)
        flows = {
            month: saved[index] - saved[index - 1]
            for index, month in enumerate(months)
            if index and month > first
        }
        known = tuple(
            flows[month]
            for month in Months.ending(months[-1].previous, FLOW_MONTHS)
            if month in flows
        )
        return Measure(
            saved[-1], self._points(goal, saved), known, shortfall_minor=parts[-1].shortfall_minor
        )

    def _day_of(self, month: Month) -> date:
        return min(self.today, self.ledger.calendar.last_day(month))

    def _of_totals(self, goal: Goal) -> Measure:
        """Measure what was booked in the months since the start."""
        flows = {month: _booked(goal, totals) for month, totals in self._totals.items()}
        start = self.ledger.calendar.month_of(goal.start)
        saved, so_far = [], 0
        for month in self.months:
            so_far += flows.get(month, 0) if month >= start else 0
            saved.append(so_far)
        return Measure(
            so_far,
            self._points(goal, saved),
            self._flows(goal, flows),
            unconverted=self._unconverted_since(start),
        )

    def _unconverted_since(self, start: Month) -> tuple[str, ...]:
        """Return the currencies of transactions without a rate from a month to the present one."""
        found = {
            currency
            for month in self.months
            if month >= start and month in self._totals
            for currency, missing in self._totals[month].unconverted.items()
            if missing.count
        }
        return tuple(sorted(found))


def _booked(goal: Goal, totals: SummaryTotals) -> int:
    """Return what a month's totals have for a goal, in the ledger's currency."""
    funding = goal.funding
    match funding.kind:
        case FundingKind.CATEGORY:
            category = totals.by_category.get(funding.category_id or "")
            return 0 if category is None else category.total_minor
        case FundingKind.TAG:
            tag = totals.by_tag.get(funding.tag or "")
            if tag is None:
                return 0
            is_income = funding.type is EntryType.INCOME
            return tag.income_minor if is_income else tag.expenses_minor
        case _:
            linked = totals.by_goal.get(goal.id)
            return 0 if linked is None else linked.total_minor
