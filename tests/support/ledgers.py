"""Ledgers below HTTP: made, worked on, and summed up by arithmetic that shares no code."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.models.access import TenantKind, TenantRef
from shared.models.change import Cause, Operation
from shared.models.dates import Month
from shared.repositories import connections
from shared.repositories.store import TenantStore
from shared.services.demos import DemoWishes, create_demo

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
"""The instant at which operations in tests happen."""


def new_ledger(currency: str = "USD", *, samples: bool = False) -> TenantStore:
    """A live demo ledger of its own."""
    ref = TenantRef(TenantKind.DEMO, f"test{uuid.uuid4().hex}")
    store = TenantStore(connections.firestore_client(), ref)
    wishes = DemoWishes(currency, "UTC", samples, timedelta(days=36500))
    create_demo(store, wishes, NOW)
    return store


def operation(key: str | None = None, request_hash: str = "same") -> Operation:
    """A change someone asks for; with ``key`` it can be asked for again."""
    return Operation.of_request(
        actor="tester", at=NOW, key=key, request_hash=request_hash, cause=Cause.API
    )


def stored_transactions(store: TenantStore) -> dict[str, dict[str, Any]]:
    """Every transaction document of the ledger, by id, as Firestore has it."""
    collection = connections.firestore_client().collection(f"{store.ref.path}/transactions")
    return {snapshot.id: snapshot.to_dict() or {} for snapshot in collection.stream()}


def stored_changes(store: TenantStore) -> dict[str, dict[str, Any]]:
    """Every change-log document of the ledger, by id."""
    collection = connections.firestore_client().collection(f"{store.ref.path}/changes")
    return {snapshot.id: snapshot.to_dict() or {} for snapshot in collection.stream()}


def summed_numbers(store: TenantStore) -> dict[str, dict[str, int]]:
    """Every number that is not zero in the stored summaries, by month and dotted path."""
    collection = connections.firestore_client().collection(f"{store.ref.path}/summaries")
    summed = {}
    for snapshot in collection.stream():
        numbers: dict[str, int] = {}
        document = snapshot.to_dict() or {}
        for name in ("income_minor", "expenses_minor", "count", "by_category", "by_day"):
            _flatten(name, document.get(name, 0), numbers)
        if numbers:
            summed[snapshot.id] = numbers
    return summed


def recomputed_numbers(store: TenantStore) -> dict[str, dict[str, int]]:
    """What ``summed_numbers`` must be, added up from the live transactions."""
    months: dict[str, Counter[str]] = {}
    for document in stored_transactions(store).values():
        if document["deleted"]:
            continue
        kind = {"INCOME": "income_minor", "EXPENSE": "expenses_minor"}[document["type"]]
        amount, day = document["amount_minor"], document["date"][8:]
        category = f"by_category.{document['category_id']}"
        numbers = months.setdefault(document["date"][:7], Counter())
        for path, number in (
            (kind, amount),
            ("count", 1),
            (f"{category}.total_minor", amount),
            (f"{category}.count", 1),
            (f"by_day.{day}.{kind}", amount),
            (f"by_day.{day}.count", 1),
        ):
            numbers[path] += number
    return {
        month: {path: number for path, number in numbers.items() if number}
        for month, numbers in months.items()
    }


def assert_law_holds(store: TenantStore) -> None:
    """Each summary equals the sum over the live transactions of its month, to the minor unit."""
    assert summed_numbers(store) == recomputed_numbers(store)


def assert_every_revision_is_logged(store: TenantStore) -> None:
    """As many change-log entries for each transaction as it has had revisions."""
    logged = Counter(
        change["entity_id"]
        for change in stored_changes(store).values()
        if change["entity"] == "transaction"
    )
    revisions = {key: document["revision"] for key, document in stored_transactions(store).items()}
    assert dict(logged) == revisions


def month_of(text: str) -> Month:
    """The month written ``YYYY-MM``."""
    return Month.parse(text)


def _flatten(path: str, value: Any, numbers: dict[str, int]) -> None:
    if isinstance(value, dict):
        for key, part in value.items():
            _flatten(f"{path}.{key}", part, numbers)
    elif value:
        numbers[path] = value
