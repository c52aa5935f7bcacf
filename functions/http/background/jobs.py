"""Long jobs: the limits of time and documents in a request, and publishing the rest."""

from __future__ import annotations

import time
from collections.abc import Callable

from functions.manifest import JOBS_TOPIC
from shared.models.jobs.ledger_job import LedgerJob
from shared.repositories import connections
from shared.repositories.firestore.usage import documents_used

MAX_DOCUMENTS = 750
"""Documents that a request may have read and written before the next step of its work.

A step takes about 1,000 more: a merge moves 200 transactions, and may read and write as many months
in two calendars; rules read 125 and change 100, each with up to nine documents. A step that loses
against another commit reads some 200 of them again, but once: then it acquires the write lease. So
a request stays below 2,000.
"""


MAX_DOCUMENTS_OF_ALL = 1_100
"""As ``MAX_DOCUMENTS``, of work on a whole ledger that nobody writes meanwhile: an erasure, whose
steps take 800, or a takeover, whose steps take 600. Each is done in one request for a demo with
sample data."""


def publish(*jobs: LedgerJob) -> None:
    """Publish jobs for ``runLedgerJob``.

    Raises:
        Unavailable: Pub/Sub does not accept them.
    """
    connections.publisher(JOBS_TOPIC).publish_all(job.model_dump_json().encode() for job in jobs)


def time_for(seconds: float) -> Callable[[], bool]:
    """Return a function that returns True until the seconds have passed."""
    deadline = time.monotonic() + seconds
    return lambda: time.monotonic() < deadline


def room_for(seconds: float, max_documents: int | None = None) -> Callable[[], bool]:
    """Return a function that returns True until the request has used its time or documents.

    By default, these are ``MAX_DOCUMENTS``.
    """
    has_time = time_for(seconds)
    most = MAX_DOCUMENTS if max_documents is None else max_documents
    return lambda: has_time() and documents_used() < most
