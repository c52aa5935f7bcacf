"""Reading of the totals of any days, with a bounded number of documents.

Whole months are read from their summaries, one document each. Other days are read from their
transactions, at most ``MAX_ENTRIES_READ`` in a request; the rest is continued by a cursor.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from shared.models.ledger.entry import DatedEntry
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.page import Position
from shared.models.reports.period_totals import PartialTotals, totals_of_periods
from shared.models.values.dates import DateRange
from shared.models.values.identifiers import derived_id
from shared.models.values.spans.days import Days
from shared.repositories.store import TenantStore

MAX_ENTRIES_READ = 1_400
"""Transactions that one request reads; with 480 summaries, two periods of 240 months, a request
stays below 2,000 documents."""


class EntriesRead(NamedTuple):
    """Entries in order of days, and the cursor of the next one; None if all are read."""

    entries: list[DatedEntry]
    next_cursor: str | None


def read_totals(
    unit: TenantStore, ledger: Ledger, periods: Sequence[Days], cursor: str | None
) -> PartialTotals:
    """Read the totals of periods, which are in order and do not overlap.

    A continuation by ``cursor`` has the totals of further transactions only.

    Raises:
        InvalidArgument: A period has more than 240 months.
        Unreadable: The cursor belongs to other periods.
    """
    calendar = ledger.calendar
    for period in periods:
        period.months(calendar).checked()
    whole = [period.whole_months(calendar) for period in periods]
    rest = [
        days
        for period, months in zip(periods, whole, strict=True)
        for days in period.outside(months, calendar)
    ]
    entries, next_cursor = read_entries(unit, rest, cursor)
    months = [month for found in whole for month in found] if cursor is None else []
    summaries = unit.summaries.list_months(months, calendar) if months else []
    totals = totals_of_periods(periods, calendar, summaries, entries)
    return PartialTotals(totals, next_cursor)


def read_entries(unit: TenantStore, ranges: Sequence[Days], cursor: str | None) -> EntriesRead:
    """Read the entries of ranges of days, which are in order, after the cursor.

    Raises:
        Unreadable: The cursor belongs to other days.
    """
    fingerprint = derived_id("days", repr([(str(r.first), str(r.last)) for r in ranges]))[:12]
    after = None if cursor is None else Position.from_cursor(cursor, fingerprint)
    entries: list[DatedEntry] = []
    for days in ranges:
        if after is not None and after.date > days.last:
            continue
        place = after if after is not None and after.date >= days.first else None
        room = MAX_ENTRIES_READ - len(entries)
        dates = DateRange(days.first, days.last)
        entries += unit.transactions.list_dated_entries(dates, place, room + 1)
        if len(entries) > MAX_ENTRIES_READ:
            last = entries[MAX_ENTRIES_READ - 1]
            place = Position(last.date, 0, last.id)
            return EntriesRead(entries[:MAX_ENTRIES_READ], place.to_cursor(fingerprint))
    return EntriesRead(entries, None)
