"""Sample data fills the empty ledger of a registered person, and is undone as one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.http.answers import nothing_written, ok, problem, transactions_of
from tests.http.planning.recurring.entries import create
from tests.support.ledgers.ledgers import assert_law_holds
from tests.support.ledgers.people import Person, registered_user, visitor

pytestmark = pytest.mark.usefixtures("emulators")

PATH = "/me/sample_data"


def parts_of(person: Person) -> tuple[Any, ...]:
    """Return accounts, categories, rules and entries without what counts their changes."""
    return tuple(
        [
            {k: v for k, v in item.items() if k not in {"etag", "updated_at", "revision"}}
            for item in ok(person.get(path))["items"]
        ]
        for path in ("/accounts", "/categories", "/rules", "/recurring")
    )


def undo_all(person: Person, answer: TestResponse) -> None:
    """Undo all that a request has changed."""
    change_id = answer.headers["X-Change-Id"]
    ok(person.post(f"/changes/{change_id}/undo", {"whole_operation": True}))


def test_an_empty_ledger_is_filled_once_and_the_undo_leaves_nothing() -> None:
    person = registered_user()
    ok(person.patch("/me", {"locale": "de", "currency": "EUR"}))
    before = parts_of(person)

    answer = person.post(PATH)
    added = ok(answer)

    transactions = transactions_of(person)
    assert len(transactions) == added["transaction_count"] > 190
    assert "Girokonto" not in {a["name"] for a in ok(person.get("/accounts"))["items"]}
    assert {a["name"] for a in ok(person.get("/accounts"))["items"]} > {"Sparkonto", "Kreditkarte"}
    assert {t["description"] for t in transactions} >= {"Gehalt", "Miete"}
    assert len({t["category_id"] for t in transactions if t["description"] == "Miete"}) == 1
    assert {one["name"] for one in ok(person.get("/recurring"))["items"]} > {"Gehalt", "Miete"}
    assert len([t for t in transactions if t["recurring_id"]]) == 4
    assert person.store.tenant.get().ledger.has_recurring
    assert ok(person.get("/notifications"))["items"] == [], "The undo would leave them."
    assert Decimal(ok(person.get("/accounts"))["totals"]["liabilities"]) > 0
    assert_law_holds(person.store)
    with nothing_written(person):
        problem(person.post(PATH), 409, "ledger-not-empty")

    undo_all(person, answer)

    assert transactions_of(person) == []
    assert parts_of(person) == before
    assert_law_holds(person.store)
    assert ok(person.post(PATH))["transaction_count"] == added["transaction_count"]


def test_samples_beside_a_default_account_for_savings_are_restored_from_a_backup_and_undone() -> (
    None
):
    person, other = registered_user(), registered_user()
    [account] = ok(person.get("/accounts"))["items"]
    ok(person.patch(f"/accounts/{account['id']}", {"kind": "SAVINGS"}))
    before = parts_of(person)

    answer = person.post(PATH)
    added = ok(answer)

    [transfer, *_] = transfers = [t for t in transactions_of(person) if t["type"] == "TRANSFER"]
    assert all(t["account_id"] != t["to_account_id"] for t in transfers)
    assert account["id"] not in {
        i for t in transfers for i in (t["account_id"], t["to_account_id"])
    }
    ok(person.patch(f"/transactions/{transfer['id']}", {"notes": transfer["notes"]}))
    backup = ok(person.get("/exports/ledger"))
    ok(other.post("/imports/restore", backup), 201)
    assert len(transactions_of(other)) == added["transaction_count"]

    undo_all(person, answer)

    assert transactions_of(person) == []
    assert parts_of(person) == before
    assert_law_holds(person.store)


def test_a_ledger_with_recurring_entries_gets_no_other_ones() -> None:
    person = visitor()
    own = create(person)

    ok(person.post(PATH))

    assert [one["id"] for one in ok(person.get("/recurring"))["items"]] == [own["id"]]
    assert not [one for one in transactions_of(person) if one["recurring_id"]]


def test_a_retry_with_the_same_key_gets_the_first_answer() -> None:
    person = visitor()
    key = {"Idempotency-Key": "samples"}

    first = ok(person.call("POST", PATH, json={}, headers=key))

    with nothing_written(person):
        assert ok(person.call("POST", PATH, json={}, headers=key)) == first
    assert len(transactions_of(person)) == first["transaction_count"]


def test_a_ledger_with_one_transaction_is_not_filled_and_with_trash_alone_it_is() -> None:
    person = visitor()
    one = person.record()
    with nothing_written(person):
        problem(person.post(PATH), 409, "ledger-not-empty")

    ok(person.delete(f"/transactions/{one['id']}"), 204)

    ok(person.post(PATH))


def test_what_does_not_fit_is_refused_whole() -> None:
    person = visitor()
    for category in ok(person.get("/categories"))["items"]:
        if category["name"] == "Rent":
            ok(person.patch(f"/categories/{category['id']}", {"archived": True}))

    with nothing_written(person):
        problem(person.post(PATH), 409, "already-exists")
        problem(person.post(PATH, {"locale": "de"}), 422, "invalid-argument", "locale")
