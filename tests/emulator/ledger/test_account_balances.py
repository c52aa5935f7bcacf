"""Balances: at every instant exactly what the live transactions make of them, whatever happens."""

from __future__ import annotations

import contextlib
import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.errors import FinanceFlowError, InvalidArgument, NotFound, PreconditionFailed
from shared.models.ledger.account import AccountKind
from shared.models.ledger.balances import AccountBalance, Balances
from shared.models.ledger.inputs.account import AccountDraft, AccountPatch
from shared.models.ledger.inputs.transaction import TransactionDraft, TransactionPatch
from shared.models.values.revision import ExpectedRevision
from shared.repositories.store import TenantStore
from shared.services.ledger import accounts, transactions
from shared.services.ledger.merges import run_merge
from tests.support.faults import FAULTS, Crashed, fault
from tests.support.ledgers.ledgers import (
    assert_every_revision_is_logged,
    assert_law_holds,
    assert_log_is_complete,
    new_account,
    new_ledger,
    operation,
    stored_transactions,
)

pytestmark = pytest.mark.usefixtures("emulators")

DAY = date(2026, 3, 15)


def balances_of(store: TenantStore) -> dict[str, int]:
    """Return each account's balance in minor units, by name."""
    ledger = store.tenant.get().ledger
    return {
        account.name: AccountBalance.of(ledger, account).balance_minor
        for account in ledger.accounts.values()
    }


def net_minor(store: TenantStore) -> int:
    return Balances.of(store.tenant.get().ledger, datetime.now(UTC).date()).totals.net_minor


def draft(store: TenantStore, **facts: Any) -> TransactionDraft:
    """Return an expense of 1 for groceries, unless given otherwise."""
    ledger = store.tenant.get().ledger
    [groceries] = [c.id for c in ledger.categories.values() if c.name == "Groceries"]
    usual = {"type": "EXPENSE", "amount": Decimal(1), "category_id": groceries, "date": DAY}
    return TransactionDraft(**usual | facts)


def record(store: TenantStore, **facts: Any) -> str:
    return transactions.record_transaction(store, operation(), draft(store, **facts)).id


def transfer(store: TenantStore, source_id: str, target_id: str, amount: int = 1) -> str:
    return record(
        store,
        type="TRANSFER",
        category_id=None,
        amount=Decimal(amount),
        account_id=source_id,
        to_account_id=target_id,
    )


def assert_sound(store: TenantStore) -> None:
    assert_law_holds(store)
    assert_every_revision_is_logged(store)
    assert_log_is_complete(store)


@pytest.mark.parametrize("currency", ["JPY", "USD", "KWD"])
def test_transfers_at_once_in_both_directions_lose_nothing(currency: str) -> None:
    store = new_ledger(currency)
    main, savings = store.tenant.get().ledger.default_account_id, new_account(store, "Savings")

    def work(seed: int) -> None:
        pair = (main, savings) if seed % 2 else (savings, main)
        for _ in range(5):
            transfer(store, *pair, amount=1 + seed)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    assert sum(balances_of(store).values()) == 0
    savings_sum = store.tenant.get().ledger.totals_of(savings)
    assert (savings_sum.change_minor, savings_sum.count) == (
        balances_of(store)["Savings"],
        20,
    )
    assert_sound(store)


def test_net_worth_never_changes_while_an_account_is_merged_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shared.services.ledger.merges.MERGE_CHUNK", 2)
    store = new_ledger()
    old = new_account(store, "Old", opening_balance_minor=1000, kind=AccountKind.CREDIT_CARD)
    new = new_account(store, "New", opening_balance_minor=-7)
    for number in range(9):
        record(store, account_id=old, amount=Decimal(number + 1))
        transfer(store, *((old, new) if number % 2 else (new, old)))
    before, is_over, seen = net_minor(store), threading.Event(), []

    def look() -> None:
        seen.append(net_minor(store))
        while not is_over.is_set():
            seen.append(net_minor(store))

    with ThreadPoolExecutor(1) as pool:
        watcher = pool.submit(look)
        try:
            run_merge(store, operation(), accounts.AccountMerge(old, new))
        finally:
            is_over.set()
        watcher.result()

    assert set(seen) == {before} == {net_minor(store)}
    assert balances_of(store) == {"Main account": 0, "New": before}
    assert_sound(store)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_a_merge_that_fails_anywhere_and_is_asked_for_again_is_exact(data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("shared.services.ledger.merges.MERGE_CHUNK", data.draw(st.integers(1, 3)))
        store = new_ledger(data.draw(st.sampled_from(["JPY", "USD", "KWD"])))
        main = store.tenant.get().ledger.default_account_id
        old = new_account(store, "Old", opening_balance_minor=data.draw(st.integers(-9, 9)))
        _fill(store, data, main, old)
        before = net_minor(store)

        for _ in range(data.draw(st.integers(0, 3))):
            trouble = data.draw(st.sampled_from(sorted(FAULTS)))
            with (
                fault(trouble, skip=data.draw(st.integers(0, 3))),
                contextlib.suppress(Crashed, NotFound),
            ):
                run_merge(store, operation(), accounts.AccountMerge(old, main))
            assert net_minor(store) == before
            assert_law_holds(store)
        with contextlib.suppress(NotFound):
            run_merge(store, operation(), accounts.AccountMerge(old, main))

    assert balances_of(store) == {"Main account": before}
    live = [t for t in stored_transactions(store).values() if not t["deleted"]]
    assert old not in {
        t[name] for t in live for name in ("account_id", "to_account_id") if name in t
    }
    assert_sound(store)


def _fill(store: TenantStore, data: st.DataObject, main: str, old: str) -> None:
    """Record entries and transfers on both accounts, some of them in the trash."""
    for _ in range(data.draw(st.integers(0, 6))):
        amount = data.draw(st.integers(1, 99))
        source, target = data.draw(st.sampled_from([(main, old), (old, main)]))
        if data.draw(st.booleans()):
            recorded = transfer(store, source, target, amount)
        else:
            recorded = record(store, account_id=source, amount=Decimal(amount))
        if data.draw(st.integers(0, 3)) == 0:
            transactions.delete_transaction(store, operation(), recorded)


def test_writers_of_everything_beside_a_merge_leave_every_sum_exact(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shared.services.ledger.merges.MERGE_CHUNK", 3)
    store = new_ledger()
    main = store.tenant.get().ledger.default_account_id
    old, other = new_account(store, "Old"), new_account(store, "Other")
    known = [transfer(store, old, account) for account in (main, other)] * 2
    known += [record(store, account_id=old) for _ in range(8)]

    def write(seed: int) -> int:
        rng = random.Random(seed)  # noqa: S311 (varied, not secret)
        return sum(
            _succeeds(_random_write(store, rng, known, [main, old, other])) for _ in range(8)
        )

    with ThreadPoolExecutor(4) as pool:
        writers = [pool.submit(write, seed) for seed in range(3)]
        merged = pool.submit(run_merge, store, operation(), accounts.AccountMerge(old, other))
        merged.result()
        done = sum(writer.result() for writer in writers)

    assert done > 0
    assert "Old" not in balances_of(store)
    live = [t for t in stored_transactions(store).values() if not t["deleted"]]
    assert old not in {
        t[name] for t in live for name in ("account_id", "to_account_id") if name in t
    }
    assert_sound(store)


def _random_write(
    store: TenantStore, rng: random.Random, known: list[str], account_ids: list[str]
) -> Callable[[], object]:
    some_id, source, target = rng.choice(known), *rng.sample(account_ids, 2)
    return rng.choice(
        [
            lambda: transfer(store, source, target, rng.randint(1, 9)),
            lambda: record(store, account_id=source),
            lambda: transactions.delete_transaction(store, operation(), some_id),
            lambda: transactions.restore_transaction(store, operation(), some_id),
            lambda: transactions.update_transaction(
                store, operation(), some_id, TransactionPatch(account_id=source)
            ),
        ]
    )


def _succeeds(write: Callable[[], object]) -> bool:
    try:
        write()
    except FinanceFlowError as error:
        # Only an account that is being merged or deleted, or a deleted transaction, may refuse.
        assert error.code in {"invalid-argument", "not-found", "account-gone"}, error  # noqa: PT017 (a bound on what may fail)
        return False
    return True


def test_a_name_is_taken_by_one_of_those_who_want_it_at_once() -> None:
    store = new_ledger()

    def create(_: int) -> bool:
        wanted = AccountDraft(name="Savings", kind=AccountKind.SAVINGS)
        try:
            accounts.create_account(store, operation(), wanted)
        except FinanceFlowError as error:
            assert error.code == "already-exists"  # noqa: PT017 (the others are refused so)
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(create, range(4))) == [False, False, False, True]
    assert_log_is_complete(store)


def test_of_two_who_make_another_account_the_default_with_one_etag_one_wins() -> None:
    store = new_ledger()
    wanted = new_account(store, "Savings")
    expected = ExpectedRevision(frozenset({1}))

    def choose(is_default: bool) -> bool:  # noqa: FBT001 (mapped over)
        patch = AccountPatch(is_default=is_default, name=f"Savings {is_default}")
        try:
            accounts.update_account(store, operation(), wanted, patch, expected)
        except PreconditionFailed:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(choose, [True, False])) == [False, True]
    ledger = store.tenant.get().ledger
    assert ledger.accounts[wanted].revision == 2
    assert ledger.accounts[wanted].name == f"Savings {ledger.default_account_id == wanted}"
    assert_log_is_complete(store)


def test_an_account_that_was_deleted_meanwhile_cannot_be_booked_on() -> None:
    store = new_ledger()
    savings = new_account(store, "Savings")
    wanted = draft(store, account_id=savings)

    accounts.delete_account(store, operation(), savings)

    with pytest.raises(InvalidArgument):
        transactions.record_transaction(store, operation(), wanted)
    assert_sound(store)


def test_an_account_leaves_nothing_of_itself_in_the_ledgers_document() -> None:
    store = new_ledger()
    main, old = store.tenant.get().ledger.default_account_id, new_account(store, "Old")
    record(store, account_id=old)

    run_merge(store, operation(), accounts.AccountMerge(old, main))

    assert store.tenant.get().ledger.totals.by_account.keys() == {main}
    assert store.tenant.get().ledger.accounts.keys() == {main}
