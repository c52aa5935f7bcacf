"""The start of a client: caller, ledger, totals of the last months, and jobs under way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum

from shared.models.ledger.account import Account
from shared.models.ledger.balances import Balances
from shared.models.ledger.category import Category
from shared.models.ledger.custom_type import CustomType
from shared.models.ledger.tenant import Tenant
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.people.access import Action, Caller
from shared.models.reports.dashboard import CategoryTotals, PeriodSummary, Trends
from shared.models.values.dates import Month
from shared.models.values.frozen import frozen


class UnfinishedJobKind(StrEnum):
    """Kind of a job on a ledger."""

    IMPORT = "IMPORT"
    IMPORT_UNDO = "IMPORT_UNDO"
    RESTORE = "RESTORE"
    CATEGORY_MERGE = "CATEGORY_MERGE"
    ACCOUNT_MERGE = "ACCOUNT_MERGE"
    CUSTOM_TYPE_MERGE = "CUSTOM_TYPE_MERGE"
    REBUILD = "REBUILD"
    TAKEOVER = "TAKEOVER"


@frozen
class UnfinishedJob:
    """A job on a ledger that has begun and is not finished.

    ``id`` is that of the import, or of the category, account or custom type that is merged.
    ``progress`` is the fraction that is done, from 0 to 1; None if it is not known.
    """

    kind: UnfinishedJobKind
    id: str | None = None
    progress: float | None = None


@frozen
class Home:
    """Everything that a client shows first.

    ``summary``, ``category_totals`` and ``daily`` are of ``month`` and the one before, and
    ``trends`` of the 12 months that end with it.
    ``unread_count`` is the number of the caller's unread notifications, of all ledgers.
    """

    tenant: Tenant
    display_name: str | None
    today: date
    month: Month
    summary: PeriodSummary
    category_totals: CategoryTotals
    daily: Trends
    balances: Balances
    trends: Trends
    recent: Sequence[Transaction]
    jobs: Sequence[UnfinishedJob]
    unread_count: int


def list_jobs(tenant: Tenant, caller: Caller) -> Iterator[UnfinishedJob]:
    """Yield the jobs on a tenant's ledger that are under way, and that the caller may know of.

    A viewer reads what is there now, so jobs are shown to analysts and admins; the start of the
    months and the currency are settings, so a rebuild for them is shown to admins only.
    """
    if not caller.may(Action.READ_ALL):
        return
    ledger = tenant.ledger
    for import_id, one in ledger.imports_under_way.items():
        kind = UnfinishedJobKind.IMPORT_UNDO if one.is_undo else UnfinishedJobKind.IMPORT
        yield UnfinishedJob(kind, import_id, one.progress)
    if ledger.restore is not None and ledger.is_being_restored:
        done = round(ledger.restore.done / max(1, ledger.restore.total), 4)
        yield UnfinishedJob(UnfinishedJobKind.RESTORE, progress=done)
    yield from _merges(UnfinishedJobKind.CATEGORY_MERGE, ledger.categories)
    yield from _merges(UnfinishedJobKind.ACCOUNT_MERGE, ledger.accounts)
    yield from _merges(UnfinishedJobKind.CUSTOM_TYPE_MERGE, ledger.custom_types)
    if ledger.is_rebuilding and caller.may(Action.ADMINISTER):
        progress = ledger.currency_change.progress
        yield UnfinishedJob(UnfinishedJobKind.REBUILD, progress=progress)
    if tenant.demo is not None and tenant.demo.is_being_taken_over:
        yield UnfinishedJob(UnfinishedJobKind.TAKEOVER)


def _merges(
    kind: UnfinishedJobKind, parts: Mapping[str, Category | Account | CustomType]
) -> Iterator[UnfinishedJob]:
    for part in parts.values():
        if part.merging_into in parts:
            yield UnfinishedJob(kind, part.id)
