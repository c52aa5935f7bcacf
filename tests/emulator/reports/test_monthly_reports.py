"""A report's three documents are read in one call, but not at one instant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from google.cloud import firestore

from shared.errors import Unavailable
from shared.models.values.dates import Month
from shared.repositories import connections
from shared.repositories.firestore.usage import counted_usage
from shared.repositories.store import TenantStore
from shared.services.reports.monthly_reports import get_monthly_report
from tests.support.ledgers.ledgers import NOW, new_ledger

pytestmark = pytest.mark.usefixtures("emulators")

MARCH = Month(2026, 3)
UNKNOWN = {"by_category": {"unknown": {"total_minor": 1, "count": 1}}}
FORGOTTEN = {"by_category": {"unknown": firestore.DELETE_FIELD}}


class _AfterRead:
    """Does something once, as soon as a summary has been read."""

    def __init__(self, summary: firestore.DocumentReference) -> None:
        self._summary = summary
        self.reads = 0

    def before(self, _method: str, _request: Any) -> None:
        """Ignore the call."""

    def after(self, method: str, request: Any) -> None:
        """Let the documents agree after the first read."""
        if method == "batch_get_documents" and _names(request, self._summary):
            self.reads += 1
            if self.reads == 1:
                self._summary.set(FORGOTTEN, merge=True)


class _Calls:
    """Counts the calls to Firestore."""

    def __init__(self) -> None:
        self.number = 0

    def before(self, _method: str, _request: Any) -> None:
        """Count it."""
        self.number += 1

    def after(self, _method: str, _request: Any) -> None:
        """Ignore the call."""


def _names(request: Any, document: firestore.DocumentReference) -> bool:
    return any(name.endswith(f"/{document.path}") for name in request["documents"])


def costs_of_report(store: TenantStore, month: Month | None = MARCH) -> tuple[int, int]:
    """Return the numbers of calls and of documents that a report reads."""
    calls = _Calls()
    with connections.firestore_client().observed_by(calls), counted_usage() as usage:
        get_monthly_report(store, month, NOW)
    return calls.number, usage.reads


@contextmanager
def agreeing_after_one_read(summary: firestore.DocumentReference) -> Iterator[_AfterRead]:
    """Let a category be merged away just after the first read."""
    hook = _AfterRead(summary)
    with connections.firestore_client().observed_by(hook):
        yield hook


def test_documents_that_disagree_are_read_again() -> None:
    store = new_ledger()
    summary = connections.firestore_client().document(f"{store.ref.path}/summaries/{MARCH}")
    summary.set({"month": str(MARCH), **UNKNOWN})
    with agreeing_after_one_read(summary) as hook:
        report = get_monthly_report(store, MARCH, NOW)
    assert (report.by_category, hook.reads) == ((), 2)


def test_documents_that_go_on_disagreeing_give_no_wrong_report() -> None:
    store = new_ledger()
    summary = connections.firestore_client().document(f"{store.ref.path}/summaries/{MARCH}")
    summary.set({"month": str(MARCH), **UNKNOWN})
    with pytest.raises(Unavailable):
        get_monthly_report(store, MARCH, NOW)


def test_an_unknown_custom_type_is_left_out_of_the_report_after_three_reads() -> None:
    store = new_ledger()
    summary = connections.firestore_client().document(f"{store.ref.path}/summaries/{MARCH}")
    unknown = {"unknown": {"total_minor": 100, "count": 1}}
    summary.set({"month": str(MARCH), "income_minor": 100, "count": 1, "by_custom_type": unknown})

    report = get_monthly_report(store, MARCH, NOW)

    assert (report.totals.income_minor, report.by_custom_type) == (100, ())
    assert costs_of_report(store) == (3, 9)


@pytest.mark.parametrize("month", [MARCH, None])
def test_a_report_reads_three_documents_in_one_call(month: Month | None) -> None:
    assert costs_of_report(new_ledger(samples=True), month) == (1, 3)


def test_the_first_report_of_a_ledger_with_other_months_reads_them_again() -> None:
    store = new_ledger(samples=True)
    connections.firestore_client().document(store.ref.path).update({"month_start": {"day": 25}})

    assert costs_of_report(store) == (2, 6)
    assert costs_of_report(store) == (1, 3)


def test_a_calendar_that_has_changed_since_it_was_known_gives_no_report_of_the_old_one() -> None:
    store = new_ledger()
    client = connections.firestore_client()
    for suffix, income_minor in (("", 100), ("-d25", 7)):
        summary = client.document(f"{store.ref.path}/summaries/{MARCH}{suffix}")
        summary.set({"month": str(MARCH), "income_minor": income_minor, "count": 1})
    before = get_monthly_report(store, MARCH, NOW)
    client.document(store.ref.path).update({"month_start": {"day": 25}})

    after = get_monthly_report(store, MARCH, NOW)

    assert (before.totals.income_minor, before.start_date) == (100, date(2026, 3, 1))
    assert (after.totals.income_minor, after.start_date) == (7, date(2026, 2, 25))
