"""The rates of one currency in one year: units of it in a euro, by day."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Self

from shared.models.values.frozen import frozen

_BEFORE_VALUE, _AFTER_VALUE = ":", ";"
"""The character between the day and the value, and the next one of ASCII: in the sorted list,
``1231;`` comes after every rate of the last day of December."""


class RateYear(NamedTuple):
    """A currency and a year; ``str`` is the name of its document."""

    currency: str
    year: int

    def __str__(self) -> str:
        return f"{self.currency}-{self.year}"


class DayRate(NamedTuple):
    """Units of a currency in a euro, and the day on which they were published."""

    day: date
    per_euro: Decimal


@frozen
class YearRates:
    """Published rates of a currency in a year, as they were written.

    ``entries`` are like ``0131:1.1172``, a day of the year and a number, in the order of days.
    """

    key: RateYear
    entries: tuple[str, ...]

    @classmethod
    def of(cls, key: RateYear, rates: Mapping[date, str]) -> Self:
        """Return the rates of a year from written numbers by day."""
        return cls(key, tuple(f"{_text(day)}:{rates[day]}" for day in sorted(rates)))

    @classmethod
    def parse(cls, key: RateYear, text: str) -> Self:
        """Return the rates of a year from their stored form, entries with a space between."""
        return cls(key, tuple(text.split()))

    @property
    def text(self) -> str:
        """Return the stored form."""
        return " ".join(self.entries)

    @property
    def last_day(self) -> date:
        """Return the last day with a rate; there is at least one."""
        return self._day_rate(self.entries[-1]).day

    def find_until(self, day: date) -> DayRate | None:
        """Return the last rate that was published on or before a day; None without one.

        The day is one of the year, or a later one.
        """
        is_later = day.year > self.key.year
        index = len(self.entries) if is_later else bisect_right(self.entries, _end_of(day))
        return self._day_rate(self.entries[index - 1]) if index else None

    def between(self, first: date, last: date) -> Iterator[DayRate]:
        """Yield the rates of the year that were published between two days, both inclusive."""
        start = max(first, date(self.key.year, 1, 1))
        end = min(last, date(self.key.year, 12, 31))
        if start <= end:
            begin = bisect_left(self.entries, _text(start))
            yield from map(
                self._day_rate, self.entries[begin : bisect_right(self.entries, _end_of(end))]
            )

    def by_day(self) -> dict[date, str]:
        """Return the written numbers by day."""
        return {self._day(entry): entry[5:] for entry in self.entries}

    def _day_rate(self, entry: str) -> DayRate:
        return DayRate(self._day(entry), Decimal(entry[5:]))

    def _day(self, entry: str) -> date:
        return date(self.key.year, int(entry[:2]), int(entry[2:4]))


def _text(day: date) -> str:
    return f"{day.month:02}{day.day:02}"


def _end_of(day: date) -> str:
    return _text(day) + _AFTER_VALUE
