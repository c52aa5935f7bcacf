"""Figures are sums over transactions, and form a group: any two differ by figures."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.ledger.summary import (
    AccountFigures,
    CategoryFigures,
    DayFigures,
    Figures,
    TagFigures,
)
from shared.models.ledger.transaction import Split, Transaction, TransactionType
from shared.models.values.dates import Month
from tests.unit.examples import NOON, transaction, transfer
from tests.unit.strategies import bounded, march_days, transactions
from tests.unit.sums import added, leaves_of, naively_summed

MARCH = Month(2026, 3)
in_march = st.lists(transactions(dates=march_days), max_size=6)


def test_figures_are_sums_in_total_by_category_and_by_day() -> None:
    figures = Figures.of(
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

    assert figures == Figures(
        income_minor=9000,
        expenses_minor=1200,
        count=4,
        by_category={
            "food": CategoryFigures(700, 2),
            "rent": CategoryFigures(500, 1),
            "pay": CategoryFigures(9000, 1),
        },
        by_day={1: DayFigures(9000, 1500, 3), 31: DayFigures(0, -300, 1)},
        by_account={"main": AccountFigures(7800, 4)},
    )


def test_a_transfer_moves_accounts_and_counts_for_its_tags_and_nowhere_else() -> None:
    assert Figures.of([transfer(tags=("trip",))]) == Figures(
        by_account={"main": AccountFigures(-1250, 1), "savings": AccountFigures(1250, 1)},
        by_tag={"#trip": TagFigures(count=1)},
    )


def test_splits_count_once_under_each_of_their_categories() -> None:
    splits = tuple(
        Split(category_id=key, amount_minor=minor)
        for key, minor in [("food", 1000), ("rent", 300), ("food", -50)]
    )

    assert Figures.of([transaction(category_id=None, splits=splits)]) == Figures(
        expenses_minor=1250,
        count=1,
        by_category={"food": CategoryFigures(950, 1), "rent": CategoryFigures(300, 1)},
        by_day={15: DayFigures(0, 1250, 1)},
        by_account={"main": AccountFigures(-1250, 1)},
    )


def test_a_tag_counts_once_however_often_it_is_written() -> None:
    figures = Figures.of([transaction(tags=("Trip", "TRIP", "b"))])

    assert figures.by_tag == {"#trip": TagFigures(0, 1250, 1), "#b": TagFigures(0, 1250, 1)}


def test_what_is_in_the_bin_counts_nowhere() -> None:
    assert Figures.of([transaction(deleted_at=NOON)]) == Figures()


@given(in_march)
@bounded
def test_figures_are_what_a_naive_sum_says(march: list[Transaction]) -> None:
    assert leaves_of(Figures.of(march)) == naively_summed(march, MARCH)


@given(in_march, st.randoms(use_true_random=False))
@bounded
def test_the_order_of_transactions_does_not_matter(march: list[Transaction], rng: object) -> None:
    shuffled = list(march)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis's randoms are random.Random.

    assert Figures.of(shuffled) == Figures.of(march)


@given(in_march, in_march)
@bounded
def test_figures_after_are_figures_before_and_the_difference(
    before: list[Transaction], after: list[Transaction]
) -> None:
    difference = Figures.of(after) - Figures.of(before)

    assert added(leaves_of(Figures.of(before)), leaves_of(difference)) == leaves_of(
        Figures.of(after)
    )


@given(in_march)
@bounded
def test_nothing_differs_from_itself(march: list[Transaction]) -> None:
    figures = Figures.of(march)

    assert not figures - figures
    assert figures - figures == Figures()
    assert leaves_of(figures - Figures()) == leaves_of(figures)


@given(in_march, in_march)
@bounded
def test_a_difference_turned_around_has_the_other_sign(
    one: list[Transaction], other: list[Transaction]
) -> None:
    there, back = Figures.of(one) - Figures.of(other), Figures.of(other) - Figures.of(one)

    assert leaves_of(back) == {path: -number for path, number in leaves_of(there).items()}


@given(in_march)
@bounded
def test_figures_are_made_again_from_their_leaves(march: list[Transaction]) -> None:
    figures = Figures.of(march)

    assert leaves_of(Figures.of_leaves(figures.leaves())) == leaves_of(figures)


def test_leaves_have_the_paths_of_a_stored_summary() -> None:
    figures = Figures(
        5,
        -7,
        2,
        by_category={"food": CategoryFigures(-7, 1)},
        by_day={3: DayFigures(5, -7, 2), 12: DayFigures()},
        by_account={"main": AccountFigures(12, 2), "savings": AccountFigures()},
        by_tag={"#a.b": TagFigures(5, 0, 3)},
    )

    assert dict(figures.leaves()) == {
        ("income_minor",): 5,
        ("expenses_minor",): -7,
        ("count",): 2,
        ("by_category", "food", "total_minor"): -7,
        ("by_category", "food", "count"): 1,
        ("by_day", "03", "income_minor"): 5,
        ("by_day", "03", "expenses_minor"): -7,
        ("by_day", "03", "count"): 2,
        ("by_account", "main", "change_minor"): 12,
        ("by_account", "main", "count"): 2,
        ("by_tag", "#a.b", "income_minor"): 5,
        ("by_tag", "#a.b", "count"): 3,
    }


@given(in_march)
@bounded
def test_figures_survive_being_stored(march: list[Transaction]) -> None:
    figures = Figures.of(march)
    document: dict[str, Any] = {"month": "2026-03", "version": 1}
    for (*parents, leaf), number in figures.leaves():
        place = document
        for key in parents:
            place = place.setdefault(key, {})
        place[leaf] = number

    assert leaves_of(Figures.of_document(document)) == leaves_of(figures)


@pytest.mark.parametrize(
    ("figures", "is_something"),
    [
        (Figures(), False),
        (Figures(by_category={"food": CategoryFigures()}, by_day={1: DayFigures()}), False),
        (Figures(by_account={"main": AccountFigures()}, by_tag={"#a": TagFigures()}), False),
        (Figures(income_minor=-1), True),
        (Figures(by_category={"food": CategoryFigures(count=1)}), True),
        (Figures(by_day={1: DayFigures(expenses_minor=1)}), True),
        (Figures(by_account={"main": AccountFigures(change_minor=1)}), True),
        (Figures(by_tag={"#a": TagFigures(count=1)}), True),
    ],
)
def test_figures_are_nothing_when_every_number_is_zero(
    figures: Figures,
    is_something: bool,  # noqa: FBT001 (a row of the table)
) -> None:
    assert bool(figures) is is_something
