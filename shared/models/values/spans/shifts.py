"""Shifts of days to business days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum

_ONE_DAY = timedelta(days=1)


class Shift(StrEnum):
    """Where a day moves that is no business day.

    NEXT_IN_MONTH is the next business day, unless it is in the next month: then the previous one
    (“modified following”).
    """

    NONE = "NONE"
    PREVIOUS = "PREVIOUS"
    NEXT = "NEXT"
    NEXT_IN_MONTH = "NEXT_IN_MONTH"


def shifted(day: date, shift: Shift, is_business_day: Callable[[date], bool]) -> date:
    """Return the business day to which a day moves; without a shift it stays."""
    if shift is Shift.NONE:
        return day
    if shift is Shift.PREVIOUS:
        return _last_until(day, is_business_day)
    following = day
    while not is_business_day(following) and following < date.max:
        following += _ONE_DAY
    leaves_month = (following.year, following.month) != (day.year, day.month)
    if shift is Shift.NEXT_IN_MONTH and leaves_month:
        return _last_until(day, is_business_day)
    return following


def _last_until(day: date, is_business_day: Callable[[date], bool]) -> date:
    while not is_business_day(day):
        day -= _ONE_DAY
    return day
