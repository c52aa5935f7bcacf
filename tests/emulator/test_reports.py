"""A report's three documents are read in one call, but not at one instant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from google.cloud import firestore

from shared.errors import Unavailable
from shared.models.dates import Month
from shared.repositories import connections
from shared.repositories.client import FirestoreClient
from shared.services.reports import get_monthly_report
from tests.support.ledgers import NOW, new_ledger

pytestmark = pytest.mark.usefixtures("emulators")

MARCH = Month(2026, 3)
UNKNOWN = {"by_category": {"unknown": {"total_minor": 1, "count": 1}}}
FORGOTTEN = {"by_category": {"unknown": firestore.DELETE_FIELD}}


class _AfterRead:
    """Does something once, as soon as documents have been read."""

    def __init__(self, summary: firestore.DocumentReference) -> None:
        self._summary = summary
        self.reads = 0

    def before(self, _method: str, _request: Any) -> None:
        """Nothing."""

    def after(self, method: str, _request: Any) -> None:
        """Let the documents agree after the first read."""
        if method == "batch_get_documents":
            self.reads += 1
            if self.reads == 1:
                self._summary.set(FORGOTTEN, merge=True)


@contextmanager
def agreeing_after_one_read(summary: firestore.DocumentReference) -> Iterator[_AfterRead]:
    """Let a category be merged away just after the first read."""
    hook = _AfterRead(summary)
    FirestoreClient.hooks.append(hook)
    try:
        yield hook
    finally:
        FirestoreClient.hooks.remove(hook)


def test_documents_that_disagree_are_read_again() -> None:
    store = new_ledger()
    summary = connections.firestore_client().document(f"{store.ref.path}/summaries/{MARCH}")
    summary.set({"month": str(MARCH), **UNKNOWN})
    with agreeing_after_one_read(summary) as hook:
        report = get_monthly_report(store, MARCH, NOW)
    assert (report.by_category, hook.reads) == ([], 2)


def test_documents_that_go_on_disagreeing_give_no_wrong_report() -> None:
    store = new_ledger()
    summary = connections.firestore_client().document(f"{store.ref.path}/summaries/{MARCH}")
    summary.set({"month": str(MARCH), **UNKNOWN})
    with pytest.raises(Unavailable):
        get_monthly_report(store, MARCH, NOW)
