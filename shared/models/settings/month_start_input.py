"""Input of the start of a ledger's months, and the moves for public holidays that it has."""

from itertools import pairwise
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, model_validator

from shared.models.values.base import InputModel
from shared.models.values.dates import Month
from shared.models.values.patterns import MOVES_PATTERN
from shared.models.values.spans.month_start import (
    FIRST_YEAR_OF_MOVES,
    WEEKEND,
    MonthStart,
    move_of_days,
)
from shared.models.values.spans.shifts import Shift, shifted
from shared.models.values.spans.weekday import Weekday
from shared.models.values.text import BLANK_AS_NULL, upper_case

MAX_MOVES = 100 * 12
"""Months for which a backup may say where the start moves."""

MOVES = (
    "For each month from January 2020 where the day moves: `a`, `b`, … are 1, 2, … days back, `A`, "
    "`B`, … as many ahead, and `.` is not at all. In other months it moves only from weekends."
)


def _known(holidays: str | None, info: ValidationInfo) -> str | None:
    """Check that there is a shift, and that the holidays are known; the table is read for it."""
    if holidays is None or "shift" not in info.data:
        return holidays
    if info.data["shift"] is Shift.NONE:
        raise ValueError("must be omitted without a shift")
    from shared.models.values.spans.business_days import business_days_of  # noqa: PLC0415 (few shift)

    business_days_of(holidays)
    return holidays


class MonthStartDraft(InputModel):
    """A day of the calendar month on which a ledger's months start, and its shift."""

    day: int = Field(
        strict=True, ge=1, le=31, description="In shorter months their last day.", examples=[25]
    )
    shift: Annotated[Shift, BeforeValidator(upper_case)] = Shift.NONE
    holidays: Annotated[
        str | None, BLANK_AS_NULL, BeforeValidator(upper_case), AfterValidator(_known)
    ] = Field(
        default=None,
        max_length=7,
        description="A country or subdivision (ISO 3166-2), for its public holidays.",
        examples=["DE-BY"],
    )

    def start(self) -> MonthStart:
        """Return the start with these fields, with the moves for the holidays known today."""
        if self.holidays is None:
            return MonthStart(self.day, self.shift)
        from shared.models.values.spans.business_days import LAST_YEAR, business_days_of  # noqa: PLC0415 (see above)

        business, plain = business_days_of(self.holidays), MonthStart(self.day)
        first, last = Month(FIRST_YEAR_OF_MOVES, 1), Month(LAST_YEAR, 12)
        nominal = (plain.nominal(*month) for month in first.through(last))
        moves = "".join(
            move_of_days((shifted(day, self.shift, business.has) - day).days) for day in nominal
        )
        weekend = tuple(day for day in Weekday if day.number in business.weekend)
        return MonthStart(self.day, self.shift, self.holidays, weekend, moves)


class MonthStartRecord(MonthStartDraft):
    """The start of months in a backup, with the moves that it had."""

    weekend: tuple[Weekday, ...] = Field(default=WEEKEND, max_length=6)
    moves: str | None = Field(
        default=None, max_length=MAX_MOVES, pattern=MOVES_PATTERN, description=MOVES
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        """Check that each month begins after the one before; moves are of 20 days at most."""
        if self.moves is not None:
            if self.holidays is None:
                raise ValueError("moves must be omitted without holidays")
            begin = Month(FIRST_YEAR_OF_MOVES, 1).previous
            months = begin.through(Month(FIRST_YEAR_OF_MOVES + MAX_MOVES // 12 + 1, 1))
            starts = [self.start().in_month(*month) for month in months]
            if any(following <= start for start, following in pairwise(starts)):
                raise ValueError("moves must leave the months in order")
        return self

    @classmethod
    def json_of(cls, start: MonthStart) -> dict[str, Any]:
        """Return the JSON of a start of months, without what is as by default."""
        record = cls.model_construct(
            day=start.day,
            shift=start.shift,
            holidays=start.holidays,
            weekend=start.weekend,
            moves=start.moves or None,
        )
        return record.model_dump(mode="json", exclude_defaults=True)

    def start(self) -> MonthStart:
        """Return the start with these fields and moves; without moves, as in a request."""
        if self.moves is None or self.holidays is None:
            return super().start()
        return MonthStart(self.day, self.shift, self.holidays, self.weekend, self.moves)
