"""Division: a transaction in even parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.errors import InvalidArgument
from shared.models.ledger.category import EntryType
from shared.models.ledger.transactions.division import EvenSplit, evenly_split, split_evenly
from shared.models.ledger.transactions.transaction import Split, Transaction
from tests.unit.examples import NOON, category, sample_ledger, transaction, transfer
from tests.unit.strategies import bounded

LEDGER = sample_ledger(
    category("food", "Food"),
    category("rent", "Rent"),
    category("pay", "Pay", type=EntryType.INCOME),
    category("old", "Old", archived=True),
)
SPLIT = transaction(
    category_id=None,
    splits=(
        Split(category_id="food", amount_minor=1000),
        Split(category_id="rent", amount_minor=250),
    ),
)


@pytest.mark.parametrize("parts", [1, 51, 0, -2, "2", 2.0, True, None])
def test_there_are_2_to_50_parts(parts: object) -> None:
    with pytest.raises(ValidationError):
        EvenSplit.model_validate({"parts": parts})
    assert [EvenSplit(parts=few_or_many).parts for few_or_many in (2, 50)] == [2, 50]


@pytest.mark.parametrize("category_ids", [[], ["a"], ["a", "b", "c"], ["a", "b/c"], ["a", 5]])
def test_categories_are_one_for_each_part(category_ids: list[object]) -> None:
    with pytest.raises(ValidationError):
        EvenSplit.model_validate({"parts": 2, "category_ids": category_ids})
    assert EvenSplit(parts=2, category_ids=("a", "b")).category_ids == ("a", "b")


def test_an_even_split_keeps_the_category_or_takes_one_for_each_part() -> None:
    kept = evenly_split(LEDGER, transaction(), EvenSplit(parts=3), NOON)
    assert [(s.category_id, s.amount_minor) for s in kept.splits] == [
        ("food", 416),
        ("food", 416),
        ("food", 418),
    ]
    assert (kept.category_id, kept.amount_minor, kept.revision) == (None, 1250, 2)

    named = EvenSplit(parts=2, category_ids=("rent", "food"))
    assert [s.category_id for s in evenly_split(LEDGER, SPLIT, named, NOON).splits] == [
        "rent",
        "food",
    ]


@pytest.mark.parametrize(
    ("before", "wanted", "fields"),
    [
        (transfer(), EvenSplit(parts=2), ["parts"]),
        (transaction(amount_minor=1), EvenSplit(parts=2), ["parts"]),
        (transaction(amount_minor=-49), EvenSplit(parts=50), ["parts"]),
        (SPLIT, EvenSplit(parts=2), ["category_ids"]),
        (
            transaction(),
            EvenSplit(parts=3, category_ids=("pay", "food", "old")),
            ["category_ids.0", "category_ids.2"],
        ),
    ],
)
def test_an_even_split_that_does_not_fit_is_named(
    before: Transaction, wanted: EvenSplit, fields: list[str]
) -> None:
    with pytest.raises(InvalidArgument) as refused:
        evenly_split(LEDGER, before, wanted, NOON)

    assert [error.field for error in refused.value.errors] == fields


@bounded
@given(st.integers(-(10**16), 10**16), st.integers(2, 50))
def test_even_parts_add_up_and_differ_by_less_than_a_minor_unit_each(
    amount_minor: int, parts: int
) -> None:
    amounts = split_evenly(amount_minor, parts)

    assert len(amounts) == parts
    assert sum(amounts) == amount_minor
    assert len(set(amounts[:-1])) == 1
    assert 0 <= abs(amounts[-1]) - abs(amounts[0]) < parts
    assert all(amount * amount_minor >= 0 for amount in amounts)


@pytest.mark.parametrize(
    ("amount_minor", "parts", "shares"),
    [
        (1000, 3, [333, 333, 334]),
        (-1000, 3, [-333, -333, -334]),
        (1000, 2, [500, 500]),
        (2, 3, [0, 0, 2]),
        (7, 1, [7]),
    ],
)
def test_what_does_not_divide_goes_to_the_last_part(
    amount_minor: int, parts: int, shares: list[int]
) -> None:
    assert split_evenly(amount_minor, parts) == shares


@given(st.integers(-(10**13), 10**13), st.integers(1, 50))
@bounded
def test_even_parts_come_to_the_amount_exactly(amount_minor: int, parts: int) -> None:
    shares = split_evenly(amount_minor, parts)

    assert (sum(shares), len(shares)) == (amount_minor, parts)
    assert len(set(shares[:-1])) <= 1
    assert all(abs(share - shares[0]) < parts for share in shares)
