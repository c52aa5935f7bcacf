"""A plan is carried out only if it still does what its preview showed."""

from __future__ import annotations

import pytest

from shared.errors import PlanChanged
from shared.models.ledger.account import Account
from shared.models.rules.rule import RuleDraft
from shared.repositories.store import TenantStore
from shared.services.ledger import transactions
from shared.services.ledger.custom_types import delete_custom_type
from shared.services.rules.rules import create_rule
from tests.emulator.imports.statements import (
    ROWS,
    by_hand,
    carry_out,
    preview,
    statement,
    texts,
)
from tests.support.ledgers.ledgers import (
    new_account,
    new_custom_type,
    new_ledger,
    operation,
)

pytestmark = pytest.mark.usefixtures("emulators", "small_chunks")


def test_a_row_recorded_since_the_preview_is_a_changed_plan() -> None:
    store = new_ledger()
    plan = preview(store, statement())
    transactions.record_transaction(store, operation(), by_hand(store, 7))
    with pytest.raises(PlanChanged, match="since the preview: 1\\."):
        carry_out(store, plan)
    assert texts(store) == ["PURCHASE 7"]


def test_a_duplicate_deleted_since_the_preview_is_a_changed_plan() -> None:
    store = new_ledger()
    recorded = transactions.record_transaction(store, operation(), by_hand(store, 7))
    plan = preview(store, statement())
    assert plan.planned.duplicate == 1
    transactions.delete_transaction(store, operation(), recorded.id)
    with pytest.raises(PlanChanged):
        carry_out(store, plan)


def test_an_unrelated_change_since_the_preview_does_not_matter() -> None:
    store = new_ledger()
    plan = preview(store, statement())
    other = by_hand(store, 7, amount="999")
    transactions.record_transaction(store, operation(), other)
    assert carry_out(store, plan).imported_count == ROWS


def test_an_account_archived_since_the_preview_is_a_changed_plan() -> None:
    store = new_ledger()
    account_id = new_account(store, "Savings")
    plan = preview(store, statement(), account_id=account_id)
    _archive(store, account_id)
    with pytest.raises(PlanChanged, match="account"):
        carry_out(store, plan)
    assert texts(store) == []


def test_a_custom_type_deleted_since_the_preview_is_a_changed_plan() -> None:
    store = new_ledger()
    gift, loan = new_custom_type(store, "Gift"), new_custom_type(store, "Loan")
    _give_to_purchases(store, gift)
    plan = preview(store, statement())
    delete_custom_type(store, operation(), loan)
    assert carry_out(store, plan, chunks=1).imported_count > 0

    store = new_ledger()
    gift = new_custom_type(store, "Gift")
    _give_to_purchases(store, gift)
    plan = preview(store, statement())
    delete_custom_type(store, operation(), gift)
    with pytest.raises(PlanChanged, match="custom type"):
        carry_out(store, plan)
    assert texts(store) == []


def _give_to_purchases(store: TenantStore, custom_type_id: str) -> None:
    """Create a rule that sets the custom type of every row of ``statement``."""
    condition = {"field": "TYPE", "operator": "IS", "value": "EXPENSE"}
    draft = {"conditions": [condition], "actions": {"custom_type_id": custom_type_id}}
    create_rule(store, operation(), RuleDraft.model_validate(draft))


def _archive(store: TenantStore, account_id: str) -> None:
    def work(unit: TenantStore) -> None:
        account: Account = unit.load().ledger.accounts[account_id]
        unit.ledger.put_account(account.model_copy(update={"archived": True}))
        unit.ledger.next_sequence()

    store.transact(work)
