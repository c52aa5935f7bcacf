"""Occurrences that are due, are refused, or have lost their transaction."""

from __future__ import annotations

from tests.http.answers import nothing_written, ok, problem
from tests.http.histories import latest, undo
from tests.http.planning.recurring.entries import booked, calendar, create, day, process
from tests.support.ledgers.ledgers import assert_law_holds
from tests.support.ledgers.people import Person


def test_one_that_is_named_is_refused_when_it_is_skipped_or_its_transaction_deleted(
    visitor: Person,
) -> None:
    entry = create(visitor)
    path = f"/recurring/{entry['id']}"
    ok(visitor.post(f"{path}/skip", {"nominal": day(1)}))
    process(visitor, entry, nominal=day(0))
    [made] = ok(visitor.get(f"/transactions?recurring_id={entry['id']}"))["items"]
    ok(visitor.delete(f"/transactions/{made['id']}"), 204)

    with nothing_written(visitor):
        skipped = visitor.post(f"{path}/process", {"nominal": day(1)})
        deleted = visitor.post(f"{path}/process", {"nominal": day(0)})

    assert "SKIPPED" in problem(skipped, 409, "occurrence-settled")["detail"]
    assert "restore" in problem(deleted, 409, "occurrence-settled")["detail"]
    ok(visitor.post(f"/transactions/{made['id']}/restore", {}))
    assert [one["nominal"] for one in process(visitor, entry, nominal=day(0))["booked"]] == [day(0)]


def test_a_template_that_no_longer_fits_is_due_with_the_reason(visitor: Person) -> None:
    pets = ok(visitor.post("/categories", {"name": "Pets", "type": "EXPENSE"}), 201)["id"]
    template = {"type": "EXPENSE", "amount": "10.00", "category_id": pets}
    entry = create(visitor, -1, template=template)
    ok(visitor.delete(f"/categories/{pets}"), 204)

    path, key = f"/recurring/{entry['id']}", {"Idempotency-Key": "k"}
    done = ok(visitor.post(f"{path}/process", {}, headers=key))

    assert done["booked"] == []
    assert [one["nominal"] for one in done["refused"]] == [day(-1), day(0)]
    reason = done["refused"][0]["reason"]
    assert "category_id" in reason
    assert ok(visitor.post(f"{path}/process", {}, headers=key)) == done
    whole = ok(visitor.get(f"{path}/occurrences?from={day(-1)}&to={day(0)}"))["items"]
    assert [one["reason"] for one in whole] == [reason, reason]
    changed = ok(visitor.patch(f"{path}/occurrences/{day(0)}", {"amount": "11.00"}))
    assert (changed["state"], changed["reason"]) == ("DUE", None)
    assert not done["is_partial"]
    assert calendar(visitor, -1, 0) == [(-1, -1, "DUE"), (0, 0, "DUE")]
    template["category_id"] = visitor.category_ids["Rent"]
    ok(visitor.patch(f"/recurring/{entry['id']}", {"template": template}))
    assert [one["reason"] for one in process(visitor, entry)["booked"]] == [None, None]
    assert_law_holds(visitor.store)


def test_one_is_due_from_its_date_on_and_not_from_its_reminder(visitor: Person) -> None:
    archived = ok(visitor.post("/accounts", {"name": "Old", "kind": "CASH"}), 201)["id"]
    template = {"type": "EXPENSE", "amount": "10.00", "account_id": archived}
    entry = create(visitor, 0, remind_days=3, template=template)
    ok(visitor.patch(f"/accounts/{archived}", {"archived": True}))
    assert calendar(visitor, 0, 1) == [(0, 0, "DUE"), (1, 1, "PLANNED")]

    with nothing_written(visitor):
        early = process(visitor, entry, nominal=day(1))

    assert [one["nominal"] for one in early["refused"]] == [day(1)]
    process(visitor, entry)
    assert calendar(visitor, 0, 1) == [(0, 0, "DUE"), (1, 1, "PLANNED")]


def test_one_before_the_cursor_that_moves_to_a_later_day_is_not_due(visitor: Person) -> None:
    schedule = {"start": day(-1), "frequency": "DAILY", "interval": 9}
    entry = create(visitor, schedule=schedule)
    process(visitor, entry)
    undo(visitor, latest(visitor), {"whole_operation": True})
    path = f"/recurring/{entry['id']}/occurrences/{day(-1)}"

    assert ok(visitor.patch(path, {"date": day(1)}))["state"] == "POSTPONED"
    assert process(visitor, entry)["booked"] == []
    assert ok(visitor.patch(path, {"date": day(0)}))["state"] == "DUE"
    process(visitor, entry)
    assert booked(visitor, entry) == [(0, "10.00")]


def test_a_transaction_that_a_person_restored_after_an_undo_is_kept(visitor: Person) -> None:
    entry = create(visitor)
    process(visitor, entry)
    [made] = ok(visitor.get(f"/transactions?recurring_id={entry['id']}"))["items"]
    undo(visitor, latest(visitor), {"whole_operation": True})
    ok(visitor.post(f"/transactions/{made['id']}/restore", {}))
    ok(visitor.patch(f"/transactions/{made['id']}", {"amount": "11.00"}))

    assert process(visitor, entry)["booked"] == []

    assert calendar(visitor, 0, 0) == [(0, 0, "POSTED")]
    assert booked(visitor, entry) == [(0, "11.00")]
