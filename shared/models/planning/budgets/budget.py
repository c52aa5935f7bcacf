"""Budgets: an amount that may be spent in each period, on a part of the expenses."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.models.ledger.scopes import Scope, ScopeKind
from shared.models.planning.budgets.periods import PeriodRule
from shared.models.planning.schedule import Schedule
from shared.models.values.base import FrozenModel
from shared.models.values.dates import Calendar
from shared.models.values.revision import revised
from shared.models.values.spans.days import Days

MAX_BUDGETS = 100
"""Budgets of a ledger, archived ones too; they share one document."""

MAX_STEPS = 60
"""Changes of a budget's amount that are kept."""

MAX_THRESHOLDS, MAX_THRESHOLD = 5, 1_000
"""Number of thresholds of a budget, and the greatest one in percent."""


class Carry(StrEnum):
    """Rule of the part of a period's rest that is added to the next one's amount.

    SURPLUS is the part that was not spent, DEBT the part that was spent too much, BOTH is either.
    """

    NONE = "NONE"
    SURPLUS = "SURPLUS"
    DEBT = "DEBT"
    BOTH = "BOTH"


class AmountStep(FrozenModel):
    """Amount of the period that begins on a day, and of those after it unless ``once``."""

    start: date
    amount_minor: int
    once: bool = False


class Budget(FrozenModel):
    """A budget; amounts are in minor units of ``currency``, the ledger's when they were given.

    ``steps`` are the changes of its amount in the order of their days; the first one is the first
    day of its first period. ``schedule`` None stands for the ledger's months.
    """

    id: str
    name: str
    scope: Scope
    schedule: Schedule | None = None
    currency: str
    steps: tuple[AmountStep, ...]
    carry: Carry = Carry.NONE
    carry_cap_minor: int | None = None
    thresholds: tuple[Annotated[int, Field(ge=1, le=MAX_THRESHOLD)], ...] = ()
    archived: bool = False
    revision: int = 1
    created_at: datetime
    updated_at: datetime

    @property
    def start(self) -> date:
        """Return the first day of its first period."""
        return self.steps[0].start

    def rule(self, calendar: Calendar) -> PeriodRule:
        """Return the rule of its periods in a ledger's calendar."""
        return PeriodRule(self.schedule, calendar)

    @property
    def needs_days(self) -> bool:
        """Return whether its spending is not in the totals that every summary has.

        Every summary has the expenses of each day, and those of each category, tag and account in
        the month. Expenses with two of several tags would count twice in a sum over these.
        """
        if self.scope.kind is ScopeKind.EVERYTHING:
            return False
        has_several_tags = self.scope.kind is ScopeKind.TAGS and len(self.scope.ids) > 1
        return self.schedule is not None or has_several_tags

    def amounts_of(self, periods: Iterable[Days]) -> Iterator[int]:
        """Yield the amount of each period; zero before the first."""
        once = [one for one in self.steps if one.once]
        onwards = [one for one in self.steps if not one.once]
        once_starts, starts = ([one.start for one in steps] for steps in (once, onwards))
        if len(self.steps) == 1:
            [step] = self.steps
            yield from (step.amount_minor if one.last >= step.start else 0 for one in periods)
            return
        for period in periods:
            # After another start of the ledger's months, a day is no longer the first of one.
            index = bisect_right(once_starts, period.last)
            if index and once_starts[index - 1] >= period.first:
                yield once[index - 1].amount_minor
            else:
                index = bisect_right(starts, period.last)
                yield onwards[index - 1].amount_minor if index else 0


def led_to_part(
    budget: Budget, kind: ScopeKind, source_id: str, target_id: str, at: datetime
) -> Budget:
    """Return the budget on another category or account instead of one that its scope names."""
    scope = budget.scope
    if scope.kind is not kind or source_id not in scope.ids:
        return budget
    ids = {target_id if one == source_id else one for one in scope.ids}
    return revised(budget, {"scope": Scope(kind=kind, ids=tuple(sorted(ids)))}, at)
