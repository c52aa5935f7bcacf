"""Realised results of exchange rates: what foreign money was worth when spent, minus its cost.

The cost is the average cost of all accounts of the currency, calculated month by month from the
first transaction on; ``Holding`` has the rules. Opening balances are received, or owed, on their
day at its rate. Unconverted transactions, and opening balances without a rate, have no cost: they
are neither received nor spent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from shared.models.ledger.account import Account
from shared.models.ledger.balances import Conversions, Convert
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Summary, SummaryTotals
from shared.models.ledger.transactions.currencies.exchange import implied_rate
from shared.models.reports.series import MonthHead, month_heads
from shared.models.reports.unconverted import Unconverted, unconverted_lines
from shared.models.reports.worth.holding import Flows, Holding, Moved
from shared.models.values.dates import Month
from shared.models.values.frozen import frozen
from shared.models.values.spans.days import Months


class AccountResults(NamedTuple):
    """Results of an account in each month."""

    account: Account
    monthly_minor: tuple[int, ...]

    @property
    def realised_minor(self) -> int:
        """Return the result of all months."""
        return sum(self.monthly_minor)


class CurrencyResults(NamedTuple):
    """Results of a currency, and what is held of it at the end of the last month.

    The holding is the part of the balance that has a cost. ``unconverted_minor`` is the rest, of
    unconverted transactions and opening balances without a rate. ``value_minor`` is what the
    holding is worth at the rate of that day, published on ``rate_date``; None without a rate.
    """

    currency: str
    base_currency: str
    holding: Holding
    unconverted_minor: int
    value_minor: int | None
    accounts: tuple[AccountResults, ...]
    rate_date: date | None

    @property
    def realised_minor(self) -> int:
        """Return the result of all accounts and months."""
        return sum(account.realised_minor for account in self.accounts)

    @property
    def unrealised_minor(self) -> int | None:
        """Return what the holding is worth more than its cost."""
        return None if self.value_minor is None else self.value_minor - self.holding.cost_minor

    @property
    def average_cost(self) -> Decimal | None:
        """Return the cost of one unit with 15 digits; None if it is zero, or nothing is held."""
        quantity_minor, cost_minor = self.holding
        return implied_rate(quantity_minor, self.currency, cost_minor, self.base_currency)


@frozen(slots=True)
class ExchangeResults:
    """Results of all foreign currencies in months, by currency."""

    currency: str
    months: tuple[MonthHead, ...]
    items: tuple[CurrencyResults, ...]
    unconverted: Unconverted = ()


def days_of_costs(ledger: Ledger, months: Months) -> Iterator[date]:
    """Yield the days whose rates the results need."""
    yield ledger.calendar.last_day(months.last)
    for account in _foreign_accounts(ledger):
        if account.opening_balance_minor:
            yield account.opening_date


def exchange_results(
    ledger: Ledger, months: Months, summaries: Iterable[Summary], today: date, rates: Conversions
) -> ExchangeResults:
    """Return the results of months; ``summaries`` are all stored ones, at least until the last."""
    stored = {one.month: one.totals for one in summaries if one.month <= months.last}
    opened = _opened(ledger, rates.convert)
    return ExchangeResults(
        currency=ledger.currency,
        months=month_heads(ledger, months, today),
        items=tuple(
            _currency_results(ledger, currency, months, stored, opened, rates)
            for currency in sorted(ledger.foreign_currencies)
        ),
        unconverted=unconverted_lines(totals.unconverted for totals in stored.values()),
    )


def _foreign_accounts(ledger: Ledger) -> list[Account]:
    accounts = ledger.list_accounts(include_archived=True)
    return [one for one in accounts if ledger.currency_of(one.id) != ledger.currency]


_Opened = Mapping[Month, Mapping[str, Flows]]


def _opened(ledger: Ledger, convert: Convert) -> _Opened:
    """Return the opening balances as flows of their months by account."""
    opened: dict[Month, dict[str, Flows]] = {}
    for account in _foreign_accounts(ledger):
        own_minor, day = account.opening_balance_minor, account.opening_date
        base_minor = convert(own_minor, ledger.currency_of(account.id), day) if own_minor else None
        if base_minor is not None:
            moved = Moved(abs(own_minor), abs(base_minor))
            flows = Flows(received=moved) if own_minor > 0 else Flows(spent=moved)
            opened.setdefault(ledger.calendar.month_of(day), {})[account.id] = flows
    return opened


def _currency_results(
    ledger: Ledger,
    currency: str,
    months: Months,
    stored: Mapping[Month, SummaryTotals],
    opened: _Opened,
    rates: Conversions,
) -> CurrencyResults:
    accounts = [a for a in _foreign_accounts(ledger) if ledger.currency_of(a.id) == currency]
    holding, monthly = Holding(), {}
    for month in sorted({*stored, *(one for one in opened if one <= months.last)}):
        flows = {
            one.id: _flows_of(one.id, stored.get(month), opened.get(month, {})) for one in accounts
        }
        holding, monthly[month] = holding.after(flows)
    last_day = ledger.calendar.last_day(months.last)
    return CurrencyResults(
        currency,
        ledger.currency,
        holding,
        _balance_minor(accounts, stored.values(), last_day) - holding.quantity_minor,
        rates.convert(holding.quantity_minor, currency, last_day),
        tuple(
            AccountResults(one, tuple(monthly.get(month, {}).get(one.id, 0) for month in months))
            for one in accounts
        ),
        rates.rate_day(currency, last_day),
    )


def _balance_minor(
    accounts: Iterable[Account], totals: Iterable[SummaryTotals], last_day: date
) -> int:
    """Return the balance of accounts on a day, by all totals of months until then."""
    ids, balance_minor = set(), 0
    for account in accounts:
        ids.add(account.id)
        if account.opening_date <= last_day:
            balance_minor += account.opening_balance_minor
    for one in totals:
        of_accounts = one.by_account
        balance_minor += sum(of_accounts[key].change_minor for key in ids & of_accounts.keys())
    return balance_minor


def _flows_of(account_id: str, totals: SummaryTotals | None, opened: Mapping[str, Flows]) -> Flows:
    """Return the flows of an account in a month, with its opening balance."""
    received, spent = opened.get(account_id, Flows())
    if totals is not None and account_id in totals.by_account:
        sums = totals.by_account[account_id]
        received += Moved(sums.received_minor, sums.base_received_minor)
        spent += Moved(sums.spent_minor, sums.base_spent_minor)
    return Flows(received, spent)
