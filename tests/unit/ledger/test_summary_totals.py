"""Totals are sums over transactions, and form a group: the difference of any two is one, too."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.ledger.summary import (
    AccountMonthSum,
    CategorySum,
    DaySum,
    SummaryTotals,
    TagSum,
)
from shared.models.ledger.transactions.transaction import Split, Transaction, TransactionType
from shared.models.values.dates import Month
from tests.unit.examples import NOON, transaction, transfer
from tests.unit.strategies import bounded, march_days, transactions
from tests.unit.sums import added, leaves_of, naively_summed

MARCH = Month(2026, 3)
in_march = st.lists(transactions(dates=march_days), max_size=6)


def test_figures_are_sums_in_total_by_category_and_by_day() -> None:
    totals = SummaryTotals.of(
        [
            transaction(amount_minor=1000, category_id="food", date=date(2026, 3, 1)),
            transaction(amount_minor=-300, category_id="food", date=date(2026, 3, 31)),
            transaction(amount_minor=500, category_id="rent", date=date(2026, 3, 1)),
            transaction(
                type=TransactionType.INCOME,
                amount_minor=9000,
                category_id="pay",
                date=date(2026, 3, 1),
            ),
        ]
    )

    assert totals == SummaryTotals(
        income_minor=9000,
        expenses_minor=1200,
        count=4,
        by_category={
            "food": CategorySum(700, 2),
            "rent": CategorySum(500, 1),
            "pay": CategorySum(9000, 1),
        },
        by_day={date(2026, 3, 1): DaySum(9000, 1500, 3), date(2026, 3, 31): DaySum(0, -300, 1)},
        by_account={"main": AccountMonthSum(7800, 4, 9000, 1200)},
    )


def test_a_transfer_moves_accounts_and_counts_for_its_tags_and_nowhere_else() -> None:
    assert SummaryTotals.of([transfer(tags=("trip",))]) == SummaryTotals(
        by_account={"main": AccountMonthSum(-1250, 1), "savings": AccountMonthSum(1250, 1)},
        by_tag={"#trip": TagSum(count=1)},
    )


def test_splits_count_once_under_each_of_their_categories() -> None:
    splits = tuple(
        Split(category_id=key, amount_minor=minor)
        for key, minor in [("food", 1000), ("rent", 300), ("food", -50)]
    )

    assert SummaryTotals.of([transaction(category_id=None, splits=splits)]) == SummaryTotals(
        expenses_minor=1250,
        count=1,
        by_category={"food": CategorySum(950, 1), "rent": CategorySum(300, 1)},
        by_day={date(2026, 3, 15): DaySum(0, 1250, 1)},
        by_account={"main": AccountMonthSum(-1250, 1, 0, 1250)},
    )


def test_a_tag_counts_once_however_often_it_is_written() -> None:
    totals = SummaryTotals.of([transaction(tags=("Trip", "TRIP", "b"))])

    assert totals.by_tag == {"#trip": TagSum(0, 1250, 1), "#b": TagSum(0, 1250, 1)}


def test_what_is_in_the_trash_counts_nowhere() -> None:
    assert SummaryTotals.of([transaction(deleted_at=NOON)]) == SummaryTotals()


@given(in_march)
@bounded
def test_figures_are_what_a_naive_sum_says(march: list[Transaction]) -> None:
    assert leaves_of(SummaryTotals.of(march)) == naively_summed(march, MARCH)


@given(in_march, st.randoms(use_true_random=False))
@bounded
def test_the_order_of_transactions_does_not_matter(march: list[Transaction], rng: object) -> None:
    shuffled = list(march)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis's randoms are random.Random.

    assert SummaryTotals.of(shuffled) == SummaryTotals.of(march)


@given(in_march, in_march)
@bounded
def test_figures_after_are_totals_before_and_the_difference(
    before: list[Transaction], after: list[Transaction]
) -> None:
    difference = SummaryTotals.of(after) - SummaryTotals.of(before)

    assert added(leaves_of(SummaryTotals.of(before)), leaves_of(difference)) == leaves_of(
        SummaryTotals.of(after)
    )


@given(in_march)
@bounded
def test_nothing_differs_from_itself(march: list[Transaction]) -> None:
    totals = SummaryTotals.of(march)

    assert not totals - totals
    assert totals - totals == SummaryTotals()
    assert leaves_of(totals - SummaryTotals()) == leaves_of(totals)


@given(in_march, in_march)
@bounded
def test_a_difference_turned_around_has_the_other_sign(
    one: list[Transaction], other: list[Transaction]
) -> None:
    there, back = (
        SummaryTotals.of(one) - SummaryTotals.of(other),
        SummaryTotals.of(other) - SummaryTotals.of(one),
    )

    assert leaves_of(back) == {path: -number for path, number in leaves_of(there).items()}


@given(in_march)
@bounded
def test_figures_are_made_again_from_their_leaves(march: list[Transaction]) -> None:
    totals = SummaryTotals.of(march)

    assert leaves_of(SummaryTotals.of_leaves(totals.leaves())) == leaves_of(totals)


def test_leaves_have_the_paths_of_a_stored_summary() -> None:
    totals = SummaryTotals(
        5,
        -7,
        2,
        by_category={"food": CategorySum(-7, 1)},
        by_day={date(2026, 3, 3): DaySum(5, -7, 2), date(2026, 3, 12): DaySum()},
        by_account={"main": AccountMonthSum(12, 2, 5, -7), "savings": AccountMonthSum()},
        by_tag={"#a.b": TagSum(5, 0, 3)},
    )

    assert dict(totals.leaves()) == {
        ("income_minor",): 5,
        ("expenses_minor",): -7,
        ("count",): 2,
        ("by_category", "food", "total_minor"): -7,
        ("by_category", "food", "count"): 1,
        ("by_day", "2026-03-03", "income_minor"): 5,
        ("by_day", "2026-03-03", "expenses_minor"): -7,
        ("by_day", "2026-03-03", "count"): 2,
        ("by_account", "main", "change_minor"): 12,
        ("by_account", "main", "count"): 2,
        ("by_account", "main", "income_minor"): 5,
        ("by_account", "main", "expenses_minor"): -7,
        ("by_tag", "#a.b", "income_minor"): 5,
        ("by_tag", "#a.b", "count"): 3,
    }


@given(in_march)
@bounded
def test_figures_survive_being_stored(march: list[Transaction]) -> None:
    totals = SummaryTotals.of(march)
    document: dict[str, Any] = {"month": "2026-03", "version": 1}
    for (*parents, leaf), number in totals.leaves():
        place = document
        for key in parents:
            place = place.setdefault(key, {})
        place[leaf] = number

    assert leaves_of(SummaryTotals.of_document(document)) == leaves_of(totals)


@pytest.mark.parametrize(
    ("totals", "is_something"),
    [
        (SummaryTotals(), False),
        (
            SummaryTotals(by_category={"food": CategorySum()}, by_day={date(2026, 3, 1): DaySum()}),
            False,
        ),
        (SummaryTotals(by_account={"main": AccountMonthSum()}, by_tag={"#a": TagSum()}), False),
        (SummaryTotals(income_minor=-1), True),
        (SummaryTotals(by_category={"food": CategorySum(count=1)}), True),
        (SummaryTotals(by_day={date(2026, 3, 1): DaySum(expenses_minor=1)}), True),
        (SummaryTotals(by_account={"main": AccountMonthSum(change_minor=1)}), True),
        (SummaryTotals(by_tag={"#a": TagSum(count=1)}), True),
    ],
)
def test_figures_are_nothing_when_every_number_is_zero(
    totals: SummaryTotals,
    is_something: bool,  # noqa: FBT001 (a row of the table)
) -> None:
    assert bool(totals) is is_something
