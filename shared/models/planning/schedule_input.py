"""Input of schedules, and the checks that make a schedule of it."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain, pairwise
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from shared.errors import FieldError, InvalidArgument
from shared.models.planning.rrule import MAX_RRULE, fields_of_rrule
from shared.models.planning.schedule import (
    LAST_DAY,
    LAST_OF_MONTH,
    Frequency,
    NthWeekday,
    PlannedDate,
    Schedule,
    first_nominal,
    occurrences,
)
from shared.models.values.base import InputModel
from shared.models.values.dates import CivilDate
from shared.models.values.spans.business_days import FIRST_YEAR, LAST_YEAR, business_days_of
from shared.models.values.spans.shifts import Shift
from shared.models.values.spans.weekday import Weekday
from shared.models.values.text import BLANK_AS_NULL, upper_case

MAX_INTERVAL, MAX_COUNT = 366, 1_000
MAX_BUSINESS_DAY, MAX_BUSINESS_DAY_FROM_END = 10, 5
"""Every month of every calendar has as many; a test holds the table of holidays to it."""

_SHORTEST_MONTH, _LONGEST_MONTH, _LAST_NTH = 28, 31, 5
_WEEKDAYS_REPEAT = timedelta(days=28 * 366)
"""Within 28 years every date falls on every day of the week."""

_DAYS = ("weekdays", "days_of_month", "nth_weekday", "business_day")
_BY_RULE = ("frequency", "interval", *_DAYS, "until", "count")
_ALLOWED = {
    Frequency.DAILY: frozenset[str](),
    Frequency.WEEKLY: frozenset({"weekdays"}),
    Frequency.MONTHLY: frozenset({"days_of_month", "nth_weekday", "business_day"}),
    Frequency.YEARLY: frozenset[str](),
}

_AnyCaseWeekday = Annotated[Weekday, BeforeValidator(upper_case)]


class NthWeekdayDraft(InputModel):
    """A weekday of a month by its number."""

    nth: int = Field(strict=True)
    weekday: _AnyCaseWeekday


class ScheduleDraft(InputModel):
    """A schedule: its parts, or ``rrule``. Without days, those of its start."""

    start: CivilDate
    rrule: Annotated[str | None, BLANK_AS_NULL] = Field(
        default=None,
        max_length=MAX_RRULE,
        description="A rule of RFC 5545 instead of frequency, interval, days and end.",
        examples=["FREQ=MONTHLY;BYMONTHDAY=15"],
    )
    frequency: Annotated[
        Annotated[Frequency, BeforeValidator(upper_case)] | None, BLANK_AS_NULL
    ] = None
    interval: int | None = Field(
        default=None,
        strict=True,
        ge=1,
        le=MAX_INTERVAL,
        description="2 with WEEKLY is every second week. By default 1.",
    )
    weekdays: tuple[_AnyCaseWeekday, ...] = Field(default=(), max_length=7)
    days_of_month: tuple[Annotated[int, Field(strict=True)], ...] = Field(
        default=(),
        max_length=_SHORTEST_MONTH,
        description="Up to 31, in shorter months their last day; -1 is the last day.",
    )
    nth_weekday: NthWeekdayDraft | None = None
    business_day: int | None = Field(
        default=None,
        strict=True,
        description="Its n-th business day, up to 10; -1 to -5 count from its end.",
    )
    until: Annotated[CivilDate | None, BLANK_AS_NULL] = None
    count: int | None = Field(
        default=None,
        strict=True,
        ge=1,
        le=MAX_COUNT,
        description="The number of occurrences.",
    )
    shift: Annotated[Shift, BeforeValidator(upper_case)] = Field(default=Shift.NONE)
    holidays: Annotated[str | None, BLANK_AS_NULL, BeforeValidator(upper_case)] = Field(
        default=None,
        max_length=7,
        description="A country or subdivision (ISO 3166-2), for its public holidays.",
        examples=["DE-BY"],
    )


def schedule_from_input(draft: ScheduleDraft, within: str = "schedule") -> Schedule:
    """Return the schedule of an input; ``within`` is the path of the input.

    Raises:
        InvalidArgument: A field is invalid, it never occurs, or a shift makes occurrences collide.
    """
    errors: list[FieldError] = []
    schedule = _built(draft, errors)
    if schedule is not None and not errors:
        errors += _day_errors(schedule)
    if schedule is not None and not errors:
        schedule = _completed(schedule)
        errors += _date_errors(schedule, _end_field(draft))
    if errors or schedule is None:
        raise InvalidArgument(
            *(FieldError(f"{within}.{error.field}", error.message) for error in errors)
        )
    return schedule


def draft_of(schedule: Schedule) -> ScheduleDraft:
    """Return the input that makes a schedule."""
    return ScheduleDraft.model_validate(schedule.model_dump(mode="json"))


def _built(draft: ScheduleDraft, errors: list[FieldError]) -> Schedule | None:
    """Return the schedule of the fields of an input, of its rule if it has one."""
    fields: dict[str, Any] = {"start": draft.start, "shift": draft.shift}
    try:
        business_days_of(draft.holidays)
        fields["holidays"] = draft.holidays
    except ValueError as error:
        errors.append(FieldError("holidays", str(error)))
    if draft.rrule is None:
        if draft.frequency is None:
            errors.append(FieldError("frequency", "is required without an rrule"))
            return None
        named = {name: getattr(draft, name) for name in _BY_RULE}
        return _schedule(fields | named)
    given = [name for name in _BY_RULE if getattr(draft, name) not in (None, ())]
    errors.extend(FieldError(name, "must be omitted with an rrule") for name in given)
    try:
        return _schedule(fields | fields_of_rrule(draft.rrule, draft.start, fields.get("holidays")))
    except ValueError as error:
        errors.append(FieldError("rrule", str(error)))
        return None


def _schedule(fields: dict[str, Any]) -> Schedule:
    nth = fields.get("nth_weekday")
    if isinstance(nth, NthWeekdayDraft):
        fields["nth_weekday"] = NthWeekday(nth=nth.nth, weekday=nth.weekday)
    elif nth is not None:
        fields["nth_weekday"] = NthWeekday(**nth)
    fields["interval"] = fields.get("interval") or 1
    return Schedule(**fields)


def _completed(schedule: Schedule) -> Schedule:
    """Return a schedule with its days in order, and those that follow from its start."""
    fields: dict[str, Any] = {}
    start = schedule.start
    if schedule.frequency is Frequency.WEEKLY:
        days = set(schedule.weekdays) or {Weekday.of(start)}
        fields["weekdays"] = tuple(sorted(days, key=lambda day: day.number))
    elif schedule.frequency is Frequency.MONTHLY and not _chosen(schedule):
        fields["days_of_month"] = (start.day,)
    elif schedule.days_of_month:
        days_of_month = set(schedule.days_of_month)
        fields["days_of_month"] = tuple(sorted(days_of_month, key=lambda day: (day < 0, day)))
    return schedule.model_copy(update=fields)


def _chosen(schedule: Schedule) -> list[str]:
    """Return the names of the fields that choose days."""
    return [name for name in _DAYS if getattr(schedule, name) not in (None, ())]


def _end_field(draft: ScheduleDraft) -> str:
    return "rrule" if draft.rrule is not None else "until"


def _day_errors(schedule: Schedule) -> Iterator[FieldError]:
    """Yield the errors of the fields that choose days and of the end."""
    chosen = _chosen(schedule)
    for name in chosen:
        if name not in _ALLOWED[schedule.frequency]:
            yield FieldError(name, f"is not allowed with the frequency {schedule.frequency}")
    if len(chosen) > 1:
        yield FieldError(chosen[1], f"must be omitted with {chosen[0]}")
    yield from _number_errors(schedule)
    if schedule.until is not None and schedule.count is not None:
        yield FieldError("count", "must be omitted with until")
    if schedule.interval > MAX_INTERVAL:
        yield FieldError("rrule", f"must have an INTERVAL of at most {MAX_INTERVAL}")
    if schedule.count is not None and schedule.count > MAX_COUNT:
        yield FieldError("rrule", f"must have a COUNT of at most {MAX_COUNT}")
    if schedule.business_day is not None and schedule.shift is not Shift.NONE:
        yield FieldError("shift", "must be NONE with business_day, which is never on other days")


def _number_errors(schedule: Schedule) -> Iterator[FieldError]:
    """Yield the errors of numbers of days in a month."""
    for index, day in enumerate(schedule.days_of_month):
        if day != LAST_OF_MONTH and not 1 <= day <= _LONGEST_MONTH:
            yield FieldError(f"days_of_month.{index}", "must be from 1 to 31, or -1")
    late = {day for day in schedule.days_of_month if day >= _SHORTEST_MONTH or day < 0}
    if len(late) > 1:
        yield FieldError("days_of_month", "must have at most one day from 28 on, or -1")
    nth = schedule.nth_weekday
    if nth is not None and nth.nth != LAST_OF_MONTH and not 1 <= nth.nth <= _LAST_NTH:
        yield FieldError("nth_weekday.nth", "must be from 1 to 5, or -1")
    number = schedule.business_day
    allowed = range(-MAX_BUSINESS_DAY_FROM_END, MAX_BUSINESS_DAY + 1)
    if number is not None and (number == 0 or number not in allowed):
        yield FieldError("business_day", "must be from 1 to 10, or from -1 to -5")


def _date_errors(schedule: Schedule, end_field: str) -> Iterator[FieldError]:
    """Yield the errors of a schedule that never occurs, or whose shift makes dates collide."""
    if schedule.until is not None and schedule.until < schedule.start:
        yield FieldError(end_field, "must not be before the start")
    elif first_nominal(schedule, schedule.start) is None:
        field = end_field if schedule.until is not None else "start"
        yield FieldError(field, "leaves no date on which it occurs")
    elif (pair := _collision(_compared(schedule))) is not None:
        first, second = pair
        field = "shift" if schedule.shift is not Shift.NONE else "business_day"
        days = f"{first.nominal} to {first.effective}, and {second.nominal} to {second.effective}"
        yield FieldError(field, f"would move {days}")


def _compared(schedule: Schedule) -> Iterable[PlannedDate]:
    """Return the occurrences in which every collision that there may be shows.

    They are those of 28 years, times the interval, and those of the years whose holidays are known.
    """
    if schedule.shift is Shift.NONE and schedule.business_day is None:
        return ()
    start = schedule.start
    days = _WEEKDAYS_REPEAT.days * schedule.interval
    end = date.fromordinal(min(start.toordinal() + days, LAST_DAY.toordinal()))
    known = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    begin = date.fromordinal(max(1, start.toordinal() - _LONGEST_MONTH))
    if schedule.holidays is None or end >= known[1]:
        return occurrences(schedule, begin, end)
    first = max(known[0], end + timedelta(days=1))
    return chain(occurrences(schedule, begin, end), occurrences(schedule, first, known[1]))


def _collision(planned: Iterable[PlannedDate]) -> tuple[PlannedDate, PlannedDate] | None:
    """Return two consecutive occurrences of which the second is not later, or None."""
    pairs = pairwise(planned)
    return next((pair for pair in pairs if pair[1].effective <= pair[0].effective), None)
