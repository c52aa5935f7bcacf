"""Writes of transactions; import-linter lets the write path alone import this module."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from google.cloud import firestore

from shared.models.ledger.transactions.terms import terms_of
from shared.models.ledger.transactions.transaction import Transaction
from shared.repositories.firestore.requests import FastWriteBatch
from shared.repositories.ledger.foreign_codec import encode_foreign, encode_other_exchange
from shared.repositories.store import TenantStore


def create_transaction(unit: TenantStore, transaction: Transaction) -> None:
    """Write a new transaction; the commit fails where one with its id exists."""
    unit.batch.create(unit.transactions.reference(transaction.id), _encode(transaction))


def update_transaction(unit: TenantStore, before: Transaction, after: Transaction) -> None:
    """Write the fields in which ``after`` differs from ``before``."""
    _update(unit.batch, unit, before, after)


def replace_transaction(unit: TenantStore, transaction: Transaction) -> None:
    """Write all fields of a transaction, which may be stored in another currency."""
    unit.batch.set(unit.transactions.reference(transaction.id), _encode(transaction))


def put_other_exchanges(unit: TenantStore, transaction: Transaction) -> None:
    """Write the conversions of a transaction to other currencies than the ledger's."""
    others = {one.currency: encode_other_exchange(one) for one in transaction.other_exchanges}
    reference = unit.transactions.reference(transaction.id)
    unit.batch.update(reference, {"conversions": others})


def bytes_of_updates(unit: TenantStore, updates: Iterable[tuple[Transaction, Transaction]]) -> int:
    """Return the encoded size of updates, without writing them."""
    batch = unit.new_batch()
    for before, after in updates:
        _update(batch, unit, before, after)
    return batch.size_bytes


def _update(
    batch: FastWriteBatch, unit: TenantStore, before: Transaction, after: Transaction
) -> None:
    old, new = _encode(before), _encode(after)
    changed = {key: value for key, value in new.items() if old.get(key) != value}
    changed |= dict.fromkeys(old.keys() - new.keys(), firestore.DELETE_FIELD)
    batch.update(unit.transactions.reference(after.id), changed)


def _encode(transaction: Transaction) -> dict[str, Any]:
    """Encode a transaction for Firestore.

    Fields with their default value are omitted, except those in an index.
    """
    fields = transaction.model_dump(exclude={"id"}, exclude_defaults=True)
    if transaction.occurrence_nominal is not None:
        fields["occurrence_nominal"] = str(transaction.occurrence_nominal)
    return encode_foreign(transaction, fields) | {
        "type": transaction.type.value,
        "date": str(transaction.date),
        "revision": transaction.revision,
        "deleted": transaction.is_deleted,
        "terms": terms_of(transaction),
    }
