"""Input of the periods of budgets, and the checks that make a rule of it."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import BeforeValidator, Field

from shared.errors import InvalidArgument
from shared.models.planning.budgets.periods import PeriodRule, anchored, ensure_periods
from shared.models.planning.schedule import Frequency, Schedule
from shared.models.planning.schedule_input import (
    NthWeekdayDraft,
    ScheduleDraft,
    draft_of,
    schedule_from_input,
)
from shared.models.values.base import InputModel
from shared.models.values.dates import Calendar
from shared.models.values.spans.days import Days
from shared.models.values.spans.shifts import Shift
from shared.models.values.spans.weekday import Weekday
from shared.models.values.text import BLANK_AS_NULL, upper_case

MAX_BACK, MAX_AHEAD = timedelta(days=10 * 366), timedelta(days=2 * 366)
"""How long before today a budget may begin, and how long after it a period may be asked for.

The periods from the start on are enumerated, and with carry their months are read.
"""

_LONGEST = timedelta(days=2 * 366)
"""More than the longest period has."""


class PeriodDraft(InputModel):
    """The rule of the first days of periods; each ends the day before the next one."""

    frequency: Annotated[Frequency, BeforeValidator(upper_case)]
    interval: int = Field(
        default=1,
        strict=True,
        ge=1,
        description="2 with WEEKLY is two weeks; no period is longer than about a year.",
    )
    weekdays: tuple[Annotated[Weekday, BeforeValidator(upper_case)], ...] = Field(
        default=(), max_length=7
    )
    days_of_month: tuple[Annotated[int, Field(strict=True)], ...] = Field(
        default=(),
        max_length=28,
        description="Up to 31, in shorter months their last day; -1 is the last day.",
    )
    nth_weekday: NthWeekdayDraft | None = None
    business_day: int | None = Field(
        default=None,
        strict=True,
        description="Its n-th business day, up to 10; -1 to -5 count from its end.",
    )
    shift: Annotated[Shift, BeforeValidator(upper_case)] = Shift.NONE
    holidays: Annotated[str | None, BLANK_AS_NULL, BeforeValidator(upper_case)] = Field(
        default=None,
        max_length=7,
        description="A country or subdivision (ISO 3166-2), for its public holidays.",
        examples=["DE-BY"],
    )


def ensure_near(day: date, today: date, field: str) -> None:
    """Check that a day is not too far from today.

    Raises:
        InvalidArgument: It is; the error names ``field``.
    """
    first, last = today - MAX_BACK, today + MAX_AHEAD
    if not first <= day <= last:
        raise InvalidArgument.of(field, f"must be from {first} to {last}")


def first_period(
    draft: PeriodDraft | None, start: date, calendar: Calendar
) -> tuple[Schedule | None, Days]:
    """Return the schedule, and the first period: that of the start, or the next one.

    A shift to the next business day may let the first period begin after the start.

    Raises:
        InvalidArgument: The rule is refused, its periods are too long, or a shift makes two begin
            on the same day.
    """
    schedule = None if draft is None else _schedule(draft, start)
    first = next(PeriodRule(schedule, calendar).between(start, start + _LONGEST), None)
    if first is None:
        raise InvalidArgument.of("start", "is before the first period")
    return schedule, first


def _schedule(draft: PeriodDraft, start: date) -> Schedule:
    fields = {name: getattr(draft, name) for name in PeriodDraft.model_fields}
    nth = None if draft.nth_weekday is None else draft.nth_weekday.nth
    ensure_periods(draft.frequency, draft.interval, nth, "period")
    counted = schedule_from_input(ScheduleDraft(start=start, **fields), "period")
    # Counted from another month, other days may collide.
    return schedule_from_input(draft_of(anchored(counted, start)), "period")
