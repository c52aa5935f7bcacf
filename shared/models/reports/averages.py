"""Averages and medians of the days and months of a period.

All amounts are in the minor unit of the tenant's currency, with sign, rounded half to even.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date as civil_date
from typing import NamedTuple

from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Summary
from shared.models.reports.totals import Sums, sums_of
from shared.models.reports.unconverted import Unconverted, unconverted_lines
from shared.models.values.dates import Calendar, Month
from shared.models.values.frozen import frozen
from shared.models.values.money import divide_half_even, median_minor
from shared.models.values.spans.days import Days, Months

_USUAL_MONTHS = 12


class Typical(NamedTuple):
    """An average or a median of income, of expenses and of net, each by itself."""

    income_minor: int
    expenses_minor: int
    net_minor: int


class TypicalDay(NamedTuple):
    """The medians of a day of the month, over the months that have it."""

    day: int
    median: Typical


@frozen(slots=True)
class Averages:
    """Averages and medians of a period; those of months are of whole ones, None without any."""

    period: Days
    currency: str
    day_count: int
    month_count: int
    average_day: Typical
    average_month: Typical | None
    median_day: Typical
    median_month: Typical | None
    days_of_month: tuple[TypicalDay, ...]
    unconverted: Unconverted = ()


def usual_days(first_entry: civil_date | None, this_month: Month, calendar: Calendar) -> Days:
    """Return the 12 months before the present one, without those before the first entry's month.

    If the first entry is of the present month or later, it is the present month.
    """
    months = Months.ending(this_month.previous, _USUAL_MONTHS)
    if first_entry is None:
        return months.days(calendar)
    first = min(max(months.first, calendar.month_of(first_entry)), this_month)
    return Months(first, max(first, months.last)).days(calendar)


def without_future(period: Days, today: civil_date) -> Days:
    """Return the days of a period up to today; all if it begins after today."""
    return period if period.first > today else Days(period.first, min(period.last, today))


def averages(ledger: Ledger, period: Days, summaries: Sequence[Summary]) -> Averages:
    """Return the averages and medians of a period, from the summaries of its months."""
    calendar = ledger.calendar
    days = [Days(day, day) for day in period]
    of_days = sums_of(days, summaries, calendar)
    months = [Months(month, month).days(calendar) for month in period.whole_months(calendar)]
    of_months = sums_of(months, summaries, calendar)
    return Averages(
        period=period,
        currency=ledger.currency,
        day_count=len(days),
        month_count=len(months),
        average_day=_average(of_days),
        average_month=_average(of_months) if months else None,
        median_day=_median(of_days),
        median_month=_median(of_months) if months else None,
        days_of_month=_days_of_month(period, of_days),
        unconverted=unconverted_lines(summary.totals.unconverted for summary in summaries),
    )


def _days_of_month(period: Iterable[civil_date], of_days: Iterable[Sums]) -> tuple[TypicalDay, ...]:
    by_number: dict[int, list[Sums]] = {}
    for day, sums in zip(period, of_days, strict=True):
        by_number.setdefault(day.day, []).append(sums)
    return tuple(TypicalDay(number, _median(by_number[number])) for number in sorted(by_number))


def _average(found: Sequence[Sums]) -> Typical:
    columns = zip(*(_numbers_of(sums) for sums in found), strict=True)
    return Typical(*(divide_half_even(sum(column), len(found)) for column in columns))


def _median(found: Sequence[Sums]) -> Typical:
    columns = zip(*(_numbers_of(sums) for sums in found), strict=True)
    return Typical(*(median_minor(column) for column in columns))


def _numbers_of(sums: Sums) -> tuple[int, int, int]:
    totals = sums.totals
    return totals.income_minor, totals.expenses_minor, totals.net_minor
