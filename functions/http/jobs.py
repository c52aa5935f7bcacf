"""Long jobs: the time limit in a request, and publishing the rest."""

from __future__ import annotations

import time
from collections.abc import Callable

from functions.manifest import JOBS_TOPIC
from shared.models.jobs.ledger_job import LedgerJob
from shared.repositories import connections


def publish(job: LedgerJob) -> None:
    """Publish a job for ``runLedgerJob``.

    Raises:
        Unavailable: Pub/Sub does not accept it.
    """
    connections.publisher(JOBS_TOPIC).publish_all([job.model_dump_json().encode()])


def time_for(seconds: float) -> Callable[[], bool]:
    """Return a function that returns True until the seconds have passed."""
    deadline = time.monotonic() + seconds
    return lambda: time.monotonic() < deadline
