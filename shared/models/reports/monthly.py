"""The monthly report, calculated from the summaries of the month and the previous one.

All amounts are in the minor unit of the tenant's currency, with sign.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as civil_date
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple, Self

from shared.models.ledger.category import Category, EntryType
from shared.models.ledger.custom_type import CustomType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import (
    UNFILED_TYPES,
    CategorySum,
    DaySum,
    MonthStatus,
    Summary,
    SummaryTotals,
    TagSum,
)
from shared.models.values.dates import Month

_FOUR_DECIMALS = Decimal("0.0001")
_NOTHING = DaySum()


class ReportedKind(StrEnum):
    """Kind of a category in reports; UNKNOWN is that of transactions without a category."""

    SPENDING = "SPENDING"
    SAVINGS = "SAVINGS"
    INVESTMENT = "INVESTMENT"
    TIMEBOUND = "TIMEBOUND"
    OTHER = "OTHER"
    UNKNOWN = "UNKNOWN"


class IncomeAndExpenses(NamedTuple):
    """Income and expenses of a month, a day, a tag or another part of a ledger."""

    income_minor: int
    expenses_minor: int

    @property
    def net_minor(self) -> int:
        """Return the income minus the expenses."""
        return self.income_minor - self.expenses_minor


class ReportedCategory(NamedTuple):
    """A category in a report; the ``category`` of what is unfiled is None, for each type."""

    type: EntryType
    category: Category | None

    @classmethod
    def of_key(cls, ledger: Ledger, key: str) -> Self:
        """Return the category with a key of the totals by category.

        Raises:
            NotFound: The ledger has no such category.
        """
        if key in UNFILED_TYPES:
            return cls(UNFILED_TYPES[key], None)
        category = ledger.get_category(key)
        return cls(category.type, category)

    @property
    def kind(self) -> ReportedKind:
        """Return its kind; UNKNOWN if unfiled."""
        return ReportedKind(self.category.kind) if self.category else ReportedKind.UNKNOWN

    @property
    def order(self) -> tuple[str, str]:
        """Return its place among categories with equal totals: by name, the unfiled first."""
        return (self.category.name, self.category.id) if self.category else ("", "")


class CategoryLine(NamedTuple):
    """Total of a category; ``share`` of the total of its type, None if that is zero."""

    reported: ReportedCategory
    total_minor: int
    share: float | None
    transaction_count: int


class KindLine(NamedTuple):
    """Totals of the categories of a kind."""

    kind: ReportedKind
    totals: IncomeAndExpenses


class TagLine(NamedTuple):
    """Totals of a tag, in lower case; transfers are included in ``transaction_count`` only."""

    tag: str
    totals: IncomeAndExpenses
    transaction_count: int


class CustomTypeLine(NamedTuple):
    """Total of a custom type; its direction is the custom type's type."""

    custom_type: CustomType
    total_minor: int
    transaction_count: int


class DayLine(NamedTuple):
    """Totals of a day, and the net of the month up to and including it.

    ``is_future`` is whether the day is after today.
    """

    date: civil_date
    totals: IncomeAndExpenses
    cumulative_net_minor: int
    is_future: bool = False


@dataclass(frozen=True, slots=True)
class MonthlyReport:
    """The totals of a month; by category, by kind, by tag and by day, each day in order.

    ``savings_rate`` is net / income, None without positive income. ``revision`` is how often the
    month was closed with new totals.
    """

    month: Month
    start_date: civil_date
    end_date: civil_date
    currency: str
    totals: IncomeAndExpenses
    savings_rate: float | None
    transaction_count: int
    by_category: tuple[CategoryLine, ...]
    by_kind: tuple[KindLine, ...]
    by_tag: tuple[TagLine, ...]
    by_custom_type: tuple[CustomTypeLine, ...]
    daily: tuple[DayLine, ...]
    previous: IncomeAndExpenses
    status: MonthStatus
    revision: int
    verified_at: datetime | None
    updated_at: datetime | None


def monthly_report(
    ledger: Ledger, summary: Summary, previous: Summary, today: civil_date
) -> MonthlyReport:
    """Return the report of a summary's month; ``previous`` is the summary of the previous month."""
    totals, closing = summary.totals, summary.period_close
    overall = _income_and_expenses(totals)
    return MonthlyReport(
        month=summary.month,
        start_date=ledger.calendar.first_day(summary.month),
        end_date=ledger.calendar.last_day(summary.month),
        currency=ledger.currency,
        totals=overall,
        savings_rate=ratio(overall.net_minor, overall.income_minor)
        if overall.income_minor > 0
        else None,
        transaction_count=totals.count,
        by_category=_category_lines(ledger, totals),
        by_kind=kind_lines(ledger, totals.by_category),
        by_tag=tag_lines(ledger, totals),
        by_custom_type=_custom_type_lines(ledger, totals),
        daily=_day_lines(ledger, summary, today),
        previous=_income_and_expenses(previous.totals),
        status=summary.status,
        revision=closing.revision if closing else 0,
        verified_at=closing.verified_at if closing else None,
        updated_at=summary.updated_at,
    )


def ratio(part_minor: int, whole_minor: int) -> float | None:
    """Return part / whole with four decimals, rounded half to even; None if the whole is zero."""
    if whole_minor == 0:
        return None
    exact = Decimal(part_minor) / Decimal(whole_minor)
    return float(exact.quantize(_FOUR_DECIMALS, rounding=ROUND_HALF_EVEN))


def _income_and_expenses(
    totals: SummaryTotals | DaySum | TagSum,
) -> IncomeAndExpenses:
    return IncomeAndExpenses(totals.income_minor, totals.expenses_minor)


def _category_lines(ledger: Ledger, totals: SummaryTotals) -> tuple[CategoryLine, ...]:
    type_totals = {
        EntryType.INCOME: totals.income_minor,
        EntryType.EXPENSE: totals.expenses_minor,
    }
    in_use = [
        (ReportedCategory.of_key(ledger, key), category_sum)
        for key, category_sum in totals.by_category.items()
        if category_sum.count
    ]
    in_use.sort(key=lambda line: (-abs(line[1].total_minor), *line[0].order))
    return tuple(
        CategoryLine(
            reported=reported,
            total_minor=category_sum.total_minor,
            share=ratio(category_sum.total_minor, type_totals[reported.type]),
            transaction_count=category_sum.count,
        )
        for reported, category_sum in in_use
    )


def kind_lines(ledger: Ledger, by_category: Mapping[str, CategorySum]) -> tuple[KindLine, ...]:
    """Return the totals of each kind of which a category has transactions."""
    sums: dict[ReportedKind, dict[EntryType, int]] = {}
    for key, totals in by_category.items():
        if totals.count:
            reported = ReportedCategory.of_key(ledger, key)
            by_type = sums.setdefault(reported.kind, dict.fromkeys(EntryType, 0))
            by_type[reported.type] += totals.total_minor
    return tuple(
        KindLine(
            kind, IncomeAndExpenses(sums[kind][EntryType.INCOME], sums[kind][EntryType.EXPENSE])
        )
        for kind in ReportedKind
        if kind in sums
    )


def tag_lines(ledger: Ledger, totals: SummaryTotals) -> tuple[TagLine, ...]:
    """Return the totals of tags in use, in lower case, largest amounts first."""
    in_use = [(ledger.tag_name(term), tag) for term, tag in totals.by_tag.items() if tag.count]
    in_use.sort(
        key=lambda line: (-abs(line[1].income_minor) - abs(line[1].expenses_minor), line[0])
    )
    return tuple(TagLine(name, _income_and_expenses(tag), tag.count) for name, tag in in_use)


def _custom_type_lines(ledger: Ledger, totals: SummaryTotals) -> tuple[CustomTypeLine, ...]:
    """Return the totals of the ledger's custom types that are in use, largest amounts first."""
    lines = [
        CustomTypeLine(custom_type, total.total_minor, total.count)
        for key, total in totals.by_custom_type.items()
        if total.count and (custom_type := ledger.custom_types.get(key)) is not None
    ]
    lines.sort(key=lambda line: (-abs(line.total_minor), line.custom_type.name))
    return tuple(lines)


def _day_lines(ledger: Ledger, summary: Summary, today: civil_date) -> tuple[DayLine, ...]:
    days = list(ledger.calendar.days(summary.month))
    by_day = [summary.totals.by_day.get(day.day, _NOTHING) for day in days]
    sums = [_income_and_expenses(day) for day in by_day]
    cumulative = accumulate(of_day.net_minor for of_day in sums)
    return tuple(map(DayLine, days, sums, cumulative, (day > today for day in days)))
