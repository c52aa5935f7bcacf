"""Start of a ledger's months: a day of each calendar month, which may move to a business day.

Where it moves for public holidays is fixed when it is chosen (``moves``): a later table of holidays
moves no month whose totals are stored, and a request needs no table.
"""

from __future__ import annotations

import hashlib
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from shared.models.values.frozen import frozen
from shared.models.values.spans.shifts import Shift, shifted
from shared.models.values.spans.weekday import Weekday

FIRST_YEAR_OF_MOVES = 2020
"""Year whose January is the first month of ``moves``."""

WEEKEND = (Weekday.SA, Weekday.SU)

_STAYS, _DAY_BEFORE, _DAY_AFTER = ".", "a", "A"
_MONTHS_OF_YEAR, _SHORTEST_MONTH = 12, 28
_DIGITS_OF_ID = 8
_LETTERS = {Shift.NONE: "", Shift.PREVIOUS: "p", Shift.NEXT: "n", Shift.NEXT_IN_MONTH: "m"}


@frozen
class MonthStart:
    """Start of months: a day from 1 to 31, in a shorter month its last day, and its shift.

    ``holidays`` is the calendar of public holidays, like ``DE-BY``. With one, ``moves`` has a
    character for each calendar month from January 2020: ``.`` where the day stays, ``a``, ``b``, …
    where it moves 1, 2, … days back, and ``A``, ``B``, … where it moves as many ahead. In other
    months, and without holidays, only days of the ``weekend`` are no business days.
    """

    day: int = 1
    shift: Shift = Shift.NONE
    holidays: str | None = None
    weekend: tuple[Weekday, ...] = WEEKEND
    moves: str = ""

    @property
    def id(self) -> str:
        """Return a name that no other start has, like ``d25`` or ``d25p-1a2b3c4d``."""
        name = f"d{self.day:02}{_LETTERS[self.shift]}"
        if self.holidays is None:
            return name
        parts = " ".join((self.holidays, *self.weekend, self.moves))
        return f"{name}-{hashlib.sha256(parts.encode()).hexdigest()[:_DIGITS_OF_ID]}"

    def in_month(self, year: int, month: int) -> date:
        """Return the start that the rule has in a calendar month, before or after a shift."""
        if self.shift is Shift.NONE:
            return self.nominal(year, month)
        return _starts_in(self, year)[month - 1]

    def nominal(self, year: int, month: int) -> date:
        """Return the day of a calendar month, before a shift."""
        return date(year, month, min(self.day, monthrange(year, month)[1]))

    def is_clamped_to(self, day: date) -> bool:
        """Return whether a day is the start in its month because the month is too short."""
        return day.day >= _SHORTEST_MONTH and day == self.nominal(day.year, day.month)

    def moved(self, year: int, month: int) -> date:
        """Calculate the start of a calendar month after the shift."""
        nominal = self.nominal(year, month)
        index = (year - FIRST_YEAR_OF_MOVES) * _MONTHS_OF_YEAR + month - 1
        if 0 <= index < len(self.moves):
            return nominal + timedelta(days=days_of_move(self.moves[index]))
        weekend = {day.number for day in self.weekend}
        return shifted(nominal, self.shift, lambda day: day.weekday() not in weekend)


FIRST_OF_MONTH = MonthStart()


@lru_cache(maxsize=1024)
def _starts_in(start: MonthStart, year: int) -> tuple[date, ...]:
    return tuple(start.moved(year, month + 1) for month in range(_MONTHS_OF_YEAR))


def move_of_days(days: int) -> str:
    """Return the character of a move by days, which are negative if it is one back."""
    if days == 0:
        return _STAYS
    return chr(ord(_DAY_AFTER) + days - 1) if days > 0 else chr(ord(_DAY_BEFORE) - days - 1)


def days_of_move(move: str) -> int:
    """Return the days of a move by its character, the inverse of ``move_of_days``."""
    if move == _STAYS:
        return 0
    is_ahead = move < _DAY_BEFORE
    return ord(move) - ord(_DAY_AFTER) + 1 if is_ahead else ord(_DAY_BEFORE) - ord(move) - 1
