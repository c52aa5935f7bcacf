"""Figures are sums, and the delta of any change is the figures after it minus those before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.category import EntryType
from shared.models.dates import Month
from shared.models.summary import (
    CategoryFigures,
    Closing,
    DayFigures,
    Edit,
    Figures,
    MonthStatus,
    Summary,
    deltas_of,
)
from shared.models.transaction import Transaction
from tests.unit.examples import NOON, transaction
from tests.unit.strategies import bounded, march_days, transactions

MARCH = Month(2026, 3)
Leaves = dict[tuple[str, ...], int]
in_march = st.lists(transactions(dates=march_days), max_size=6)


def leaves_of(figures: Figures) -> Leaves:
    found = list(figures.leaves())
    assert len(dict(found)) == len(found)
    return dict(found)


def added(one: Leaves, other: Leaves) -> Leaves:
    """Addition that shares no code with the model's subtraction."""
    sums = {path: one.get(path, 0) + other.get(path, 0) for path in one.keys() | other.keys()}
    return {path: number for path, number in sums.items() if number}


def naively_summed(transactions_: Sequence[Transaction], month: Month) -> Leaves:
    """The sums, each by a pass of its own over the live transactions of the month."""
    live = [
        t for t in transactions_ if t.deleted_at is None and t.date.strftime("%Y-%m") == str(month)
    ]
    sums: Leaves = {("count",): len(live)}
    for kind, name in (("INCOME", "income_minor"), ("EXPENSE", "expenses_minor")):
        of_kind = [t for t in live if t.type == kind]
        sums[(name,)] = sum(t.amount_minor for t in of_kind)
        for day in {t.date.day for t in live}:
            on_day = [t.amount_minor for t in of_kind if t.date.day == day]
            sums["by_day", f"{day:02}", name] = sum(on_day)
    for day in {t.date.day for t in live}:
        sums["by_day", f"{day:02}", "count"] = sum(t.date.day == day for t in live)
    for key in {t.category_id for t in live}:
        amounts = [t.amount_minor for t in live if t.category_id == key]
        sums["by_category", key, "total_minor"] = sum(amounts)
        sums["by_category", key, "count"] = len(amounts)
    return {path: number for path, number in sums.items() if number}


def test_figures_are_sums_in_total_by_category_and_by_day() -> None:
    figures = Figures.of(
        [
            transaction(amount_minor=1000, category_id="food", date=date(2026, 3, 1)),
            transaction(amount_minor=-300, category_id="food", date=date(2026, 3, 31)),
            transaction(amount_minor=500, category_id="rent", date=date(2026, 3, 1)),
            transaction(
                type=EntryType.INCOME, amount_minor=9000, category_id="pay", date=date(2026, 3, 1)
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
    )


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
        5, -7, 2, {"food": CategoryFigures(-7, 1)}, {3: DayFigures(5, -7, 2), 12: DayFigures()}
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
    }


@pytest.mark.parametrize(
    ("figures", "is_something"),
    [
        (Figures(), False),
        (Figures(by_category={"food": CategoryFigures()}, by_day={1: DayFigures()}), False),
        (Figures(income_minor=-1), True),
        (Figures(by_category={"food": CategoryFigures(count=1)}), True),
        (Figures(by_day={1: DayFigures(expenses_minor=1)}), True),
    ],
)
def test_figures_are_nothing_when_every_number_is_zero(
    figures: Figures,
    is_something: bool,  # noqa: FBT001 (a row of the table)
) -> None:
    assert bool(figures) is is_something


edits = st.lists(st.builds(Edit, st.none() | transactions(), transactions()), max_size=5)


@given(edits)
@bounded
def test_the_delta_of_edits_is_figures_after_minus_figures_before(some: list[Edit]) -> None:
    before = [edit.before for edit in some if edit.before is not None]
    after = [edit.after for edit in some]
    deltas = deltas_of(some)

    for month in {t.month for t in [*before, *after]}:
        delta = leaves_of(deltas.get(month, Figures()))
        assert added(naively_summed(before, month), delta) == naively_summed(after, month)


@given(edits)
@bounded
def test_months_that_stay_as_they_are_are_left_out(some: list[Edit]) -> None:
    touched = {t.month for edit in some for t in edit if t is not None and not t.is_deleted}
    deltas = deltas_of(some)

    assert set(deltas) <= touched
    assert all(deltas.values())


@given(edits, edits)
@bounded
def test_deltas_commute_and_add_up(one: list[Edit], other: list[Edit]) -> None:
    together, turned = deltas_of([*one, *other]), deltas_of([*other, *one])
    first, second = deltas_of(one), deltas_of(other)

    for month in first.keys() | second.keys() | together.keys() | turned.keys():
        parts = [leaves_of(d.get(month, Figures())) for d in (first, second, together, turned)]
        assert added(parts[0], parts[1]) == parts[2] == parts[3]


@pytest.mark.parametrize(
    "facts",
    [
        {"description": "new"},
        {"notes": "new"},
        {"tags": ("new",)},
        {"revision": 2, "updated_at": NOON},
        {"currency": "USD"},
    ],
)
def test_an_edit_that_moves_no_money_touches_no_month(facts: dict[str, object]) -> None:
    before = transaction()

    assert deltas_of([Edit(before, before.model_copy(update=facts))]) == {}


def test_an_edit_within_the_bin_touches_no_month() -> None:
    before = transaction(deleted_at=NOON)

    assert deltas_of([Edit(before, transaction(deleted_at=NOON, amount_minor=1))]) == {}


def test_a_change_of_category_leaves_the_totals_as_they_are() -> None:
    delta = deltas_of([Edit(transaction(), transaction(category_id="rent"))])

    assert leaves_of(delta[MARCH]) == {
        ("by_category", "food", "total_minor"): -1250,
        ("by_category", "food", "count"): -1,
        ("by_category", "rent", "total_minor"): 1250,
        ("by_category", "rent", "count"): 1,
    }


def test_a_change_of_month_takes_from_one_and_gives_to_the_other() -> None:
    deltas = deltas_of([Edit(transaction(), transaction(date=date(2026, 4, 2)))])

    assert set(deltas) == {MARCH, Month(2026, 4)}
    assert (deltas[MARCH].expenses_minor, deltas[MARCH].count) == (-1250, -1)
    assert (deltas[Month(2026, 4)].expenses_minor, deltas[Month(2026, 4)].count) == (1250, 1)


def test_deleting_undoes_recording_and_restoring_undoes_deleting() -> None:
    live, binned = transaction(), transaction(deleted_at=NOON)
    recorded = leaves_of(deltas_of([Edit(None, live)])[MARCH])

    assert deltas_of([Edit(None, live), Edit(live, binned)]) == {}
    assert leaves_of(deltas_of([Edit(binned, live)])[MARCH]) == recorded


CLOSING = Closing(1, 7, NOON, "run", 0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("summary", "status"),
    [
        (Summary(MARCH), MonthStatus.OPEN),
        (Summary(MARCH, version=7), MonthStatus.OPEN),
        (Summary(MARCH, version=7, closing=CLOSING), MonthStatus.CLOSED),
        (Summary(MARCH, version=8, closing=CLOSING), MonthStatus.AMENDED),
        (Summary(MARCH, version=6, closing=CLOSING), MonthStatus.AMENDED),
        (Summary(MARCH, version=8, closing=replace(CLOSING, version=8)), MonthStatus.CLOSED),
    ],
)
def test_a_month_is_amended_when_it_moved_since_it_was_closed(
    summary: Summary, status: MonthStatus
) -> None:
    assert summary.status is status


def test_summaries_do_not_share_their_figures() -> None:
    one, other = Summary(MARCH), Summary(MARCH)
    one.figures.count_entry(EntryType.INCOME, 1, "pay", 1)

    assert not other.figures
