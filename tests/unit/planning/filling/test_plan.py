"""Plans that fill budgets: exact sums, priorities, and never more than is available."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.planning.budgets.status import PeriodStatus
from shared.models.planning.filling.plan import (
    Cell,
    FillReason,
    Funds,
    fills_of,
)
from shared.models.planning.filling.request import FillDraft, FundSource
from shared.models.values.dates import CALENDAR_MONTHS, Month
from shared.models.values.money import MAX_AMOUNT_MINOR
from shared.models.values.spans.days import Days
from tests.unit.planning.budgets.examples import budget
from tests.unit.strategies import bounded

MONTH = Month(2026, 1)
JANUARY = Days(CALENDAR_MONTHS.first_day(MONTH), CALENDAR_MONTHS.last_day(MONTH))


def cell(method: str, target: int = 0, carried: int = 0, **fields: Any) -> Cell:
    """Return a budget to fill, which has 10.00."""
    of_methods: dict[str, dict[str, Any]] = {
        "FIXED": {"amount": target},
        "REFILL_TO": {"amount": target},
        "BY_DATE": {"amount": target, "by": "2026-12-31"},
        "PERCENT": {"percent": "10"},
    }
    needed = of_methods.get(method, {})
    known = {name: fields.pop(name) for name in Cell._fields if name in fields}
    draft = FillDraft.model_validate({"budget_id": "B1", "method": method} | needed | fields)
    status = PeriodStatus(JANUARY, 1_000, carried, 0)
    usual: dict[str, Any] = {"last_amount_minor": 0, "past_minor": (), "recurring_minor": 0}
    return Cell(budget(), draft, status, target_minor=target, **usual | known)


def funds(free: int, income: int = 0, kept_back: int = 0) -> Funds:
    return Funds(FundSource.AMOUNT, free + kept_back, kept_back, income)


@pytest.mark.parametrize(
    ("one", "wanted"),
    [
        (cell("FIXED", 250), 250),
        (cell("LAST_PERIOD", last_amount_minor=70), 70),
        (cell("AVERAGE", past_minor=(1, 2, 4, 5)), 4),
        (cell("AVERAGE", past_minor=(1, 2), periods=2), 2),
        (cell("AVERAGE", past_minor=(-9, 2), periods=2), 0),
        (cell("MEDIAN", past_minor=(9, 1, 5)), 5),
        (cell("MEDIAN", past_minor=(9, 1, 5, 4), periods=4), 4),
        (cell("MEDIAN", past_minor=(-9, -1)), 0),
        (cell("REFILL_TO", 250, carried=40), 210),
        (cell("REFILL_TO", 250, carried=-40), 290),
        (cell("REFILL_TO", 250, carried=300), 0),
        (cell("BY_DATE", 250, carried=40, periods_until=4), 53),
        (cell("BY_DATE", 250, carried=400, periods_until=4), 0),
        (cell("RECURRING", recurring_minor=33), 33),
        (cell("RECURRING", recurring_minor=-33), 0),
        (cell("PERCENT"), 56),
    ],
)
def test_a_method_asks_for_what_it_says(one: Cell, wanted: int) -> None:
    [found] = fills_of([one], funds(10_000, income=555), may_exceed=False)

    assert (found.wanted_minor, found.amount_minor, found.reason) == (wanted, wanted, None)


def test_a_budget_without_a_last_period_keeps_its_amount() -> None:
    [found] = fills_of(
        [cell("LAST_PERIOD", last_amount_minor=None)], funds(10_000), may_exceed=False
    )

    assert (found.amount_minor, found.reason) == (1_000, FillReason.NO_HISTORY)


def test_saving_by_a_day_is_done_by_then() -> None:
    saved = 0
    for left in (4, 3, 2, 1):
        one = cell("BY_DATE", 251, carried=saved, periods_until=left)
        [found] = fills_of([one], funds(10_000), may_exceed=False)
        saved += found.amount_minor

    assert saved == 251


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=6), st.integers(0, 99_999))
@bounded
def test_parts_of_the_income_are_rounded_once(points: list[int], income: int) -> None:
    points = [one // len(points) or 1 for one in points]
    percents = [f"{one // 100}.{one % 100:02}" for one in points]
    cells = [cell("PERCENT", percent=percent) for percent in percents]

    found = fills_of(cells, funds(10**9, income), may_exceed=False)

    exact = [Fraction(income * one, 10_000) for one in points]
    assert sum(one.amount_minor for one in found) == round(sum(exact))
    assert all(abs(one.amount_minor - part) < 1 for one, part in zip(found, exact, strict=True))


def test_what_exceeds_the_greatest_amount_is_that() -> None:
    fixed = cell("PERCENT", percent="100")
    found = fills_of(
        [fixed, cell("REMAINDER")], funds(4 * MAX_AMOUNT_MINOR, 4 * MAX_AMOUNT_MINOR),
        may_exceed=False,
    )  # fmt: skip

    assert [one.amount_minor for one in found] == [MAX_AMOUNT_MINOR] * 2


@given(
    st.lists(
        st.tuples(st.integers(0, 500), st.integers(1, 3), st.integers(0, 4)),
        min_size=1,
        max_size=7,
    ),
    st.integers(-200, 2_500),
    st.booleans(),
)
@bounded
def test_money_is_divided_exactly_and_by_priority(
    asked: list[tuple[int, int, int]],
    free: int,
    may_exceed: bool,  # noqa: FBT001 (as drawn)
) -> None:
    cells = [
        cell("REMAINDER", weight=weight) if weight else cell("FIXED", target, priority=priority)
        for target, priority, weight in asked
    ]

    found = fills_of(cells, funds(free, kept_back=7), may_exceed=may_exceed)

    given_out = sum(one.amount_minor for one in found)
    fixed = [(one, of) for one, of in zip(found, asked, strict=True) if not of[2]]
    if not may_exceed:
        assert given_out <= max(0, free)
    if len(fixed) < len(found):
        assert given_out >= max(0, free) or given_out == free
    left = free
    for priority in (1, 2, 3):
        group = [(one, target) for one, (target, of, _) in fixed if of == priority]
        wanted = sum(target for _, target in group)
        enough = may_exceed or wanted <= max(0, left)
        for one, target in group:
            share = Fraction(target) if enough else Fraction(max(0, left) * target, wanted)
            assert abs(one.amount_minor - share) < 1
            assert one.amount_minor <= target == one.wanted_minor
            assert (one.reason is FillReason.NOT_ENOUGH) == (one.amount_minor < target)
        left -= sum(one.amount_minor for one, _ in group)
    weights = sum(weight for _, _, weight in asked)
    for one, (_, _, weight) in zip(found, asked, strict=True):
        if weight:
            assert abs(one.amount_minor - Fraction(max(0, left) * weight, weights)) < 1


def test_without_history_an_amount_stays_and_may_be_cut() -> None:
    cells = [cell("AVERAGE"), cell("MEDIAN")]

    [one, _] = fills_of(cells, funds(10_000), may_exceed=False)
    [cut, _] = fills_of(cells, funds(500), may_exceed=False)

    assert (one.amount_minor, one.reason, one.periods) == (1_000, FillReason.NO_HISTORY, 0)
    assert (cut.amount_minor, cut.reason) == (250, FillReason.NOT_ENOUGH)
