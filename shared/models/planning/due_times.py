"""Times at which a recurring entry has something to do: remind, book, or give up waiting.

An entry is worked on at the beginning of days of the ledger. Its next day follows from its
occurrences alone, not from the present time, so what was due during an outage stays due.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from shared.models.planning.occurrence import MISSED_AFTER
from shared.models.planning.recurring import Mode, Recurring
from shared.models.planning.schedule import nominal_dates


class Upcoming(NamedTuple):
    """An occurrence from the cursor on that is not settled, with its date after all changes."""

    nominal: date
    date: date


class Reminder(NamedTuple):
    """An occurrence of which people are to be reminded, and the day from which on."""

    occurrence: Upcoming
    day: date


def next_reminder(recurring: Recurring, upcoming: Iterable[Upcoming]) -> Reminder | None:
    """Return the next reminder of an entry; None if it has none.

    It is ``remind_days`` before the date, but not before the date of an earlier occurrence: of a
    daily payment people are reminded on the day before. Without ``remind_days``, a person is
    reminded on the date of what they have to do, and of nothing that is booked by itself.
    """
    if recurring.mode is Mode.AUTO and not recurring.remind_days:
        return None
    ahead = timedelta(days=recurring.remind_days)
    latest = date.min
    for one in upcoming:
        if recurring.reminded_until is None or one.date > recurring.reminded_until:
            first = one.date - ahead if one.date - date.min > ahead else date.min
            return Reminder(one, max(first, latest))
        latest = max(latest, one.date)
    return None


def handling_day(recurring: Recurring, day: date) -> date:
    """Return the day on which a run passes an occurrence of a date: to book it, or as missed."""
    return day if recurring.mode is Mode.AUTO else day + MISSED_AFTER


def next_day(
    recurring: Recurring, upcoming: Iterable[Upcoming], postponed: date | None
) -> date | None:
    """Return the day on which an entry next has something to do; None if it has nothing.

    ``postponed`` is the date of its first postponed occurrence before the cursor.
    """
    if recurring.paused:
        return None
    days = [] if postponed is None else [postponed]
    if recurring.next_date is not None:
        days.append(handling_day(recurring, recurring.next_date))
    reminder = next_reminder(recurring, upcoming)
    if reminder is not None:
        days.append(reminder.day)
    return min(days, default=None)


def due_on(recurring: Recurring, day: date | None, timezone: str) -> Recurring:
    """Return the entry due at the beginning of a day in a time zone; None is never."""
    due_at = None if day is None else beginning_of(day, timezone)
    return recurring.model_copy(update={"due_at": due_at})


def due_as_planned(recurring: Recurring, timezone: str) -> Recurring:
    """Return an entry of which no occurrence is stored, with its next date and when it is due."""
    planned = recurring.with_next_date()
    upcoming: Iterator[Upcoming] = iter(())
    if planned.next_nominal is not None:
        schedule = planned.schedule
        dates = nominal_dates(schedule, planned.next_nominal)
        upcoming = (Upcoming(day, schedule.effective_date(day)) for day in dates)
    return due_on(planned, next_day(planned, upcoming, None), timezone)


def moved_to_timezone(recurring: Recurring, before: str, after: str) -> Recurring:
    """Return the entry due on the same day of a ledger whose time zone has changed."""
    if recurring.due_at is None:
        return recurring
    return due_on(recurring, recurring.due_at.astimezone(ZoneInfo(before)).date(), after)


def beginning_of(day: date, timezone: str) -> datetime:
    """Return the instant at which a day begins in a time zone."""
    first = max(day, date.min + timedelta(days=1))
    return datetime.combine(first, time(), ZoneInfo(timezone)).astimezone(UTC)
