"""Undo imports of rows that were matched with occurrences of recurring entries."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from contextlib import suppress
from datetime import date, datetime
from typing import NamedTuple

from shared.errors import FinanceFlowError
from shared.models.history.change import Cause, Change
from shared.models.history.undo_plan import UndoPlan
from shared.models.imports.duplicates import import_key
from shared.models.imports.import_plan import Import
from shared.models.ledger.tenant import Tenant
from shared.models.ledger.transactions.transaction import Transaction, mark_deleted
from shared.models.planning.links import is_booked
from shared.models.planning.matching.confirmation import keys_of
from shared.models.planning.occurrence import booked_id
from shared.models.values.revision import revised
from shared.repositories.store import TenantStore
from shared.services.currencies.lookup import rates_of
from shared.services.ledger.undo.transaction_undo import TransactionUndo

_CHANGES = 50
"""Changes of a transaction in which those of its imports are searched for, the last ones."""

_OF_THE_ROW = {"import_id": None, "import_key": None, "external_id": None}


def confirmed_as_second(unit: TenantStore, plan: Import) -> list[Transaction]:
    """Return the booked transfers of which an import has the second row: the other bank's.

    They have the id of the first import. The rows of the plan are read.
    """
    keys: set[str] = set()
    ids: set[str] = set()
    for row in unit.imports.stream_rows(plan):
        if row.match is not None and row.match.is_decision:
            keys.add(import_key(row.account_id or plan.account_id, row.key))
            ids.add(booked_id(row.match.recurring_id, date.fromisoformat(row.match.nominal)))
    unit.prepare_to_read(len(ids))
    found = unit.transactions.find_all(sorted(ids))
    return [
        one
        for one in found.values()
        if not one.is_deleted and one.import_id != plan.id and not keys.isdisjoint(keys_of(one))
    ]


def without_row(
    unit: TenantStore, tenant: Tenant, import_id: str, before: Transaction, at: datetime
) -> Transaction:
    """Return a transaction without the row of an import.

    One that the import recorded is in the trash. A transfer that the bank of the other account has
    confirmed, too, is that import's then. One that was booked before has its date and amount of
    then, unless people have made that impossible since: then it keeps those of the bank.
    """
    if not is_booked(before):
        return mark_deleted(before, at)
    unit.prepare_to_read(_CHANGES)
    of_imports = [
        _Confirming.of(change)
        for change in unit.changes.list_before(None, _CHANGES, before.id)
        if change.cause is Cause.IMPORT
    ]
    own = {key for one in of_imports if one.import_id == import_id for key in one.added}
    left = {key for key in keys_of(before) if key not in own}
    if own and left:
        other = next((one.import_id for one in of_imports if one.added == left), None)
        kept = {"import_id": other, "import_key": " ".join(left), "external_id": None}
        return revised(before, kept, at)
    first = next((one.change for one in of_imports if own and one.is_first), None)
    if first is not None:
        plan = UndoPlan(tenant, {before.id: before}, at, rates_of(unit, tenant.ledger, at))
        with suppress(FinanceFlowError):
            TransactionUndo(plan).take_back(first)
            return plan.transactions[before.id]
    return revised(before, _OF_THE_ROW, at)


class _Confirming(NamedTuple):
    """The change by which a row of an import has confirmed a transaction, and the keys it added."""

    change: Change
    import_id: str | None
    added: AbstractSet[str]
    is_first: bool

    @classmethod
    def of(cls, change: Change) -> _Confirming:
        """Return the change of a transaction by an import."""
        before, after = change.states_as(Transaction)
        known = set() if before is None else set(keys_of(before))
        added = set() if after is None else set(keys_of(after)) - known
        return cls(change, change.cause_id, added, is_first=not known)
