"""Ends of periods as clients name them: a day, or a whole month of the ledger's calendar."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, TypeAlias

from pydantic import PlainValidator, WithJsonSchema

from shared.errors import InvalidArgument
from shared.models.values.dates import (
    EARLIEST_DATE,
    Calendar,
    DateRange,
    Month,
    parse_civil_date,
)

DayOrMonth: TypeAlias = date | Month

_MONTH_LENGTH = len("2026-03")
_DAY_OR_MONTH = re.compile(r"\d{4}-\d{2}(-\d{2})?", re.ASCII)


def _parse(value: object) -> DayOrMonth:
    """Parse a day as ``YYYY-MM-DD``, or a month as ``YYYY-MM``."""
    if isinstance(value, Month):
        return value
    is_text = isinstance(value, str) and _DAY_OR_MONTH.fullmatch(value) is not None
    if not is_text and not isinstance(value, date):
        raise ValueError("must be a day as YYYY-MM-DD, or a month as YYYY-MM")
    if isinstance(value, str) and len(value) == _MONTH_LENGTH:
        return Month.parse(value)
    day = parse_civil_date(value)
    if day < EARLIEST_DATE:
        raise ValueError(f"must not be before {EARLIEST_DATE}")
    return day


PeriodEnd = Annotated[
    DayOrMonth,
    PlainValidator(_parse),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$",
            "examples": ["2026-03"],
        }
    ),
]
"""The first or last day of a period, or the month that it begins or ends with, as input."""


def _parse_month(value: object) -> Month:
    """Parse a month as ``YYYY-MM``."""
    return value if isinstance(value, Month) else Month.parse(str(value))


NamedMonth = Annotated[
    Month,
    PlainValidator(_parse_month),
    WithJsonSchema(
        {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$", "examples": ["2026-03"]}
    ),
]
"""A month of the ledger's calendar, as input."""

FROM = "The first day (`2026-03-05`), or the first month of the ledger's calendar (`2026-03`)."
TO = "The last day, or the last month, inclusive."


def first_day_of(start: DayOrMonth, calendar: Calendar) -> date:
    """Return the day, or the first day of the month."""
    return calendar.first_day(start) if isinstance(start, Month) else start


def last_day_of(end: DayOrMonth, calendar: Calendar) -> date:
    """Return the day, or the last day of the month."""
    return calendar.last_day(end) if isinstance(end, Month) else end


def date_range(start: DayOrMonth | None, end: DayOrMonth | None, calendar: Calendar) -> DateRange:
    """Return the range of days between two ends; None is an open one.

    Raises:
        InvalidArgument: The last day is before the first.
    """
    first = None if start is None else first_day_of(start, calendar)
    last = None if end is None else last_day_of(end, calendar)
    if first is not None and last is not None and last < first:
        raise InvalidArgument.of("to", "must not be before from")
    return DateRange(first, last)
