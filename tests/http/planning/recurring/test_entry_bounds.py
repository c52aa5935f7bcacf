"""Recurring entries are bounded in size and number, so that one commit can write all of them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from shared.models.planning.occurrence import occurrence_id
from shared.models.planning.recurring import MAX_RECURRING, MAX_RECURRING_BYTES
from shared.repositories.store import TenantStore
from shared.services.posting.operations import append_change
from tests.http.answers import nothing_written, ok, problem
from tests.http.histories import ask_undo, latest, undo
from tests.http.planning.recurring.entries import body, create, day, process
from tests.support.cases import for_each
from tests.support.ledgers.ledgers import assert_log_is_complete, operation
from tests.support.ledgers.people import Person


def split_among(category_id: str, note: str) -> dict[str, Any]:
    """Return a template with 50 splits under one category."""
    splits = [{"category_id": category_id, "amount": "1.00", "note": note}] * 50
    return {"type": "EXPENSE", "amount": "50.00", "splits": splits}


def test_all_entries_of_a_ledger_follow_a_merge_and_a_time_zone_at_once(visitor: Person) -> None:
    pets = ok(visitor.post("/categories", {"name": "Pets", "type": "EXPENSE"}), 201)["id"]
    create(visitor, template=split_among(pets, "x" * 30))
    [one] = visitor.store.recurring.list_all()
    size = len(one.model_dump_json(exclude_defaults=True))
    assert size > MAX_RECURRING_BYTES * 0.85
    an_operation = operation()

    def fill(unit: TenantStore) -> None:
        unit.load()
        for number in range(1, MAX_RECURRING):
            made = one.model_copy(update={"id": f"E{number:03}"})
            unit.recurring.create(made)
            append_change(unit, an_operation, None, made, index=number - 1)

    visitor.store.transact(fill)

    rent = visitor.category_ids["Rent"]
    ok(visitor.patch("/settings", {"timezone": "Asia/Tokyo"}))
    ok(visitor.delete(f"/categories/{pets}?reassign_to={rent}"), 204)

    entries = visitor.store.recurring.list_all()
    assert len(entries) == MAX_RECURRING
    assert {part for entry in entries for part in entry.template.parts} == {
        ("categories", rent), ("accounts", one.template.account_id)
    }  # fmt: skip
    assert all(entry.template.amount == Decimal(50) for entry in entries)
    assert_log_is_complete(visitor.store)


def test_an_entry_that_is_too_long_is_refused_with_its_largest_field(visitor: Person) -> None:
    rent = visitor.category_ids["Rent"]
    entry = create(visitor)
    large = split_among(rent, "x" * 120)

    with nothing_written(visitor):
        created = visitor.post("/recurring", body(template=large))
        changed = visitor.patch(f"/recurring/{entry['id']}", {"template": large})

    problem(created, 422, "invalid-argument", "template")
    problem(changed, 422, "invalid-argument", "template")


def test_a_backup_with_an_entry_that_is_too_long_is_refused(visitor: Person) -> None:
    create(visitor, template=split_among(visitor.category_ids["Rent"], "x" * 30))
    content = ok(visitor.get("/exports/ledger"))
    for split in content["recurring"][0]["template"]["splits"]:
        split["note"] = "x" * 120

    with nothing_written(visitor):
        refused = visitor.post("/imports/restore", content)

    problem(refused, 422, "invalid-argument", "recurring.0.template")


def test_a_backup_has_no_more_entries_than_a_ledger(visitor: Person) -> None:
    create(visitor)
    content = ok(visitor.get("/exports/ledger"))
    [one] = content["recurring"]
    content["recurring"] = [one | {"id": f"E{number:03}"} for number in range(MAX_RECURRING + 1)]

    with nothing_written(visitor):
        refused = visitor.post("/imports/restore", content)

    problem(refused, 422, "invalid-argument", "recurring")
    del content["recurring"][-1]
    problem(visitor.post("/imports/restore", content), 409, "ledger-not-empty")


def test_an_undo_leaves_at_most_fifty_changed_ones_ahead(visitor: Person) -> None:
    entry = create(visitor)
    path = f"/recurring/{entry['id']}/occurrences"
    for number in range(1, 51):
        ok(visitor.patch(f"{path}/{day(number)}", {"amount": "1.00"}))
    ok(visitor.patch(f"{path}/{day(1)}", {"amount": None}))
    cleared = latest(visitor)
    ok(visitor.patch(f"{path}/{day(51)}", {"amount": "1.00"}))

    with nothing_written(visitor):
        refused = ask_undo(visitor, cleared)

    problem(refused, 409, "not-undoable")
    ok(visitor.patch(f"{path}/{day(2)}", {"amount": None}))
    undo(visitor, cleared)


@for_each("mode", ["AUTO", "REMIND", "APPROVE"])
def test_an_occurrence_has_days_behind_it(mode: str, visitor: Person) -> None:
    entry = create(visitor, mode=mode, schedule={"start": day(0), "frequency": "DAILY", "count": 1})
    path = f"/recurring/{entry['id']}"

    with nothing_written(visitor):
        moved = visitor.patch(f"{path}/occurrences/{day(0)}", {"date": "9999-01-01"})
        postponed = visitor.post(f"{path}/postpone", {"nominal": day(0), "to": "9999-12-31"})

    problem(moved, 422, "invalid-argument", "date")
    problem(postponed, 422, "invalid-argument", "to")
    ok(visitor.patch(f"{path}/occurrences/{day(0)}", {"date": "9998-12-31"}))


def test_an_entry_with_too_many_changed_ones_goes_on_with_those(visitor: Person) -> None:
    entry = create(visitor)
    path = f"/recurring/{entry['id']}/occurrences"
    for number in (1, 2):
        ok(visitor.patch(f"{path}/{day(number)}", {"amount": "1.00"}))
    [one] = visitor.store.recurring.list_all()
    assert one.next_nominal is not None
    more = [one.next_nominal + timedelta(days=number) for number in range(1, 61)]
    [stored, *_] = visitor.store.occurrences.stream_all()
    changes = [
        stored.model_copy(update={"id": occurrence_id(one.id, each), "nominal": each, "date": each})
        for each in more
    ]

    def fill(unit: TenantStore) -> None:
        unit.load()
        unit.recurring.put(one.model_copy(update={"ahead": tuple(more)}))
        for each in changes:
            unit.occurrences.put(each)

    visitor.store.transact_below(lambda unit, _tenant: fill(unit))

    beyond = visitor.patch(f"{path}/{day(70)}", {"amount": "1.00"})
    problem(beyond, 422, "invalid-argument", "nominal")
    assert len(process(visitor, entry)["booked"]) == 1
    ok(visitor.patch(f"{path}/{day(5)}", {"amount": None}))


@for_each(
    ("name", "fields", "field"),
    [
        ("occurrences", {"amount": "10.555", "currency": "EUR"}, "amount"),
        ("occurrences", {"amount": "10.5", "currency": "JPY"}, "amount"),
        ("occurrences", {"amount": "10.50"}, "currency"),
        ("occurrences", {"paid_amount": "0.0001", "paid_currency": "KWD"}, "paid_amount"),
        ("occurrences", {"date": "9999-12-31"}, "date"),
        ("occurrences", {"moved_to": "9999-12-31"}, "moved_to"),
        ("recurring", {"reminded_until": "9998-12-30"}, "reminded_until"),
        (
            "recurring",
            {"amount_changes": [{"from": "2026-01-01", "amount": "1.5", "currency": "JPY"}]},
            "amount_changes.0.amount",
        ),
    ],
)
def test_a_backup_has_amounts_and_dates_that_can_be_shown(
    name: str, fields: dict[str, Any], field: str, visitor: Person
) -> None:
    entry = create(visitor)
    ok(visitor.patch(f"/recurring/{entry['id']}/occurrences/{day(1)}", {"note": "Later"}))
    content = ok(visitor.get("/exports/ledger"))
    content[name][0] |= fields

    with nothing_written(visitor):
        refused = visitor.post("/imports/restore", content)

    problem(refused, 422, "invalid-argument", f"{name}.0.{field}")
