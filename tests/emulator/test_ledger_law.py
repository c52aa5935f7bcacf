"""The law of the ledger: after any operations, failures and retries, each summary is exact."""

from __future__ import annotations

import contextlib
import random
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.errors import FinanceFlowError, NotFound
from shared.models.batch import Batch
from shared.models.category import Category, EntryType
from shared.models.currency import exponent_of
from shared.models.identifiers import new_id
from shared.models.transaction import Transaction, TransactionDraft, TransactionPatch
from shared.repositories.store import TenantStore
from shared.services import categories, transactions
from tests.support.faults import FAULTS, Crashed, fault
from tests.support.ledgers import (
    NOW,
    assert_every_revision_is_logged,
    assert_law_holds,
    new_ledger,
    operation,
    stored_transactions,
)

pytestmark = pytest.mark.usefixtures("emulators")

DAYS = st.dates(date(2026, 1, 30), date(2026, 3, 2))
CURRENCIES = st.sampled_from(["JPY", "USD", "KWD"])


def amounts(currency: str) -> st.SearchStrategy[Decimal]:
    """Amounts of either sign in that currency, small ones and the largest."""
    exponent = exponent_of(currency)
    minor = st.integers(-(10**6), 10**6) | st.sampled_from([10 ** (13 + exponent) - 1])
    return minor.filter(bool).map(lambda number: Decimal(number).scaleb(-exponent))


class Bookkeeper:
    """Works on one ledger with random operations, each under an idempotency key of its own."""

    def __init__(self, currency: str) -> None:
        self.store = new_ledger(currency)
        tenant = self.store.tenant.get()
        self.categories = {
            entry_type: [category.id for category in tenant.list_categories(entry_type)]
            for entry_type in EntryType
        }

    def draft(self, data: st.DataObject, currency: str) -> TransactionDraft:
        """Any valid new transaction."""
        entry_type = data.draw(st.sampled_from(EntryType))
        return TransactionDraft(
            type=entry_type,
            amount=data.draw(amounts(currency)),
            category_id=data.draw(st.sampled_from(self.categories[entry_type][:3])),
            date=data.draw(DAYS),
        )

    def step(self, data: st.DataObject, currency: str) -> Callable[[], object]:
        """Any operation, ready to run; running it again is a retry of the same request."""
        key, store = uuid.uuid4().hex, self.store
        known = sorted(stored_transactions(store))
        kinds = ["record", "batch"]
        if known:
            kinds += ["patch", "put", "delete", "restore", "merge"]
        kind = data.draw(st.sampled_from(kinds))
        some_id = data.draw(st.sampled_from(known)) if known else ""
        if kind == "record":
            draft = self.draft(data, currency)
            return lambda: transactions.record_transaction(store, operation(key), draft)
        if kind == "batch":
            batch = self._batch(data, currency, known)
            return lambda: transactions.apply_batch(store, operation(key), batch)
        if kind == "patch":
            patch = TransactionPatch(date=data.draw(DAYS), amount=data.draw(amounts(currency)))
            return lambda: transactions.update_transaction(store, operation(key), some_id, patch)
        if kind == "put":
            whole = self.draft(data, currency)
            return lambda: transactions.update_transaction(store, operation(key), some_id, whole)
        if kind == "merge":
            return self._merge(data, key)
        changes: dict[str, Callable[..., object]] = {
            "delete": transactions.delete_transaction,
            "restore": transactions.restore_transaction,
        }
        return lambda: changes[kind](store, operation(key), some_id)

    def _batch(self, data: st.DataObject, currency: str, known: list[str]) -> Batch:
        creates = [self.draft(data, currency) for _ in range(data.draw(st.integers(1, 4)))]
        deletes = (
            data.draw(st.lists(st.sampled_from(known), unique=True, max_size=2)) if known else []
        )
        return Batch(create=tuple(creates), delete=tuple(deletes))

    def _merge(self, data: st.DataObject, key: str) -> Callable[[], object]:
        entry_type = data.draw(st.sampled_from(EntryType))
        source, target = self.categories[entry_type][:2]

        def merge() -> None:
            categories.merge_category(self.store, operation(key), source, target)

        return merge


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
    for _ in range(data.draw(st.integers(1, 8))):
        run = bookkeeper.step(data, currency)
        trouble = data.draw(st.sampled_from([None, *FAULTS]))
        with contextlib.suppress(FinanceFlowError):
            _run_with_trouble(run, trouble)
        assert_law_holds(bookkeeper.store)
    assert_every_revision_is_logged(bookkeeper.store)


def _run_with_trouble(run: Callable[[], object], trouble: str | None) -> None:
    """Run under a fault; a caller who saw a crash asks again."""
    if trouble is None:
        run()
        return
    try:
        with fault(trouble):
            run()
    except Crashed:
        run()


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


def test_a_batch_with_more_numbers_than_a_commit_may_increment_is_exact() -> None:
    store = new_ledger()
    ids = [new_id() for _ in range(260)]
    _add_categories(store, ids)
    rows = tuple(_draft(category_id, "1.25") for category_id in ids)
    for _ in range(2):
        transactions.apply_batch(store, operation(), Batch(create=rows))
    assert_law_holds(store)


def _add_categories(store: TenantStore, ids: list[str]) -> None:
    def work(unit: TenantStore) -> None:
        for number, category_id in enumerate(ids):
            unit.tenant.put_category(
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
    except NotFound:  # It is in the bin; nothing else may refuse a write.
        return False
    return True


def _groceries(store: TenantStore, day: date = date(2026, 2, 28)) -> TransactionDraft:
    tenant = store.tenant.get()
    [groceries] = [c.id for c in tenant.categories.values() if c.name == "Groceries"]
    return _draft(groceries, "12", day)


def _draft(category_id: str, amount: str, day: date = date(2026, 2, 28)) -> TransactionDraft:
    content: dict[str, Any] = {"type": "EXPENSE", "amount": amount, "category_id": category_id}
    return TransactionDraft(**content, date=day)
