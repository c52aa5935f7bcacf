"""Imports of a ledger: get, list with their rows, and find known duplicates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.values.dates import DateRange
from shared.models.values.identifiers import is_id
from shared.repositories.store import TenantStore
from shared.services.ledger.tenants import get_ledger

_MARGIN = timedelta(days=7)
"""How far beyond a file's dates duplicates are searched, because users correct dates."""


def get_import(store: TenantStore, import_id: str, now: datetime) -> Import:
    """Return the import with this id.

    Raises:
        NotFound: The import does not exist, or is a preview that has expired.
    """
    get_ledger(store, now)
    plan = store.imports.find(import_id) if is_id(import_id) else None
    if plan is None or plan.is_expired(now):
        raise NotFound("import")
    return plan


def list_imports(store: TenantStore, now: datetime, before: str | None, limit: int) -> Page[Import]:
    """Return a page of imports, newest first; ``before`` is the last id of the previous page.

    Expired previews are skipped.
    """
    get_ledger(store, now)
    found = store.imports.list_latest(before, limit + 1)
    items = [plan for plan in found[:limit] if not plan.is_expired(now)]
    return Page(items, found[limit - 1].id if len(found) > limit else None)


def list_rows(
    store: TenantStore, plan: Import, status: RowStatus | None, first: int, limit: int
) -> tuple[list[PlanRow], int | None]:
    """Return rows of a plan from number ``first``, and the number of the next page, if any."""
    numbered = (
        (number, row)
        for number, row in enumerate(store.imports.stream_rows(plan, first), first)
        if status in (None, row.status)
    )
    found = list(islice(numbered, limit + 1))
    rows = [row for _, row in found[:limit]]
    return rows, found[limit][0] if len(found) > limit else None


def forget_mapping(store: TenantStore, fingerprint: str, now: datetime) -> None:
    """Delete a saved mapping.

    Raises:
        NotFound: The mapping does not exist.
    """
    store.transact(partial(_delete_mapping, fingerprint=fingerprint, at=now))


def _delete_mapping(unit: TenantStore, fingerprint: str, at: datetime) -> None:
    unit.load().tenant.ensure_live(at)
    if not is_id(fingerprint) or unit.mappings.find(fingerprint) is None:
        raise NotFound("mapping")
    unit.mappings.delete(fingerprint)
    unit.ledger.put_imported(at)


def known_rows(
    store: TenantStore,
    account_ids: Sequence[str],
    import_id: str,
    dates: DateRange,
    kept_ids: frozenset[str] = frozenset(),
) -> KnownRows:
    """Return the transactions of some accounts around these dates, read at one instant.

    The first account is that of the import, the others are those that its rows name. Of the
    transactions with ``kept_ids`` the contents are kept.
    """

    def read(snapshot: TenantStore) -> KnownRows:
        sequence = snapshot.tenant.get().ledger.sequence
        known = KnownRows(account_ids[0], import_id, sequence, kept_ids)
        if dates.start is not None and dates.end is not None:
            around = DateRange(_shifted(dates.start, -_MARGIN), _shifted(dates.end, _MARGIN))
            seen: set[str] = set()
            for account_id in dict.fromkeys(account_ids):
                found = snapshot.transactions.stream_of_account(account_id, around)
                known.add(_unseen(found, seen))
        return known

    return store.snapshot(read)


def _unseen(found: Iterable[Transaction], seen: set[str]) -> Iterator[Transaction]:
    """Yield the transactions that were not seen; a transfer is found on both of its accounts."""
    for transaction in found:
        if transaction.id not in seen:
            seen.add(transaction.id)
            yield transaction


def _shifted(day: date, by: timedelta) -> date:
    return min(max(day, date.min + abs(by)), date.max - abs(by)) + by
