"""Runs of recurring entries: each occurrence is booked once and told once, at its midnight."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from shared.models.history.change import Change
from shared.models.ledger.inputs.transaction import TransactionDraft
from shared.models.notifications.parameters import NotBookedReason
from shared.models.planning.occurrence import OccurrencePatch, OccurrenceState
from shared.models.settings.ledger_settings import SettingsPatch
from shared.repositories.store import TenantStore
from shared.services.history.undo import undo_operation
from shared.services.ledger import transactions
from shared.services.planning import occurrences, runs
from shared.services.planning.booking import book_occurrences
from shared.services.planning.runs import RunResult, run_entry
from shared.services.settings.settings import change_settings
from tests.emulator.planning.entries import (
    DAY,
    HOUR,
    archive,
    booked,
    day,
    entry,
    reasons_of,
    run,
    states,
    told,
    weekly,
)
from tests.support.cases import for_each
from tests.support.faults import FAULTS, Crashed, fault
from tests.support.ledgers.ledgers import NOW, StoredLedger, new_ledger, operation

pytestmark = pytest.mark.usefixtures("emulators")


@contextlib.contextmanager
def crashing(name: str, skip: int = 0) -> Iterator[None]:
    """Let one commit fail; one that the process does not outlive is not raised."""
    with fault(name, skip=skip), contextlib.suppress(Crashed):
        yield


@for_each("name", FAULTS)
def test_a_late_run_that_is_killed_and_repeated_books_and_tells_each_once(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "MAX_BOOKED_AT_ONCE", 4)
    store = new_ledger()
    one = entry(store)
    later = NOW + 9 * DAY

    with crashing(name, skip=1):
        run_entry(store, one.id, lambda: later)
    run(store, one, later)

    assert booked(store, one) == [day(offset) for offset in range(10)]
    assert told(store) == [
        ("BOOKED", str(day(3)), 3),
        ("BOOKED", str(day(7)), 3),
        ("BOOKED", str(day(9)), 1),
    ]
    assert run(store, one, later) == RunResult()


@pytest.mark.parametrize(
    ("timezone", "start"),
    [
        ("Pacific/Kiritimati", date(2026, 7, 1)),
        ("Pacific/Pago_Pago", date(2026, 7, 1)),
        ("America/New_York", date(2026, 10, 31)),
        ("America/New_York", date(2027, 3, 13)),
        ("Asia/Beirut", date(2027, 3, 27)),
    ],
)
def test_each_midnight_counts_in_the_time_zone_of_the_ledger(timezone: str, start: date) -> None:
    store, zone = new_ledger(), ZoneInfo(timezone)
    change_settings(store, operation(), SettingsPatch(timezone=timezone))
    one = entry(store, schedule={"start": str(start), "frequency": "DAILY", "count": 3})
    hour = datetime(start.year, start.month, start.day, tzinfo=UTC) - DAY
    acted: list[datetime] = []
    for _ in range(5 * 24):
        if run(store, one, hour).booked:
            acted.append(hour)
        hour += HOUR

    assert booked(store, one) == [start, start + DAY, start + 2 * DAY]
    assert [at.astimezone(zone).date() for at in acted] == booked(store, one)
    before = [(at - HOUR).astimezone(zone).date() for at in acted]
    assert before == [each - DAY for each in booked(store, one)]


def test_people_are_reminded_once_and_told_once_of_what_they_missed() -> None:
    store = new_ledger()
    one = entry(store, mode="REMIND", schedule=weekly(3), remind_days=2)
    seen: list[tuple[str, str, int]] = []
    for offset in range(12):
        for hours in (0, 1):
            run(store, one, NOW + offset * DAY + hours * HOUR)
        new = sorted((Counter(told(store)) - Counter(seen)).elements())
        seen += new
        expected = {
            1: [("DUE", str(day(3)), 0)],
            8: [("DUE", str(day(10)), 0)],
            10: [("MISSED", str(day(3)), 0)],
        }
        assert new == expected.get(offset, []), offset
    assert booked(store, one) == []
    assert states(store, 0, 18, NOW + 11 * DAY) == ["MISSED", "DUE", "PLANNED"]


def test_without_a_reminder_people_are_told_on_the_day_of_what_they_have_to_do() -> None:
    store = new_ledger()
    one = entry(store, 1, mode="APPROVE")

    run(store, one, NOW)
    assert told(store) == []
    for offset in (1, 2):
        run(store, one, NOW + offset * DAY)

    assert told(store) == [("APPROVAL", str(day(1)), 0), ("APPROVAL", str(day(2)), 0)]


def test_what_is_booked_by_itself_is_announced_only_if_asked_for() -> None:
    store = new_ledger()
    one = entry(store, schedule=weekly(3), remind_days=1)

    run(store, one, NOW + 2 * DAY)
    assert told(store) == [("COMING", str(day(3)), 0)]
    run(store, one, NOW + 3 * DAY)

    assert told(store) == [("BOOKED", str(day(3)), 0), ("COMING", str(day(3)), 0)]


def test_people_are_reminded_of_a_daily_payment_on_the_day_before() -> None:
    store = new_ledger()
    one = entry(store, 1, remind_days=30)

    run(store, one, NOW)
    assert told(store) == [("COMING", str(day(1)), 0)]
    run(store, one, NOW + DAY)

    assert ("COMING", str(day(2)), 0) in told(store)
    assert ("COMING", str(day(3)), 0) not in told(store)


@pytest.mark.parametrize(
    ("mode", "kind"), [("REMIND", "DUE"), ("APPROVE", "APPROVAL"), ("AUTO", "COMING")]
)
def test_a_reminder_says_what_the_occurrence_waits_for_and_names_it(mode: str, kind: str) -> None:
    store = new_ledger()
    schedule = weekly(1) | {"shift": "NEXT"}
    one = entry(store, mode=mode, schedule=schedule, remind_days=1)
    moved = occurrences.change_occurrence(
        store, operation(), one.id, day(1), OccurrencePatch(date=day(2))
    )

    run(store, one, NOW + DAY)

    [event] = StoredLedger.read(store).collection("outbox").values()
    assert event["kind"] == f"RECURRING_{kind}"
    days = {name: event["parameters"][name]["date"] for name in ("date", "nominal")}
    assert days == {"date": str(moved.occurrence.date), "nominal": str(day(1))}


def test_after_weeks_of_outage_people_are_told_in_few_words() -> None:
    store = new_ledger()
    one = entry(store, mode="REMIND")
    at = NOW + 20 * DAY

    run(store, one, at)

    assert told(store) == [("DUE", str(day(20)), 0), ("MISSED", str(day(13)), 13)]
    assert states(store, 0, 20, at) == ["MISSED"] * 14 + ["DUE"] * 7


def test_what_was_due_before_the_entry_was_made_is_no_news() -> None:
    store = new_ledger()
    one = entry(store, -60, mode="REMIND")

    done = run(store, one, NOW)

    assert (done.missed, told(store)) == (54, [("DUE", str(day(0)), 0)])
    assert reasons_of(store) == [None]


def test_a_missed_one_can_still_be_booked_skipped_and_postponed() -> None:
    store = new_ledger()
    one = entry(store, mode="APPROVE", schedule=weekly() | {"interval": 3})
    other = entry(store, mode="APPROVE", schedule=weekly() | {"interval": 3})
    third = entry(store, mode="APPROVE", schedule=weekly() | {"interval": 3})
    at = NOW + 8 * DAY
    for each in (one, other, third):
        run(store, each, at)
    assert states(store, 0, 0, at) == ["MISSED"] * 3

    assert len(book_occurrences(store, operation(), one.id, nominal=day(0)).booked) == 1
    skipped = occurrences.skip_occurrence(store, operation(), other.id, day(0)).occurrence
    assert skipped.state is OccurrenceState.SKIPPED
    occurrences.postpone_occurrence(store, operation(), third.id, day(0), day(12))
    before = told(store)
    run(store, third, NOW + 11 * DAY)
    assert told(store) == before
    run(store, third, NOW + 12 * DAY)

    assert Counter(told(store)) - Counter(before) == Counter([("APPROVAL", str(day(12)), 0)])
    assert booked(store, one) == [day(0)]


def test_one_that_does_not_fit_is_told_and_booked_after_it_was_postponed() -> None:
    store = new_ledger()
    one = entry(store, schedule=weekly())
    archive(store)
    assert run(store, one, NOW).refused == 1
    assert told(store) == [("MISSED", str(day(0)), 0)]
    assert reasons_of(store) == [NotBookedReason.ACCOUNT]
    archive(store, archived=False)

    occurrences.postpone_occurrence(store, operation(), one.id, day(0), day(2))
    run(store, one, NOW + DAY)
    assert booked(store, one) == []
    run(store, one, NOW + 2 * DAY)

    live = [t for t in store.transactions.stream_all() if t.recurring_id == one.id]
    assert [t.date for t in live] == [day(2)]
    assert told(store) == [("BOOKED", str(day(2)), 0), ("MISSED", str(day(0)), 0)]


def test_what_a_full_demo_refuses_is_left_to_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.models.people.demo_use.MAX_DEMO_TRANSACTIONS", 2)
    store = new_ledger()
    one = entry(store)

    assert run(store, one, NOW + 3 * DAY).refused == 4
    assert run(store, one, NOW + 3 * DAY) == RunResult()
    assert (told(store), booked(store, one)) == ([("MISSED", str(day(3)), 3)], [])
    assert reasons_of(store) == [NotBookedReason.LIMIT]


def test_a_payment_from_before_the_entry_is_matched_and_not_booked_again() -> None:
    store = new_ledger()
    paid = {"type": "EXPENSE", "amount": "10.00", "date": str(day(-7)), "payee": "Gym"}
    draft = TransactionDraft.model_validate(paid)
    transactions.record_transaction(store, operation(), draft)
    template = {"type": "EXPENSE", "amount": "10.00", "payee": "Gym"}
    one = entry(store, schedule=weekly(-7), template=template)

    assert run(store, one, NOW).booked == 1

    assert states(store, -7, 0, NOW) == ["MATCHED", "POSTED"]
    live = [t.date for t in store.transactions.stream_all() if t.recurring_id == one.id]
    assert sorted(live) == [day(-7), day(0)]


def test_one_that_was_booked_before_its_date_and_undone_is_booked_when_it_is_due() -> None:
    store = new_ledger()
    one = entry(store)
    book_occurrences(store, operation(), one.id, nominal=day(2))
    undo_operation(store, operation(), last_change(store))
    assert booked(store, one) == []

    run(store, one, NOW + 2 * DAY)

    assert booked(store, one) == [day(0), day(1), day(2)]


def last_change(store: TenantStore) -> Change:
    return store.changes.list_before(None, 1)[0]


def test_an_undo_of_a_run_leaves_what_it_booked_to_people() -> None:
    store = new_ledger()
    one = entry(store)
    run(store, one, NOW)

    undo_operation(store, operation(), last_change(store))
    run(store, one, NOW + DAY)

    assert booked(store, one) == [day(1)]
    assert states(store, 0, 1, NOW + 8 * DAY) == ["MISSED", "POSTED"]
    assert len(book_occurrences(store, operation(), one.id).booked) == 1
    assert booked(store, one) == [day(0), day(1)]
