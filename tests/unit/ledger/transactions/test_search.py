"""A search finds what it should: the index never hides what the check would let through."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.search import Search, TransactionFilter
from shared.models.ledger.transactions.terms import terms_of
from shared.models.ledger.transactions.transaction import Split, Transaction, TransactionType
from shared.models.values.dates import DateRange
from tests.unit.examples import category, sample_ledger, transaction, transfer
from tests.unit.strategies import CATEGORY_TYPES, bounded, sentences, texts, transactions, words

FOOD, RENT = category("food", "Food and drink"), category("rent", "Rent")


def search(ledger: Ledger | None = None, **facts: Any) -> Search:
    facts["words"] = frozenset(facts.get("words", ()))
    return Search.of(TransactionFilter(**facts), ledger or sample_ledger(FOOD, RENT))


def naively_plain(text: str) -> str:
    """Return the text in small letters without accents, by a way of its own."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.category(c).startswith("M")).lower()


def naive_words(text: str) -> list[str]:
    """Return the words of a text, by a way of its own: accents off, small letters, split."""
    return re.split(r"[^a-z0-9]+", naively_plain(text))


def naive_texts(one: Transaction) -> str:
    """Return all that is written in a transaction."""
    notes = [split.note or "" for split in one.splits]
    return " ".join([one.payee or "", one.description or "", one.notes or "", *notes])


def naive_categories(one: Transaction) -> list[str]:
    parts = [split.category_id for split in one.splits] or [one.category_id]
    return [category_id for category_id in parts if category_id is not None]


def naively_unfiled(one: Transaction) -> bool:
    if one.splits:
        return None in [split.category_id for split in one.splits]
    return one.type != "TRANSFER" and one.category_id is None


def naively_matches(wanted: TransactionFilter, ledger: Ledger, one: Transaction) -> bool:
    names = [ledger.categories[key].name for key in naive_categories(one)]
    here = naive_words(" ".join([naive_texts(one), *names]))
    payee = None if one.payee is None else naively_plain(one.payee).split()
    asked_payee = naively_plain(wanted.payee or "").split()
    lowest, highest = wanted.min_amount_minor, wanted.max_amount_minor
    return (
        wanted.type in (None, one.type)
        and wanted.category_id in (None, *naive_categories(one))
        and (naively_unfiled(one) or not wanted.unfiled)
        and (wanted.custom_type_id is None or wanted.custom_type_id == one.custom_type_id)
        and not (wanted.untyped and one.custom_type_id)
        and wanted.account_id in (None, one.account_id, one.to_account_id)
        and (wanted.payee is None or asked_payee == payee)
        and (wanted.tag is None or wanted.tag.lower() in [tag.lower() for tag in one.tags])
        and (lowest is None or one.amount_minor >= lowest)
        and (highest is None or one.amount_minor <= highest)
        and all(any(word.startswith(prefix) for word in here) for prefix in wanted.words)
    )


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Draw the categories that transactions are drawn from, with any names."""
    return sample_ledger(
        *(
            category(key, name=draw(sentences) or "x", type=kind)
            for key, kind in CATEGORY_TYPES.items()
        )
    )


filters = st.builds(
    TransactionFilter,
    type=st.none() | st.sampled_from(TransactionType),
    min_amount_minor=st.none() | st.integers(-100, 100),
    max_amount_minor=st.none() | st.integers(-100, 100),
    category_id=st.none() | st.sampled_from(sorted(CATEGORY_TYPES)),
    unfiled=st.booleans(),
    custom_type_id=st.sampled_from([None, None, "gift", "loan"]),
    untyped=st.booleans(),
    account_id=st.none() | st.sampled_from(["main", "savings", "other"]),
    payee=st.none() | words,
    tag=st.none() | st.sampled_from(["ab", "AB", "d"]),
    words=st.frozensets(words.map(lambda word: word.replace("é", "e")), max_size=2),
)


@given(filters, ledgers(), transactions(text=texts))
@bounded
def test_what_matches_is_what_a_naive_reading_says(
    wanted: TransactionFilter, ledger: Ledger, one: Transaction
) -> None:
    assert Search.of(wanted, ledger).matches(one) is naively_matches(wanted, ledger, one)


@st.composite
def filters_of(draw: st.DrawFn, ledger: Ledger, one: Transaction) -> TransactionFilter:
    """Draw a filter that the transaction matches, by some of its own facts."""
    names = [ledger.categories[key].name for key in one.category_ids]
    here = sorted(set(naive_words(" ".join([naive_texts(one), *names]))) - {""})
    accounts = [account for account in (one.account_id, one.to_account_id) if account]
    begun = [word[: draw(st.integers(1, len(word)))] for word in here]
    return TransactionFilter(
        type=draw(st.sampled_from([None, one.type])),
        category_id=draw(st.sampled_from([None, *sorted(one.category_ids)])),
        unfiled=draw(st.booleans()) and naively_unfiled(one),
        custom_type_id=draw(st.sampled_from([None, one.custom_type_id])),
        untyped=draw(st.booleans()) and one.custom_type_id is None,
        account_id=draw(st.sampled_from([None, *accounts])),
        payee=draw(st.sampled_from([None, (one.payee or "").upper() or None])),
        tag=draw(st.sampled_from([None, *map(str.swapcase, one.tags)])),
        words=draw(st.frozensets(st.sampled_from(begun), max_size=2)) if begun else frozenset(),
    )


@given(ledgers(), transactions(text=texts), st.data())
@bounded
def test_whatever_matches_is_found_by_the_index_too(
    ledger: Ledger, one: Transaction, data: st.DataObject
) -> None:
    asked = Search.of(data.draw(filters_of(ledger, one)), ledger)
    terms = asked.indexed_terms()

    assert asked.matches(one)
    assert not terms or set(terms) & set(terms_of(one))


@st.composite
def short_filters(draw: st.DrawFn) -> TransactionFilter:
    """Draw a filter of at most two fields, which is more often one that an index answers alone."""
    wanted = draw(filters)
    names = draw(st.sets(st.sampled_from(sorted(SUMMED)), max_size=2))
    return TransactionFilter(**{name: getattr(wanted, name) for name in names})


@given(short_filters(), ledgers(), transactions(text=texts))
@bounded
def test_what_an_exact_or_summed_query_finds_is_what_matches(
    wanted: TransactionFilter, ledger: Ledger, one: Transaction
) -> None:
    asked = Search.of(wanted, ledger)
    terms = asked.indexed_terms()
    amounts = TransactionFilter(
        min_amount_minor=wanted.min_amount_minor, max_amount_minor=wanted.max_amount_minor
    )
    has_type = wanted.type in (None, one.type)
    is_between = naively_matches(amounts, ledger, one)
    has_term = not set(terms).isdisjoint(terms_of(one))

    if asked.can_be_summed:
        is_found = has_type and (has_term if terms else is_between)
        assert is_found is naively_matches(wanted, ledger, one)
    if asked.is_exact:
        is_found = has_term if terms else has_type and is_between
        assert is_found is naively_matches(wanted, ledger, one)


SUMMED: dict[str, Any] = {
    "type": TransactionType.EXPENSE, "category_id": "food", "unfiled": True, "account_id": "main",
    "custom_type_id": "gift", "payee": "Shop", "tag": "work", "min_amount_minor": 1,
    "max_amount_minor": 9, "words": {"tea"}, "untyped": True,
}  # fmt: skip
"""A value for each field that can be searched for."""


@pytest.mark.parametrize("name", SUMMED)
def test_a_search_by_one_field_can_be_summed_unless_no_index_finds_it(name: str) -> None:
    assert search().can_be_summed
    assert search(**{name: SUMMED[name]}).can_be_summed is (name not in {"words", "untyped"})


def test_a_search_by_two_fields_can_be_summed_only_if_one_query_has_both() -> None:
    for names in combinations(SUMMED, 2):
        both = search(**{name: SUMMED[name] for name in names})

        has_both = names == ("min_amount_minor", "max_amount_minor") or names[0] == "type"
        is_checked = not {"words", "untyped"}.isdisjoint(names)
        assert both.can_be_summed is (has_both and not is_checked), names


def test_a_split_is_found_by_one_category_and_the_name_of_another() -> None:
    parts = (
        Split(category_id="food", amount_minor=250),
        Split(category_id="rent", amount_minor=1000),
    )
    one = transaction(category_id=None, splits=parts)
    asked = search(category_id="rent", words={"food"})

    assert asked.matches(one)
    assert set(asked.indexed_terms()) & set(terms_of(one))


def test_tags_are_compared_without_regard_to_case() -> None:
    assert search(tag="WORK").matches(transaction(tags=("Work",)))
    assert not search(tag="work").matches(transaction(tags=("workshop",)))
    assert not search(tag="work").matches(transaction(tags=()))


def test_payees_are_compared_whole_without_regard_to_case_and_accents() -> None:
    assert search(payee="CAFE  muller").matches(transaction(payee="Café Müller"))
    assert not search(payee="cafe").matches(transaction(payee="Café Müller"))
    assert not search(payee="cafe").matches(transaction(payee=None, description="cafe"))


@pytest.mark.parametrize(("account_id", "is_match"), [("main", 1), ("savings", 1), ("card", 0)])
def test_an_account_is_meant_on_either_side_of_a_transfer(account_id: str, is_match: int) -> None:
    assert search(account_id=account_id).matches(transfer()) is bool(is_match)
    assert search(account_id=account_id).matches(transaction()) is (account_id == "main")


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
        ({"roast", "weekly"}, True),
        ({"roastery"}, False),
        ({"rent"}, False),
        (set(), True),
    ],
)
def test_every_word_begins_a_word_of_the_texts_or_a_categorys_name(
    wanted: set[str],
    is_match: bool,  # noqa: FBT001 (a row of the table)
) -> None:
    parts = (
        Split(category_id="food", amount_minor=1000, note="weekly"),
        Split(category_id="food", amount_minor=250),
    )
    one = transaction(
        payee="The Roaster",
        description="Coffee",
        notes="in Berlin",
        category_id=None,
        splits=parts,
    )

    assert search(words=wanted).matches(one) is is_match


@pytest.mark.parametrize(
    ("facts", "is_match"),
    [
        ({}, True),
        ({"type": TransactionType.EXPENSE}, True),
        ({"type": TransactionType.INCOME}, False),
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
    one = transaction(payee="foot", description="ball", notes="game")

    assert not search(sample_ledger(RENT), words={"football"}).matches(one)
    assert not search(sample_ledger(RENT), words={"ballgame"}).matches(one)


@pytest.mark.parametrize(
    ("facts", "terms"),
    [
        ({}, ()),
        ({"type": TransactionType.INCOME, "min_amount_minor": 1}, ()),
        ({"payee": "Café  Müller", "tag": "Work", "words": {"coffee"}}, ("~cafe muller",)),
        ({"tag": "Work"}, ("#work",)),
        ({"tag": "Work", "words": {"coffee"}, "category_id": "food"}, ("#work",)),
        ({"words": {"coffee"}, "account_id": "main"}, ("cof",)),
        ({"words": {"co"}}, ("co",)),
        ({"words": {"co", "milk"}}, ("mil",)),
        ({"words": {"tea", "ham"}}, ("ham",)),
        ({"words": {"foo"}}, ("foo", "@food")),
        ({"words": {"food", "x"}}, ("x",)),
        ({"words": {"coffee"}, "category_id": "food"}, ("cof",)),
        ({"words": {"foo"}, "category_id": "food"}, ("@food",)),
        ({"words": {"foo"}, "category_id": "rent"}, ("@rent",)),
        ({"words": {"foo", "tea"}, "category_id": "food"}, ("tea",)),
        ({"category_id": "food", "account_id": "main"}, ("@food",)),
        ({"account_id": "main", "type": TransactionType.TRANSFER}, ("=main",)),
    ],
)
def test_the_index_is_asked_for_the_rarest_thing(
    facts: dict[str, Any], terms: tuple[str, ...]
) -> None:
    assert search(**facts).indexed_terms() == terms


@pytest.mark.parametrize("count", [1, 19])
def test_up_to_nineteen_categories_are_asked_for_beside_a_word(count: int) -> None:
    keys = [f"c{number:02}" for number in range(count)]
    ledger = sample_ledger(*(category(key, name=f"Club {key}") for key in reversed(keys)))

    assert search(ledger, words={"club"}).indexed_terms() == ("clu", *(f"@{key}" for key in keys))


def test_more_categories_are_not() -> None:
    ledger = sample_ledger(*(category(f"c{number}", name=f"Club {number}") for number in range(20)))

    assert search(ledger, words={"club"}).indexed_terms() == ()
    assert search(ledger, words={"club"}, account_id="main").indexed_terms() == ("=main",)
    assert search(ledger, words={"club", "tea"}).indexed_terms() == ("tea",)


def test_amount_bounds_are_seen_from_either_side() -> None:
    assert not TransactionFilter().has_amount_bounds
    assert TransactionFilter(min_amount_minor=0).has_amount_bounds
    assert TransactionFilter(max_amount_minor=0).has_amount_bounds


DAY = date(2026, 3, 1)
OTHER_VALUES: dict[str, list[object]] = {
    "dates": [DateRange(start=DAY), DateRange(end=DAY), DateRange(DAY, DAY)],
    "type": [TransactionType.INCOME, TransactionType.EXPENSE, TransactionType.TRANSFER],
    "category_id": ["x"],
    "unfiled": [True],
    "account_id": ["x"],
    "custom_type_id": ["x"],
    "untyped": [True],
    "payee": ["x", "None", ""],
    "tag": ["x"],
    "words": [frozenset({"x"}), frozenset({"x", "y"}), frozenset({"x', 'y"})],
    "min_amount_minor": [0, 1],
    "max_amount_minor": [0, 1],
    "deleted": [True],
    "by_amount": [True],
    "descending": [False],
}


def test_each_field_of_a_filter_changes_its_fingerprint() -> None:
    others = [
        TransactionFilter(**{name: value})  # type: ignore[arg-type] # Each of its field's type.
        for name, values in OTHER_VALUES.items()
        for value in values
    ]

    prints = {wanted.fingerprint for wanted in [TransactionFilter(), *others]}

    assert OTHER_VALUES.keys() == {field.name for field in fields(TransactionFilter)}
    assert len(prints) == len(others) + 1
    assert all(len(fingerprint) == 12 for fingerprint in prints)


def test_a_filter_has_the_same_fingerprint_in_every_process() -> None:
    wanted = TransactionFilter(words=frozenset({"c", "b", "a"}), tag="t")

    assert wanted.fingerprint == "718fafc533e8"
