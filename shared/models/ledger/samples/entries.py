"""Sample entries without their texts: 14 calendar months, the last one until today.

The entries have keys instead of names; ``texts.py`` has the names in each language.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import accumulate, repeat

from shared.models.ledger.samples.amounts import scaled
from shared.models.ledger.samples.habits import (
    CARD_PAYMENT,
    HABITS,
    OCCASIONS,
    OPENING_CENTS,
    PURCHASE,
    PURCHASE_SHARES,
    RAISED_MONTHS,
    SAVING,
    Habit,
)
from shared.models.ledger.samples.texts import SampleAccount
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.values.dates import Month
from shared.models.values.frozen import frozen

SAMPLE_MONTHS = 14

_WINTER = frozenset({11, 12, 1, 2, 3})


@frozen
class Sample:
    """Sample entry; texts, payee and tags are keys, categories the English default names.

    An entry has a category or ``parts``, which are categories and amounts; a transfer has
    ``to_account`` instead.
    """

    text: str
    type: TransactionType
    amount_minor: int
    date: date
    account: SampleAccount
    to_account: SampleAccount | None = None
    category: str | None = None
    parts: tuple[tuple[str, int], ...] = ()
    payee: str | None = None
    tags: tuple[str, ...] = ()


def sample_months(today: date) -> list[Month]:
    """Return the months of the samples, oldest first."""
    months = accumulate(repeat(None, SAMPLE_MONTHS - 1), _before, initial=Month.of(today))
    return sorted(months)


def opening_minor(account: SampleAccount, currency: str) -> int:
    """Return the opening balance of an account in minor units; a debt is negative."""
    return scaled(OPENING_CENTS[account], currency, is_round=True)


def sample_entries(today: date, currency: str, rng: random.Random) -> list[Sample]:
    """Return the entries, oldest first, none after ``today``.

    The same random numbers give the same entries, until an earlier day of the month the same
    without the last ones. Each month's payment of the card is what was charged in the month before,
    so the card always has a debt.
    """
    charged_minor = -opening_minor(SampleAccount.CARD, currency)
    entries: list[Sample] = []
    for age, month in zip(range(SAMPLE_MONTHS - 1, -1, -1), sample_months(today), strict=True):
        new = [
            *_entries_of(month, age, currency, rng),
            *_transfers_of(month, charged_minor, currency, rng),
        ]
        charged_minor = sum(e.amount_minor for e in new if e.account is SampleAccount.CARD)
        entries.extend(entry for entry in new if entry.date <= today)
    return sorted(entries, key=lambda entry: entry.date)


def _before(month: Month, _: None) -> Month:
    return month.previous


def _entries_of(month: Month, age: int, currency: str, rng: random.Random) -> Iterator[Sample]:
    """Yield the income and expenses of a month that is ``age`` months before the last one."""
    for habit in HABITS:
        yield from _occurrences(_at_price_of(habit, age), month, currency, rng)
    for occasion in OCCASIONS:
        if occasion.age == age:
            yield from _occurrences(occasion.habit, month, currency, rng)
    if age == 1:
        for entry in _occurrences(PURCHASE, month, currency, rng):
            yield _split(entry)


def _at_price_of(habit: Habit, age: int) -> Habit:
    """Return a habit with its price of the month that is ``age`` months before the last one."""
    if habit.raised_cents is None or age >= RAISED_MONTHS:
        return habit
    return replace(habit, low_cents=habit.raised_cents, high_cents=habit.raised_cents)


def _occurrences(habit: Habit, month: Month, currency: str, rng: random.Random) -> Iterator[Sample]:
    for day in habit.schedule(month, rng):
        cents = rng.randint(habit.low_cents, habit.high_cents)
        if habit.is_seasonal and month.month in _WINTER:
            cents += cents // 2
        yield Sample(
            text=habit.text,
            type=TransactionType(habit.type),
            amount_minor=scaled(cents, currency, is_round=habit.is_fixed),
            date=day,
            account=habit.account,
            category=habit.category,
            payee=habit.payee,
            tags=habit.tags,
        )


def _transfers_of(
    month: Month, charged_minor: int, currency: str, rng: random.Random
) -> Iterator[Sample]:
    """Yield the month's transfer to the savings, and the payment of the card."""
    saved_minor = scaled(SAVING.low_cents, currency, is_round=True)
    for habit, amount_minor, account in (
        (SAVING, saved_minor, SampleAccount.SAVINGS),
        (CARD_PAYMENT, charged_minor, SampleAccount.CARD),
    ):
        [day] = habit.schedule(month, rng)
        yield Sample(
            text=habit.text,
            type=TransactionType.TRANSFER,
            amount_minor=amount_minor,
            date=day,
            account=habit.account,
            to_account=account,
        )


def _split(entry: Sample) -> Sample:
    """Return the purchase in several categories."""
    *first, (last_category, _) = PURCHASE_SHARES
    total = sum(share for _, share in PURCHASE_SHARES)
    parts = [(category, entry.amount_minor * share // total) for category, share in first]
    parts.append((last_category, entry.amount_minor - sum(minor for _, minor in parts)))
    return replace(entry, category=None, parts=tuple(parts))
