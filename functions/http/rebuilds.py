"""Rebuilding months for another start day: what a request does of it, and what is handed on."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from functions.http.jobs import publish, time_for
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.models.ledger.tenant import Tenant
from shared.repositories.store import TenantStore
from shared.services.ledger.tenants import get_tenant
from shared.services.posting.rebuild import rebuild_now_or_later

REBUILD_FOR_S = 5.0
"""How long a request rebuilds months itself; a small ledger's are done by then."""


def rebuild(store: TenantStore, start_day: int) -> Tenant | None:
    """Rebuild the months for the start day asked for, as far as there is time.

    Returns the tenant as it was read last where all of it is done, else None.

    Raises:
        Unavailable: Pub/Sub does not take what is left.
    """
    job = LedgerJob(tenant=store.ref.path, kind=JobKind.REBUILD, subject=str(start_day))
    later = partial(publish, job)
    return rebuild_now_or_later(store, lambda: datetime.now(UTC), time_for(REBUILD_FOR_S), later)


def rebuild_and_get_tenant(store: TenantStore, start_day: int, now: datetime) -> Tenant:
    """Rebuild the months as ``rebuild`` does, and return the tenant as it is then.

    Raises:
        Unavailable: Pub/Sub does not take what is left.
        TenantMissing, DemoExpired, NotFound: as ``get_tenant``.
    """
    tenant = rebuild(store, start_day)
    if tenant is None:
        return get_tenant(store, now)
    tenant.ensure_live(now)
    return tenant
