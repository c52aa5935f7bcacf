from __future__ import annotations

from typing import Any

import pytest

from tests.http.answers import nothing_written, ok, problem
from tests.http.histories import ask_undo, changes_of, latest, undo
from tests.http.planning.recurring.entries import body, booked, calendar, create, day, process
from tests.support.ledgers.ledgers import assert_law_holds, assert_log_is_complete
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor


def test_what_is_due_until_today_is_booked_once(visitor: Person) -> None:
    entry = create(visitor, -2)

    done = process(visitor, entry)

    assert [(one["nominal"], one["state"]) for one in done["booked"]] == [
        (day(-2), "POSTED"), (day(-1), "POSTED"), (day(0), "POSTED"),
    ]  # fmt: skip
    assert (done["refused"], done["is_partial"]) == ([], False)
    assert booked(visitor, entry) == [(-2, "10.00"), (-1, "10.00"), (0, "10.00")]
    assert process(visitor, entry)["booked"] == []
    assert booked(visitor, entry) == [(-2, "10.00"), (-1, "10.00"), (0, "10.00")]
    assert ok(visitor.get(f"/recurring/{entry['id']}"))["next_date"] == day(1)
    [first, *_] = ok(visitor.get(f"/transactions?recurring_id={entry['id']}&sort=date"))["items"]
    assert (first["recurring_id"], first["occurrence_nominal"]) == (entry["id"], day(-2))
    assert_law_holds(visitor.store)
    assert_log_is_complete(visitor.store)


def test_a_retry_with_the_same_key_gets_the_same_answer(visitor: Person) -> None:
    entry = create(visitor, -1)
    path, key = f"/recurring/{entry['id']}/process", {"Idempotency-Key": "k"}

    first = ok(visitor.post(path, {}, headers=key))

    assert ok(visitor.post(path, {}, headers=key)) == first
    assert len(booked(visitor, entry)) == 2


def test_more_than_fifty_are_booked_by_further_requests(visitor: Person) -> None:
    entry = create(visitor, -59)

    path, key = f"/recurring/{entry['id']}/process", {"Idempotency-Key": "k"}
    first = ok(visitor.post(path, {}, headers=key))

    assert (len(first["booked"]), first["is_partial"]) == (50, True)
    assert ok(visitor.post(path, {}, headers=key)) == first
    second = process(visitor, entry)
    assert (len(second["booked"]), second["is_partial"]) == (10, False)
    query = f"/transactions?recurring_id={entry['id']}&limit=100"
    assert len(ok(visitor.get(query))["items"]) == 60


def test_an_undo_takes_back_all_and_leaves_them_due_for_a_person(visitor: Person) -> None:
    entry = create(visitor, -1)
    process(visitor, entry)
    change = latest(visitor)
    assert (change["cause"], change["cause_id"]) == ("RECURRING", entry["id"])

    undo(visitor, change)

    assert booked(visitor, entry) == []
    assert calendar(visitor, -1, 1) == [(-1, -1, "DUE"), (0, 0, "DUE"), (1, 1, "PLANNED")]
    process(visitor, entry)
    assert booked(visitor, entry) == [(-1, "10.00"), (0, "10.00")]
    assert calendar(visitor, -1, 0) == [(-1, -1, "POSTED"), (0, 0, "POSTED")]
    assert_law_holds(visitor.store)


def test_one_that_is_named_is_booked_early_and_not_again(visitor: Person) -> None:
    entry = create(visitor)

    done = process(visitor, entry, nominal=day(2))

    assert [one["nominal"] for one in done["booked"]] == [day(2)]
    assert process(visitor, entry, nominal=day(2))["booked"] == done["booked"]
    assert booked(visitor, entry) == [(2, "10.00")]
    states = [(0, 0, "DUE"), (1, 1, "PLANNED"), (2, 2, "POSTED"), (3, 3, "PLANNED")]
    assert calendar(visitor, 0, 3) == states
    undo(visitor, latest(visitor))
    assert calendar(visitor, 2, 2) == [(2, 2, "PLANNED")]
    process(visitor, entry, nominal=day(2))
    assert booked(visitor, entry) == [(2, "10.00")]


def test_a_skipped_one_is_not_booked_and_an_undo_makes_it_due(visitor: Person) -> None:
    entry = create(visitor, -1)

    ok(visitor.post(f"/recurring/{entry['id']}/skip", {"nominal": day(-1)}))

    assert ok(visitor.get(f"/recurring/{entry['id']}"))["next_nominal"] == day(0)
    assert calendar(visitor, -1, 0) == [(-1, -1, "SKIPPED"), (0, 0, "DUE")]
    change = latest(visitor)
    process(visitor, entry)
    assert booked(visitor, entry) == [(0, "10.00")]
    undo(visitor, change)
    assert calendar(visitor, -1, 0) == [(-1, -1, "DUE"), (0, 0, "POSTED")]
    process(visitor, entry)
    assert booked(visitor, entry) == [(-1, "10.00"), (0, "10.00")]


def test_a_skip_ahead_moves_the_cursor_past_it_later_and_can_be_undone(visitor: Person) -> None:
    entry = create(visitor)
    ok(visitor.post(f"/recurring/{entry['id']}/skip", {"nominal": day(1)}))

    process(visitor, entry)

    assert ok(visitor.get(f"/recurring/{entry['id']}"))["next_nominal"] == day(2)
    other = create(visitor, name="Other")
    ok(visitor.post(f"/recurring/{other['id']}/skip", {"nominal": day(1)}))
    undo(visitor, latest(visitor))
    assert calendar(visitor, 0, 1, other) == [(0, 0, "DUE"), (1, 1, "PLANNED")]


def test_a_postponed_one_is_booked_on_its_day(visitor: Person) -> None:
    schedule = {"start": day(-1), "frequency": "DAILY", "interval": 3}
    entry = create(visitor, schedule=schedule)
    path = f"/recurring/{entry['id']}"

    answer = ok(visitor.post(f"{path}/postpone", {"nominal": day(-1), "to": day(0)}))

    assert (answer["date"], answer["state"]) == (day(0), "DUE")
    assert ok(visitor.get(path))["next_date"] == day(0)
    assert calendar(visitor, -1, 2) == [(-1, 0, "DUE"), (2, 2, "PLANNED")]
    process(visitor, entry)
    assert booked(visitor, entry) == [(0, "10.00")]
    assert calendar(visitor, -1, 2) == [(-1, 0, "POSTED"), (2, 2, "PLANNED")]


@pytest.mark.parametrize("to", [-1, 2, 5])
def test_a_postponed_one_stays_between_its_neighbours(visitor: Person, to: int) -> None:
    schedule = {"start": day(-1), "frequency": "DAILY", "interval": 3}
    entry = create(visitor, schedule=schedule)

    with nothing_written(visitor):
        answer = visitor.post(
            f"/recurring/{entry['id']}/postpone", {"nominal": day(-1), "to": day(to)}
        )

    problem(answer, 422, "invalid-argument", "to")


def test_amount_note_and_day_of_one_are_changed_and_cleared(visitor: Person) -> None:
    schedule = {"start": day(-3), "frequency": "DAILY", "interval": 3}
    entry = create(visitor, schedule=schedule, amount_changes=[{"from": day(0), "amount": "12"}])
    path = f"/recurring/{entry['id']}/occurrences"
    ok(visitor.patch(f"{path}/{day(-3)}", {"amount": "7.50", "note": "Half", "date": day(-2)}))
    ok(visitor.patch(f"{path}/{day(3)}", {"amount": "1.00"}))
    ok(visitor.patch(f"{path}/{day(3)}", {"amount": None}))

    assert calendar(visitor, -3, 3) == [(-3, -2, "DUE"), (0, 0, "DUE"), (3, 3, "PLANNED")]
    process(visitor, entry)

    assert booked(visitor, entry) == [(-2, "7.50"), (0, "12.00")]
    [first, _] = ok(visitor.get(f"/transactions?recurring_id={entry['id']}&sort=date"))["items"]
    assert first["notes"] == "Half"
    problem(visitor.patch(f"{path}/{day(-3)}", {"amount": "1"}), 409, "occurrence-settled")
    problem(visitor.patch(f"{path}/{day(4)}", {"amount": "1"}), 404, "not-found")
    problem(
        visitor.patch(f"{path}/{day(3)}", {"amount": "0.001"}), 422, "invalid-argument", "amount"
    )
    problem(visitor.patch(f"{path}/{day(3)}", {"amount": "-1"}), 422, "invalid-argument", "amount")
    unknown = problem(visitor.patch(f"{path}/x", {}), 404, "not-found")
    assert "occurrence" in unknown["detail"]


def test_rules_file_what_has_no_category(visitor: Person) -> None:
    rent = visitor.category_ids["Rent"]
    condition = {"field": "PAYEE", "operator": "CONTAINS", "value": "gym"}
    rule = {"conditions": [condition], "actions": {"category_id": rent, "tags": ["sport"]}}
    ok(visitor.post("/rules", rule), 201)
    entry = create(visitor)

    process(visitor, entry)

    [made] = ok(visitor.get(f"/transactions?recurring_id={entry['id']}"))["items"]
    assert (made["category_id"], made["tags"]) == (rent, ["sport"])


def test_splits_and_transfers_are_booked(visitor: Person) -> None:
    ids = visitor.category_ids
    parts = [
        {"category_id": ids["Rent"], "amount": "6.00"},
        {"category_id": ids["Utilities"], "amount": "4.00"},
    ]
    template = {"type": "EXPENSE", "amount": "10.00", "splits": parts}
    changed = [{"from": day(0), "amount": "15.01"}]
    split = create(visitor, template=template, amount_changes=changed)
    savings = ok(visitor.post("/accounts", {"name": "Save", "kind": "SAVINGS"}), 201)["id"]
    moved = {"type": "TRANSFER", "amount": "5.00", "to_account_id": savings}
    transfer = create(visitor, name="Save", template=moved)

    process(visitor, split)
    process(visitor, transfer)

    [made] = ok(visitor.get(f"/transactions?recurring_id={split['id']}"))["items"]
    assert [part["amount"] for part in made["splits"]] == ["9.01", "6.00"]
    assert booked(visitor, transfer) == [(0, "5.00")]
    assert_law_holds(visitor.store)


@pytest.mark.parametrize(
    ("currency", "amount", "too_fine"), [("JPY", "1200", "0.5"), ("KWD", "1.234", "0.0001")]
)
def test_amounts_have_the_decimals_of_the_currency(
    currency: str, amount: str, too_fine: str
) -> None:
    person = new_visitor(currency)
    entry = create(person, template={"type": "EXPENSE", "amount": amount})
    assert entry["template"]["amount"] == amount

    process(person, entry)

    assert booked(person, entry) == [(0, amount)]
    refused = person.post("/recurring", body(template={"type": "EXPENSE", "amount": too_fine}))
    problem(refused, 422, "invalid-argument", "template.amount")
    changes = [{"from": day(3), "amount": too_fine}]
    refused = person.patch(f"/recurring/{entry['id']}", {"amount_changes": changes})
    problem(refused, 422, "invalid-argument", "amount_changes.0.amount")


def test_foreign_amounts_are_converted_as_those_of_transactions(visitor: Person) -> None:
    rate = {"base": "CHF", "quote": "USD", "date": day(-10), "rate": "1.1"}
    ok(visitor.post("/currencies/own_rates", rate), 201)
    francs = {"name": "Francs", "kind": "CASH", "currency": "CHF"}
    account = ok(visitor.post("/accounts", francs), 201)["id"]
    template = {"type": "EXPENSE", "amount": "10.00", "account_id": account}
    moved = {"type": "TRANSFER", "amount": "11.00", "to_account_id": account}
    spent = create(visitor, template=template)
    sent = create(visitor, template=moved, name="Send")

    process(visitor, spent)
    process(visitor, sent)

    [made] = ok(visitor.get(f"/transactions?recurring_id={spent['id']}"))["items"]
    assert made["exchange"]["base_amount"] == "11.00"
    [made] = ok(visitor.get(f"/transactions?recurring_id={sent['id']}"))["items"]
    assert (made["to_amount"], made["is_to_amount_estimated"]) == ("10.00", True)
    assert_law_holds(visitor.store)


def test_the_calendar_has_all_entries_by_date_and_is_bounded(visitor: Person) -> None:
    first, second = create(visitor), create(visitor, 1, name="Second")
    found = ok(visitor.get(f"/recurring/occurrences?from={day(0)}&to={day(1)}"))["items"]
    assert [(one["name"], one["date"]) for one in found] == [
        ("Gym", day(0)), ("Gym", day(1)), ("Second", day(1)),
    ]  # fmt: skip
    third = create(visitor, 0, name="Third")
    whole = ok(visitor.get(f"/recurring/occurrences?from={day(0)}&to={day(400)}"))
    assert (len(whole["items"]), whole["is_partial"]) == (1000, True)
    ok(visitor.patch(f"/recurring/{third['id']}", {"paused": True}))
    assert calendar(visitor, 0, 0, third) == []
    assert calendar(visitor, 0, 1, second) == [(1, 1, "PLANNED")]
    ok(visitor.delete(f"/recurring/{first['id']}"), 204)
    assert calendar(visitor, 0, 0) == []


@pytest.mark.parametrize(
    ("query", "field"),
    [("from=2026-01-02&to=2026-01-01", "to"), ("from=2026-01-01&to=2027-02-06", "to"),
     ("from=2026-01-01", "to"), ("from=x&to=2026-01-01", "from")],
)  # fmt: skip
def test_the_days_of_a_calendar_are_checked(visitor: Person, query: str, field: str) -> None:
    problem(visitor.get(f"/recurring/occurrences?{query}"), 422, "invalid-argument", field)


def test_at_most_fifty_ahead_differ_from_the_plan(visitor: Person) -> None:
    entry = create(visitor)
    path = f"/recurring/{entry['id']}/occurrences"
    for number in range(1, 51):
        ok(visitor.patch(f"{path}/{day(number)}", {"amount": "1.00"}))

    with nothing_written(visitor):
        refused = visitor.patch(f"{path}/{day(51)}", {"amount": "1.00"})

    problem(refused, 422, "invalid-argument", "nominal")


def test_another_schedule_leaves_the_past_and_keeps_changes_of_the_same_days(
    visitor: Person,
) -> None:
    entry = create(visitor, -1)
    process(visitor, entry)
    path = f"/recurring/{entry['id']}"
    for number in (1, 2):
        ok(visitor.patch(f"{path}/occurrences/{day(number)}", {"amount": "1.00"}))

    every_other = {"start": day(-4), "frequency": "DAILY", "interval": 2}
    ok(visitor.patch(path, {"schedule": every_other}))

    assert calendar(visitor, -4, 4) == [
        (-1, -1, "POSTED"), (0, 0, "POSTED"), (2, 2, "PLANNED"), (4, 4, "PLANNED"),
    ]  # fmt: skip
    undo(visitor, latest(visitor), {"whole_operation": True})
    assert calendar(visitor, -4, 2) == [
        (-1, -1, "POSTED"), (0, 0, "POSTED"), (1, 1, "PLANNED"), (2, 2, "PLANNED"),
    ]  # fmt: skip
    found = ok(visitor.get(f"{path}/occurrences?from={day(1)}&to={day(2)}"))["items"]
    assert [one["amount"] for one in found] == ["1.00", "1.00"]


def test_a_generated_transaction_that_changed_since_conflicts_with_the_undo(
    visitor: Person,
) -> None:
    entry = create(visitor)
    process(visitor, entry)
    change = latest(visitor)
    [made] = ok(visitor.get(f"/transactions?recurring_id={entry['id']}"))["items"]
    ok(visitor.patch(f"/transactions/{made['id']}", {"amount": "11.00"}))

    problem(ask_undo(visitor, change), 409, "undo-conflict")


def test_the_changes_of_a_booking_are_one_operation(visitor: Person) -> None:
    entry = create(visitor)

    answer = visitor.post(f"/recurring/{entry['id']}/process", {})

    made: list[dict[str, Any]] = changes_of(visitor, limit=2)
    assert {one["entity"] for one in made} == {"TRANSACTION", "OCCURRENCE"}
    assert {one["operation_id"] for one in made} == {answer.headers["X-Change-Id"]}
