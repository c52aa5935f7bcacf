"""Notifications of balances that are planned to fall below the low balance of an account."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.http import clock
from functions.notifications import scan_notifications
from shared.models.notifications.message import NotificationMessage
from tests.http.answers import ok
from tests.http.notifications.told import deliver_all, published
from tests.support.ledgers.people import Person, registered_user
from tests.support.served import served

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Person:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    made = registered_user(is_verified=True)
    ok(made.get("/settings"))
    return made


def main_account(person: Person, **fields: Any) -> str:
    """Change the account of a person, and return its id."""
    [main] = ok(person.get("/accounts"))["items"]
    ok(
        person.patch(
            f"/accounts/{main['id']}", {"name": "Main", "opening_balance": "1000"} | fields
        )
    )
    found: str = main["id"]
    return found


def plan_rent(person: Person, day: int, amount: str = "800") -> None:
    template = {"type": "EXPENSE", "amount": amount}
    schedule = {"start": f"2026-04-{day:02}", "frequency": "MONTHLY", "days_of_month": [day]}
    body = {"name": "Rent", "mode": "AUTO", "template": template, "schedule": schedule}
    ok(person.post("/recurring", body), 201)


def told_on(monkeypatch: pytest.MonkeyPatch, person: Person, days: int) -> list[str]:
    """Deliver the look that is due so many days later; the texts that the person gets, sorted."""
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=days))
    messages: list[NotificationMessage] = []
    with monkeypatch.context() as patch:
        patch.setattr(scan_notifications, "publish_events", messages.extend)
        ok(served("scanNotifications").post("/", json={}))
    deliver_all([one for one in messages if one.tenant == person.store.ref.path])
    path = "/notifications?kind=LOW_BALANCE_AHEAD"
    return sorted(one["text"] for one in ok(person.get(path))["items"])


def test_a_planned_rent_is_told_two_weeks_before_it_lets_the_balance_fall_low(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with published() as messages:
        main_account(person, low_balance="300")
        plan_rent(person, 5)
        person.record("10.00", date="2026-03-20")
    assert messages == [], "Only the look of a day is needed."

    assert told_on(monkeypatch, person, 1) == []
    expected = ["The balance of Main is expected to be 190.00 USD on 2026-04-05, below 300.00 USD."]
    assert told_on(monkeypatch, person, 2) == expected
    assert told_on(monkeypatch, person, 3) == expected
    # Also not again in the month that has the day.
    assert told_on(monkeypatch, person, 13) == expected


def test_what_is_booked_ahead_counts_and_an_income_before_it_is_enough(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    main_account(person, low_balance="300")
    person.record("900.00", date="2026-03-30")
    person.record("500.00", "Salary", date="2026-03-29")
    assert told_on(monkeypatch, person, 1) == []

    person.record("400.00", date="2026-04-01")
    assert told_on(monkeypatch, person, 2) == [
        "The balance of Main is expected to be 200.00 USD on 2026-04-01, below 300.00 USD."
    ]


def test_nothing_is_told_ahead_of_a_balance_that_is_low_already_or_has_no_limit(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    account_id = main_account(person, low_balance="2000")
    plan_rent(person, 1)
    assert told_on(monkeypatch, person, 1) == []

    ok(person.patch(f"/accounts/{account_id}", {"low_balance": None}))
    assert told_on(monkeypatch, person, 2) == []
    assert person.store.watch.find() is None, "Nothing is to be looked at any more."

    ok(person.patch(f"/accounts/{account_id}", {"low_balance": "300"}))
    assert len(told_on(monkeypatch, person, 3)) == 1


def test_an_account_that_an_undo_brings_back_with_its_low_balance_is_looked_at(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    account_id = main_account(person)
    plan_rent(person, 1)
    ok(person.patch(f"/accounts/{account_id}", {"low_balance": "300"}))
    changed = person.patch(f"/accounts/{account_id}", {"low_balance": None})
    assert told_on(monkeypatch, person, 1) == []

    ok(person.post(f"/changes/{changed.headers['X-Change-Id']}/undo"))
    assert len(told_on(monkeypatch, person, 2)) == 1


def test_a_ledger_keeps_its_daily_look_when_its_last_budget_is_deleted(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = {"name": "All", "scope": {"kind": "EVERYTHING"}, "amount": "10000"}
    budget = ok(person.post("/budgets", body), 201)
    main_account(person, low_balance="300")
    plan_rent(person, 1)
    ok(person.delete(f"/budgets/{budget['id']}"), 204)
    told_on(monkeypatch, person, 1)

    assert not person.store.tenant.get().ledger.is_watched
    assert person.store.watch.find() is not None
    assert len(told_on(monkeypatch, person, 1)) == 1
