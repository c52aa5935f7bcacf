"""Balances of an account for each day ahead, from what is planned and what is booked ahead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from shared.models.values.frozen import frozen
from shared.models.values.spans.days import Days


class LowestPoint(NamedTuple):
    """The lowest balance of some days, in minor units, and the first day that has it."""

    day: date
    balance_minor: int


@frozen
class Outlook:
    """Balances of an account, in minor units of its currency, at the end of each day from today.

    ``opening_minor`` is the balance of today as booked, without what is expected today.
    ``floor_minor`` is the balance below which it should not fall; None: there is no such balance.
    ``next_income`` is the first day after today with an income on the account, None without one.
    """

    account_id: str
    days: Days
    opening_minor: int
    balances_minor: tuple[int, ...]
    floor_minor: int | None = None
    next_income: date | None = None

    @property
    def closing_minor(self) -> int:
        """Return the balance of the last day."""
        return self.balances_minor[-1]

    @property
    def lowest(self) -> LowestPoint:
        """Return the lowest balance from today on."""
        return self._lowest_of(self.days.count)

    @property
    def first_below_floor(self) -> date | None:
        """Return the first day whose balance is below the floor; None if there is none."""
        if self.floor_minor is None:
            return None
        found = zip(self.days, self.balances_minor, strict=True)
        return next((day for day, minor in found if minor < self.floor_minor), None)

    @property
    def safe_minor(self) -> int | None:
        """Return what may be spent today so that no day of all falls below the floor; at least 0.

        None without a floor.
        """
        return self._safe_within(self.days.count)

    @property
    def safe_until_income_minor(self) -> int | None:
        """Return the same for the days before the next income; without one, for all days."""
        income = self.next_income
        return self._safe_within(
            self.days.count if income is None else (income - self.days.first).days
        )

    def _safe_within(self, count: int) -> int | None:
        if self.floor_minor is None:
            return None
        return max(0, self._lowest_of(count).balance_minor - self.floor_minor)

    def _lowest_of(self, count: int) -> LowestPoint:
        balance_minor = min(self.balances_minor[:count])
        index = self.balances_minor.index(balance_minor)
        return LowestPoint(date.fromordinal(self.days.first.toordinal() + index), balance_minor)


def balances_of(opening_minor: int, changes: Mapping[date, int], days: Days) -> tuple[int, ...]:
    """Return the balance at the end of each day; changes of other days are left out."""
    balances = accumulate((changes.get(day, 0) for day in days), initial=opening_minor)
    return tuple(balances)[1:]


def sampled(days: Days, step: int) -> list[int]:
    """Return the numbers of every ``step``-th day from the first on, and of the last one."""
    last = days.count - 1
    numbers = list(range(0, last + 1, step))
    return numbers if numbers[-1] == last else [*numbers, last]


def sums_by_day(
    changes: Iterable[tuple[str, date, int]],
) -> dict[str, dict[date, int]]:
    """Return the sums of changes, given by account and day."""
    found: dict[str, dict[date, int]] = {}
    for account_id, day, change_minor in changes:
        days = found.setdefault(account_id, {})
        days[day] = days.get(day, 0) + change_minor
    return found
