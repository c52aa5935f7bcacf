"""The size that the undo of a batch would have if it followed at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shared.errors import CommitTooLarge
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.scopes import all_scopes
from shared.models.ledger.summary import Edit, deltas_of
from shared.models.ledger.transactions.transaction import Transaction, mark_deleted
from shared.repositories.firestore import commit
from shared.repositories.ledger.summaries import months_read_for
from shared.repositories.ledger.transaction_writes import bytes_of_updates
from shared.repositories.store import TenantStore

OTHER_DOCUMENTS = 5
"""Of the commit of an undo: the tenant, which is read and written; the record of an earlier request
with its key; and two of the write lease."""

_MAX_TIMES_LARGER = 3
"""An undo has at most so many times the bytes of the batch. Each change has the whole transaction
before it, and the undo writes no more than its fields and the terms made of them."""


def ensure_undo_fits(
    unit: TenantStore, ledger: Ledger, edits: Sequence[Edit], at: datetime, max_documents: int
) -> None:
    """Check that a batch, whose writes ``unit`` has, could be undone at once in one commit.

    The undo reads the changes, and writes as many documents as the batch: the transactions, their
    changes, months and payees. It reads the months that get tags again, and writes an event for
    each account whose balance it lets fall below the low one.

    Raises:
        CommitTooLarge: The batch, or its undo, would have more documents or bytes than one commit
            may have.
    """
    size = unit.batch.size_bytes
    if size > commit.MAX_COMMIT_BYTES:  # Refused as it is; nothing is encoded again.
        raise CommitTooLarge.of_bytes(size, commit.MAX_COMMIT_BYTES)
    undone = [(one.after, one.before or mark_deleted(one.after, at)) for one in edits]
    documents = len(edits) + len(unit.batch) + _months_read(ledger, undone) + OTHER_DOCUMENTS
    documents += sum(one.low_balance_minor is not None for one in ledger.accounts.values())
    if documents > max_documents:
        raise CommitTooLarge.of_documents(documents, max_documents).of_batch()
    if size * _MAX_TIMES_LARGER > commit.MAX_COMMIT_BYTES:  # Else nothing is encoded again.
        size += bytes_of_updates(unit, undone)
    if size > commit.MAX_COMMIT_BYTES:
        raise CommitTooLarge.of_bytes(size, commit.MAX_COMMIT_BYTES).of_batch()


def _months_read(ledger: Ledger, undone: Sequence[tuple[Transaction, Transaction]]) -> int:
    """Count the months that the undo reads."""
    edits = [Edit(before, after) for before, after in undone]
    scopes = all_scopes(ledger.scopes)
    return sum(
        len(months_read_for(deltas_of(edits, calendar, scopes))) for calendar in ledger.calendars
    )
