"""Write leases: give a slow commit its chance where quick ones keep coming first.

Commits to one ledger race: the first to be through makes all others run again. A slow one could
lose forever, so one that has lost for a while writes a lease of the next commit into the tenant's
document, which every commit reads first. The others wait, at most until the lease ends. A commit
that reads many documents acquires it before, so that it does not read them twice.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from google.api_core import exceptions
from google.cloud import firestore

from shared.errors import Unavailable
from shared.repositories.firestore.backoff import ConcurrentUpdate
from shared.repositories.firestore.client import fields_of

LEASE_FIELD = "write_lease"

_LEASE_TIME = timedelta(seconds=5)
"""Longer than a commit takes, and short enough to wait for one whose holder died."""

_MAX_ATTEMPTS = 10
"""Each is quick, so that one of them wins the race that the commit itself keeps losing."""


class WriteLease:
    """One commit's lease of the next commit to a ledger. All times are the database's own.

    ``ends_with_commit`` is whether the writes of the last attempt remove the lease.
    """

    def __init__(self, tenant: firestore.DocumentReference) -> None:
        self._tenant = tenant
        self._holder = secrets.token_hex(8)
        self._may_be_held = False
        self.ends_with_commit = False

    def is_held_by_another(self, document: Mapping[str, Any], now: datetime) -> bool:
        """Return whether another commit holds the lease in this tenant's document."""
        lease = document.get(LEASE_FIELD)
        return lease is not None and lease["holder"] != self._holder and now < lease["ends_at"]

    def is_held(self, document: Mapping[str, Any], now: datetime) -> bool:
        """Return whether this commit holds the lease in this tenant's document."""
        lease = document.get(LEASE_FIELD)
        return lease is not None and lease["holder"] == self._holder and now < lease["ends_at"]

    def acquire(self) -> None:
        """Acquire the lease, unless another commit holds it or Firestore does not answer."""
        with contextlib.suppress(exceptions.GoogleAPICallError, Unavailable):
            for _ in range(_MAX_ATTEMPTS):
                if self._try_to_acquire():
                    return

    def acquire_at(self, read_version: Any, read_at: datetime) -> Any:
        """Acquire the lease unless the document was written since, and return its new version.

        Raises:
            ConcurrentUpdate: It was written or deleted since.
        """
        self._may_be_held = True
        try:
            return self._write(self._ending_after(read_at), read_version).update_time
        except (exceptions.FailedPrecondition, exceptions.NotFound) as error:
            raise ConcurrentUpdate from error

    def _try_to_acquire(self) -> bool:
        """Write the lease unless another holds it; return False where another write came first."""
        snapshot = self._tenant.get()
        if not snapshot.exists or self.is_held_by_another(fields_of(snapshot), snapshot.read_time):
            return True
        self._may_be_held = True
        try:
            self._write(self._ending_after(snapshot.read_time), snapshot.update_time)
        except (exceptions.FailedPrecondition, exceptions.Aborted):
            return False
        return True

    def release(self) -> None:
        """Release the lease where it is still held."""
        if not self._may_be_held:
            return
        with contextlib.suppress(exceptions.GoogleAPICallError, Unavailable):
            snapshot = self._tenant.get()
            lease = fields_of(snapshot).get(LEASE_FIELD)
            if lease and lease["holder"] == self._holder:
                self._write(firestore.DELETE_FIELD, snapshot.update_time)

    def _ending_after(self, read_at: datetime) -> dict[str, Any]:
        """Return the stored form of the lease, if it begins now."""
        return {"holder": self._holder, "ends_at": read_at + _LEASE_TIME}

    def _write(self, lease: object, read_version: Any) -> Any:
        unchanged = firestore.LastUpdateOption(read_version)
        return self._tenant.update({LEASE_FIELD: lease}, option=unchanged)
