"""Rebuild the months for another start day or currency, in the request or in the background."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from functions.http.background.jobs import publish, room_for
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.models.ledger.tenant import Tenant
from shared.repositories.store import TenantStore
from shared.services.ledger.tenants import get_tenant
from shared.services.posting.rebuild import rebuild_now_or_later

REBUILD_FOR_S = 5.0
"""Time limit of a rebuild in a request; it suffices for a small ledger."""

MAX_ENTRIES = 700
"""Entries of the largest step of a rebuild in a request: a month is not divided."""


def rebuild(store: TenantStore, subject: str) -> Tenant | None:
    """Rebuild the months for the requested start day or currency, within the limits of a request.

    ``subject`` names what is requested in the messages of the job. Returns the tenant as it was
    read last if the rebuild is done, else None.

    Raises:
        Unavailable: Pub/Sub does not accept the rest of the job.
    """
    job = LedgerJob(tenant=store.ref.path, kind=JobKind.REBUILD, subject=subject)
    later = partial(publish, job)
    tenant = rebuild_now_or_later(
        store,
        lambda: datetime.now(UTC),
        room_for(REBUILD_FOR_S),
        later,
        max_entries=MAX_ENTRIES,
    )
    if tenant is not None:
        heal_after_change_of_currency(tenant)
    return tenant


def heal_after_change_of_currency(tenant: Tenant) -> None:
    """Publish the healing of a ledger whose currency was changed.

    Rates that arrived meanwhile have healed the amounts in the former currency alone.

    Raises:
        Unavailable: Pub/Sub does not accept it.
    """
    ledger = tenant.ledger
    if ledger.currency_change.has_begun and ledger.foreign_currencies:
        from functions.http.background.healing import publish_healing_of_all_days  # noqa: PLC0415 (few need it)

        publish_healing_of_all_days(tenant.ref, datetime.now(UTC))


def rebuild_and_get_tenant(store: TenantStore, subject: str, now: datetime) -> Tenant:
    """Rebuild the months as ``rebuild`` does, and return the tenant after it.

    Raises:
        Unavailable: Pub/Sub does not accept the rest of the job.
        TenantMissing, DemoExpired, NotFound: as ``get_tenant``.
    """
    tenant = rebuild(store, subject)
    if tenant is None:
        return get_tenant(store, now)
    tenant.ensure_live(now)
    return tenant
