"""Runs of recurring entries of many ledgers: each that is due is found, and none stops others."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from shared.errors import DemoQuota
from shared.models.planning.recurring import Recurring
from shared.models.planning.recurring_input import RecurringPatch
from shared.models.planning.run_message import RunMessage, RunOfEntries
from shared.repositories import connections
from shared.repositories.messages import MessagePublisher
from shared.repositories.planning.due_entries import DueEntryRepository
from shared.repositories.store import TenantStore
from shared.services.fan_out import BatchIncomplete
from shared.services.planning import recurring, run_pages, runs
from shared.services.planning.runs import RunResult, run_batch, run_entry, run_once_due
from tests.emulator.planning.entries import (
    DAY,
    booked,
    day,
    entry,
    opened,
    run,
    told,
    weekly,
)
from tests.support.ledgers.ledgers import NOW, new_ledger, operation

pytestmark = pytest.mark.usefixtures("emulators")


def test_a_message_that_is_delivered_to_several_workers_books_and_tells_once() -> None:
    store = new_ledger()
    entries = [entry(store) for _ in range(3)]
    paths = tuple(f"{store.ref.path}/recurring/{one.id}" for one in entries)
    message = RunMessage(run_id="r", until=NOW, entries=paths)

    def deliver(_: int) -> RunResult:
        return run_batch(opened, message, lambda: NOW + 2 * DAY, workers=2)

    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(deliver, range(3)))

    assert sum(result.booked for result in done) == 9
    assert [booked(store, one) for one in entries] == [[day(0), day(1), day(2)]] * 3
    assert told(store) == [("BOOKED", str(day(2)), 2)] * 3


def test_a_paused_entry_is_not_due() -> None:
    store = new_ledger()
    one = entry(store)
    recurring.update_recurring(store, operation(), one.id, RecurringPatch(paused=True))

    assert run(store, one, NOW + 9 * DAY) == RunResult()
    assert due_paths(NOW + 9 * DAY, store) == []


def due_paths(until: datetime, *stores: TenantStore) -> list[str]:
    """Return the paths of the entries of these ledgers that are due, page by page."""
    roots = {store.ref for store in stores}
    due = DueEntryRepository(connections.firestore_client())
    found: list[str] = []
    cursor = None
    while True:
        page = due.list_due(until, 2, cursor)
        found += [one.path for one in page.entries if one.tenant in roots]
        cursor = page.next_cursor
        if cursor is None:
            return found


class Mailbox(MessagePublisher):
    """Publisher that keeps its messages, in place of Pub/Sub."""

    def __init__(self) -> None:
        self.messages: list[RunMessage] = []

    def publish_all(self, messages: Any) -> None:
        """Keep the messages."""
        self.messages += map(RunMessage.model_validate_json, messages)


def published(until: datetime, page_size: int) -> list[RunMessage]:
    """Return the batches of a run, page after page."""
    mailbox, batches = Mailbox(), []
    due = DueEntryRepository(connections.firestore_client())
    the_run = RunOfEntries("run", until)
    run_pages.publish_run(due, mailbox, the_run, None, page_size)
    while mailbox.messages:
        message = mailbox.messages.pop(0)
        if message.cursor is None:
            batches.append(message)
        else:
            run_pages.publish_run(due, mailbox, the_run, message.cursor, page_size)
    return batches


def test_every_entry_that_is_due_is_published_once_and_no_other() -> None:
    stores = [new_ledger() for _ in range(3)]
    due = [entry(store, -1) for store in stores for _ in range(3)]
    later = [entry(store, 1) for store in stores]

    paths = [path for batch in published(NOW, 4) for path in batch.entries]

    of_these = [path for path in paths if path.split("/")[1] in {s.ref.id for s in stores}]
    assert Counter(path.split("/")[3] for path in of_these) == Counter(one.id for one in due)
    assert not {one.id for one in later} & {path.split("/")[3] for path in paths}


def test_a_batch_is_full_with_the_ledger_that_fills_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_pages, "BATCH_SIZE", 4)
    for _ in range(3):
        store = new_ledger()
        for _ in range(3):
            entry(store, -1)

    batches = published(NOW, 1_000)

    ledgers = [[path.split("/")[1] for path in batch.entries] for batch in batches]
    assert all(len(ids) - ids.count(ids[-1]) < 4 for ids in ledgers)
    together = [ledger for ids in ledgers for ledger in set(ids)]
    assert len(together) == len(set(together)) >= 3


def test_a_ledger_that_fails_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, whole = new_ledger(), new_ledger()
    entries = [entry(broken), entry(whole)]
    foreign = entry(new_ledger())
    paths = [
        f"{store.ref.path}/recurring/{one.id}"
        for store, one in zip((broken, whole), entries, strict=True)
    ]
    # The id of an entry in another ledger than its own.
    paths.append(f"{whole.ref.path}/recurring/{foreign.id}")
    message = RunMessage(run_id="r", until=NOW, entries=tuple(paths))

    def open_store(ref: Any) -> TenantStore:
        if ref == broken.ref:
            raise OSError("injected")
        return opened(ref)

    with pytest.raises(BatchIncomplete) as failed:
        run_batch(open_store, message, lambda: NOW, workers=2)
    assert list(failed.value.failures) == [broken.ref.path]
    assert (booked(whole, entries[1]), booked(broken, entries[0])) == ([day(0)], [])

    run_batch(opened, message, lambda: NOW, workers=2)
    assert (booked(whole, entries[1]), booked(broken, entries[0])) == ([day(0)], [day(0)])


def test_an_entry_that_fails_does_not_stop_the_others_of_its_ledger(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = new_ledger()
    broken, whole = entry(store), entry(store)
    paths = tuple(f"{store.ref.path}/recurring/{one.id}" for one in (broken, whole))
    message = RunMessage(run_id="r", until=NOW, entries=paths)

    def run_whole(store: TenantStore, recurring_id: str, clock: Any) -> RunResult:
        if recurring_id == broken.id:
            raise OSError("injected")
        return run_entry(store, recurring_id, clock)

    monkeypatch.setattr(runs, "run_entry", run_whole)
    with pytest.raises(BatchIncomplete):
        run_batch(opened, message, lambda: NOW, workers=2)

    assert (booked(store, broken), booked(store, whole)) == ([], [day(0)])


def test_a_ledger_that_is_gone_is_skipped() -> None:
    store = new_ledger()
    one = entry(store)
    store.tenant.reference.delete()

    assert run_entry(store, one.id, lambda: NOW) == RunResult()
    assert run_once_due(new_ledger(), one.id, NOW) == RunResult()


def due_again(store: TenantStore, one: Recurring, at: datetime) -> datetime:
    """Return when an entry is due that was put off, and check that no run finds it before."""
    left = store.recurring.find(one.id)
    assert left is not None
    assert left.due_at is not None
    assert left == one.model_copy(update={"due_at": left.due_at})
    last = published(left.due_at - timedelta(seconds=1), 100)
    assert not any(path.endswith(one.id) for batch in last for path in batch.entries)
    assert left.due_at > at
    return left.due_at


def test_an_entry_of_a_demo_that_has_ended_is_put_off() -> None:
    store, at = new_ledger(), NOW + 40_000 * DAY
    one = entry(store)

    assert run_entry(store, one.id, lambda: at) == RunResult()
    assert due_again(store, one, at) == datetime.combine(at.date() + DAY, time(), UTC)
    assert (booked(store, one), told(store)) == ([], [])


def test_an_entry_of_a_demo_without_room_for_changes_is_put_off_until_there_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = new_ledger()
    one = entry(store)
    with monkeypatch.context() as full:
        full.setattr("shared.models.people.demo_use.MAX_DEMO_CHANGES", 1)
        assert run_entry(store, one.id, lambda: NOW) == RunResult()

    tomorrow = due_again(store, one, NOW)
    assert tomorrow == datetime.combine(day(1), time(), UTC)
    assert run(store, one, tomorrow).booked == 2
    assert booked(store, one) == [day(0), day(1)]


def test_an_entry_that_is_no_longer_due_is_not_put_off(monkeypatch: pytest.MonkeyPatch) -> None:
    store = new_ledger()
    one = entry(store, schedule=weekly())

    def refused(*_given: object) -> RunResult:
        run_once_due(store, one.id, NOW)
        raise DemoQuota("at most 1")

    with monkeypatch.context() as late:
        late.setattr(runs, "run_once_due", refused)
        run_entry(store, one.id, lambda: NOW)

    left = store.recurring.find(one.id)
    assert left is not None
    assert (booked(store, one), left.due_at) == ([day(0)], datetime.combine(day(7), time(), UTC))
