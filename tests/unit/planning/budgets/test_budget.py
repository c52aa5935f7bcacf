"""Budgets: their amounts by period, and the parts that their scopes name."""

from __future__ import annotations

from datetime import date

from shared.models.ledger.scopes import Scope, ScopeKind
from shared.models.planning.budgets.budget import AmountStep, led_to_part
from shared.models.values.dates import Calendar
from shared.models.values.spans.month_start import MonthStart
from tests.unit.examples import NOON
from tests.unit.planning.budgets.examples import budget

STEPS = (
    AmountStep(start=date(2026, 1, 1), amount_minor=10),
    AmountStep(start=date(2026, 3, 1), amount_minor=30),
    AmountStep(start=date(2026, 5, 1), amount_minor=50, once=True),
)


def test_an_amount_is_that_of_the_period_with_its_day_after_another_start_day() -> None:
    one = budget(steps=STEPS)
    by_start_day = {
        day: list(
            one.amounts_of(
                one.rule(Calendar(MonthStart(day))).between(one.start, date(2026, 6, 30))
            )
        )
        for day in (1, 20)
    }

    # From the 20th on, the first period is that of 20 December to 19 January.
    assert by_start_day == {1: [10, 10, 30, 30, 50, 30], 20: [10, 10, 30, 30, 50, 30, 30]}


def test_a_merged_part_is_replaced_and_named_once() -> None:
    before = budget(scope=Scope(kind=ScopeKind.CATEGORIES, ids=("a", "b")))

    led = led_to_part(before, ScopeKind.CATEGORIES, "a", "b", NOON)

    assert (led.scope.ids, led.revision) == (("b",), 2)
    assert led_to_part(before, ScopeKind.CATEGORIES, "c", "b", NOON) is before
    assert led_to_part(before, ScopeKind.ACCOUNTS, "a", "b", NOON) is before
