"""Undo imports of rows that were matched with occurrences of recurring entries."""

from __future__ import annotations

from datetime import datetime

from shared.errors import FinanceFlowError
from shared.models.history.change import Cause
from shared.models.history.undo_plan import UndoPlan
from shared.models.ledger.tenant import Tenant
from shared.models.ledger.transactions.transaction import Transaction, mark_deleted
from shared.models.planning.links import is_booked
from shared.models.values.revision import revised
from shared.repositories.store import TenantStore
from shared.services.currencies.lookup import rates_of
from shared.services.ledger.undo.transaction_undo import TransactionUndo

_CHANGES = 50
"""Changes of a transaction in which the one of its import is searched for, the last ones."""

_OF_THE_ROW = {"import_id": None, "import_key": None, "external_id": None}


def without_row(
    unit: TenantStore, tenant: Tenant, import_id: str, before: Transaction, at: datetime
) -> Transaction:
    """Return a transaction without the row of an import.

    One that the import recorded is in the trash. One that was booked before has its date and amount
    of then, unless people have made that impossible since: then it keeps those of the bank.
    """
    if not is_booked(before):
        return mark_deleted(before, at)
    unit.prepare_to_read(_CHANGES)
    for change in unit.changes.list_before(None, _CHANGES, before.id):
        if change.cause is Cause.IMPORT and change.cause_id == import_id:
            plan = UndoPlan(tenant, {before.id: before}, at, rates_of(unit, tenant.ledger, at))
            try:
                TransactionUndo(plan).take_back(change)
            except FinanceFlowError:
                break
            return plan.transactions[before.id]
    return revised(before, _OF_THE_ROW, at)
