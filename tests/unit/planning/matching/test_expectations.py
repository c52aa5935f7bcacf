"""Occurrences as they are matched, and the amounts that are expected."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shared.models.planning.expected_amount import ExpectedAmount
from shared.models.planning.matching.expectations import (
    Expectation,
    Paid,
    expectations,
    is_new_price,
    payee_words,
    reach_of,
)
from shared.models.planning.occurrence import OccurrenceState, planned_occurrence
from shared.models.planning.recurring import AmountChange
from shared.models.values.dates import DateRange
from tests.unit.examples import NOON
from tests.unit.planning.examples import recurring
from tests.unit.planning.schedules import made

MAY = date(2026, 5, 1)


def expected(*amounts: int, changes: Iterable[AmountChange] = (), **fields: Any) -> ExpectedAmount:
    """Return what is expected in May after amounts of the months from January on."""
    entry = recurring(amount_changes=tuple(changes))
    occurrence = planned_occurrence(entry, MAY, NOON).model_copy(update=fields)
    history = [Paid(date(2026, month, 1), one) for month, one in enumerate(amounts, start=1)]
    return Expectation(entry, occurrence).expected(history)


def test_amounts_follow_the_history_and_the_plan() -> None:
    assert expected() == ExpectedAmount.exactly(1_000)
    assert expected(1_000, 1_000) == ExpectedAmount.exactly(1_000)
    assert expected(1_200, 1_200) == ExpectedAmount(1_000, 1_200, 1_200)
    assert expected(900, 1_300, 1_100) == ExpectedAmount(900, 1_300, 1_100)
    assert expected(900, 900, amount=Decimal("7.00"), currency="EUR") == (
        ExpectedAmount.exactly(700)
    )


def test_a_planned_change_of_the_amount_begins_a_new_history() -> None:
    from_march = AmountChange(from_=date(2026, 3, 1), amount=Decimal("12.00"), currency="EUR")
    later = AmountChange(from_=date(2026, 6, 1), amount=Decimal("99.00"), currency="EUR")
    assert expected(1_000, 1_000, changes=[from_march, later]) == ExpectedAmount.exactly(1_200)
    after = expected(1_000, 1_000, 1_250, 1_250, changes=[from_march])
    assert after == ExpectedAmount(1_200, 1_250, 1_250)


@pytest.mark.parametrize(
    ("history", "amount", "is_new"),
    [
        ([], 1_000, False),
        ([1_000], 1_200, False),
        ([1_000, 1_000], 1_200, True),
        ([1_000, 1_000], 1_020, False),
        ([1_000, 1_000], 1_021, True),
        ([1_000, 1_000], 979, True),
        ([1_000, 1_000, 1_200], 1_200, False),
        ([1_000, 1_200, 1_200], 1_200, False),
    ],
)
def test_a_price_is_new_after_equal_ones(history: list[int], amount: int, *, is_new: bool) -> None:
    assert is_new_price(history, amount) is is_new


def test_occurrences_that_need_a_transaction_are_compared() -> None:
    entry = recurring(next_nominal=date(2026, 3, 1), ahead=(date(2026, 4, 1),))
    days = DateRange(date(2026, 3, 1), date(2026, 3, 31))

    def stored(month: int, state: OccurrenceState) -> Any:
        planned = planned_occurrence(entry, date(2026, month, 1), NOON)
        return planned.model_copy(update={"state": state, "transaction_id": "t"})

    found = list(
        expectations(
            [entry],
            [
                stored(1, OccurrenceState.POSTED),
                stored(2, OccurrenceState.MISSED),
                stored(4, OccurrenceState.MATCHED),
            ],
            days,
            NOON,
        )
    )

    assert [(one.key[1].month, one.booked_id) for one in found][:3] == [
        (1, "t"), (2, None), (3, None),
    ]  # fmt: skip
    assert 4 not in [one.key[1].month for one in found]
    paused = recurring(paused=True)
    assert list(expectations([paused], [], days, NOON)) == []


def test_what_was_planned_long_before_the_days_is_not_compared() -> None:
    daily = made(start="2024-01-01", frequency="DAILY")
    entry = recurring(schedule=daily, next_nominal=date(2024, 1, 1))
    march = DateRange(date(2026, 3, 1), date(2026, 3, 31))

    found = [one.key[1] for one in expectations([entry], (), march, NOON)]

    assert (found[0], found[-1]) == (date(2026, 1, 28), date(2026, 5, 2))


def test_the_reach_follows_the_period() -> None:
    weekly = made(start="2026-01-01", frequency="WEEKLY")
    yearly = made(start="2026-01-01", frequency="YEARLY")
    assert [reach_of(recurring(schedule=one)) for one in (weekly, yearly)] == [4, 183]


def test_payees_are_words() -> None:
    assert payee_words("GYM, Berlin!") == payee_words("berlin gym")
    assert payee_words(" -- ") is None
    assert payee_words(None) is None
