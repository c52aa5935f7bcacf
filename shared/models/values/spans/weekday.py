"""Days of the week."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class Weekday(StrEnum):
    """Day of the week, in its order from Monday, named as in RFC 5545."""

    MO = "MO"
    TU = "TU"
    WE = "WE"
    TH = "TH"
    FR = "FR"
    SA = "SA"
    SU = "SU"

    @property
    def number(self) -> int:
        """Return the number as in ``date.weekday``: 0 is Monday."""
        return _NUMBERS[self]

    @classmethod
    def of(cls, day: date) -> Weekday:
        """Return the day of the week of a date."""
        return _DAYS[day.weekday()]


_DAYS = tuple(Weekday)
_NUMBERS = {day: number for number, day in enumerate(_DAYS)}
