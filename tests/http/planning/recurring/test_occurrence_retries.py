"""A retry of a change of occurrences gets the first answer, whatever has happened since."""

from __future__ import annotations

from shared.services.planning.booking import MAX_BOOKED_AT_ONCE
from tests.http.answers import nothing_written, ok
from tests.http.histories import latest, undo
from tests.http.planning.recurring.entries import calendar, create, day
from tests.support.cases import for_each
from tests.support.ledgers.people import Person

BODIES = {
    "skip": {"nominal": day(5)},
    "postpone": {"nominal": day(5), "to": day(6)},
}


@for_each("name", BODIES)
def test_a_retry_after_an_undo_gets_the_first_answer(visitor: Person, name: str) -> None:
    schedule = {"start": day(5), "frequency": "WEEKLY"}
    entry = create(visitor, schedule=schedule)
    path, key = f"/recurring/{entry['id']}/{name}", {"Idempotency-Key": name}
    first = ok(visitor.post(path, BODIES[name], headers=key))
    undo(visitor, latest(visitor))

    with nothing_written(visitor):
        again = ok(visitor.post(path, BODIES[name], headers=key))

    assert again == first


def test_a_retry_of_processing_links_no_transaction_that_was_recorded_since(
    visitor: Person,
) -> None:
    entry = create(visitor, -MAX_BOOKED_AT_ONCE)
    path, key = f"/recurring/{entry['id']}/process", {"Idempotency-Key": "process"}
    first = ok(visitor.post(path, {}, headers=key))
    assert (len(first["booked"]), first["is_partial"]) == (MAX_BOOKED_AT_ONCE, True)
    visitor.record("10.00", "Dining", date=day(0), payee="Gym")

    with nothing_written(visitor):
        again = ok(visitor.post(path, {}, headers=key))

    assert again == first
    assert calendar(visitor, 0, 0, entry) == [(0, 0, "DUE")]
