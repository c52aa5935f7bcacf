"""Views of the dashboard: period summaries, category totals, trends, cash flow and net worth.

Each answer is built as one dictionary, which is validated once.
"""

from datetime import date as civil_date
from typing import Annotated, Any, Protocol

from pydantic import Field

from functions.http.unconverted import (
    Liabilities,
    RatesAsOf,
    UnconvertedBalances,
    UnconvertedList,
    balance_fields,
    unconverted_fields,
)
from functions.http.views import Money, Name, known_money
from functions.reports.monthly_views import (
    CategoryLine,
    KindLine,
    MonthText,
    Ranged,
    Ratio,
    amounts_of,
    category_fields,
    kind_fields,
)
from shared.models.ledger.account import AccountKind
from shared.models.reports import dashboard, totals
from shared.models.reports.periods import Interval
from shared.models.reports.unconverted import Unconverted
from shared.models.reports.worth import net_worth
from shared.models.values.base import FrozenModel
from shared.models.values.money import format_minor
from shared.models.values.spans.days import Days


class ReportOfDays(Protocol):
    """A report of any days, as it is calculated."""

    @property
    def period(self) -> Days:
        """Return the days of the report."""

    @property
    def currency(self) -> str:
        """Return the ledger's currency."""

    @property
    def unconverted(self) -> Unconverted:
        """Return what the amounts do not contain."""

    @property
    def next_cursor(self) -> str | None:
        """Return the cursor of the transactions that were not read; None if all were."""


IsFuture = Annotated[bool, Field(description="Whether the first day is after today.")]


class PeriodTotals(Ranged):
    """The totals of a period."""

    from_: civil_date = Field(alias="from", description="The first day.")
    to: civil_date = Field(description="The last day.")
    income: Money
    expenses: Money
    net: Money
    savings_rate: Ratio | None = Field(description="net / income; null without positive income.")
    transaction_count: int
    unconverted: UnconvertedList


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

    The previous period has as many whole months of the ledger's calendar, or as many days.
    """

    currency: str
    previous: PeriodTotals
    change: Change
    change_ratio: ChangeRatio
    by_kind: list[KindLine] | None = Field(
        description="The categories of each kind together; null unless the period is whole months."
    )


class PeriodBefore(Ranged):
    """The previous period, for comparison."""

    from_: civil_date = Field(alias="from")
    to: civil_date


class CategoryTotal(CategoryLine):
    """The totals of a category, and its total in the previous period."""

    previous_total: Money


class PartialReport(Ranged):
    """A report of any days, whose transactions may be too many for one answer.

    Whole months are read from stored totals; transactions of other days are read up to a bound.
    """

    from_: civil_date = Field(alias="from", description="The first day.")
    to: civil_date = Field(description="The last day.")
    currency: str
    unconverted: UnconvertedList
    is_partial: bool = Field(
        description="True if more is to be read; add the amounts of the answer to `next_cursor`."
    )
    next_cursor: str | None


class CategoryTotals(PartialReport):
    """Categories with totals in a period or the previous one: expenses first, then by size.

    Each `share` is null if the period takes several answers: calculate it from the sums.
    """

    previous: PeriodBefore
    items: list[CategoryTotal]
    by_kind: list[KindLine] = Field(description="The categories of each kind together.")


class Trend(Ranged):
    """The totals of a whole interval."""

    month: MonthText | None = Field(description="Null for other intervals than months.")
    from_: civil_date = Field(alias="from", description="The first day.")
    to: civil_date = Field(description="The last day.")
    is_future: IsFuture
    income: Money
    expenses: Money
    net: Money
    transaction_count: int


class Trends(FrozenModel):
    """The totals of consecutive intervals."""

    interval: Name[Interval]
    currency: str
    unconverted: UnconvertedList
    items: list[Trend]


class CashFlowMonth(Ranged):
    """The cash flow of a month, over all accounts, without transfers between them.

    ``opening_balance + opened + net + exchange + valuation + unconverted_change`` is
    ``closing_balance``.
    """

    month: MonthText
    from_: civil_date = Field(alias="from", description="The month's first day.")
    to: civil_date = Field(description="The month's last day.")
    is_future: IsFuture
    opening_balance: Money = Field(description="The net worth at the beginning.")
    opened: Money = Field(description="Opening balances that count from this month on.")
    income: Money
    expenses: Money
    net: Money
    exchange: Money = Field(description="As in `/dashboard/net_worth`.")
    unconverted_change: Money = Field(description="As in `/dashboard/net_worth`.")
    valuation: Money = Field(description="As in `/dashboard/net_worth`.")
    closing_balance: Money = Field(description="The net worth at the end.")
    unconverted_balances: UnconvertedBalances


class CashFlow(FrozenModel):
    """The cash flow of months, over all accounts."""

    currency: str
    unconverted: UnconvertedList
    items: list[CashFlowMonth]


class NetWorthMonth(Ranged):
    """Assets and liabilities at the end of a month."""

    month: MonthText
    from_: civil_date = Field(alias="from", description="The month's first day.")
    to: civil_date = Field(description="The month's last day, of which the balances are.")
    is_future: IsFuture
    assets: Money = Field(description="The sum of the balances of asset accounts.")
    liabilities: Liabilities
    net_worth: Money = Field(description="assets - liabilities.")
    change: Money = Field(
        description="From the month before: flows + exchange + valuation + unconverted_change."
    )
    opened: Money = Field(description="Opening balances from this month on; part of `flows`.")
    flows: Money = Field(description="opened + income - expenses, as booked.")
    exchange: Money = Field(
        description="By transfers between currencies: received less given, at the rates of `to`."
    )
    unconverted_change: Money = Field(
        description="Money that entered the net worth less money that left it, as balances without "
        "a rate do: neither a gain nor a loss."
    )
    valuation: Money = Field(description="The rest: rates that moved.")
    unconverted_balances: UnconvertedBalances
    rates_as_of: RatesAsOf


class AccountBalances(FrozenModel):
    """The balances of an account at the end of each month, in the order of the months."""

    account_id: str
    name: str
    kind: AccountKind
    currency: str
    balances: list[Money]
    base_balances: list[Money | None] = Field(description="In the ledger's, if there is a rate.")
    rate_dates: list[civil_date | None] = Field(description="The days of their rates, if used.")


class NetWorth(FrozenModel):
    """Assets and liabilities at the end of each month, in total and by account."""

    currency: str
    unconverted: UnconvertedList
    items: list[NetWorthMonth]
    accounts: list[AccountBalances]


def period_summary_view(summary: dashboard.PeriodSummary) -> PeriodSummary:
    """Return the view of a period's summary."""
    currency = summary.currency
    return PeriodSummary.model_validate(
        {
            **period_fields(summary.current, currency),
            "currency": currency,
            "previous": period_fields(summary.previous, currency),
            "change": amounts_of(summary.change, currency),
            "change_ratio": summary.change_ratio._asdict(),
            "by_kind": None if summary.by_kind is None else kind_fields(summary.by_kind, currency),
        }
    )


def category_totals_view(totals: dashboard.CategoryTotals) -> CategoryTotals:
    """Return the view of the totals of categories."""
    currency, previous = totals.currency, totals.previous
    return CategoryTotals.model_validate(
        {
            **partial_fields(totals),
            "previous": {"from": previous.first, "to": previous.last},
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
            "unconverted": unconverted_fields(trends.unconverted),
            "items": [
                {
                    "month": None if trend.month is None else str(trend.month),
                    "from": trend.days.first,
                    "to": trend.days.last,
                    "is_future": trend.is_future,
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
            "unconverted": unconverted_fields(flow.unconverted),
            "items": [_cash_flow_fields(month, flow.currency) for month in flow.items],
        }
    )


def net_worth_view(worth: net_worth.NetWorth) -> NetWorth:
    """Return the view of the net worth at months' ends."""
    currency = worth.currency
    return NetWorth.model_validate(
        {
            "currency": currency,
            "unconverted": unconverted_fields(worth.unconverted),
            "items": [_net_worth_fields(month, currency) for month in worth.items],
            "accounts": [
                {
                    "account_id": account.id,
                    "name": account.name,
                    "kind": account.kind,
                    "currency": account_currency,
                    "balances": [format_minor(minor, account_currency) for minor in balances_minor],
                    "base_balances": [known_money(minor, currency) for minor in base_minor],
                    "rate_dates": dates,
                }
                for account, account_currency, balances_minor, base_minor, dates in worth.accounts
            ],
        }
    )


def partial_fields(report: ReportOfDays) -> dict[str, Any]:
    """Return the fields of a ``PartialReport``."""
    return {
        "from": report.period.first,
        "to": report.period.last,
        "currency": report.currency,
        "unconverted": unconverted_fields(report.unconverted),
        "is_partial": report.next_cursor is not None,
        "next_cursor": report.next_cursor,
    }


def period_fields(period: totals.PeriodTotals, currency: str) -> dict[str, Any]:
    """Return the fields of ``PeriodTotals``."""
    return {
        "from": period.days.first,
        "to": period.days.last,
        **amounts_of(period.totals, currency),
        "savings_rate": period.savings_rate,
        "transaction_count": period.transaction_count,
        "unconverted": unconverted_fields(period.unconverted),
    }


def _cash_flow_fields(month: net_worth.CashFlowMonth, currency: str) -> dict[str, Any]:
    return {
        "month": str(month.month),
        "from": month.days.first,
        "to": month.days.last,
        "is_future": month.is_future,
        "opening_balance": format_minor(month.opening_balance_minor, currency),
        "opened": format_minor(month.opened_minor, currency),
        "income": format_minor(month.income_minor, currency),
        "expenses": format_minor(month.expenses_minor, currency),
        "net": format_minor(month.net_minor, currency),
        "exchange": format_minor(month.exchange_minor, currency),
        "unconverted_change": format_minor(month.unconverted_change_minor, currency),
        "valuation": format_minor(month.valuation_minor, currency),
        "closing_balance": format_minor(month.closing_balance_minor, currency),
        "unconverted_balances": balance_fields(month.unconverted),
    }


def _net_worth_fields(month: net_worth.NetWorthMonth, currency: str) -> dict[str, Any]:
    return {
        "month": str(month.month),
        "from": month.days.first,
        "to": month.days.last,
        "is_future": month.is_future,
        "assets": format_minor(month.assets_minor, currency),
        "liabilities": format_minor(month.liabilities_minor, currency),
        "net_worth": format_minor(month.net_minor, currency),
        "change": format_minor(month.change_minor, currency),
        "opened": format_minor(month.opened_minor, currency),
        "flows": format_minor(month.flows_minor, currency),
        "exchange": format_minor(month.exchange_minor, currency),
        "unconverted_change": format_minor(month.unconverted_change_minor, currency),
        "valuation": format_minor(month.valuation_minor, currency),
        "unconverted_balances": balance_fields(month.unconverted),
        "rates_as_of": month.rates_as_of,
    }
