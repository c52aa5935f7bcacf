"""The view of the monthly report."""

from collections.abc import Iterable
from datetime import date as civil_date
from datetime import datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from functions.http.unconverted import UnconvertedList, unconverted_fields
from functions.http.views import Money
from shared.models.ledger.category import EntryType
from shared.models.ledger.summary import MonthStatus
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.reports import lines, monthly
from shared.models.reports.lines import ReportedKind
from shared.models.reports.totals import IncomeAndExpenses
from shared.models.values.base import FrozenModel
from shared.models.values.money import format_minor

Amounts = dict[str, str]
"""Amounts of a view by the names of its fields."""

Ratio = Annotated[float, Field(description="A ratio with four decimals.", examples=[0.3063])]

MonthText = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}$", examples=["2026-03"])]
"""A month of the ledger's calendar in an answer."""


class Ranged(FrozenModel):
    """A period; its field ``from`` is a keyword in Python."""

    model_config = ConfigDict(serialize_by_alias=True)


class CategoryLine(FrozenModel):
    """Totals of a category; ``share`` of the total of its type, null if that is zero."""

    category_id: str | None
    name: str | None
    type: EntryType
    kind: ReportedKind
    color: str | None
    total: Money
    share: Ratio | None
    transaction_count: int


class KindLine(FrozenModel):
    """Totals of the categories of a kind."""

    kind: ReportedKind
    income: Money
    expenses: Money
    net: Money


class TagLine(FrozenModel):
    """Totals of a case-folded tag; transfers are included in ``transaction_count`` only."""

    tag: str
    income: Money
    expenses: Money
    net: Money
    transaction_count: int


class CustomTypeLine(FrozenModel):
    """Total of a custom type of INCOME, EXPENSE or TRANSFER transactions."""

    custom_type_id: str
    name: str
    type: TransactionType
    color: str | None
    total: Money
    transaction_count: int


class DayLine(FrozenModel):
    """Totals of a day."""

    date: civil_date
    income: Money
    expenses: Money
    net: Money
    cumulative_net: Money
    is_future: bool = Field(description="Whether the day is after today.")


class MonthTotals(FrozenModel):
    """The totals of a month."""

    total_income: Money
    total_expenses: Money
    net_savings: Money
    unconverted: UnconvertedList


class MonthlyReport(Ranged):
    """The report of a month; amounts are in the currency of the ledger, with sign."""

    year: int
    month: int
    from_: civil_date = Field(alias="from", description="The month's first day.")
    to: civil_date = Field(description="The month's last day.")
    currency: str
    total_income: Money
    total_expenses: Money
    net_savings: Money
    savings_rate: Ratio | None = Field(
        description="net_savings / total_income; null without positive income."
    )
    transaction_count: int
    unconverted: UnconvertedList
    by_category: list[CategoryLine]
    by_kind: list[KindLine] = Field(
        description="How much was spent, saved and invested: the categories of each kind together."
    )
    by_tag: list[TagLine]
    by_custom_type: list[CustomTypeLine]
    daily: list[DayLine]
    previous_month: MonthTotals
    status: MonthStatus
    revision: int = Field(description="How often the month was closed with new totals.")
    verified_at: datetime | None
    updated_at: datetime | None


def monthly_report_view(report: monthly.MonthlyReport) -> MonthlyReport:
    """Return the view of a monthly report.

    It is built as one dictionary and validated once: constructing a model for each line takes a
    tenth more time.
    """
    currency = report.currency
    return MonthlyReport.model_validate(
        {
            "year": report.month.year,
            "month": report.month.month,
            "from": report.start_date,
            "to": report.end_date,
            "currency": currency,
            **_month_totals(report.totals, currency),
            "savings_rate": report.savings_rate,
            "transaction_count": report.transaction_count,
            "unconverted": unconverted_fields(report.unconverted),
            "by_category": [category_fields(line, currency) for line in report.by_category],
            "by_kind": kind_fields(report.by_kind, currency),
            "by_tag": [tag_fields(line, currency) for line in report.by_tag],
            "by_custom_type": [
                custom_type_fields(line, currency) for line in report.by_custom_type
            ],
            "daily": [_day_fields(line, currency) for line in report.daily],
            "previous_month": {
                **_month_totals(report.previous, currency),
                "unconverted": unconverted_fields(report.previous_unconverted),
            },
            "status": report.status,
            "revision": report.revision,
            "verified_at": report.verified_at,
            "updated_at": report.updated_at,
        }
    )


def category_fields(line: lines.CategoryLine, currency: str) -> dict[str, Any]:
    """Return the fields of a ``CategoryLine``."""
    category = line.reported.category
    return {
        "category_id": category and category.id,
        "name": category and category.name,
        "type": line.reported.type,
        "kind": line.reported.kind,
        "color": category and category.color,
        "total": format_minor(line.total_minor, currency),
        "share": line.share,
        "transaction_count": line.transaction_count,
    }


def kind_fields(kinds: Iterable[lines.KindLine], currency: str) -> list[dict[str, Any]]:
    """Return the fields of the ``KindLine`` of each kind."""
    return [{"kind": line.kind, **amounts_of(line.totals, currency)} for line in kinds]


def amounts_of(totals: IncomeAndExpenses, currency: str) -> Amounts:
    """Return income, expenses and net, as most views name them."""
    return {
        "income": format_minor(totals.income_minor, currency),
        "expenses": format_minor(totals.expenses_minor, currency),
        "net": format_minor(totals.net_minor, currency),
    }


def _month_totals(totals: IncomeAndExpenses, currency: str) -> Amounts:
    return {
        "total_income": format_minor(totals.income_minor, currency),
        "total_expenses": format_minor(totals.expenses_minor, currency),
        "net_savings": format_minor(totals.net_minor, currency),
    }


def tag_fields(line: lines.TagLine, currency: str) -> dict[str, Any]:
    """Return the fields of a ``TagLine``."""
    return {
        "tag": line.tag,
        **amounts_of(line.totals, currency),
        "transaction_count": line.transaction_count,
    }


def custom_type_fields(line: lines.CustomTypeLine, currency: str) -> dict[str, Any]:
    """Return the fields of the line of a custom type."""
    custom_type = line.custom_type
    return {
        "custom_type_id": custom_type.id,
        "name": custom_type.name,
        "type": custom_type.type,
        "color": custom_type.color,
        "total": format_minor(line.total_minor, currency),
        "transaction_count": line.transaction_count,
    }


def _day_fields(line: monthly.DayLine, currency: str) -> dict[str, Any]:
    amounts = amounts_of(line.totals, currency)
    amounts["cumulative_net"] = format_minor(line.cumulative_net_minor, currency)
    return {"date": line.date, **amounts, "is_future": line.is_future}
