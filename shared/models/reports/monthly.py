"""The monthly report, calculated from the summaries of the month and the previous one.

All amounts are in the minor unit of the tenant's currency, with sign.
"""

from __future__ import annotations

from datetime import date as civil_date
from datetime import datetime
from itertools import accumulate
from typing import NamedTuple

from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import DaySum, MonthStatus, Summary
from shared.models.reports.lines import (
    CategoryLine,
    CustomTypeLine,
    KindLine,
    TagLine,
    category_lines,
    custom_type_lines,
    kind_lines,
    tag_lines,
)
from shared.models.reports.totals import IncomeAndExpenses, income_and_expenses
from shared.models.reports.unconverted import Unconverted, unconverted_lines
from shared.models.values.dates import Month
from shared.models.values.frozen import frozen
from shared.models.values.ratio import ratio

_NOTHING = DaySum()


class DayLine(NamedTuple):
    """Totals of a day, and the net of the month up to and including it.

    ``is_future`` is whether the day is after today.
    """

    date: civil_date
    totals: IncomeAndExpenses
    cumulative_net_minor: int
    is_future: bool = False


@frozen(slots=True)
class MonthlyReport:
    """The totals of a month; by category, by kind, by tag and by day, each day in order.

    ``savings_rate`` is net / income, None without positive income. ``revision`` is how often the
    month was closed with new totals. ``unconverted`` is what the totals do not contain.
    """

    month: Month
    start_date: civil_date
    end_date: civil_date
    currency: str
    totals: IncomeAndExpenses
    savings_rate: float | None
    transaction_count: int
    by_category: tuple[CategoryLine, ...]
    by_kind: tuple[KindLine, ...]
    by_tag: tuple[TagLine, ...]
    by_custom_type: tuple[CustomTypeLine, ...]
    daily: tuple[DayLine, ...]
    previous: IncomeAndExpenses
    status: MonthStatus
    revision: int
    verified_at: datetime | None
    updated_at: datetime | None
    unconverted: Unconverted = ()
    previous_unconverted: Unconverted = ()


def monthly_report(
    ledger: Ledger, summary: Summary, previous: Summary, today: civil_date
) -> MonthlyReport:
    """Return the report of a summary's month; ``previous`` is the summary of the previous month."""
    totals, closing = summary.totals, summary.period_close
    overall = income_and_expenses(totals)
    in_use = {key: of_key for key, of_key in totals.by_category.items() if of_key.count}
    return MonthlyReport(
        month=summary.month,
        start_date=ledger.calendar.first_day(summary.month),
        end_date=ledger.calendar.last_day(summary.month),
        currency=ledger.currency,
        totals=overall,
        savings_rate=ratio(overall.net_minor, overall.income_minor)
        if overall.income_minor > 0
        else None,
        transaction_count=totals.count,
        by_category=tuple(
            sorted(
                category_lines(ledger, in_use).values(),
                key=lambda line: (-abs(line.total_minor), *line.reported.order),
            )
        ),
        by_kind=kind_lines(ledger, totals.by_category),
        by_tag=tag_lines(ledger, totals),
        by_custom_type=custom_type_lines(ledger, totals),
        daily=_day_lines(ledger, summary, today),
        previous=income_and_expenses(previous.totals),
        status=summary.status,
        revision=closing.revision if closing else 0,
        verified_at=closing.verified_at if closing else None,
        updated_at=summary.updated_at,
        unconverted=unconverted_lines([totals.unconverted]),
        previous_unconverted=unconverted_lines([previous.totals.unconverted]),
    )


def _day_lines(ledger: Ledger, summary: Summary, today: civil_date) -> tuple[DayLine, ...]:
    days = list(ledger.calendar.days(summary.month))
    by_day = [summary.totals.by_day.get(day, _NOTHING) for day in days]
    sums = [income_and_expenses(day) for day in by_day]
    cumulative = accumulate(of_day.net_minor for of_day in sums)
    return tuple(map(DayLine, days, sums, cumulative, (day > today for day in days)))
