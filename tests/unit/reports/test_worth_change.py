"""The change of the net worth in several currencies, and its parts, against sums by transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shared.models.ledger.balances import Conversions
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.ledger_totals import LedgerTotals
from shared.models.ledger.transactions.currencies.base_changes import BaseChange, base_changes_in
from shared.models.ledger.transactions.currencies.exchange import Exchange
from shared.models.ledger.transactions.transaction import Transaction, TransactionType
from shared.models.reports.worth.net_worth import (
    CashFlowMonth,
    NetWorthMonth,
    cash_flow,
    days_of_rates,
    net_worth,
)
from shared.models.values.dates import CALENDAR_MONTHS, Month
from shared.models.values.spans.days import Months
from tests.unit.examples import account, sample_ledger, transaction
from tests.unit.reports.monthly import by_month
from tests.unit.strategies import bounded

FEBRUARY, MARCH, MAY = Month(2026, 2), Month(2026, 3), Month(2026, 5)
TODAY = date(2026, 5, 31)
CURRENCIES = {"euros": "EUR", "dollars": "USD", "more": "USD", "dinar": "KWD", "lost": "XAU"}
EXPONENTS = {"EUR": 2, "USD": 2, "KWD": 3}
PER_EURO = {"USD": (Decimal("1.25"), Decimal("1.20"), Decimal("1.0837")),
            "KWD": (Decimal("0.3571"), Decimal("0.3333"), Decimal("0.3691"))}  # fmt: skip
"""Rates until February, in March, and later; of XAU there is none."""

DAYS = st.dates(date(2026, 2, 1), date(2026, 5, 31))


def per_euro(currency: str, day: date) -> Decimal:
    return PER_EURO[currency][(day >= date(2026, 3, 1)) + (day >= date(2026, 4, 1))]


def convert(amount_minor: int, currency: str, day: date) -> int | None:
    """Return an amount in cents of euros at the rate of a day."""
    if currency == "XAU":
        return None
    amount = Decimal(amount_minor).scaleb(-EXPONENTS[currency])
    euros = amount / per_euro(currency, day)
    return int((euros * 100).to_integral_value(ROUND_HALF_EVEN))


def booked(account_id: str, amount_minor: int, **facts: Any) -> Transaction:
    """Return a transaction with its base amount, which is not that of any rate."""
    currency = CURRENCIES[account_id]
    exchange = None
    if currency != "EUR":
        base_minor = None if currency == "XAU" else amount_minor - amount_minor // 5
        exchange = Exchange(currency="EUR", base_minor=base_minor)
    return transaction(account_id=account_id, amount_minor=amount_minor, currency=currency,
                       category_id=None, exchange=exchange, **facts)  # fmt: skip


@st.composite
def transactions(draw: st.DrawFn) -> Transaction:
    """Draw a transaction on one of the accounts, or a transfer between two."""
    facts = {"date": draw(DAYS), "type": draw(st.sampled_from(TransactionType))}
    source, target = draw(st.permutations(sorted(CURRENCIES)))[:2]
    if facts["type"] is TransactionType.TRANSFER:
        facts["to_account_id"] = target
        if CURRENCIES[source] != CURRENCIES[target]:
            received_minor = draw(st.integers(1, 100_000))
            facts |= {"to_amount_minor": received_minor, "to_currency": CURRENCIES[target]}
    amounts = st.integers(1, 100_000)
    if facts["type"] is not TransactionType.TRANSFER:
        amounts |= st.integers(-1_000, -1)
    drawn = booked(source, draw(amounts), **facts)
    if facts.get("to_currency") == "EUR":
        exchange = Exchange(currency="EUR", base_minor=facts["to_amount_minor"])
        return drawn.model_copy(update={"exchange": exchange})
    return drawn


def ledger_of(entries: Iterable[Transaction], **openings: Any) -> Ledger:
    accounts = {
        key: account(key, key, currency=None if currency == "EUR" else currency,
                     **openings.get(key, {"opening_date": date(2020, 1, 1)}))
        for key, currency in CURRENCIES.items()
    }  # fmt: skip
    totals = LedgerTotals.of(one.totals for one in by_month(entries, CALENDAR_MONTHS))
    return sample_ledger(currency="EUR", accounts=accounts, totals=totals)


def reported(
    ledger: Ledger, entries: Iterable[Transaction], months: Months
) -> tuple[tuple[NetWorthMonth, ...], tuple[CashFlowMonth, ...]]:
    stored = [one for one in by_month(entries, CALENDAR_MONTHS) if one.month >= months.first]
    return (
        net_worth(ledger, months, stored, TODAY, Conversions(convert)).items,
        cash_flow(ledger, months, stored, TODAY, convert).items,
    )


def worth_on(ledger: Ledger, entries: Iterable[Transaction], day: date) -> int:
    """Return the sum of the balances that have a rate, each converted, from its opening on."""
    balances = Counter[str]()
    for key, opened in ledger.accounts.items():
        balances[key] += opened.opening_balance_minor if opened.opening_date <= day else 0
    for one in entries:
        if one.date <= day:
            for key, change_minor in one.account_changes:
                balances[key] += change_minor
    return sum(_in_euros(own, CURRENCIES[key], day) for key, own in balances.items())


def _in_euros(own_minor: int, currency: str, day: date) -> int:
    return own_minor if currency == "EUR" else convert(own_minor, currency, day) or 0


OPENINGS = st.fixed_dictionaries(
    {
        key: st.fixed_dictionaries(
            {"opening_balance_minor": st.integers(-50_000, 50_000), "opening_date": DAYS}
        )
        for key in CURRENCIES
    }
)


@given(st.lists(transactions(), max_size=8), OPENINGS)
@bounded
def test_flows_exchange_and_valuation_are_the_change_exactly(
    entries: list[Transaction], openings: dict[str, Any]
) -> None:
    ledger, months = ledger_of(entries, **openings), Months(FEBRUARY, MAY)
    worths, flows = reported(ledger, entries, months)

    for month, line, flow in zip(months, worths, flows, strict=True):
        before, after = month.previous.last_day, month.last_day
        of_month = [one for one in entries if before < one.date <= after]
        assert line.net_minor == worth_on(ledger, entries, after)
        assert line.change_minor == line.net_minor - worth_on(ledger, entries, before)
        opened_minor = sum(
            _in_euros(a.opening_balance_minor, CURRENCIES[key], a.opening_date)
            for key, a in ledger.accounts.items()
            if before < a.opening_date <= after
        )
        signs = {"INCOME": 1, "EXPENSE": -1, "TRANSFER": 0}
        booked_minor = sum(signs[one.type] * (one.base_minor or 0) for one in of_month)
        assert (line.opened_minor, line.flows_minor) == (opened_minor, opened_minor + booked_minor)
        assert line.exchange_minor == exchanged(of_month, after)
        assert line.unconverted_change_minor == unconverted_change(ledger, entries, month)
        parts = (flow.opened_minor, flow.net_minor, flow.exchange_minor, flow.valuation_minor,
                 flow.unconverted_change_minor)  # fmt: skip
        assert flow.opening_balance_minor + sum(parts) == flow.closing_balance_minor
        assert flow.unconverted == line.unconverted


def base_changes(entries: Iterable[Transaction], *types: TransactionType) -> list[BaseChange]:
    return [change for one in entries if one.type in types for change in base_changes_in(one)]


def exchanged(entries: Iterable[Transaction], day: date) -> int:
    """Return what transfers brought at the rates of a day, less their base amounts."""
    brought, exchange_minor = Counter[str](), 0
    for change in base_changes(entries, TransactionType.TRANSFER):
        if (currency := CURRENCIES[change.account_id]) != "XAU":
            brought[currency] += change.change_minor
            exchange_minor -= change.base_minor
    return exchange_minor + sum(_in_euros(own, key, day) for key, own in brought.items())


def unconverted_change(ledger: Ledger, entries: Iterable[Transaction], month: Month) -> int:
    """Return what entered the net worth less what left it; only XAU has no rate, on no day."""
    missing, entered_minor = Counter[str](), 0
    of_month = [one for one in entries if Month.of(one.date) == month]
    for change in base_changes(of_month, *TransactionType):
        if CURRENCIES[change.account_id] == "XAU":
            entered_minor -= change.base_minor
    for one in of_month:
        if one.is_unconverted:
            for key, change_minor in one.account_changes:
                missing[CURRENCIES[key]] += change_minor
    return entered_minor + sum(_in_euros(own, key, month.last_day) for key, own in missing.items())


def test_money_on_an_account_without_a_rate_is_neither_a_gain_nor_a_loss() -> None:
    earned = booked("lost", 1_000_000, type=TransactionType.INCOME, date=date(2026, 2, 3))
    earned = earned.model_copy(update={"exchange": Exchange(currency="EUR", base_minor=290_000)})
    sold = booked("lost", 500_000, type=TransactionType.TRANSFER, to_account_id="euros",
                  to_amount_minor=145_000, to_currency="EUR", date=date(2026, 3, 20))  # fmt: skip
    sold = sold.model_copy(update={"exchange": Exchange(currency="EUR", base_minor=145_000)})
    entries = [earned, sold]

    (february, march), flows = reported(ledger_of(entries), entries, Months(FEBRUARY, MARCH))

    assert [
        (one.net_minor, one.flows_minor, one.exchange_minor, one.unconverted_change_minor,
         one.valuation_minor)
        for one in (february, march)
    ] == [(0, 290_000, 0, -290_000, 0), (145_000, 0, 0, 145_000, 0)]  # fmt: skip
    assert [one.closing_balance_minor for one in flows] == [0, 145_000]
    assert [one.currency for one in flows[1].unconverted] == ["XAU"]


def test_income_and_expenses_without_a_base_amount_are_not_exchanged() -> None:
    facts: list[dict[str, Any]] = [
        {"type": TransactionType.INCOME, "amount_minor": 36_000, "date": date(2026, 3, 3)},
        {"type": TransactionType.EXPENSE, "amount_minor": 12_000, "date": date(2026, 3, 4)},
    ]
    entries = [
        booked("dollars", **one).model_copy(update={"exchange": Exchange(currency="EUR")})
        for one in facts
    ]

    [march], [flow] = reported(ledger_of(entries), entries, Months(MARCH, MARCH))

    # 240 dollars at 1.20 for a euro at the end of March.
    parts = march.flows_minor, march.exchange_minor, march.valuation_minor
    assert (march.net_minor, march.unconverted_change_minor, parts) == (20_000, 20_000, (0, 0, 0))
    assert (flow.exchange_minor, flow.valuation_minor) == (0, 0)


def test_the_parts_are_those_of_the_example() -> None:
    opened = {"opening_balance_minor": 50_000, "opening_date": date(2026, 2, 1)}
    spent = booked("dollars", 6_000, date=date(2026, 3, 10))
    spent = spent.model_copy(update={"exchange": Exchange(currency="EUR", base_minor=4_900)})
    sent = booked("euros", 10_000, type=TransactionType.TRANSFER, to_account_id="dollars",
                  to_amount_minor=11_400, to_currency="USD", date=date(2026, 3, 20))  # fmt: skip
    entries = [spent, sent]
    months = Months(FEBRUARY, MARCH)

    (february, march), (_, flow) = reported(ledger_of(entries, dollars=opened), entries, months)

    assert (february.net_minor, february.opened_minor, february.flows_minor) == (40_000,) * 3
    assert (march.net_minor, march.change_minor) == (36_167, -3_833)
    assert (march.flows_minor, march.exchange_minor, march.valuation_minor) == (-4_900, -500, 1_567)
    assert (flow.opening_balance_minor, flow.net_minor, flow.exchange_minor, flow.valuation_minor,
            flow.closing_balance_minor) == (40_000, -4_900, -500, 1_567, 36_167)  # fmt: skip


def test_a_balance_that_gets_its_first_rate_is_no_gain() -> None:
    def convert_later(amount_minor: int, currency: str, day: date) -> int | None:
        return convert(amount_minor, currency, day) if day > date(2026, 3, 1) else None

    earned = booked("dollars", 12_000, type=TransactionType.INCOME, date=date(2026, 2, 3))
    earned = earned.model_copy(update={"exchange": Exchange(currency="EUR")})
    ledger, stored = ledger_of([earned]), by_month([earned], CALENDAR_MONTHS)
    months = Months(FEBRUARY, MARCH)

    worth = net_worth(ledger, months, stored, TODAY, Conversions(convert_later))
    flows = cash_flow(ledger, months, stored, TODAY, convert_later).items

    assert [
        (line.net_minor, line.flows_minor, line.unconverted_change_minor, line.valuation_minor)
        for line in worth.items
    ] == [(0, 0, 0, 0), (10_000, 0, 10_000, 0)]
    assert [len(line.unconverted) for line in worth.items] == [1, 0]
    assert [line.currency for line in worth.unconverted] == ["USD"]
    assert [(flow.closing_balance_minor, flow.valuation_minor) for flow in flows] == [
        (0, 0), (10_000, 0),
    ]  # fmt: skip


def test_rates_are_needed_of_each_months_end_and_of_openings_in_the_months() -> None:
    opened = {"opening_date": date(2026, 3, 7)}
    ledger = ledger_of([], dollars=opened)

    assert list(days_of_rates(ledger, Months(FEBRUARY, MARCH))) == [
        date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 3, 7),
    ]  # fmt: skip


def test_a_month_that_begins_today_is_not_in_the_future() -> None:
    ledger, months = ledger_of([]), Months(MARCH, MAY)

    for today, expected in ((date(2026, 4, 1), [False, False, True]),
                            (date(2026, 3, 31), [False, True, True])):  # fmt: skip
        worths = net_worth(ledger, months, [], today, Conversions(convert)).items
        flows = cash_flow(ledger, months, [], today, convert).items
        assert [one.is_future for one in worths] == expected
        assert [one.is_future for one in flows] == expected
