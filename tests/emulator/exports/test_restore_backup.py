"""Restoring a backup: resumable, once, beside other writers, and exact whatever happens."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest

from shared.errors import LedgerNotEmpty, RestoreStopped
from shared.models.exports.backup_document import Backup, read_backup
from shared.models.ledger.category import MAX_CATEGORIES
from shared.models.ledger.inputs.category import CategoryPatch
from shared.models.ledger.inputs.transaction import TransactionDraft
from shared.models.ledger.summary import MonthStatus
from shared.models.settings.ledger_settings import SettingsPatch
from shared.models.values.dates import Month
from shared.repositories.store import TenantStore
from shared.services.exports import backups
from shared.services.exports.backups import export_ledger, restore_ledger
from shared.services.history.undo import undo_change
from shared.services.ledger import categories, transactions
from shared.services.ledger.custom_types import delete_custom_type
from shared.services.reports.rollup import close_ended
from shared.services.settings.settings import change_settings
from tests.support.faults import FAULTS, Crashed, fault
from tests.support.ledgers.ledgers import (
    NOW,
    assert_law_holds,
    assert_log_is_complete,
    new_custom_type,
    new_ledger,
    operation,
    stored_transactions,
)
from tests.support.ledgers.rebuilds import assert_in_force, before_commit, start_on

pytestmark = pytest.mark.usefixtures("emulators")

MARCH, APRIL = Month(2026, 3), Month(2026, 4)
COUNT = 11


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a restore of a few transactions take several commits."""
    monkeypatch.setattr(backups, "RESTORE_CHUNK", 3)


@pytest.fixture(scope="module")
def source(emulators: None) -> TenantStore:
    """Return a ledger with eleven expenses, March closed and April amended."""
    store = new_ledger()
    for day in range(1, COUNT):
        record(store, date(2026, 3 + day % 2, day), payee=f"Payee {day % 4}", tags=("a",))
    for month in (MARCH, APRIL):
        assert close_ended(store, month, f"run of {month}", lambda: NOW)
    record(store, date(2026, 4, 30))
    return store


@pytest.fixture(scope="module")
def document(source: TenantStore) -> str:
    """Return its backup."""
    return "".join(export_ledger(source, NOW))


@pytest.fixture
def backup(document: str) -> Backup:
    """Return its backup, as it was read."""
    return read(document)


@pytest.fixture
def store(emulators: None) -> TenantStore:
    """Return an empty ledger."""
    return new_ledger("EUR")


def read(document: str) -> Backup:
    return read_backup(lambda: [document.encode()])


def record(store: TenantStore, day: date, category: str = "Groceries", **fields: Any) -> str:
    """Record an expense of 1.00, and give its id."""
    draft = TransactionDraft(
        type="EXPENSE", amount=1, category_id=category_id(store, category), date=day, **fields
    )
    return transactions.record_transaction(store, operation(), draft).id


def category_id(store: TenantStore, name: str) -> str:
    [found] = [c.id for c in store.tenant.get().ledger.categories.values() if c.name == name]
    return found


def content_of(store: TenantStore) -> dict[str, Any]:
    """Return the content of a backup of the ledger, without its time."""
    content: dict[str, Any] = json.loads("".join(export_ledger(store, NOW)))
    return content


def assert_restored(store: TenantStore, source: TenantStore) -> None:
    """Check that the ledger equals the first one in every field, and its totals are right."""
    assert content_of(store) == content_of(source)
    assert_law_holds(store)
    assert_log_is_complete(store)
    progress = store.tenant.get().ledger.restore
    assert progress is not None
    assert progress.is_finished


def status_of(store: TenantStore, month: Month) -> MonthStatus:
    return store.summaries.get(month).status


@pytest.mark.parametrize("skip", range(8))
@pytest.mark.parametrize("name", FAULTS)
def test_a_restore_goes_on_where_it_was_interrupted(
    store: TenantStore, source: TenantStore, backup: Backup, name: str, skip: int
) -> None:
    with fault(name, skip=skip) as strike:
        try:
            restore_ledger(store, operation(), backup)
        except Crashed:
            restore_ledger(store, operation(), backup)

    assert strike.has_struck
    assert_restored(store, source)
    assert len(stored_transactions(store)) == COUNT


def test_an_interrupted_restore_goes_on_with_chunks_of_another_size(
    store: TenantStore, source: TenantStore, backup: Backup, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fault("crash after the commit", skip=2), pytest.raises(Crashed):
        restore_ledger(store, operation(), backup)
    monkeypatch.setattr(backups, "RESTORE_CHUNK", 4)

    restore_ledger(store, operation(), backup)

    assert_restored(store, source)


def test_an_unfinished_restore_says_how_far_it_is(store: TenantStore, backup: Backup) -> None:
    with fault("crash after the commit", skip=2), pytest.raises(Crashed):
        restore_ledger(store, operation(), backup)

    progress = store.tenant.get().ledger.restore
    assert progress is not None
    assert (progress.document, progress.done) == (backup.digest, 6)
    assert (progress.total, progress.is_finished) == (backup.record_count, False)
    assert len(stored_transactions(store)) == 6
    assert_law_holds(store)


def test_two_restores_at_once_do_it_once(
    store: TenantStore, source: TenantStore, document: str
) -> None:
    with ThreadPoolExecutor(2) as pool:
        done = list(
            pool.map(lambda _: restore_ledger(store, operation(), read(document)), range(2))
        )

    assert done[0] == done[1]
    assert_restored(store, source)


def test_another_document_does_not_mix_with_one_that_is_being_restored(
    store: TenantStore, source: TenantStore, backup: Backup, document: str
) -> None:
    other = read(document + "\n")
    with fault("crash after the commit", skip=2), pytest.raises(Crashed):
        restore_ledger(store, operation(), backup)

    with pytest.raises(LedgerNotEmpty):
        restore_ledger(store, operation(), other)
    restore_ledger(store, operation(), backup)

    assert_restored(store, source)


def test_of_two_documents_at_once_one_is_restored(
    store: TenantStore, source: TenantStore, backup: Backup, document: str
) -> None:
    other = read(document + "\n")

    def begin_the_other() -> None:
        with fault("crash after the commit"), pytest.raises(Crashed):
            restore_ledger(store, operation(), other)

    with before_commit(begin_the_other):
        restore_ledger(store, operation(), backup)

    with pytest.raises(LedgerNotEmpty):
        restore_ledger(store, operation(), other)
    assert_restored(store, source)


def test_whoever_writes_meanwhile_loses_nothing_and_leaves_closed_months_amended(
    store: TenantStore, source: TenantStore, backup: Backup
) -> None:
    with fault("crash after the commit", skip=2), pytest.raises(Crashed):
        restore_ledger(store, operation(), backup)
    recorded = record(store, date(2026, 5, 1))

    restore_ledger(store, operation(), backup)

    assert stored_transactions(store).keys() == stored_transactions(source).keys() | {recorded}
    assert (status_of(source, MARCH), status_of(store, MARCH)) == ("CLOSED", "AMENDED")
    assert status_of(store, APRIL) == "AMENDED"
    closed, original = (
        store.summaries.get(MARCH).period_close,
        source.summaries.get(MARCH).period_close,
    )
    assert closed == original
    assert_law_holds(store)
    assert_log_is_complete(store)


def test_what_is_recorded_just_before_a_restore_begins_keeps_it_out(
    store: TenantStore, backup: Backup
) -> None:
    written: list[str] = []

    with (
        before_commit(lambda: written.append(record(store, date(2026, 3, 30), "Rent"))),
        pytest.raises(LedgerNotEmpty),
    ):
        restore_ledger(store, operation(), backup)

    assert stored_transactions(store).keys() == {*written}


def test_a_restore_stops_where_its_category_was_removed_and_goes_on_when_it_is_back(
    store: TenantStore, source: TenantStore, backup: Backup
) -> None:
    with fault("crash after the commit"), pytest.raises(Crashed):
        restore_ledger(store, operation(), backup)
    groceries = category_id(store, "Groceries")
    categories.delete_category(store, operation(), groceries)

    with pytest.raises(RestoreStopped, match="category_id"):
        restore_ledger(store, operation(), backup)
    assert stored_transactions(store) == {}
    [removal, *_] = store.changes.list_before(None, 1, groceries)
    undo_change(store, operation(), removal)
    restore_ledger(store, operation(), backup)

    assert stored_transactions(store).keys() == stored_transactions(source).keys()
    assert_law_holds(store)


def test_a_restore_stops_where_its_custom_type_was_removed_and_goes_on_when_it_is_back(
    store: TenantStore,
) -> None:
    original = new_ledger()
    gift = new_custom_type(original, "Gift")
    for day in range(1, COUNT):
        record(original, date(2026, 3, day), custom_type_id=gift)
    backup = read("".join(export_ledger(original, NOW)))
    with fault("crash after the commit"), pytest.raises(Crashed):
        restore_ledger(store, operation(), backup)
    delete_custom_type(store, operation(), gift)

    with pytest.raises(RestoreStopped, match="custom_type_id"):
        restore_ledger(store, operation(), backup)
    assert stored_transactions(store) == {}
    [removal, *_] = store.changes.list_before(None, 1, gift)
    undo_change(store, operation(), removal)
    restore_ledger(store, operation(), backup)

    assert stored_transactions(store).keys() == stored_transactions(original).keys()
    assert_law_holds(store)


def test_another_start_of_months_meanwhile_leaves_them_open(
    store: TenantStore, source: TenantStore, backup: Backup
) -> None:
    with fault("crash after the commit", skip=2), pytest.raises(Crashed):
        restore_ledger(store, operation(), backup)
    start_on(store, 10)

    restore_ledger(store, operation(), backup)

    assert stored_transactions(store).keys() == stored_transactions(source).keys()
    assert_in_force(store, 10)
    states = list(store.summaries.stream_states(store.tenant.get().ledger.calendar))
    assert {state.status for state in states} == {MonthStatus.OPEN}


def test_a_renamed_category_meanwhile_stays_renamed(
    store: TenantStore, source: TenantStore, backup: Backup
) -> None:
    with fault("crash after the commit", skip=2), pytest.raises(Crashed):
        restore_ledger(store, operation(), backup)
    groceries = category_id(store, "Groceries")
    categories.update_category(store, operation(), groceries, CategoryPatch(name="Food"))
    change_settings(store, operation(), SettingsPatch(timezone="Asia/Tokyo"))

    restore_ledger(store, operation(), backup)

    assert store.tenant.get().ledger.categories[groceries].name == "Food"
    assert store.tenant.get().ledger.timezone == "Asia/Tokyo"
    assert_law_holds(store)


def test_a_rollup_meanwhile_does_not_undo_what_the_backup_says(
    store: TenantStore, source: TenantStore, backup: Backup
) -> None:
    with fault("crash after the commit", skip=2), pytest.raises(Crashed):
        restore_ledger(store, operation(), backup)
    assert close_ended(store, MARCH, "meanwhile", lambda: NOW)

    restore_ledger(store, operation(), backup)

    assert_restored(store, source)
    assert status_of(store, MARCH) is MonthStatus.CLOSED


def test_as_many_categories_as_there_may_be_are_replaced_at_once(
    store: TenantStore, document: str
) -> None:
    content = json.loads(document)
    first, *_ = content["categories"]
    content["categories"] += [
        first | {"id": f"more{n}", "name": f"{n} " + "ü" * 40}
        for n in range(MAX_CATEGORIES - len(content["categories"]))
    ]
    full = read(json.dumps(content))

    restore_ledger(store, operation(), full)

    assert store.tenant.get().ledger.categories == full.categories
    assert_log_is_complete(store)
