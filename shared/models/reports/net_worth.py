"""What there was on all accounts at the ends of months, and how it came and went.

A ledger knows what its transactions come to on each account today. Balances in the past follow
from that backwards, by taking away what the months since have changed, so that no month before
those asked for is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date as civil_date

from pydantic import BaseModel, Field

from shared.models.ledger.account import Account, AccountKind
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import AccountFigures, Figures, Summary
from shared.models.reports.dashboard import MonthText
from shared.models.reports.monthly import Money
from shared.models.reports.periods import Months
from shared.models.values.dates import Calendar, Month
from shared.models.values.money import format_minor


class CashFlowMonth(BaseModel):
    """How a month led from one balance of all accounts to the next.

    ``opening_balance + opened + inflow - outflow`` is ``closing_balance``.
    """

    month: MonthText
    start_date: civil_date
    end_date: civil_date
    opening_balance: Money
    opened: Money = Field(description="Opening balances of accounts that count from this month on.")
    inflow: Money = Field(description="Income; transfers between own accounts are none.")
    outflow: Money = Field(description="Expenses; transfers between own accounts are none.")
    net: Money = Field(description="inflow - outflow.")
    closing_balance: Money


class CashFlow(BaseModel):
    """How months led from balance to balance, all accounts together."""

    currency: str
    items: list[CashFlowMonth]


class NetWorthMonth(BaseModel):
    """What one had and owed at the end of a month."""

    month: MonthText
    end_date: civil_date
    assets: Money = Field(description="The balances of all accounts that are no liabilities.")
    liabilities: Money = Field(description="What is owed on credit cards and loans, as positive.")
    net: Money = Field(description="assets - liabilities.")


class AccountBalances(BaseModel):
    """An account's balance at the end of each month, in their order."""

    account_id: str
    name: str
    kind: AccountKind
    balances: list[Money]


class NetWorth(BaseModel):
    """What one had and owed at the ends of months, in total and by account."""

    currency: str
    items: list[NetWorthMonth]
    accounts: list[AccountBalances]


def closing_balances(
    ledger: Ledger, months: Months, summaries: Iterable[Summary]
) -> dict[str, list[int]]:
    """Each account's balance (minor units) at the end of each month, by account id.

    ``summaries`` are all that are stored, at the same instant as the ledger, from the first of
    the months on; those after the last of them as well.
    """
    figures = {summary.month: summary.figures for summary in summaries}
    later = [month_figures for month, month_figures in figures.items() if month > months.last]
    return {
        account.id: _balances_of(ledger, account, months, figures, later)
        for account in ledger.accounts.values()
    }


def cash_flow(ledger: Ledger, months: Months, summaries: Iterable[Summary]) -> CashFlow:
    """How the months led from balance to balance; summaries as for ``closing_balances``."""
    summaries = list(summaries)
    figures = {summary.month: summary.figures for summary in summaries}
    balances = closing_balances(ledger, months, summaries).values()
    return CashFlow(
        currency=ledger.currency,
        items=[
            _cash_flow_month(
                ledger, month, figures.get(month, Figures()), sum(row[index] for row in balances)
            )
            for index, month in enumerate(months)
        ],
    )


def net_worth(ledger: Ledger, months: Months, summaries: Iterable[Summary]) -> NetWorth:
    """What there was at the months' ends; summaries as for ``closing_balances``."""
    balances = closing_balances(ledger, months, summaries)
    return NetWorth(
        currency=ledger.currency,
        items=[
            _net_worth_month(ledger, month, {key: row[index] for key, row in balances.items()})
            for index, month in enumerate(months)
        ],
        accounts=[
            AccountBalances(
                account_id=account.id,
                name=account.name,
                kind=account.kind,
                balances=[format_minor(minor, ledger.currency) for minor in balances[account.id]],
            )
            for account in ledger.list_accounts(include_archived=True)
        ],
    )


def _balances_of(
    ledger: Ledger,
    account: Account,
    months: Months,
    figures: dict[Month, Figures],
    later: list[Figures],
) -> list[int]:
    changes_minor = ledger.totals_of(account.id).change_minor
    changes_minor -= sum(_change_minor(month_figures, account.id) for month_figures in later)
    balances = []
    for month in reversed(list(months)):
        balances.append(changes_minor + _opening_minor(account, month, ledger.calendar))
        changes_minor -= _change_minor(figures.get(month, Figures()), account.id)
    return balances[::-1]


def _change_minor(figures: Figures, account_id: str) -> int:
    return figures.by_account.get(account_id, AccountFigures()).change_minor


def _opening_minor(account: Account, month: Month, calendar: Calendar) -> int:
    """What the opening balance adds at the end of a month: nothing before its day."""
    is_open = account.opening_date <= calendar.last_day(month)
    return account.opening_balance_minor if is_open else 0


def _cash_flow_month(
    ledger: Ledger, month: Month, figures: Figures, closing_minor: int
) -> CashFlowMonth:
    net_minor = figures.income_minor - figures.expenses_minor
    opened_minor = sum(
        account.opening_balance_minor
        for account in ledger.accounts.values()
        if ledger.calendar.month_of(account.opening_date) == month
    )
    numbers = {
        "opening_balance": closing_minor - net_minor - opened_minor,
        "opened": opened_minor,
        "inflow": figures.income_minor,
        "outflow": figures.expenses_minor,
        "net": net_minor,
        "closing_balance": closing_minor,
    }
    return CashFlowMonth(
        month=str(month),
        start_date=ledger.calendar.first_day(month),
        end_date=ledger.calendar.last_day(month),
        **{name: format_minor(minor, ledger.currency) for name, minor in numbers.items()},
    )


def _net_worth_month(ledger: Ledger, month: Month, balances: dict[str, int]) -> NetWorthMonth:
    owed = {key for key, account in ledger.accounts.items() if account.kind.is_liability}
    assets_minor = sum(minor for key, minor in balances.items() if key not in owed)
    liabilities_minor = -sum(minor for key, minor in balances.items() if key in owed)
    return NetWorthMonth(
        month=str(month),
        end_date=ledger.calendar.last_day(month),
        assets=format_minor(assets_minor, ledger.currency),
        liabilities=format_minor(liabilities_minor, ledger.currency),
        net=format_minor(assets_minor - liabilities_minor, ledger.currency),
    )
