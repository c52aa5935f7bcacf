"""Periods of recurring payments, and positions in time that are evenly spaced by each of them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from shared.models.planning.schedule import Frequency
from shared.models.values.frozen import frozen

MONTH = 30
"""Length of every month in positions by months."""


@frozen(slots=True)
class Period:
    """How often something recurs: every ``interval`` weeks, months or years.

    ``length`` and ``tolerance`` are in positions: how far apart two payments are, and by how much
    one may be early or late, by a weekend, holidays or a shorter month. ``grace`` is the number of
    days after the tolerance in which an expected payment is missed; later, the payments have ended.
    """

    frequency: Frequency
    interval: int
    length: int
    tolerance: int
    grace: int

    @property
    def days(self) -> int:
        """Return the greatest length in days."""
        return self.length if self.frequency is Frequency.WEEKLY else self.length * 31 // MONTH + 1

    @property
    def drifts(self) -> bool:
        """Return whether the day may move over time: a day of the month, but no day of the week.

        Else two payments a month, 15 days apart, would be payments every two weeks.
        """
        return self.frequency is not Frequency.WEEKLY

    def position(self, day: date) -> int:
        """Return the position of a day: equally far apart for payments on time."""
        return day.toordinal() if self.frequency is Frequency.WEEKLY else month_position(day)


def month_position(day: date) -> int:
    """Return a day's position if each month had 30 days: the 30th, 31st and last one are the last.

    So payments of the 12th, and those of the ends of months, are the same distance apart.
    """
    is_last = day.day == monthrange(day.year, day.month)[1]
    return (day.year * 12 + day.month) * MONTH + (MONTH if is_last else min(day.day, MONTH))


PERIODS = (
    Period(Frequency.WEEKLY, 1, length=7, tolerance=2, grace=8),
    Period(Frequency.WEEKLY, 2, length=14, tolerance=3, grace=14),
    Period(Frequency.MONTHLY, 1, length=MONTH, tolerance=5, grace=31),
    Period(Frequency.MONTHLY, 2, length=2 * MONTH, tolerance=6, grace=45),
    Period(Frequency.MONTHLY, 3, length=3 * MONTH, tolerance=7, grace=45),
    Period(Frequency.MONTHLY, 6, length=6 * MONTH, tolerance=9, grace=60),
    Period(Frequency.YEARLY, 1, length=12 * MONTH, tolerance=12, grace=60),
)
"""All periods of the detection, the shortest first."""
