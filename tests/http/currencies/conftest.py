"""Fixtures of the tests of healing over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shared.models.jobs.ledger_job import LedgerJob
from shared.repositories import connections


@pytest.fixture
def no_rates(emulators: None) -> Iterator[None]:
    """Have no reference rates at the beginning of each test."""
    client = connections.firestore_client()
    for name in ("reference_rates", "rate_arrivals"):
        for document in client.collection(name).list_documents():
            document.delete()
    client.known_rates.forget()
    yield
    client.known_rates.forget()


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[LedgerJob]:
    """Return the jobs that the update of rates, and own rates, publish from now on."""
    jobs: list[LedgerJob] = []
    for module in (
        "jobs.update_exchange_rates",
        "http.background.healing",
        "http.background.rebuilds",
    ):
        monkeypatch.setattr(f"functions.{module}.publish", lambda *found: jobs.extend(found))
    monkeypatch.setattr("functions.jobs.run_ledger_job.publish", lambda *found: jobs.extend(found))
    monkeypatch.setattr("functions.jobs.run_ledger_job._LONGEST_WAIT_S", 0.0)
    return jobs
