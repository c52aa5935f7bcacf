"""Budgets of tests: made by hand, and rules of periods drawn at random."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from shared.errors import InvalidArgument
from shared.models.ledger.scopes import Scope, ScopeKind
from shared.models.planning.budgets.budget import AmountStep, Budget
from shared.models.planning.budgets.periods import MAX_INTERVALS, PeriodRule, anchored
from shared.models.planning.schedule import Frequency
from tests.unit.examples import NOON
from tests.unit.planning.schedules import made, schedules
from tests.unit.strategies import calendars

START = date(2026, 1, 1)
EVERYTHING = Scope(kind=ScopeKind.EVERYTHING)


def budget(**facts: Any) -> Budget:
    """Return a budget of 100.00 for all expenses of each month of 2026, unless given otherwise."""
    usual: dict[str, Any] = {
        "id": "B1",
        "name": "All",
        "scope": EVERYTHING,
        "currency": "USD",
        "steps": (AmountStep(start=START, amount_minor=10_000),),
        "created_at": NOON,
        "updated_at": NOON,
    }
    return Budget(**usual | facts)


@st.composite
def period_rules(draw: st.DrawFn, day: date) -> PeriodRule:
    """Draw a rule of periods, shifts included, whose first period contains a day."""
    calendar = draw(calendars)
    if draw(st.integers(0, 5)) == 0:
        return PeriodRule(None, calendar)
    schedule = draw(schedules())
    most = MAX_INTERVALS[Frequency(schedule.frequency)]
    fields = schedule.model_dump(mode="json", exclude={"until", "count"})
    fields["interval"] = min(schedule.interval, most)
    if schedule.business_day is None:
        fields["shift"] = draw(st.sampled_from(["NONE", "PREVIOUS", "NEXT", "NEXT_IN_MONTH"]))
    fields["holidays"] = draw(st.sampled_from([None, "DE-BY", "US", "AE"]))
    try:
        return PeriodRule(anchored(made(**fields), day), calendar)
    except InvalidArgument:  # A shift that makes two dates collide.
        assume(False)  # noqa: FBT003 (as hypothesis has it)
        raise
