"""List the occurrences of recurring entries between two days: what was, and what is planned."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import NamedTuple

from shared.models.planning.occurrence import Occurrence, planned_occurrence
from shared.models.planning.recurring import Recurring
from shared.models.planning.schedule import occurrences
from shared.repositories.store import TenantStore
from shared.services.ledger.tenants import get_ledger
from shared.services.planning.occurrences import OccurrenceOfEntry
from shared.services.posting.recurring_cursor import find_recurring

MAX_OCCURRENCES = 1_000
"""Occurrences of one answer, and stored ones that it reads."""


class OccurrenceCalendar(NamedTuple):
    """Occurrences by date; ``is_partial`` if there are more after the last one."""

    items: list[OccurrenceOfEntry]
    is_partial: bool


def list_occurrences(
    store: TenantStore, first: date, last: date, now: datetime, recurring_id: str | None = None
) -> OccurrenceCalendar:
    """List the occurrences from one day to another, of one entry or all, at most 1,000.

    It reads the entries and the stored occurrences of these days, with one query each.

    Raises:
        NotFound: The ledger has no such entry.
    """
    today = get_ledger(store, now).today(now)
    if recurring_id is None:
        entries = store.recurring.list_all()
    else:
        entries = [find_recurring(store, recurring_id)]
    stored = store.occurrences.list_dated(first, last, MAX_OCCURRENCES + 1, recurring_id)
    is_cut = len(stored) > MAX_OCCURRENCES
    if is_cut:  # Those of the last day may be more than were read.
        last = stored[-1].date - timedelta(days=1)
        stored = [one for one in stored if one.date <= last] or stored[:MAX_OCCURRENCES]
    found = list(islice(_merged(entries, stored, (first, last), today, now), MAX_OCCURRENCES + 1))
    return OccurrenceCalendar(found[:MAX_OCCURRENCES], is_cut or len(found) > MAX_OCCURRENCES)


def _merged(
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
    if recurring.next_nominal is None or recurring.paused:
        return
    ahead = frozenset(recurring.ahead)
    for nominal, _effective in occurrences(recurring.schedule, *days):
        if recurring.is_ahead(nominal) and nominal not in ahead:
            yield OccurrenceOfEntry(recurring, planned_occurrence(recurring, nominal, now), today)


def _place(one: OccurrenceOfEntry) -> tuple[date, str]:
    return one.occurrence.date, one.recurring.id
