"""The dashboard: totals of periods, by category, and over time, calculated from summaries.

Transfers between own accounts are neither income nor expense, and are not counted. All amounts are
in the minor unit of the tenant's currency, with sign.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as civil_date
from typing import NamedTuple

from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import (
    UNFILED_TYPES,
    CategorySum,
    DaySum,
    Entry,
    Summary,
    SummaryTotals,
    TagSum,
)
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.reports.monthly import (
    CategoryLine,
    IncomeAndExpenses,
    KindLine,
    ReportedCategory,
    kind_lines,
    ratio,
)
from shared.models.reports.period_totals import sum_of
from shared.models.reports.periods import Days, Interval
from shared.models.values.dates import Calendar, Month

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

    If the period is whole months, ``by_kind`` has the totals of each kind of category, and
    ``unfiled_count`` is the number of transactions of which a part has no category; else both are
    None, because days have no totals by category.
    """

    currency: str
    current: PeriodTotals
    previous: PeriodTotals
    change: IncomeAndExpenses
    change_ratio: ChangeRatio
    by_kind: tuple[KindLine, ...] | None
    unfiled_count: int | None


class CategoryTotal(NamedTuple):
    """The total of a category, and its total in the previous period."""

    line: CategoryLine
    previous_total_minor: int


@dataclass(frozen=True, slots=True)
class CategoryTotals:
    """Categories with totals in a period or the previous one: expenses first, then by size.

    ``next_cursor`` continues with the transactions that were not read; None if all were.
    """

    period: Days
    previous: Days
    currency: str
    items: tuple[CategoryTotal, ...]
    by_kind: tuple[KindLine, ...]
    next_cursor: str | None = None


class Trend(NamedTuple):
    """The totals of a whole interval; ``is_future`` is whether it begins after today.

    ``month`` is that of an interval of one month; None for another.
    """

    month: Month | None
    days: Days
    is_future: bool
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

    def add(self, totals: DaySum | TagSum) -> None:
        """Add the totals of a day, or of a tag."""
        self.income_minor += totals.income_minor
        self.expenses_minor += totals.expenses_minor
        self.count += totals.count

    def add_entry(self, entry: Entry) -> None:
        """Add one entry; a transfer is neither income nor expense, and not counted."""
        if entry.type is TransactionType.INCOME:
            self.income_minor += entry.amount_minor
        elif entry.type is TransactionType.EXPENSE:
            self.expenses_minor += entry.amount_minor
        else:
            return
        self.count += 1


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
    whole = sum_of(summary.totals for summary in summaries if is_whole and summary.month in months)
    unfiled = (whole.by_category[key] for key in UNFILED_TYPES if key in whole.by_category)
    sums_before, sums_now = sums_of((previous, period), summaries, ledger.calendar)
    change = difference(sums_before.totals, sums_now.totals)
    return PeriodSummary(
        currency=ledger.currency,
        current=period_totals(period, sums_now),
        previous=period_totals(previous, sums_before),
        change=change,
        change_ratio=change_ratio(change, sums_before.totals),
        by_kind=kind_lines(ledger, whole.by_category) if is_whole else None,
        unfiled_count=sum(totals.count for totals in unfiled) if is_whole else None,
    )


def difference(before: IncomeAndExpenses, now: IncomeAndExpenses) -> IncomeAndExpenses:
    """Return the change from the totals before to those of now."""
    return IncomeAndExpenses(
        now.income_minor - before.income_minor, now.expenses_minor - before.expenses_minor
    )


def change_ratio(change: IncomeAndExpenses, before: IncomeAndExpenses) -> ChangeRatio:
    """Return each change divided by the absolute total before."""
    return ChangeRatio(
        income=ratio(change.income_minor, abs(before.income_minor)),
        expenses=ratio(change.expenses_minor, abs(before.expenses_minor)),
        net=ratio(change.net_minor, abs(before.net_minor)),
    )


def category_totals(
    ledger: Ledger,
    periods: tuple[Days, Days],
    totals: tuple[SummaryTotals, SummaryTotals],
    entry_type: EntryType | None = None,
    next_cursor: str | None = None,
    *,
    is_part: bool = False,
) -> CategoryTotals:
    """Compare categories of one type or both; ``periods`` are the previous one and the current.

    The totals of a part of the transactions can be added to those of others. Shares cannot, so
    those of a part are None.
    """
    before, now = (_in_use(of_period) for of_period in totals)
    return CategoryTotals(
        period=periods[1],
        previous=periods[0],
        currency=ledger.currency,
        items=tuple(
            CategoryTotal(
                line._replace(share=None) if is_part else line,
                before.get(key, _NOTHING).total_minor,
            )
            for key, line in category_lines(ledger, now, before.keys()).items()
            if entry_type in (None, line.reported.type)
        ),
        by_kind=kind_lines(ledger, _of_type(ledger, entry_type, now)),
        next_cursor=next_cursor,
    )


def trends(
    ledger: Ledger,
    interval: Interval,
    periods: Sequence[Days],
    summaries: Iterable[Summary],
    today: civil_date,
) -> Trends:
    """Sum up each interval, including those without transactions."""
    found = sums_of(periods, summaries, ledger.calendar)
    is_by_month = interval is Interval.MONTH
    months = [ledger.calendar.month_of(days.first) if is_by_month else None for days in periods]
    return Trends(
        interval=interval,
        currency=ledger.currency,
        items=tuple(
            Trend(month, period, period.first > today, sums.totals, sums.count)
            for month, period, sums in zip(months, periods, found, strict=True)
        ),
    )


def _days_of(summary: Summary, calendar: Calendar) -> Iterator[tuple[civil_date, DaySum]]:
    """Yield the days of a month with totals; each day number is in a month at most once."""
    first, last = calendar.first_day(summary.month), calendar.last_day(summary.month)
    for number, totals in summary.totals.by_day.items():
        yield (first if number >= first.day else last).replace(day=number), totals


def period_totals(period: Days, sums: Sums) -> PeriodTotals:
    """Return the totals of a period from its sums."""
    totals = sums.totals
    has_income = totals.income_minor > 0
    return PeriodTotals(
        days=period,
        totals=totals,
        savings_rate=ratio(totals.net_minor, totals.income_minor) if has_income else None,
        transaction_count=sums.count,
    )


def category_lines(
    ledger: Ledger, totals: Mapping[str, CategorySum], others: Collection[str] = ()
) -> dict[str, CategoryLine]:
    """Return the lines of the categories with totals, and of others, by their keys.

    Expenses are first; the categories of a type are in the order of their totals.
    """

    def total_minor(key: str) -> int:
        return totals.get(key, _NOTHING).total_minor

    lines = [(key, ReportedCategory.of_key(ledger, key)) for key in {*totals, *others}]
    lines.sort(key=lambda line: (line[1].type, -abs(total_minor(line[0])), *line[1].order))
    whole_minor = Counter[EntryType]()
    for key, reported in lines:
        whole_minor[reported.type] += total_minor(key)
    return {
        key: CategoryLine(
            reported=reported,
            total_minor=total_minor(key),
            share=ratio(total_minor(key), whole_minor[reported.type]),
            transaction_count=totals.get(key, _NOTHING).count,
        )
        for key, reported in lines
    }


def _in_use(totals: SummaryTotals) -> dict[str, CategorySum]:
    """Return the totals of the categories that have transactions, by their keys."""
    return {key: found for key, found in totals.by_category.items() if found.count}


def _of_type(
    ledger: Ledger, entry_type: EntryType | None, by_category: dict[str, CategorySum]
) -> dict[str, CategorySum]:
    """Return the totals of the categories of a type, or of both types without one."""
    return {
        key: totals
        for key, totals in by_category.items()
        if entry_type in (None, ReportedCategory.of_key(ledger, key).type)
    }
