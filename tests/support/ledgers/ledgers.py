"""Ledgers below HTTP: created, changed, and summed up without the code under test."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from shared.models.history.change import Cause, Operation
from shared.models.ledger.account import Account, AccountKind
from shared.models.ledger.inputs.custom_type import CustomTypeDraft
from shared.models.ledger.transactions.transaction import TransactionType
from shared.models.people.access import TenantKind, TenantRef
from shared.models.values.characters.names import same_name_key
from shared.models.values.dates import Month
from shared.models.values.identifiers import new_id
from shared.repositories import connections
from shared.repositories.store import TenantStore
from shared.services.ledger.custom_types import create_custom_type
from shared.services.people.demos import DemoOptions, create_demo
from tests.support.observers.stored_documents import decode_fields, read_tree

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
"""The instant of operations in tests."""


def new_ledger(currency: str = "USD", *, samples: bool = False) -> TenantStore:
    """Create a new live demo ledger."""
    ref = TenantRef(TenantKind.DEMO, f"test{uuid.uuid4().hex}")
    store = TenantStore(connections.firestore_client(), ref)
    options = DemoOptions(currency, "UTC", samples, timedelta(days=36500))
    create_demo(store, options, NOW)
    return store


def operation(key: str | None = None, request_hash: str = "same") -> Operation:
    """Return an operation of a request; with ``key`` it can be repeated."""
    return Operation.of_request(
        actor="tester", at=NOW, key=key, request_hash=request_hash, cause=Cause.API
    )


def new_account(store: TenantStore, name: str, **facts: Any) -> str:
    """Write another account to the ledger, without a service, and return its id."""
    usual: dict[str, Any] = {
        "kind": AccountKind.SAVINGS,
        "opening_date": NOW.date(),
        "created_at": NOW,
        "updated_at": NOW,
    }
    account = Account(id=new_id(), name=name, **usual | facts)

    def work(unit: TenantStore) -> None:
        unit.load()
        unit.ledger.put_account(account)

    store.transact(work)
    return account.id


def new_custom_type(store: TenantStore, name: str) -> str:
    """Create a custom type for expenses, and return its id."""
    draft = CustomTypeDraft(name=name, type=TransactionType.EXPENSE)
    return create_custom_type(store, operation(), draft).id


Documents = dict[str, dict[str, Any]]
"""The fields of documents, by id."""


@dataclass(frozen=True)
class StoredLedger:
    """The documents of a ledger, all read in one request, by their paths in the ledger."""

    documents: Documents

    @classmethod
    def read(cls, store: TenantStore) -> Self:
        """Read the ledger."""
        root = store.ref.path
        tree = read_tree(root)
        return cls({path[len(root) + 1 :]: decode_fields(tree[path]) for path in tree})

    @property
    def tenant(self) -> dict[str, Any]:
        """Return the tenant's own document; empty if there is none."""
        return self.documents.get("", {})

    def collection(self, name: str) -> Documents:
        """Return the documents of a collection, by id."""
        parts = (path.partition("/") for path in self.documents)
        return {i: self.documents[f"{name}/{i}"] for found, _, i in parts if found == name}


def stored_transactions(store: TenantStore) -> Documents:
    """Return every transaction document of the ledger, by id, as stored."""
    return StoredLedger.read(store).collection("transactions")


def stored_changes(store: TenantStore) -> Documents:
    """Return every change-log document of the ledger, by id."""
    return StoredLedger.read(store).collection("changes")


def recorded_ids(store: TenantStore) -> list[str]:
    """Return the ids of all transactions in the order in which they were recorded.

    Ids alone do not give that order.
    """
    created = (
        (change["sequence"], change["entity_id"])
        for change in stored_changes(store).values()
        if change["entity"] == "transaction" and "before" not in change
    )
    return [transaction_id for _, transaction_id in sorted(created)]


_SUMS = (
    "income_minor", "expenses_minor", "count", "by_category", "by_day", "by_account", "by_tag",
    "by_custom_type", "by_goal", "unconverted", "by_scope",
)  # fmt: skip


def summed_numbers(
    store: TenantStore, suffix: str = "", ledger: StoredLedger | None = None
) -> dict[str, dict[str, int]]:
    """Return every non-zero number in the stored summaries, by month and dotted path.

    ``suffix`` is that of the documents of months that start on another day: ``-d25``. The ledger is
    read unless given.
    """
    ledger = ledger or StoredLedger.read(store)
    summed = {}
    for summary_id, document in ledger.collection("summaries").items():
        if summary_id[7:] != suffix:
            continue
        numbers: dict[str, int] = {}
        for name in _SUMS:
            _flatten(name, document.get(name, 0), numbers)
        if numbers:
            summed[summary_id[:7]] = numbers
    return summed


def stored_totals(store: TenantStore, ledger: StoredLedger | None = None) -> dict[str, int]:
    """Return every non-zero number in the ledger's totals and payees, by dotted path.

    The ledger is read unless given.
    """
    ledger = ledger or StoredLedger.read(store)
    numbers: dict[str, int] = {}
    _flatten("by_account", ledger.tenant.get("by_account", {}), numbers)
    _flatten("tags", ledger.tenant.get("tags", {}), numbers)
    _flatten("unfiled_count", ledger.tenant.get("unfiled_count", 0), numbers)
    _flatten("unconverted", ledger.tenant.get("unconverted", {}), numbers)
    for payee in ledger.collection("payees").values():
        _flatten(f"payees.{same_name_key(payee['name'])}", payee["count"], numbers)
    return numbers


def recomputed_numbers(
    store: TenantStore,
    month_of_date: Callable[[str], str] = lambda date: date[:7],
    transactions: dict[str, dict[str, Any]] | None = None,
    scopes: dict[str, dict[str, Any]] | None = None,
) -> dict[str, dict[str, int]]:
    """Recalculate ``summed_numbers`` from the live transactions, which are read unless given.

    ``scopes`` are those of the tenant's document, by their keys.
    """
    months: dict[str, Counter[str]] = {}
    read = stored_transactions(store) if transactions is None else transactions
    for document in read.values():
        if not document["deleted"]:
            numbers = months.setdefault(month_of_date(document["date"]), Counter())
            _add_entry(document, numbers)
            _add_accounts_and_tags(document, numbers)
            for key, scope in (scopes or {}).items():
                day = f"by_scope.{key}.{document['date']}"
                numbers[day] += _expenses_in(document, scope["kind"], set(scope["ids"]))
    return _without_zeros(months)


def recomputed_totals(
    store: TenantStore, transactions: dict[str, dict[str, Any]] | None = None
) -> dict[str, int]:
    """Recalculate ``stored_totals`` from the live transactions, which are read unless given."""
    totals: Counter[str] = Counter()
    read = stored_transactions(store) if transactions is None else transactions
    for document in read.values():
        if document["deleted"]:
            continue
        numbers: Counter[str] = Counter()
        _add_accounts_and_tags(document, numbers)
        for path, number in numbers.items():
            if path.startswith("by_account.") and path.endswith((".change_minor", ".count")):
                totals[path] += number
        for tag in {same_name_key(tag) for tag in document.get("tags", [])}:
            totals[f"tags.#{tag}"] += 1
        if _is_unconverted(document):
            totals[f"unconverted.{document['account_currency']}"] += 1
        if payee := document.get("payee"):
            totals[f"payees.{same_name_key(payee)}"] += 1
        parts = document.get("splits") or [document]
        if document["type"] != "TRANSFER" and any(not part.get("category_id") for part in parts):
            totals["unfiled_count"] += 1
    return {path: number for path, number in totals.items() if number}


def _add_entry(document: dict[str, Any], numbers: Counter[str]) -> None:
    if document["type"] == "TRANSFER":
        return
    kind = {"INCOME": "income_minor", "EXPENSE": "expenses_minor"}[document["type"]]
    amount, day = document["amount_minor"] or 0, document["date"]
    unfiled = {"INCOME": "unfiled_income", "EXPENSE": "unfiled_expense"}[document["type"]]
    whole = [{"category_id": document.get("category_id"), "amount_minor": amount}]
    parts = [
        (part.get("category_id") or unfiled, part["amount_minor"] or 0)
        for part in document.get("splits") or whole
    ]
    assert sum(part for _, part in parts) == amount
    if "account_currency" in document and "splits" in document:
        own = [part["account_amount_minor"] for part in document["splits"]]
        assert sum(own) == document["account_amount_minor"]
    if _is_unconverted(document):
        missing = f"unconverted.{document['account_currency']}"
        numbers[f"{missing}.{kind}"] += document["account_amount_minor"]
        numbers[f"{missing}.count"] += 1
    for path, number in (
        (kind, amount),
        ("count", 1),
        (f"by_day.{day}.{kind}", amount),
        (f"by_day.{day}.count", 1),
        *((f"by_category.{category}.total_minor", part) for category, part in parts),
        *((f"by_category.{category}.count", 1) for category in {c for c, _ in parts}),
    ):
        numbers[path] += number


def _expenses_in(document: dict[str, Any], kind: str, ids: set[str]) -> int:
    """Return the expenses of a document that a scope is about."""
    if document["type"] != "EXPENSE":
        return 0
    if kind == "CATEGORIES":
        parts = document.get("splits") or [document]
        return sum(part["amount_minor"] or 0 for part in parts if part.get("category_id") in ids)
    named = {f"#{same_name_key(tag)}" for tag in document.get("tags", [])}
    named = named if kind == "TAGS" else {document["account_id"]}
    return (document["amount_minor"] or 0) if named & ids else 0


def _is_unconverted(document: dict[str, Any]) -> bool:
    """Return whether a document is of income or expenses without an amount in the base currency."""
    return document["type"] != "TRANSFER" and document["amount_minor"] is None


def _add_accounts_and_tags(document: dict[str, Any], numbers: Counter[str]) -> None:
    amount = document["amount_minor"] or 0
    own = document.get("account_amount_minor", document["amount_minor"])
    kinds = {"INCOME": "income_minor", "EXPENSE": "expenses_minor"}
    changes = {document["account_id"]: own if document["type"] == "INCOME" else -own}
    if document["type"] == "TRANSFER":
        changes[document["to_account_id"]] = document.get("to_amount_minor", own)
    for account, change in changes.items():
        numbers[f"by_account.{account}.change_minor"] += change
        numbers[f"by_account.{account}.count"] += 1
        if document["type"] in kinds:
            numbers[f"by_account.{account}.{kinds[document['type']]}"] += own
    _add_base_amounts(document, changes, numbers)
    if custom_type := document.get("custom_type_id"):
        numbers[f"by_custom_type.{custom_type}.total_minor"] += amount
        numbers[f"by_custom_type.{custom_type}.count"] += 1
    if goal := document.get("goal_id"):
        numbers[f"by_goal.{goal}.total_minor"] += amount
        numbers[f"by_goal.{goal}.count"] += 1
    for tag in {same_name_key(tag) for tag in document.get("tags", [])}:
        numbers[f"by_tag.#{tag}.count"] += 1
        if document["type"] in kinds:
            numbers[f"by_tag.#{tag}.{kinds[document['type']]}"] += amount


def _add_base_amounts(
    document: dict[str, Any], changes: dict[str, int], numbers: Counter[str]
) -> None:
    """Add what accounts of other currencies received and spent at a base amount."""
    base = document["amount_minor"]
    is_exchange = document["type"] == "TRANSFER" and "to_amount_minor" in document
    if base is None or (document["type"] == "TRANSFER" and not is_exchange):
        return
    foreign = {document["account_id"]} if "account_currency" in document else set()
    if is_exchange and document["to_currency"] != document["currency"]:
        foreign.add(document["to_account_id"])
    for account in foreign:
        direction = "received" if changes[account] > 0 else "spent"
        numbers[f"by_account.{account}.{direction}_minor"] += abs(changes[account])
        numbers[f"by_account.{account}.base_{direction}_minor"] += abs(base)
        name = {"INCOME": "income", "EXPENSE": "expenses"}.get(document["type"])
        if name is not None:
            numbers[f"by_account.{account}.base_{name}_minor"] += base


def _without_zeros(months: dict[str, Counter[str]]) -> dict[str, dict[str, int]]:
    kept = {
        month: {path: number for path, number in numbers.items() if number}
        for month, numbers in months.items()
    }
    return {month: numbers for month, numbers in kept.items() if numbers}


def assert_law_holds(store: TenantStore, ledger: StoredLedger | None = None) -> None:
    """Assert that every sum equals the sum over the live transactions, to the minor unit.

    The ledger is read unless given. Daily totals of scopes that were dropped are left out.
    """
    ledger = ledger or StoredLedger.read(store)
    transactions = ledger.collection("transactions")
    scopes: dict[str, Any] = ledger.tenant.get("scopes", {})
    summed = {
        month: kept
        for month, numbers in summed_numbers(store, ledger=ledger).items()
        if (kept := {path: one for path, one in numbers.items() if not _is_dropped(path, scopes)})
    }
    assert summed == recomputed_numbers(store, transactions=transactions, scopes=scopes)
    assert stored_totals(store, ledger) == recomputed_totals(store, transactions)


def _is_dropped(path: str, scopes: Mapping[str, Any]) -> bool:
    """Return whether a number is a daily total of a scope that the ledger does not keep."""
    name, _, rest = path.partition(".")
    return name == "by_scope" and rest.partition(".")[0] not in scopes


def assert_log_is_complete(store: TenantStore) -> None:
    """Assert that the changes are numbered from 1 without gaps, up to the ledger's sequence."""
    sequences = sorted(change["sequence"] for change in stored_changes(store).values())
    assert sequences == list(range(1, len(sequences) + 1))
    assert store.tenant.get().ledger.sequence == len(sequences)


def assert_every_revision_is_logged(store: TenantStore) -> None:
    """Assert that each transaction has as many change-log entries as revisions."""
    ledger = StoredLedger.read(store)
    logged = Counter(
        change["entity_id"]
        for change in ledger.collection("changes").values()
        if change["entity"] == "transaction"
    )
    transactions = ledger.collection("transactions")
    revisions = {key: document["revision"] for key, document in transactions.items()}
    assert dict(logged) == revisions


def month_of(text: str) -> Month:
    """Parse a month written as ``YYYY-MM``."""
    return Month.parse(text)


def _flatten(path: str, value: Any, numbers: dict[str, int]) -> None:
    if isinstance(value, dict):
        for key, part in value.items():
            _flatten(f"{path}.{key}", part, numbers)
    elif value:
        numbers[path] = value
