"""Statements, and runs of imports of them, for the tests of imports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shared.models.imports.import_options import ImportOptions
from shared.models.imports.import_plan import Import
from shared.models.ledger.inputs.transaction import TransactionDraft
from shared.repositories.store import TenantStore
from shared.services.imports import import_runs
from shared.services.imports.import_previews import preview_import
from tests.support.ledgers.ledgers import (
    NOW,
    stored_transactions,
)

ROWS = 23
CHUNK = 5


def statement(rows: int = ROWS, first: int = 0) -> bytes:
    """Return a file of purchases, each of its own, with no ids of the bank."""
    lines = [
        f"2026-05-{1 + number % 28:02},-{number + 1}.50,Shop {number % 3},Purchase {number}"
        for number in range(first, first + rows)
    ]
    return "\n".join(["Date,Amount,Payee,Description", *lines]).encode()


def preview(store: TenantStore, content: bytes, account_id: str | None = None) -> Import:
    """Return the plan of a file."""
    return preview_import(store, content, ImportOptions(account_id), "tester", NOW).plan


def limits(chunks: int | None = None) -> import_runs.RunLimits:
    """Time for so many chunks; None: for all."""
    asked: Iterator[int] = iter(range(1, 10_000))
    return import_runs.RunLimits(
        "tester", lambda: NOW, lambda: chunks is not None and next(asked) >= chunks
    )


def carry_out(store: TenantStore, plan: Import, chunks: int | None = None) -> Import:
    """Carry the plan out, so many chunks of it."""
    return import_runs.carry_out_import(store, plan.plan_token, limits(chunks))


def texts(store: TenantStore) -> list[str]:
    """Return the descriptions of all live transactions, sorted."""
    return sorted(
        document["description"]
        for document in stored_transactions(store).values()
        if not document["deleted"]
    )


def all_texts(rows: int = ROWS) -> list[str]:
    return sorted(f"Purchase {number}" for number in range(rows))


def by_hand(store: TenantStore, number: int, **facts: object) -> TransactionDraft:
    """Return the input with which a person would record row ``number``."""
    ledger = store.tenant.get().ledger
    [usual] = [c.id for c in ledger.categories.values() if c.name == "Other expenses"]
    content: dict[str, object] = {
        "type": "EXPENSE",
        "amount": f"{number + 1}.50",
        "category_id": usual,
        "date": date(2026, 5, 1 + number % 28),
        "payee": f"shop {number % 3}",
        "description": f"PURCHASE {number}",
    }
    return TransactionDraft.model_validate(content | facts)
