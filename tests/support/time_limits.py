"""Time limits of the functions, raised so that a busy machine fails no test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

PATIENCE_S = 180.0
"""Seconds that a test waits for something which takes a fraction of a second on an idle machine."""

TIME_LIMITS = (
    "functions.http.security.rate_limits._TIMEOUT_FAILING_CLOSED_S",
    "functions.http.background.rebuilds.REBUILD_FOR_S",
    "functions.imports.runs._RUN_FOR_S",
    "functions.ledger.merges.RUN_FOR_S",
    "functions.people.claim_demo._RUN_FOR_S",
    "functions.people.me.ERASE_FOR_S",
    "functions.rules.applications._COMPUTE_FOR_S",
    "functions.rules.applications._RUN_FOR_S",
    "shared.repositories.auth.sign_up._TIMEOUT_S",
    "shared.repositories.firestore.backoff._CONTENTION_RETRY_FOR_S",
    "shared.repositories.firestore.client._COMMIT_TIMEOUT_S",
    "shared.repositories.firestore.client._GET_TIMEOUT_S",
    "shared.repositories.firestore.client._QUERY_TIMEOUT_S",
    "shared.repositories.messages._TIMEOUT_S",
    "shared.repositories.rate_limits.COUNT_TIMEOUT_S",
    "shared.services.history.changes._READ_FOR_S",
    "shared.services.imports.row_planner.MATCH_FOR_S",
    "shared.services.ledger.payees_and_tags._READ_FOR_S",
    "shared.services.ledger.transactions._SCANNED_FOR_S",
    "shared.services.imports.row_planner.READ_FOR_S",
    "shared.services.rules.suggestions.MATCH_FOR_S",
)
"""Seconds after which a request leaves its work to a job, or stops waiting for a service.

How long a request waits for a Firestore that is down is not among them: tests of outages do so.
"""


@contextmanager
def raised_time_limits() -> Iterator[None]:
    """Raise the time limits until the block ends; tests of a limit set their own."""
    with pytest.MonkeyPatch.context() as patch:
        for name in TIME_LIMITS:
            patch.setattr(name, PATIENCE_S)
        yield
