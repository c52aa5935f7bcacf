"""Sample transactions of a demo: three months of a person with a salary."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from shared.models.ledger.category import EntryType
from shared.models.values.currency import exponent_of
from shared.models.values.dates import Month


@dataclass(frozen=True)
class Sample:
    """Sample entry; the category is given by its default name."""

    type: EntryType
    category: str
    amount_minor: int
    date: date
    description: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Habit:
    """Recurring sample on certain days of every month; amounts in US cents."""

    type: EntryType
    category: str
    description: str
    days: tuple[int, ...]
    low_cents: int
    high_cents: int
    tags: tuple[str, ...] = ()


_I, _E = EntryType.INCOME, EntryType.EXPENSE
_HABITS = (
    _Habit(_I, "Salary", "Monthly salary", (1,), 420_000, 420_000),
    _Habit(_I, "Freelance", "Website project", (18,), 35_000, 90_000, ("side-job",)),
    _Habit(_I, "Interest", "Savings interest", (28,), 800, 1_600),
    _Habit(_E, "Rent", "Rent", (1,), 135_000, 135_000, ("home",)),
    _Habit(_E, "Utilities", "Electricity and gas", (5,), 7_000, 12_500, ("home",)),
    _Habit(_E, "Utilities", "Internet", (8,), 4_500, 4_500, ("home",)),
    _Habit(_E, "Groceries", "Supermarket", (2, 9, 16, 23), 4_200, 11_800),
    _Habit(_E, "Groceries", "Farmers' market", (12, 26), 1_200, 3_400),
    _Habit(_E, "Dining", "Café", (3, 19), 450, 980),
    _Habit(_E, "Dining", "Dinner with friends", (14,), 2_800, 6_500),
    _Habit(_E, "Transport", "Transit pass", (2,), 7_000, 7_000),
    _Habit(_E, "Transport", "Taxi home", (21,), 1_400, 2_900),
    _Habit(_E, "Health", "Pharmacy", (11,), 900, 3_200),
    _Habit(_E, "Entertainment", "Streaming subscription", (6,), 1_599, 1_599),
    _Habit(_E, "Entertainment", "Cinema", (22,), 1_300, 2_600),
    _Habit(_E, "Shopping", "Clothes", (17,), 3_500, 9_500),
)
_REFUND = _Habit(_E, "Shopping", "Refund of returned shoes", (28,), -3_990, -3_990, ("refund",))
_OCCASIONS = (
    (2, _Habit(_E, "Travel", "Weekend by the sea", (24,), 14_500, 32_000, ("trip",))),
    (1, _Habit(_E, "Shopping", "Birthday present", (13,), 2_500, 6_000, ("gift",))),
    (2, _Habit(_E, "Health", "Dentist", (10,), 6_500, 14_000)),
    (1, _Habit(_E, "Dining", "Lunch with colleagues", (7, 20, 27), 1_100, 2_400)),
    (2, _Habit(_E, "Transport", "Train ticket", (24, 25), 1_900, 4_400, ("trip",))),
    (1, _Habit(_E, "Other expenses", "Haircut", (15,), 2_800, 4_200)),
    (2, _Habit(_E, "Entertainment", "Books", (4,), 1_500, 3_600)),
    (1, _Habit(_I, "Other income", "Sold old bicycle", (25,), 9_000, 14_000)),
    (2, _Habit(_E, "Dining", "Lunch with colleagues", (15, 27), 1_100, 2_400)),
    (1, _Habit(_E, "Entertainment", "Concert tickets", (10,), 4_500, 9_000)),
    (2, _Habit(_E, "Other expenses", "Donation", (20,), 2_000, 5_000)),
)
"""Samples that occur once, with their age in months; used if the current month is young."""

_WANTED = 60
_CENTS_DECIMALS = 2


def sample_entries(today: date, currency: str, rng: random.Random) -> list[Sample]:
    """Return about 60 entries of this month and the two before, oldest first, until ``today``.

    Amounts have a dollar's size: with fewer decimals than two the number of minor units stays
    (1,250 yen for 12.50 dollars), with more the value stays.
    """
    this_month = Month.of(today)
    months = (this_month, this_month.previous, this_month.previous.previous)
    entries = [
        sample
        for month in months
        for habit in _HABITS
        for sample in _entries_of(habit, month, currency, rng)
        if sample.date <= today
    ]
    entries.extend(_entries_of(_REFUND, this_month.previous, currency, rng))
    for months_ago, occasion in _OCCASIONS:
        if len(entries) < _WANTED:
            entries.extend(_entries_of(occasion, months[months_ago], currency, rng))
    return sorted(entries, key=lambda sample: sample.date)


def _entries_of(habit: _Habit, month: Month, currency: str, rng: random.Random) -> Iterator[Sample]:
    for day in habit.days:
        cents = rng.randint(habit.low_cents, habit.high_cents)
        yield Sample(
            habit.type,
            habit.category,
            _scaled(cents, currency),
            date(month.year, month.month, day),
            habit.description,
            habit.tags,
        )


def _scaled(cents: int, currency: str) -> int:
    surplus = max(0, exponent_of(currency) - _CENTS_DECIMALS)
    return int(cents * 10**surplus)
