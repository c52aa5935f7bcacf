"""The dashboard: totals of periods, by category, and over time, calculated from summaries.

Transfers between own accounts are neither income nor expense, and are not counted. All amounts are
in the minor unit of the tenant's currency, with sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date as civil_date
from typing import NamedTuple

from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import CategorySum, Summary, SummaryTotals
from shared.models.reports.lines import (
    CategoryLine,
    KindLine,
    ReportedCategory,
    category_lines,
    kind_lines,
)
from shared.models.reports.period_totals import sum_of
from shared.models.reports.periods import Interval
from shared.models.reports.totals import (
    ChangeRatio,
    IncomeAndExpenses,
    PeriodTotals,
    change_ratio,
    difference,
    period_totals,
    sums_of,
)
from shared.models.reports.unconverted import Unconverted, unconverted_lines
from shared.models.values.dates import Month
from shared.models.values.frozen import frozen
from shared.models.values.spans.days import Days

_NOTHING = CategorySum()


@frozen(slots=True)
class PeriodSummary:
    """The totals of a period and of the previous one, and their difference.

    ``by_kind`` has the totals of each kind of category if the period is whole months; else it is
    None, because days have no totals by category.
    """

    currency: str
    current: PeriodTotals
    previous: PeriodTotals
    change: IncomeAndExpenses
    change_ratio: ChangeRatio
    by_kind: tuple[KindLine, ...] | None


class CategoryTotal(NamedTuple):
    """The total of a category, and its total in the previous period."""

    line: CategoryLine
    previous_total_minor: int


@frozen(slots=True)
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
    unconverted: Unconverted = ()


class Trend(NamedTuple):
    """The totals of a whole interval; ``is_future`` is whether it begins after today.

    ``month`` is that of an interval of one month; None for another.
    """

    month: Month | None
    days: Days
    is_future: bool
    totals: IncomeAndExpenses
    transaction_count: int


@frozen(slots=True)
class Trends:
    """The totals of consecutive intervals."""

    interval: Interval
    currency: str
    items: tuple[Trend, ...]
    unconverted: Unconverted = ()


def period_summary(
    ledger: Ledger, period: Days, previous: Days, summaries: Sequence[Summary]
) -> PeriodSummary:
    """Compare a period with the previous one, from the summaries of both."""
    months = period.months(ledger.calendar)
    is_whole = months.days(ledger.calendar) == period
    whole = sum_of(summary.totals for summary in summaries if is_whole and summary.month in months)
    sums_before, sums_now = sums_of((previous, period), summaries, ledger.calendar)
    change = difference(sums_before.totals, sums_now.totals)
    return PeriodSummary(
        currency=ledger.currency,
        current=period_totals(period, sums_now),
        previous=period_totals(previous, sums_before),
        change=change,
        change_ratio=change_ratio(change, sums_before.totals),
        by_kind=kind_lines(ledger, whole.by_category) if is_whole else None,
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
        unconverted=unconverted_lines([totals[1].unconverted]),
    )


def trends(
    ledger: Ledger,
    interval: Interval,
    periods: Sequence[Days],
    summaries: Iterable[Summary],
    today: civil_date,
) -> Trends:
    """Sum up each interval, including those without transactions."""
    summaries = list(summaries)
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
        unconverted=unconverted_lines(summary.totals.unconverted for summary in summaries),
    )


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
