"""The monthly report: pure arithmetic on a month's summary, the one before it, and categories."""

from __future__ import annotations

from datetime import date as civil_date
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import accumulate
from typing import Annotated

from pydantic import BaseModel, Field

from shared.models.ledger.category import EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import DayFigures, Figures, MonthStatus, Summary
from shared.models.values.money import format_minor

Money = Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$", examples=["12.50"])]
Ratio = Annotated[float, Field(description="A ratio, to four decimals.", examples=[0.3063])]


class CategoryLine(BaseModel):
    """What one category came to; ``share`` is of its type's total, null where that is zero."""

    category_id: str
    name: str
    type: EntryType
    color: str | None
    total: Money
    share: Ratio | None
    transaction_count: int


class TagLine(BaseModel):
    """What the income and expenses with one tag came to; transfers are counted alone."""

    tag: str
    income: Money
    expenses: Money
    net: Money
    transaction_count: int


class DayLine(BaseModel):
    """What one day came to; ``cumulative_net`` is the net of the month up to and with it."""

    date: civil_date
    income: Money
    expenses: Money
    net: Money
    cumulative_net: Money


class MonthTotals(BaseModel):
    """The totals of a month."""

    total_income: Money
    total_expenses: Money
    net_savings: Money


class MonthlyReport(BaseModel):
    """What a month came to; every amount in the tenant's currency, with its sign."""

    year: int
    month: int
    start_date: civil_date = Field(description="The month's first day.")
    end_date: civil_date = Field(description="The month's last day.")
    currency: str
    total_income: Money
    total_expenses: Money
    net_savings: Money
    savings_rate: Ratio | None = Field(
        description="net_savings / total_income; null without positive income."
    )
    transaction_count: int
    by_category: list[CategoryLine]
    by_tag: list[TagLine]
    daily: list[DayLine]
    previous_month: MonthTotals
    status: MonthStatus
    revision: int = Field(description="How often the month was closed with new figures.")
    verified_at: datetime | None
    updated_at: datetime | None


def monthly_report(ledger: Ledger, summary: Summary, previous: Summary) -> MonthlyReport:
    """The report of ``summary``'s month; ``previous`` is the summary of the month before."""
    figures, currency = summary.figures, ledger.currency
    closing = summary.closing
    return MonthlyReport(
        year=summary.month.year,
        month=summary.month.month,
        start_date=ledger.calendar.first_day(summary.month),
        end_date=ledger.calendar.last_day(summary.month),
        currency=currency,
        **_totals(figures, currency),
        savings_rate=ratio(figures.income_minor - figures.expenses_minor, figures.income_minor)
        if figures.income_minor > 0
        else None,
        transaction_count=figures.count,
        by_category=_category_lines(ledger, figures),
        by_tag=_tag_lines(figures, currency),
        daily=_day_lines(ledger, summary),
        previous_month=MonthTotals(**_totals(previous.figures, currency)),
        status=summary.status,
        revision=closing.revision if closing else 0,
        verified_at=closing.verified_at if closing else None,
        updated_at=summary.updated_at,
    )


def ratio(part_minor: int, whole_minor: int) -> float | None:
    """Part / whole to four decimals, half to even, as a JSON number; None where whole is zero."""
    if whole_minor == 0:
        return None
    exact = Decimal(part_minor) / Decimal(whole_minor)
    return float(exact.quantize(Decimal("0.0001"), rounding=ROUND_HALF_EVEN))


def _totals(figures: Figures, currency: str) -> dict[str, str]:
    return {
        "total_income": format_minor(figures.income_minor, currency),
        "total_expenses": format_minor(figures.expenses_minor, currency),
        "net_savings": format_minor(figures.income_minor - figures.expenses_minor, currency),
    }


def _category_lines(ledger: Ledger, figures: Figures) -> list[CategoryLine]:
    type_totals = {
        EntryType.INCOME: figures.income_minor,
        EntryType.EXPENSE: figures.expenses_minor,
    }
    in_use = [
        (ledger.get_category(category_id), category_figures)
        for category_id, category_figures in figures.by_category.items()
        if category_figures.count
    ]
    in_use.sort(key=lambda line: (-abs(line[1].total_minor), line[0].name, line[0].id))
    return [
        CategoryLine(
            category_id=category.id,
            name=category.name,
            type=category.type,
            color=category.color,
            total=format_minor(category_figures.total_minor, ledger.currency),
            share=ratio(category_figures.total_minor, type_totals[category.type]),
            transaction_count=category_figures.count,
        )
        for category, category_figures in in_use
    ]


def _tag_lines(figures: Figures, currency: str) -> list[TagLine]:
    """The tags by the money that moved, most first; a tag is shown folded, without its mark."""
    in_use = [(term[1:], tag) for term, tag in figures.by_tag.items() if tag.count]
    in_use.sort(
        key=lambda line: (-abs(line[1].income_minor) - abs(line[1].expenses_minor), line[0])
    )
    return [
        TagLine(
            tag=name,
            income=format_minor(tag.income_minor, currency),
            expenses=format_minor(tag.expenses_minor, currency),
            net=format_minor(tag.income_minor - tag.expenses_minor, currency),
            transaction_count=tag.count,
        )
        for name, tag in in_use
    ]


def _day_lines(ledger: Ledger, summary: Summary) -> list[DayLine]:
    currency = ledger.currency
    days = list(ledger.calendar.days(summary.month))
    by_day = [summary.figures.by_day.get(day.day, DayFigures()) for day in days]
    cumulative = accumulate(day.income_minor - day.expenses_minor for day in by_day)
    return [
        DayLine(
            date=day,
            income=format_minor(figures.income_minor, currency),
            expenses=format_minor(figures.expenses_minor, currency),
            net=format_minor(figures.income_minor - figures.expenses_minor, currency),
            cumulative_net=format_minor(cumulative_minor, currency),
        )
        for day, figures, cumulative_minor in zip(days, by_day, cumulative, strict=True)
    ]
