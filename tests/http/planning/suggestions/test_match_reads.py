"""Suggestions of matches read the histories of several entries at a time, and count all reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

from shared.models.ledger.transactions.terms import recurring_term
from shared.repositories import connections
from shared.repositories.firestore.usage import counted_usage
from shared.services.planning.match_runs import suggest_matches
from tests.http.planning.recurring.entries import create, day
from tests.support.ledgers.people import Person

_LONG_S = 10.0


class _Pairs:
    """Lets a query of an entry's history go only together with that of another entry."""

    def __init__(self, entries: Iterable[str]) -> None:
        self._terms = list(map(recurring_term, entries))
        self._pair = Barrier(2)

    def before(self, _method: str, request: Any) -> None:
        """Wait for another query of a history."""
        if any(one in str(request) for one in self._terms):
            self._pair.wait(_LONG_S)

    def after(self, _method: str, _request: Any) -> None:
        """Ignore responses."""


def test_histories_are_read_side_by_side_and_counted(visitor: Person) -> None:
    weekly = {"start": day(0), "frequency": "WEEKLY"}
    ids = [create(visitor, schedule=weekly)["id"] for _ in range(4)]
    visitor.record("10.00", "Dining", date=day(0), payee="Gym")

    with connections.firestore_client().observed_by(_Pairs(ids)), counted_usage() as usage:
        found = suggest_matches(visitor.store, datetime.now(UTC))

    assert [one.match.doubts for one in found.matches] == [("AMBIGUOUS",)]
    tenant, entries, transaction, no_occurrence, empty_histories = 1, 4, 1, 1, 4
    assert usage.reads == tenant + entries + transaction + no_occurrence + empty_histories
