"""Notifications of goals: milestones once, falling behind by months, and shortfalls."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.http import clock
from functions.notifications import scan_notifications
from shared.models.notifications.message import NotificationMessage
from tests.http.answers import ok
from tests.http.histories import latest, undo
from tests.http.notifications.told import deliver_all, published, told
from tests.http.planning.goals.conftest import NOON
from tests.http.planning.goals.goals import contribute, create, of_account, savings
from tests.support.ledgers.people import Person, registered_user
from tests.support.served import served


@pytest.fixture
def person() -> Person:
    made = registered_user(is_verified=True)
    ok(made.get("/settings"))
    return made


def notifications(person: Person) -> list[dict[str, Any]]:
    """Return the notifications of the person about goals, newest first."""
    items: list[dict[str, Any]] = ok(person.get("/notifications"))["items"]
    return [one for one in items if one["kind"].startswith("GOAL")]


def titles(person: Person) -> list[str]:
    return [one["title"] for one in notifications(person)]


def scanned_on(monkeypatch: pytest.MonkeyPatch, person: Person, days: int) -> None:
    """Deliver the look at the person's plans that is due so many days later."""
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=days))
    messages: list[NotificationMessage] = []
    with monkeypatch.context() as patch:
        patch.setattr(scan_notifications, "publish_events", messages.extend)
        ok(served("scanNotifications").post("/", json={}))
    deliver_all([one for one in messages if one.tenant == person.store.ref.path])


def test_milestones_are_told_once_the_highest_of_several(person: Person) -> None:
    goal = create(person)
    with told():
        contribute(person, goal, "249.99")
    assert notifications(person) == []

    with told():
        made = contribute(person, goal, "500.01")
    [one] = notifications(person)
    assert (one["kind"], one["severity"]) == ("GOAL_MILESTONE", "INFO")
    assert one["subject"] == {"type": "GOAL", "id": goal["id"]}
    assert one["title"] == "Goal Holiday: 75 % reached"
    assert one["text"] == "750.00 USD of 1000.00 USD are there."

    with told():
        ok(person.delete(f"/transactions/{made['id']}"), 204)
    with told():
        contribute(person, goal, "500.01")
    assert len(notifications(person)) == 1


def test_after_a_change_of_the_target_further_milestones_are_told(person: Person) -> None:
    goal = create(person)
    with told():
        contribute(person, goal, "1000.00")
    with told():
        ok(person.patch(f"/goals/{goal['id']}", {"target": "2000.00"}))
    assert titles(person) == ["Goal Holiday: 100 % reached"]

    with told():
        contribute(person, goal, "500.00")
    assert sorted(titles(person)) == ["Goal Holiday: 100 % reached", "Goal Holiday: 75 % reached"]


def test_falling_behind_is_told_by_months_of_the_steady_pace(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with told():
        create(person, start="2026-03-20", target_date="2027-03-19", target="3650.00")
    scanned_on(monkeypatch, person, 29)
    assert notifications(person) == []
    scanned_on(monkeypatch, person, 30)
    scanned_on(monkeypatch, person, 31)
    [one] = notifications(person)
    assert one["title"] == "Goal Holiday is falling behind"
    assert one["text"] == (
        "On 2026-04-19, 0.00 USD of 3650.00 USD are there; at a steady pace it would be 310.00 USD."
    )

    scanned_on(monkeypatch, person, 61)
    assert len(notifications(person)) == 2

    # Nine months of the pace are missing in December, and in the next year all of them again.
    for days, count in ((285, 3), (286, 3), (287, 4)):
        scanned_on(monkeypatch, person, days)
        assert len(notifications(person)) == count


def test_a_shortfall_of_allocations_is_told_once_in_a_month(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = savings(person, name="Savings")
    for name in ("Car", "Trip"):
        create(person, name=name, funding=of_account(account, amount="500.00"), target="9000")
    with told():
        person.record("100.00", account_id=account["id"], date="2026-03-20")
        person.record("1.00", account_id=account["id"], date="2026-03-20")
    [one] = notifications(person)
    assert (one["kind"], one["subject"]["type"]) == ("GOAL_SHORTFALL", "ACCOUNT")
    assert one["text"] == (
        "Goals have 1000.00 USD of Savings, whose balance is 899.00 USD. Each gets its part of it."
    )

    scanned_on(monkeypatch, person, 1)
    assert len(notifications(person)) == 1
    scanned_on(monkeypatch, person, 12)
    assert len(notifications(person)) == 2


def test_a_ledger_with_a_goal_alone_is_watched_until_it_is_deleted(person: Person) -> None:
    with told():
        goal = create(person)
    assert person.store.tenant.get().ledger.is_watched
    ok(person.delete(f"/goals/{goal['id']}"), 204)
    with told():
        person.record()

    with published() as messages:
        person.record()
    assert messages == []
    assert person.store.watch.find() is None

    undo(person, latest(person, entity="GOAL"))
    assert person.store.tenant.get().ledger.is_watched
