"""Balances of accounts, and their totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from shared.models.ledger.account import Account
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import AccountMonthSum, Summary, SummaryTotals
from shared.models.values.dates import Calendar, Month
from shared.models.values.frozen import frozen
from shared.models.values.spans.days import Months


@frozen
class AccountBalance:
    """An account with its balance at one instant.

    ``balance_minor`` is in the minor unit of ``currency``, and negative if money is owed.
    ``base_balance_minor`` is the same in that of the ledger's currency; None without a rate.
    ``rate_date`` is the day of the rate; None if none was needed, or there is none.
    ``transaction_count`` is the number of its live transactions, including both sides of transfers.
    """

    account: Account
    currency: str
    balance_minor: int
    base_currency: str
    base_balance_minor: int | None
    transaction_count: int
    is_default: bool
    rate_date: date | None = None

    @classmethod
    def of(
        cls,
        ledger: Ledger,
        account: Account,
        base_balance_minor: int | None = None,
        rate_date: date | None = None,
    ) -> AccountBalance:
        """Return the balance of one of the tenant's accounts.

        ``base_balance_minor`` is ignored in the ledger's currency.
        """
        totals = ledger.totals_of(account.id)
        balance_minor = account.opening_balance_minor + totals.change_minor
        currency = account.currency or ledger.currency
        return cls(
            account=account,
            currency=currency,
            balance_minor=balance_minor,
            base_currency=ledger.currency,
            base_balance_minor=balance_minor if currency == ledger.currency else base_balance_minor,
            transaction_count=totals.count,
            is_default=account.id == ledger.default_account_id,
            rate_date=rate_date,
        )

    @property
    def is_below_low(self) -> bool:
        """Return whether the balance is below that of which people are notified."""
        low_minor = self.account.low_balance_minor
        return low_minor is not None and self.balance_minor < low_minor

    @property
    def revision(self) -> int:
        """Return the account's revision, which transactions on the account do not change."""
        return self.account.revision


Convert = Callable[[int, str, date], int | None]
"""Returns an amount in minor units of a currency in those of the ledger's, at the rate of a day.

None without a rate."""


def no_conversion(_amount_minor: int, _currency: str, _day: date) -> int | None:
    """Return None: no rates are known."""
    return None


RateDay = Callable[[str, date], date | None]
"""Returns the day on which the rate was published that counts for a currency on a day.

None without a rate."""


def no_rate_day(_currency: str, _day: date) -> date | None:
    """Return None: no rates are known."""
    return None


class Conversions(NamedTuple):
    """Conversion of balances to the ledger's currency, and the days of the rates that it has."""

    convert: Convert = no_conversion
    rate_day: RateDay = no_rate_day


NO_CONVERSIONS = Conversions()
"""Conversions of a ledger of which no rates are known, or needed."""


def rate_dates(
    ledger: Ledger, balances: Mapping[str, int], day: date, rate_day: RateDay = no_rate_day
) -> dict[str, date | None]:
    """Return the days of the rates of balances, given by account id, that ``base_balances`` has.

    None where no rate is needed, in the ledger's currency and for zero, and where there is none.
    """
    return {
        account_id: None
        if not own_minor or (currency := ledger.currency_of(account_id)) == ledger.currency
        else rate_day(currency, day)
        for account_id, own_minor in balances.items()
    }


def base_balances(
    ledger: Ledger, balances: Mapping[str, int], day: date, convert: Convert = no_conversion
) -> dict[str, int | None]:
    """Return balances, given by account id, in minor units of the ledger's currency.

    Each balance is converted and rounded by itself, at the rate of a day; None without a rate. A
    balance of zero is zero in each currency.
    """
    return {
        account_id: own_minor
        if not own_minor or (currency := ledger.currency_of(account_id)) == ledger.currency
        else convert(own_minor, currency, day)
        for account_id, own_minor in balances.items()
    }


class CurrencyBalance(NamedTuple):
    """Assets and liabilities in minor units of one currency."""

    currency: str
    assets_minor: int
    liabilities_minor: int


@frozen
class BalanceTotals:
    """Assets and liabilities in minor units of the ledger's currency; negative when overdrawn.

    ``unconverted`` are those in other currencies for which there is no rate; they are not included.
    ``rates_as_of`` is the day of the oldest rate at which the others were converted, if any.
    """

    assets_minor: int
    liabilities_minor: int
    unconverted: tuple[CurrencyBalance, ...] = ()
    rates_as_of: date | None = None

    @classmethod
    def of_balances(
        cls,
        ledger: Ledger,
        balances: Mapping[str, int],
        base: Mapping[str, int | None],
        dates: Mapping[str, date | None] = MappingProxyType({}),
    ) -> BalanceTotals:
        """Return the totals of balances, given by account id in minor units of each account.

        ``base`` are the same balances in the ledger's currency, so that the totals are sums of
        accounts. ``dates`` are the days of their rates.
        """
        assets, liabilities = Counter[str](), Counter[str]()
        for account_id, own_minor in balances.items():
            balance_minor, currency = own_minor, ledger.currency_of(account_id)
            if (converted_minor := base[account_id]) is not None:
                balance_minor, currency = converted_minor, ledger.currency
            if ledger.accounts[account_id].kind.is_liability:
                liabilities[currency] -= balance_minor
            else:
                assets[currency] += balance_minor
        base_minor = assets.pop(ledger.currency, 0), liabilities.pop(ledger.currency, 0)
        return cls(
            *base_minor,
            tuple(
                CurrencyBalance(currency, assets[currency], liabilities[currency])
                for currency in sorted(assets.keys() | liabilities.keys())
                if assets[currency] or liabilities[currency]
            ),
            min((day for day in dates.values() if day is not None), default=None),
        )

    @property
    def net_minor(self) -> int:
        """Return the net worth in minor units: assets minus liabilities."""
        return self.assets_minor - self.liabilities_minor


class Balances(NamedTuple):
    """Balances of all accounts, the default one first, then by name, and their totals."""

    items: tuple[AccountBalance, ...]
    totals: BalanceTotals

    @classmethod
    def of(cls, ledger: Ledger, day: date, rates: Conversions = NO_CONVERSIONS) -> Balances:
        """Return the balances of all accounts, including archived ones, at the rates of a day."""
        own = {key: ledger.balance_minor(key) for key in ledger.accounts}
        base = base_balances(ledger, own, day, rates.convert)
        dates = rate_dates(ledger, own, day, rates.rate_day)
        return cls(
            tuple(
                AccountBalance.of(ledger, account, base[account.id], dates[account.id])
                for account in ledger.list_accounts(include_archived=True)
            ),
            BalanceTotals.of_balances(ledger, own, base, dates),
        )


def closing_balances(
    ledger: Ledger, months: Months, summaries: Iterable[Summary]
) -> dict[str, list[int]]:
    """Return the balances of each account at the end of each month, by account id.

    They are in minor units of the account's currency. A ledger stores the present balances alone:
    former ones are these without the changes of the months since, so no month before is read.

    ``summaries`` are all stored ones from the first month on, including those after the last, read
    at the same instant as the ledger.
    """
    totals = {summary.month: summary.totals for summary in summaries}
    later = [month_totals for month, month_totals in totals.items() if month > months.last]
    return {
        account.id: _balances_of(ledger, account, months, totals, later)
        for account in ledger.accounts.values()
    }


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
