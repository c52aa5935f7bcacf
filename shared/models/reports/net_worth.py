"""Balances of accounts at the end of each month, and the cash flow between them.

All amounts are in the minor unit of the tenant's currency, with sign.

A ledger stores only the current balances. Former balances are calculated from them by subtracting
the changes of the months since, so no month before the requested ones is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date as civil_date
from typing import NamedTuple

from shared.models.ledger.account import Account
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import AccountMonthSum, Summary, SummaryTotals
from shared.models.reports.periods import Days, Months
from shared.models.values.dates import Calendar, Month
from shared.models.values.frozen import frozen


class CashFlowMonth(NamedTuple):
    """The cash flow of a month, over all accounts.

    ``opened_minor`` are the opening balances that count from this month on. ``is_future`` is
    whether the month begins after today.
    """

    month: Month
    days: Days
    is_future: bool
    opened_minor: int
    income_minor: int
    expenses_minor: int
    closing_balance_minor: int

    @property
    def net_minor(self) -> int:
        """Return the income minus the expenses."""
        return self.income_minor - self.expenses_minor

    @property
    def opening_balance_minor(self) -> int:
        """Return the balance before the month."""
        return self.closing_balance_minor - self.net_minor - self.opened_minor


@frozen(slots=True)
class CashFlow:
    """The cash flow of months, over all accounts."""

    currency: str
    items: tuple[CashFlowMonth, ...]


class NetWorthMonth(NamedTuple):
    """Assets, and liabilities as positive amounts, at the end of a month."""

    month: Month
    days: Days
    is_future: bool
    assets_minor: int
    liabilities_minor: int

    @property
    def net_minor(self) -> int:
        """Return the assets minus the liabilities."""
        return self.assets_minor - self.liabilities_minor


class AccountBalances(NamedTuple):
    """The balances of an account at the end of each month, in the order of the months."""

    account: Account
    balances_minor: tuple[int, ...]


@frozen(slots=True)
class NetWorth:
    """Assets and liabilities at the end of each month, in total and by account."""

    currency: str
    items: tuple[NetWorthMonth, ...]
    accounts: tuple[AccountBalances, ...]


def closing_balances(
    ledger: Ledger, months: Months, summaries: Iterable[Summary]
) -> dict[str, list[int]]:
    """Return the balances (minor units) of each account at the end of each month, by account id.

    ``summaries`` are all stored ones from the first month on, including those after the last, read
    at the same instant as the ledger.
    """
    totals = {summary.month: summary.totals for summary in summaries}
    later = [month_totals for month, month_totals in totals.items() if month > months.last]
    return {
        account.id: _balances_of(ledger, account, months, totals, later)
        for account in ledger.accounts.values()
    }


def cash_flow(
    ledger: Ledger, months: Months, summaries: Iterable[Summary], today: civil_date
) -> CashFlow:
    """Return the cash flow of months; summaries as for ``closing_balances``."""
    summaries = list(summaries)
    totals = {summary.month: summary.totals for summary in summaries}
    balances = closing_balances(ledger, months, summaries).values()
    return CashFlow(
        currency=ledger.currency,
        items=tuple(
            _cash_flow_month(
                ledger,
                month,
                totals.get(month, SummaryTotals()),
                sum(row[index] for row in balances),
                today,
            )
            for index, month in enumerate(months)
        ),
    )


def net_worth(
    ledger: Ledger, months: Months, summaries: Iterable[Summary], today: civil_date
) -> NetWorth:
    """Sum up the balances at the end of each month; summaries as for ``closing_balances``."""
    balances = closing_balances(ledger, months, summaries)
    return NetWorth(
        currency=ledger.currency,
        items=tuple(
            _net_worth_month(
                ledger, month, {key: row[index] for key, row in balances.items()}, today
            )
            for index, month in enumerate(months)
        ),
        accounts=tuple(
            AccountBalances(account, tuple(balances[account.id]))
            for account in ledger.list_accounts(include_archived=True)
        ),
    )


def _balances_of(
    ledger: Ledger,
    account: Account,
    months: Months,
    totals: dict[Month, SummaryTotals],
    later: list[SummaryTotals],
) -> list[int]:
    changes_minor = ledger.totals_of(account.id).change_minor
    changes_minor -= sum(_change_minor(month_totals, account.id) for month_totals in later)
    balances = []
    for month in reversed(list(months)):
        balances.append(changes_minor + _opening_minor(account, month, ledger.calendar))
        changes_minor -= _change_minor(totals.get(month, SummaryTotals()), account.id)
    return balances[::-1]


def _change_minor(totals: SummaryTotals, account_id: str) -> int:
    return totals.by_account.get(account_id, AccountMonthSum()).change_minor


def _opening_minor(account: Account, month: Month, calendar: Calendar) -> int:
    """Return the opening balance if it counts at the end of the month, else 0."""
    is_open = account.opening_date <= calendar.last_day(month)
    return account.opening_balance_minor if is_open else 0


def _cash_flow_month(
    ledger: Ledger, month: Month, totals: SummaryTotals, closing_minor: int, today: civil_date
) -> CashFlowMonth:
    days = Days(ledger.calendar.first_day(month), ledger.calendar.last_day(month))
    return CashFlowMonth(
        month=month,
        days=days,
        is_future=days.first > today,
        opened_minor=sum(
            account.opening_balance_minor
            for account in ledger.accounts.values()
            if ledger.calendar.month_of(account.opening_date) == month
        ),
        income_minor=totals.income_minor,
        expenses_minor=totals.expenses_minor,
        closing_balance_minor=closing_minor,
    )


def _net_worth_month(
    ledger: Ledger, month: Month, balances: dict[str, int], today: civil_date
) -> NetWorthMonth:
    owed = {key for key, account in ledger.accounts.items() if account.kind.is_liability}
    days = Days(ledger.calendar.first_day(month), ledger.calendar.last_day(month))
    return NetWorthMonth(
        month=month,
        days=days,
        is_future=days.first > today,
        assets_minor=sum(minor for key, minor in balances.items() if key not in owed),
        liabilities_minor=-sum(minor for key, minor in balances.items() if key in owed),
    )
