"""A demo's sample transactions are believable on whatever day the demo is opened."""

import random
from datetime import date, timedelta

import pytest

from shared.models.ledger.category import EntryType
from shared.models.ledger.defaults import default_categories
from shared.models.ledger.samples import Sample, sample_entries
from shared.models.ledger.transaction import TransactionDraft
from shared.models.values.dates import Month
from shared.models.values.money import format_minor
from tests.unit.examples import NOON

DAYS = [date(2023, 12, 1) + timedelta(days=number) for number in range(3 * 366)]
DEFAULTS = {(category.type, category.name) for category in default_categories(NOON)}
SIZES = {"JPY": 1, "USD": 1, "KWD": 10}


def samples(today: date, currency: str = "USD", seed: int = 1) -> list[Sample]:
    return sample_entries(today, currency, random.Random(seed))  # noqa: S311 (no secret)


@pytest.mark.parametrize("currency", sorted(SIZES))
def test_on_every_day_they_are_about_60_over_three_months_and_none_lies_ahead(
    currency: str,
) -> None:
    for today in DAYS:
        found = [sample.date for sample in samples(today, currency)]
        this_month = Month.of(today)
        before = this_month.previous

        assert 60 <= len(found) <= 65, today
        assert found == sorted(found)
        assert found[-1] <= today
        assert {Month.of(day) for day in found} == {this_month, before, before.previous}


def test_on_every_day_their_categories_are_of_a_new_ledger() -> None:
    for today in DAYS:
        assert {(sample.type, sample.category) for sample in samples(today)} <= DEFAULTS


@pytest.mark.parametrize("currency", sorted(SIZES))
@pytest.mark.parametrize("today", [date(2026, 3, 1), date(2026, 3, 15), date(2024, 2, 29)])
def test_amounts_have_a_dollars_size_and_only_the_refund_is_negative(
    today: date, currency: str
) -> None:
    found = samples(today, currency)

    assert [sample.description for sample in found if sample.amount_minor <= 0] == [
        "Refund of returned shoes"
    ]
    sizes = [abs(sample.amount_minor) // SIZES[currency] for sample in found]
    assert all(450 <= size <= 420_000 for size in sizes)
    assert {sample.amount_minor % SIZES[currency] for sample in found} == {0}


def test_the_refund_is_of_what_money_was_spent_on() -> None:
    (refund,) = [sample for sample in samples(date(2026, 3, 1)) if sample.amount_minor < 0]

    assert (refund.type, refund.category, refund.amount_minor) == (
        EntryType.EXPENSE,
        "Shopping",
        -3990,
    )


@pytest.mark.parametrize("months_ago", [0, 1, 2])
def test_each_whole_month_saves_something(months_ago: int) -> None:
    found = samples(date(2026, 3, 31))
    month = date(2026, 3 - months_ago, 1)
    in_month = [sample for sample in found if sample.date.replace(day=1) == month]
    income, expenses = (
        sum(s.amount_minor for s in in_month if s.type is entry_type) for entry_type in EntryType
    )

    assert 0 < expenses < income


@pytest.mark.parametrize("today", [date(2026, 3, 1), date(2026, 3, 31)])
def test_they_could_have_been_recorded_by_hand(today: date) -> None:
    for sample in samples(today):
        draft = TransactionDraft.model_validate(
            {
                "type": sample.type,
                "amount": format_minor(sample.amount_minor, "USD"),
                "category_id": "x",
                "date": sample.date,
                "description": sample.description,
                "tags": list(sample.tags),
            }
        )
        assert (draft.description, draft.tags) == (sample.description, sample.tags)


def test_they_are_the_same_for_the_same_seed_and_others_for_another() -> None:
    today = date(2026, 3, 15)

    assert samples(today, seed=1) == samples(today, seed=1)
    assert samples(today, seed=1) != samples(today, seed=2)
