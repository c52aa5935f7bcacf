"""Undo brings a transaction back at the rate that has arrived, or was corrected, since."""

from __future__ import annotations

from typing import Any

import pytest

from shared.models.currencies.own_rate import OwnRate
from shared.models.currencies.own_rate_input import OwnRateDraft
from shared.models.history.change import Operation
from shared.models.jobs.healing import HealingRun
from shared.models.ledger.inputs.transaction import TransactionPatch
from shared.models.ledger.ledger import Ledger
from shared.repositories.store import TenantStore
from shared.services.currencies.healing import heal
from shared.services.history.undo import undo_change
from shared.services.ledger.own_rates import create_own_rate, delete_own_rate, replace_own_rate
from shared.services.ledger.transactions import update_transaction
from tests.support.ledgers.currency_changes import spend
from tests.support.ledgers.ledgers import (
    NOW,
    assert_law_holds,
    new_account,
    new_ledger,
    operation,
    stored_transactions,
)

pytestmark = pytest.mark.usefixtures("emulators")

EDITS = [{"base_amount": "5.00"}, {"date": "2026-03-01"}]
"""Edits of a transaction of 30 March: the rates of its day do not concern what they leave."""

Booked = tuple[int | None, str | None, str | None]


class Pesos:
    """A ledger in euros with an account in pesos, and its transaction of 100 on 30 March."""

    def __init__(self) -> None:
        self.store: TenantStore = new_ledger("EUR")
        self.account_id = new_account(self.store, "Pesos", currency="ARS")
        self.transaction_id = ""

    def spend(self, **facts: Any) -> None:
        """Record the transaction."""
        self.transaction_id = spend(self.store, self.account_id, "100", **facts)

    def edit(self, facts: dict[str, Any]) -> Operation:
        """Change it, and return the operation."""
        made = operation()
        patch = TransactionPatch.model_validate(facts)
        update_transaction(self.store, made, self.transaction_id, patch)
        return made

    def create_rate(self, rate: str, day: str = "2026-03-30") -> str:
        """Add an own rate, heal, and return its id."""
        saved = create_own_rate(self.store, operation(), _draft(rate, day), _announce_nothing)
        self._heal(None, saved.rate)
        return saved.rate.id

    def replace_rate(self, rate_id: str, rate: str) -> None:
        """Correct an own rate, and heal."""
        new = replace_own_rate(
            self.store, operation(), rate_id, _draft(rate, "2026-03-30"), _announce_nothing
        )
        self._heal(new.former, new.rate)

    def delete_rate(self, rate_id: str) -> None:
        """Delete an own rate, and heal."""
        gone = delete_own_rate(self.store, operation(), rate_id, _announce_nothing)
        self._heal(gone.former, None)

    def undo(self, made: Operation) -> Booked:
        """Undo an edit; return base amount, rate and its source after it."""
        [change] = self.store.changes.list_of_operation(made.change_id)
        undo_change(self.store, operation(), change)
        assert_law_holds(self.store)
        found = stored_transactions(self.store)[self.transaction_id]
        return found["amount_minor"], found.get("rate"), found.get("rate_source")

    def _heal(self, former: OwnRate | None, rate: OwnRate | None) -> None:
        ledger = self.store.tenant.get().ledger
        for run in HealingRun.list_of_change(former, rate, ledger, "me", NOW):
            assert heal(self.store, run, lambda: NOW, lambda: True) is None


def _draft(rate: str, day: str) -> OwnRateDraft:
    return OwnRateDraft.model_validate({"base": "ARS", "quote": "EUR", "rate": rate, "date": day})


def _announce_nothing(_ledger: Ledger, _former: OwnRate | None, _rate: OwnRate | None) -> None:
    """Stand in for the job of a request: the tests heal themselves."""


@pytest.mark.parametrize("edit", EDITS, ids=str)
def test_what_an_undo_brings_back_is_not_at_an_own_rate_that_was_corrected(
    edit: dict[str, Any],
) -> None:
    pesos = Pesos()
    rate_id = pesos.create_rate("10")
    pesos.spend()
    edited = pesos.edit(edit)
    pesos.replace_rate(rate_id, "0.001")

    assert pesos.undo(edited) == (10, "0.001", "OWN")


@pytest.mark.parametrize("edit", EDITS, ids=str)
def test_what_an_undo_brings_back_is_unconverted_if_its_own_rate_was_deleted(
    edit: dict[str, Any],
) -> None:
    pesos = Pesos()
    rate_id = pesos.create_rate("10")
    pesos.spend()
    edited = pesos.edit(edit)
    pesos.delete_rate(rate_id)

    assert pesos.undo(edited) == (None, None, None)


@pytest.mark.parametrize("edit", EDITS, ids=str)
@pytest.mark.parametrize("early", [None, "2"], ids=["unconverted", "at an earlier rate"])
def test_what_an_undo_brings_back_is_at_the_rate_that_has_arrived_since(
    edit: dict[str, Any], early: str | None
) -> None:
    pesos = Pesos()
    if early is not None:
        pesos.create_rate(early, "2026-03-20")
    pesos.spend()
    edited = pesos.edit(edit)
    pesos.create_rate("10")

    assert pesos.undo(edited) == (100_000, "10", "OWN")


def test_a_base_amount_that_was_given_comes_back_as_it_was() -> None:
    pesos = Pesos()
    rate_id = pesos.create_rate("10")
    pesos.spend(base_amount="5.00")
    edited = pesos.edit({"base_amount": None})
    pesos.replace_rate(rate_id, "20")

    assert pesos.undo(edited) == (500, "0.05", "GIVEN")


def test_the_undo_of_another_edit_does_not_repeat_a_healing_that_was_undone() -> None:
    pesos = Pesos()
    pesos.spend()
    renamed = pesos.edit({"description": "Bus"})
    pesos.create_rate("10")
    [healing] = pesos.store.changes.list_before(None, 1, pesos.transaction_id)
    undo_change(pesos.store, operation(), healing)

    assert pesos.undo(renamed) == (None, None, None)
