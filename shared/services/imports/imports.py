"""Imports of a ledger: found, listed row by row, and what they are compared with."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice

from shared.errors import NotFound
from shared.models.imports.duplicates import KnownRows
from shared.models.imports.import_plan import (
    Import,
    PlanRow,
    RowStatus,
)
from shared.models.ledger.page import Page
from shared.models.values.dates import DateRange
from shared.models.values.identifiers import is_id
from shared.repositories.store import TenantStore
from shared.services.ledger.tenants import get_ledger

RECORDED = "is recorded already"
"""Why a row is a duplicate of what the ledger has."""

_MARGIN = timedelta(days=7)
"""How far around a file's dates duplicates are looked for: people correct dates."""


def get_import(store: TenantStore, import_id: str, now: datetime) -> Import:
    """The import with that id.

    Raises:
        NotFound: There is none, or only a preview whose time is over.
    """
    get_ledger(store, now)
    plan = store.imports.find(import_id) if is_id(import_id) else None
    if plan is None or plan.is_expired(now):
        raise NotFound("import")
    return plan


def list_imports(store: TenantStore, now: datetime, before: str | None, limit: int) -> Page[Import]:
    """A page of the ledger's imports, newest first; ``before`` is the last id of the page before.

    Previews whose time is over are passed over.
    """
    get_ledger(store, now)
    found = store.imports.list_latest(before, limit + 1)
    items = [plan for plan in found[:limit] if not plan.is_expired(now)]
    return Page(items, found[limit - 1].id if len(found) > limit else None)


def list_rows(
    store: TenantStore, plan: Import, status: RowStatus | None, first: int, limit: int
) -> tuple[list[PlanRow], int | None]:
    """Rows of a plan from number ``first`` on, and the number to go on from, if any are left."""
    numbered = (
        (number, row)
        for number, row in enumerate(store.imports.stream_rows(plan, first), first)
        if status in (None, row.status)
    )
    found = list(islice(numbered, limit + 1))
    rows = [row for _, row in found[:limit]]
    return rows, found[limit][0] if len(found) > limit else None


def forget_mapping(store: TenantStore, fingerprint: str, now: datetime) -> None:
    """Forget a saved mapping.

    Raises:
        NotFound: There is none.
    """
    get_ledger(store, now)
    if not is_id(fingerprint) or store.mappings.find(fingerprint) is None:
        raise NotFound("mapping")
    store.transact(partial(_delete_mapping, fingerprint=fingerprint, at=now))


def _delete_mapping(unit: TenantStore, fingerprint: str, at: datetime) -> None:
    unit.load()
    unit.mappings.delete(fingerprint)
    unit.ledger.put_imported(at)


def known_rows(store: TenantStore, account_id: str, import_id: str, dates: DateRange) -> KnownRows:
    """What is recorded on the account around those dates, at one instant."""

    def read(snapshot: TenantStore) -> KnownRows:
        known = KnownRows(account_id, import_id, snapshot.tenant.get().ledger.sequence)
        if dates.start is not None and dates.end is not None:
            around = DateRange(_shifted(dates.start, -_MARGIN), _shifted(dates.end, _MARGIN))
            known.add(snapshot.transactions.stream_of_account(account_id, around))
        return known

    return store.snapshot(read)


def _shifted(day: date, by: timedelta) -> date:
    return min(max(day, date.min + abs(by)), date.max - abs(by)) + by
