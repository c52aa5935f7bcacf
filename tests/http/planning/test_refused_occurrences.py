"""Occurrences that cannot be booked are refused, with a reason, and stop nothing."""

from __future__ import annotations

from tests.http.answers import nothing_written, ok, problem
from tests.http.planning.entries import body, booked, calendar, create, day, process
from tests.support.ledgers.ledgers import (
    assert_every_revision_is_logged,
    assert_law_holds,
    assert_log_is_complete,
)
from tests.support.ledgers.people import Person


def pets_of(person: Person) -> str:
    """Create a category; its id."""
    made: str = ok(person.post("/categories", {"name": "Pets", "type": "EXPENSE"}), 201)["id"]
    return made


def test_one_that_was_refused_by_name_is_refused_again_and_passed(visitor: Person) -> None:
    pets = pets_of(visitor)
    template = {"type": "EXPENSE", "amount": "10.00", "category_id": pets}
    entry = create(visitor, template=template)
    ok(visitor.delete(f"/categories/{pets}"), 204)
    assert [one["nominal"] for one in process(visitor, entry, date=day(0))["refused"]] == [day(0)]

    path, key = f"/recurring/{entry['id']}/process", {"Idempotency-Key": "k"}
    again = ok(visitor.post(path, {}, headers=key))

    assert [one["nominal"] for one in again["refused"]] == [day(0)]
    assert calendar(visitor, 0, 1) == [(0, 0, "DUE"), (1, 1, "PLANNED")]
    assert ok(visitor.get(f"/recurring/{entry['id']}"))["next_date"] == day(1)
    [repeated] = ok(visitor.post(path, {}, headers=key))["refused"]
    assert repeated["nominal"] == day(0)
    assert_every_revision_is_logged(visitor.store)
    assert_log_is_complete(visitor.store)
    with nothing_written(visitor):
        assert len(process(visitor, entry)["refused"]) == 1
