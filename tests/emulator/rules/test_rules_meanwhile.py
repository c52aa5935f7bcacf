"""Rules are applied to transactions that others change at the same time."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from typing import Any

import pytest

from shared.errors import NotFound
from shared.models.ledger.inputs.category import CategoryPatch
from shared.models.ledger.transactions.search import TransactionFilter
from shared.models.rules.rule_application import RuleApplication
from shared.models.values.dates import DateRange
from shared.repositories.store import TenantStore
from shared.services.ledger import categories, transactions
from tests.emulator.rules.test_rule_application import (
    ALL,
    DAY,
    UNFILED,
    apply,
    as_stored,
    assert_all_is_well,
    category,
    editing,
    once,
    read,
    record,
    rule,
    rule_changes,
    ruled,
)
from tests.support.ledgers.ledgers import (
    new_ledger,
    operation,
    stored_transactions,
)

pytestmark = pytest.mark.usefixtures("emulators")


@pytest.mark.parametrize(
    ("patch", "becomes"),
    [
        ({"description": "Café"}, None),
        ({"notes": "x"}, "Groceries"),
        ({"description": "Rent"}, "Rent"),
    ],
)
def test_what_was_edited_meanwhile_is_looked_at_anew(
    patch: dict[str, Any], becomes: str | None
) -> None:
    store = new_ledger()
    market = record(store)
    rule(store, "market", category_id=category(store, "Groceries"))
    rule(store, "rent", category_id=category(store, "Rent"))

    run = apply(store, is_over=once(editing(store, market, **patch)))

    after = read(store, market)
    assert after.category_id == (category(store, becomes) if becomes else None)
    assert {name: getattr(after, name) for name in patch} == patch
    assert run.changed == len(run.edits) == (becomes is not None)
    assert all(edit.before.revision == 2 for edit in run.edits)
    assert_all_is_well(store)


@pytest.mark.parametrize(
    ("application", "becomes"), [(ALL, "Groceries"), (UNFILED, "Dining")], ids=["all", "unfiled"]
)
def test_what_was_filed_by_hand_meanwhile_is_no_longer_unfiled(
    application: RuleApplication, becomes: str
) -> None:
    store = new_ledger()
    market = record(store)
    rule(store, "market", category_id=category(store, "Groceries"))
    by_hand = editing(store, market, category_id=category(store, "Dining"))

    apply(store, application, once(by_hand))

    assert read(store, market).category_id == category(store, becomes)
    assert_all_is_well(store)


def test_what_was_deleted_meanwhile_stays_as_it_was() -> None:
    store = new_ledger()
    gone, kept = record(store), record(store)
    rule(store, "market", category_id=category(store, "Groceries"))
    deleting = partial(transactions.delete_transaction, store, operation(), gone)

    run = apply(store, is_over=once(deleting))

    assert [edit.before.id for edit in run.edits] == [kept]
    assert read(store, gone).category_id is None
    assert apply(store).matched == 1
    assert_all_is_well(store)


def test_what_was_moved_out_of_the_dates_meanwhile_stays_as_it_was() -> None:
    store = new_ledger()
    moved = record(store)
    rule(store, "market", category_id=category(store, "Groceries"))
    february = RuleApplication(TransactionFilter(dates=DateRange(date(2026, 2, 1), DAY)))

    run = apply(store, february, once(editing(store, moved, date=date(2026, 3, 1))))

    assert (run.matched, run.changed) == (1, 0)
    assert read(store, moved).category_id is None


def test_nothing_is_filed_under_a_category_that_was_closed_meanwhile() -> None:
    store = new_ledger()
    market = record(store)
    groceries = category(store, "Groceries")
    rule(store, "market", category_id=groceries, tags=["food"])
    archiving = partial(
        categories.update_category, store, operation(), groceries, CategoryPatch(archived=True)
    )

    apply(store, is_over=once(archiving))

    after = read(store, market)
    assert (after.category_id, after.tags) == (None, ("food",))
    assert_all_is_well(store)


def _user(store: TenantStore, ids: list[str], seed: int) -> int:
    """Edit, delete and restore at random, and return how often it succeeded."""
    rng = random.Random(seed)  # noqa: S311 (varied, not secret)
    done = 0
    for _ in range(8):
        some_id, amount = rng.choice(ids), rng.randint(1, 999)
        works: list[Callable[[], object]] = [
            editing(store, some_id, description=rng.choice(["market", "rent"]), amount=amount),
            partial(transactions.delete_transaction, store, operation(), some_id),
            partial(transactions.restore_transaction, store, operation(), some_id),
        ]
        with contextlib.suppress(NotFound):  # It is deleted.
            rng.choice(works)()
            done += 1
    return done


def test_rules_applied_while_people_edit_lose_nothing() -> None:
    store = new_ledger()
    ids = [record(store, date=date(2026, 2, 1 + n % 3)) for n in range(9)]
    rules = [
        rule(store, "market", category_id=category(store, "Groceries"), tags=["food"]),
        rule(store, "rent", category_id=category(store, "Rent"), payee="Landlord"),
    ]

    with ThreadPoolExecutor(6) as pool:
        users = [pool.submit(_user, store, ids, seed) for seed in range(4)]
        runs = [pool.submit(lambda: [apply(store).changed for _ in range(3)]) for _ in range(2)]

    assert sum(user.result() for user in users) >= 16
    assert sum(sum(run.result()) for run in runs) == len(rule_changes(store)) > 0
    assert_all_is_well(store)
    apply(store)
    live = {key for key, stored in stored_transactions(store).items() if not stored["deleted"]}
    expected, after = ruled(store, rules), as_stored(store)
    assert {key: after[key] for key in live} == {key: expected[key] for key in live}
    assert_all_is_well(store)
