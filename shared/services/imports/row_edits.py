"""Edits of transactions by which imports record their rows, and undo them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shared.models.imports.import_plan import Import, PlanRow
from shared.models.ledger.summary import Edit
from shared.models.ledger.tenant import Tenant
from shared.models.ledger.transactions.transaction import Transaction, mark_deleted
from shared.repositories.store import TenantStore


def recording_edits(
    unit: TenantStore,
    tenant: Tenant,
    rows: Sequence[PlanRow],
    made: Sequence[Transaction],
    at: datetime,
) -> list[Edit]:
    """Return the edits that record rows, of which ``made`` are the transactions."""
    if not any(row.match for row in rows):
        return [Edit(None, transaction) for transaction in made]
    # Few ledgers have recurring entries, so this is imported on demand.
    from shared.services.imports.row_matches import RecordedRows  # noqa: PLC0415 (see above)

    return RecordedRows(unit, tenant, at).edits(rows, made)


def rows_to_undo(unit: TenantStore, plan: Import, limit: int) -> list[Transaction]:
    """Return at most ``limit`` transactions that an import has recorded or confirmed."""
    found = unit.transactions.list_of_import(plan.id, limit)
    if plan.confirmed_count and len(found) < limit:
        from shared.services.imports.confirmed_rows import confirmed_as_second  # noqa: PLC0415 (see above)

        found += confirmed_as_second(unit, plan)
    return found[:limit]


def undoing_edits(
    unit: TenantStore, tenant: Tenant, import_id: str, found: Sequence[Transaction], at: datetime
) -> list[Edit]:
    """Return the edits that move the transactions of an import to the trash.

    One that was booked for a recurring entry, and that a row has confirmed, is as it was before.
    """
    edits: list[Edit] = []
    for before in found:
        if before.recurring_id is None:
            edits.append(Edit(before, mark_deleted(before, at)))
        else:
            # Few rows are of recurring entries, so this is imported on demand.
            from shared.services.imports.confirmed_rows import without_row  # noqa: PLC0415 (see above)

            edits.append(Edit(before, without_row(unit, tenant, import_id, before, at)))
    return edits
