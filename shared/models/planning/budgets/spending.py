"""Spending of budgets, from the totals of month summaries.

Amounts are net expenses in minor units of the ledger's currency: refunds are subtracted, parts of a
transaction count by their category, and transfers not at all. Expenses without a rate to the
ledger's currency are in no amount; ``unconverted_expenses`` has them by currency.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import accumulate

from shared.models.ledger.scopes import Scope, ScopeKind
from shared.models.ledger.summary import Summary, SummaryTotals
from shared.models.planning.budgets.budget import Budget
from shared.models.values.dates import Calendar, Month
from shared.models.values.frozen import frozen
from shared.models.values.spans.days import Days


@frozen(slots=False)
class Spending:
    """Summaries of months, from which the spending of any budget's periods is taken.

    ``foreign_accounts`` are the ids of accounts in another currency than the ledger's. ``ready``
    are the keys of the scopes of which the summaries have all daily totals.
    """

    summaries: Mapping[Month, Summary]
    calendar: Calendar
    foreign_accounts: frozenset[str] = frozenset()
    ready: frozenset[str] = frozenset()

    @cached_property
    def _days(self) -> dict[str, dict[date, int]]:
        """Return the expenses of each day, by scope; those of all under the empty key."""
        found: dict[str, dict[date, int]] = {"": {}}
        for summary in self.summaries.values():
            for day, total in summary.totals.by_day.items():
                found[""][day] = total.expenses_minor
            for key, figures in summary.totals.by_scope.items():
                found.setdefault(key, {}).update(figures)
        return found

    def spent(self, budget: Budget, periods: Sequence[Days]) -> list[int] | None:
        """Return what was spent in each period; None while the daily totals are not built."""
        if not budget.needs_days and budget.scope.kind is not ScopeKind.EVERYTHING:
            return [self._spent_in_months(budget.scope, period) for period in periods]
        key = "" if budget.scope.kind is ScopeKind.EVERYTHING else budget.scope.key
        if key and key not in self.ready:
            return None
        days = self._days.get(key, {})
        dates = sorted(days)
        sums = list(accumulate((days[day] for day in dates), initial=0))
        return [
            sums[bisect_right(dates, period.last)] - sums[bisect_left(dates, period.first)]
            for period in periods
        ]

    def income(self, period: Days) -> int:
        """Return the income of these days, also that which is booked ahead."""
        return sum(
            total.income_minor
            for summary in self.summaries.values()
            for day, total in summary.totals.by_day.items()
            if day in period
        )

    def since_first(self, periods: Sequence[Days]) -> Sequence[Days]:
        """Return the periods from the first day on that has transactions, in the months read."""
        firsts = [min(one.totals.by_day) for one in self.summaries.values() if one.totals.by_day]
        return [period for period in periods if period.last >= min(firsts)] if firsts else ()

    def spent_after(self, budget: Budget, period: Days, today: date) -> int | None:
        """Return what of a period has a later date than today; None without daily totals."""
        if not budget.needs_days and budget.scope.kind is not ScopeKind.EVERYTHING:
            return None
        if today >= period.last:
            return 0
        later = Days(max(period.first, date.fromordinal(today.toordinal() + 1)), period.last)
        [spent] = self.spent(budget, [later]) or [0]
        return spent

    def has_any_after(self, today: date) -> bool:
        """Return whether any transaction of these months has a later date than today."""
        return any(
            day > today
            for summary in self.summaries.values()
            if self.calendar.last_day(summary.month) > today
            for day in summary.totals.by_day
        )

    def _spent_in_months(self, scope: Scope, period: Days) -> int:
        return sum(
            self._spent_in(scope, self.summaries[month].totals)
            for month in period.months(self.calendar)
            if month in self.summaries
        )

    def _spent_in(self, scope: Scope, totals: SummaryTotals) -> int:
        match scope.kind:
            case ScopeKind.CATEGORIES:
                found = (totals.by_category.get(key) for key in scope.ids)
                return sum(one.total_minor for one in found if one is not None)
            case ScopeKind.TAGS:
                tags = (totals.by_tag.get(key) for key in scope.ids)
                return sum(one.expenses_minor for one in tags if one is not None)
            case ScopeKind.ACCOUNTS:
                return sum(self._spent_from(key, totals) for key in scope.ids)
            case ScopeKind.EVERYTHING:
                return totals.expenses_minor

    def _spent_from(self, account_id: str, totals: SummaryTotals) -> int:
        account = totals.by_account.get(account_id)
        if account is None:
            return 0
        is_foreign = account_id in self.foreign_accounts
        return account.base_expenses_minor if is_foreign else account.expenses_minor


def months_of(periods: Iterable[Days], calendar: Calendar) -> set[Month]:
    """Return the months that any of these periods overlaps."""
    return {month for period in periods for month in period.months(calendar)}


def unconverted_expenses(summaries: Iterable[Summary]) -> dict[str, int]:
    """Return the expenses of these months without a rate, by currency in its minor units."""
    found: Counter[str] = Counter()
    for summary in summaries:
        for currency, total in summary.totals.unconverted.items():
            found[currency] += total.expenses_minor
    return {currency: amount for currency, amount in sorted(found.items()) if amount}


def expenses_by_category(
    summaries: Iterable[Summary], expense_keys: frozenset[str]
) -> Iterator[tuple[str, int]]:
    """Yield the net expenses of these months by category; ``expense_keys`` are of that type."""
    found: Counter[str] = Counter()
    for summary in summaries:
        for key, total in summary.totals.by_category.items():
            if key in expense_keys:
                found[key] += total.total_minor
    yield from ((key, amount) for key, amount in sorted(found.items()) if amount)
