"""Days of a month on which something happens: fixed days, working days, weekdays, month ends."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeAlias

from shared.models.values.dates import Month

MONDAY, WEDNESDAY, FRIDAY, SATURDAY = 0, 2, 4, 5

Schedule: TypeAlias = Callable[[Month, random.Random], list[date]]
"""Returns the days of a month, in order."""


def on_day(day: int) -> Schedule:
    """Return the schedule of one day, at most 28."""
    return lambda month, _rng: [date(month.year, month.month, day)]


def on_working_day(day: int) -> Schedule:
    """Return the schedule of one day, or of the Monday after it on a weekend.

    ``day`` must be at most 26, so that the Monday is in the same month.
    """
    return lambda month, _rng: [_working_day_from(date(month.year, month.month, day))]


def on_weekdays(weekday: int, most: int) -> Schedule:
    """Return the schedule of each such weekday, of the last ``most`` ones of the month."""
    return lambda month, _rng: [day for day in month.days() if day.weekday() == weekday][-most:]


def on_any(first_weekday: int, last_weekday: int) -> Schedule:
    """Return the schedule of one random day between two weekdays, both inclusive."""

    def days(month: Month, rng: random.Random) -> list[date]:
        possible = [d for d in month.days() if first_weekday <= d.weekday() <= last_weekday]
        return [rng.choice(possible)]

    return days


def at_quarter_end(month: Month, _rng: random.Random) -> list[date]:
    """Return the last day of a month that ends a quarter."""
    return [month.last_day] if month.month % 3 == 0 else []


def every_quarter(schedule: Schedule) -> Schedule:
    """Return the schedule in the first month of each quarter alone."""
    return lambda month, rng: schedule(month, rng) if month.month % 3 == 1 else []


def every_other(schedule: Schedule, *, is_odd: bool) -> Schedule:
    """Return the schedule in odd months alone, or in even ones; January is odd."""
    return lambda month, rng: schedule(month, rng) if month.month % 2 == is_odd else []


def _working_day_from(day: date) -> date:
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day
