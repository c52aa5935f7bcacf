"""Views of charts: series by month, breakdowns of a period, comparison, averages.

Each answer is built as one dictionary, which is validated once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as civil_date
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from functions.http.unconverted import UnconvertedList, unconverted_fields
from functions.http.views import Money
from functions.reports.dashboard_views import (
    Change,
    ChangeRatio,
    IsFuture,
    PartialReport,
    PeriodTotals,
    partial_fields,
    period_fields,
)
from functions.reports.monthly_views import (
    CategoryLine,
    CustomTypeLine,
    MonthText,
    Ranged,
    TagLine,
    amounts_of,
    category_fields,
    custom_type_fields,
    tag_fields,
)
from shared.models.ledger.account import AccountKind
from shared.models.values.base import FrozenModel
from shared.models.values.money import format_minor

if TYPE_CHECKING:
    from shared.models.reports import averages, breakdowns, comparison, series

MonthlyAmounts = Annotated[list[Money], Field(description="One amount a month, as in `months`.")]


class MonthOfSeries(Ranged):
    """A month of a series."""

    month: MonthText
    from_: civil_date = Field(alias="from", description="The month's first day.")
    to: civil_date = Field(description="The month's last day.")
    is_future: IsFuture


class CategoryTrend(CategoryLine):
    """The totals of a category over all months, and its total in each."""

    monthly_totals: MonthlyAmounts


class CategoryTrends(FrozenModel):
    """Categories with totals in the months: expenses first, then by size."""

    currency: str
    unconverted: UnconvertedList
    months: list[MonthOfSeries]
    items: list[CategoryTrend]


class CustomTypeTrend(CustomTypeLine):
    """The total of a custom type over all months, and that of each."""

    monthly_totals: MonthlyAmounts


class CustomTypeTrends(FrozenModel):
    """Custom types with totals in the months, largest amounts first."""

    currency: str
    months: list[MonthOfSeries]
    items: list[CustomTypeTrend]


class TagTrend(TagLine):
    """The totals of a tag over all months, and those of each."""

    monthly_income: MonthlyAmounts
    monthly_expenses: MonthlyAmounts
    monthly_net: MonthlyAmounts


class TagTrends(FrozenModel):
    """The tags with the largest amounts in the months."""

    currency: str
    unconverted: UnconvertedList
    months: list[MonthOfSeries]
    items: list[TagTrend]


class TagReport(PartialReport):
    """The totals of tags in use in a period, largest amounts first."""

    items: list[TagLine]


class AccountLine(FrozenModel):
    """The totals of an account: ``income - expenses + transfers`` is ``change``.

    Amounts are in ``currency``, that of the account, and ``base_…`` in the ledger's.
    """

    account_id: str
    name: str
    kind: AccountKind
    currency: str
    income: Money
    expenses: Money
    net: Money
    base_income: Money
    base_expenses: Money
    base_net: Money
    transfers: Money = Field(description="Transfers to the account, less those from it.")
    change: Money = Field(description="The change of the balance.")
    transaction_count: int


class AccountReport(PartialReport):
    """The totals of all accounts in a period, the default account first, then by name."""

    items: list[AccountLine]


class RestLine(FrozenModel):
    """Totals of several payees together, or of transactions without a payee."""

    income: Money
    expenses: Money
    net: Money
    transaction_count: int


class PayeeLine(RestLine):
    """The totals of a payee, in the latest spelling of the period."""

    payee: str


class PayeeReport(PartialReport):
    """The payees with the largest amounts in a period; transfers are not counted."""

    items: list[PayeeLine]
    others: RestLine = Field(description="All other payees together.")
    without_payee: RestLine


class ComparedYear(PeriodTotals):
    """The totals of the days of a year, and their change from the item before."""

    currency: str
    is_complete: bool = Field(
        description="False if it begins before the first transaction, or ends after today."
    )
    change: Change | None
    change_ratio: ChangeRatio | None


class Comparison(FrozenModel):
    """The same days of consecutive years, the earliest first."""

    currency: str
    items: list[ComparedYear]


class Typical(FrozenModel):
    """An average or a median of income, expenses and net, each by itself."""

    income: Money
    expenses: Money
    net: Money


class TypicalDay(Typical):
    """The medians of a day of the month, over the months that have it."""

    day: int


class Averages(Ranged):
    """Averages and medians of the days of a period, and of the whole months in it.

    Amounts are rounded half to even. Days without transactions count as zero.
    """

    from_: civil_date = Field(alias="from", description="The first day.")
    to: civil_date = Field(
        description="The last day that is counted: at most today, unless `from` is later."
    )
    currency: str
    unconverted: UnconvertedList
    day_count: int
    month_count: int = Field(description="The number of whole months.")
    average_day: Typical
    average_month: Typical | None
    median_day: Typical
    median_month: Typical | None
    days_of_month: list[TypicalDay]


def category_trends_view(trends: series.CategoryTrends) -> CategoryTrends:
    """Return the view of the totals of categories by month."""
    currency = trends.currency
    return CategoryTrends.model_validate(
        {
            "currency": currency,
            "unconverted": unconverted_fields(trends.unconverted),
            "months": month_fields(trends.months),
            "items": [
                {
                    **category_fields(item.line, currency),
                    "monthly_totals": [format_minor(m, currency) for m in item.monthly_minor],
                }
                for item in trends.items
            ],
        }
    )


def custom_type_trends_view(trends: series.CustomTypeTrends) -> CustomTypeTrends:
    """Return the view of the totals of custom types by month."""
    currency = trends.currency
    return CustomTypeTrends.model_validate(
        {
            "currency": currency,
            "months": month_fields(trends.months),
            "items": [
                {
                    **custom_type_fields(item.line, currency),
                    "monthly_totals": [format_minor(m, currency) for m in item.monthly_minor],
                }
                for item in trends.items
            ],
        }
    )


def tag_trends_view(trends: series.TagTrends) -> TagTrends:
    """Return the view of the totals of tags by month."""
    return TagTrends.model_validate(
        {
            "currency": trends.currency,
            "unconverted": unconverted_fields(trends.unconverted),
            "months": month_fields(trends.months),
            "items": [_tag_trend_fields(item, trends.currency) for item in trends.items],
        }
    )


def tag_report_view(report: breakdowns.TagReport) -> TagReport:
    """Return the view of the totals of tags."""
    items = [tag_fields(line, report.currency) for line in report.items]
    return TagReport.model_validate({**partial_fields(report), "items": items})


def account_report_view(report: breakdowns.AccountReport) -> AccountReport:
    """Return the view of the totals of accounts."""
    items = [_account_fields(line, report.currency) for line in report.items]
    return AccountReport.model_validate({**partial_fields(report), "items": items})


def payee_report_view(report: breakdowns.PayeeReport) -> PayeeReport:
    """Return the view of the totals of payees."""
    currency = report.currency
    return PayeeReport.model_validate(
        {
            **partial_fields(report),
            "items": [
                {"payee": line.payee, **_rest_fields(line, currency)} for line in report.items
            ],
            "others": _rest_fields(report.others, currency),
            "without_payee": _rest_fields(report.without_payee, currency),
        }
    )


def comparison_view(compared: comparison.Comparison) -> Comparison:
    """Return the view of the same days of several years."""
    currency = compared.currency
    return Comparison.model_validate(
        {
            "currency": currency,
            "items": [
                {
                    **period_fields(item.period, currency),
                    "currency": currency,
                    "is_complete": item.is_complete,
                    "change": amounts_of(item.change, currency) if item.change else None,
                    "change_ratio": item.change_ratio._asdict() if item.change_ratio else None,
                }
                for item in compared.items
            ],
        }
    )


def averages_view(found: averages.Averages) -> Averages:
    """Return the view of averages and medians."""
    currency = found.currency
    return Averages.model_validate(
        {
            "from": found.period.first,
            "to": found.period.last,
            "currency": currency,
            "unconverted": unconverted_fields(found.unconverted),
            "day_count": found.day_count,
            "month_count": found.month_count,
            "average_day": _typical_fields(found.average_day, currency),
            "average_month": _typical_fields(found.average_month, currency),
            "median_day": _typical_fields(found.median_day, currency),
            "median_month": _typical_fields(found.median_month, currency),
            "days_of_month": [
                {"day": one.day, **_amounts(one.median, currency)} for one in found.days_of_month
            ],
        }
    )


def month_fields(months: Sequence[series.MonthHead]) -> list[dict[str, Any]]:
    """Return the fields of the ``MonthOfSeries`` of each month."""
    return [
        {
            "month": str(head.month),
            "from": head.days.first,
            "to": head.days.last,
            "is_future": head.is_future,
        }
        for head in months
    ]


def _tag_trend_fields(item: series.TagTrend, currency: str) -> dict[str, Any]:
    monthly = item.monthly
    return {
        **tag_fields(item.line, currency),
        "monthly_income": [format_minor(month.income_minor, currency) for month in monthly],
        "monthly_expenses": [format_minor(month.expenses_minor, currency) for month in monthly],
        "monthly_net": [format_minor(month.net_minor, currency) for month in monthly],
    }


def _account_fields(line: breakdowns.AccountLine, base_currency: str) -> dict[str, Any]:
    currency = line.currency
    base = amounts_of(line.base_totals, base_currency)
    return {
        "currency": currency,
        "account_id": line.account.id,
        "name": line.account.name,
        "kind": line.account.kind,
        **amounts_of(line.totals, currency),
        **{f"base_{name}": amount for name, amount in base.items()},
        "transfers": format_minor(line.transfers_minor, currency),
        "change": format_minor(line.change_minor, currency),
        "transaction_count": line.transaction_count,
    }


def _rest_fields(line: breakdowns.PayeeLine | breakdowns.RestLine, currency: str) -> dict[str, Any]:
    return {
        **amounts_of(line.totals, currency),
        "transaction_count": line.transaction_count,
    }


def _typical_fields(typical: averages.Typical | None, currency: str) -> dict[str, Any] | None:
    return None if typical is None else _amounts(typical, currency)


def _amounts(typical: averages.Typical, currency: str) -> dict[str, Any]:
    return {
        "income": format_minor(typical.income_minor, currency),
        "expenses": format_minor(typical.expenses_minor, currency),
        "net": format_minor(typical.net_minor, currency),
    }
