"""Status of budgets: what may still be spent in a period, with what earlier periods carry into it.

All amounts are in minor units of the ledger's currency. Nothing of it is stored: carry is folded
over the periods from the budget's first one, so a late, edited, deleted or imported transaction
changes every later amount at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple

from shared.models.ledger.scopes import ScopeKind
from shared.models.planning.budgets.budget import Budget, Carry
from shared.models.planning.budgets.known_expenses import NOTHING_OFF_PACE, OffPace
from shared.models.values.money import divide_half_even
from shared.models.values.ratio import ratio
from shared.models.values.spans.days import Days

_HUNDRED = 100


class PeriodStatus(NamedTuple):
    """Amounts of one period of a budget.

    ``carried_minor`` is what the periods before add, or take if it is negative. ``spent_minor`` is
    net of refunds, and has what is booked ahead.
    """

    period: Days
    amount_minor: int
    carried_minor: int
    spent_minor: int

    @property
    def available_minor(self) -> int:
        """Return what may be spent in the period in all."""
        return self.amount_minor + self.carried_minor

    @property
    def left_minor(self) -> int:
        """Return what is left of it; negative if too much was spent."""
        return self.available_minor - self.spent_minor

    @property
    def share(self) -> float | None:
        """Return the spent part with four decimals; None if nothing is available."""
        return ratio(self.spent_minor, self.available_minor) if self.available_minor > 0 else None

    def days_left(self, today: date) -> int:
        """Return the number of its days from today on."""
        return max(0, (self.period.last - max(today, self.period.first)).days + 1)

    def _passed(self, today: date) -> int:
        """Return the number of its days until today."""
        return min(max(0, (today - self.period.first).days + 1), self.period.count)

    def expected_minor(self, today: date, off_pace: OffPace = NOTHING_OFF_PACE) -> int:
        """Return what would be spent until the end of today, of what is available.

        These are the recurring expenses that are due, and of the rest of what is available equal
        amounts each day.
        """
        available = max(0, self.available_minor)
        rest = max(0, available - off_pace.recurring_minor)
        even = divide_half_even(rest * self._passed(today), self.period.count)
        return min(available, max(0, off_pace.due_minor + even))

    def safe_per_day_minor(self, today: date, off_pace: OffPace = NOTHING_OFF_PACE) -> int:
        """Return what may be spent each day from today on, rounded down; 0 if nothing is left.

        Recurring expenses without a transaction are kept back.
        """
        days = self.days_left(today)
        return max(0, self.left_minor - off_pace.open_minor) // days if days else 0

    def projected_minor(self, today: date, off_pace: OffPace = NOTHING_OFF_PACE) -> int:
        """Return what will be spent by its end, if other days are like those so far.

        Recurring expenses without a transaction are added as they are. Those with one, and what is
        booked ahead, are no part of the pace. A pace of refunds does not go on.
        """
        certain = self.spent_minor + off_pace.open_minor
        passed = self._passed(today)
        if passed in (0, self.period.count):
            return certain
        rest = max(0, self.spent_minor - off_pace.ahead_minor - off_pace.paid_minor)
        return certain + divide_half_even(rest * (self.period.count - passed), passed)

    def crossed(self, thresholds: Sequence[int]) -> tuple[int, ...]:
        """Return the thresholds, in percent of what is available, that the spending has reached.

        With nothing available, any spending reaches all of them.
        """
        if self.available_minor <= 0:
            return tuple(thresholds) if self.spent_minor > 0 else ()
        return tuple(
            one for one in thresholds if self.spent_minor * _HUNDRED >= one * self.available_minor
        )


def carried_from(budget: Budget, left_minor: int) -> int:
    """Return what a period's rest adds to the next one; the cap bounds a surplus alone."""
    if left_minor > 0:
        if budget.carry not in {Carry.SURPLUS, Carry.BOTH}:
            return 0
        cap = budget.carry_cap_minor
        return left_minor if cap is None else min(left_minor, cap)
    return left_minor if budget.carry in {Carry.DEBT, Carry.BOTH} else 0


def fold(
    budget: Budget, periods: Sequence[Days], spent: Sequence[int], count: int | None = None
) -> list[PeriodStatus]:
    """Return the status of consecutive periods, of which the first one gets nothing carried.

    With ``count``, only that of the last ones; a daily budget may have thousands before.

    With BOTH and no cap, the amounts minus the spending of all periods are what is left of the
    last one.
    """
    found: list[PeriodStatus] = []
    first = 0 if count is None else len(periods) - count
    carried = 0
    amounts = budget.amounts_of(periods)
    for index, (amount_minor, spent_minor) in enumerate(zip(amounts, spent, strict=True)):
        if index >= first:
            found.append(PeriodStatus(periods[index], amount_minor, carried, spent_minor))
        carried = carried_from(budget, amount_minor + carried - spent_minor)
    return found


def overlaps(budgets: Sequence[Budget]) -> list[tuple[str, str]]:
    """Return the pairs of budgets, by id, whose expenses may be the same.

    Those are budgets of the same kind with a part in common, and a budget on everything with each
    other one. Budgets of different kinds may have expenses in common that no total tells.
    """
    return [
        (one.id, other.id)
        for one, other in combinations(budgets, 2)
        if ScopeKind.EVERYTHING in {one.scope.kind, other.scope.kind}
        or (one.scope.kind is other.scope.kind and set(one.scope.ids) & set(other.scope.ids))
    ]
