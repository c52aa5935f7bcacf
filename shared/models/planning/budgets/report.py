"""Report of budgets on a day: the status of each, and the spending that no budget is on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.scopes import ScopeKind, ready_scopes
from shared.models.ledger.summary import UNFILED_KEYS, Summary
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.planning.budgets.budget import Budget, Carry
from shared.models.planning.budgets.known_expenses import (
    NOTHING_KNOWN,
    NOTHING_OFF_PACE,
    KnownExpenses,
    OffPace,
    needs_ahead,
)
from shared.models.planning.budgets.past import NO_EARLIER, EarlierPeriods, Past, past_of
from shared.models.planning.budgets.spending import (
    Spending,
    expenses_by_category,
    months_of,
    unconverted_expenses,
)
from shared.models.planning.budgets.status import PeriodStatus, fold, overlaps
from shared.models.values.dates import Month
from shared.models.values.frozen import frozen
from shared.models.values.spans.days import Days


class ReportedDays(NamedTuple):
    """The day of a report, and today."""

    day: date
    today: date


@frozen
class PlannedPeriods:
    """A budget with the consecutive periods to report, and those before them that are folded."""

    budget: Budget
    folded: tuple[Days, ...]
    count: int = 1

    @classmethod
    def until(cls, budget: Budget, ledger: Ledger, day: date, count: int = 1) -> PlannedPeriods:
        """Return the last periods of a budget until the one of a day; none before the first.

        Without carry, nothing is folded before them.
        """
        periods = tuple(budget.rule(ledger.calendar).between(budget.start, day))
        if budget.carry is Carry.NONE:
            periods = periods[-count:]
        return cls(budget, periods, count)


@frozen
class BudgetStatus:
    """Periods of a budget with what was spent in each.

    ``spent_minor`` is None while the daily totals are built. ``statuses`` are None then, and while
    the amounts are in another currency than the ledger's. ``off_pace`` is of the last period.
    """

    budget: Budget
    periods: tuple[Days, ...]
    spent_minor: tuple[int, ...] | None
    statuses: tuple[PeriodStatus, ...] | None
    needs_amount: bool
    off_pace: OffPace = NOTHING_OFF_PACE

    @property
    def is_ready(self) -> bool:
        """Return whether what was spent is known."""
        return self.spent_minor is not None

    @classmethod
    def of(
        cls,
        planned: PlannedPeriods,
        ledger: Ledger,
        spending: Spending,
        today: date,
        known: KnownExpenses = NOTHING_KNOWN,
    ) -> BudgetStatus:
        """Return the status of the periods to report."""
        budget, folded, count = planned.budget, planned.folded, planned.count
        spent = spending.spent(budget, folded)
        needs_amount = budget.currency != ledger.currency
        statuses = None if spent is None or needs_amount else fold(budget, folded, spent, count)
        return cls(
            budget,
            folded[-count:],
            None if spent is None else tuple(spent[-count:]),
            None if statuses is None else tuple(statuses),
            needs_amount,
            known.off_pace(budget, folded[-1], spending, today) if folded else NOTHING_OFF_PACE,
        )


@frozen
class BudgetReport:
    """Status of the live budgets on a day; budgets that begin later are left out.

    ``unbudgeted`` has the expenses by category, of the ledger's month, in categories that no live
    budget on categories names; those without a category under a key of ``UNFILED_KEYS``.
    ``unconverted`` has the expenses without a rate, by currency, of the months of these periods.
    ``past`` has the earlier periods by the id of the budget, if they were asked for.
    """

    ledger: Ledger
    day: date
    today: date
    month: Month
    budgets: tuple[BudgetStatus, ...]
    unbudgeted: tuple[tuple[str, int], ...]
    overlaps: tuple[tuple[str, str], ...]
    unconverted: Mapping[str, int]
    past: Mapping[str, Past | None]


def spending_of(ledger: Ledger, summaries: Iterable[Summary]) -> Spending:
    """Return the spending in these months of a ledger."""
    foreign = (key for key in ledger.accounts if ledger.currency_of(key) != ledger.currency)
    return Spending(
        {summary.month: summary for summary in summaries},
        ledger.calendar,
        frozenset(foreign),
        frozenset(ready_scopes(ledger.scopes)),
    )


def planned_months(ledger: Ledger, planned: Iterable[PlannedPeriods]) -> set[Month]:
    """Return the months that these periods are in."""
    spans = (Days(one.folded[0].first, one.folded[-1].last) for one in planned if one.folded)
    return months_of(spans, ledger.calendar)


def budget_report(
    ledger: Ledger,
    planned: Sequence[PlannedPeriods],
    spending: Spending,
    known: KnownExpenses,
    days: ReportedDays,
    earlier: EarlierPeriods = NO_EARLIER,
) -> BudgetReport:
    """Return the report of budgets on a day.

    ``spending`` has the month of the day, and those of the planned and of the earlier periods.
    """
    day, today = days
    month = ledger.calendar.month_of(day)
    live = [one.budget for one in planned]
    reported = planned_months(ledger, planned)
    of_month = [one for key, one in spending.summaries.items() if key == month]
    return BudgetReport(
        ledger,
        day,
        today,
        month,
        tuple(BudgetStatus.of(one, ledger, spending, today, known) for one in planned),
        tuple(expenses_by_category(of_month, _unnamed(ledger, live))),
        tuple(overlaps(live)),
        unconverted_expenses(
            one for key, one in spending.summaries.items() if key in reported or key == month
        ),
        {one.id: past_of(one, earlier[one.id], spending) for one in live if one.id in earlier},
    )


def _unnamed(ledger: Ledger, budgets: Iterable[Budget]) -> frozenset[str]:
    """Return the keys of expenses by category that no budget on categories names."""
    named = {
        key for one in budgets if one.scope.kind is ScopeKind.CATEGORIES for key in one.scope.ids
    }
    of_expenses = {key for key, one in ledger.categories.items() if one.type is EntryType.EXPENSE}
    return frozenset(of_expenses - named | {UNFILED_KEYS[TransactionType.EXPENSE]})


def open_periods(planned: Iterable[PlannedPeriods], today: date) -> list[tuple[Budget, Days]]:
    """Return the last periods to report that are not over, each with its budget."""
    return [
        (one.budget, one.folded[-1])
        for one in planned
        if one.folded and one.folded[-1].last >= today
    ]


def days_ahead(planned: Iterable[PlannedPeriods], spending: Spending, today: date) -> Days | None:
    """Return the days after today of which transactions are needed; None if there are none.

    Most budgets have daily totals, and most ledgers nothing that is booked ahead.
    """
    lasts = [
        period.last
        for budget, period in open_periods(planned, today)
        if needs_ahead(budget) and period.last > today
    ]
    if not lasts or not spending.has_any_after(today):
        return None
    return Days(today + timedelta(days=1), max(lasts))
