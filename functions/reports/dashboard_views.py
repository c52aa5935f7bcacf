"""Views of the dashboard: period summaries, category totals, trends, cash flow and net worth.

Each answer is built as one dictionary, which is validated once.
"""

from __future__ import annotations

from datetime import date as civil_date
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from functions.http.views import Money, Name
from functions.reports.monthly_views import (
    CategoryLine,
    KindLine,
    Ratio,
    amounts_of,
    category_fields,
    kind_fields,
)
from shared.models.ledger.account import AccountKind
from shared.models.reports import dashboard, net_worth
from shared.models.reports.periods import Interval
from shared.models.values.base import FrozenModel
from shared.models.values.money import format_minor

MonthText = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}$", examples=["2026-03"])]
"""A month of the ledger's calendar in an answer."""


class _Ranged(FrozenModel):
    """A range; its field ``from`` is a keyword in Python."""

    model_config = ConfigDict(serialize_by_alias=True)


class PeriodTotals(_Ranged):
    """The totals of a period."""

    from_: civil_date = Field(alias="from", description="The first day.")
    to: civil_date = Field(description="The last day.")
    income: Money
    expenses: Money
    net: Money
    savings_rate: Ratio | None = Field(description="net / income; null without positive income.")
    transaction_count: int


class Change(FrozenModel):
    """The differences of the totals from those of the previous period."""

    income: Money
    expenses: Money
    net: Money


class ChangeRatio(FrozenModel):
    """Each difference divided by the absolute previous total; null if that is zero."""

    income: Ratio | None
    expenses: Ratio | None
    net: Ratio | None


class PeriodSummary(PeriodTotals):
    """The totals of a period and of the previous one.

    The previous period of whole months of the ledger's calendar is as many months before, that of
    other periods as many days before.
    """

    currency: str
    previous: PeriodTotals
    change: Change
    change_ratio: ChangeRatio
    by_kind: list[KindLine] | None = Field(
        description="The categories of each kind together; null unless the period is whole months."
    )
    unfiled_count: int | None = Field(
        description="Transactions of which a part has no category; null unless the period is "
        "whole months. ``GET /transactions?unfiled=true`` lists them."
    )


class MonthsBefore(_Ranged):
    """The previous months, for comparison."""

    from_: MonthText = Field(alias="from")
    to: MonthText


class CategoryTotal(CategoryLine):
    """The totals of a category, and its total in the previous months."""

    previous_total: Money


class CategoryTotals(_Ranged):
    """Categories with totals in these or the previous months: expenses first, then by size."""

    from_: MonthText = Field(alias="from")
    to: MonthText
    currency: str
    previous: MonthsBefore
    items: list[CategoryTotal]
    by_kind: list[KindLine] = Field(description="The categories of each kind together.")


class Trend(FrozenModel):
    """The totals of a whole interval."""

    start_date: civil_date
    end_date: civil_date
    income: Money
    expenses: Money
    net: Money
    transaction_count: int


class Trends(FrozenModel):
    """The totals of consecutive intervals."""

    interval: Name[Interval]
    currency: str
    items: list[Trend]


class CashFlowMonth(FrozenModel):
    """The cash flow of a month, over all accounts.

    ``opening_balance + opened + inflow - outflow`` is ``closing_balance``.
    """

    month: MonthText
    start_date: civil_date
    end_date: civil_date
    opening_balance: Money
    opened: Money = Field(description="Opening balances that count from this month on.")
    inflow: Money = Field(description="Income, without transfers between own accounts.")
    outflow: Money = Field(description="Expenses, without transfers between own accounts.")
    net: Money = Field(description="inflow - outflow.")
    closing_balance: Money


class CashFlow(FrozenModel):
    """The cash flow of months, over all accounts."""

    currency: str
    items: list[CashFlowMonth]


class NetWorthMonth(FrozenModel):
    """Assets and liabilities at the end of a month."""

    month: MonthText
    end_date: civil_date
    assets: Money = Field(description="The sum of the balances of asset accounts.")
    liabilities: Money = Field(description="Debts on credit cards and loans, as a positive amount.")
    net: Money = Field(description="assets - liabilities.")


class AccountBalances(FrozenModel):
    """The balances of an account at the end of each month, in the order of the months."""

    account_id: str
    name: str
    kind: AccountKind
    balances: list[Money]


class NetWorth(FrozenModel):
    """Assets and liabilities at the end of each month, in total and by account."""

    currency: str
    items: list[NetWorthMonth]
    accounts: list[AccountBalances]


def period_summary_view(summary: dashboard.PeriodSummary) -> PeriodSummary:
    """Return the view of a period's summary."""
    currency = summary.currency
    return PeriodSummary.model_validate(
        {
            **_period_fields(summary.current, currency),
            "currency": currency,
            "previous": _period_fields(summary.previous, currency),
            "change": amounts_of(summary.change, currency),
            "change_ratio": summary.change_ratio._asdict(),
            "unfiled_count": summary.unfiled_count,
            "by_kind": None if summary.by_kind is None else kind_fields(summary.by_kind, currency),
        }
    )


def category_totals_view(totals: dashboard.CategoryTotals) -> CategoryTotals:
    """Return the view of the totals of categories."""
    currency = totals.currency
    return CategoryTotals.model_validate(
        {
            "from": str(totals.months.first),
            "to": str(totals.months.last),
            "currency": currency,
            "previous": {"from": str(totals.previous.first), "to": str(totals.previous.last)},
            "items": [
                {
                    **category_fields(item.line, currency),
                    "previous_total": format_minor(item.previous_total_minor, currency),
                }
                for item in totals.items
            ],
            "by_kind": kind_fields(totals.by_kind, currency),
        }
    )


def trends_view(trends: dashboard.Trends) -> Trends:
    """Return the view of the totals of intervals."""
    return Trends.model_validate(
        {
            "interval": trends.interval,
            "currency": trends.currency,
            "items": [
                {
                    "start_date": trend.days.first,
                    "end_date": trend.days.last,
                    **amounts_of(trend.totals, trends.currency),
                    "transaction_count": trend.transaction_count,
                }
                for trend in trends.items
            ],
        }
    )


def cash_flow_view(flow: net_worth.CashFlow) -> CashFlow:
    """Return the view of months' cash flow."""
    return CashFlow.model_validate(
        {
            "currency": flow.currency,
            "items": [_cash_flow_fields(month, flow.currency) for month in flow.items],
        }
    )


def net_worth_view(worth: net_worth.NetWorth) -> NetWorth:
    """Return the view of the net worth at months' ends."""
    currency = worth.currency
    return NetWorth.model_validate(
        {
            "currency": currency,
            "items": [_net_worth_fields(month, currency) for month in worth.items],
            "accounts": [
                {
                    "account_id": account.id,
                    "name": account.name,
                    "kind": account.kind,
                    "balances": [format_minor(minor, currency) for minor in balances_minor],
                }
                for account, balances_minor in worth.accounts
            ],
        }
    )


def _period_fields(period: dashboard.PeriodTotals, currency: str) -> dict[str, Any]:
    return {
        "from": period.days.first,
        "to": period.days.last,
        **amounts_of(period.totals, currency),
        "savings_rate": period.savings_rate,
        "transaction_count": period.transaction_count,
    }


def _cash_flow_fields(month: net_worth.CashFlowMonth, currency: str) -> dict[str, Any]:
    return {
        "month": str(month.month),
        "start_date": month.days.first,
        "end_date": month.days.last,
        "opening_balance": format_minor(month.opening_balance_minor, currency),
        "opened": format_minor(month.opened_minor, currency),
        "inflow": format_minor(month.inflow_minor, currency),
        "outflow": format_minor(month.outflow_minor, currency),
        "net": format_minor(month.net_minor, currency),
        "closing_balance": format_minor(month.closing_balance_minor, currency),
    }


def _net_worth_fields(month: net_worth.NetWorthMonth, currency: str) -> dict[str, Any]:
    return {
        "month": str(month.month),
        "end_date": month.end_date,
        "assets": format_minor(month.assets_minor, currency),
        "liabilities": format_minor(month.liabilities_minor, currency),
        "net": format_minor(month.net_minor, currency),
    }
