"""Occurrences are booked once, also after faults and by several processes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from shared.errors import NotFound
from shared.models.ledger.tenant import Tenant
from shared.models.planning.occurrence import (
    OccurrencePatch,
    OccurrenceState,
    booked_id,
    occurrence_id,
)
from shared.models.planning.recurring import Recurring
from shared.models.planning.recurring_input import RecurringDraft, RecurringPatch
from shared.models.settings.ledger_settings import SettingsPatch
from shared.repositories.store import TenantStore
from shared.services.planning import calendars, occurrences, recurring
from shared.services.planning.booking import book_occurrences
from shared.services.planning.runs import run_once_due
from shared.services.settings.settings import change_settings
from tests.support.cases import for_each
from tests.support.faults import FAULTS, Crashed, fault
from tests.support.ledgers.ledgers import (
    NOW,
    assert_every_revision_is_logged,
    assert_law_holds,
    assert_log_is_complete,
    new_ledger,
    operation,
)

pytestmark = pytest.mark.usefixtures("emulators")

TODAY = NOW.date()


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def entry(store: TenantStore, start: int = -2, **fields: object) -> Recurring:
    """Create an entry for each day, from an offset of today."""
    usual = {
        "name": "Gym",
        "mode": "AUTO",
        "template": {"type": "EXPENSE", "amount": "10.00"},
        "schedule": {"start": str(day(start)), "frequency": "DAILY"},
    }
    draft = RecurringDraft.model_validate(usual | fields)
    return recurring.create_recurring(store, operation(), draft)


def booked(store: TenantStore, one: Recurring) -> list[date]:
    """Return the days of the live transactions of an entry, and check that all is in order."""
    assert_law_holds(store)
    assert_log_is_complete(store)
    assert_every_revision_is_logged(store)
    found = [t for t in store.transactions.stream_all() if t.recurring_id == one.id]
    assert {t.id for t in found} == {booked_id(one.id, t.date) for t in found}
    return sorted(t.date for t in found if not t.is_deleted)


@contextlib.contextmanager
def crashing(name: str) -> Iterator[None]:
    """Let the first commit fail; one that the process does not outlive is not raised."""
    with fault(name), contextlib.suppress(Crashed):
        yield


@for_each("name", FAULTS)
def test_what_is_due_is_booked_once_after_every_fault(name: str) -> None:
    store = new_ledger()
    one = entry(store)

    with crashing(name):
        book_occurrences(store, operation("k"), one.id)
    again = book_occurrences(store, operation("k"), one.id)

    assert [occurrence.nominal for occurrence in again.booked] == [day(-2), day(-1), day(0)]
    assert booked(store, one) == [day(-2), day(-1), day(0)]
    assert store.recurring.find(one.id) == again.recurring
    assert again.recurring.next_nominal == day(1)


def test_processes_that_book_at_once_book_once() -> None:
    store = new_ledger()
    one = entry(store)

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: book_occurrences(store, operation(), one.id), range(4)))

    assert sum(len(result.booked) for result in done) == 3
    assert booked(store, one) == [day(-2), day(-1), day(0)]


def test_a_run_leaves_to_people_what_is_due_before_the_cursor() -> None:
    store = new_ledger()
    template = {"type": "EXPENSE", "amount": "10.00"}
    one = entry(store, template=template)
    [account] = store.tenant.get().ledger.accounts.values()

    def archive(unit: TenantStore) -> None:
        unit.load()
        unit.ledger.put_account(account.model_copy(update={"archived": True}))

    def reopen(unit: TenantStore) -> None:
        unit.load()
        unit.ledger.put_account(account)

    store.transact(archive)
    refused = run_once_due(store, one.id, NOW)
    store.transact(reopen)

    assert (refused.refused, refused.booked) == (3, 0)
    left = calendars.list_occurrences(store, day(-2), day(0), NOW).items
    assert [each.occurrence.state for each in left] == [OccurrenceState.DUE] * 3
    assert left[0].recurring.next_nominal == day(1)
    assert run_once_due(store, one.id, NOW + timedelta(days=1)).booked == 1
    assert len(book_occurrences(store, operation(), one.id).booked) == 3


def test_what_is_refused_again_is_not_announced_as_more() -> None:
    store = new_ledger()
    one = entry(store)
    [account] = store.tenant.get().ledger.accounts.values()

    def archive(unit: TenantStore) -> None:
        unit.load()
        unit.ledger.put_account(account.model_copy(update={"archived": True}))

    store.transact(archive)
    assert book_occurrences(store, operation(), one.id, limit=2).is_partial
    book_occurrences(store, operation(), one.id, limit=1)
    again = book_occurrences(store, operation(), one.id, limit=1)
    assert (len(again.refused), again.is_partial) == (1, False)


def test_a_calendar_that_is_cut_has_whole_days(monkeypatch: pytest.MonkeyPatch) -> None:
    store = new_ledger()
    for _ in range(3):
        one = entry(store, 0)
        for offset in (0, 1):
            occurrences.skip_occurrence(store, operation(), one.id, day(offset))
    monkeypatch.setattr(calendars, "MAX_OCCURRENCES", 4)

    found = calendars.list_occurrences(store, day(0), day(9), NOW)

    assert ([each.occurrence.date for each in found.items], found.is_partial) == (
        [day(0)] * 3,
        True,
    )


def test_occurrences_that_do_not_fit_do_not_stop_later_ones() -> None:
    store = new_ledger()
    one = entry(store, -4)
    path = OccurrencePatch.model_validate({"amount": "999999999999.99"})
    with pytest.raises(Exception, match="at most"):
        occurrences.change_occurrence(store, operation(), one.id, day(-4), path)

    first = book_occurrences(store, operation(), one.id, limit=2)
    second = book_occurrences(store, operation(), one.id, limit=3)

    assert [first.is_partial, second.is_partial] == [True, False]
    assert booked(store, one) == [day(offset) for offset in range(-4, 1)]


@pytest.mark.parametrize(
    ("timezone", "due"),
    [
        ("Asia/Tokyo", "2026-06-12T15:00:00+00:00"),
        ("America/New_York", "2026-06-13T04:00:00+00:00"),
    ],
)
def test_another_time_zone_moves_the_time_at_which_entries_are_due(timezone: str, due: str) -> None:
    store = new_ledger()
    one = entry(store, 0, remind_days=2)
    assert one.due_at is not None
    assert one.due_at.isoformat() == "2026-06-13T00:00:00+00:00"

    change_settings(store, operation(), SettingsPatch(timezone=timezone))

    after = store.recurring.find(one.id)
    assert after is not None
    assert after.due_at is not None
    assert after.due_at.isoformat() == due
    assert after.revision == one.revision


def test_the_due_time_follows_a_postponement_and_a_pause() -> None:
    store = new_ledger()
    schedule = {"start": str(day(0)), "frequency": "WEEKLY"}
    one = entry(store, schedule=schedule)

    moved = occurrences.postpone_occurrence(store, operation(), one.id, day(0), day(3)).recurring
    assert moved.due_at is not None
    assert moved.due_at.date() == day(3)

    paused = RecurringPatch(paused=True)
    assert recurring.update_recurring(store, operation(), one.id, paused).due_at is None
    open_again = RecurringPatch(paused=False)
    after = recurring.update_recurring(store, operation(), one.id, open_again)
    assert (after.next_nominal, after.next_date) == (day(0), day(3))


def test_entries_of_another_ledger_are_not_found() -> None:
    one, other = entry(new_ledger()), new_ledger()
    for call in (
        lambda: book_occurrences(other, operation(), one.id),
        lambda: occurrences.skip_occurrence(other, operation(), one.id, day(0)),
        lambda: calendars.list_occurrences(other, day(0), day(1), NOW, one.id),
        lambda: recurring.delete_recurring(other, operation(), one.id),
    ):
        with pytest.raises(NotFound):
            call()


def test_a_transaction_whose_occurrence_is_not_stored_is_not_booked_again() -> None:
    store = new_ledger()
    one = entry(store, 0)
    book_occurrences(store, operation(), one.id)

    def lose(unit: TenantStore, _tenant: Tenant) -> None:
        unit.occurrences.delete(occurrence_id(one.id, day(0)))
        unit.recurring.put(one)

    store.transact_below(lose)
    again = book_occurrences(store, operation(), one.id)

    assert [occurrence.nominal for occurrence in again.booked] == [day(0)]
    assert [t.date for t in store.transactions.stream_all()] == [day(0)]
