"""While the currency is being changed, the rates of a commit are read in one call."""

from __future__ import annotations

import pytest

from shared.models.ledger.inputs.transaction import TransactionDraft
from shared.models.ledger.transactions.batch import Batch
from shared.repositories import connections
from shared.services.ledger.batches import apply_batch
from tests.support.ledgers.currency_changes import ask_for, spend
from tests.support.ledgers.ledgers import new_ledger, operation
from tests.support.observers.call_watch import watched_calls

pytestmark = pytest.mark.usefixtures("emulators")


def test_the_rates_of_all_transactions_of_a_commit_are_read_in_one_call() -> None:
    store = new_ledger("EUR")
    account_id = store.tenant.get().ledger.default_account_id
    spend(store, account_id, "1.00")
    ask_for(store, "USD")
    usual = {"type": "EXPENSE", "amount": "1.00", "account_id": account_id}
    drafts = [
        TransactionDraft.model_validate(usual | {"date": f"{year}-06-15"})
        for year in range(2015, 2025)
    ]
    calls = []
    for create in (drafts[:1], drafts[1:]):
        connections.firestore_client().known_rates.forget()
        with watched_calls() as watch:
            apply_batch(store, operation(), Batch(create=create))
        calls.append(watch.gets)

    assert calls[0] == calls[1]
