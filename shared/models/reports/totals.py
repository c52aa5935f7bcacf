"""Income and expenses of periods, their sums, and their changes.

All amounts are in the minor unit of the ledger's currency, with sign. Those of income and expenses
that have none in it are in ``unconverted``, for whole months: days have no sums by currency.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import field
from decimal import Decimal
from typing import NamedTuple

from shared.models.ledger.entry import Entry
from shared.models.ledger.summary import DaySum, Summary, SummaryTotals, TagSum
from shared.models.ledger.transactions.directions import add_amount
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.reports.unconverted import Unconverted, unconverted_lines
from shared.models.values.dates import Calendar
from shared.models.values.frozen import mutable
from shared.models.values.ratio import ratio
from shared.models.values.spans.days import Days

_FOUR_DECIMALS = Decimal("0.0001")


class IncomeAndExpenses(NamedTuple):
    """Income and expenses of a month, a day, a tag or another part of a ledger."""

    income_minor: int
    expenses_minor: int

    @property
    def net_minor(self) -> int:
        """Return the income minus the expenses."""
        return self.income_minor - self.expenses_minor


class ChangeRatio(NamedTuple):
    """Each difference divided by the absolute previous total; None if that is zero."""

    income: float | None
    expenses: float | None
    net: float | None


class PeriodTotals(NamedTuple):
    """The totals of a period; ``savings_rate`` is net / income, None without positive income."""

    days: Days
    totals: IncomeAndExpenses
    savings_rate: float | None
    transaction_count: int
    unconverted: Unconverted = ()


@mutable
class Sums:
    """Sums of income and expenses, and the number of transactions.

    ``unconverted`` are those of the months that the period overlaps.
    """

    income_minor: int = 0
    expenses_minor: int = 0
    count: int = 0
    unconverted: Unconverted = field(default=())

    @property
    def totals(self) -> IncomeAndExpenses:
        """Return the sums of income and expenses."""
        return IncomeAndExpenses(self.income_minor, self.expenses_minor)

    def add(self, totals: DaySum | TagSum) -> None:
        """Add the totals of a day, or of a tag."""
        self.income_minor += totals.income_minor
        self.expenses_minor += totals.expenses_minor
        self.count += totals.count

    def add_entry(self, entry: Entry) -> None:
        """Add one entry; a transfer is neither income nor expense, and not counted."""
        add_amount(self, entry.type, entry.amount_minor)
        self.count += entry.type is not TransactionType.TRANSFER


def sums_of(
    periods: Sequence[Days], summaries: Iterable[Summary], calendar: Calendar
) -> list[Sums]:
    """Return the sums of each period; the periods are in order and do not overlap.

    ``summaries`` include those of all months that the periods overlap, in that calendar.
    """
    summaries, firsts = list(summaries), [period.first for period in periods]
    sums = [Sums() for _ in periods]
    for summary in summaries:
        for day, totals in summary.totals.by_day.items():
            place = bisect_right(firsts, day) - 1
            if place >= 0 and day in periods[place]:
                sums[place].add(totals)
    months = {s.month: s.totals.unconverted for s in summaries if s.totals.unconverted}
    for period, found in zip(periods, sums, strict=True) if months else ():
        touched = (months.get(month, {}) for month in period.months(calendar))
        found.unconverted = unconverted_lines(touched)
    return sums


def difference(before: IncomeAndExpenses, now: IncomeAndExpenses) -> IncomeAndExpenses:
    """Return the change from the totals before to those of now."""
    return IncomeAndExpenses(
        now.income_minor - before.income_minor, now.expenses_minor - before.expenses_minor
    )


def change_ratio(change: IncomeAndExpenses, before: IncomeAndExpenses) -> ChangeRatio:
    """Return each change divided by the absolute total before."""
    return ChangeRatio(
        income=ratio(change.income_minor, abs(before.income_minor)),
        expenses=ratio(change.expenses_minor, abs(before.expenses_minor)),
        net=ratio(change.net_minor, abs(before.net_minor)),
    )


def period_totals(period: Days, sums: Sums) -> PeriodTotals:
    """Return the totals of a period from its sums."""
    totals = sums.totals
    has_income = totals.income_minor > 0
    return PeriodTotals(
        days=period,
        totals=totals,
        savings_rate=ratio(totals.net_minor, totals.income_minor) if has_income else None,
        transaction_count=sums.count,
        unconverted=sums.unconverted,
    )


def income_and_expenses(
    totals: SummaryTotals | DaySum | TagSum,
) -> IncomeAndExpenses:
    """Return the income and the expenses of the totals of a month, a day or a tag."""
    return IncomeAndExpenses(totals.income_minor, totals.expenses_minor)
