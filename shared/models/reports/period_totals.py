"""Totals of any days: those of whole months from their summaries, the rest from transactions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from shared.models.ledger.entry import DatedEntry
from shared.models.ledger.summary import Summary, SummaryTotals
from shared.models.values.dates import Calendar
from shared.models.values.spans.days import Days


class PartialTotals(NamedTuple):
    """The totals of each period, as far as they are read.

    ``next_cursor`` continues with the transactions that are not read yet; the totals of the
    continuation are to be added. It is None when all are read.
    """

    totals: Sequence[SummaryTotals]
    next_cursor: str | None


def totals_of_periods(
    periods: Sequence[Days],
    calendar: Calendar,
    summaries: Iterable[Summary],
    entries: Iterable[DatedEntry],
) -> list[SummaryTotals]:
    """Return the totals of each period, without those by day; the periods do not overlap.

    ``summaries`` are those of the whole months in the periods, ``entries`` those of other days.
    """
    months = {summary.month: summary.totals for summary in summaries}
    totals = [
        sum_of(months[month] for month in period.whole_months(calendar) if month in months)
        for period in periods
    ]
    for dated in entries:
        for period, found in zip(periods, totals, strict=True):
            if dated.date in period:
                found.add(dated.entry)
    return totals


def sum_of(months: Iterable[SummaryTotals]) -> SummaryTotals:
    """Return the sum of the totals of months, without those by day."""
    numbers = Counter[tuple[str, ...]]()
    for totals in months:
        for path, number in totals.leaves():
            if path[0] != "by_day":
                numbers[path] += number
    return SummaryTotals.of_leaves(numbers.items())
