"""Takeovers of demos in tests: run in parts, and compared as a whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from shared.models.imports.import_options import ImportOptions
from shared.models.ledger.inputs.transaction import TransactionDraft
from shared.models.people.takeover import Takeover
from shared.repositories import connections
from shared.repositories.store import TenantStore
from shared.services.imports.import_previews import preview_import
from shared.services.ledger import transactions
from shared.services.people.takeovers import take_over_demo
from tests.emulator.imports.statements import statement
from tests.http.answers import documents_of
from tests.support.ledgers.ledgers import (
    NOW,
    assert_law_holds,
    assert_log_is_complete,
    new_ledger,
    operation,
)
from tests.support.ledgers.rebuilds import always, times

OF_DEMOS = frozenset({"expires_at", "sample_transaction_count", "takeover", "demo_use"})
"""Fields of a demo's document that its account lacks, or has with other values."""

PART = 9
"""Number of documents copied in one commit, where parts are small."""

COMMITS = 5
"""Number of commits of a ``small_demo``'s takeover: one that closes it, one for each part."""


def draft(store: TenantStore, name: str = "Groceries", **fields: Any) -> TransactionDraft:
    """Return the input of an expense of 1.00."""
    [usual] = [c.id for c in store.tenant.get().ledger.categories.values() if c.name == name]
    content = {"type": "EXPENSE", "amount": "1.00", "category_id": usual, "date": date(2026, 3, 31)}
    return TransactionDraft.model_validate(content | fields)


def record(store: TenantStore, **fields: Any) -> str:
    """Record an expense, and return its id."""
    return transactions.record_transaction(store, operation(), draft(store, **fields)).id


def small_demo() -> TenantStore:
    """Create a demo with transactions, a payee, and an import that was not run."""
    store = new_ledger()
    for day in range(1, 8):
        record(store, date=date(2026, 3, day), payee="Shop", tags=("a",))
    preview_import(store, statement(3), ImportOptions(), "tester", NOW)
    return store


def assert_sound(account: TenantStore) -> None:
    """Assert that the totals and the change log are correct."""
    assert_law_holds(account)
    assert_log_is_complete(account)


def take_over(demo: TenantStore, has_time: Callable[[], bool] = always) -> Takeover:
    """Take a demo over, as far as there is time."""
    return take_over_demo(demo, lambda: datetime.now(UTC), has_time)


def take_over_in_part(demo: TenantStore, parts: int = 1) -> Takeover:
    """Begin a takeover, and copy that many parts, but not the last."""
    begun = take_over(demo, times(parts))
    assert begun.finished_at is None
    return begun


def account_of(demo: TenantStore) -> TenantStore:
    """Return the ledger of the account with the demo's uid."""
    return TenantStore(connections.firestore_client(), demo.ref.account)


def contents_of(store: TenantStore) -> dict[str, dict[str, Any]]:
    """Return every document below a ledger's document at any depth, by relative path."""
    root = f"{store.ref.path}/"
    documents = documents_of(store.ref.path)
    return {
        path.removeprefix(root): fields
        for path, fields in documents.items()
        if path.startswith(root)
    }


def document_of(store: TenantStore) -> dict[str, Any]:
    """Return the ledger's own document."""
    return store.tenant.reference.get().to_dict() or {}


def assert_moved(
    demo: TenantStore, contents: dict[str, dict[str, Any]], document: dict[str, Any]
) -> None:
    """Assert that the account has every document of the demo, with equal fields and types.

    It has one change more, and perhaps another one that logs the sign-in.
    """
    account = account_of(demo)
    moved = contents_of(account)
    new = [moved.pop(path) for path in moved.keys() - contents.keys()]
    change, *told = sorted(new, key=lambda change: change["sequence"])
    assert moved == contents
    assert {path: _types_of(fields) for path, fields in moved.items()} == {
        path: _types_of(fields) for path, fields in contents.items()
    }
    assert (change["cause"], change["entity"]) == ("claim", "settings")
    assert change["sequence"] == document["sequence"] + 1
    assert [(one["cause"], one["entity"]) for one in told] in ([], [("sign_in", "sign_in")])
    own = document_of(account)
    assert (own.pop("sign_in", None) is not None) is bool(told)
    assert own.pop("takeover")["finished_at"] is not None
    assert own == {key: value for key, value in document.items() if key not in OF_DEMOS} | {
        "sequence": document["sequence"] + len(new),
        "settings_revision": document.get("settings_revision", 1) + 1,
    }


def expire(demo: TenantStore, since: timedelta = timedelta(seconds=1)) -> None:
    """Make a demo expired since that long ago."""
    demo.tenant.reference.update({"expires_at": datetime.now(UTC) - since})


def _types_of(value: object) -> object:
    if isinstance(value, dict):
        return {key: _types_of(part) for key, part in value.items()}
    return [_types_of(part) for part in value] if isinstance(value, list) else type(value)
