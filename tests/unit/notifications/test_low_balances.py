"""Balances that fall below the low ones of their accounts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from shared.models.ledger.account import Account
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.ledger_totals import AccountSum, LedgerTotals
from shared.models.notifications.low_balances import low_balance_events
from shared.models.notifications.notification import Event
from tests.unit.examples import NOON, account, sample_ledger, tenant


def ledger_with(balance: int, *others: Account, timezone: str = "UTC", **facts: Any) -> Ledger:
    main = account(**{"low_balance_minor": 100} | facts)
    totals = LedgerTotals({"main": AccountSum(balance - main.opening_balance_minor, 1)})
    accounts = {one.id: one for one in (main, *others)}
    return sample_ledger(accounts=accounts, totals=totals, timezone=timezone)


def events(before: Ledger, after: Ledger, at: datetime = NOON) -> list[Event]:
    return list(low_balance_events(tenant(before), after, at))


def test_a_balance_falls_from_the_limit_or_above_to_below_it() -> None:
    low = {
        (before, after)
        for before in (99, 100, 101)
        for after in (98, 99, 100)
        if events(ledger_with(before), ledger_with(after))
    }
    assert low == {(100, 98), (100, 99), (101, 98), (101, 99)}


def test_both_balances_are_compared_with_the_limit_that_is_in_force_then() -> None:
    before = ledger_with(300)
    assert events(before, ledger_with(300, low_balance_minor=301)) == []
    assert len(events(before, ledger_with(200, low_balance_minor=250))) == 1
    assert events(before, ledger_with(0, low_balance_minor=None)) == []


def test_an_event_has_its_account_and_its_day_in_the_time_zone_of_the_ledger() -> None:
    def event_id(at: datetime, timezone: str = "UTC", **facts: Any) -> str:
        before = ledger_with(100, timezone=timezone, **facts)
        [event] = events(before, ledger_with(0, timezone=timezone, **facts), at)
        return event.id

    noon = event_id(NOON)
    evening = NOON + timedelta(hours=11)
    assert event_id(evening) == noon
    assert event_id(NOON + timedelta(hours=12)) != noon
    assert event_id(evening, "Asia/Tokyo") != noon


def test_an_account_that_was_not_there_before_has_not_fallen() -> None:
    card = account("card", low_balance_minor=1)
    assert events(ledger_with(300), ledger_with(300, card)) == []


def test_one_that_is_archived_or_being_merged_has_not_fallen() -> None:
    card = account("card")
    for facts in ({"archived": True}, {"merging_into": "card"}):
        assert events(ledger_with(100, card, **facts), ledger_with(0, card, **facts)) == []
    gone = {"merging_into": "gone"}
    assert len(events(ledger_with(100, **gone), ledger_with(0, **gone))) == 1


def test_what_is_being_merged_into_an_account_is_part_of_its_balance() -> None:
    def debt(minor: int, **facts: Any) -> Account:
        return account("debt", opening_balance_minor=minor, **facts)

    merging = {"merging_into": "main"}
    [event] = events(ledger_with(150, debt(-80)), ledger_with(150, debt(-80, **merging)))
    assert event.parameters["amount"].model_dump()["minor"] == 70
    assert events(ledger_with(150, debt(-80, **merging)), ledger_with(70)) == []
    assert (
        events(ledger_with(150, debt(80, **merging)), ledger_with(50, debt(180, **merging))) == []
    )
