"""The one door to the ledger: every change of a transaction, whatever its cause, goes through here.

The transactions, the increments of the month summaries they touch, and the change log are written
in one commit, so that a summary equals the sum over its live transactions at every instant.
"""

from __future__ import annotations

from collections.abc import Sequence

from shared.models.change import Operation, Receipt
from shared.models.summary import Edit, deltas_of
from shared.repositories.store import TenantStore
from shared.services.operations import append_change


def commit_edits(unit: TenantStore, operation: Operation, edits: Sequence[Edit]) -> None:
    """Write the edits, what they do to the summaries, and their log, all in ``unit``'s transaction.

    ``unit`` must have read every ``before`` in the same transaction.
    """
    unit.summaries.add_all(deltas_of(edits), operation.at)
    receipt = _receipt(operation, edits)
    for index, edit in enumerate(edits):
        if edit.before is None:
            unit.transactions.create(edit.after)
        else:
            unit.transactions.update(edit.before, edit.after)
        append_change(
            unit,
            operation,
            edit.before,
            edit.after,
            index=index,
            receipt=receipt if index == 0 else None,
        )


def _receipt(operation: Operation, edits: Sequence[Edit]) -> Receipt:
    created, updated, deleted = [], [], []
    for before, after in edits:
        if before is None:
            created.append(after.id)
        elif after.is_deleted and not before.is_deleted:
            deleted.append(after.id)
        else:
            updated.append(after.id)
    return Receipt(
        request_hash=operation.request_hash,
        created=tuple(created),
        updated=tuple(updated),
        deleted=tuple(deleted),
    )
