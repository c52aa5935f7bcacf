"""Modes of recurring entries: what an occurrence waits for, and who books it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.http.answers import nothing_written, ok, problem
from tests.http.planning.recurring.entries import booked, calendar, create, day, process
from tests.support.ledgers.people import Person

WEEKLY = {"start": day(-7), "frequency": "WEEKLY"}


def waiting(person: Person, entry: dict[str, Any], first: int, last: int) -> list[str | None]:
    """Return what the occurrences between two days wait for."""
    path = f"/recurring/{entry['id']}/occurrences?from={day(first)}&to={day(last)}"
    return [one["waits_for"] for one in ok(person.get(path))["items"]]


def test_what_is_paid_elsewhere_is_booked_only_where_it_is_named(visitor: Person) -> None:
    entry = create(visitor, mode="REMIND", schedule=WEEKLY)
    paid = visitor.record("10.00", "Dining", date=day(-7), payee="Gym")
    with nothing_written(visitor):  # Not a link, either, which comes before booking.
        refused = visitor.post(f"/recurring/{entry['id']}/process", {})
        problem(refused, 422, "invalid-argument", "nominal")
    link = {"nominal": day(-7), "transaction_id": paid["id"]}
    ok(visitor.post(f"/recurring/{entry['id']}/match", link))
    process(visitor, entry, nominal=day(0))

    assert booked(visitor, entry) == [(-7, "10.00"), (0, "10.00")]
    assert calendar(visitor, -7, 0, entry) == [(-7, -7, "MATCHED"), (0, 0, "POSTED")]


def test_a_retry_is_answered_after_the_mode_has_changed(visitor: Person) -> None:
    entry = create(visitor, mode="APPROVE", schedule=WEEKLY)
    path, key = f"/recurring/{entry['id']}/process", {"Idempotency-Key": "k"}
    first = ok(visitor.post(path, {}, headers=key))
    ok(visitor.patch(f"/recurring/{entry['id']}", {"mode": "REMIND"}))

    again = ok(visitor.post(path, {}, headers=key))

    assert [one["nominal"] for one in again["booked"]] == [day(-7), day(0)]
    assert [one["nominal"] for one in first["booked"]] == [day(-7), day(0)]


@pytest.mark.parametrize(
    ("mode", "expected"), [("REMIND", "PAYMENT"), ("APPROVE", "APPROVAL"), ("AUTO", None)]
)
def test_calendar_and_home_say_what_an_occurrence_waits_for(
    mode: str, expected: str | None, visitor: Person
) -> None:
    entry = create(visitor, mode=mode, schedule=WEEKLY)

    assert waiting(visitor, entry, 0, 7) == [expected, expected]
    home = ok(visitor.get("/dashboard"))["recurring"]
    assert {one["waits_for"] for one in home["due"] + home["coming"]} == {expected}
    process(visitor, entry, nominal=day(0))
    assert waiting(visitor, entry, 0, 0) == [None]


def test_what_was_booked_by_itself_and_undone_waits_for_a_person(visitor: Person) -> None:
    entry = create(visitor, schedule=WEEKLY)
    answer = visitor.post(f"/recurring/{entry['id']}/process", {})
    ok(visitor.post(f"/changes/{answer.headers['X-Change-Id']}/undo", {}))

    assert waiting(visitor, entry, -7, 7) == ["APPROVAL", "APPROVAL", None]
