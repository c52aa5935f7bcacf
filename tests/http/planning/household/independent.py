"""Budgets of a household, calculated from its records with plain dates and integers.

It shares no code with the application. Amounts are in cents of the ledger's currency.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

ONE_DAY = timedelta(days=1)
FIRST, LAST = date(2024, 1, 1), date(2025, 12, 31)


@dataclass
class Record:
    """An expense: what a person knows of it. ``recurs`` if a recurring entry has brought it."""

    day: date
    cents: int
    category: str
    account: str = "main"
    tags: frozenset[str] = frozenset()
    recurs: bool = False


@dataclass
class Plan:
    """A budget: the first days of its periods, its amounts and its rules."""

    starts: list[date]
    covers: Callable[[Record], bool]
    amounts: list[tuple[date, int]]
    once: dict[date, int] = field(default_factory=dict)
    surplus: bool = False
    debt: bool = False
    cap: int | None = None

    def periods(self) -> Iterator[tuple[date, date]]:
        """Yield the first and the last day of each period."""
        for index in range(len(self.starts) - 1):
            yield self.starts[index], self.starts[index + 1] - ONE_DAY

    def amount(self, first: date) -> int:
        """Return the amount of the period that begins on a day."""
        if first in self.once:
            return self.once[first]
        return [cents for since, cents in self.amounts if since <= first][-1]

    def days(self, records: list[Record]) -> dict[date, dict[str, object]]:
        """Return the amounts of each day of the two years; none before the first period."""
        found: dict[date, dict[str, object]] = {}
        carried = 0
        mine = [one for one in records if self.covers(one)]
        for first, last in self.periods():
            within = [one for one in mine if first <= one.day <= last]
            for number in range((last - first).days + 1):
                today = first + timedelta(days=number)
                if FIRST <= today <= LAST:
                    found[today] = self._of_day(first, last, carried, within, today)
            left = self.amount(first) + carried - sum(one.cents for one in within)
            carried = 0
            if left > 0 and self.surplus:
                carried = left if self.cap is None else min(left, self.cap)
            if left < 0 and self.debt:
                carried = left
        return found

    def _of_day(
        self, first: date, last: date, carried: int, within: list[Record], today: date
    ) -> dict[str, object]:
        available = self.amount(first) + carried
        spent = sum(one.cents for one in within)
        days, passed = (last - first).days + 1, (today - first).days + 1
        bills = [one for one in within if one.recurs]
        due = sum(one.cents for one in bills if one.day <= today)
        spread = max(0, max(0, available) - sum(one.cents for one in bills))
        expected = due + round(Fraction(spread * passed, days))
        free = sum(one.cents for one in within if not one.recurs and one.day <= today)
        pace = round(Fraction(max(0, free) * (days - passed), passed))
        return {
            "first": first,
            "last": last,
            "amount": self.amount(first),
            "carried": carried,
            "spent": spent,
            "left": available - spent,
            "expected": min(max(0, available), max(0, expected)),
            "safe": max(0, available - spent) // (days - passed + 1),
            "projected": spent + (pace if passed < days else 0),
        }


def paydays() -> list[date]:
    """Return the last day from Monday to Friday on or before each 20th, from December 2023 on."""
    found = []
    for year, month in [
        (2023, 12),
        *((y, m) for y in (2024, 2025) for m in range(1, 13)),
        (2026, 1),
    ]:
        day = date(year, month, 20)
        while day.isoweekday() > 5:
            day -= ONE_DAY
        found.append(day)
    return found


def mondays() -> list[date]:
    """Return each Monday from the first of 2024 until after the end of 2025."""
    return [FIRST + timedelta(days=7 * number) for number in range(106)]


def firsts() -> list[date]:
    """Return the first day of each month of the two years, and the next one."""
    return [date(y, m, 1) for y in (2024, 2025) for m in range(1, 13)] + [date(2026, 1, 1)]


def leap_years() -> list[date]:
    """Return the first days of years that begin on 29 February, or the last day of the month."""
    return [date(2024, 2, 29), date(2025, 2, 28), date(2026, 2, 28)]
