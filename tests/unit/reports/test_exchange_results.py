"""Average cost of foreign money, and the results of spending it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.ledger.balances import Conversions
from shared.models.ledger.summary import AccountMonthSum, SummaryTotals
from shared.models.ledger.transactions.currencies.base_changes import base_changes_in
from shared.models.ledger.transactions.currencies.exchange import Exchange
from shared.models.ledger.transactions.transaction import Transaction, TransactionType
from shared.models.reports.worth.exchange_results import (
    CurrencyResults,
    days_of_costs,
    exchange_results,
)
from shared.models.reports.worth.holding import Flows, Holding, Moved
from shared.models.values.dates import CALENDAR_MONTHS, Month
from shared.models.values.money import divide_half_even
from shared.models.values.spans.days import Months
from tests.unit.examples import account, sample_ledger, transaction
from tests.unit.reports.monthly import by_month
from tests.unit.strategies import bounded

JANUARY, MARCH = Month(2026, 1), Month(2026, 3)
TODAY = date(2026, 3, 31)
CURRENCIES = {"euros": "EUR", "dollars": "USD", "card": "USD", "yen": "JPY"}


def received(quantity_minor: int, base_minor: int) -> Flows:
    return Flows(received=Moved(quantity_minor, base_minor))


def spent(quantity_minor: int, base_minor: int) -> Flows:
    return Flows(spent=Moved(quantity_minor, base_minor))


moves = st.builds(Moved, st.integers(0, 10**6), st.integers(0, 10**6)).map(
    lambda moved: moved if moved.quantity_minor else Moved()
)
months_of_flows = st.lists(
    st.fixed_dictionaries(dict.fromkeys("ab", st.builds(Flows, moves, moves))),
    max_size=6,
)  # fmt: skip


@pytest.mark.parametrize(
    ("before", "flows", "after", "result"),
    [
        (Holding(), received(300, 100), Holding(300, 100), 0),
        # A third of the cost leaves: 33.33 is 33, and 40 - 33 is gained.
        (Holding(300, 100), spent(100, 40), Holding(200, 67), 7),
        # 2.5 is rounded to 2, the even one.
        (Holding(10, 5), spent(5, 2), Holding(5, 3), 0),
        (Holding(200, 67), spent(200, 50), Holding(), -17),
        # Half of what is spent was held: 30 of 60, at a cost of 20. The other half is owed.
        (Holding(50, 20), spent(100, 60), Holding(-50, -30), 10),
        (Holding(-50, -30), received(20, 10), Holding(-30, -18), 2),
        (Holding(-50, -30), received(100, 50), Holding(50, 25), 5),
        (Holding(-50, -30), spent(10, 6), Holding(-60, -36), 0),
        # Money of a gift costs nothing.
        (Holding(), received(10, 0), Holding(10, 0), 0),
    ],
)
def test_money_leaves_at_its_average_cost(
    before: Holding, flows: Flows, after: Holding, result: int
) -> None:
    assert before.after({"a": flows}) == (after, {"a": result})


def test_what_is_received_in_a_month_is_part_of_the_average_of_the_month() -> None:
    flows = Flows(Moved(100, 120), Moved(150, 180))

    assert Holding(100, 100).after({"a": flows}) == (Holding(50, 55), {"a": 15})


def test_accounts_share_a_result_by_largest_remainder() -> None:
    # Of 100 at a cost of 50, three parts of 10 cost 5 each and bring 5.33 each.
    flows = {key: spent(10, 5) for key in "abc"} | {"d": spent(30, 16)}

    after, results = Holding(100, 50).after(flows)

    assert results == {"a": 0, "b": 0, "c": 0, "d": 1}
    assert after == Holding(40, 20)


@given(months_of_flows)
@bounded
def test_costs_and_results_are_exact_sums(months: list[dict[str, Flows]]) -> None:
    held, total = Holding(), 0
    for flows in months:
        came = [sum(n) for n in zip(*(one.received for one in flows.values()), strict=True)]
        went = [sum(n) for n in zip(*(one.spent for one in flows.values()), strict=True)]
        before = held
        held, results = held.after(flows)
        result = sum(results.values())
        assert held.quantity_minor == before.quantity_minor + came[0] - went[0]
        assert held.cost_minor == before.cost_minor + came[1] - went[1] + result
        assert held.quantity_minor or not held.cost_minor
        assert held.quantity_minor * held.cost_minor >= 0
        exact = _exact_result(before, came, went)
        assert abs(result - exact) <= 1
        total += result
    came_to = sum(
        one.received.base_minor - one.spent.base_minor for m in months for one in m.values()
    )
    assert total == held.cost_minor - came_to


def _exact_result(before: Holding, came: list[int], went: list[int]) -> Fraction:
    """Return the result of all accounts together, without rounding."""
    is_debt = before.quantity_minor < 0
    opening, closing = (went, came) if is_debt else (came, went)
    quantity = abs(before.quantity_minor) + opening[0]
    part = min(quantity, closing[0])
    if not part:
        return Fraction(0)
    cost = Fraction(abs(before.cost_minor) + opening[1]) * part / quantity
    worth = Fraction(closing[1]) * part / closing[0]
    return cost - worth if is_debt else worth - cost


@given(st.integers(-(10**6), 10**6), st.integers(1, 10**4))
@bounded
def test_quotients_are_rounded_half_to_even(dividend: int, divisor: int) -> None:
    assert divide_half_even(dividend, divisor) == round(Fraction(dividend, divisor))


def booked(account_id: str, amount_minor: int, base_minor: int | None, **facts: Any) -> Transaction:
    exchange = Exchange(currency="EUR", base_minor=base_minor)
    return transaction(
        account_id=account_id,
        amount_minor=amount_minor,
        currency=CURRENCIES[account_id],
        category_id=None,
        exchange=None if account_id == "euros" else exchange,
        **facts,
    )


def moved(account_id: str, amounts: tuple[int, int], to: str, base: int, day: date) -> Transaction:
    facts = {"type": TransactionType.TRANSFER, "to_account_id": to, "date": day}
    if CURRENCIES[to] != CURRENCIES[account_id]:
        facts |= {"to_amount_minor": amounts[1], "to_currency": CURRENCIES[to]}
    return booked(account_id, amounts[0], base, **facts)


ENTRIES = [
    # 600 dollars cost 500 euros.
    moved("euros", (50_000, 60_000), "dollars", 0, date(2026, 1, 5)),
    # A card is owed 90 dollars, booked as 80 euros. Within the currency nothing is realised.
    booked("card", 9_000, 8_000, date=date(2026, 1, 9)),
    moved("dollars", (9_000, 9_000), "card", 7_900, date(2026, 2, 9)),
    # 60 dollars were worth 55 euros when 9,000 yen were bought for them.
    moved("dollars", (6_000, 9_000), "yen", 5_500, date(2026, 2, 10)),
    booked("dollars", 700, None, date=date(2026, 2, 11)),
    # A refund is received.
    booked("card", -3_000, -2_600, date=date(2026, 2, 20)),
    # 3,000 yen are exchanged for 20 euros.
    moved("yen", (3_000, 2_000), "euros", 2_000, date(2026, 3, 3)),
    booked("yen", 1_000, 600, type=TransactionType.INCOME, date=date(2026, 4, 1)),
]


def convert(amount_minor: int, currency: str, _day: date) -> int | None:
    """Return an amount in cents: a dollar is 0.90, and a yen has no rate."""
    return None if currency == "JPY" else amount_minor * 9 // 10


def results_of(entries: list[Transaction], months: Months, **openings: Any) -> Any:
    accounts = {
        key: account(key, key.title(), currency=None if currency == "EUR" else currency,
                     **openings.get(key, {}))
        for key, currency in CURRENCIES.items()
    }  # fmt: skip
    ledger = sample_ledger(currency="EUR", accounts=accounts, default_account_id="euros")
    stored = by_month(entries, CALENDAR_MONTHS)
    return exchange_results(ledger, months, stored, TODAY, Conversions(convert))


def monthly(found: CurrencyResults) -> dict[str, tuple[int, ...]]:
    return {one.account.id: one.monthly_minor for one in found.accounts}


def test_results_are_of_money_that_leaves_a_currency() -> None:
    found = results_of(ENTRIES, Months(JANUARY, MARCH))

    yen, dollars = found.items
    # 90 of 600 dollars cost 75, and 80 - 75 is gained. Then 510 cost 425, with the refund 540 cost
    # 451; of these 60 cost 50.11, and 55 - 50.11 is gained.
    assert monthly(dollars) == {"card": (500, 0, 0), "dollars": (0, 489, 0)}
    # The balance is 473 dollars: 7 were spent without a rate.
    assert (dollars.holding, dollars.unconverted_minor) == (Holding(48_000, 40_089), -700)
    assert (dollars.realised_minor, dollars.value_minor) == (989, 43_200)
    assert dollars.unrealised_minor == 43_200 - 40_089
    assert dollars.average_cost == Decimal("0.835187500000000")
    # 9,000 yen cost 55.00, a third of them 18.33.
    assert (yen.currency, yen.realised_minor, yen.holding) == ("JPY", 167, Holding(6_000, 3_667))
    assert (yen.value_minor, yen.unrealised_minor) == (None, None)
    assert [(one.currency, one.expenses_minor) for one in found.unconverted] == [("USD", 700)]


def test_a_period_has_the_results_of_its_months_and_the_costs_of_all_before() -> None:
    whole = results_of(ENTRIES, Months(JANUARY, MARCH)).items
    last = results_of(ENTRIES, Months(MARCH, MARCH)).items

    assert [one.holding for one in last] == [one.holding for one in whole]
    assert [monthly(one) for one in last] == [
        {key: row[-1:] for key, row in monthly(one).items()} for one in whole
    ]


def test_opening_balances_are_received_or_owed_at_the_rate_of_their_day() -> None:
    openings = {
        "dollars": {"opening_balance_minor": 10_000, "opening_date": date(2025, 12, 1)},
        "card": {"opening_balance_minor": -4_000, "opening_date": date(2026, 2, 1)},
        "yen": {"opening_balance_minor": 500, "opening_date": date(2025, 12, 1)},
    }

    yen, dollars = results_of([], Months(JANUARY, JANUARY), **openings).items
    assert (yen.holding, dollars.holding) == (Holding(), Holding(10_000, 9_000))
    assert (yen.unconverted_minor, yen.value_minor, yen.unrealised_minor) == (500, None, None)
    assert dollars.unconverted_minor == 0
    _, dollars = results_of([], Months(JANUARY, MARCH), **openings).items
    assert (dollars.holding, dollars.realised_minor) == (Holding(6_000, 5_400), 0)


def test_rates_are_needed_of_the_last_day_and_of_opening_balances() -> None:
    accounts = {
        "euros": account("euros", opening_balance_minor=1),
        "dollars": account("dollars", currency="USD"),
        "yen": account("yen", currency="JPY", opening_balance_minor=1, opening_date=TODAY),
    }
    ledger = sample_ledger(currency="EUR", accounts=accounts)

    assert list(days_of_costs(ledger, Months(JANUARY, JANUARY))) == [date(2026, 1, 31), TODAY]


def test_sums_of_accounts_in_the_ledgers_currency_have_no_further_number() -> None:
    totals = SummaryTotals.of([
        transaction(account_id="euros", amount_minor=700, currency="EUR"),
        moved("euros", (100, 120), "dollars", 0, date(2026, 3, 1)),
    ]).by_account  # fmt: skip

    assert totals["euros"] == AccountMonthSum(-800, 2, 0, 700)
    assert totals["dollars"] == AccountMonthSum(120, 1, received_minor=120, base_received_minor=100)


def test_base_sums_of_an_account_are_those_of_its_converted_transactions() -> None:
    totals = SummaryTotals.of(ENTRIES).by_account

    assert totals["card"] == AccountMonthSum(
        3_000, 3, 0, 6_000, base_expenses_minor=5_400, received_minor=3_000,
        base_received_minor=2_600, spent_minor=9_000, base_spent_minor=8_000,
    )  # fmt: skip
    assert totals["dollars"] == AccountMonthSum(
        44_300, 4, 0, 700, received_minor=60_000, base_received_minor=50_000,
        spent_minor=6_000, base_spent_minor=5_500,
    )  # fmt: skip
    assert totals["yen"] == AccountMonthSum(
        7_000, 3, 1_000, 0, base_income_minor=600, received_minor=10_000,
        base_received_minor=6_100, spent_minor=3_000, base_spent_minor=2_000,
    )  # fmt: skip


def test_a_transfer_into_the_ledgers_currency_changes_foreign_accounts_alone() -> None:
    sent = moved("yen", (3_000, 2_000), "euros", 2_000, date(2026, 3, 3))

    assert [one.account_id for one in base_changes_in(sent)] == ["yen"]
    assert SummaryTotals.of([sent]).by_account["euros"] == AccountMonthSum(2_000, 1)


def test_the_larger_remainder_is_rounded_up() -> None:
    # Of 10 at a cost of 5, three cost 1.5, rounded to 2, and bring 3: 1 is shared as 1/3 and 2/3.
    flows = {"a": spent(1, 1), "b": spent(2, 2)}

    assert Holding(10, 5).after(flows)[1] == {"a": 0, "b": 1}


def test_an_archived_account_has_its_results() -> None:
    usual = results_of(ENTRIES, Months(JANUARY, MARCH))
    archived = results_of(ENTRIES, Months(JANUARY, MARCH), card={"archived": True})

    assert [monthly(one) for one in archived.items] == [monthly(one) for one in usual.items]
    assert [one.realised_minor for one in archived.items] == [167, 989]


def test_nothing_that_is_held_has_no_average_cost() -> None:
    yen, dollars = results_of([], Months(JANUARY, MARCH)).items

    assert (yen.holding, yen.average_cost, dollars.average_cost) == (Holding(), None, None)


def test_an_account_without_an_opening_balance_asks_for_no_rate_of_its_day() -> None:
    ledger = sample_ledger(currency="EUR", accounts={"dollars": account("dollars", currency="USD")})
    asked: list[date] = []

    def asking(amount_minor: int, _currency: str, day: date) -> int:
        asked.append(day)
        return amount_minor

    exchange_results(ledger, Months(JANUARY, JANUARY), [], TODAY, Conversions(asking))

    assert asked == list(days_of_costs(ledger, Months(JANUARY, JANUARY)))
