"""Balances of accounts at the end of each month, and the cash flow between them.

All amounts are in the minor unit of the ledger's currency, with sign; the balances of an account in
that of the account. Balances without a rate to the ledger's currency are in ``unconverted``.

A ledger stores only the current balances. Former balances are calculated from them by subtracting
the changes of the months since, so no month before the requested ones is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date as civil_date
from typing import NamedTuple

from shared.models.ledger.account import Account
from shared.models.ledger.balances import BalanceTotals, Convert, CurrencyBalance, no_conversion
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import AccountMonthSum, Summary, SummaryTotals
from shared.models.reports.periods import Days, Months
from shared.models.reports.unconverted import Unconverted, unconverted_lines
from shared.models.values.dates import Calendar, Month
from shared.models.values.frozen import frozen


class CashFlowMonth(NamedTuple):
    """The cash flow of a month, over all accounts.

    ``opened_minor`` are the opening balances that count from this month on. ``is_future`` is
    whether the month begins after today. Balances are None where an account of another currency
    has a balance before or after the month.
    """

    month: Month
    days: Days
    is_future: bool
    opened_minor: int | None
    income_minor: int
    expenses_minor: int
    closing_balance_minor: int | None

    @property
    def net_minor(self) -> int:
        """Return the income minus the expenses."""
        return self.income_minor - self.expenses_minor

    @property
    def opening_balance_minor(self) -> int | None:
        """Return the balance before the month."""
        if self.closing_balance_minor is None or self.opened_minor is None:
            return None
        return self.closing_balance_minor - self.net_minor - self.opened_minor


@frozen(slots=True)
class CashFlow:
    """The cash flow of months, over all accounts."""

    currency: str
    items: tuple[CashFlowMonth, ...]
    unconverted: Unconverted = ()


class NetWorthMonth(NamedTuple):
    """Assets and liabilities at the end of a month.

    Debts are positive liabilities; more credit than debts, as on an overpaid card, is negative.
    ``is_future`` is whether the month begins after today.
    """

    month: Month
    days: Days
    is_future: bool
    assets_minor: int
    liabilities_minor: int
    unconverted: tuple[CurrencyBalance, ...] = ()

    @property
    def net_minor(self) -> int:
        """Return the assets minus the liabilities."""
        return self.assets_minor - self.liabilities_minor


class AccountBalances(NamedTuple):
    """The balances of an account at the end of each month, in the order of the months."""

    account: Account
    currency: str
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
    """Return the balances of each account at the end of each month, by account id.

    They are in minor units of the account's currency.

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
    balances = closing_balances(ledger, months, summaries)
    return CashFlow(
        currency=ledger.currency,
        items=tuple(
            _cash_flow_month(
                ledger,
                month,
                totals.get(month, SummaryTotals()),
                {key: row[index] for key, row in balances.items()},
                today,
            )
            for index, month in enumerate(months)
        ),
        unconverted=unconverted_lines(totals[m].unconverted for m in months if m in totals),
    )


def net_worth(
    ledger: Ledger,
    months: Months,
    summaries: Iterable[Summary],
    today: civil_date,
    convert: Convert = no_conversion,
) -> NetWorth:
    """Sum up the balances at the end of each month; summaries as for ``closing_balances``.

    Those in other currencies are converted at the rates of the month's last day.
    """
    balances = closing_balances(ledger, months, summaries)
    return NetWorth(
        currency=ledger.currency,
        items=tuple(
            _net_worth_month(
                ledger,
                month,
                {key: row[index] for key, row in balances.items()},
                today,
                convert,
            )
            for index, month in enumerate(months)
        ),
        accounts=tuple(
            AccountBalances(account, ledger.currency_of(account.id), tuple(balances[account.id]))
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
    ledger: Ledger,
    month: Month,
    totals: SummaryTotals,
    balances: dict[str, int],
    today: civil_date,
) -> CashFlowMonth:
    days = Days(ledger.calendar.first_day(month), ledger.calendar.last_day(month))
    opened = {
        key: account.opening_balance_minor
        for key, account in ledger.accounts.items()
        if ledger.calendar.month_of(account.opening_date) == month
    }
    is_known = not _has_foreign_balances(ledger, totals, balances)
    return CashFlowMonth(
        month=month,
        days=days,
        is_future=days.first > today,
        opened_minor=sum(opened.values()) if is_known else None,
        income_minor=totals.income_minor,
        expenses_minor=totals.expenses_minor,
        closing_balance_minor=sum(balances.values()) if is_known else None,
    )


def _has_foreign_balances(ledger: Ledger, totals: SummaryTotals, balances: dict[str, int]) -> bool:
    """Return whether an account of another currency has a balance at the end, or transactions."""
    return any(
        (balances[key] or totals.by_account.get(key, AccountMonthSum()).count)
        for key in ledger.accounts
        if ledger.currency_of(key) != ledger.currency
    )


def _net_worth_month(
    ledger: Ledger, month: Month, balances: dict[str, int], today: civil_date, convert: Convert
) -> NetWorthMonth:
    days = Days(ledger.calendar.first_day(month), ledger.calendar.last_day(month))
    totals = BalanceTotals.of_balances(ledger, balances, days.last, convert)
    return NetWorthMonth(
        month=month,
        days=days,
        is_future=days.first > today,
        assets_minor=totals.assets_minor,
        liabilities_minor=totals.liabilities_minor,
        unconverted=totals.unconverted,
    )
