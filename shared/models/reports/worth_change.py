"""Parts of the change of the net worth in a month, in minor units of the ledger's currency.

- Flows: income minus expenses as they were booked, in base amounts, and opening balances that count
  from this month on, at the rate of their day.
- Exchange: the currencies that transfers brought, minus those that they took, at the rates of the
  month's last day.
- Valuation: the rest. It is what balances gained or lost because rates moved: former balances since
  the month before, income and expenses since they were booked.

An example of a ledger in euros, at 1.25 dollars per euro at the end of February and 1.20 at the end
of March: 500 dollars are worth 400 euros before March. In March 60 dollars are spent, booked as 49
euros, and 100 euros are exchanged for 114 dollars. 554 dollars are worth 461.67 euros at the end,
so the net worth changes by 461.67 - 100 - 400 = -38.33: flows are -49, exchange is 114 / 1.20 - 100
= -5, and valuation is 15.67.

A currency without a rate at the month's end has no part in exchange, and no balance in the net
worth. When it gets a rate, the balance is in the valuation.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from shared.models.ledger.balances import Convert
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import SummaryTotals
from shared.models.values.dates import Month


class WorthChange(NamedTuple):
    """Change of the net worth in a month by its parts; the opening balances are in the flows."""

    opened_minor: int
    flows_minor: int
    exchange_minor: int
    valuation_minor: int


def worth_change(
    ledger: Ledger,
    month: Month,
    totals: SummaryTotals,
    worth_minor: tuple[int, int],
    convert: Convert,
) -> WorthChange:
    """Return the parts of the change of the net worth, which is given before and after the month.

    The parts sum to the change exactly.
    """
    opened_minor = _opened_minor(ledger, month, convert)
    flows_minor = opened_minor + totals.income_minor - totals.expenses_minor
    exchange_minor = _exchange_minor(ledger, month, totals, convert)
    before_minor, after_minor = worth_minor
    rest_minor = after_minor - before_minor - flows_minor - exchange_minor
    return WorthChange(opened_minor, flows_minor, exchange_minor, rest_minor)


def _opened_minor(ledger: Ledger, month: Month, convert: Convert) -> int:
    """Return the opening balances that count from a month on, without those that have no rate."""
    opened_minor = 0
    for account in ledger.accounts.values():
        if ledger.calendar.month_of(account.opening_date) != month:
            continue
        own_minor, currency = account.opening_balance_minor, ledger.currency_of(account.id)
        if currency == ledger.currency or not own_minor:
            opened_minor += own_minor
        else:
            opened_minor += convert(own_minor, currency, account.opening_date) or 0
    return opened_minor


def _exchange_minor(ledger: Ledger, month: Month, totals: SummaryTotals, convert: Convert) -> int:
    """Return the value of what transfers between currencies brought, minus what they took.

    A transfer within one currency cancels out in its sum, which is converted once.
    """
    brought = Counter[str]()
    for account_id, sums in totals.by_account.items():
        own_minor = sums.change_minor - sums.income_minor + sums.expenses_minor
        brought[ledger.currency_of(account_id)] += own_minor
    exchange_minor, day = brought.pop(ledger.currency, 0), ledger.calendar.last_day(month)
    for currency, own_minor in brought.items():
        if own_minor:
            exchange_minor += convert(own_minor, currency, day) or 0
    return exchange_minor
