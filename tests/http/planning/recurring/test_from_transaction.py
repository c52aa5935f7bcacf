"""Recurring entries that are created from a transaction, which is their first occurrence."""

from __future__ import annotations

from typing import Any

from tests.http import accounts
from tests.http.answers import nothing_written, ok, problem
from tests.http.histories import changes_of, undo
from tests.http.planning.recurring.entries import calendar, day, offset
from tests.support.cases import for_each
from tests.support.ledgers.ledgers import assert_law_holds, assert_log_is_complete
from tests.support.ledgers.people import Person

WEEKLY = {"schedule": {"start": day(-7), "frequency": "WEEKLY"}}


def recorded(person: Person, **fields: Any) -> Any:
    """Record an expense of a week ago."""
    usual = {"date": day(-7), "payee": "Gym", "tags": ["sport"], "description": "Card"}
    return person.record("10.00", "Dining", **usual | fields)


def create(person: Person, transaction: Any, body: Any, **options: Any) -> Any:
    """Ask for an entry."""
    asked = {"transaction_id": transaction["id"], **body}
    return person.post("/recurring/from_transaction", asked, **options)


def test_an_entry_has_what_the_transaction_has_and_begins_with_it(visitor: Person) -> None:
    paid, key = recorded(visitor), {"Idempotency-Key": "create"}

    made = ok(create(visitor, paid, WEEKLY, headers=key), 201)

    assert (made["name"], made["mode"], made["schedule"]["start"]) == ("Gym", "REMIND", day(-7))
    names = ("type", "amount", "account_id", "category_id", "payee", "description", "tags")
    assert [made["template"][name] for name in names] == [paid[name] for name in names]
    shown = [(-7, -7, "MATCHED"), (0, 0, "DUE"), (7, 7, "PLANNED")]
    assert calendar(visitor, -30, 7, made) == shown
    after = ok(visitor.get(f"/transactions/{paid['id']}"))
    assert (after["recurring_id"], after["occurrence_nominal"]) == (made["id"], day(-7))
    assert made["next_nominal"] == day(0)
    with nothing_written(visitor):
        assert ok(create(visitor, paid, WEEKLY, headers=key), 201)["id"] == made["id"]
        problem(create(visitor, paid, WEEKLY), 409, "transaction-linked")
    assert_law_holds(visitor.store)
    assert_log_is_complete(visitor.store)


def test_the_usual_entry_is_monthly_and_given_fields_count(visitor: Person) -> None:
    paid = recorded(visitor, payee=None, description=None)
    assert ok(create(visitor, paid, {}), 201)["schedule"]["frequency"] == "MONTHLY"
    other = recorded(visitor, payee=None, description=None)
    template = {"type": "EXPENSE", "amount": "12.00"}

    made = ok(create(visitor, other, {"mode": "AUTO", "template": template}), 201)

    assert (made["name"], made["mode"]) == ("Dining", "AUTO")
    assert (made["template"]["amount"], made["template"]["tags"]) == ("12.00", [])


def test_splits_and_transfers_are_taken(visitor: Person) -> None:
    ids = visitor.category_ids
    parts = [
        {"category_id": ids["Dining"], "amount": "7.50", "note": "Food"},
        {"category_id": ids["Rent"], "amount": "2.50", "note": None},
    ]
    split = ok(visitor.post("/transactions", {
        "type": "EXPENSE", "amount": "10.00", "date": day(-7), "splits": parts,
    }), 201)  # fmt: skip
    savings = accounts.create(visitor)["id"]
    moved = ok(visitor.post("/transactions", {
        "type": "TRANSFER", "amount": "5.00", "date": day(-7), "to_account_id": savings,
    }), 201)  # fmt: skip

    assert ok(create(visitor, split, {}), 201)["template"]["splits"] == parts
    assert ok(create(visitor, moved, {}), 201)["template"]["to_account_id"] == savings


def test_an_undo_leaves_the_ledger_as_it_was(visitor: Person) -> None:
    paid = recorded(visitor)
    made = ok(create(visitor, paid, WEEKLY), 201)
    of_link, *_ = [one for one in changes_of(visitor) if one["entity_id"] == paid["id"]]

    undo(visitor, of_link)

    assert ok(visitor.get("/recurring"))["items"] == []
    assert calendar(visitor, -30, 7) == []
    assert ok(visitor.get(f"/transactions/{paid['id']}"))["recurring_id"] is None
    assert visitor.store.recurring.find(made["id"]) is None
    assert_law_holds(visitor.store)
    assert_log_is_complete(visitor.store)


@for_each("start", [-14, -11, -3])
def test_a_start_at_another_time_is_refused(visitor: Person, start: int) -> None:
    schedule = {"start": day(start), "frequency": "WEEKLY"}
    paid = recorded(visitor)

    with nothing_written(visitor):
        refused = create(visitor, paid, {"schedule": schedule})
        problem(refused, 422, "invalid-argument", "schedule.start")


def test_the_payment_may_be_some_days_from_its_date(visitor: Person) -> None:
    schedule = {"start": day(-5), "frequency": "WEEKLY"}
    made = ok(create(visitor, recorded(visitor), {"schedule": schedule}), 201)
    assert calendar(visitor, -7, -1, made) == [(-5, -5, "MATCHED")]
    assert offset(made["next_nominal"]) == 2
