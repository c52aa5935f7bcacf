"""A slow commit comes through between quick ones, and keeps them waiting no longer than it must."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from google.cloud import firestore

from shared.errors import NotFound
from shared.models.ledger.inputs.transaction import TransactionDraft
from shared.models.ledger.transactions.batch import Batch, BatchDeletion
from shared.repositories.firestore import backoff, write_lease
from shared.repositories.firestore.backoff import ConcurrentUpdate, LeaseHeld
from shared.repositories.firestore.usage import counted_usage
from shared.repositories.firestore.write_lease import LEASE_FIELD, WriteLease
from shared.repositories.store import TenantStore
from shared.services.ledger.batches import apply_batch
from shared.services.ledger.categories import CategoryMerge
from shared.services.ledger.merges import run_merge
from tests.support.ledgers.ledgers import NOW, assert_law_holds, new_ledger, operation
from tests.support.observers.call_watch import watched_calls
from tests.support.time_limits import PATIENCE_S

SLOW_S = 0.2
"""Many times what a quick commit takes."""


def change(store: TenantStore, *, taking_s: float = 0.0) -> None:
    """Change something in one commit that takes its time after reading."""

    def work(unit: TenantStore) -> None:
        unit.load()
        time.sleep(taking_s)
        unit.ledger.put_verified(datetime.now(UTC))

    store.transact(work)


@contextlib.contextmanager
def quick_writers(store: TenantStore, count: int) -> Iterator[list[int]]:
    """Run writers without pause, and yield the number of writes of each."""
    is_over = threading.Event()
    written = [0] * count

    def write(number: int) -> None:
        while not is_over.is_set():
            change(store)
            written[number] += 1

    with ThreadPoolExecutor(count) as pool:
        writers = [pool.submit(write, number) for number in range(count)]
        try:
            yield written
        finally:
            is_over.set()
    for writer in writers:
        writer.result()


def wait_until_more_is(written: list[int], *, than: int) -> None:
    """Wait until the writers have written more often in all; a busy machine takes its time."""
    deadline = time.monotonic() + PATIENCE_S
    while sum(written) <= than:
        assert time.monotonic() < deadline, "the writers were kept out for good"
        time.sleep(0.02)


def lease_of(store: TenantStore) -> object:
    return (store.tenant.reference.get().to_dict() or {}).get(LEASE_FIELD)


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let slow commits acquire the lease after a fraction of a second, and hold it for one."""
    monkeypatch.setattr(backoff, "_LEASE_PRODUCT_S2", 0.06)
    monkeypatch.setattr(write_lease, "_LEASE_TIME", timedelta(seconds=1))


@pytest.mark.usefixtures("soon")
def test_slow_commits_come_through_between_writers_without_pause() -> None:
    store = new_ledger()

    with quick_writers(store, 2) as written, ThreadPoolExecutor(2) as pool:
        wait_until_more_is(written, than=10)
        slow = [pool.submit(change, store, taking_s=SLOW_S) for _ in range(2)]
        for commit in slow:
            commit.result()
        wait_until_more_is(written, than=sum(written))

    assert lease_of(store) is None
    assert_law_holds(store)


@pytest.mark.usefixtures("soon")
def test_a_lease_whose_holder_died_ends_by_itself() -> None:
    store = new_ledger()
    started = time.monotonic()
    WriteLease(store.tenant.reference).acquire()
    assert lease_of(store)

    change(store)

    assert time.monotonic() - started > 0.6, "nobody waited for the lease"
    assert lease_of(store) is None


def test_a_lease_stands_until_it_is_released_and_cannot_be_taken() -> None:
    store = new_ledger()
    first, second = WriteLease(store.tenant.reference), WriteLease(store.tenant.reference)
    first.acquire()
    lease = lease_of(store)

    second.acquire()
    assert lease_of(store) == lease

    first.release()
    assert lease_of(store) is None


def test_a_lease_that_ended_and_was_taken_by_another_is_not_released(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = new_ledger()
    first, second = WriteLease(store.tenant.reference), WriteLease(store.tenant.reference)
    with monkeypatch.context() as short:
        short.setattr(write_lease, "_LEASE_TIME", timedelta())
        first.acquire()
    ended = lease_of(store)
    second.acquire()
    lease = lease_of(store)
    assert lease != ended

    first.release()
    assert lease_of(store) == lease

    second.release()
    assert lease_of(store) is None


@pytest.mark.parametrize("failure", [NotFound("transaction"), None])
def test_a_commit_that_writes_nothing_in_the_end_gives_its_lease_up(
    failure: Exception | None,
) -> None:
    store = new_ledger()
    leases = []

    def work(unit: TenantStore) -> None:
        unit.load()
        unit.prepare_to_read(51)
        leases.append(lease_of(store))
        if failure:
            raise failure

    with contextlib.suppress(NotFound):
        store.transact(work)

    [lease] = leases
    assert lease is not None
    assert lease_of(store) is None


@pytest.mark.parametrize(("lasts", "written"), [(timedelta(seconds=5), 1), (timedelta(), 2)])
def test_an_attempt_writes_the_lease_only_where_no_earlier_one_holds_it_still(
    monkeypatch: pytest.MonkeyPatch, lasts: timedelta, written: int
) -> None:
    monkeypatch.setattr(write_lease, "_LEASE_TIME", lasts)
    store = new_ledger()
    attempts = []

    def work(unit: TenantStore) -> None:
        unit.load()
        unit.prepare_to_read(51)
        attempts.append(lease_of(store))
        if len(attempts) == 1:
            raise ConcurrentUpdate
        unit.ledger.put_verified(datetime.now(UTC))

    with watched_calls() as calls:
        store.transact(work)

    assert len(attempts) == 2
    assert None not in attempts
    assert (calls.leases, calls.removed) == (written, 0)
    assert lease_of(store) is None


@pytest.mark.parametrize(("rows", "leases"), [(45, 1), (15, 0)])
def test_a_merge_that_lost_after_reading_many_documents_acquires_the_lease_first(
    rows: int, leases: int
) -> None:
    store = new_ledger()
    source, target, *_ = store.tenant.get().ledger.list_categories()
    draft = TransactionDraft(
        type=source.type, amount="1.00", category_id=source.id, date=NOW.date()
    )
    apply_batch(store, operation(), Batch(create=(draft,) * rows))
    merge = CategoryMerge(source.id, target.id)

    with counted_usage(), watched_calls(before_commit=lambda: change(store)) as calls:
        assert run_merge(store, operation(), merge)

    assert calls.leases == leases
    assert_law_holds(store)


def test_a_commit_that_meets_a_lease_waits_for_it_and_does_not_race() -> None:
    store = new_ledger()
    WriteLease(store.tenant.reference).acquire()
    refused: list[Exception] = []

    def work(unit: TenantStore) -> None:
        try:
            unit.load()
        except ConcurrentUpdate as error:
            refused.append(error)
            store.tenant.reference.update({LEASE_FIELD: firestore.DELETE_FIELD})
            raise
        unit.ledger.put_verified(datetime.now(UTC))

    store.transact(work)

    assert [type(error) for error in refused] == [LeaseHeld]


def test_a_ledger_that_is_gone_is_leased_by_nobody() -> None:
    store = new_ledger()
    store.tenant.reference.delete()

    lease = WriteLease(store.tenant.reference)
    lease.acquire()
    lease.release()

    assert not store.tenant.reference.get().exists


@pytest.mark.parametrize(("count", "leases"), [(50, 0), (51, 1)])
def test_a_commit_that_reads_more_than_50_documents_has_one_more_write(
    count: int, leases: int
) -> None:
    store = new_ledger()
    category = store.tenant.get().ledger.list_categories()[0]
    draft = TransactionDraft(
        type=category.type, amount="1.00", category_id=category.id, date=NOW.date()
    )
    made = apply_batch(store, operation(), Batch(create=(draft,) * count))

    with counted_usage() as usage:
        deletions = tuple(BatchDeletion(id=one.id) for one in made.created)
        apply_batch(store, operation(), Batch(delete=deletions))

    tenant, month = 1, 1
    assert usage.reads == tenant + count
    assert usage.writes == tenant + month + 2 * count + leases
    assert lease_of(store) is None
