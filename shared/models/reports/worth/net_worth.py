"""Balances of accounts at the end of each month, and the cash flow between them.

All amounts are in the minor unit of the ledger's currency, with sign; the balances of an account in
that of the account. Balances without a rate to the ledger's currency are in ``unconverted``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from shared.models.ledger.account import Account
from shared.models.ledger.balances import (
    NO_CONVERSIONS,
    BalanceTotals,
    Conversions,
    Convert,
    CurrencyBalance,
    base_balances,
    closing_balances,
    no_conversion,
    rate_dates,
)
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Summary, SummaryTotals
from shared.models.reports.unconverted import Unconverted, unconverted_lines
from shared.models.reports.worth.worth_change import WorthBefore, WorthChange, worth_change
from shared.models.values.dates import Month
from shared.models.values.frozen import frozen
from shared.models.values.spans.days import Days, Months


class CashFlowMonth(NamedTuple):
    """The cash flow of a month, over all accounts.

    ``opened_minor`` are the opening balances that count from this month on; exchange, valuation and
    unconverted change are as in ``NetWorthMonth``. ``is_future`` is whether the month begins
    after today. Balances are those of the net worth, without ``unconverted`` ones.
    """

    month: Month
    days: Days
    is_future: bool
    opening_balance_minor: int
    opened_minor: int
    income_minor: int
    expenses_minor: int
    exchange_minor: int
    unconverted_change_minor: int
    valuation_minor: int
    closing_balance_minor: int
    unconverted: tuple[CurrencyBalance, ...] = ()

    @property
    def net_minor(self) -> int:
        """Return the income minus the expenses."""
        return self.income_minor - self.expenses_minor


@frozen(slots=True)
class CashFlow:
    """The cash flow of months, over all accounts."""

    currency: str
    items: tuple[CashFlowMonth, ...]
    unconverted: Unconverted = ()


class NetWorthMonth(NamedTuple):
    """Assets and liabilities at the end of a month.

    Debts are positive liabilities; more credit than debts, as on an overpaid card, is negative.
    ``is_future`` is whether the month begins after today. The parts of the change from the month
    before are flows, exchange, unconverted change and valuation; ``worth_change`` defines them.
    ``opened_minor`` is the part of the flows that are opening balances. ``rates_as_of`` is the day
    of the oldest rate of the balances, if any.
    """

    month: Month
    days: Days
    is_future: bool
    assets_minor: int
    liabilities_minor: int
    opened_minor: int
    flows_minor: int
    exchange_minor: int
    unconverted_change_minor: int
    valuation_minor: int
    unconverted: tuple[CurrencyBalance, ...] = ()
    rates_as_of: date | None = None

    @property
    def net_minor(self) -> int:
        """Return the assets minus the liabilities."""
        return self.assets_minor - self.liabilities_minor

    @property
    def change_minor(self) -> int:
        """Return the change of the net worth from the month before."""
        moved_minor = self.exchange_minor + self.valuation_minor
        return self.flows_minor + moved_minor + self.unconverted_change_minor


class AccountBalances(NamedTuple):
    """The balances of an account at the end of each month, in the order of the months.

    ``base_balances_minor`` are in the ledger's currency, None without a rate. ``rate_dates`` are
    the days of their rates, None where there is none, or none was needed.
    """

    account: Account
    currency: str
    balances_minor: tuple[int, ...]
    base_balances_minor: tuple[int | None, ...]
    rate_dates: tuple[date | None, ...]


@frozen(slots=True)
class NetWorth:
    """Assets and liabilities at the end of each month, in total and by account."""

    currency: str
    items: tuple[NetWorthMonth, ...]
    accounts: tuple[AccountBalances, ...]
    unconverted: Unconverted = ()


def days_of_rates(ledger: Ledger, months: Months) -> Iterator[date]:
    """Yield the days whose rates cash flow and net worth need."""
    yield from map(ledger.calendar.last_day, months.first.previous.through(months.last))
    for account in ledger.accounts.values():
        if ledger.calendar.month_of(account.opening_date) in months:
            yield account.opening_date


def cash_flow(
    ledger: Ledger,
    months: Months,
    summaries: Iterable[Summary],
    today: date,
    convert: Convert = no_conversion,
) -> CashFlow:
    """Return the cash flow of months; summaries as for ``closing_balances``."""
    worths = list(_worths(ledger, months, list(summaries), Conversions(convert)))
    return CashFlow(
        currency=ledger.currency,
        items=tuple(_cash_flow_month(worth, today) for worth in worths),
        unconverted=_unconverted(worths),
    )


def net_worth(
    ledger: Ledger,
    months: Months,
    summaries: Iterable[Summary],
    today: date,
    rates: Conversions = NO_CONVERSIONS,
) -> NetWorth:
    """Sum up the balances at the end of each month; summaries as for ``closing_balances``.

    Those in other currencies are converted at the rates of the month's last day.
    """
    worths = list(_worths(ledger, months, list(summaries), rates))
    return NetWorth(
        currency=ledger.currency,
        items=tuple(_net_worth_month(worth, today) for worth in worths),
        accounts=tuple(
            AccountBalances(
                account,
                ledger.currency_of(account.id),
                tuple(worth.balances[account.id] for worth in worths),
                tuple(worth.base_balances[account.id] for worth in worths),
                tuple(worth.rate_dates[account.id] for worth in worths),
            )
            for account in ledger.list_accounts(include_archived=True)
        ),
        unconverted=_unconverted(worths),
    )


class _Worth(NamedTuple):
    """Balances at the end of a month, and what changed them since the month before."""

    month: Month
    days: Days
    balances: dict[str, int]
    base_balances: dict[str, int | None]
    rate_dates: dict[str, date | None]
    before: BalanceTotals
    after: BalanceTotals
    totals: SummaryTotals
    change: WorthChange


def _worths(
    ledger: Ledger, months: Months, summaries: list[Summary], rates: Conversions
) -> Iterator[_Worth]:
    stored = {summary.month: summary.totals for summary in summaries}
    from_before = Months(months.first.previous, months.last)
    series = closing_balances(ledger, from_before, summaries)
    before: tuple[WorthBefore, BalanceTotals] | None = None
    for index, month in enumerate(from_before):
        days = Days(ledger.calendar.first_day(month), ledger.calendar.last_day(month))
        balances = {key: row[index] for key, row in series.items()}
        base = base_balances(ledger, balances, days.last, rates.convert)
        dates = rate_dates(ledger, balances, days.last, rates.rate_day)
        after = BalanceTotals.of_balances(ledger, balances, base, dates)
        if before is not None:
            totals = stored.get(month, SummaryTotals())
            worth, totals_before = before
            change = worth_change(ledger, month, totals, worth, after.net_minor, rates.convert)
            yield _Worth(month, days, balances, base, dates, totals_before, after, totals, change)
        before = WorthBefore(balances, base, after.net_minor), after


def _unconverted(worths: Iterable[_Worth]) -> Unconverted:
    return unconverted_lines(worth.totals.unconverted for worth in worths)


def _cash_flow_month(worth: _Worth, today: date) -> CashFlowMonth:
    change = worth.change
    return CashFlowMonth(
        month=worth.month,
        days=worth.days,
        is_future=worth.days.first > today,
        opening_balance_minor=worth.before.net_minor,
        opened_minor=change.opened_minor,
        income_minor=worth.totals.income_minor,
        expenses_minor=worth.totals.expenses_minor,
        exchange_minor=change.exchange_minor,
        unconverted_change_minor=change.unconverted_change_minor,
        valuation_minor=change.valuation_minor,
        closing_balance_minor=worth.after.net_minor,
        unconverted=worth.after.unconverted,
    )


def _net_worth_month(worth: _Worth, today: date) -> NetWorthMonth:
    return NetWorthMonth(
        month=worth.month,
        days=worth.days,
        is_future=worth.days.first > today,
        assets_minor=worth.after.assets_minor,
        liabilities_minor=worth.after.liabilities_minor,
        unconverted=worth.after.unconverted,
        rates_as_of=worth.after.rates_as_of,
        **worth.change._asdict(),
    )
