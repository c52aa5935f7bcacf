"""Occurrences that cannot be booked are refused, with a reason, and stop nothing."""

from __future__ import annotations

import pytest

from shared.repositories.store import TenantStore
from tests.http.answers import nothing_written, ok, problem
from tests.http.histories import latest, undo
from tests.http.planning.recurring.entries import body, booked, calendar, create, day, process
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
    assert [one["nominal"] for one in process(visitor, entry, nominal=day(0))["refused"]] == [
        day(0)
    ]

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
    template["category_id"] = visitor.category_ids["Rent"]
    ok(visitor.patch(f"/recurring/{entry['id']}", {"template": template}))
    assert ok(visitor.post(path, {}, headers=key))["booked"] == [], "It is a retry."


def test_an_amount_that_leaves_a_split_nothing_is_refused_when_it_is_written(
    visitor: Person,
) -> None:
    entry = create(visitor, template=split_template("0.01", "99.99"))
    path = f"/recurring/{entry['id']}"
    changes = {"amount_changes": [{"from": day(0), "amount": "0.01"}]}

    with nothing_written(visitor):
        of_one = visitor.patch(f"{path}/occurrences/{day(0)}", {"amount": "0.02"})
        of_entry = visitor.patch(path, changes)
        of_new = visitor.post("/recurring", body(template=split_template("1", "99")) | changes)

    problem(of_one, 422, "invalid-argument", "amount")
    problem(of_entry, 422, "invalid-argument", "amount_changes.0.amount")
    problem(of_new, 422, "invalid-argument", "amount_changes.0.amount")


def test_an_amount_that_other_splits_cannot_divide_is_refused_when_it_is_booked(
    visitor: Person,
) -> None:
    entry = create(visitor, template=split_template("50.00", "50.00"))
    path = f"/recurring/{entry['id']}"
    ok(visitor.patch(f"{path}/occurrences/{day(0)}", {"amount": "0.02"}))
    ok(visitor.patch(path, {"template": split_template("0.01", "99.99")}))

    done = process(visitor, entry)

    assert [one["reason"] for one in done["refused"]] == [
        "amount: must leave no split with an amount of zero"
    ]
    assert booked(visitor, entry) == []
    assert_law_holds(visitor.store)


def test_a_backup_whose_splits_do_not_add_up_is_refused(visitor: Person) -> None:
    create(visitor, template=split_template("60.00", "40.00"))
    content = ok(visitor.get("/exports/ledger"))
    content["recurring"][0]["template"]["splits"][1]["amount"] = "-60.00"

    with nothing_written(visitor):
        refused = visitor.post("/imports/restore", content)

    problem(refused, 422, "invalid-argument", "recurring.0.template.splits")


def test_bookings_that_are_undone_while_their_entry_is_deleted_are_due(visitor: Person) -> None:
    entry = create(visitor, -1)
    process(visitor, entry)
    booking = latest(visitor)
    ok(visitor.delete(f"/recurring/{entry['id']}"), 204)
    deletion = latest(visitor)

    undo(visitor, booking)
    undo(visitor, deletion)

    assert calendar(visitor, -1, 1) == [(-1, -1, "DUE"), (0, 0, "DUE"), (1, 1, "PLANNED")]
    assert len(process(visitor, entry)["booked"]) == 2
    assert_law_holds(visitor.store)
    assert_log_is_complete(visitor.store)


@pytest.mark.parametrize("place", ["categories", "accounts"])
def test_a_merge_that_is_under_way_is_no_refusal(visitor: Person, place: str) -> None:
    account = {"name": "Old", "kind": "CASH"}
    made = {"categories": {"name": "Pets", "type": "EXPENSE"}, "accounts": account}[place]
    source = ok(visitor.post(f"/{place}", made), 201)["id"]
    field = {"categories": "category_id", "accounts": "account_id"}[place]
    entry = create(visitor, template={"type": "EXPENSE", "amount": "10.00", field: source})
    into = str(visitor.category_ids["Rent"])
    if place == "accounts":
        into = ok(visitor.post("/accounts", {"name": "New", "kind": "CASH"}), 201)["id"]
    put_merging(visitor, place, source, into)

    with nothing_written(visitor):
        refused = visitor.post(f"/recurring/{entry['id']}/process", {})
    problem(refused, 409, "category-busy" if place == "categories" else "account-busy")

    put_merging(visitor, place, source, None)
    assert len(process(visitor, entry)["booked"]) == 1


def put_merging(person: Person, place: str, source: str, into: str | None) -> None:
    """Write that a part of the ledger is being merged, or is not."""

    def write(unit: TenantStore) -> None:
        part = getattr(unit.load().ledger, place)[source].model_copy(update={"merging_into": into})
        put = unit.ledger.put_category if place == "categories" else unit.ledger.put_account
        put(part)

    person.store.transact(write)


def test_reasons_are_bounded(visitor: Person) -> None:
    pets = pets_of(visitor)
    splits = [{"amount": "2.00", "category_id": pets}] * 50
    template = {"type": "EXPENSE", "amount": "100.00", "splits": splits}
    entry = create(visitor, -60, template=template)
    ok(visitor.delete(f"/categories/{pets}"), 204)

    refused = process(visitor, entry)["refused"]

    assert [len(one["reason"]) for one in refused] == [300] * 50


def split_template(*amounts: str) -> dict[str, object]:
    """Return a template over 100.00 with two splits, which are unfiled."""
    splits = [{"amount": amount} for amount in amounts]
    return {"type": "EXPENSE", "amount": "100.00", "splits": splits}
