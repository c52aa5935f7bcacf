"""The steps of a change of the ledger's currency: where they begin, end and are divided."""

from __future__ import annotations

import pytest

from shared.errors import CurrencyInUse
from shared.models.ledger.currency_change import CurrencyStep
from shared.models.ledger.restore_progress import RestoreProgress
from shared.repositories.store import TenantStore
from shared.services.ledger.transactions import delete_transaction
from shared.services.posting import currency_change
from shared.services.posting.currency_change import value_transactions
from shared.services.posting.rebuild import rebuild_months
from tests.support.ledgers.currency_changes import ask_for, assert_changed, spend
from tests.support.ledgers.ledgers import new_account, new_ledger, operation
from tests.support.ledgers.rates import store_rates
from tests.support.ledgers.rebuilds import always, clock, times

pytestmark = pytest.mark.usefixtures("emulators")


@pytest.fixture(scope="module", autouse=True)
def _rates(emulators: None) -> None:
    store_rates(USD={"2026-03-27": "1.25", "2026-03-30": "1.2"})


@pytest.fixture
def store() -> TenantStore:
    """Return a ledger in euros with three expenses."""
    created = new_ledger("EUR")
    euros = created.tenant.get().ledger.default_account_id
    for amount in ("1.00", "2.00", "3.00"):
        spend(created, euros, amount)
    return created


def test_a_currency_is_refused_while_a_backup_is_being_restored(store: TenantStore) -> None:
    def begin(unit: TenantStore) -> None:
        unit.load()
        unit.ledger.put_restore(RestoreProgress("abc", 1, 3, 7))

    store.transact(begin)

    with pytest.raises(CurrencyInUse):
        ask_for(store, "USD")


def test_a_currency_that_has_no_unconverted_amount_any_more_is_not_counted(
    store: TenantStore,
) -> None:
    dinars = new_account(store, "Dinars", currency="KWD")
    unconverted = spend(store, dinars, "1")
    ask_for(store, "USD")
    rebuild_months(store, clock, times(1))
    delete_transaction(store, operation(), unconverted)

    assert rebuild_months(store, clock, always)

    assert store.tenant.get().ledger.totals.unconverted == {}


def test_a_step_that_another_process_has_ended_is_not_begun_again(store: TenantStore) -> None:
    ask_for(store, "USD")
    assert value_transactions(store, clock, always)
    assert store.tenant.get().ledger.currency_change.step is CurrencyStep.BUILDING
    assert rebuild_months(store, clock, always)

    assert value_transactions(store, clock, always)

    assert_changed(store, "USD")


def test_a_commit_takes_no_more_than_its_bytes_and_the_next_one_goes_on(
    store: TenantStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(currency_change, "AT_ONCE", 100)
    monkeypatch.setattr(currency_change, "_MAX_BYTES", 1)
    ask_for(store, "USD")

    assert not value_transactions(store, clock, times(2))
    assert store.tenant.get().ledger.currency_change.done == 2
    assert rebuild_months(store, clock, always)
    assert_changed(store, "USD")
