"""The feed loses no change: a follower has the whole ledger, with concurrent writes, too."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from pydantic import BaseModel

from functions.history.views import FeedItem, feed_item
from functions.ledger.category_views import category_view
from functions.ledger.views import transaction_view
from functions.rules.views import rule_view
from shared.errors import FinanceFlowError
from shared.models.history.change import Change
from shared.models.history.kinds import Entity, kind_of
from shared.models.ledger.account import AccountKind, AccountState
from shared.models.ledger.category import EntryType
from shared.models.ledger.inputs.account import AccountDraft, AccountPatch
from shared.models.ledger.inputs.category import CategoryDraft, CategoryPatch
from shared.models.ledger.inputs.transaction import TransactionDraft, TransactionPatch
from shared.models.ledger.tenant import Tenant
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.rules.rule import RuleDraft
from shared.models.settings.ledger_settings import LedgerSettings, SettingsPatch
from shared.models.values.identifiers import new_id
from shared.repositories.firestore.usage import counted_usage
from shared.repositories.store import TenantStore
from shared.services.history import changes as history
from shared.services.history import undo
from shared.services.ledger import accounts, categories, transactions
from shared.services.ledger.merges import run_merge
from shared.services.ledger.tenants import get_ledger
from shared.services.rules import rules
from shared.services.settings.settings import change_settings
from tests.support.ledgers.ledgers import (
    NOW,
    assert_law_holds,
    assert_log_is_complete,
    new_ledger,
    operation,
    stored_changes,
)

pytestmark = pytest.mark.usefixtures("emulators")

OF_LEDGERS = {"TRANSACTION", "CATEGORY", "ACCOUNT", "RULES", "SETTINGS"}
"""Kinds in the feed of every follower; only admins see people and sharing."""

_WRITERS, _WRITES = 6, 15


@dataclass
class Follower:
    """Keeps a copy of a ledger by its feed alone, from the ledger's beginning."""

    store: TenantStore
    page_size: int
    cursor: str = ""
    told: list[FeedItem] = field(default_factory=list)
    copy: dict[tuple[str, str], Any] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    def catch_up(self) -> None:
        """Follow until the feed says that there is no more."""
        has_more = True
        while has_more:
            ledger = get_ledger(self.store, NOW)
            page = history.read_feed(self.store, ledger, self.cursor, self.page_size)
            for change in page.items:
                self._apply(feed_item(change, ledger))
            self.cursor, has_more = page.next_cursor, page.has_more

    def _apply(self, item: FeedItem) -> None:
        self.told.append(item)
        key = (item.entity.name, item.entity_id)
        if item.deleted:
            self.copy.pop(key, None)
        else:
            self.copy[key] = _content(item.resource)
        if item.entity is Entity.RULES:
            self._put_in_order(item)

    def _put_in_order(self, item: FeedItem) -> None:
        """Keep the ids of the rules in their order."""
        ids, resource = self.order, _content(item.resource)
        if item.entity_id == "order":
            del self.copy["RULES", "order"]
            ids[:] = resource["ids"]
        elif item.deleted:
            ids.remove(item.entity_id)
        elif item.entity_id not in ids:
            ids.insert(resource["position"], item.entity_id)
        if ("RULES", item.entity_id) in self.copy:
            # The copy has the rules as they are listed, and their order beside them.
            for name in ("kind", "position"):
                del self.copy["RULES", item.entity_id][name]


def _content(resource: Any) -> Any:
    """Return the content that a client compares."""
    return resource.model_dump(mode="json") if isinstance(resource, BaseModel) else resource


def _categories_and_accounts_of(tenant: Tenant) -> dict[tuple[str, str], Any]:
    """Return the settings, categories and accounts of a ledger as the feed would tell them."""
    ledger = tenant.ledger
    shown: dict[tuple[str, str], Any] = {
        ("CATEGORY", key): _content(category_view(category))
        for key, category in ledger.categories.items()
    }
    parts: list[tuple[Entity, LedgerSettings | AccountState]] = [
        (Entity.SETTINGS, LedgerSettings.of(tenant)),
        *((Entity.ACCOUNT, ledger.state_of(account)) for account in ledger.accounts.values()),
    ]
    for entity, part in parts:
        told = feed_item(_creation_of(entity, part), ledger)
        shown[told.entity.name, part.id] = _content(told.resource)
    return shown


def _creation_of(entity: Entity, part: LedgerSettings | AccountState) -> Change:
    return Change(
        id="x",
        at=NOW,
        **operation().model_dump(include={"actor", "cause"}),
        operation_id="x",
        entity=entity,
        entity_id=part.id,
        after=kind_of(entity).serialize(part),
    )


def _ledger_of(store: TenantStore) -> dict[tuple[str, str], Any]:
    """Return all that is live in a ledger, by kind and id, as clients see it."""
    live = _categories_and_accounts_of(store.tenant.get())
    for rule in store.rules.list_all():
        live["RULES", rule.id] = _content(rule_view(rule))
    for transaction in store.transactions.stream_all():
        if not transaction.is_deleted:
            live["TRANSACTION", transaction.id] = _content(transaction_view(transaction))
    return live


def _new_rule() -> RuleDraft:
    return RuleDraft.model_validate(
        {
            "conditions": [{"field": "AMOUNT", "operator": "BETWEEN", "min": "1"}],
            "actions": {"payee": new_id()},
        }
    )


class Writer:
    """Writes to a ledger at random, with all that leaves a change."""

    def __init__(self, store: TenantStore, seed: int) -> None:
        self.store = store
        self.rng = random.Random(seed)  # noqa: S311 (varied, not secret)
        self.ids: list[str] = []

    def work(self) -> None:
        """Do a number of things; some are refused."""
        for _ in range(_WRITES):
            act = self.rng.choice(
                [self.record, self.record, self.edit, self.delete, self.restore, self.undo,
                 self.rename, self.add_and_remove, self.merge, self.account, self.move_default,
                 self.rule, self.rule, self.order, self.settings]
            )  # fmt: skip
            with suppress(FinanceFlowError):
                act()

    def record(self) -> None:
        """Record an expense."""
        ledger = self.store.tenant.get().ledger
        category = self.rng.choice(ledger.list_categories(EntryType.EXPENSE))
        draft = TransactionDraft(
            type=TransactionType.EXPENSE,
            amount=self.rng.randint(1, 999),
            category_id=category.id,
            date="2026-02-03",
        )
        recorded = transactions.record_transaction(self.store, operation(), draft)
        self.ids.append(recorded.id)

    def edit(self) -> None:
        """Change an amount."""
        self._on_one(
            transactions.update_transaction,
            TransactionPatch(amount=self.rng.randint(1, 999), notes=str(self.rng.random())),
        )

    def delete(self) -> None:
        """Delete one."""
        self._on_one(transactions.delete_transaction)

    def restore(self) -> None:
        """Restore one."""
        self._on_one(transactions.restore_transaction)

    def _on_one(self, act: Callable[..., object], *how: object) -> None:
        if self.ids:
            act(self.store, operation(), self.rng.choice(self.ids), *how)

    def undo(self) -> None:
        """Undo one of the last changes, alone or with its whole operation."""
        page = history.list_changes(self.store, history.Subject(), None, 5)
        if page.items:
            act = self.rng.choice([undo.undo_change, undo.undo_operation])
            act(self.store, operation(), self.rng.choice(page.items))

    def rename(self) -> None:
        """Rename a category."""
        category = self.rng.choice(list(self.store.tenant.get().ledger.categories))
        patch = CategoryPatch(name=new_id())
        categories.update_category(self.store, operation(), category, patch)

    def add_and_remove(self) -> None:
        """Add a category, and perhaps remove it."""
        draft = CategoryDraft(name=new_id(), type=EntryType.EXPENSE)
        added = categories.create_category(self.store, operation(), draft)
        if self.rng.random() < 0.5:
            categories.delete_category(self.store, operation(), added.id)

    def merge(self) -> None:
        """Merge a category into another."""
        chart = list(self.store.tenant.get().ledger.categories)
        source, target = self.rng.sample(chart, 2)
        run_merge(self.store, operation(), categories.CategoryMerge(source, target))

    def account(self) -> None:
        """Add an account, and change it."""
        draft = AccountDraft(name=new_id(), kind=AccountKind.CASH)
        added = accounts.create_account(self.store, operation(), draft)
        patch = AccountPatch(archived=True)
        accounts.update_account(self.store, operation(), added.account.id, patch)

    def move_default(self) -> None:
        """Make another account the default."""
        account = self.rng.choice(list(self.store.tenant.get().ledger.accounts))
        accounts.update_account(self.store, operation(), account, AccountPatch(is_default=True))

    def rule(self) -> None:
        """Add a rule, or change or remove one."""
        known = self.store.rules.list_all()
        act = self.rng.random()
        if act < 0.5 or not known:
            self.add_rule()
        elif act < 0.75:
            rules.update_rule(self.store, operation(), self.rng.choice(known).id, _new_rule())
        else:
            rules.delete_rule(self.store, operation(), self.rng.choice(known).id)

    def add_rule(self) -> None:
        """Add a rule at the end or at the beginning."""
        rules.create_rule(self.store, operation(), _new_rule(), self.rng.choice([None, 0]))

    def order(self) -> None:
        """Put the rules into another order."""
        ids = [rule.id for rule in self.store.rules.list_all()]
        self.rng.shuffle(ids)
        rules.order_rules(self.store, operation(), ids)

    def settings(self) -> None:
        """Change the time zone."""
        patch = SettingsPatch(timezone=self.rng.choice(["UTC", "Asia/Tokyo", "Europe/Berlin"]))
        change_settings(self.store, operation(), patch)


@pytest.mark.parametrize("seed", [1, 2])
def test_whoever_follows_the_feed_has_the_ledger_whatever_is_written_meanwhile(seed: int) -> None:
    store = new_ledger()
    followers = [Follower(store, page_size) for page_size in (1, 7, 100)]
    is_quiet = threading.Event()

    def follow(follower: Follower) -> None:
        while not is_quiet.is_set():
            follower.catch_up()
        follower.catch_up()

    with ThreadPoolExecutor(_WRITERS + len(followers)) as pool:
        following = [pool.submit(follow, follower) for follower in followers]
        writers = [Writer(store, 100 * seed + number) for number in range(_WRITERS)]
        try:
            for writing in [pool.submit(writer.work) for writer in writers]:
                writing.result()
            writers[0].record()
            writers[0].add_rule()
        finally:
            is_quiet.set()
        for each in following:
            each.result()

    assert_log_is_complete(store)
    assert_law_holds(store)
    log = sorted((one["sequence"], key) for key, one in stored_changes(store).items())
    ledger = _ledger_of(store)
    assert {kind for kind, _ in ledger} == OF_LEDGERS
    assert len(log) > 2 * _WRITERS, "most writes are not refused"
    for follower in followers:
        assert [(item.sequence, item.change_id) for item in follower.told] == log
        assert follower.copy == ledger
        assert follower.order == [rule.id for rule in store.rules.list_all()]


def test_a_page_of_the_feed_reads_the_ledger_its_changes_and_one_more() -> None:
    store = new_ledger()
    start = history.latest_place(store, get_ledger(store, NOW))
    writer = Writer(store, 1)
    for _ in range(5):
        writer.record()

    with counted_usage() as usage:
        page = history.read_feed(store, get_ledger(store, NOW), start, 3)
    assert (len(page.items), usage.reads) == (3, 1 + 3 + 1)

    with counted_usage() as usage:
        history.read_feed(store, get_ledger(store, NOW), page.next_cursor, 3)
    assert usage.reads == 1 + 2


def test_the_feed_tells_which_account_is_the_default() -> None:
    store = new_ledger()
    follower = Follower(store, 100)
    draft = AccountDraft(name="Cash", kind=AccountKind.CASH)
    cash = accounts.create_account(store, operation(), draft).account.id
    accounts.update_account(store, operation(), cash, AccountPatch(is_default=True))

    follower.catch_up()

    told = [item for item in follower.told if item.entity is Entity.ACCOUNT]
    last = {item.entity_id: item.resource for item in told}
    defaults = {key for key, one in last.items() if getattr(one, "is_default", False)}
    assert defaults == {cash}
    assert len(last) == 2
    assert [item.entity_id for item in told].count(cash) == 2, "its creation and its new place"
    assert len(told) == 4, "the one that was the default before is told again, too"
