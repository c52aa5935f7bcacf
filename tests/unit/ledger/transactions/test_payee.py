"""Payees: how edits change the use of them."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Edit
from shared.models.ledger.transactions.payee import PayeeUse, payee_uses_of
from shared.models.ledger.transactions.transaction import Transaction, payee_key
from shared.services.ledger.payees_and_tags import list_tags
from tests.unit.examples import NOON, sample_ledger, transaction, transfer
from tests.unit.strategies import bounded, texts, transactions

KIOSK = transaction(payee="Kiosk")


def uses(*edits: Edit) -> dict[str, PayeeUse]:
    return {use.key: use for use in payee_uses_of(edits)}


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Café Nero", "CAFE  nero", True),
        ("Straße", "strasse", True),
        (" Kiosk", "kiosk ", True),
        ("Kiosk", "Kiosk 2", False),
        ("Kiosk", "Ki osk", False),
        ("A-1", "A 1", False),
    ],
)
def test_a_payee_is_the_same_without_regard_to_case_accents_and_blanks(
    one: str, other: str, *, is_same: bool
) -> None:
    assert (payee_key(one) == payee_key(other)) is is_same


def test_a_new_transaction_is_a_use_of_its_payee_with_its_category() -> None:
    assert uses(Edit(None, KIOSK)) == {"kiosk": PayeeUse("kiosk", 1, "Kiosk", "food")}
    assert uses(Edit(None, transaction())) == {}


def test_a_payee_is_called_as_it_was_written_last() -> None:
    again = transaction(id="T2", payee="KIOSK", category_id="rent")

    assert uses(Edit(None, KIOSK), Edit(None, again)) == {
        "kiosk": PayeeUse("kiosk", 2, "KIOSK", "rent")
    }


@pytest.mark.parametrize(
    "unrelated", [{"amount_minor": 1}, {"description": "x"}, {"notes": "x"}, {"tags": ("a",)}]
)
def test_an_edit_of_something_else_leaves_payees_alone(unrelated: dict[str, Any]) -> None:
    assert uses(Edit(KIOSK, KIOSK.model_copy(update=unrelated))) == {}


def test_another_payee_takes_the_use_of_the_first() -> None:
    assert uses(Edit(KIOSK, transaction(payee="Baker"))) == {
        "kiosk": PayeeUse("kiosk", -1),
        "baker": PayeeUse("baker", 1, "Baker", "food"),
    }
    assert uses(Edit(KIOSK, transaction())) == {"kiosk": PayeeUse("kiosk", -1)}


def test_another_category_or_spelling_is_no_further_use() -> None:
    assert uses(Edit(KIOSK, transaction(payee="kiosk", category_id="rent"))) == {
        "kiosk": PayeeUse("kiosk", 0, "kiosk", "rent")
    }


def test_what_goes_into_the_trash_is_no_use_until_it_comes_back() -> None:
    deleted = KIOSK.model_copy(update={"deleted_at": NOON})

    assert uses(Edit(KIOSK, deleted)) == {"kiosk": PayeeUse("kiosk", -1)}
    assert uses(Edit(deleted, KIOSK)) == {"kiosk": PayeeUse("kiosk", 1, "Kiosk", "food")}
    assert uses(Edit(None, deleted)) == {}


def test_a_transaction_without_a_category_of_its_own_says_nothing_of_the_payees() -> None:
    assert uses(Edit(None, transfer(payee="Me"))) == {"me": PayeeUse("me", 1, "Me", None)}
    assert uses(Edit(None, KIOSK), Edit(None, transfer(payee="Kiosk")))["kiosk"].category_id == (
        "food"
    )


@bounded
@given(
    st.lists(st.tuples(st.none() | transactions(text=texts), transactions(text=texts)), max_size=6)
)
def test_uses_are_counted_as_transactions_are(
    pairs: list[tuple[Transaction | None, Transaction]],
) -> None:
    edits = [Edit(before, after) for before, after in pairs]

    counted = {use.key: use.count for use in payee_uses_of(edits)}

    expected: Counter[str] = Counter()
    for edit in edits:
        for one, sign in ((edit.before, -1), (edit.after, 1)):
            if one is not None and one.payee and not one.is_deleted:
                expected[payee_key(one.payee)] += sign
    assert {key: count for key, count in counted.items() if count} == {
        key: count for key, count in expected.items() if count
    }


def test_tags_are_listed_most_used_first_and_then_by_name() -> None:
    ledger: Ledger = sample_ledger()
    ledger.totals.tags.update({"#b": 1, "#a": 1, "##1": 2})

    assert list_tags(ledger) == [("#1", 2), ("a", 1), ("b", 1)]
