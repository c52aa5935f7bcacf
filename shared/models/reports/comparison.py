"""The same days of several years, compared: year over year, and year to date.

All amounts are in the minor unit of the tenant's currency, with sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as civil_date
from typing import NamedTuple

from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Summary
from shared.models.reports.totals import (
    ChangeRatio,
    IncomeAndExpenses,
    PeriodTotals,
    change_ratio,
    difference,
    period_totals,
    sums_of,
)
from shared.models.values.dates import Calendar, Month
from shared.models.values.frozen import frozen
from shared.models.values.spans.days import Days


class ComparedYear(NamedTuple):
    """Totals of the days of a year, and their change from the year before; None for the first.

    ``is_complete`` is False if the days begin before the first transaction, or end after today.
    """

    period: PeriodTotals
    is_complete: bool
    change: IncomeAndExpenses | None
    change_ratio: ChangeRatio | None


@frozen(slots=True)
class Comparison:
    """The same days of consecutive years, in order."""

    currency: str
    items: tuple[ComparedYear, ...]


def year_to_date(today: civil_date, calendar: Calendar) -> Days:
    """Return the days from the first of the year's months to today."""
    first = calendar.first_day(Month(calendar.month_of(today).year, 1))
    return Days(first, today)


def compared_periods(period: Days, years: int, calendar: Calendar) -> list[Days]:
    """Return the same days of the years before, the earliest first, and the period itself."""
    return [period.years_before(number, calendar) for number in range(years, -1, -1)]


def comparison(
    ledger: Ledger,
    periods: Sequence[Days],
    summaries: Sequence[Summary],
    first_entry: civil_date | None,
    today: civil_date,
) -> Comparison:
    """Compare the totals of periods, each with the one before; periods may overlap.

    ``first_entry`` is the date of the ledger's first transaction.
    """
    items: list[ComparedYear] = []
    for period in periods:
        [sums] = sums_of([period], summaries, ledger.calendar)
        totals = period_totals(period, sums)
        has_begun = first_entry is not None and first_entry <= period.first
        is_complete = has_begun and period.last <= today
        if items:
            before = items[-1].period.totals
            change = difference(before, totals.totals)
            items.append(ComparedYear(totals, is_complete, change, change_ratio(change, before)))
        else:
            items.append(ComparedYear(totals, is_complete, None, None))
    return Comparison(ledger.currency, tuple(items))
