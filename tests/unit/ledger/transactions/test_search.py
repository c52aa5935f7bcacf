"""Searches compare as people do, and ask the index for the rarest thing."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from itertools import combinations
from typing import Any

import pytest

from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.currencies.exchange import (
    ExchangeState,
)
from shared.models.ledger.transactions.search import Search, TransactionFilter
from shared.models.ledger.transactions.terms import terms_of
from shared.models.ledger.transactions.transaction import Split, TransactionType
from shared.models.values.dates import DateRange
from tests.unit.examples import account, category, sample_ledger, transaction, transfer

FOOD, RENT = category("food", "Food and drink"), category("rent", "Rent")


def search(ledger: Ledger | None = None, **facts: Any) -> Search:
    facts["words"] = frozenset(facts.get("words", ()))
    return Search.of(TransactionFilter(**facts), ledger or sample_ledger(FOOD, RENT))


SUMMED: dict[str, Any] = {
    "type": TransactionType.EXPENSE, "category_id": "food", "unfiled": True, "account_id": "main",
    "custom_type_id": "gift", "payee": "Shop", "tag": "work", "min_amount_minor": 1,
    "exchange": ExchangeState.EARLIER_RATE, "max_amount_minor": 9, "words": {"tea"},
    "untyped": True, "currency": "EUR",
}  # fmt: skip
"""A value for each field that can be searched for."""

CHECKED = {"words", "untyped", "currency"}
"""Fields that no index finds alone."""


@pytest.mark.parametrize("name", SUMMED)
def test_a_search_by_one_field_can_be_summed_unless_no_index_finds_it(name: str) -> None:
    assert search().can_be_summed
    assert search(**{name: SUMMED[name]}).can_be_summed is (name not in CHECKED)
    assert search(**{name: SUMMED[name]}).is_exact is (name not in CHECKED)


def test_a_search_by_two_fields_can_be_summed_only_if_one_query_has_both() -> None:
    for names in combinations(SUMMED, 2):
        both = search(**{name: SUMMED[name] for name in names})

        has_both = names == ("min_amount_minor", "max_amount_minor") or names[0] == "type"
        is_checked = not CHECKED.isdisjoint(names)
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
        ({"currency": "USD"}, True),
        ({"currency": "EUR"}, False),
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
def test_type_category_currency_and_amount_must_hold_bounds_included(
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
        ({"exchange": ExchangeState.UNCONVERTED, "payee": "Shop"}, ("!",)),
        ({"exchange": ExchangeState.EARLIER_RATE, "currency": "EUR"}, ("?EUR",)),
        ({"exchange": ExchangeState.ESTIMATED, "words": {"tea"}}, ("^",)),
        ({"currency": "USD", "account_id": "main"}, ("=main",)),
        ({"currency": "USD", "tag": "Work"}, ("#work",)),
    ],
)
def test_the_index_is_asked_for_the_rarest_thing(
    facts: dict[str, Any], terms: tuple[str, ...]
) -> None:
    assert search(**facts).indexed_terms() == terms


def test_a_transaction_of_a_deleted_account_is_found_by_its_currency_in_the_trash() -> None:
    deleted = transaction(account_id="deleted")

    asked = search(currency=deleted.currency, deleted=True)

    assert asked.matches(deleted)
    assert asked.indexed_terms() == ()


def test_accounts_find_a_currency_unless_there_are_too_many() -> None:
    for count, is_indexed in ((1, True), (20, True), (21, False)):
        keys = [f"a{number:02}" for number in range(count)]
        ledger = sample_ledger(FOOD, accounts={key: account(key, currency="EUR") for key in keys})
        terms = search(ledger, currency="EUR").indexed_terms()

        assert terms == (tuple(f"={key}" for key in keys) if is_indexed else ())


@pytest.mark.parametrize("state", ExchangeState)
def test_no_state_is_asked_of_the_index_while_amounts_move_to_a_new_currency(
    state: ExchangeState,
) -> None:
    moving = replace(search(exchange=state), is_moving_amounts=True)

    assert moving.indexed_terms() == ()
    assert not moving.is_exact
    assert not moving.can_be_summed


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
    "exchange": list(ExchangeState),
    "currency": ["x"],
    "recurring_id": ["x"],
    "goal_id": ["x"],
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

    assert wanted.fingerprint == "6b266366450f"
