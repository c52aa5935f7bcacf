"""Samples are believable in each currency, on whatever day they are made."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.models.ledger.category import EntryType
from shared.models.ledger.defaults import default_categories
from shared.models.ledger.samples.entries import (
    Sample,
    opening_minor,
    sample_entries,
    sample_months,
)
from shared.models.ledger.samples.habits import OPENING_CENTS
from shared.models.ledger.samples.texts import SampleAccount
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.values.currency import EXPONENTS
from shared.models.values.dates import Month
from shared.models.values.money import MAX_AMOUNT_MINOR
from tests.unit.examples import NOON

DAYS = [date(2023, 12, 1) + timedelta(days=number) for number in range(2 * 366)]
DEFAULTS = {(category.type, category.name) for category in default_categories(NOON)}
MAX_SAMPLES = 223
days = st.dates(date(1971, 3, 1), date(2099, 12, 31))
currencies = st.sampled_from(sorted(EXPONENTS))
seeds = st.integers(0, 2**32)


def samples(today: date, currency: str = "USD", seed: int = 1) -> list[Sample]:
    return sample_entries(today, currency, random.Random(seed))  # noqa: S311 (no secret)


def total(entries: list[Sample], of_type: TransactionType, month: Month) -> int:
    return sum(e.amount_minor for e in entries if e.type is of_type and Month.of(e.date) == month)


def balances_by_day(entries: list[Sample], currency: str) -> list[dict[SampleAccount, int]]:
    """Return the balances of all accounts after each day with entries."""
    balances = {account: opening_minor(account, currency) for account in OPENING_CENTS}
    by_day = {entries[0].date: balances}
    for entry in entries:
        sign = 1 if entry.type is TransactionType.INCOME else -1
        balances = dict(balances)
        balances[entry.account] += sign * entry.amount_minor
        if entry.to_account is not None:
            balances[entry.to_account] += entry.amount_minor
        by_day[entry.date] = balances
    return list(by_day.values())


def test_on_every_day_they_are_of_14_months_until_that_day_and_few_enough_for_one_commit() -> None:
    for today in DAYS:
        found = [entry.date for entry in samples(today)]
        months = sample_months(today)

        assert 190 <= len(found) <= MAX_SAMPLES, today
        assert found == sorted(found)
        assert found[-1] <= today
        assert len(months) == 14
        assert {Month.of(day) for day in found} == set(months), today


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2024, 3, 1), date(2025, 12, 31)])
def test_every_month_has_a_salary_a_rent_and_both_transfers_unless_their_day_is_to_come(
    today: date,
) -> None:
    *whole_months, this_month = sample_months(today)
    found = samples(today)
    for month in whole_months:
        texts = Counter(entry.text for entry in found if Month.of(entry.date) == month)
        assert [texts[t] for t in ("salary", "rent", "saving", "card_payment")] == [1, 1, 1, 1]
        assert texts["groceries"] == 4
    assert [e.text for e in found if Month.of(e.date) == this_month] != []


def test_pay_days_are_no_weekends_and_groceries_are_bought_on_saturdays() -> None:
    found = samples(date(2026, 11, 27))

    assert {e.date.weekday() for e in found if e.text == "groceries"} == {5}
    paid = {"salary", "rent", "transit", "saving", "card_payment", "project", "power", "internet"}
    assert {e.date.weekday() for e in found if e.text in paid} <= {0, 1, 2, 3, 4}


def test_a_leap_day_is_the_end_of_its_month() -> None:
    dates = [entry.date for entry in samples(date(2024, 12, 31))]

    assert date(2024, 2, 29) in {month.last_day for month in sample_months(date(2024, 12, 31))}
    assert max(day for day in dates if Month.of(day) == Month(2024, 3)) == date(2024, 3, 31)


@settings(max_examples=25)
@given(days, currencies, seeds)
def test_each_whole_month_spends_something_and_saves_something(
    today: date, currency: str, seed: int
) -> None:
    found = samples(today, currency, seed)
    for month in sample_months(today)[:-1]:
        income = total(found, TransactionType.INCOME, month)
        expenses = total(found, TransactionType.EXPENSE, month)
        assert 0 < expenses * 10 < income * 9, month


@settings(max_examples=25)
@given(days, currencies, seeds)
def test_no_account_is_overdrawn_and_the_card_always_has_a_debt(
    today: date, currency: str, seed: int
) -> None:
    for balances in balances_by_day(samples(today, currency, seed), currency):
        assert balances[SampleAccount.CHECKING] > 0
        assert balances[SampleAccount.SAVINGS] > 0
        assert balances[SampleAccount.CARD] < 0


@settings(max_examples=25)
@given(days, currencies, seeds)
def test_amounts_are_positive_and_storable_but_for_one_refund_of_a_purchase(
    today: date, currency: str, seed: int
) -> None:
    found = samples(today, currency, seed)
    by_text = {entry.text: entry for entry in found}

    assert [entry.text for entry in found if entry.amount_minor <= 0] == ["refund"]
    assert by_text["refund"].amount_minor == -by_text["shoes"].amount_minor
    assert by_text["refund"].date > by_text["shoes"].date
    assert max(abs(entry.amount_minor) for entry in found) <= MAX_AMOUNT_MINOR


@pytest.mark.parametrize(
    ("currency", "salary", "rent"),
    [
        ("USD", 275_000, 120_000),
        ("EUR", 275_000, 120_000),
        ("JPY", 415_000, 175_000),
        ("KWD", 825_000, 355_000),
        ("KRW", 1_950_000, 825_000),
        ("IDR", 1_400_000_000, 590_000_000),
    ],
)
def test_amounts_are_plausible_in_the_currency(currency: str, salary: int, rent: int) -> None:
    by_text = {entry.text: entry.amount_minor for entry in samples(date(2026, 11, 27), currency)}

    assert (by_text["salary"], by_text["rent"]) == (salary, rent)


@pytest.mark.parametrize(("currency", "step"), [("JPY", 10), ("KWD", 5), ("USD", 1), ("KRW", 10)])
def test_prices_are_multiples_of_a_usual_step(currency: str, step: int) -> None:
    found = samples(date(2026, 11, 27), currency)

    assert {e.amount_minor % step for e in found if not e.parts} == {0}


def test_the_split_purchase_adds_up_to_the_minor_unit() -> None:
    for currency in EXPONENTS:
        [split] = [entry for entry in samples(date(2026, 11, 27), currency) if entry.parts]
        assert sum(amount_minor for _, amount_minor in split.parts) == split.amount_minor
        assert all(amount_minor > 0 for _, amount_minor in split.parts)
        assert split.category is None


def test_their_categories_are_those_of_a_new_ledger() -> None:
    found = samples(date(2026, 11, 27))
    used = {(EntryType(e.type), e.category) for e in found if e.category is not None}
    used |= {(EntryType(e.type), name) for e in found for name, _ in e.parts}

    assert used == DEFAULTS


@settings(max_examples=25)
@given(days, currencies, seeds)
def test_the_same_seed_gives_the_same_until_an_earlier_day(
    today: date, currency: str, seed: int
) -> None:
    whole = samples(Month.of(today).last_day, currency, seed)

    assert samples(today, currency, seed) == [entry for entry in whole if entry.date <= today]


def test_another_seed_gives_others() -> None:
    assert samples(date(2026, 3, 15), seed=1) != samples(date(2026, 3, 15), seed=2)
