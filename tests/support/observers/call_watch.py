"""Observer of a client's calls to Firestore: counts queries and write leases, and comes between."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from shared.repositories import connections
from shared.repositories.firestore.write_lease import LEASE_FIELD


class CallWatch:
    """A hook of ``FirestoreClient`` that counts queries, gets, and leases written and removed.

    ``before_commit`` runs once, before the first commit of anything but a lease. ``removed`` counts
    the removals of a lease that are a commit of their own.
    """

    def __init__(self, before_commit: Callable[[], object] | None = None) -> None:
        self.queries = 0
        self.gets = 0
        self.leases = 0
        self.removed = 0
        self._before_commit = before_commit

    def before(self, method: str, request: Any) -> None:
        """Count a call."""
        if method == "run_query":
            self.queries += 1
        if method == "batch_get_documents":
            self.gets += 1
        if method != "commit":
            return
        [*writes] = request["writes"]
        if all(list(write.update_mask.field_paths) == [LEASE_FIELD] for write in writes):
            is_removal = LEASE_FIELD not in writes[0].update.fields
            self.removed += is_removal
            self.leases += not is_removal
        elif self._before_commit is not None:
            before_commit, self._before_commit = self._before_commit, None
            before_commit()

    def after(self, method: str, request: Any) -> None:
        """Ignore the response."""


def watched_calls(
    before_commit: Callable[[], object] | None = None,
) -> AbstractContextManager[CallWatch]:
    """Watch the calls of this process's client until the context ends."""
    return connections.firestore_client().observed_by(CallWatch(before_commit))
