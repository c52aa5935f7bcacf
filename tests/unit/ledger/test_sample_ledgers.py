"""Ledgers with samples: in each language, new ones and those of persons who changed theirs."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter

from shared.errors import AlreadyExists
from shared.models.currencies.rate import Rate, RateSource
from shared.models.ledger.account import AccountKind
from shared.models.ledger.category import Category, EntryType
from shared.models.ledger.defaults import (
    DEFAULT_ACCOUNT_NAME,
    default_categories,
    with_defaults,
)
from shared.models.ledger.inputs.account import AccountName
from shared.models.ledger.inputs.category import CategoryName
from shared.models.ledger.inputs.texts import Description, Payee
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.samples.filling import SampleLedger, fill
from shared.models.ledger.samples.habits import HABITS, OCCASIONS
from shared.models.ledger.samples.texts import LANGUAGES, SampleAccount, texts_for
from shared.models.ledger.transactions.fit import fit_errors
from shared.models.ledger.transactions.tags import Tag
from shared.models.ledger.transactions.transaction import Transaction
from tests.unit.examples import NOON

ENGLISH = texts_for("en")
FIELDS = ("categories", "accounts", "payees", "descriptions", "tags")


def new_ledger(locale: str = "en", currency: str = "USD", at: datetime = NOON) -> Ledger:
    texts = texts_for(locale)
    names = {**texts.categories, DEFAULT_ACCOUNT_NAME: texts.accounts[SampleAccount.CHECKING]}
    return with_defaults(Ledger(currency, "UTC", created_at=at), names)


def filled(
    locale: str = "en", seed: str = "ada", at: datetime = NOON, **facts: Any
) -> SampleLedger:
    ledger = replace(new_ledger(locale, at=at), **facts)
    return fill(ledger, locale, seed, at)


def content(transactions: tuple[Transaction, ...]) -> list[tuple[Any, ...]]:
    """Return what does not depend on ids."""
    return [(t.date, t.type, t.amount_minor, t.payee, t.description, t.tags) for t in transactions]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_every_text_and_each_can_be_input(language: str) -> None:
    texts = texts_for(language)
    types: dict[str, Any] = {
        "categories": CategoryName,
        "accounts": AccountName,
        "payees": Payee,
        "descriptions": Description,
        "tags": Tag,
    }
    for field in FIELDS:
        names = getattr(texts, field)
        assert names.keys() == getattr(ENGLISH, field).keys()
        adapter = TypeAdapter[str](types[field])
        assert [adapter.validate_python(name) for name in names.values()] == list(names.values())
    assert [tag.lower() for tag in texts.tags.values()] == list(texts.tags.values())


def test_the_english_names_are_those_of_a_new_ledger() -> None:
    assert {name: name for name in ENGLISH.categories} == ENGLISH.categories
    assert {c.name for c in default_categories(NOON)} == ENGLISH.categories.keys()
    assert ENGLISH.accounts[SampleAccount.CHECKING] == DEFAULT_ACCOUNT_NAME


def test_every_text_is_used() -> None:
    habits = [*HABITS, *(occasion.habit for occasion in OCCASIONS)]
    others = {"purchase", "saving", "card_payment"}

    assert {habit.text for habit in habits} | others == ENGLISH.descriptions.keys()
    assert {habit.payee for habit in habits} - {None} == ENGLISH.payees.keys()
    assert {tag for habit in habits for tag in habit.tags} == ENGLISH.tags.keys()


@pytest.mark.parametrize(
    ("locale", "rent"),
    [
        ("de-AT", "Miete"), ("DE", "Miete"), ("pt-BR", "Aluguel"),
        ("ja", "家賃"), ("sv", "Rent"), ("en-GB", "Rent"),
        ("zh", "房租"), ("zh-CN", "房租"), ("zh-Hans-TW", "房租"), ("zh-Hans-x-hant", "房租"),
        ("zh-Hant-TW", "Rent"), ("zh-hant", "Rent"), ("zh-HK", "Rent"), ("ja-Latn", "Rent"),
        ("de-1996", "Miete"), ("de-Latn-DE", "Miete"),
    ],
)  # fmt: skip
def test_the_language_of_a_locale_is_used_and_english_for_others(locale: str, rent: str) -> None:
    assert texts_for(locale).categories["Rent"] == rent


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD"])
def test_all_samples_could_have_been_recorded_by_hand(language: str, currency: str) -> None:
    samples = fill(new_ledger(language, currency), language, "ada", NOON)

    for transaction in samples.transactions:
        assert list(fit_errors(samples.ledger, transaction, NOON)) == []


def test_a_new_ledger_gets_two_accounts_beside_its_own_and_no_category() -> None:
    before = new_ledger()
    after = fill(before, "en", "ada", NOON).ledger

    assert after.categories == before.categories
    assert {a.kind: a.opening_balance_minor for a in after.accounts.values()} == {
        AccountKind.CHECKING: 240_000,
        AccountKind.SAVINGS: 650_000,
        AccountKind.CREDIT_CARD: -38_000,
    }
    assert {str(a.opening_date) for a in after.accounts.values()} == {"2025-02-01"}
    assert {a.revision for a in after.accounts.values()} == {1}
    assert after.default_account_id == before.default_account_id


def test_the_same_person_and_day_give_the_same_samples() -> None:
    random.seed(1)
    first = filled(seed="ada")
    random.seed(2)

    assert content(filled(seed="ada").transactions) == content(first.transactions)
    assert content(filled(seed="bob").transactions) != content(first.transactions)


def test_the_day_is_that_of_the_ledgers_time_zone() -> None:
    late = datetime(2026, 3, 31, 23, 0, tzinfo=UTC)

    assert filled(at=late).transactions[-1].date.month == 3
    assert filled(at=late, timezone="Asia/Tokyo").transactions[-1].date.month == 4


def test_a_persons_renamed_and_archived_categories_are_left_as_they_are() -> None:
    ledger = replace(new_ledger(), sequence=18)
    by_name = {category.name: category for category in ledger.categories.values()}
    changed = [
        by_name["Rent"].model_copy(update={"name": "Miete"}),
        by_name["Dining"].model_copy(update={"archived": True}),
        by_name["Travel"].model_copy(update={"name": "Trips"}),
    ]

    samples = fill(ledger.with_categories(changed), "de", "ada", NOON)

    names = {c.name for c in samples.ledger.categories.values()}
    assert names - {c.name for c in ledger.categories.values()} == {
        "Miete", "Trips", "Essen gehen", "Reisen",
    }  # fmt: skip
    rents = {t.category_id for t in samples.transactions if t.description == "Miete"}
    assert rents == {by_name["Rent"].id}
    assert by_name["Dining"].id not in {c for t in samples.transactions for c in t.category_ids}


def test_a_name_that_is_taken_twice_is_refused() -> None:
    ledger = new_ledger()
    rent = next(c for c in ledger.categories.values() if c.name == "Rent")
    taken = rent.model_copy(update={"id": "other", "name": "Miete", "archived": True})
    ledger = ledger.with_categories([rent.model_copy(update={"archived": True}), taken])

    with pytest.raises(AlreadyExists):
        fill(ledger, "de", "ada", NOON)


@pytest.mark.parametrize("kind", AccountKind)
@pytest.mark.parametrize("opening_minor", [0, 1_000])
def test_whatever_the_default_account_is_the_samples_have_three_accounts_and_fit(
    kind: AccountKind, opening_minor: int
) -> None:
    ledger = replace(new_ledger(), sequence=18)
    [main] = ledger.accounts.values()
    mine = main.model_copy(update={"kind": kind, "opening_balance_minor": opening_minor})

    samples = fill(ledger.with_account(mine), "en", "ada", NOON)

    is_used = kind is AccountKind.CHECKING and not opening_minor
    used = {t.account_id for t in samples.transactions}
    used |= {t.to_account_id for t in samples.transactions if t.to_account_id}
    assert len(used) == 3
    assert (main.id in used) is is_used
    assert (samples.ledger.accounts[main.id] == mine) is not is_used
    assert len(samples.ledger.accounts) == (3 if is_used else 4)
    for transaction in samples.transactions:
        assert list(fit_errors(samples.ledger, transaction, NOON)) == []


def test_other_accounts_of_a_person_are_neither_used_nor_changed() -> None:
    ledger = replace(new_ledger(), sequence=18)
    [main] = ledger.accounts.values()
    card = main.model_copy(
        update={"id": "c", "name": "credit CARD", "kind": AccountKind.CREDIT_CARD}
    )

    samples = fill(ledger.with_account(card), "en", "ada", NOON)

    assert samples.ledger.accounts["c"] == card
    assert "c" not in {i for t in samples.transactions for i in (t.account_id, t.to_account_id)}
    names = {a.name for a in samples.ledger.accounts.values()}
    assert names == {"Main account", "credit CARD", "Savings account", "Credit card 2"}


def test_the_default_account_of_a_person_is_changed_as_by_a_request() -> None:
    ledger = replace(new_ledger(), sequence=18)

    samples = fill(ledger, "en", "ada", NOON)

    assert samples.ledger.accounts[ledger.default_account_id].revision == 2


def test_a_category_of_the_other_type_is_not_taken_for_one() -> None:
    ledger = new_ledger()
    rent = next(c for c in ledger.categories.values() if c.name == "Rent")
    income = Category(id="i", name="Rent", type=EntryType.INCOME, created_at=NOON, updated_at=NOON)
    ledger = ledger.without_category(rent.id).with_category(income)

    added = fill(ledger, "en", "ada", NOON).ledger.categories.keys() - ledger.categories.keys()

    assert len(added) == 1


@pytest.mark.parametrize(("base", "foreign"), [("EUR", "USD"), ("USD", "EUR"), ("JPY", "USD")])
def test_with_rates_an_account_in_another_currency_is_used_on_a_journey(
    base: str, foreign: str
) -> None:
    def one_and_a_half(base: str, quote: str, day: date, /) -> Rate:
        return Rate(base, quote, Decimal("1.5"), day, RateSource.ECB)

    without = fill(new_ledger(currency=base), "en", "ada", NOON)
    samples = fill(new_ledger(currency=base), "en", "ada", NOON, one_and_a_half)

    [travel] = [a for a in samples.ledger.accounts.values() if a.currency is not None]
    assert (travel.name, travel.currency) == ("Travel account", foreign)
    added, kept = samples.transactions[-4:], content(samples.transactions[:-4])
    assert len(samples.transactions) < len(without.transactions)
    assert [one for one in content(without.transactions) if one in kept] == kept
    assert [one.type.value for one in added] == ["TRANSFER", *["EXPENSE"] * 3]
    balance = sum(
        change for one in added for account, change in one.account_changes if account == travel.id
    )
    assert balance > 0
    for one in added[1:]:
        assert one.currency == foreign
        assert one.exchange is not None
        assert one.exchange.currency == base
        assert one.exchange.base_minor is not None
    assert all(t.to_currency in (None, foreign) for t in samples.transactions)
