"""Rules of writing: only a commit writes, and it reads and writes the tenant's document, too."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shared.repositories.firestore.access import WriteOutsideCommit
from shared.repositories.firestore.tenant_document import TenantNotRead, TenantNotWritten
from shared.repositories.store import TenantStore
from shared.services.posting.operations import NothingChanged, append_change
from tests.support.ledgers.ledgers import new_ledger, operation, stored_changes

pytestmark = pytest.mark.usefixtures("emulators")

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.fixture
def store() -> TenantStore:
    return new_ledger()


def test_a_commit_writes_to_the_ledger_it_has_read(store: TenantStore) -> None:
    def work(unit: TenantStore) -> None:
        unit.load()
        unit.ledger.put_imported(NOW)

    store.transact(work)

    assert store.tenant.reference.get(["imported_at"]).to_dict() == {"imported_at": NOW}


def test_a_store_outside_a_commit_writes_nothing(store: TenantStore) -> None:
    with pytest.raises(WriteOutsideCommit):
        store.rules.put_all([])
    with pytest.raises(WriteOutsideCommit):
        store.snapshot(lambda unit: unit.rules.put_all([]))
    with pytest.raises(WriteOutsideCommit):
        store.at_read_time()[0].rules.put_all([])


def test_a_commit_that_has_not_read_the_tenant_is_refused(store: TenantStore) -> None:
    with pytest.raises(TenantNotRead):
        store.transact(lambda unit: unit.ledger.put_imported(NOW))

    assert store.tenant.reference.get(["imported_at"]).to_dict() == {}


def test_a_commit_that_does_not_write_the_tenants_document_is_refused(store: TenantStore) -> None:
    def work(unit: TenantStore) -> None:
        unit.load()
        unit.rules.put_all([])

    with pytest.raises(TenantNotWritten):
        store.transact(work)

    assert not store.tenant.reference.collection("settings").document("rules").get().exists


def test_a_change_of_nothing_is_refused(store: TenantStore) -> None:
    before = stored_changes(store)

    with pytest.raises(NothingChanged):
        store.transact(lambda unit: append_change(unit, operation(), None, None))

    assert stored_changes(store) == before
