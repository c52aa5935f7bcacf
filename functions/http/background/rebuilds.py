"""Rebuild the months for another start or currency, in the request or in the background."""

from __future__ import annotations

from datetime import datetime, timedelta

from functions.http import clock
from functions.http.background.jobs import publish, room_for
from shared.models.jobs.announced_change import AnnouncedChange
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.models.ledger.tenant import Tenant
from shared.repositories.store import TenantStore
from shared.services.ledger.tenants import get_tenant

REBUILD_FOR_S = 5.0
"""Time limit of a rebuild in a request; it suffices for a small ledger."""

_LAST_STEP_S = 3.0
"""Time for the commit of the change before a rebuild, and for the step that is under way when its
time limit is reached. After it the job begins, which otherwise would repeat what the request does.
"""

MAX_ENTRIES = 700
"""Entries of the largest step of a rebuild in a request: a month is not divided."""


class RequestedRebuild:
    """Rebuild of the months that a request asks for, in the request and in a job.

    The job is published before the change is committed, so that a request that is stopped at any
    point afterwards leaves nothing pending. A request that repeats a change publishes a job for
    what it has no time for.
    """

    def __init__(self, store: TenantStore) -> None:
        self._store = store
        self._is_announced = False

    def announce(self, change_id: str) -> None:
        """Publish the job of a change of the settings; ``change_id`` is that of its log entry.

        Raises:
            Unavailable: Pub/Sub does not accept it.
        """
        begin = clock.now() + timedelta(seconds=REBUILD_FOR_S + _LAST_STEP_S)
        announced = AnnouncedChange(change_id=change_id, begin=begin)
        self._publish(JobKind.SETTINGS, announced.model_dump_json())
        self._is_announced = True

    def run(self, subject: str) -> Tenant | None:
        """Rebuild the months for the requested start or currency, as far as there is room.

        ``subject`` names what is requested in the messages of the job. Returns the tenant as it
        was read last if the rebuild is done, else None.

        Raises:
            Unavailable: Pub/Sub does not accept the rest of the job, which was not announced.
        """
        from shared.services.posting.rebuild import rebuild_now_or_later  # noqa: PLC0415 (few requests rebuild)

        def later() -> None:
            if not self._is_announced:
                self._publish(JobKind.REBUILD, subject)

        tenant = rebuild_now_or_later(
            self._store,
            clock.now,
            room_for(REBUILD_FOR_S),
            later,
            max_entries=MAX_ENTRIES,
        )
        if tenant is not None and not self._is_announced:
            heal_after_change_of_currency(tenant)
        return tenant

    def run_and_get_tenant(self, subject: str, now: datetime) -> Tenant:
        """Rebuild the months as ``run`` does, and return the tenant after it.

        Raises:
            Unavailable: as ``run``.
            TenantMissing, DemoExpired, NotFound: as ``get_tenant``.
        """
        tenant = self.run(subject)
        if tenant is None:
            return get_tenant(self._store, now)
        tenant.ensure_live(now)
        return tenant

    def _publish(self, kind: JobKind, subject: str) -> None:
        publish(LedgerJob(tenant=self._store.ref.path, kind=kind, subject=subject))


def heal_after_change_of_currency(tenant: Tenant) -> None:
    """Publish the healing of a ledger whose currency was changed.

    Rates that arrived meanwhile have healed the amounts in the former currency alone. Only a
    message that is delivered again until this is published may end a change.

    Raises:
        Unavailable: Pub/Sub does not accept it.
    """
    ledger = tenant.ledger
    if ledger.currency_change.has_begun and ledger.foreign_currencies:
        from functions.http.background.healing import publish_healing_of_all_days  # noqa: PLC0415 (few need it)

        publish_healing_of_all_days(tenant.ref, clock.now())
