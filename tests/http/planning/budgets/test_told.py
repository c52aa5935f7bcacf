"""Notifications of budgets: each threshold once in a period, pace, and spending on no budget."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from functions.http import clock
from functions.notifications import scan_notifications
from shared.models.notifications.message import NotificationMessage
from shared.models.people.access import Role
from shared.models.planning.run_message import RunMessage
from shared.repositories import connections
from shared.repositories.store import TenantStore
from tests.http.answers import ok
from tests.http.notifications.told import deliver, deliver_all, published, told
from tests.http.planning.budgets.budgets import create, on
from tests.http.planning.budgets.conftest import NOON
from tests.http.planning.recurring.runs import deliver_run
from tests.support.faults import Crashed, fault
from tests.support.ledgers.people import Person, link_google, registered_user, visitor
from tests.support.ledgers.workspaces import new_workspace
from tests.support.served import served


def person_with_ledger() -> Person:
    made = registered_user(is_verified=True)
    ok(made.get("/settings"))
    return made


@pytest.fixture
def person() -> Person:
    return person_with_ledger()


def notifications(person: Person) -> list[dict[str, Any]]:
    """Return the notifications of the person about budgets, newest first."""
    items: list[dict[str, Any]] = ok(person.get("/notifications"))["items"]
    return [one for one in items if one["kind"].startswith("BUDGET")]


def shown(person: Person) -> list[tuple[str, str]]:
    return [(one["title"], one["text"]) for one in notifications(person)]


def titles(person: Person) -> list[str]:
    return [one["title"] for one in notifications(person)]


def spent(first: str, last: str, amount: str, limit: str) -> str:
    return f"From {first} to {last}, {amount} USD of {limit} USD are spent."


def on_day(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)


def scanned(monkeypatch: pytest.MonkeyPatch, store: TenantStore) -> None:
    """Deliver the look at the plans of a ledger that the scan publishes."""
    messages: list[NotificationMessage] = []
    with monkeypatch.context() as patch:
        patch.setattr(scan_notifications, "publish_events", messages.extend)
        ok(served("scanNotifications").post("/", json={}))
    deliver_all([one for one in messages if one.tenant == store.ref.path])


def test_a_threshold_is_told_once_after_the_recording_that_reaches_it(person: Person) -> None:
    budget = create(person, name="Food")
    with told():
        person.record("79.99", date="2026-03-02")
    assert notifications(person) == []

    with told():
        person.record("0.01", date="2026-03-03")
        person.record("5.00", date="2026-03-04")

    [one] = notifications(person)
    assert (one["kind"], one["severity"]) == ("BUDGET_THRESHOLD", "WARNING")
    assert one["subject"] == {"type": "BUDGET", "id": budget["id"]}
    assert one["title"] == "Budget Food: 80 % spent"
    assert one["text"] == "From 2026-03-01 to 2026-03-31, 85.00 USD of 100.00 USD are spent."


def test_of_thresholds_that_are_reached_at_once_the_highest_is_told(person: Person) -> None:
    create(person, name="Food")
    with told():
        person.record("130.00", date="2026-03-02")

    assert titles(person) == ["Budget Food: 100 % spent"]


def test_what_goes_back_below_and_above_again_is_not_told_again(person: Person) -> None:
    create(person, name="Food")
    with told():
        person.record("90.00", date="2026-03-02")
    with told():
        person.record("-50.00", date="2026-03-03")
    with told():
        person.record("49.00", date="2026-03-04")
    assert titles(person) == ["Budget Food: 80 % spent"]

    with told():
        person.record("11.00", date="2026-03-05")
    assert sorted(titles(person)) == ["Budget Food: 100 % spent", "Budget Food: 80 % spent"]


def test_a_late_entry_of_a_period_that_is_over_is_told_once_and_names_it(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    create(person, name="Food")
    on_day(monkeypatch, NOON + timedelta(days=21))
    with told():
        person.record("10.00", date="2026-04-10")
        person.record("81.00", date="2026-03-25")
    expected = [("Budget Food: 80 % spent", spent("2026-03-01", "2026-03-31", "81.00", "100.00"))]
    assert shown(person) == expected

    with told():
        person.record("1.00", date="2026-03-26")
    scanned(monkeypatch, person.store)
    assert shown(person) == expected


def test_periods_that_ended_before_the_budget_was_created_are_not_told(person: Person) -> None:
    create(person, name="Food", start="2026-01-01")
    with told():
        person.record("200.00", date="2026-02-10")
        person.record("1.00", date="2026-03-01")

    assert notifications(person) == []


def test_a_budget_that_is_created_too_low_is_told_of_its_present_period(person: Person) -> None:
    person.record("90.00", date="2026-03-02")
    with told():
        create(person, name="Food")

    assert titles(person) == ["Budget Food: 80 % spent"]


def test_a_threshold_below_what_was_seen_is_not_told(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    budget = create(person, name="Food")
    with told():
        person.record("60.00", date="2026-03-02")
    on_day(monkeypatch, NOON + timedelta(days=1))
    scanned(monkeypatch, person.store)
    with told():
        ok(person.patch(f"/budgets/{budget['id']}", {"thresholds": [50, 90]}))
    assert notifications(person) == []

    with told():
        ok(person.patch(f"/budgets/{budget['id']}", {"amount": "66.00"}))
    assert titles(person) == ["Budget Food: 90 % spent"]


def test_an_imported_file_is_told_of(person: Person) -> None:
    create(person, name="Food")
    file = b"Date,Amount,Description\n2026-03-10,-40.00,Shop\n2026-03-11,-50.00,Cafe\n"
    preview = person.call("POST", "/imports/preview", data=file, content_type="text/csv")
    with told():
        ok(person.post("/imports", {"plan_token": ok(preview, 201)["plan_token"]}))

    assert titles(person) == ["Budget Food: 80 % spent"]


def test_a_weekly_budget_on_a_category_is_told_by_its_daily_totals(person: Person) -> None:
    dining = person.category_ids["Dining"]
    weekly = {"frequency": "WEEKLY", "weekdays": ["MO"]}
    create(person, name="Out", scope=on("CATEGORIES", dining), period=weekly, amount="20")
    with told():
        person.record("19.00", "Dining", date="2026-03-15")
        person.record("5.00", "Rent", date="2026-03-16")
        person.record("16.00", "Dining", date="2026-03-16")

    assert shown(person) == [
        ("Budget Out: 80 % spent", spent("2026-03-16", "2026-03-22", "16.00", "20.00"))
    ]


def test_a_lost_message_is_made_up_for_on_the_next_day(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    create(person, name="Food")
    with published() as lost:
        person.record("81.00", date="2026-03-02")
    assert [one.plans_since for one in lost] == [date(2026, 3, 2)]
    scanned(monkeypatch, person.store)
    assert notifications(person) == []

    on_day(monkeypatch, NOON + timedelta(hours=12))
    scanned(monkeypatch, person.store)
    assert titles(person) == ["Budget Food: 80 % spent"]
    scanned(monkeypatch, person.store)
    assert len(notifications(person)) == 1


def test_a_ledger_without_budgets_publishes_nothing_and_one_without_them_any_more(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with published() as messages:
        person.record()
        budget = create(person)
        ok(person.delete(f"/budgets/{budget['id']}"), 204)
    [only] = messages
    deliver_all([only])

    with published() as messages:
        person.record()
    assert messages == []
    assert person.store.watch.find() is None
    assert not person.store.tenant.get().ledger.is_watched
    on_day(monkeypatch, NOON + timedelta(days=1))
    scanned(monkeypatch, person.store)


def test_members_of_a_workspace_are_told_and_former_ones_are_not() -> None:
    workspace = new_workspace(person_with_ledger(), "Home")
    members = {name: person_with_ledger() for name in ("viewer", "former")}
    for member in members.values():
        workspace.admit(member, Role.VIEWER)
    workspace.change(members["former"], status="deactivated")
    seen = workspace.as_seen_by(workspace.creator)
    create(seen, name="Food")
    with told():
        seen.record("80.00", date="2026-03-02")

    expected = ["Budget Food: 80 % spent (Home)"]
    assert titles(workspace.creator) == titles(members["viewer"]) == expected
    assert titles(members["former"]) == []


@pytest.mark.parametrize("skip", range(3))
@pytest.mark.parametrize("crash", ["crash before the commit", "crash after the commit"])
def test_a_look_that_is_interrupted_tells_once(person: Person, crash: str, skip: int) -> None:
    create(person, name="Food")
    with published() as messages:
        person.record("80.00", date="2026-03-02")
    with published() as found, suppress(Crashed), fault(crash, skip=skip):
        deliver(messages[0])
    deliver_all(messages)
    deliver_all(found)
    for event_id in [one.id for one in outbox(person)]:
        deliver_all([NotificationMessage.of_event(person.store.ref, event_id)])

    assert titles(person) == ["Budget Food: 80 % spent"]


def outbox(person: Person) -> list[Any]:
    root = connections.firestore_client().document(person.store.ref.path)
    return list(root.collection("outbox").stream())


def test_the_pace_is_told_at_the_beginning_of_a_day_and_once_in_a_period(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_day(monkeypatch, NOON - timedelta(days=11))
    create(person, name="Food", amount="310.00")
    with told():
        person.record("161.99", date="2026-03-09")
    on_day(monkeypatch, NOON - timedelta(days=10))
    scanned(monkeypatch, person.store)
    assert notifications(person) == []
    person.record("10.01", date="2026-03-09")
    on_day(monkeypatch, NOON - timedelta(days=9))
    scanned(monkeypatch, person.store)
    [one] = notifications(person)
    assert (one["kind"], one["title"]) == ("BUDGET_PACE", "Budget Food: spending is fast")
    assert one["text"] == (
        "On 2026-03-11, 172.00 USD of 310.00 USD are spent; 110.00 USD were expected by then."
        " The period ends on 2026-03-31."
    )

    person.record("-100.00", date="2026-03-09")
    on_day(monkeypatch, NOON - timedelta(days=8))
    scanned(monkeypatch, person.store)
    person.record("110.00", date="2026-03-09")
    on_day(monkeypatch, NOON - timedelta(days=7))
    scanned(monkeypatch, person.store)
    assert len(notifications(person)) == 1


def test_a_rent_on_its_day_is_not_fast_spending(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_day(monkeypatch, NOON - timedelta(days=11))
    create(person, name="Home", amount="310.00")
    template = {"type": "EXPENSE", "amount": "200.00"}
    schedule = {"start": "2026-03-10", "frequency": "MONTHLY", "days_of_month": [10]}
    body = {"name": "Rent", "mode": "AUTO", "template": template, "schedule": schedule}
    path = f"{person.store.ref.path}/recurring/{ok(person.post('/recurring', body), 201)['id']}"
    on_day(monkeypatch, NOON - timedelta(days=10))
    message = RunMessage(run_id="run", until=clock.now(), entries=(path,))
    with told():
        deliver_run(message.model_dump_json().encode())
    on_day(monkeypatch, NOON - timedelta(days=9))
    scanned(monkeypatch, person.store)

    assert notifications(person) == []


def test_spending_on_no_budget_is_told_once_in_a_month_above_a_tenth(person: Person) -> None:
    dining = person.category_ids["Dining"]
    create(person, name="Out", scope=on("CATEGORIES", dining), amount="500")
    with told():
        person.record("49.99", "Rent", date="2026-03-02")
    assert notifications(person) == []
    with told():
        person.record("0.01", category_id=None, date="2026-03-03")
    with told():
        person.record("100.00", "Rent", date="2026-03-04")

    [one] = notifications(person)
    assert one["subject"] == {"type": "MONTH", "id": "2026-03"}
    assert (one["title"], one["text"]) == (
        "Spending without a budget in 2026-03",
        "In 2026-03, 50.00 USD are spent in categories that no budget is on.",
    )


def test_nothing_lacks_a_budget_where_one_is_on_everything(person: Person) -> None:
    dining = person.category_ids["Dining"]
    create(person, name="Out", scope=on("CATEGORIES", dining), amount="50")
    create(person, name="All", amount="1000")
    with told():
        person.record("50.00", "Rent", date="2026-03-02")

    assert notifications(person) == []


def test_the_bookings_of_a_run_are_told_of(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    create(person, name="Home")
    template = {"type": "EXPENSE", "amount": "80.00", "category_id": person.category_ids["Rent"]}
    schedule = {"start": "2026-03-21", "frequency": "MONTHLY", "days_of_month": [21]}
    body = {"name": "Rent", "mode": "AUTO", "template": template, "schedule": schedule}
    path = f"{person.store.ref.path}/recurring/{ok(person.post('/recurring', body), 201)['id']}"
    on_day(monkeypatch, NOON + timedelta(days=1))
    message = RunMessage(run_id="run", until=clock.now(), entries=(path,))
    with told():
        deliver_run(message.model_dump_json().encode())

    assert titles(person) == ["Budget Home: 80 % spent"]


def test_what_a_demo_was_told_of_is_not_told_to_the_account_that_takes_it_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    demo = visitor("USD")
    create(demo, name="Food")
    with told():
        demo.record("80.00", date="2026-03-02")
    with published() as late:
        demo.record("20.00", date="2026-03-03")
    account = link_google(demo)
    ok(account.post("/me/claim_demo"))

    deliver_all(late)
    assert titles(account) == ["Budget Food: 80 % spent"]
    on_day(monkeypatch, NOON + timedelta(days=1))
    scanned(monkeypatch, account.store)
    scanned(monkeypatch, demo.store)
    expected = ["Budget Food: 100 % spent", "Budget Food: 80 % spent"]
    assert sorted(titles(account)) == expected


def test_the_look_of_a_ledger_that_is_gone_rests_for_a_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace = new_workspace(person_with_ledger())
    seen = workspace.as_seen_by(workspace.creator)
    create(seen)
    ok(workspace.creator.delete(workspace.path), 204)
    at = NOON + timedelta(days=1)
    on_day(monkeypatch, at)
    scanned(monkeypatch, workspace.store)

    state = workspace.store.watch.find()
    assert state is not None
    assert state.next_at == at + timedelta(days=1)
