"""The law of the ledger: after any operations, failures and retries, every sum is exact."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.errors import NotFound
from shared.models.ledger.category import Category, EntryType
from shared.models.ledger.inputs.transaction import TransactionDraft, TransactionPatch
from shared.models.ledger.transactions.batch import Batch
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.values.identifiers import new_id
from shared.repositories.store import TenantStore
from shared.services.ledger import transactions
from shared.services.ledger.batches import apply_batch
from tests.emulator.posting.bookkeeper import (
    CURRENCIES,
    Bookkeeper,
    assert_sums_stay_exact,
)
from tests.support.faults import FAULTS, Crashed, fault
from tests.support.ledgers.ledgers import (
    NOW,
    assert_every_revision_is_logged,
    assert_law_holds,
    assert_log_is_complete,
    new_ledger,
    operation,
    stored_transactions,
)

pytestmark = pytest.mark.usefixtures("emulators")


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(data=st.data(), currency=CURRENCIES)
def test_summaries_stay_exact_through_operations_failures_and_retries(
    data: st.DataObject, currency: str
) -> None:
    bookkeeper = Bookkeeper(currency)
    assert_sums_stay_exact(bookkeeper, data, currency, data.draw(st.integers(1, 8)))


@pytest.mark.parametrize("trouble", sorted(FAULTS))
def test_a_retried_record_is_recorded_once_whatever_went_wrong(trouble: str) -> None:
    store = new_ledger()
    draft = _groceries(store)

    def record() -> Transaction:
        return transactions.record_transaction(store, operation("the key"), draft)

    with fault(trouble) as injected, contextlib.suppress(Crashed):
        record()
    assert injected.has_struck
    assert record() == record()
    assert len(stored_transactions(store)) == 1
    assert_law_holds(store)


@pytest.mark.parametrize("trouble", ["answer lost", "commit refused", "contention"])
def test_a_passing_fault_is_not_seen_by_a_caller_without_a_key(trouble: str) -> None:
    store = new_ledger()
    with fault(trouble) as injected:
        recorded = transactions.record_transaction(store, operation(), _groceries(store))
    assert injected.has_struck
    assert list(stored_transactions(store)) == [recorded.id]
    assert_law_holds(store)


def test_a_crash_before_the_commit_leaves_no_trace() -> None:
    store = new_ledger()
    with fault("crash before the commit"), pytest.raises(Crashed):
        transactions.record_transaction(store, operation(), _groceries(store))
    assert stored_transactions(store) == {}
    assert_law_holds(store)


@pytest.mark.parametrize("currency", ["JPY", "USD", "KWD"])
def test_concurrent_writers_lose_nothing(currency: str) -> None:
    store = new_ledger(currency)
    drafts = [_groceries(store, date(2026, 2, 1 + n % 3)) for n in range(6)]
    ids = [transactions.record_transaction(store, operation(), d).id for d in drafts]

    def work(seed: int) -> int:
        rng = random.Random(seed)  # noqa: S311 (varied, not secret)
        return sum(_succeeds(_random_write(store, rng, ids)) for _ in range(8))

    with ThreadPoolExecutor(8) as pool:
        done = sum(pool.map(work, range(8)))
    assert done >= 40, "most writes succeed under contention"
    assert_law_holds(store)
    assert_every_revision_is_logged(store)
    assert_log_is_complete(store)


def test_a_batch_with_more_numbers_than_a_commit_may_increment_is_exact() -> None:
    store = new_ledger()
    ids = [new_id() for _ in range(260)]
    _add_categories(store, ids)
    rows = tuple(_draft(category_id, "1.25") for category_id in ids)
    for _ in range(2):
        apply_batch(store, operation(), Batch(create=rows))
    assert_law_holds(store)


def _add_categories(store: TenantStore, ids: list[str]) -> None:
    def work(unit: TenantStore) -> None:
        unit.load()
        for number, category_id in enumerate(ids):
            unit.ledger.put_category(
                Category(
                    id=category_id,
                    name=f"Category {number}",
                    type=EntryType.EXPENSE,
                    created_at=NOW,
                    updated_at=NOW,
                )
            )

    store.transact(work)


def _random_write(store: TenantStore, rng: random.Random, ids: list[str]) -> Callable[[], object]:
    some_id = rng.choice(ids)
    draft = _groceries(store, date(2026, 2, rng.randint(1, 28)))
    patch = TransactionPatch(amount=Decimal(rng.randint(1, 999)))
    return rng.choice(
        [
            lambda: transactions.record_transaction(store, operation(), draft),
            lambda: transactions.update_transaction(store, operation(), some_id, patch),
            lambda: transactions.delete_transaction(store, operation(), some_id),
            lambda: transactions.restore_transaction(store, operation(), some_id),
        ]
    )


def _succeeds(write: Callable[[], object]) -> bool:
    try:
        write()
    except NotFound:  # It is deleted; nothing else may refuse a write.
        return False
    return True


def _groceries(store: TenantStore, day: date = date(2026, 2, 28)) -> TransactionDraft:
    ledger = store.tenant.get().ledger
    [groceries] = [c.id for c in ledger.categories.values() if c.name == "Groceries"]
    return _draft(groceries, "12", day)


def _draft(category_id: str, amount: str, day: date = date(2026, 2, 28)) -> TransactionDraft:
    content: dict[str, Any] = {"type": "EXPENSE", "amount": amount, "category_id": category_id}
    return TransactionDraft(**content, date=day)
