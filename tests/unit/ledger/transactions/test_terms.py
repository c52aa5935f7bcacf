"""Terms: what a stored transaction is found by, each kind told apart from the others."""

import pytest
from hypothesis import given

from shared.models.ledger.transactions.terms import (
    account_term,
    category_term,
    payee_term,
    prefixes_of,
    searched_text,
    tag_term,
    terms_of,
)
from shared.models.ledger.transactions.transaction import Split, Transaction
from tests.unit.examples import transaction, transfer
from tests.unit.strategies import bounded, texts, transactions


def test_terms_are_beginnings_of_words_tags_categories_accounts_and_the_payee() -> None:
    one = transaction(payee="Bar 5", description="Café no 5", tags=("Work Trip", "b"))

    assert set(terms_of(one)) == {
        *("#b", "#work trip"),
        *("@food", "=main", "~bar 5"),
        *("5", "c", "ca", "caf", "n", "no", "b", "ba", "bar"),
    }


def test_a_plain_transaction_is_found_by_its_category_and_account_alone() -> None:
    assert terms_of(transaction()) == ["=main", "@food"]


def test_a_transfer_is_found_by_both_of_its_accounts() -> None:
    assert terms_of(transfer()) == ["=main", "=savings"]


def test_a_split_is_found_by_each_of_its_categories_and_notes() -> None:
    parts = (
        Split(category_id="food", amount_minor=1000, note="Tea"),
        Split(category_id="rent", amount_minor=250),
        Split(category_id="food", amount_minor=0),
    )
    one = transaction(category_id=None, splits=parts)

    assert terms_of(one) == ["=main", "@food", "@rent", "t", "te", "tea"]


@given(transactions(text=texts))
@bounded
def test_terms_are_in_order_and_none_is_there_twice(one: Transaction) -> None:
    assert terms_of(one) == sorted(set(terms_of(one)))


def test_what_is_searched_is_all_that_is_written() -> None:
    parts = (
        Split(category_id="food", amount_minor=1000, note="c"),
        Split(category_id="food", amount_minor=250),
    )
    one = transaction(payee="p", description="d", notes="n", category_id=None, splits=parts)

    assert searched_text(one).split() == ["p", "d", "n", "c"]
    assert searched_text(transaction()) == ""


@pytest.mark.parametrize(
    ("text", "prefixes"),
    [
        ("", set()),
        ("a", {"a"}),
        ("Cafés", {"c", "ca", "caf"}),
        ("to, be!", {"t", "to", "b", "be"}),
        ("3rd", {"3", "3r", "3rd"}),
    ],
)
def test_prefixes_are_the_first_three_letters_at_most(text: str, prefixes: set[str]) -> None:
    assert prefixes_of(text) == prefixes


def test_no_kind_of_term_is_taken_for_another() -> None:
    same = "abc"
    kinds = {tag_term(same), category_term(same), account_term(same), payee_term(same), same}

    assert len(kinds) == 5
    assert tag_term("abc") not in terms_of(transaction(description="#abc @abc =abc ~abc"))
    assert "abc" not in terms_of(transaction(tags=("abc",)))


def test_a_tags_term_is_without_case_and_a_payees_without_accents_too() -> None:
    assert tag_term("Straße") == tag_term("STRASSE") == "#strasse"
    assert tag_term("Café") != tag_term("Cafe")
    assert payee_term(" Café  MÜLLER") == payee_term("cafe muller") == "~cafe muller"
