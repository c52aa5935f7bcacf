"""Booked transactions that come back from the trash: an occurrence has one transaction at most."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.http.answers import ok
from tests.http.histories import latest, undo
from tests.http.planning.recurring.entries import booked, calendar, create, day, process
from tests.support.ledgers.ledgers import (
    assert_every_revision_is_logged,
    assert_law_holds,
    assert_log_is_complete,
)
from tests.support.ledgers.people import Person


@pytest.fixture(autouse=True)
def whole_ledger(visitor: Person) -> Iterator[None]:
    """Check the ledger after each test."""
    yield
    assert_law_holds(visitor.store)
    assert_log_is_complete(visitor.store)
    assert_every_revision_is_logged(visitor.store)


def weekly(person: Person) -> tuple[dict[str, Any], str]:
    """Create an entry and book its first occurrence, of today; the entry and the transaction."""
    schedule = {"start": day(0), "frequency": "WEEKLY"}
    entry = create(person, mode="REMIND", schedule=schedule)
    [one] = process(person, entry, nominal=day(0))["booked"]
    return entry, one["transaction_id"]


def restore(person: Person, transaction_id: str) -> Any:
    return ok(person.post(f"/transactions/{transaction_id}/restore", {}))


def links(person: Person, entry: dict[str, Any], transaction_id: str) -> None:
    link = {"nominal": day(0), "transaction_id": transaction_id, "replace": True}
    ok(person.post(f"/recurring/{entry['id']}/match", link))


def test_one_that_was_replaced_comes_back_as_an_ordinary_one(visitor: Person) -> None:
    entry, first = weekly(visitor)
    paid = visitor.record("11.00", date=day(0))["id"]
    links(visitor, entry, paid)

    restored = restore(visitor, first)

    assert (restored["recurring_id"], restored["occurrence_nominal"]) == (None, None)
    assert (booked(visitor, entry), calendar(visitor, 0, 0)) == (
        [(0, "11.00")],
        [(0, 0, "MATCHED")],
    )
    ok(visitor.delete(f"/transactions/{paid}"), 204)
    assert calendar(visitor, 0, 0) == [(0, 0, "DUE")]
    links(visitor, entry, first)
    assert (booked(visitor, entry), calendar(visitor, 0, 0)) == ([(0, "10.00")], [(0, 0, "POSTED")])


def test_one_whose_booking_was_undone_takes_its_occurrence_back(visitor: Person) -> None:
    entry, first = weekly(visitor)
    undo(visitor, latest(visitor))
    assert calendar(visitor, 0, 0) == [(0, 0, "DUE")]

    restore(visitor, first)

    assert (booked(visitor, entry), calendar(visitor, 0, 0)) == ([(0, "10.00")], [(0, 0, "POSTED")])
    undo(visitor, latest(visitor))
    assert (booked(visitor, entry), calendar(visitor, 0, 0)) == ([], [(0, 0, "DUE")])


def test_one_whose_occurrence_was_skipped_meanwhile_is_booked_once(visitor: Person) -> None:
    entry, first = weekly(visitor)
    undo(visitor, latest(visitor))
    ok(visitor.post(f"/recurring/{entry['id']}/skip", {"nominal": day(0)}))
    skipped = latest(visitor)

    assert restore(visitor, first)["recurring_id"] is None

    assert (booked(visitor, entry), calendar(visitor, 0, 0)) == ([], [(0, 0, "SKIPPED")])
    undo(visitor, skipped)
    process(visitor, entry, nominal=day(0))
    assert (booked(visitor, entry), calendar(visitor, 0, 0)) == ([(0, "10.00")], [(0, 0, "POSTED")])
    assert len(ok(visitor.get("/transactions"))["items"]) == 1
