"""Amounts and expenses of earlier periods of budgets, also before they began."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import NamedTuple

from shared.models.planning.budgets.budget import Budget
from shared.models.planning.budgets.spending import Spending
from shared.models.values.dates import Calendar
from shared.models.values.money import divide_half_even
from shared.models.values.spans.days import Days

AVERAGED = (3, 6, 12)
"""Numbers of earlier periods of which an average is given."""

_LONGEST_PAST = timedelta(days=3 * 366)
"""How long before a period the earlier ones may begin; their months are read."""


class Average(NamedTuple):
    """Mean of what was spent in earlier periods; ``known`` of ``periods`` are known."""

    periods: int
    known: int
    spent_minor: int


class Past(NamedTuple):
    """Amount of the period before, and the expenses of earlier periods, oldest first.

    ``last_amount_minor`` is None if the budget began later. ``spent_minor`` is empty without
    earlier transactions. Periods before the first one count none.
    """

    last_amount_minor: int | None
    spent_minor: tuple[int, ...]

    @property
    def last_spent_minor(self) -> int | None:
        """Return what was spent in the period before; None without earlier transactions."""
        return self.spent_minor[-1] if self.spent_minor else None

    @property
    def averages(self) -> list[Average]:
        """Return the averages of the last periods that are known; none without any."""
        found = []
        for periods in AVERAGED:
            last = self.spent_minor[-periods:]
            if last:
                mean = divide_half_even(sum(last), len(last))
                found.append(Average(periods, len(last), mean))
        return found


EarlierPeriods = Mapping[str, Sequence[Days]]
"""Periods before those of a report, by the id of the budget."""

NO_EARLIER: EarlierPeriods = MappingProxyType({})


def earlier_periods(budget: Budget, period: Days, calendar: Calendar) -> list[Days]:
    """Return up to 12 periods before one, of three years at most."""
    found = budget.rule(calendar).before(period.first, AVERAGED[-1])
    return [one for one in found if one.first >= period.first - _LONGEST_PAST]


def past_of(budget: Budget, earlier: Sequence[Days], spending: Spending) -> Past | None:
    """Return what is known of earlier periods; None while the daily totals are built."""
    spent = spending.spent(budget, spending.since_first(earlier))
    if spent is None:
        return None
    return Past(last_amount_of(budget, earlier), tuple(spent))


def last_amount_of(budget: Budget, earlier: Sequence[Days]) -> int | None:
    """Return the amount of the last of earlier periods; None if the budget began later."""
    if not earlier or earlier[-1].last < budget.start:
        return None
    [amount] = budget.amounts_of(earlier[-1:])
    return amount
