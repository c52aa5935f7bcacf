"""List the occurrences of recurring entries between two days: what was, and what is planned."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import NamedTuple

from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.planning.occurrence import (
    Occurrence,
    OccurrenceState,
    planned_dates,
    planned_occurrence,
)
from shared.models.planning.recurring import Recurring
from shared.models.values.dates import Calendar, Month
from shared.models.values.money import sum_to_minor
from shared.repositories.store import TenantStore
from shared.services.ledger.tenants import get_ledger
from shared.services.planning.occurrences import OccurrenceOfEntry
from shared.services.posting.recurring_cursor import find_recurring

NOT_PAID = frozenset({OccurrenceState.SKIPPED, OccurrenceState.MISSED})
"""States of occurrences that are in no total."""

MAX_OCCURRENCES = 1_000
"""Occurrences of one answer, and stored ones that it reads."""


class CalendarTotals(NamedTuple):
    """Income and expenses of a month in minor units of a currency, without what is not paid."""

    month: Month
    currency: str
    income_minor: int
    expenses_minor: int


class OccurrenceCalendar(NamedTuple):
    """Occurrences by date, with their totals; ``is_partial`` if there are more after the last."""

    items: list[OccurrenceOfEntry]
    totals: list[CalendarTotals]
    is_partial: bool


def list_occurrences(
    store: TenantStore, first: date, last: date, now: datetime, recurring_id: str | None = None
) -> OccurrenceCalendar:
    """List the occurrences from one day to another, of one entry or all, at most 1,000.

    It reads the entries and the stored occurrences of these days, with one query each.

    Raises:
        NotFound: The ledger has no such entry.
    """
    ledger = get_ledger(store, now)
    today = ledger.today(now)
    ids = () if recurring_id is None else (recurring_id,)
    if recurring_id is None:
        entries = store.recurring.list_all()
    else:
        entries = [find_recurring(store, recurring_id)]
    stored = store.occurrences.list_dated(first, last, MAX_OCCURRENCES + 1, ids)
    is_cut = len(stored) > MAX_OCCURRENCES
    if is_cut:  # Those of the last day may be more than were read.
        last = stored[-1].date - timedelta(days=1)
        stored = [one for one in stored if one.date <= last] or stored[:MAX_OCCURRENCES]
    found = list(
        islice(merge_occurrences(entries, stored, (first, last), today, now), MAX_OCCURRENCES + 1)
    )
    items = found[:MAX_OCCURRENCES]
    totals = _totals(items, ledger.calendar)
    return OccurrenceCalendar(items, totals, is_cut or len(found) > MAX_OCCURRENCES)


def _totals(items: Sequence[OccurrenceOfEntry], calendar: Calendar) -> list[CalendarTotals]:
    """Return the totals by month of the ledger and by currency; transfers are in none."""
    sums: defaultdict[tuple[Month, str], Counter[TransactionType]] = defaultdict(Counter)
    for recurring, occurrence, today in items:
        kind = occurrence.type or recurring.template.type
        state = occurrence.state_on(today, recurring.mode)
        if state in NOT_PAID or kind is TransactionType.TRANSFER:
            continue
        amount, currency = occurrence.amount_in(recurring)
        place = calendar.month_of(occurrence.date), currency
        sums[place][kind] += sum_to_minor(amount, currency, "amount")
    return [
        CalendarTotals(*place, of[TransactionType.INCOME], of[TransactionType.EXPENSE])
        for place, of in sorted(sums.items(), key=lambda one: one[0])
    ]


def merge_occurrences(
    entries: Sequence[Recurring],
    stored: Sequence[Occurrence],
    days: tuple[date, date],
    today: date,
    now: datetime,
) -> Iterator[OccurrenceOfEntry]:
    """Yield stored and planned occurrences by date; those of deleted entries are left out."""
    by_id = {entry.id: entry for entry in entries}
    known = (
        OccurrenceOfEntry(by_id[one.recurring_id], one, today)
        for one in stored
        if one.recurring_id in by_id
    )
    planned = (_planned(entry, days, today, now) for entry in entries)
    return heapq.merge(known, *planned, key=_place)


def _planned(
    recurring: Recurring, days: tuple[date, date], today: date, now: datetime
) -> Iterator[OccurrenceOfEntry]:
    """Yield the occurrences from the cursor on that are as planned."""
    for nominal, _ in planned_dates(recurring, *days):
        yield OccurrenceOfEntry(recurring, planned_occurrence(recurring, nominal, now), today)


def _place(one: OccurrenceOfEntry) -> tuple[date, str]:
    return one.occurrence.date, one.recurring.id
