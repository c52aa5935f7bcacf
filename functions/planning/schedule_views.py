"""Views of schedules."""

from datetime import date as civil_date

from pydantic import Field

from shared.models.planning.rrule import rrule_of
from shared.models.planning.schedule import Frequency, NthWeekday, Schedule
from shared.models.values.base import FrozenModel
from shared.models.values.spans.shifts import Shift
from shared.models.values.spans.weekday import Weekday

OF_INTERVAL = "The number of units: 2 with WEEKLY is every second week."


class NthWeekdayView(FrozenModel):
    """A weekday of a month."""

    nth: int
    weekday: Weekday


class ScheduleView(FrozenModel):
    """A schedule, with the rule of RFC 5545 of its nominal dates, whose DTSTART is ``start``."""

    start: civil_date
    frequency: Frequency
    interval: int = Field(description=OF_INTERVAL)
    weekdays: list[Weekday]
    days_of_month: list[int] = Field(description="-1 is the last day.")
    nth_weekday: NthWeekdayView | None
    business_day: int | None
    until: civil_date | None
    count: int | None = Field(description="The number of occurrences.")
    shift: Shift
    holidays: str | None
    rrule: str


def nth_weekday_view(nth: NthWeekday | None) -> NthWeekdayView | None:
    """Return the view of a weekday of a month, if there is one."""
    return None if nth is None else NthWeekdayView(nth=nth.nth, weekday=nth.weekday)


def schedule_view(schedule: Schedule) -> ScheduleView:
    """Return the view of a schedule."""
    made = {"weekdays", "days_of_month", "nth_weekday", "rrule"}
    return ScheduleView(
        weekdays=list(schedule.weekdays),
        days_of_month=list(schedule.days_of_month),
        nth_weekday=nth_weekday_view(schedule.nth_weekday),
        rrule=rrule_of(schedule),
        **{name: getattr(schedule, name) for name in ScheduleView.model_fields.keys() - made},
    )
