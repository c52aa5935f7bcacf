"""Suggestions and transactions of tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from shared.models.ledger.transactions.transaction import Transaction, TransactionType
from shared.models.planning.detection.observation import Observation
from shared.models.planning.suggestions.stored import StoredSuggestion, stored_suggestion
from tests.unit.planning.detection.histories import only

NOON = datetime(2026, 10, 30, 12, tzinfo=UTC)


def transaction_of(row: Observation, **fields: Any) -> Transaction:
    """Return the transaction of a payment, whose key is its payee."""
    same = {"amount_minor", "currency", "date", "id", "payee", "account_id", "to_account_id"}
    values = {name: getattr(row, name) for name in same} | {"type": TransactionType(row.type)}
    return Transaction(**values | {"created_at": NOON, "updated_at": NOON} | fields)


def stored(rows: Sequence[Observation], **fields: Any) -> StoredSuggestion:
    """Return what is stored of the only suggestion for a history."""
    found = only(rows)
    return stored_suggestion(found, transaction_of(found.newest, **fields), "Account")
