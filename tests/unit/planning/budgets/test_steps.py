"""Amounts of budgets after one is set or removed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import InvalidArgument
from shared.models.planning.budgets.budget import AmountStep
from shared.models.planning.budgets.steps import amounts_with, amounts_without
from shared.models.values.dates import CALENDAR_MONTHS, Month
from shared.models.values.spans.days import Days
from tests.unit.planning.budgets.examples import START, budget
from tests.unit.strategies import bounded

MONTHS = [
    Days(CALENDAR_MONTHS.first_day(one), CALENDAR_MONTHS.last_day(one))
    for one in Month(2026, 1).through(Month(2026, 8))
]


def step(month: int, amount: int, *, once: bool = False) -> AmountStep:
    return AmountStep(start=date(2026, month, 1), amount_minor=amount, once=once)


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 2), st.booleans()), max_size=12))
@bounded
def test_each_period_has_the_last_amount_that_was_set_for_it(
    changes: list[tuple[int, int, bool]],
) -> None:
    """Make changes in order: a later one for earlier periods lasts until the next step."""
    one = budget(steps=(step(1, 1),))
    for index, amount, once in changes:
        before = list(one.amounts_of(MONTHS))
        one = one.model_copy(update={"steps": amounts_with(one, MONTHS[index], amount, once=once)})
        after = list(one.amounts_of(MONTHS))

        assert after[index] == amount
        assert after[:index] == before[:index]
        if once:
            assert after[index + 1 :] == before[index + 1 :]
        assert one.start == START
        assert not one.steps[0].once


def test_an_amount_that_a_period_has_anyway_is_no_step() -> None:
    one = budget(steps=(step(1, 5), step(3, 7)))

    assert amounts_with(one, MONTHS[1], 5, once=False) == one.steps
    assert amounts_with(one, MONTHS[1], 5, once=True) == one.steps
    assert amounts_with(one, MONTHS[0], 5, once=True) == one.steps
    assert amounts_with(one, MONTHS[2], 5, once=False) == (step(1, 5),)
    changed = budget(steps=(step(1, 5), step(3, 7, once=True)))
    assert amounts_with(changed, MONTHS[2], 5, once=True) == (step(1, 5),)


def test_the_first_amount_is_replaced_in_its_place() -> None:
    assert amounts_with(budget(steps=(step(1, 5),)), MONTHS[0], 6, once=False) == (step(1, 6),)


def test_a_removed_amount_gives_way_to_the_one_before() -> None:
    steps = (step(1, 5), step(3, 7), step(3, 9, once=True), step(4, 1, once=True))
    one = budget(steps=steps)

    assert amounts_without(one, MONTHS[2], once=True) == (steps[0], steps[1], steps[3])
    assert amounts_without(one, MONTHS[2], once=False) == (steps[0], steps[3])
    assert amounts_without(one, MONTHS[3], once=False) == steps[:3]


def test_an_amount_begins_no_earlier_than_the_budget_and_replaces_all_of_its_period() -> None:
    # The ledger's months began on the 15th before.
    later, once = date(2026, 1, 15), AmountStep(start=date(2026, 3, 15), amount_minor=4, once=True)
    one = budget(steps=(AmountStep(start=later, amount_minor=5), once))

    assert amounts_with(one, MONTHS[0], 6, once=False)[0].start == later
    assert amounts_with(one, MONTHS[2], 6, once=True)[1:] == (step(3, 6, once=True),)


def test_of_several_amounts_in_a_period_the_last_one_counts() -> None:
    # As above: the periods of another start day may have two.
    steps = (
        step(1, 5),
        *(AmountStep(start=date(2026, 3, day), amount_minor=day, once=True) for day in (1, 15)),
    )

    assert list(budget(steps=steps).amounts_of(MONTHS[1:4])) == [5, 15, 5]


@pytest.mark.parametrize(("month", "once"), [(0, False), (1, False), (1, True), (0, True)])
def test_the_first_amount_and_none_cannot_be_removed(month: int, *, once: bool) -> None:
    one = budget(steps=(step(1, 5), step(3, 7)))

    with pytest.raises(InvalidArgument):
        amounts_without(one, MONTHS[month], once=once)
