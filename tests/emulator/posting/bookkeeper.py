"""Random operations on a ledger, each retried after a failure, for the law of the ledger."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from shared.errors import FinanceFlowError
from shared.models.ledger.category import EntryType
from shared.models.ledger.inputs.custom_type import CustomTypeDraft
from shared.models.ledger.inputs.transaction import TransactionDraft, TransactionPatch
from shared.models.ledger.scopes import KeptScope, Scope, ScopeKind
from shared.models.ledger.transactions.batch import Batch, BatchDeletion
from shared.models.ledger.transactions.terms import tag_term
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.planning.goals.goal_input import GoalDraft
from shared.models.values.currency import exponent_of
from shared.models.values.money import MAX_AMOUNT_MINOR
from shared.repositories import connections
from shared.repositories.ledger.part_codecs import encode_scope
from shared.services.ledger import accounts, categories, transactions
from shared.services.ledger.batches import apply_batch
from shared.services.ledger.custom_types import create_custom_type
from shared.services.ledger.merges import run_merge
from shared.services.planning.goals import contributions
from shared.services.planning.goals.goals import create_goal
from tests.support.faults import FAULTS, Crashed, fault
from tests.support.ledgers.ledgers import (
    NOW,
    StoredLedger,
    assert_every_revision_is_logged,
    assert_law_holds,
    assert_log_is_complete,
    new_account,
    new_ledger,
    operation,
    recomputed_numbers,
    recorded_ids,
    summed_numbers,
)

LINKED = {
    "name": "Sea",
    "target": "100",
    "funding": {"kind": "TRANSACTIONS"},
    "start": str(NOW.date().replace(day=1, month=1)),
}
DAYS = st.dates(date(2026, 1, 30), date(2026, 3, 2))
CURRENCIES = st.sampled_from(["JPY", "USD", "KWD"])


def amounts(currency: str) -> st.SearchStrategy[Decimal]:
    """Return a strategy for amounts of either sign in that currency, small ones and the largest.

    The largest leaves room for splits of both signs.
    """
    exponent = exponent_of(currency)
    minor = st.integers(-(10**6), 10**6) | st.just(MAX_AMOUNT_MINOR - 10**5)
    return minor.filter(bool).map(lambda number: Decimal(number).scaleb(-exponent))


def payday_month(day: str) -> str:
    """Return the month of a date if months start on the 25th, by independent arithmetic."""
    year, month, number = map(int, day.split("-"))
    months = year * 12 + month - 1 + (number >= 25)
    return f"{months // 12:04}-{months % 12 + 1:02}"


class Bookkeeper:
    """Works on one ledger with random operations, each under an idempotency key of its own.

    The ledger is about to get months that start on the 25th, and keeps the summaries of both. It
    keeps daily totals of categories, tags and accounts.
    """

    def __init__(self, currency: str) -> None:
        self.store = new_ledger(currency)
        document = connections.firestore_client().document(self.store.ref.path)
        document.update({"next_month_start": {"day": 25}, "scopes": self._scopes()})
        ledger = self.store.tenant.get().ledger
        self.categories = {
            entry_type: [category.id for category in ledger.list_categories(entry_type)]
            for entry_type in EntryType
        }
        self.accounts = [
            ledger.default_account_id,
            new_account(self.store, "Savings"),
            new_account(self.store, "Old", opening_balance_minor=100),
        ]
        self.custom_types = {
            one: create_custom_type(
                self.store, operation(), CustomTypeDraft(name=one.value, type=one)
            ).id
            for one in TransactionType
        }

        self.goals = [
            create_goal(self.store, operation(), GoalDraft.model_validate(LINKED)).goal.id
            for _ in range(2)
        ]

    def _scopes(self) -> dict[str, Any]:
        """Return scopes of two categories, two tags and an account, as they are stored."""
        ledger = self.store.tenant.get().ledger
        chart = [one.id for one in ledger.list_categories(EntryType.EXPENSE)]
        scopes = [
            Scope(kind=ScopeKind.CATEGORIES, ids=tuple(sorted(chart[:2]))),
            Scope(kind=ScopeKind.TAGS, ids=(tag_term("a"), tag_term("b"))),
            Scope(kind=ScopeKind.ACCOUNTS, ids=(ledger.default_account_id,)),
        ]
        kept = {one.key: KeptScope(one, "built", is_ready=True) for one in scopes}
        return {key: encode_scope(one) for key, one in kept.items()}

    def draft(self, data: st.DataObject, currency: str) -> TransactionDraft:
        """Return any valid new transaction: whole, in two splits, unfiled, or a transfer."""
        facts: dict[str, Any] = {
            "type": data.draw(st.sampled_from(TransactionType)),
            "amount": data.draw(amounts(currency)),
            "account_id": self.accounts[0],
            "date": data.draw(DAYS),
            "payee": data.draw(st.sampled_from([None, "Shop", "SHOP", "Café"])),
            "tags": data.draw(st.lists(st.sampled_from(["a", "A", "b"]), max_size=2)),
        }
        if data.draw(st.booleans()):
            facts["custom_type_id"] = self.custom_types[facts["type"]]
        if facts["type"] is TransactionType.TRANSFER:
            to_account_id = data.draw(st.sampled_from(self.accounts[1:]))
            facts |= {"amount": abs(facts["amount"]), "to_account_id": to_account_id}
            return TransactionDraft(**facts)
        chart = [*self.categories[EntryType(facts["type"])][:3], None]
        if data.draw(st.booleans()):
            return TransactionDraft(**facts, category_id=data.draw(st.sampled_from(chart)))
        part = Decimal(data.draw(st.integers(1, 9)))
        if part == facts["amount"]:
            part += 1
        parts = zip(chart[1::2], (part, facts["amount"] - part), strict=True)
        splits = [{"category_id": c, "amount": amount} for c, amount in parts]
        return TransactionDraft(**facts, splits=splits)

    def step(self, data: st.DataObject, currency: str) -> Callable[[], object]:
        """Return any operation, ready to run; running it again is a retry of the same request."""
        key, store = uuid.uuid4().hex, self.store
        known = recorded_ids(store)
        kinds = ["record", "batch"]
        if known:
            kinds += ["patch", "put", "delete", "restore", "merge", "merge accounts"]
            kinds += ["link", "unlink", "delete goal"]
        kind = data.draw(st.sampled_from(kinds))
        some_id = data.draw(st.sampled_from(known)) if known else ""
        if kind == "record":
            draft = self.draft(data, currency)
            return lambda: transactions.record_transaction(store, operation(key), draft)
        if kind == "batch":
            batch = self._batch(data, currency, known)
            return lambda: apply_batch(store, operation(key), batch)
        if kind == "patch":
            patch = self._patch(data, currency)
            return lambda: transactions.update_transaction(store, operation(key), some_id, patch)
        if kind == "put":
            whole = self.draft(data, currency)
            return lambda: transactions.update_transaction(store, operation(key), some_id, whole)
        larger = {
            "merge": lambda: self._merge(data, key),
            "merge accounts": lambda: self._merge_accounts(data, key),
            "link": lambda: self._contribution(data, key, kind, some_id),
            "unlink": lambda: self._contribution(data, key, kind, some_id),
            "delete goal": lambda: self._contribution(data, key, kind, some_id),
        }
        if kind in larger:
            return larger[kind]()
        changes: dict[str, Callable[..., object]] = {
            "delete": transactions.delete_transaction,
            "restore": transactions.restore_transaction,
        }
        return lambda: changes[kind](store, operation(key), some_id)

    def _patch(self, data: st.DataObject, currency: str) -> TransactionPatch:
        facts: dict[str, Any] = {
            "date": data.draw(DAYS),
            "account_id": data.draw(st.sampled_from(self.accounts)),
            "tags": data.draw(st.lists(st.sampled_from(["a", "c"]), max_size=2)),
            "payee": data.draw(st.sampled_from([None, "Shop", "Kiosk"])),
        }
        for field in ("category_id", "custom_type_id"):
            if data.draw(st.booleans()):
                facts[field] = None
        if data.draw(st.booleans()):
            facts["amount"] = data.draw(amounts(currency))
        return TransactionPatch(**facts)

    def _batch(self, data: st.DataObject, currency: str, known: list[str]) -> Batch:
        creates = [self.draft(data, currency) for _ in range(data.draw(st.integers(1, 4)))]
        deletes = (
            data.draw(st.lists(st.sampled_from(known), unique=True, max_size=2)) if known else []
        )
        return Batch(create=tuple(creates), delete=tuple(BatchDeletion(id=one) for one in deletes))

    def _contribution(
        self, data: st.DataObject, key: str, kind: str, some_id: str
    ) -> Callable[[], object]:
        goal_id = data.draw(st.sampled_from(self.goals))
        if kind == "delete goal":
            return lambda: contributions.delete_goal(self.store, operation(key), goal_id)
        link, unlink = contributions.link_contribution, contributions.unlink_contribution
        change = link if kind == "link" else unlink
        return lambda: change(self.store, operation(key), goal_id, some_id)

    def _merge(self, data: st.DataObject, key: str) -> Callable[[], object]:
        entry_type = data.draw(st.sampled_from(EntryType))
        source, target = self.categories[entry_type][:2]

        def merge() -> None:
            run_merge(self.store, operation(key), categories.CategoryMerge(source, target))

        return merge

    def _merge_accounts(self, data: st.DataObject, key: str) -> Callable[[], object]:
        target = data.draw(st.sampled_from(self.accounts[:2]))

        def merge() -> None:
            run_merge(self.store, operation(key), accounts.AccountMerge(self.accounts[2], target))

        return merge


def run_with_trouble(run: Callable[[], object], trouble: str | None) -> None:
    """Run under a fault; a caller who saw a crash asks again."""
    if trouble is None:
        run()
        return
    try:
        with fault(trouble):
            run()
    except Crashed:
        run()


def assert_sums_stay_exact(
    bookkeeper: Bookkeeper, data: st.DataObject, currency: str, operations: int
) -> None:
    """Run so many operations under faults, and check all sums after each of them."""
    for _ in range(operations):
        run = bookkeeper.step(data, currency)
        trouble = data.draw(st.sampled_from([None, *FAULTS]))
        with contextlib.suppress(FinanceFlowError):
            run_with_trouble(run, trouble)
        ledger = StoredLedger.read(bookkeeper.store)
        assert_law_holds(bookkeeper.store, ledger)
        assert summed_numbers(bookkeeper.store, "-d25", ledger) == recomputed_numbers(
            bookkeeper.store,
            payday_month,
            ledger.collection("transactions"),
            ledger.tenant["scopes"],
        )
    assert_every_revision_is_logged(bookkeeper.store)
    assert_log_is_complete(bookkeeper.store)
