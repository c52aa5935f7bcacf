"""Suggestions of recurring entries are bounded: in a request, and in what a ledger keeps."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial

import pytest

from shared.models.history.change import Operation
from shared.models.planning.suggestions.settled import MAX_SETTLED, SettledSuggestion
from shared.repositories.store import TenantStore
from shared.services.planning.suggestions.analysis import MAX_AT_ONCE
from shared.services.posting.operations import append_change
from tests.http.answers import nothing_written, ok, problem
from tests.http.histories import ask_undo, latest
from tests.http.planning.recurring.entries import TODAY
from tests.http.planning.suggestions.histories import (
    REFRESH,
    SUGGESTIONS,
    monthly,
    paid,
    record_all,
    refreshed,
)
from tests.support.ledgers.ledgers import operation
from tests.support.ledgers.people import Person


def settle_many(person: Person, count: int) -> None:
    """Let a ledger have so many dismissals more, like the only one that it has."""
    [one] = person.store.settled_suggestions.stream_all()
    for first in range(0, count, 500):
        made = [
            one.model_copy(update={"id": f"S{number:04}"})
            for number in range(first, min(first + 500, count))
        ]
        person.store.transact(partial(_write, operation(), made))


def _write(an_operation: Operation, made: list[SettledSuggestion], unit: TenantStore) -> None:
    unit.load()
    for index, one in enumerate(made):
        unit.settled_suggestions.create(one)
        append_change(unit, an_operation, None, one, index=index)


def test_a_ledger_keeps_so_many_settled_suggestions(visitor: Person) -> None:
    record_all(visitor, paid(monthly(4)) + paid(monthly(4), "25.00", "Gym"))
    gym, video = sorted(refreshed(visitor), key=lambda one: str(one["name"]))
    ok(visitor.post(f"{SUGGESTIONS}/dismiss/{gym['id']}"))
    settle_many(visitor, MAX_SETTLED - 1)

    with nothing_written(visitor):
        for path in ("accept", "dismiss"):
            full = visitor.post(f"{SUGGESTIONS}/{path}/{video['id']}")
            problem(full, 409, "too-many-settled-suggestions")
    assert len(ok(visitor.get(f"{SUGGESTIONS}/dismissals"))["items"]) == MAX_SETTLED
    assert visitor.post(REFRESH).status_code == 202  # So many are compared by the job.

    ok(visitor.delete(f"{SUGGESTIONS}/dismissals/{gym['id']}"), 204)
    restored = latest(visitor)
    ok(visitor.post(f"{SUGGESTIONS}/dismiss/{video['id']}"))
    problem(ask_undo(visitor, restored), 409, "too-many-settled-suggestions")


def test_a_request_analyses_so_many_transactions_within_its_limits(
    visitor: Person, capfd: pytest.CaptureFixture[str]
) -> None:
    days = [TODAY - timedelta(days=number % 900) for number in range(MAX_AT_ONCE - 12)]
    record_all(visitor, paid(days, "3.00", "Bakery") + paid(monthly(12)))
    capfd.readouterr()

    answer = ok(visitor.post(REFRESH))

    line = next(one for one in capfd.readouterr().out.splitlines() if "POST recurring" in one)
    logged = json.loads(line)
    assert [one["name"] for one in answer["items"]] == ["Video"]
    assert logged["documents_read"] + logged["documents_written"] < 2_000
    visitor.record("1.00")
    assert visitor.post(REFRESH).status_code == 202
