"""An account without foreign money keeps none of its value, whatever the rates of the days were."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain

import pytest

from shared.models.currencies.rate import Rate, RateSource
from shared.models.imports.currencies.held_currencies import (
    ExchangedRows,
    HeldAmount,
    at_average_cost,
    costs_of,
    not_recorded,
)
from shared.models.imports.duplicates import KnownRows
from shared.models.imports.import_options import ImportOptions
from shared.models.imports.import_plan import OtherAmounts, PlanRow, RowStatus
from shared.models.imports.planned_rows import transaction_of_row
from shared.models.imports.recorded_rows import judged
from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.reading import read_rows
from shared.models.imports.statements.results import StatementRow
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.values.money import MAX_AMOUNT_MINOR
from tests.unit.examples import NOON
from tests.unit.imports.planning import empty_plan, in_euros, planner_of

NEW, DUPLICATE = RowStatus.NEW, RowStatus.DUPLICATE
HEADER = "Type,Started Date,Description,Amount,Currency,State"
JANUARY = date(2026, 1, 1)


def find(base: str, quote: str, day: date, /) -> Rate | None:
    """Return the rate of a day: a euro costs a cent more each day, 1.00 dollars on 1 January."""
    price = 1 + Decimal((day - JANUARY).days) / 100
    prices = {"EUR": Decimal(1), "USD": price, "JPY": Decimal(150)}
    if base not in prices or quote not in prices:
        return None
    return Rate(base, quote, prices[quote], day, RateSource.ECB, denominator=prices[base])


def exchange(day: int, out: str, came: str) -> list[str]:
    """Return the two rows of an exchange."""
    at = f"{JANUARY + timedelta(day - 1)} 10:00:00"
    amounts = (one.split() for one in (f"-{out}", came))
    return [f"EXCHANGE,{at},Exchanged,{amount},{code},COMPLETED" for amount, code in amounts]


def card(day: int, amount: str, text: str = "Museum") -> list[str]:
    """Return the row of a payment."""
    at = f"{JANUARY + timedelta(day - 1)} 12:00:00"
    number, code = amount.split()
    return [f"CARD_PAYMENT,{at},{text},{number},{code},COMPLETED"]


def plan(
    *parts: list[str], known: Sequence[Transaction] = (), header: str = HEADER, **accounts: str
) -> list[PlanRow]:
    """Return the plan of a file in a ledger in euros that has recorded these transactions."""
    file = CsvFile("\n".join([header, *chain.from_iterable(parts)]).encode())
    of = in_euros(**accounts)
    planner = planner_of(file, of, ImportOptions(), find)
    rows = planner.plan(read_rows(file, planner.detected.layout, planner.known_currencies))
    recorded = KnownRows("main", "another import", 0)
    recorded.add(known)
    found = [judged(row, recorded, of, "main") for row in rows]
    return planner.join_exchanges(found, recorded.find_booked)


def transactions_of(rows: Sequence[PlanRow]) -> list[Transaction]:
    """Return the transactions that the rows become."""
    of = in_euros()
    new = (row for row in rows if row.status is NEW)
    return [transaction_of_row(of, empty_plan(of), row, NOON, find) for row in new]


def booked(rows: Sequence[PlanRow]) -> list[int]:
    """Return the amounts that are booked."""
    return [row.amount_minor for row in rows if row.status is NEW]


OUT = exchange(11, "100.00 EUR", "110.00 USD")
BACK = exchange(26, "110.00 USD", "87.00 EUR")


def test_an_exchange_and_one_back_at_another_rate_leave_what_the_file_has() -> None:
    rows = plan(OUT, BACK)

    # 110.00 dollars are 100.00 euros on the 11th, and would be 88.00 on the 26th.
    assert booked(rows) == [-1300]
    assert rows[3].reason == (
        "the difference of an exchange with line 4 on one account, with its fee; the amount in EUR "
        "is estimated from 110.00 USD at the average cost of the USD on the account"
    )
    assert [row.status for row in rows[:2]] == [RowStatus.JOINED] * 2


def test_a_payment_is_booked_at_the_average_cost_of_what_was_exchanged() -> None:
    more = exchange(16, "100.00 EUR", "115.00 USD")
    rows = plan(OUT, more, card(21, "-45.00 USD"), exchange(26, "180.00 USD", "144.00 EUR"))

    # 225.00 dollars have cost 200.00 euros, so 45.00 have cost 40.00, and the others 160.00.
    assert booked(rows) == [-4000, -1600]
    payment = rows[4]
    assert payment.other is not None
    assert payment.other.is_amount_estimated
    assert payment.reason == (
        "the amount in EUR is estimated from 45.00 USD at the average cost of the USD on the "
        "account"
    )


def test_payments_without_an_exchange_are_booked_at_the_rate_of_their_days() -> None:
    refund, other = card(1, "110.00 USD", "Refund"), card(2, "-5.00 EUR")

    assert booked(plan(refund, other, card(11, "-110.00 USD"))) == [11000, -500, -10000]


def test_money_that_was_not_exchanged_in_the_file_counts_at_the_rate_of_its_day() -> None:
    rows = plan(exchange(11, "220.00 USD", "199.00 EUR"), exchange(26, "125.00 EUR", "156.25 USD"))

    # 220.00 dollars were worth 200.00 euros. 156.25 of them are paid back at this average: 142.05.
    assert booked(rows) == [-100, 14205 - 12500]


def test_income_is_booked_at_the_rate_of_its_day_also_if_it_is_spent_before() -> None:
    rows = plan(
        card(11, "-110.00 USD"), card(26, "250.00 USD", "Salary"),
        exchange(26, "140.00 USD", "111.00 EUR"),
    )  # fmt: skip

    assert booked(rows) == [-10000, 20000, -100]


def test_an_implausible_average_is_not_taken_for_a_payment() -> None:
    first = exchange(1, "100.00 EUR", "100.00 USD")

    # At the rate of the days they are 60 / 1.99 = 30.15 and 60 / 2.01 = 29.85 euros.
    assert booked(plan(first, card(100, "-60.00 USD"))) == [-6000]
    assert booked(plan(first, card(102, "-60.00 USD"))) == [-2985]
    assert booked(plan(first, exchange(102, "100.00 USD", "49.00 EUR"))) == [-5100]


def test_a_recorded_exchange_tells_the_cost_of_what_is_exchanged_back_later() -> None:
    before = [
        one.model_copy(update={"amount_minor": 321}) for one in transactions_of(
            plan(exchange(11, "100.00 EUR", "108.90 USD"), card(11, "-9.90 USD"))
        ) if one.original is None
    ]  # fmt: skip
    rows = plan(
        exchange(11, "100.00 EUR", "108.90 USD"), exchange(26, "108.90 USD", "87.00 EUR"),
        known=before,
    )  # fmt: skip

    # The 108.90 dollars are recorded at 100.00 - 3.21 euros, not at 99.00.
    assert [row.status for row in rows[:2]] == [DUPLICATE] * 2
    assert [row.amount_minor for row in rows[:2]] == [-10000, 9900]
    assert booked(rows) == [8700 - 9679]


def test_a_recorded_payment_leaves_what_the_rest_has_cost() -> None:
    [_, payment] = transactions_of(
        plan(exchange(11, "100.10 EUR", "110.00 USD"), card(12, "-11 USD"))
    )
    known = [payment.model_copy(update={"amount_minor": 1500})]
    rows = plan(OUT, card(12, "-11 USD"), exchange(26, "99.00 USD", "80.00 EUR"), known=known)

    assert (rows[2].status, rows[2].amount_minor) == (DUPLICATE, -991)
    assert booked(rows) == [8000 - 8500]


def test_a_row_that_the_file_repeats_is_held_once() -> None:
    rows = [
        StatementRow(line=line, date=JANUARY, amount_minor=amount, currency="USD")
        for line, amount in ((2, 200), (3, -100), (4, -100), (5, -100))
    ]
    booked_minor = {2: 100, 3: -40, 4: -40, 5: -45}
    plans = {
        row.line: PlanRow(
            row.line, NEW, amount_minor=booked_minor[row.line], occurrence=1,
            other=OtherAmounts("EUR", row.amount_minor, "USD", is_amount_estimated=True),
        )
        for row in rows
    }  # fmt: skip
    plans[4] = plans[4]._replace(status=DUPLICATE, occurrence=0)
    exchange = ExchangedRows(PlanRow(1, NEW, amount_minor=-100), plans[2])

    changed = at_average_cost(rows, plans, [exchange], not_recorded)

    assert {line: row.amount_minor for line, row in changed.items()} == {3: -50, 5: -50}


def test_money_that_an_exchange_moves_to_another_account_has_its_average_cost() -> None:
    [*_, sent, received] = plan(OUT, exchange(26, "110.00 USD", "13200 JPY"), yen="JPY")

    assert (sent.transaction_type, sent.amount_minor, sent.to_account_id) == (
        "TRANSFER", -10000, "yen",
    )  # fmt: skip
    assert received.status is RowStatus.JOINED
    assert sent.other is not None
    assert (sent.other.to_amount_minor, sent.other.is_amount_estimated) == (13200, True)


def test_money_that_comes_from_another_account_is_held_at_the_rate_of_its_day() -> None:
    came = exchange(11, "15000 JPY", "110.00 USD")
    rows = plan(came, exchange(26, "110.00 USD", "87.00 EUR"), yen="JPY")

    assert rows[0].other is not None
    assert (rows[0].other.to_amount_minor, booked(rows)[1:]) == (10000, [-1300])


def test_an_amount_that_the_bank_has_booked_stays() -> None:
    rows = plan(
        ["2026-01-11,-100.00,EUR,Converted,", "2026-01-11,110.00,USD,Converted,"],
        ["2026-01-26,-11.00,USD,Museum,1.24"],
        ["2026-01-26,-99.00,USD,Converted,1.25", "2026-01-26,79.20,EUR,Converted,"],
        header="Date,Amount,Currency,Description,Exchange rate",
    )

    assert booked(rows) == [-887, 7920 - 9113]


def test_a_payment_after_a_recorded_exchange_costs_what_that_has_brought() -> None:
    loss = exchange(11, "101.00 EUR", "110.00 USD")
    rows = plan(loss, card(26, "-110.00 USD"), known=transactions_of(plan(loss)))

    assert booked(rows) == [-10000]


@pytest.mark.parametrize("seed", range(30))
def test_the_balance_after_the_import_is_that_of_the_file(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (a made-up file)
    parts, euros, dollars = list[list[str]](), 0, 0
    for day in range(2, 40):
        price = 100 + day
        if dollars and chance.random() < 0.5:
            spent = chance.randint(1, dollars)
            dollars -= spent
            if chance.random() < 0.5:
                parts.append(card(day, f"-{spent / 100:.2f} USD", f"Shop {day}"))
                continue
            came = max(1, spent * 100 // price)
            euros += came
            parts.append(exchange(day, f"{spent / 100:.2f} USD", f"{came / 100:.2f} EUR"))
            continue
        paid = chance.randint(100, 90000)
        euros, dollars = euros - paid, dollars + paid * price // 100
        came_dollars = paid * price // 100
        parts.append(exchange(day, f"{paid / 100:.2f} EUR", f"{came_dollars / 100:.2f} USD"))
    if dollars:
        parts.append(card(40, f"-{dollars / 100:.2f} USD", "Last"))

    first = plan(*parts[:20])
    recorded = transactions_of(first)
    later = plan(*parts, known=recorded)
    newest_first = plan(*reversed(parts))

    assert sum(booked(first)) + sum(booked(later)) == euros
    assert sum(booked(newest_first)) == euros


def test_an_exchange_for_a_payment_is_not_held() -> None:
    of_payment = [*card(26, "-55.00 USD"), *exchange(26, "45.00 EUR", "55.00 USD")]
    rows = plan(OUT, of_payment, exchange(27, "110.00 USD", "87.00 EUR"))

    assert booked(rows) == [-4500, -1300]


def held(day: int, amount: int, booked_minor: int, *, final: bool = False) -> HeldAmount:
    """Return a payment, with the day as its line."""
    day_of = date(2026, 1, day)
    return HeldAmount(day, day_of, amount, booked_minor, is_exchange=False, is_final=final)


def exchanged(line: int, day: int, amount: int, booked_minor: int) -> HeldAmount:
    """Return the foreign row of an exchange."""
    day_of = date(2026, 1, day)
    return HeldAmount(line, day_of, amount, booked_minor, is_exchange=True, is_final=False)


def test_what_comes_on_a_day_is_held_before_anything_leaves() -> None:
    later, sooner = held(2, -50, -30), held(1, -100, -60)
    came = exchanged(9, 1, 150, 75)

    assert costs_of([later, sooner, came]) == {9: 75, 1: -50, 2: -25}


def test_what_the_bank_has_booked_stays_and_the_rest_bears_the_difference() -> None:
    final, rest = held(2, -100, -60, final=True), held(3, -50, -29)
    came = exchanged(9, 1, 150, 75)

    assert costs_of([came, final, rest]) == {9: 75, 2: -60, 3: -15}


def test_an_average_of_the_other_sign_or_a_too_large_one_is_not_taken() -> None:
    came, final = exchanged(9, 1, 100, 50), held(2, -90, -80, final=True)
    most = MAX_AMOUNT_MINOR // 10 * 9
    much, more = exchanged(7, 1, 100, most), exchanged(8, 1, 100, most)
    left = MAX_AMOUNT_MINOR // 100 * 95

    assert costs_of([came, final, held(3, -10, -20)])[3] == -20
    assert costs_of([much, more, held(3, -200, -left)])[3] == -left
    assert costs_of([much, more, exchanged(3, 3, -200, -left)])[3] == -left


def test_an_average_is_rounded_half_to_even_and_the_last_of_the_money_takes_the_rest() -> None:
    came = exchanged(9, 1, 4, 10)

    assert costs_of([came, held(2, -1, -2), held(3, -1, -2), held(4, -2, -5)]) == {
        9: 10, 2: -2, 3: -3, 4: -5,
    }  # fmt: skip


def test_more_than_is_held_has_its_booked_amount_for_the_rest() -> None:
    came = exchanged(9, 1, 100, 50)
    back = exchanged(8, 3, 300, 200)

    # 200 of the 300 that leave are owed at 120; then 200 of 300 pay them back, and 100 are 66.67.
    assert costs_of([came, held(2, -300, -180), back]) == {9: 50, 2: -170, 8: 187}
    assert costs_of([came, held(2, -300, -180), back, held(4, -100, -80)])[4] == -67
