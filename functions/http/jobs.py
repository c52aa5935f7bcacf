"""Long jobs: how much of one a call does itself, and how the rest is handed on."""

from __future__ import annotations

import time
from collections.abc import Callable

from functions.manifest import JOBS_TOPIC
from shared.models.jobs.ledger_job import LedgerJob
from shared.repositories import connections


def publish(job: LedgerJob) -> None:
    """Have a job done in the background, by ``runLedgerJob``.

    Raises:
        Unavailable: Pub/Sub does not take it.
    """
    connections.publisher(JOBS_TOPIC).publish_all([job.model_dump_json().encode()])


def time_for(seconds: float) -> Callable[[], bool]:
    """Return a function that tells whether the seconds from now have not passed."""
    deadline = time.monotonic() + seconds
    return lambda: time.monotonic() < deadline
