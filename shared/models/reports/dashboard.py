"""The dashboard: totals of periods, by category, and over time, calculated from summaries.

Transfers between own accounts are neither income nor expense, and are not counted. All amounts are
in the minor unit of the tenant's currency, with sign.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as civil_date
from typing import NamedTuple

from shared.models.ledger.category import Category, EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import CategorySum, DaySum, Summary
from shared.models.reports.monthly import (
    CategoryLine,
    IncomeAndExpenses,
    KindLine,
    kind_lines,
    ratio,
)
from shared.models.reports.periods import Days, Interval, Months
from shared.models.values.dates import Calendar

_NOTHING = CategorySum()


class PeriodTotals(NamedTuple):
    """The totals of a period; ``savings_rate`` is net / income, None without positive income."""

    days: Days
    totals: IncomeAndExpenses
    savings_rate: float | None
    transaction_count: int


class ChangeRatio(NamedTuple):
    """Each difference divided by the absolute previous total; None if that is zero."""

    income: float | None
    expenses: float | None
    net: float | None


@dataclass(frozen=True, slots=True)
class PeriodSummary:
    """The totals of a period and of the previous one, and their difference.

    ``by_kind`` has the totals of each kind of category if the period is whole months, else None:
    days have no totals by category.
    """

    currency: str
    current: PeriodTotals
    previous: PeriodTotals
    change: IncomeAndExpenses
    change_ratio: ChangeRatio
    by_kind: tuple[KindLine, ...] | None


class CategoryTotal(NamedTuple):
    """The total of a category, and its total in the previous months."""

    line: CategoryLine
    previous_total_minor: int


@dataclass(frozen=True, slots=True)
class CategoryTotals:
    """Categories with totals in these or the previous months: expenses first, then by size."""

    months: Months
    previous: Months
    currency: str
    items: tuple[CategoryTotal, ...]
    by_kind: tuple[KindLine, ...]


class Trend(NamedTuple):
    """The totals of a whole interval."""

    days: Days
    totals: IncomeAndExpenses
    transaction_count: int


@dataclass(frozen=True, slots=True)
class Trends:
    """The totals of consecutive intervals."""

    interval: Interval
    currency: str
    items: tuple[Trend, ...]


@dataclass(slots=True)
class Sums:
    """Sums of income and expenses, and the number of transactions."""

    income_minor: int = 0
    expenses_minor: int = 0
    count: int = 0

    @property
    def totals(self) -> IncomeAndExpenses:
        """Return the sums of income and expenses."""
        return IncomeAndExpenses(self.income_minor, self.expenses_minor)

    def add(self, totals: DaySum) -> None:
        """Add the totals of a day."""
        self.income_minor += totals.income_minor
        self.expenses_minor += totals.expenses_minor
        self.count += totals.count


def sums_of(
    periods: Sequence[Days], summaries: Iterable[Summary], calendar: Calendar
) -> list[Sums]:
    """Return the sums of each period; the periods are in order and do not overlap.

    ``summaries`` include those of all months that the periods overlap, in that calendar.
    """
    firsts = [period.first for period in periods]
    sums = [Sums() for _ in periods]
    for summary in summaries:
        for day, totals in _days_of(summary, calendar):
            place = bisect_right(firsts, day) - 1
            if place >= 0 and day in periods[place]:
                sums[place].add(totals)
    return sums


def period_summary(
    ledger: Ledger, period: Days, previous: Days, summaries: Sequence[Summary]
) -> PeriodSummary:
    """Compare a period with the previous one, from the summaries of both."""
    months = period.months(ledger.calendar)
    is_whole = months.days(ledger.calendar) == period
    sums_before, sums_now = sums_of((previous, period), summaries, ledger.calendar)
    before, now = sums_before.totals, sums_now.totals
    change = IncomeAndExpenses(
        now.income_minor - before.income_minor, now.expenses_minor - before.expenses_minor
    )
    return PeriodSummary(
        currency=ledger.currency,
        current=_period_totals(period, sums_now),
        previous=_period_totals(previous, sums_before),
        change=change,
        change_ratio=ChangeRatio(
            income=ratio(change.income_minor, abs(before.income_minor)),
            expenses=ratio(change.expenses_minor, abs(before.expenses_minor)),
            net=ratio(change.net_minor, abs(before.net_minor)),
        ),
        by_kind=kind_lines(ledger, _by_category(months, summaries)) if is_whole else None,
    )


def category_totals(
    ledger: Ledger, months: Months, entry_type: EntryType | None, summaries: Sequence[Summary]
) -> CategoryTotals:
    """Sum up categories of one type or both, from summaries of these and the previous months."""
    previous = months.before()
    now = _by_category(months, summaries)
    totals = _category_totals(ledger, now, _by_category(previous, summaries))
    return CategoryTotals(
        months=months,
        previous=previous,
        currency=ledger.currency,
        items=tuple(one for one in totals if entry_type in (None, one.line.category.type)),
        by_kind=kind_lines(ledger, _of_type(ledger, entry_type, now)),
    )


def trends(
    ledger: Ledger, interval: Interval, periods: Sequence[Days], summaries: Iterable[Summary]
) -> Trends:
    """Sum up each interval, including those without transactions."""
    found = sums_of(periods, summaries, ledger.calendar)
    return Trends(
        interval=interval,
        currency=ledger.currency,
        items=tuple(
            Trend(period, sums.totals, sums.count)
            for period, sums in zip(periods, found, strict=True)
        ),
    )


def _days_of(summary: Summary, calendar: Calendar) -> Iterator[tuple[civil_date, DaySum]]:
    """Yield the days of a month with totals; each day number is in a month at most once."""
    first, last = calendar.first_day(summary.month), calendar.last_day(summary.month)
    for number, totals in summary.totals.by_day.items():
        yield (first if number >= first.day else last).replace(day=number), totals


def _period_totals(period: Days, sums: Sums) -> PeriodTotals:
    totals = sums.totals
    has_income = totals.income_minor > 0
    return PeriodTotals(
        days=period,
        totals=totals,
        savings_rate=ratio(totals.net_minor, totals.income_minor) if has_income else None,
        transaction_count=sums.count,
    )


def _by_category(months: Months, summaries: Iterable[Summary]) -> dict[str, CategorySum]:
    """Return the totals of each category with transactions in these months."""
    summed: dict[str, CategorySum] = {}
    for summary in summaries:
        for category_id, totals in summary.totals.by_category.items():
            if summary.month in months and totals.count:
                total = summed.setdefault(category_id, CategorySum())
                total.total_minor += totals.total_minor
                total.count += totals.count
    return summed


def _of_type(
    ledger: Ledger, entry_type: EntryType | None, by_category: dict[str, CategorySum]
) -> dict[str, CategorySum]:
    """Return the totals of the categories of a type, or of both types without one."""
    return {
        category_id: totals
        for category_id, totals in by_category.items()
        if entry_type in (None, ledger.get_category(category_id).type)
    }


def _category_totals(
    ledger: Ledger, now: dict[str, CategorySum], before: dict[str, CategorySum]
) -> Iterator[CategoryTotal]:
    def total_minor(category: Category) -> int:
        return now.get(category.id, _NOTHING).total_minor

    categories = [ledger.get_category(category_id) for category_id in now.keys() | before.keys()]
    categories.sort(key=lambda c: (c.type, -abs(total_minor(c)), c.name, c.id))
    whole_minor = Counter[EntryType]()
    for category in categories:
        whole_minor[category.type] += total_minor(category)
    for category in categories:
        line = CategoryLine(
            category=category,
            total_minor=total_minor(category),
            share=ratio(total_minor(category), whole_minor[category.type]),
            transaction_count=now.get(category.id, _NOTHING).count,
        )
        yield CategoryTotal(line, before.get(category.id, _NOTHING).total_minor)
