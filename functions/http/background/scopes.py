"""Build the daily totals of scopes that budgets need, in the request or in the background."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from functions.http import clock
from functions.http.background.jobs import publish, room_for
from shared.errors import Unavailable
from shared.models.jobs.ledger_job import JobKind, LedgerJob
from shared.repositories.store import TenantStore

BUILD_FOR_S = 3.0
"""Time limit of a build in a request; it suffices for a small ledger."""

_COMMIT_S = 7.0
"""Time for the commit that asks for the build, and for the month that is under way at the end."""


class RequestedScopes:
    """Build of the scopes that a commit adds to the ledger, in the request and in a job.

    The job is published just before each try to commit, so that a request that is stopped at any
    point afterwards leaves no scope unbuilt.
    """

    def __init__(self, store: TenantStore) -> None:
        self._store = store
        self._is_announced = False

    def announce(self) -> None:
        """Publish the job; it begins when the request has done what it can.

        Raises:
            Unavailable: Pub/Sub does not accept it.
        """
        publish_build(self._store, BUILD_FOR_S + _COMMIT_S)
        self._is_announced = True

    def build(self) -> None:
        """Build the scopes after the commit, as far as there is room, if it has added any."""
        if self._is_announced:
            from shared.services.posting.scope_builds import build_scopes  # noqa: PLC0415 (few requests need it)

            with suppress(Unavailable):
                build_scopes(self._store, clock.now, room_for(BUILD_FOR_S))


def publish_build(store: TenantStore, after_s: float = _COMMIT_S) -> None:
    """Publish the build of scopes that a commit is going to add, to begin after some seconds.

    Raises:
        Unavailable: Pub/Sub does not accept it.
    """
    begin = clock.now() + timedelta(seconds=after_s)
    subject = begin.isoformat()
    publish(LedgerJob(tenant=store.ref.path, kind=JobKind.SCOPES, subject=subject))
