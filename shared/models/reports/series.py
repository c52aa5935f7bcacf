"""Totals of categories, tags and custom types in each of some months.

All amounts are in the minor unit of the tenant's currency, with sign.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date as civil_date
from typing import NamedTuple

from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import CategorySum, CustomTypeSum, Summary, SummaryTotals, TagSum
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.reports.lines import (
    CategoryLine,
    CustomTypeLine,
    TagLine,
    category_lines,
    custom_type_lines,
    tag_lines,
)
from shared.models.reports.period_totals import sum_of
from shared.models.reports.totals import IncomeAndExpenses
from shared.models.reports.unconverted import Unconverted, unconverted_lines
from shared.models.values.dates import Month
from shared.models.values.frozen import frozen
from shared.models.values.spans.days import Days, Months


class MonthHead(NamedTuple):
    """A month of a series; ``is_future`` is whether it begins after today."""

    month: Month
    days: Days
    is_future: bool


class CategoryTrend(NamedTuple):
    """Totals of a category, and its total in each month."""

    line: CategoryLine
    monthly_minor: tuple[int, ...]


@frozen(slots=True)
class CategoryTrends:
    """Categories with totals in the months: expenses first, then by size."""

    currency: str
    months: tuple[MonthHead, ...]
    items: tuple[CategoryTrend, ...]
    unconverted: Unconverted = ()


class TagTrend(NamedTuple):
    """Totals of a tag, and those of each month."""

    line: TagLine
    monthly: tuple[IncomeAndExpenses, ...]


@frozen(slots=True)
class TagTrends:
    """The tags with the largest amounts in the months."""

    currency: str
    months: tuple[MonthHead, ...]
    items: tuple[TagTrend, ...]
    unconverted: Unconverted = ()


class CustomTypeChoice(NamedTuple):
    """The custom types to show: those of one type of transactions, or only one; None is all."""

    type: TransactionType | None = None
    id: str | None = None


class CustomTypeTrend(NamedTuple):
    """Total of a custom type, and that of each month."""

    line: CustomTypeLine
    monthly_minor: tuple[int, ...]


@frozen(slots=True)
class CustomTypeTrends:
    """Custom types with totals in the months, largest amounts first."""

    currency: str
    months: tuple[MonthHead, ...]
    items: tuple[CustomTypeTrend, ...]


def month_heads(ledger: Ledger, months: Months, today: civil_date) -> tuple[MonthHead, ...]:
    """Return the heads of months in a series."""
    spans = [(month, Months(month, month).days(ledger.calendar)) for month in months]
    return tuple(MonthHead(month, days, days.first > today) for month, days in spans)


def category_trends(
    ledger: Ledger,
    months: Months,
    entry_type: EntryType | None,
    category_id: str | None,
    summaries: Iterable[Summary],
    today: civil_date,
) -> CategoryTrends:
    """Return the totals of categories, of one type or only one of them, in each month.

    A category that is asked for has an item, even one without totals.
    """
    totals = _by_month(months, summaries)
    whole = sum_of(totals).by_category
    used = {key: found for key, found in whole.items() if found.count}
    asked = () if category_id is None else (category_id,)
    return CategoryTrends(
        currency=ledger.currency,
        months=month_heads(ledger, months, today),
        items=tuple(
            CategoryTrend(line, _monthly_minor(key, totals))
            for key, line in category_lines(ledger, used, asked).items()
            if entry_type in (None, line.reported.type) and category_id in (None, key)
        ),
        unconverted=unconverted_lines(month.unconverted for month in totals),
    )


def tag_trends(
    ledger: Ledger,
    months: Months,
    term: str | None,
    limit: int,
    summaries: Iterable[Summary],
    today: civil_date,
) -> TagTrends:
    """Return the totals of the ``limit`` largest tags, or of the one of a term, in each month."""
    totals = _by_month(months, summaries)
    whole = sum_of(totals)
    if term is not None:
        whole = SummaryTotals(by_tag={term: whole.by_tag.get(term, TagSum())})
    used = {key: found for key, found in whole.by_tag.items() if found.count}
    terms = {ledger.tag_name(key): key for key in used}
    lines = tag_lines(ledger, whole)[:limit]
    return TagTrends(
        currency=ledger.currency,
        months=month_heads(ledger, months, today),
        items=tuple(TagTrend(line, _monthly(terms[line.tag], totals)) for line in lines),
        unconverted=unconverted_lines(month.unconverted for month in totals),
    )


def custom_type_trends(
    ledger: Ledger,
    months: Months,
    asked: CustomTypeChoice,
    summaries: Iterable[Summary],
    today: civil_date,
) -> CustomTypeTrends:
    """Return the totals of custom types, of one type or only one of them, in each month.

    A custom type that is asked for has an item, even one without totals.
    """
    totals = _by_month(months, summaries)
    ids = () if asked.id is None else (asked.id,)
    return CustomTypeTrends(
        currency=ledger.currency,
        months=month_heads(ledger, months, today),
        items=tuple(
            CustomTypeTrend(line, _monthly_of_type(line.custom_type.id, totals))
            for line in custom_type_lines(ledger, sum_of(totals), ids)
            if asked.type in (None, line.custom_type.type)
            and asked.id in (None, line.custom_type.id)
        ),
    )


def _by_month(months: Months, summaries: Iterable[Summary]) -> list[SummaryTotals]:
    stored = {summary.month: summary.totals for summary in summaries}
    return [stored.get(month, SummaryTotals()) for month in months]


def _monthly_minor(key: str, totals: Iterable[SummaryTotals]) -> tuple[int, ...]:
    nothing = CategorySum()
    return tuple(month.by_category.get(key, nothing).total_minor for month in totals)


def _monthly_of_type(key: str, totals: Iterable[SummaryTotals]) -> tuple[int, ...]:
    nothing = CustomTypeSum()
    return tuple(month.by_custom_type.get(key, nothing).total_minor for month in totals)


def _monthly(term: str, totals: Iterable[SummaryTotals]) -> tuple[IncomeAndExpenses, ...]:
    sums = (month.by_tag.get(term, TagSum()) for month in totals)
    return tuple(IncomeAndExpenses(tag.income_minor, tag.expenses_minor) for tag in sums)
