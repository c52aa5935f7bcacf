"""Balances are computed backwards from today's; here they are summed up forward."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Summary
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.reports.worth.net_worth import CashFlow, NetWorth, cash_flow, net_worth
from shared.models.values.dates import CALENDAR_MONTHS, Calendar, Month
from shared.models.values.spans.days import Days, Months
from tests.unit.examples import sample_ledger, transaction, transfer
from tests.unit.reports.monthly import (
    by_month,
    dates,
    income,
    ledger_of,
    ledgers,
    month_stretches,
    naive,
)
from tests.unit.strategies import bounded, calendars

ONE_DAY = timedelta(days=1)
TODAY = date(2026, 2, 10)
JANUARY, MARCH = Month(2026, 1), Month(2026, 3)
openings = st.fixed_dictionaries(
    {
        key: st.fixed_dictionaries(
            {"opening_balance_minor": st.integers(-100_000, 100_000), "opening_date": dates}
        )
        for key in ("main", "savings", "card")
    }
)


def stored_from(entries: list[Transaction], months: Months, calendar: Calendar) -> list[Summary]:
    """Return the summaries that are read: all that are stored from the first of the months on."""
    return [s for s in by_month(entries, calendar) if s.month >= months.first]


def net_worth_of(entries: list[Transaction], months: Months, ledger: Ledger) -> NetWorth:
    return net_worth(ledger, months, stored_from(entries, months, ledger.calendar), TODAY)


def cash_flow_of(entries: list[Transaction], months: Months, ledger: Ledger) -> CashFlow:
    return cash_flow(ledger, months, stored_from(entries, months, ledger.calendar), TODAY)


def balance_on(ledger: Ledger, entries: list[Transaction], account_id: str, day: date) -> int:
    """Return an account's balance (minor units) at the end of a day, summed from its opening."""
    its = ledger.accounts[account_id]
    balance_minor = its.opening_balance_minor if its.opening_date <= day else 0
    for entry in entries:
        if entry.is_deleted or entry.date > day:
            continue
        sign = 1 if entry.type == "INCOME" else -1
        if entry.account_id == account_id:
            balance_minor += sign * entry.amount_minor
        if entry.to_account_id == account_id:
            balance_minor += entry.amount_minor
    return balance_minor


@given(ledgers, month_stretches(), calendars, openings)
@bounded
def test_balances_computed_backwards_are_those_summed_forward(
    entries: list[Transaction], months: Months, calendar: Calendar, opened: dict[str, Any]
) -> None:
    ledger = ledger_of(entries, calendar, **opened)
    found = net_worth_of(entries, months, ledger)
    ends = [calendar.last_day(month) for month in months]

    assert [(line.month, line.days, line.is_future) for line in found.items] == [
        (month, Days(calendar.first_day(month), end), calendar.first_day(month) > TODAY)
        for month, end in zip(months, ends, strict=True)
    ]
    assert {line.account.id: list(line.balances_minor) for line in found.accounts} == {
        key: [balance_on(ledger, entries, key, end) for end in ends] for key in ledger.accounts
    }
    for line, end in zip(found.items, ends, strict=True):
        had = sum(balance_on(ledger, entries, key, end) for key in ("main", "savings"))
        owed = -balance_on(ledger, entries, "card", end)
        assert (line.assets_minor, line.liabilities_minor) == (had, owed)
        assert line.net_minor == had - owed
        assert line.change_minor == line.flows_minor
        assert (line.exchange_minor, line.valuation_minor) == (0, 0)
    assert all(line.base_balances_minor == line.balances_minor for line in found.accounts)


@given(ledgers, month_stretches(), calendars, openings)
@bounded
def test_cash_flow_leads_from_balance_to_balance(
    entries: list[Transaction], months: Months, calendar: Calendar, opened: dict[str, Any]
) -> None:
    ledger = ledger_of(entries, calendar, **opened)
    found = cash_flow_of(entries, months, ledger)

    def all_accounts_on(day: date) -> int:
        return sum(balance_on(ledger, entries, key, day) for key in ledger.accounts)

    for month, line in zip(months, found.items, strict=True):
        first, last = calendar.first_day(month), calendar.last_day(month)
        flow = naive(entries, Days(first, last))
        assert (line.month, line.days) == (month, Days(first, last))
        assert line.is_future == (first > TODAY)
        assert (line.income_minor, line.expenses_minor) == flow.totals
        assert line.net_minor == flow.totals.net_minor
        assert line.opened_minor == sum(
            a.opening_balance_minor
            for a in ledger.accounts.values()
            if first <= a.opening_date <= last
        )
        assert line.opening_balance_minor == all_accounts_on(first - ONE_DAY)
        assert line.closing_balance_minor == all_accounts_on(last)
        assert (line.exchange_minor, line.valuation_minor) == (0, 0)


@given(ledgers, month_stretches(), calendars, openings)
@bounded
def test_net_worth_is_where_cash_flow_closes(
    entries: list[Transaction], months: Months, calendar: Calendar, opened: dict[str, Any]
) -> None:
    ledger = ledger_of(entries, calendar, **opened)
    ends = [line.net_minor for line in net_worth_of(entries, months, ledger).items]

    assert ends == [
        line.closing_balance_minor for line in cash_flow_of(entries, months, ledger).items
    ]


def test_what_lies_behind_the_last_month_is_taken_away_again() -> None:
    entries = [income(100, date(2026, 3, 1)), income(900, date(2027, 1, 1))]
    ledger = ledger_of(entries, CALENDAR_MONTHS)
    months = Months(Month(2026, 2), Month(2026, 4))

    assert [line.net_minor for line in net_worth_of(entries, months, ledger).items] == [
        0,
        100,
        100,
    ]


def test_a_card_that_is_paid_by_transfer_is_owed_no_more() -> None:
    entries = [
        transaction(amount_minor=500, account_id="card", date=date(2026, 2, 3)),
        transfer(amount_minor=500, to_account_id="card", date=date(2026, 3, 3)),
    ]
    opening = {"opening_balance_minor": 800, "opening_date": date(2026, 1, 1)}
    ledger, months = ledger_of(entries, CALENDAR_MONTHS, main=opening), Months(JANUARY, MARCH)
    found = net_worth_of(entries, months, ledger)

    assert [(line.assets_minor, line.liabilities_minor) for line in found.items] == [
        (800, 0),
        (800, 500),
        (300, 0),
    ]
    flows = cash_flow_of(entries, months, ledger).items
    assert [(flow.opened_minor, flow.expenses_minor) for flow in flows] == [
        (800, 0),
        (0, 500),
        (0, 0),
    ]


@pytest.mark.parametrize(
    ("opened", "ends"), [("2026-02-01", [0, 100]), ("2026-02-28", [0, 100]),
                         ("2026-01-31", [100, 100]), ("2026-03-01", [0, 0])],
)  # fmt: skip
def test_an_opening_balance_counts_from_its_day_on(opened: str, ends: list[int]) -> None:
    opening = {"opening_balance_minor": 100, "opening_date": date.fromisoformat(opened)}
    ledger = ledger_of([], CALENDAR_MONTHS, main=opening)
    found = net_worth_of([], Months(JANUARY, JANUARY.next), ledger)

    assert [line.net_minor for line in found.items] == ends


def test_an_archived_account_is_still_there() -> None:
    ledger = ledger_of([], CALENDAR_MONTHS, savings={"archived": True})
    found = net_worth_of([], Months(MARCH, MARCH), ledger)

    assert [line.account.id for line in found.accounts] == ["main", "card", "savings"]


def test_a_ledger_without_accounts_has_nothing() -> None:
    ledger, months = sample_ledger(accounts={}), Months(MARCH, MARCH)

    assert [line.net_minor for line in net_worth(ledger, months, [], TODAY).items] == [0]
    assert [line.closing_balance_minor for line in cash_flow(ledger, months, [], TODAY).items] == [
        0
    ]
