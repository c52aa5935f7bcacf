"""List what is due of the recurring entries of a ledger, and what comes next, for a home page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from shared.models.ledger.ledger import Ledger
from shared.models.planning.occurrence import Occurrence, planned_dates, planned_occurrence
from shared.models.planning.recurring import Recurring
from shared.repositories.store import TenantStore
from shared.services.planning.occurrences import OccurrenceOfEntry

MAX_UPCOMING = 10
"""Entries, and stored occurrences, that are read, and occurrences of each list."""

UPCOMING_DAYS = 14
"""Days after today whose occurrences are listed."""


class DueAndComing(NamedTuple):
    """Occurrences that are due, and those that come in the next days, by date.

    Of more than 10 that are due, ``due`` are the latest; ``due_count`` counts all that were found.
    ``is_partial`` if there are more than were found, or more to come than are listed.
    """

    due: list[OccurrenceOfEntry]
    due_count: int
    coming: list[OccurrenceOfEntry]
    is_partial: bool


class _Found(NamedTuple):
    """An occurrence that was found; ``stored`` is None if it is as planned."""

    day: date
    recurring: Recurring
    nominal: date
    stored: Occurrence | None


def list_upcoming(store: TenantStore, ledger: Ledger, now: datetime) -> DueAndComing:
    """List the occurrences that are not handled, until two weeks from today.

    It reads at most 11 entries, the next ones by date; 11 stored occurrences, the latest ones; and
    their entries. A ledger without recurring entries costs nothing.
    """
    if not ledger.has_recurring:
        return DueAndComing([], 0, [], is_partial=False)
    today = ledger.today(now)
    last = today + timedelta(days=UPCOMING_DAYS)
    entries = store.recurring.list_coming(last, MAX_UPCOMING + 1)
    stored = store.occurrences.list_unsettled(last, MAX_UPCOMING + 1)
    is_cut = max(len(stored), len(entries)) > MAX_UPCOMING
    found = [
        *_planned(entries[:MAX_UPCOMING], last),
        *_stored(store, entries, stored[:MAX_UPCOMING]),
    ]
    found.sort(key=lambda one: (one.day, one.recurring.id))
    due = [one for one in found if one.day <= today]
    coming = found[len(due) :]

    def shown(some: Sequence[_Found]) -> list[OccurrenceOfEntry]:
        return [
            OccurrenceOfEntry(
                one.recurring,
                one.stored or planned_occurrence(one.recurring, one.nominal, now),
                today,
            )
            for one in some
        ]

    return DueAndComing(
        shown(due[-MAX_UPCOMING:]),
        len(due),
        shown(coming[:MAX_UPCOMING]),
        is_partial=is_cut or len(coming) > MAX_UPCOMING,
    )


def _planned(entries: Sequence[Recurring], last: date) -> Iterator[_Found]:
    """Yield the occurrences until a day that are as planned."""
    for entry in entries:
        if entry.next_nominal is not None:
            first = min(entry.next_nominal, entry.schedule.effective_date(entry.next_nominal))
            for nominal, day in planned_dates(entry, first, last):
                yield _Found(day, entry, nominal, None)


def _stored(
    store: TenantStore, entries: Sequence[Recurring], stored: Sequence[Occurrence]
) -> Iterator[_Found]:
    """Yield stored occurrences with their entries; those of deleted entries are left out."""
    by_id = {entry.id: entry for entry in entries}
    others = sorted({one.recurring_id for one in stored} - by_id.keys())
    by_id |= {entry.id: entry for entry in store.recurring.list_with_ids(others)}
    for one in stored:
        entry = by_id.get(one.recurring_id)
        if entry is not None:
            yield _Found(one.date, entry, one.nominal, one)
