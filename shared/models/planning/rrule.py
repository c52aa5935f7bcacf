"""Recurrence rules of RFC 5545 (RRULE): the schedules that they can express, out and in.

A rule has nominal dates alone: the shift to business days is no part of it. A month's day after the
28th, which schedules move to the last day of shorter months, is the last one of the days from the
28th on: ``BYMONTHDAY=28,29,30;BYSETPOS=-1``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from shared.models.planning.schedule import LAST_OF_MONTH, Frequency, Schedule
from shared.models.values.spans.business_days import business_days_of
from shared.models.values.spans.weekday import Weekday

MAX_RRULE = 200
"""Characters of a rule."""

_SHORTEST_MONTH = 28
_LONGEST_MONTH = 31
_FEBRUARY, _LEAP_DAY = 2, 29
_SETPOS, _MONTHDAY = "BYSETPOS", "BYMONTHDAY"
_KNOWN = frozenset(
    {"FREQ", "INTERVAL", "BYDAY", _MONTHDAY, "BYMONTH", _SETPOS, "UNTIL", "COUNT", "WKST"}
)
_BY_FREQUENCY: Mapping[Frequency, frozenset[str]] = {
    Frequency.DAILY: frozenset(),
    Frequency.WEEKLY: frozenset({"BYDAY"}),
    Frequency.MONTHLY: frozenset({"BYDAY", _MONTHDAY, _SETPOS}),
    Frequency.YEARLY: frozenset({"BYMONTH", _MONTHDAY}),
}
_PART = re.compile(r"([A-Z]+)=([A-Z0-9,+-]+)", re.ASCII)
_NTH = re.compile(r"\+?(-1|[1-5])([A-Z]{2})", re.ASCII)
_UNTIL = re.compile(r"(\d{4})(\d{2})(\d{2})(T\d{6}Z?)?", re.ASCII)


def rrule_of(schedule: Schedule) -> str:
    """Return the rule of a schedule's nominal dates, whose DTSTART is its start."""
    parts = [f"FREQ={schedule.frequency.value}"]
    if schedule.interval > 1:
        parts.append(f"INTERVAL={schedule.interval}")
    parts += _rules_of(schedule)
    if schedule.count is not None:
        parts.append(f"COUNT={schedule.count}")
    if schedule.until is not None:
        parts.append(f"UNTIL={schedule.until:%Y%m%d}")
    return ";".join(parts)


def _rules_of(schedule: Schedule) -> list[str]:
    """Return the parts that choose days within a period."""
    start = schedule.start
    if schedule.weekdays:
        return [f"BYDAY={','.join(schedule.weekdays)}"]
    if schedule.nth_weekday is not None:
        return [f"BYDAY={schedule.nth_weekday.nth}{schedule.nth_weekday.weekday}"]
    if schedule.business_day is not None:
        return [f"BYDAY={_working_week(schedule.holidays)}", f"{_SETPOS}={schedule.business_day}"]
    if schedule.frequency is Frequency.MONTHLY:
        return _rules_of_days(schedule.days_of_month)
    if schedule.frequency is Frequency.YEARLY:
        is_leap_day = (start.month, start.day) == (_FEBRUARY, _LEAP_DAY)
        day = LAST_OF_MONTH if is_leap_day else start.day
        return [f"BYMONTH={start.month}", f"{_MONTHDAY}={day}"]
    return []


def _rules_of_days(days: tuple[int, ...]) -> list[str]:
    """Return the parts for days of the month, of which at most one is after the 28th or -1."""
    early = [day for day in days if 0 < day <= _SHORTEST_MONTH]
    late = [day for day in days if day > _SHORTEST_MONTH or day == LAST_OF_MONTH]
    if not late or late[0] in {LAST_OF_MONTH, _LONGEST_MONTH}:
        chosen = [*early, *([LAST_OF_MONTH] if late else [])]
        return [f"{_MONTHDAY}={','.join(map(str, chosen))}"]
    clamped = [*early, *range(_SHORTEST_MONTH, late[0] + 1)]
    positions = [*range(1, len(early) + 1), -1]
    return [
        f"{_MONTHDAY}={','.join(map(str, clamped))}",
        f"{_SETPOS}={','.join(map(str, positions))}",
    ]


def _working_week(holidays: str | None) -> str:
    weekend = business_days_of(holidays).weekend
    return ",".join(day for day in Weekday if day.number not in weekend)


def fields_of_rrule(text: str, start: date, holidays: str | None = None) -> dict[str, Any]:
    """Return the fields of the schedule that a rule expresses with this start.

    Raises:
        ValueError: The text is no rule, or a schedule cannot express it; names the part.
    """
    parts = _parts_of(text)
    frequency = Frequency(parts.pop("FREQ"))
    interval = _number("INTERVAL", parts.pop("INTERVAL", "1"))
    fields: dict[str, Any] = {"frequency": frequency, "interval": interval}
    if parts.pop("WKST", "MO") != "MO" and frequency is Frequency.WEEKLY and interval > 1:
        raise ValueError("WKST must be MO, because weeks begin on Monday")
    if "COUNT" in parts:
        fields["count"] = _number("COUNT", parts.pop("COUNT"))
    if "UNTIL" in parts:
        fields["until"] = _until(parts.pop("UNTIL"))
    for name in parts:
        if name not in _BY_FREQUENCY[frequency]:
            raise ValueError(f"{name} cannot be expressed with FREQ={frequency.value}")
    match frequency:
        case Frequency.WEEKLY:
            fields["weekdays"] = tuple(map(_weekday, _items(parts.get("BYDAY"))))
        case Frequency.MONTHLY:
            fields |= _monthly_fields(parts, start, holidays)
        case Frequency.YEARLY:
            _check_yearly(parts, start)
        case Frequency.DAILY:
            pass
    return fields


def _parts_of(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").rstrip(";").split(";"):
        match = _PART.fullmatch(part)
        if match is None:
            raise ValueError("must be a rule like FREQ=MONTHLY;BYMONTHDAY=15")
        if match[1] not in _KNOWN:
            raise ValueError(f"{match[1]} cannot be expressed")
        if match[1] in parts:
            raise ValueError(f"{match[1]} is given twice")
        parts[match[1]] = match[2]
    if parts.get("FREQ") not in list(Frequency):
        raise ValueError("FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY")
    if "COUNT" in parts and "UNTIL" in parts:
        raise ValueError("must not have COUNT and UNTIL")
    return parts


def _monthly_fields(parts: dict[str, str], start: date, holidays: str | None) -> dict[str, Any]:
    """Return the fields of days of the month, of a weekday, or of a business day."""
    by_day, month_days = _items(parts.get("BYDAY")), _items(parts.get(_MONTHDAY))
    positions = [_number(_SETPOS, item, -_LONGEST_MONTH) for item in _items(parts.get(_SETPOS))]
    if by_day and month_days:
        raise ValueError("BYDAY cannot be expressed together with BYMONTHDAY")
    if by_day:
        return _fields_of_weekdays(by_day, positions, holidays)
    if not month_days and positions:
        raise ValueError("BYSETPOS cannot be expressed without BYDAY or BYMONTHDAY")
    days = [_number(_MONTHDAY, item, LAST_OF_MONTH) for item in month_days]
    if not days and start.day > _SHORTEST_MONTH:
        raise ValueError(
            f"BYMONTHDAY is required, because the start's day {start.day} would leave shorter "
            "months out: -1, or as 28,29,30 with BYSETPOS=-1"
        )
    days = days or [start.day]
    return {"days_of_month": _clamping_days(days, positions)}


def _fields_of_weekdays(
    by_day: list[str], positions: list[int], holidays: str | None
) -> dict[str, Any]:
    if not positions and len(by_day) == 1 and (match := _NTH.fullmatch(by_day[0])):
        return {"nth_weekday": {"nth": int(match[1]), "weekday": _weekday(match[2])}}
    week = _working_week(holidays)
    if len(positions) == 1 and sorted(by_day) == sorted(week.split(",")):
        return {"business_day": positions[0]}
    if len(positions) == 1 and len(by_day) == 1 and by_day[0] in list(Weekday):
        return {"nth_weekday": {"nth": positions[0], "weekday": by_day[0]}}
    raise ValueError(f"BYDAY must be one weekday with its number, or {week} with one BYSETPOS")


def _clamping_days(days: list[int], positions: list[int]) -> tuple[int, ...]:
    """Return the days of the month that clamp to shorter months.

    Raises:
        ValueError: They leave shorter months out.
    """
    early = sorted({day for day in days if 0 < day < _SHORTEST_MONTH})
    late = sorted({day for day in days if day >= _SHORTEST_MONTH})
    has_last = LAST_OF_MONTH in days
    if not positions and (not late or late == [_SHORTEST_MONTH]):
        return (*early, *late, *([LAST_OF_MONTH] if has_last else []))
    is_run = bool(late) and late == list(range(_SHORTEST_MONTH, late[-1] + 1)) and not has_last
    if is_run and sorted(positions) == [-1, *range(1, len(early) + 1)]:
        return (*early, late[-1])
    if positions:
        raise ValueError("BYSETPOS must choose the last day from the 28th on, and each earlier day")
    raise ValueError(
        "BYMONTHDAY must be at most 28, or -1: a later day would leave shorter months out, unless "
        "as 28,29,30 with BYSETPOS=-1"
    )


def _check_yearly(parts: dict[str, str], start: date) -> None:
    """Check that the parts name the day of the start.

    Raises:
        ValueError: They do not.
    """
    is_leap_day = (start.month, start.day) == (_FEBRUARY, _LEAP_DAY)
    month = _number("BYMONTH", parts["BYMONTH"]) if "BYMONTH" in parts else None
    if month not in ({start.month} if _MONTHDAY in parts else {None, start.month}):
        raise ValueError("BYMONTH must be the month of the start")
    if is_leap_day and parts.get(_MONTHDAY) != str(LAST_OF_MONTH):
        raise ValueError(
            "BYMONTH=2;BYMONTHDAY=-1 is required for 29 February, which is the 28th in other years"
        )
    if not is_leap_day and parts.get(_MONTHDAY, str(start.day)) != str(start.day):
        raise ValueError(f"BYMONTHDAY must be {start.day}, the day of the start")


def _items(text: str | None) -> list[str]:
    return [] if text is None else text.split(",")


def _number(name: str, text: str, least: int = 1) -> int:
    number = int(text) if re.fullmatch(r"[+-]?\d{1,4}", text, re.ASCII) else 0
    if number == 0 or number < least:
        bound = "from 1 on" if least == 1 else f"from {least} on, and not 0"
        raise ValueError(f"{name} must be a whole number {bound}")
    return number


def _weekday(text: str) -> Weekday:
    if text not in list(Weekday):
        raise ValueError("BYDAY must be weekdays like MO")
    return Weekday(text)


def _until(text: str) -> date:
    match = _UNTIL.fullmatch(text)
    try:
        return date(*map(int, match.groups()[:3])) if match else date(0, 0, 0)
    except ValueError as error:
        raise ValueError("UNTIL must be a day like 20261231") from error
