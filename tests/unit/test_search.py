"""A search finds what it should: the index never hides what the check would let through."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.category import EntryType
from shared.models.dates import DateRange
from shared.models.search import IndexedTerm, Search, TransactionFilter, tag_term, terms_of
from shared.models.tenant import Tenant
from shared.models.transaction import Transaction
from tests.unit.examples import category, tenant, transaction
from tests.unit.strategies import CATEGORY_TYPES, bounded, sentences, texts, transactions, words

FOOD, RENT = category("food", "Food and drink"), category("rent", "Rent")


def search(ledger: Tenant | None = None, **facts: Any) -> Search:
    facts["words"] = frozenset(facts.get("words", ()))
    return Search.of(TransactionFilter(**facts), ledger or tenant(FOOD, RENT))


def naive_words(text: str) -> list[str]:
    """The words of a text, by a way of its own: accents off, small letters, split."""
    plain = "".join(
        c for c in unicodedata.normalize("NFD", text) if not unicodedata.category(c).startswith("M")
    )
    return re.split(r"[^a-z0-9]+", plain.lower())


def naively_matches(wanted: TransactionFilter, ledger: Tenant, one: Transaction) -> bool:
    if wanted.type is not None and wanted.type != one.type:
        return False
    if wanted.category_id is not None and wanted.category_id != one.category_id:
        return False
    if wanted.min_amount_minor is not None and one.amount_minor < wanted.min_amount_minor:
        return False
    if wanted.max_amount_minor is not None and one.amount_minor > wanted.max_amount_minor:
        return False
    if wanted.tag is not None and wanted.tag.lower() not in [tag.lower() for tag in one.tags]:
        return False
    name = ledger.categories[one.category_id].name
    here = naive_words(" ".join([one.description or "", one.notes or "", name]))
    return all(any(word.startswith(prefix) for word in here) for prefix in wanted.words)


@st.composite
def ledgers(draw: st.DrawFn) -> Tenant:
    """The categories that transactions are drawn from, with any names."""
    return tenant(
        *(
            category(key, name=draw(sentences) or "x", type=kind)
            for key, kind in CATEGORY_TYPES.items()
        )
    )


filters = st.builds(
    TransactionFilter,
    type=st.none() | st.sampled_from(EntryType),
    min_amount_minor=st.none() | st.integers(-100, 100),
    max_amount_minor=st.none() | st.integers(-100, 100),
    category_id=st.none() | st.sampled_from(sorted(CATEGORY_TYPES)),
    tag=st.none() | st.sampled_from(["ab", "AB", "d"]),
    words=st.frozensets(words.map(lambda word: word.replace("é", "e")), max_size=2),
)


@given(filters, ledgers(), transactions(text=texts))
@bounded
def test_what_matches_is_what_a_naive_reading_says(
    wanted: TransactionFilter, ledger: Tenant, one: Transaction
) -> None:
    assert Search.of(wanted, ledger).matches(one) is naively_matches(wanted, ledger, one)


def is_answered(term: IndexedTerm | None, one: Transaction) -> bool:
    """Whether the index gives the transaction when it is asked for the term."""
    return term is None or term.term in terms_of(one) or one.category_id in term.or_category_ids


@given(filters, ledgers(), transactions(text=texts), st.data())
@bounded
def test_whatever_matches_is_found_by_the_index_too(
    wanted: TransactionFilter, ledger: Tenant, one: Transaction, data: st.DataObject
) -> None:
    here = sorted(set(naive_words(f"{one.description or ''} {one.notes or ''}")) - {""})
    if here:
        whole = data.draw(st.sampled_from(here))
        begun = whole[: data.draw(st.integers(1, len(whole)))]
        wanted = replace(wanted, words=wanted.words | {begun})
    if data.draw(st.booleans()):  # The other parts hold, so that the words decide.
        wanted = replace(wanted, type=one.type, min_amount_minor=None, max_amount_minor=None)
        pinned = None if wanted.category_id is None else one.category_id
        wanted = replace(wanted, category_id=pinned)
    asked = Search.of(wanted, ledger)

    assert not asked.matches(one) or is_answered(asked.indexed_term(), one)


@given(ledgers(), transactions(text=texts), st.data())
@bounded
def test_a_word_of_the_categorys_name_is_found_by_the_index_too(
    ledger: Tenant, one: Transaction, data: st.DataObject
) -> None:
    name = ledger.categories[one.category_id].name
    word = data.draw(st.sampled_from(sorted(set(naive_words(name)) - {""})))
    asked = Search.of(TransactionFilter(words=frozenset({word})), ledger)

    assert asked.matches(one)
    assert is_answered(asked.indexed_term(), one)


def test_terms_are_the_beginnings_of_words_and_the_tags() -> None:
    one = transaction(description="Café no 5", notes="Café!", tags=("Work Trip", "b"))

    assert terms_of(one) == ["#b", "#work trip", "5", "c", "ca", "caf", "n", "no"]


def test_a_transaction_without_texts_or_tags_has_no_terms() -> None:
    assert terms_of(transaction()) == []


def test_a_tag_is_no_word_and_a_word_no_tag() -> None:
    assert "#abc" not in terms_of(transaction(description="#abc"))
    assert "abc" not in terms_of(transaction(tags=("abc",)))


def test_tags_are_compared_without_regard_to_case() -> None:
    assert tag_term("Straße") == tag_term("STRASSE") == "#strasse"
    assert search(tag="WORK").matches(transaction(tags=("Work",)))
    assert not search(tag="work").matches(transaction(tags=("workshop",)))
    assert not search(tag="work").matches(transaction(tags=()))


@pytest.mark.parametrize(
    ("wanted", "is_match"),
    [
        ({"coff"}, True),
        ({"coffee"}, True),
        ({"coffees"}, False),
        ({"offee"}, False),
        ({"coff", "berlin"}, True),
        ({"coff", "paris"}, False),
        ({"drink"}, True),
        ({"coff", "foo"}, True),
        ({"rent"}, False),
        (set(), True),
    ],
)
def test_every_word_begins_a_word_of_the_texts_or_the_categorys_name(
    wanted: set[str],
    is_match: bool,  # noqa: FBT001 (a row of the table)
) -> None:
    one = transaction(description="Coffee", notes="in Berlin")

    assert search(words=wanted).matches(one) is is_match


@pytest.mark.parametrize(
    ("facts", "is_match"),
    [
        ({}, True),
        ({"type": EntryType.EXPENSE}, True),
        ({"type": EntryType.INCOME}, False),
        ({"category_id": "food"}, True),
        ({"category_id": "rent"}, False),
        ({"min_amount_minor": 1250}, True),
        ({"min_amount_minor": 1251}, False),
        ({"max_amount_minor": 1250}, True),
        ({"max_amount_minor": 1249}, False),
        ({"min_amount_minor": 0}, True),
        ({"max_amount_minor": 0}, False),
        ({"min_amount_minor": 1250, "max_amount_minor": 1250}, True),
        ({"min_amount_minor": 1251, "max_amount_minor": 1249}, False),
    ],
)
def test_type_category_and_amount_must_hold_bounds_included(
    facts: dict[str, Any],
    is_match: bool,  # noqa: FBT001 (a row of the table)
) -> None:
    assert search(**facts).matches(transaction()) is is_match


def test_texts_do_not_run_into_each_other() -> None:
    one = transaction(description="foot", notes="ball")

    assert not search(tenant(RENT), words={"football"}).matches(one)


@pytest.mark.parametrize(
    ("facts", "term"),
    [
        ({}, None),
        ({"type": EntryType.INCOME, "min_amount_minor": 1}, None),
        ({"tag": "Work"}, IndexedTerm("#work")),
        ({"tag": "Work", "words": {"coffee"}}, IndexedTerm("#work")),
        ({"words": {"coffee"}}, IndexedTerm("cof")),
        ({"words": {"co"}}, IndexedTerm("co")),
        ({"words": {"co", "milk"}}, IndexedTerm("mil")),
        ({"words": {"tea", "ham"}}, IndexedTerm("ham")),
        ({"words": {"foo"}}, IndexedTerm("foo", ("food",))),
        ({"words": {"food", "x"}}, IndexedTerm("x")),
        ({"words": {"coffee"}, "category_id": "food"}, IndexedTerm("cof")),
        ({"words": {"foo"}, "category_id": "food"}, None),
        ({"words": {"foo"}, "category_id": "rent"}, IndexedTerm("foo")),
        ({"words": {"foo", "tea"}, "category_id": "food"}, IndexedTerm("tea")),
    ],
)
def test_the_index_is_asked_for_the_rarest_thing(
    facts: dict[str, Any], term: IndexedTerm | None
) -> None:
    assert search(**facts).indexed_term() == term


@pytest.mark.parametrize("count", [1, 10])
def test_up_to_ten_categories_are_asked_for_beside_a_word(count: int) -> None:
    keys = [f"c{number:02}" for number in range(count)]
    ledger = tenant(*(category(key, name=f"Club {key}") for key in reversed(keys)))

    assert search(ledger, words={"club"}).indexed_term() == IndexedTerm("clu", tuple(keys))


def test_more_categories_than_ten_are_not() -> None:
    ledger = tenant(*(category(f"c{number}", name=f"Club {number}") for number in range(11)))

    assert search(ledger, words={"club"}).indexed_term() is None
    assert search(ledger, words={"club", "tea"}).indexed_term() == IndexedTerm("tea")


def test_amount_bounds_are_seen_from_either_side() -> None:
    assert not TransactionFilter().has_amount_bounds
    assert TransactionFilter(min_amount_minor=0).has_amount_bounds
    assert TransactionFilter(max_amount_minor=0).has_amount_bounds


def test_every_filter_has_a_fingerprint_of_its_own() -> None:
    day = date(2026, 3, 1)
    others = [
        TransactionFilter(dates=DateRange(start=day)),
        TransactionFilter(dates=DateRange(end=day)),
        TransactionFilter(dates=DateRange(day, day)),
        TransactionFilter(type=EntryType.INCOME),
        TransactionFilter(type=EntryType.EXPENSE),
        TransactionFilter(category_id="x"),
        TransactionFilter(tag="x"),
        TransactionFilter(words=frozenset({"x"})),
        TransactionFilter(words=frozenset({"x", "y"})),
        TransactionFilter(words=frozenset({"x', 'y"})),
        TransactionFilter(min_amount_minor=1),
        TransactionFilter(max_amount_minor=1),
        TransactionFilter(deleted=True),
        TransactionFilter(newest_first=False),
    ]

    prints = {wanted.fingerprint for wanted in [TransactionFilter(), *others]}

    assert len(prints) == len(others) + 1
    assert all(len(fingerprint) == 12 for fingerprint in prints)


def test_a_filter_has_the_same_fingerprint_in_every_process() -> None:
    wanted = TransactionFilter(words=frozenset({"c", "b", "a"}), tag="t")

    assert wanted.fingerprint == "4910ae12df53"
