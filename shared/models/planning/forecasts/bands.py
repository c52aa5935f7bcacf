"""Bands around balances: sums of likely amounts, by day."""

from __future__ import annotations

from collections.abc import Sequence

from shared.models.planning.forecasts.likely import Interval
from shared.models.values.dates import Calendar
from shared.models.values.frozen import frozen
from shared.models.values.spans.days import Days

_NOTHING = Interval(0, 0, 0)


@frozen
class MonthEnds:
    """The ends of the months of a forecast as numbers of days after today."""

    numbers: tuple[int, ...]

    @classmethod
    def of(cls, days: Days, calendar: Calendar) -> MonthEnds:
        """Return the ends of the months that these days are in."""
        months = days.months(calendar)
        return cls(tuple((calendar.last_day(month) - days.first).days for month in months))

    def sum_until(self, sums: Sequence[Interval], number: int) -> Interval:
        """Return the likely sum until a day, between two ends of months in proportion.

        ``sums`` are those until the end of each month.
        """
        before, passed = _NOTHING, 0
        for end, until in zip(self.numbers, sums, strict=True):
            if number <= end:
                share, whole = number - passed, max(end - passed, 1)
                return Interval(
                    *(a + (b - a) * share // whole for a, b in zip(before, until, strict=True))
                )
            before, passed = until, end
        return before


@frozen
class Bands:
    """Likely balances with their bounds at the days that are shown, in minor units."""

    low: tuple[int, ...]
    likely: tuple[int, ...]
    high: tuple[int, ...]

    @classmethod
    def around(
        cls,
        balances: Sequence[int],
        sums: Sequence[Interval],
        ends: MonthEnds,
        numbers: Sequence[int],
    ) -> Bands:
        """Return the band around planned balances; ``numbers`` are those of the days shown."""
        found = [(balances[number], ends.sum_until(sums, number)) for number in numbers]
        return cls(
            tuple(planned + one.low for planned, one in found),
            tuple(planned + one.likely for planned, one in found),
            tuple(planned + one.high for planned, one in found),
        )
