"""The dashboard: what periods came to, by category, and over time; arithmetic on summaries alone.

Transfers between one's own accounts are neither income nor expense, and are counted nowhere here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as civil_date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from shared.models.ledger.category import Category, EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import CategoryFigures, DayFigures, Summary
from shared.models.reports.monthly import CategoryLine, Money, Ratio, ratio
from shared.models.reports.periods import Days, Interval, Months
from shared.models.values.dates import Calendar
from shared.models.values.money import format_minor

MonthText = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}$", examples=["2026-03"])]
"""A month of the ledger's calendar in an answer."""

_NOTHING = CategoryFigures()


class _Ranged(BaseModel):
    """What is of a range, whose first end Python cannot name ``from``."""

    model_config = ConfigDict(
        validate_by_name=True, validate_by_alias=True, serialize_by_alias=True
    )


class PeriodTotals(_Ranged):
    """What the days of a period came to."""

    from_: civil_date = Field(alias="from", description="The first day.")
    to: civil_date = Field(description="The last day.")
    income: Money
    expenses: Money
    net: Money
    savings_rate: Ratio | None = Field(description="net / income; null without positive income.")
    transaction_count: int


class Change(BaseModel):
    """By how much totals are more than those before, in money."""

    income: Money
    expenses: Money
    net: Money


class ChangeRatio(BaseModel):
    """Each change by the size of what it was before, so that more is positive; null by zero."""

    income: Ratio | None
    expenses: Ratio | None
    net: Ratio | None


class PeriodSummary(PeriodTotals):
    """What a period came to, beside the one before it.

    Before whole months of the ledger's calendar that is as many months, else as many days.
    """

    currency: str
    previous: PeriodTotals
    change: Change
    change_ratio: ChangeRatio


class MonthsBefore(_Ranged):
    """The months that others are compared with."""

    from_: MonthText = Field(alias="from")
    to: MonthText


class CategoryTotal(CategoryLine):
    """What one category came to, and what in as many months before."""

    previous_total: Money


class CategoryTotals(_Ranged):
    """What categories came to in these months or those before: expenses first, then by size."""

    from_: MonthText = Field(alias="from")
    to: MonthText
    currency: str
    previous: MonthsBefore
    items: list[CategoryTotal]


class Trend(BaseModel):
    """What one whole interval came to."""

    start_date: civil_date
    end_date: civil_date
    income: Money
    expenses: Money
    net: Money
    transaction_count: int


class Trends(BaseModel):
    """What intervals in a row came to."""

    interval: Interval
    currency: str
    items: list[Trend]


@dataclass(slots=True)
class Sums:
    """Income, expenses and their number; amounts in minor units, with their sign."""

    income_minor: int = 0
    expenses_minor: int = 0
    count: int = 0

    @property
    def net_minor(self) -> int:
        """What is left of the income."""
        return self.income_minor - self.expenses_minor

    def add(self, figures: DayFigures) -> None:
        """Add what a day came to."""
        self.income_minor += figures.income_minor
        self.expenses_minor += figures.expenses_minor
        self.count += figures.count


def sums_of(
    periods: Sequence[Days], summaries: Iterable[Summary], calendar: Calendar
) -> list[Sums]:
    """What each period came to; they are in order, and no day is in two of them.

    ``summaries`` are those of all months the periods touch, in that calendar; there may be more.
    """
    firsts = [period.first for period in periods]
    sums = [Sums() for _ in periods]
    for summary in summaries:
        for day, figures in _days_of(summary, calendar):
            place = bisect_right(firsts, day) - 1
            if place >= 0 and day in periods[place]:
                sums[place].add(figures)
    return sums


def period_summary(
    ledger: Ledger, period: Days, previous: Days, summaries: Iterable[Summary]
) -> PeriodSummary:
    """What a period came to beside the previous one, from the summaries of both."""
    before, now = sums_of((previous, period), summaries, ledger.calendar)
    moved = Sums(now.income_minor - before.income_minor, now.expenses_minor - before.expenses_minor)
    return PeriodSummary(
        **_period_totals(period, now, ledger.currency).model_dump(by_alias=False),
        currency=ledger.currency,
        previous=_period_totals(previous, before, ledger.currency),
        change=Change(**_money(moved, ledger.currency)),
        change_ratio=ChangeRatio(
            income=ratio(moved.income_minor, abs(before.income_minor)),
            expenses=ratio(moved.expenses_minor, abs(before.expenses_minor)),
            net=ratio(moved.net_minor, abs(before.net_minor)),
        ),
    )


def category_totals(
    ledger: Ledger, months: Months, entry_type: EntryType | None, summaries: Sequence[Summary]
) -> CategoryTotals:
    """What categories, of one type or all, came to; from the summaries of twice as many months."""
    previous = months.before()
    lines = _category_lines(
        ledger, _by_category(months, summaries), _by_category(previous, summaries)
    )
    return CategoryTotals(
        from_=str(months.first),
        to=str(months.last),
        currency=ledger.currency,
        previous=MonthsBefore(from_=str(previous.first), to=str(previous.last)),
        items=[line for line in lines if entry_type in (None, line.type)],
    )


def trends(
    ledger: Ledger, interval: Interval, periods: Sequence[Days], summaries: Iterable[Summary]
) -> Trends:
    """What each of the intervals came to, those without any transaction too."""
    return Trends(
        interval=interval,
        currency=ledger.currency,
        items=[
            Trend(
                start_date=period.first,
                end_date=period.last,
                **_money(sums, ledger.currency),
                transaction_count=sums.count,
            )
            for period, sums in zip(
                periods, sums_of(periods, summaries, ledger.calendar), strict=True
            )
        ],
    )


def _days_of(summary: Summary, calendar: Calendar) -> Iterator[tuple[civil_date, DayFigures]]:
    """The days of a month that have figures; numbers of days are in a month at most once."""
    first, last = calendar.first_day(summary.month), calendar.last_day(summary.month)
    for number, figures in summary.figures.by_day.items():
        yield (first if number >= first.day else last).replace(day=number), figures


def _period_totals(period: Days, sums: Sums, currency: str) -> PeriodTotals:
    return PeriodTotals(
        from_=period.first,
        to=period.last,
        **_money(sums, currency),
        savings_rate=ratio(sums.net_minor, sums.income_minor) if sums.income_minor > 0 else None,
        transaction_count=sums.count,
    )


def _money(sums: Sums, currency: str) -> dict[str, str]:
    return {
        "income": format_minor(sums.income_minor, currency),
        "expenses": format_minor(sums.expenses_minor, currency),
        "net": format_minor(sums.net_minor, currency),
    }


def _by_category(months: Months, summaries: Iterable[Summary]) -> dict[str, CategoryFigures]:
    """What each category with transactions in these months came to."""
    summed: dict[str, CategoryFigures] = {}
    for summary in summaries:
        for category_id, figures in summary.figures.by_category.items():
            if summary.month in months and figures.count:
                total = summed.setdefault(category_id, CategoryFigures())
                total.total_minor += figures.total_minor
                total.count += figures.count
    return summed


def _category_lines(
    ledger: Ledger, now: dict[str, CategoryFigures], before: dict[str, CategoryFigures]
) -> Iterator[CategoryTotal]:
    def total_minor(category: Category) -> int:
        return now.get(category.id, _NOTHING).total_minor

    categories = [ledger.get_category(category_id) for category_id in now.keys() | before.keys()]
    categories.sort(key=lambda c: (c.type, -abs(total_minor(c)), c.name, c.id))
    whole_minor = Counter[EntryType]()
    for category in categories:
        whole_minor[category.type] += total_minor(category)
    for category in categories:
        previous_minor = before.get(category.id, _NOTHING).total_minor
        yield CategoryTotal(
            category_id=category.id,
            name=category.name,
            type=category.type,
            color=category.color,
            total=format_minor(total_minor(category), ledger.currency),
            share=ratio(total_minor(category), whole_minor[category.type]),
            transaction_count=now.get(category.id, _NOTHING).count,
            previous_total=format_minor(previous_minor, ledger.currency),
        )
