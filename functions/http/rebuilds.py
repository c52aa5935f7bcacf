"""Rebuilding months for another start day: what a request does of it, and what is handed on."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from functions.http.jobs import publish, time_for
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.repositories.store import TenantStore
from shared.services.posting.rebuild import rebuild_now_or_later

REBUILD_FOR_S = 5.0
"""How long a request rebuilds months itself; a small ledger's are done by then."""


def rebuild(store: TenantStore, start_day: int) -> None:
    """Rebuild the months for the start day asked for, as far as there is time.

    Raises:
        Unavailable: Pub/Sub does not take what is left.
    """
    job = LedgerJob(tenant=store.ref.path, kind=JobKind.REBUILD, subject=str(start_day))
    later = partial(publish, job)
    rebuild_now_or_later(store, lambda: datetime.now(UTC), time_for(REBUILD_FOR_S), later)
