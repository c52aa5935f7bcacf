"""Undo leads back: random operations, undone newest first, leave the ledger as it was."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any
from unittest.mock import patch

import pytest
from google.cloud import firestore
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.errors import FinanceFlowError, NotFound, UndoConflict
from shared.models.history.change import Cause, Change
from shared.models.ledger.category import EntryType
from shared.models.ledger.inputs.account import AccountPatch
from shared.models.ledger.inputs.category import CategoryDraft, CategoryPatch
from shared.models.ledger.inputs.transaction import TransactionDraft, TransactionPatch
from shared.models.ledger.transactions.batch import Batch
from shared.models.rules.rule import RuleDraft
from shared.models.settings.ledger_settings import LedgerSettings, SettingsPatch
from shared.repositories import connections
from shared.repositories.firestore.usage import counted_usage
from shared.repositories.store import TenantStore
from shared.services.history import changes as history
from shared.services.history import undo as undo_service
from shared.services.history.undo import undo_change, undo_operation
from shared.services.ledger import accounts, categories, transactions
from shared.services.ledger.batches import apply_batch
from shared.services.posting.rebuild import rebuild_months
from shared.services.rules import rules
from shared.services.settings.settings import change_settings
from tests.emulator.posting.bookkeeper import CURRENCIES, Bookkeeper
from tests.support.faults import FAULTS, Crashed, fault
from tests.support.ledgers.ledgers import (
    assert_every_revision_is_logged,
    assert_law_holds,
    assert_log_is_complete,
    operation,
    stored_transactions,
    summed_numbers,
)
from tests.support.ledgers.rebuilds import always, assert_summed_right, clock

pytestmark = pytest.mark.usefixtures("emulators", "_later_changes_are_read")


@pytest.fixture(scope="module")
def _later_changes_are_read() -> Iterator[None]:
    """Read later changes instead of transactions also if few are undone."""
    with patch.object(undo_service, "_FEW", 1):
        yield


_BOOKKEEPING = {"revision", "updated_at"}


class Historian(Bookkeeper):
    """A bookkeeper who also changes categories, rules and settings, and undoes things."""

    def __init__(self, currency: str) -> None:
        super().__init__(currency)
        root = connections.firestore_client().document(self.store.ref.path)
        root.update({"next_month_start": firestore.DELETE_FIELD})
        for category_id in self.categories[EntryType.EXPENSE][:3]:
            rules.create_rule(self.store, operation(), _rule_of(category_id))

    def step(self, data: st.DataObject, currency: str) -> Callable[[], object]:
        """Return any operation, ready to run; running it again is a retry of the same request."""
        kinds = ["book", "categories", "default account", "rules", "settings", "undo"]
        match data.draw(st.sampled_from(kinds)):
            case "book":
                return super().step(data, currency)
            case "categories":
                return self.change_category(data)
            case "default account":
                return self.move_default(data)
            case "rules":
                return self.change_rules(data)
            case "settings":
                return self.change_settings(data)
        return self.undo(data.draw(st.integers(0, 3)), whole=data.draw(st.booleans()))

    def change_category(self, data: st.DataObject) -> Callable[[], object]:
        """Add, rename or remove a category."""
        kind = data.draw(st.sampled_from(["add", "rename", "remove"]))
        store, key = self.store, uuid.uuid4().hex
        name = data.draw(st.sampled_from(["Pets", "Toys", "Books"]))
        if kind == "add":
            draft = CategoryDraft(name=name, type=EntryType.EXPENSE)
            return lambda: categories.create_category(store, operation(key), draft)
        chart = [
            part.id for part in store.tenant.get().ledger.list_categories(include_archived=True)
        ]
        category = chart[data.draw(st.integers(0, len(chart) - 1))]
        if kind == "rename":
            patch = CategoryPatch(name=name, icon=name)
            return lambda: categories.update_category(store, operation(key), category, patch)
        return lambda: categories.delete_category(store, operation(key), category)

    def move_default(self, data: st.DataObject) -> Callable[[], object]:
        """Make another account the default, perhaps with another name, or archive one."""
        store, key = self.store, uuid.uuid4().hex
        chart = [one.id for one in store.tenant.get().ledger.list_accounts(include_archived=True)]
        account = chart[data.draw(st.integers(0, len(chart) - 1))]
        options = [{"is_default": True}, {"is_default": True, "name": "Purse"}, {"archived": True}]
        patch = AccountPatch.model_validate(data.draw(st.sampled_from(options)))
        return lambda: accounts.update_account(store, operation(key), account, patch)

    def change_rules(self, data: st.DataObject) -> Callable[[], object]:
        """Add, change, remove or order rules."""
        store, key, known = self.store, uuid.uuid4().hex, self.store.rules.list_all()
        chart = [part.id for part in store.tenant.get().ledger.list_categories()]
        draft = _rule_of(chart[data.draw(st.integers(0, len(chart) - 1))])
        kind = data.draw(st.sampled_from(["remove", "add", "change", "order"]))
        if kind == "add" or not known:
            place = data.draw(st.integers(0, len(known)))
            return lambda: rules.create_rule(store, operation(key), draft, place)
        number = data.draw(st.integers(0, len(known) - 1))
        rule_id = known[number].id
        if kind == "change":
            return lambda: rules.update_rule(store, operation(key), rule_id, draft)
        if kind == "remove":
            return lambda: rules.delete_rule(store, operation(key), rule_id)
        ids = [rule.id for rule in (*known[number:], *known[:number])]
        return lambda: rules.order_rules(store, operation(key), ids)

    def change_settings(self, data: st.DataObject) -> Callable[[], object]:
        """Change the time zone or the start day of the months, or rebuild the months."""
        store, key = self.store, uuid.uuid4().hex
        options: list[dict[str, Any]] = [{"month_start": {"day": day}} for day in (1, 5, 25)]
        options += [{}, {"timezone": "Asia/Tokyo"}, {"timezone": "UTC", "month_start": {"day": 5}}]
        wish = data.draw(st.sampled_from(options))
        if not wish:
            return lambda: rebuild_months(store, clock, always)
        patch = SettingsPatch.model_validate(wish)
        return lambda: change_settings(store, operation(key), patch)

    def undo(self, newness: int, *, whole: bool) -> Callable[[], object]:
        """Undo one of the last changes, 0 is the last; do nothing if there is none."""
        log = history.list_changes(self.store, history.Subject(), None, newness + 1).items
        if not log:
            return lambda: None
        key = uuid.uuid4().hex
        act = undo_operation if whole else undo_change
        return lambda: act(self.store, operation(key), log[-1])


def _rule_of(category_id: str) -> RuleDraft:
    """Return a rule that files all expenses there."""
    conditions = [{"field": "TYPE", "operator": "IS", "value": "EXPENSE"}]
    actions = {"category_id": category_id}
    return RuleDraft.model_validate({"conditions": conditions, "actions": actions})


def _state(store: TenantStore) -> dict[str, Any]:
    """Return everything in a ledger that an undo has to restore."""
    root = connections.firestore_client().document(store.ref.path).get().to_dict() or {}
    return {
        "transactions": _settled(stored_transactions(store)),
        "categories": _settled(root["categories"]),
        "accounts": _settled(root["accounts"]),
        "default": root["default_account_id"],
        "rules": [rule.model_dump(exclude=_BOOKKEEPING) for rule in store.rules.list_all()],
        "settings": LedgerSettings.of(store.tenant.get()).model_dump(exclude=_BOOKKEEPING),
        "summaries": summed_numbers(store),
    }


def _settled(things: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        key: {name: value for name, value in fields.items() if name not in _BOOKKEEPING}
        for key, fields in things.items()
    }


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(data=st.data(), currency=CURRENCIES)
def test_what_is_undone_newest_first_was_never_done(data: st.DataObject, currency: str) -> None:
    historian = Historian(currency)
    store = historian.store
    for _ in range(2):
        transactions.record_transaction(store, operation(), historian.draft(data, currency))
    start, beginning = _state(store), store.tenant.get().ledger.sequence
    for _ in range(data.draw(st.integers(1, 8))):
        run = historian.step(data, currency)
        with suppress(FinanceFlowError):
            run()

    for operation_changes in _operations_since(store, beginning):
        newest_first = operation_changes[::-1]
        if newest_first[0].cause is Cause.REBUILD:
            continue  # It is undone with what asked for it.
        way = data.draw(st.sampled_from([_as_a_whole, _one_by_one]))
        if any(map(_needs_whole_operation, newest_first)):
            way = _as_a_whole  # As it would be by its first change alone.
        for undo in way(store, newest_first):
            _run_with_trouble(undo, data.draw(st.sampled_from([None, *FAULTS])))
            assert rebuild_months(store, clock, always)
            assert_summed_right(store, store.tenant.get().ledger.calendar.start.day)

    end = _state(store)
    created = end["transactions"].keys() - start["transactions"].keys()
    assert all(end["transactions"].pop(key)["deleted"] for key in created)
    assert end == start
    assert_every_revision_is_logged(store)
    assert_log_is_complete(store)


def _needs_whole_operation(change: Change) -> bool:
    undo = undo_service.find_undo(change.kind)
    return undo is not None and undo.needs_whole_operation(change)


def _operations_since(store: TenantStore, sequence: int) -> list[list[Change]]:
    """Return the changes of each commit behind that number, in its order; the last commit first."""
    commits: dict[str, list[Change]] = {}
    for change in store.changes.list_after(sequence, 10_000):
        commits.setdefault(change.operation_id, []).append(change)
    return list(commits.values())[::-1]


def _one_by_one(store: TenantStore, changes: list[Change]) -> list[Callable[[], object]]:
    """Undo each of these changes, with a key of its own."""
    return [partial(undo_change, store, operation(uuid.uuid4().hex), change) for change in changes]


def _as_a_whole(store: TenantStore, changes: list[Change]) -> list[Callable[[], object]]:
    """Undo these changes of one commit at once."""
    key = uuid.uuid4().hex
    return [partial(undo_operation, store, operation(key), changes[0])]


def _run_with_trouble(run: Callable[[], object], trouble: str | None) -> None:
    """Run under a fault; a caller who saw a crash asks again, and gets the same."""
    if trouble is None:
        run()
        return
    with fault(trouble) as injected:
        try:
            first = run()
        except Crashed:
            first = run()
    assert injected.has_struck
    assert run() == first


def test_undos_and_other_writes_at_once_lose_nothing() -> None:
    historian = Historian("USD")
    store = historian.store
    groceries = historian.categories[EntryType.EXPENSE][0]
    facts: dict[str, Any] = {"type": "EXPENSE", "category_id": groceries, "date": "2026-02-03"}
    recorded = [
        transactions.record_transaction(
            store, operation(), TransactionDraft(**facts, amount=number)
        ).id
        for number in range(1, 7)
    ]

    def edit(number: int) -> None:
        for step in range(6):
            patch = TransactionPatch(amount=100 + step, notes=str(number))
            with suppress(NotFound):
                key = recorded[(number + step) % 6]
                transactions.update_transaction(store, operation(), key, patch)

    def undo(number: int) -> None:
        done = 0
        for step in itertools.count():
            with suppress(UndoConflict):
                historian.undo(step % 6, whole=bool(number % 2))()
                done += 1
            if step >= 5 and done:  # The last change can be undone, once the others are quiet.
                return

    with ThreadPoolExecutor(6) as pool:
        futures = [pool.submit(act, number) for number in range(3) for act in (edit, undo)]
        for future in futures:
            future.result()

    assert any(change.cause is Cause.UNDO for change in store.changes.list_after(0, 1000))
    assert_law_holds(store)
    assert_every_revision_is_logged(store)
    assert_log_is_complete(store)


def test_undoing_a_whole_batch_asks_for_later_changes_of_what_was_changed_alone() -> None:
    historian = Historian("USD")
    store = historian.store
    groceries = historian.categories[EntryType.EXPENSE][0]
    rows = [
        TransactionDraft(type="EXPENSE", category_id=groceries, date="2026-02-03", amount=number)
        for number in range(1, 51)
    ]
    begun = store.tenant.get().ledger.sequence
    created = apply_batch(store, operation(), Batch(create=tuple(rows))).created
    [batch] = _operations_since(store, begun)
    patch = TransactionPatch(notes="n")
    transactions.update_transaction(store, operation(), created[7].id, patch)

    with counted_usage() as usage, pytest.raises(UndoConflict):
        undo_operation(store, operation(), batch[0])

    # Its log, the ledger, and the one change made since.
    assert usage.reads == 50 + 1 + 1
