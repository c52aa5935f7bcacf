"""Parts of the change of the net worth in a month, in minor units of the ledger's currency.

- Flows: income minus expenses as they were booked, in base amounts, and opening balances that count
  from this month on, at the rate of their day.
- Exchange: the currencies that transfers brought, minus those that they took, at the rates of the
  month's last day.
- Unconverted: money that enters or leaves the balances with a rate, the only ones that the net
  worth has. If a currency has no rate on the last day, its balances before and its booked changes
  are subtracted. If it has one, balances that had none before and unconverted changes are added, at
  that rate.
- Valuation: the rest. It is what balances gained or lost because rates moved: former balances since
  the month before, income and expenses since they were booked.

An example of a ledger in euros, at 1.25 dollars per euro at the end of February and 1.20 at the end
of March: 500 dollars are worth 400 euros before March. In March 60 dollars are spent, booked as 49
euros, and 100 euros are exchanged for 114 dollars. 554 dollars are worth 461.67 euros at the end,
so the net worth changes by 461.67 - 100 - 400 = -38.33: flows are -49, exchange is 114 / 1.20 - 100
= -5, and valuation is 15.67.

Both sides of a transfer have the same base amount. So exchange is the sum of what it brought or
took in each foreign currency at the month's last rate, minus its base amount; a currency without
that rate has no part in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from shared.models.ledger.balances import Convert
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import SummaryTotals
from shared.models.values.dates import Month
from shared.models.values.frozen import mutable


class WorthChange(NamedTuple):
    """Change of the net worth in a month by its parts; the opening balances are in the flows."""

    opened_minor: int
    flows_minor: int
    exchange_minor: int
    unconverted_change_minor: int
    valuation_minor: int


class WorthBefore(NamedTuple):
    """Balances at the end of the month before by account id, and the net worth.

    ``balances`` are in minor units of each account, ``base_balances`` in those of the ledger's
    currency, None without a rate.
    """

    balances: Mapping[str, int]
    base_balances: Mapping[str, int | None]
    net_minor: int


def worth_change(
    ledger: Ledger,
    month: Month,
    totals: SummaryTotals,
    before: WorthBefore,
    net_minor: int,
    convert: Convert,
) -> WorthChange:
    """Return the parts of the change of the net worth to ``net_minor``, at the end of a month.

    The parts sum to the change exactly.
    """
    opened_minor, sums = _opened(ledger, month, convert)
    flows_minor = opened_minor + totals.income_minor - totals.expenses_minor
    _add_balances(sums, ledger, before)
    _add_changes(sums, ledger, totals)
    home = sums.pop(ledger.currency, _CurrencySums())
    exchange_minor, unconverted_change_minor = 0, home.transfers_minor
    day = ledger.calendar.last_day(month)
    for currency, one in sums.items():
        unconverted_change_minor += one.base_transfers_minor
        if convert(1, currency, day) is None:
            unconverted_change_minor -= one.base_minor
        else:
            exchange_minor += _converted(one.transfers_minor, currency, day, convert)
            exchange_minor -= one.base_transfers_minor
            unconverted_change_minor += _converted(one.missing_minor, currency, day, convert)
    rest_minor = (
        net_minor - before.net_minor - flows_minor - exchange_minor - unconverted_change_minor
    )
    return WorthChange(
        opened_minor, flows_minor, exchange_minor, unconverted_change_minor, rest_minor
    )


@mutable
class _CurrencySums:
    """Sums of a currency: balances before a month, and what changed them in it.

    ``base_minor`` is of balances and changes with a base amount, ``missing_minor`` of those without
    one, in the currency. The transfers, in the currency and at their base amounts, are converted.
    """

    base_minor: int = 0
    missing_minor: int = 0
    transfers_minor: int = 0
    base_transfers_minor: int = 0


_Sums = defaultdict[str, _CurrencySums]


def _converted(own_minor: int, currency: str, day: date, convert: Convert) -> int:
    """Return an amount in the ledger's currency, in which there is a rate, or zero is zero."""
    return (convert(own_minor, currency, day) or 0) if own_minor else 0


def _opened(ledger: Ledger, month: Month, convert: Convert) -> tuple[int, _Sums]:
    """Return the opening balances that count from a month on, at rates of their days.

    The total is without those that have no rate; the sums are of foreign currencies.
    """
    opened_minor, sums = 0, _Sums(_CurrencySums)
    for account in ledger.accounts.values():
        own_minor, currency = account.opening_balance_minor, ledger.currency_of(account.id)
        if ledger.calendar.month_of(account.opening_date) != month:
            continue
        if currency == ledger.currency:
            opened_minor += own_minor
        elif (base_minor := convert(own_minor, currency, account.opening_date)) is None:
            sums[currency].missing_minor += own_minor
        else:
            opened_minor += base_minor
            sums[currency].base_minor += base_minor
    return opened_minor, sums


def _add_balances(sums: _Sums, ledger: Ledger, before: WorthBefore) -> None:
    """Add the balances in foreign currencies before the month."""
    for account_id, own_minor in before.balances.items():
        currency = ledger.currency_of(account_id)
        if currency == ledger.currency:
            continue
        if (base_minor := before.base_balances[account_id]) is None:
            sums[currency].missing_minor += own_minor
        else:
            sums[currency].base_minor += base_minor


def _add_changes(sums: _Sums, ledger: Ledger, totals: SummaryTotals) -> None:
    """Add the changes of a month; transfers within one currency cancel out in its sums."""
    for account_id, one in totals.by_account.items():
        currency, net_minor = ledger.currency_of(account_id), one.income_minor - one.expenses_minor
        of_currency = sums[currency]
        if currency == ledger.currency:
            of_currency.transfers_minor += one.change_minor - net_minor
            continue
        booked_minor = one.received_minor - one.spent_minor
        base_minor = one.base_received_minor - one.base_spent_minor
        of_currency.base_minor += base_minor
        of_currency.missing_minor += one.change_minor - booked_minor
        of_currency.transfers_minor += booked_minor - net_minor
        of_currency.base_transfers_minor += (
            base_minor - one.base_income_minor + one.base_expenses_minor
        )
    for currency, missing in totals.unconverted.items():
        sums[currency].transfers_minor += missing.income_minor - missing.expenses_minor
