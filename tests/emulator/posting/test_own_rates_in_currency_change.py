"""Own rates that are corrected reach the amounts in every currency of a ledger."""

from __future__ import annotations

import pytest

from shared.errors import RebuildRunning
from shared.models.currencies.own_rate import OwnRate
from shared.models.currencies.own_rate_input import OwnRateDraft
from shared.models.history.change import Operation
from shared.models.jobs.healing import HealingRun
from shared.models.ledger.ledger import Ledger
from shared.repositories.store import TenantStore
from shared.services.currencies.healing import heal
from shared.services.history.undo import undo_change
from shared.services.ledger.own_rates import (
    create_own_rate,
    delete_own_rate,
    replace_own_rate,
)
from shared.services.posting import currency_change
from shared.services.posting.rebuild import rebuild_months
from tests.support.ledgers.currency_changes import (
    ask_for,
    assert_sums_are_exact,
    change_to,
    spend,
)
from tests.support.ledgers.ledgers import (
    NOW,
    new_account,
    new_ledger,
    operation,
    stored_transactions,
)
from tests.support.ledgers.rebuilds import always, clock, times

pytestmark = pytest.mark.usefixtures("emulators")


def _draft(base: str, quote: str, rate: str, day: str = "2026-03-30") -> OwnRateDraft:
    fields = {"base": base, "quote": quote, "rate": rate, "date": day}
    return OwnRateDraft.model_validate(fields)


def _announce_nothing(_ledger: Ledger, _former: OwnRate | None, _rate: OwnRate | None) -> None:
    """Stand in for the job of a request: no run heals amounts in a former currency."""


def _create(store: TenantStore, draft: OwnRateDraft, made: Operation | None = None) -> OwnRate:
    return create_own_rate(store, made or operation(), draft, _announce_nothing).rate


def _replace(store: TenantStore, rate: OwnRate, draft: OwnRateDraft) -> None:
    replace_own_rate(store, operation(), rate.id, draft, _announce_nothing)


def _booked(store: TenantStore, transaction_id: str) -> tuple[int | None, str | None]:
    """Return base amount and rate of a transaction."""
    found = stored_transactions(store)[transaction_id]
    return found["amount_minor"], found.get("rate")


@pytest.mark.parametrize(
    ("corrected", "expected"), [("0.001", (10, "0.001")), ("10", (100_000, "10"))]
)
def test_a_change_back_brings_amounts_back_at_the_own_rate_that_is_in_force(
    corrected: str, expected: tuple[int, str]
) -> None:
    store = new_ledger("EUR")
    pesos = new_account(store, "Pesos", currency="ARS")
    rate = _create(store, _draft("ARS", "EUR", "10"))
    on_its_day = spend(store, pesos, "100")
    later = spend(store, pesos, "100", date="2026-04-02")
    change_to(store, "GBP")
    _replace(store, rate, _draft("ARS", "EUR", corrected))
    change_to(store, "EUR")

    assert _booked(store, on_its_day) == _booked(store, later) == expected
    assert_sums_are_exact(store)


def test_a_change_back_leaves_amounts_unconverted_whose_own_rate_was_deleted() -> None:
    store = new_ledger("EUR")
    pesos = new_account(store, "Pesos", currency="ARS")
    rate = _create(store, _draft("ARS", "EUR", "10"))
    on_its_day = spend(store, pesos, "100")
    given = spend(store, pesos, "100", base_amount="7")
    change_to(store, "GBP")
    delete_own_rate(store, operation(), rate.id, _announce_nothing)
    change_to(store, "EUR")

    assert _booked(store, on_its_day) == (None, None)
    assert _booked(store, given) == (700, "0.07")
    assert_sums_are_exact(store)


@pytest.mark.parametrize("commits", range(1, 5))
def test_an_own_rate_at_which_amounts_are_being_converted_is_not_corrected(
    monkeypatch: pytest.MonkeyPatch, commits: int
) -> None:
    monkeypatch.setattr(currency_change, "AT_ONCE", 2)
    store = new_ledger("EUR")
    euros = store.tenant.get().ledger.default_account_id
    made = operation()
    rate = _create(store, _draft("EUR", "ARS", "15"), made)
    other = _create(store, _draft("EUR", "BOB", "8"))
    spent = [spend(store, euros, "100") for _ in range(3)]
    ask_for(store, "ARS")
    rebuild_months(store, clock, times(commits))
    assert store.tenant.get().ledger.currency_change.is_running
    correction = _draft("EUR", "ARS", "1500")

    with pytest.raises(RebuildRunning, match="converted to ARS at this own rate") as refused:
        _replace(store, rate, correction)
    may_cancel = store.tenant.get().ledger.next_currency is not None
    assert ("setting the currency EUR" in str(refused.value)) == may_cancel
    with pytest.raises(RebuildRunning):
        delete_own_rate(store, operation(), rate.id, _announce_nothing)
    [creation] = store.changes.list_of_operation(made.change_id)
    with pytest.raises(RebuildRunning):
        undo_change(store, operation(), creation)
    _replace(store, other, _draft("EUR", "BOB", "9"))
    _create(store, _draft("EUR", "ARS", "16", "2026-03-31"))

    assert rebuild_months(store, clock, always)
    assert {_booked(store, one) for one in spent} == {(150_000, "15")}
    _replace(store, rate, correction)
    former = HealingRun.list_of_change(rate, None, store.tenant.get().ledger, "me", NOW)
    for run in former:
        assert heal(store, run, lambda: NOW, lambda: True) is None
    assert {_booked(store, one) for one in spent} == {(15_000_000, "1500")}
    assert_sums_are_exact(store)
