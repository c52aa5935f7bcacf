from __future__ import annotations

from typing import Any

import pytest

from shared.models.planning.recurring import MAX_RECURRING
from shared.repositories.store import TenantStore
from shared.services.posting.operations import append_change
from tests.http.answers import nothing_written, ok, problem
from tests.http.histories import changes_of, feed_of, latest, undo
from tests.http.planning.recurring.entries import body, calendar, create, day
from tests.support.ledgers.ledgers import operation
from tests.support.ledgers.people import Person


def list_of(person: Person) -> list[str]:
    return [one["name"] for one in ok(person.get("/recurring"))["items"]]


def test_a_new_entry_is_answered_whole_and_found_where_it_says(visitor: Person) -> None:
    answer = visitor.post("/recurring", body(remind_days=3))

    entry = ok(answer, 201)
    assert answer.headers["Location"] == f"/recurring/{entry['id']}"
    assert answer.headers["ETag"] == entry["etag"] == '"1"'
    expected = {"low": "10.00", "likely": "10.00", "high": "10.00", "currency": "USD"}
    assert ok(visitor.get(answer.headers["Location"])) == entry | {"expected": expected}
    assert (entry["next_nominal"], entry["next_date"]) == (day(0), day(0))
    assert entry["schedule"]["rrule"] == "FREQ=DAILY"
    assert entry["template"]["account_id"]
    assert list_of(visitor) == ["Gym"]


def test_a_rule_of_rfc_5545_is_a_schedule(visitor: Person) -> None:
    rule = {"start": day(0), "rrule": "FREQ=MONTHLY;BYDAY=-1FR"}

    entry = create(visitor, schedule=rule)

    assert entry["schedule"]["nth_weekday"] == {"nth": -1, "weekday": "FR"}
    assert entry["schedule"]["rrule"] == "FREQ=MONTHLY;BYDAY=-1FR"


def test_a_retry_of_a_creation_makes_one(visitor: Person) -> None:
    key = {"Idempotency-Key": "k"}
    first = ok(visitor.post("/recurring", body(), headers=key), 201)

    assert ok(visitor.post("/recurring", body(), headers=key), 201) == first
    assert list_of(visitor) == ["Gym"]
    problem(visitor.post("/recurring", body(1), headers=key), 422, "idempotency-key-reused")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"mode": "NEVER"}, "mode"),
        ({"remind_days": 31}, "remind_days"),
        ({"paused": "yes"}, "paused"),
        ({"template": {"type": "EXPENSE", "amount": "0"}}, "template.amount"),
        ({"template": {"type": "EXPENSE", "amount": "1", "date": "2026-01-01"}}, "template.date"),
        ({"template": {"type": "TRANSFER", "amount": "1"}}, "template.to_account_id"),
        (
            {"template": {"type": "INCOME", "amount": "1", "category_id": "X"}},
            "template.category_id",
        ),
        ({"schedule": {"start": day(0)}}, "schedule.frequency"),
        ({"schedule": {"start": day(0), "frequency": "DAILY", "shift": "NEXT"}}, "schedule.shift"),
        ({"schedule": {"start": day(0), "rrule": "FREQ=HOURLY"}}, "schedule.rrule"),
        ({"amount_changes": [{"from": day(0), "amount": "-1"}]}, "amount_changes.0.amount"),
        ({"amount_changes": [{"from": day(0), "amount": "1"}] * 2}, "amount_changes"),
        ({"amount_changes": [{"from": day(0), "amount": "1"}] * 51}, "amount_changes"),
    ],
)  # fmt: skip
def test_invalid_entries_are_refused_with_their_field(
    visitor: Person, fields: dict[str, Any], field: str
) -> None:
    with nothing_written(visitor):
        refused = visitor.post("/recurring", body(**fields))

    problem(refused, 422, "invalid-argument", field)


def test_every_invalid_field_is_named(visitor: Person) -> None:
    invalid = body(
        template={"type": "EXPENSE", "amount": "0.001"},
        schedule={"start": day(0), "frequency": "DAILY", "until": day(-1)},
    )

    problem(
        visitor.post("/recurring", invalid), 422, "invalid-argument", "template.amount",
        "schedule.until",
    )  # fmt: skip


def test_named_fields_are_changed_and_a_stale_etag_is_refused(visitor: Person) -> None:
    entry = create(visitor)
    path = f"/recurring/{entry['id']}"

    changed = ok(visitor.patch(path, {"name": "Sport"}, headers={"If-Match": entry["etag"]}))

    assert changed == entry | {
        "name": "Sport", "etag": '"2"', "updated_at": changed["updated_at"],
    }  # fmt: skip
    refused = visitor.patch(path, {"name": "Other"}, headers={"If-Match": entry["etag"]})
    assert problem(refused, 412, "precondition-failed")["current"]["name"] == "Sport"
    problem(visitor.patch(path, {"name": None}), 422, "invalid-argument", "name")
    assert ok(visitor.put(path, body()))["name"] == "Gym"
    assert ok(visitor.put(path, body()))["etag"] == '"3"'


def test_an_entry_that_goes_on_does_not_make_up_for_its_pause(visitor: Person) -> None:
    entry = create(visitor, -3)
    path = f"/recurring/{entry['id']}"
    ok(visitor.patch(path, {"paused": True}))

    assert ok(visitor.patch(path, {"paused": False}))["next_date"] == day(0)
    assert calendar(visitor, -3, 0) == [(0, 0, "DUE")]


def test_a_deleted_entry_returns_with_an_undo_and_makes_up_for_nothing(visitor: Person) -> None:
    entry = create(visitor, -1)
    path = f"/recurring/{entry['id']}"
    ok(visitor.patch(f"{path}/occurrences/{day(2)}", {"amount": "1.00"}))
    ok(visitor.delete(path), 204)
    problem(visitor.get(path), 404, "not-found")

    undo(visitor, latest(visitor))

    assert ok(visitor.get(path))["next_date"] == day(0)
    assert calendar(visitor, -1, 2) == [(0, 0, "DUE"), (1, 1, "PLANNED"), (2, 2, "PLANNED")]
    found = ok(visitor.get(f"{path}/occurrences?from={day(2)}&to={day(2)}"))["items"]
    assert [one["amount"] for one in found] == ["1.00"]


def test_changes_are_undone_one_by_one(visitor: Person) -> None:
    entry = create(visitor)
    path = f"/recurring/{entry['id']}"
    ok(visitor.patch(path, {"name": "Sport"}))
    renamed = latest(visitor)
    ok(visitor.patch(path, {"remind_days": 5}))

    undo(visitor, renamed)

    assert {"name": "Gym", "remind_days": 5}.items() <= ok(visitor.get(path)).items()
    undo(
        visitor, next(one for one in changes_of(visitor) if "remind_days" in one["changed_fields"])
    )
    assert ok(visitor.get(path))["remind_days"] == 0


def test_the_undo_of_a_creation_removes_the_entry(visitor: Person) -> None:
    create(visitor)

    undo(visitor, latest(visitor))

    assert list_of(visitor) == []


def test_the_feed_shows_entries(visitor: Person) -> None:
    entry = create(visitor)

    [change] = feed_of(visitor)["items"]

    assert change["entity"] == "RECURRING"
    assert change["resource"] == {
        name: value for name, value in entry.items() if name not in {"next_nominal", "next_date"}
    }


def test_a_merge_leads_entries_to_its_target_and_an_undo_back(visitor: Person) -> None:
    pets = ok(visitor.post("/categories", {"name": "Pets", "type": "EXPENSE"}), 201)["id"]
    rent = visitor.category_ids["Rent"]
    template = {"type": "EXPENSE", "amount": "10.00", "category_id": pets}
    entry = create(visitor, template=template)
    path = f"/recurring/{entry['id']}"

    ok(visitor.delete(f"/categories/{pets}?reassign_to={rent}"), 204)

    assert ok(visitor.get(path))["template"]["category_id"] == rent
    undo(visitor, latest(visitor, entity="RECURRING"))
    assert ok(visitor.get(path))["template"]["category_id"] == pets


def test_a_ledger_has_at_most_200_entries(visitor: Person) -> None:
    create(visitor)
    [one] = visitor.store.recurring.list_all()

    an_operation = operation()

    def fill(unit: TenantStore) -> None:
        unit.load()
        for number in range(1, MAX_RECURRING):
            made = one.model_copy(update={"id": f"E{number:03}"})
            unit.recurring.create(made)
            append_change(unit, an_operation, None, made, index=number - 1)

    visitor.store.transact(fill)

    problem(visitor.post("/recurring", body()), 409, "too-many-recurring")
    assert visitor.store.recurring.count() == MAX_RECURRING


def test_an_entry_that_began_long_ago_is_due_for_400_days(visitor: Person) -> None:
    entry = create(visitor, schedule={"start": "1990-01-31", "frequency": "DAILY"})

    assert entry["next_date"] == day(-400)
