"""Past amounts that no recurring entry explains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shared.errors import InvalidArgument
from shared.models.ledger.category import EntryType
from shared.models.ledger.summary import SummaryTotals
from shared.models.ledger.transactions.booking import transaction_from_input
from shared.models.ledger.transactions.transaction import Transaction, TransactionType
from shared.models.planning.forecasts.expected import MAX_AMOUNTS, Effects
from shared.models.planning.forecasts.unscheduled import Unscheduled, unscheduled
from shared.models.planning.recurring import AmountChange, CurrencyAmount, Recurring, Template
from shared.models.values.dates import Month
from tests.unit.examples import NOON, account, category, sample_ledger, transaction
from tests.unit.planning.examples import recurring
from tests.unit.planning.schedules import made

LEDGER = sample_ledger(
    category("rent", "Rent"),
    category("food", "Food"),
    category("pay", "Pay", type=EntryType.INCOME),
    accounts={"main": account(), "savings": account("savings", "Savings")},
)
MONTHS = [Month(2025, 9), Month(2025, 10), Month(2025, 11)]


def book(one: Recurring, amount: CurrencyAmount) -> Transaction:
    return transaction_from_input(LEDGER, one.template.draft(NOON.date(), amount), NOON)


def entry(kind: str = "EXPENSE", amount: str = "9.00", **fields: Any) -> Recurring:
    parts = {
        "category_id": "rent" if kind == "EXPENSE" else "pay" if kind == "INCOME" else None,
        "account_id": "main",
        "to_account_id": "savings" if kind == "TRANSFER" else None,
    }
    template = Template(type=TransactionType(kind), amount=Decimal(amount), currency="USD", **parts)
    return recurring(template=template, **fields)


def on(day: date, minor: int, category_id: str = "rent", **fields: Any) -> Transaction:
    kind = TransactionType.INCOME if category_id == "pay" else TransactionType.EXPENSE
    return transaction(date=day, amount_minor=minor, category_id=category_id, type=kind, **fields)


def found_of(
    entries: Sequence[Recurring],
    transactions: Sequence[Transaction],
    percent: Mapping[str, int] | None = None,
) -> Unscheduled:
    totals = {
        month: SummaryTotals.of(one for one in transactions if Month.of(one.date) == month)
        for month in MONTHS
    }
    return unscheduled(LEDGER, MONTHS, totals, entries, Effects(book), percent or {})


FROM_AUGUST = made(start="2025-08-05", frequency="MONTHLY")
FROM_MARCH = made(start="2026-03-05", frequency="MONTHLY")


def test_without_entries_everything_is_unscheduled() -> None:
    found = found_of([], [on(date(2025, 9, 3), 500), on(date(2025, 11, 3), 700, "food"),
                          on(date(2025, 11, 4), 4000, "pay")])  # fmt: skip

    assert found.expenses == (500, 0, 700)
    assert found.income == (0, 0, 4000)
    assert found.categories == {"food": (0, 0, 700), "pay": (0, 0, 4000), "rent": (500, 0, 0)}
    assert found.accounts == {"main": (-500, 0, 3300)}


def test_what_an_entry_plans_is_explained_by_it_at_most_as_far_as_it_was_paid() -> None:
    paid = [on(date(2025, 9, 5), 900), on(date(2025, 9, 8), 100), on(date(2025, 10, 5), 500)]

    found = found_of([entry(schedule=FROM_AUGUST)], paid)

    assert found.categories == {"rent": (100, 0, 0)}
    assert found.accounts == {"main": (-100, 0, 0)}


def test_a_refund_is_not_explained_by_an_entry() -> None:
    found = found_of([entry(schedule=FROM_AUGUST)], [on(date(2025, 9, 5), -50)])

    assert found.categories == {"rent": (-50, 0, 0)}
    assert found.accounts == {"main": (50, 0, 0)}


def test_a_rent_that_was_paid_before_its_entry_began_is_not_expected_twice() -> None:
    paid = [on(date(2025, 9, 5), 900), on(date(2025, 10, 5), 950)]

    found = found_of([entry(schedule=FROM_MARCH, next_nominal=date(2026, 3, 5))], paid)

    assert found.categories == {"rent": (0, 50, 0)}
    assert found.accounts == {"main": (0, -50, 0)}


def test_an_entry_that_is_over_or_paused_explains_nothing_before_its_start() -> None:
    paid = [on(date(2025, 9, 5), 900)]

    for fields in ({"next_nominal": None}, {"paused": True}):
        found = found_of([entry(schedule=FROM_MARCH, **fields)], paid)
        assert found.categories == {"rent": (900, 0, 0)}


def test_yearly_payments_before_the_start_are_in_the_same_month() -> None:
    yearly = made(start="2026-10-05", frequency="YEARLY")
    paid = [on(date(2025, 9, 5), 900), on(date(2025, 10, 5), 950)]

    found = found_of([entry(schedule=yearly, next_nominal=date(2026, 10, 5))], paid)

    assert found.categories == {"rent": (900, 50, 0)}


def test_transfers_are_explained_from_their_start_on() -> None:
    moved = [
        transaction(
            type=TransactionType.TRANSFER,
            category_id=None,
            to_account_id="savings",
            date=date(2025, month, 5),
            amount_minor=900,
        )
        for month in (9, 10, 11)
    ]
    schedule = made(start="2025-10-05", frequency="MONTHLY")

    found = found_of([entry("TRANSFER", schedule=schedule)], moved)

    assert found.accounts == {"main": (-900, 0, 0), "savings": (900, 0, 0)}


def test_a_category_that_is_scaled_moves_the_accounts_in_proportion() -> None:
    spent = [
        on(date(2025, 9, 3), 300, "food"),
        on(date(2025, 9, 4), 100, "rent", account_id="savings"),
    ]

    found = found_of([], spent, {"food": 80})

    assert found.categories["food"] == (240, 0, 0)
    assert found.expenses == (340, 0, 0)
    assert found.accounts == {"main": (-255, 0, 0), "savings": (-85, 0, 0)}


def test_income_that_is_scaled_is_income() -> None:
    found = found_of([], [on(date(2025, 9, 3), 300, "pay")], {"pay": 150})

    assert found.income == (450, 0, 0)
    assert found.accounts == {"main": (450, 0, 0)}


def test_the_amounts_of_a_month_are_explained_together_by_one_booking() -> None:
    daily = made(start="2025-09-01", frequency="DAILY")
    raised = tuple(
        AmountChange(from_=date(2025, 9, number), amount=Decimal(number), currency="USD")
        for number in range(2, 31)
    )
    booked: list[CurrencyAmount] = []

    def counted(one: Recurring, amount: CurrencyAmount) -> Transaction:
        booked.append(amount)
        return book(one, amount)

    paid = [on(date(2025, 9, 30), 50_000)]
    totals = {MONTHS[0]: SummaryTotals.of(paid)}
    one = entry(schedule=daily, amount="1.00", amount_changes=raised)
    found = unscheduled(LEDGER, MONTHS[:1], totals, [one], Effects(counted), {})

    assert found.categories == {"rent": (50_000 - 46_500,)}
    assert found.accounts == {"main": (-3_500,)}
    assert len(booked) == 1


def test_more_amounts_than_are_calculated_are_refused_by_the_days() -> None:
    effects = Effects(lambda _one, _amount: on(date(2025, 9, 3), 500))
    one = entry()
    for number in range(MAX_AMOUNTS):
        effects.of(one, CurrencyAmount(Decimal(number + 1), "USD"))

    with pytest.raises(InvalidArgument) as raised:
        effects.of(one, CurrencyAmount(Decimal("0.5"), "USD"))

    assert [error.field for error in raised.value.errors] == ["days"]
    assert effects.of(one, CurrencyAmount(Decimal(1), "USD")) is not None
