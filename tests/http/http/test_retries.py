from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.http.answers import (
    documents_of,
    nothing_written,
    ok,
    problem,
    report_of,
    transactions_of,
)
from tests.support.faults import fault
from tests.support.ledgers.ledgers import assert_every_revision_is_logged, assert_law_holds
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor

KEY = {"Idempotency-Key": "a-key"}


def test_a_retry_with_its_key_gets_the_first_answer_whatever_came_after(visitor: Person) -> None:
    entry = visitor.entry("12.50")
    first = visitor.post("/transactions", entry, headers=KEY)
    ok(visitor.patch(first.headers["Location"], {"amount": "1.00"}))
    ok(visitor.delete(first.headers["Location"]), 204)

    with nothing_written(visitor):
        second = visitor.post("/transactions", entry, headers=KEY)

    assert ok(second, 201) == ok(first, 201)
    assert second.headers["ETag"] == first.headers["ETag"] == '"1"'
    assert second.headers["Location"] == first.headers["Location"]


def test_without_a_key_each_request_is_a_new_one(visitor: Person) -> None:
    assert visitor.record()["id"] != visitor.record()["id"]


def test_another_key_is_another_request(visitor: Person) -> None:
    for key in ("a", "b"):
        headers = {"Idempotency-Key": key}
        ok(visitor.post("/transactions", visitor.entry(), headers=headers), 201)

    assert len(transactions_of(visitor)) == 2


@pytest.mark.parametrize("path", ["/transactions", "/transactions/batch"])
def test_a_key_stands_for_one_request(visitor: Person, path: str) -> None:
    ok(visitor.post("/transactions", visitor.entry("1.00"), headers=KEY), 201)
    other = visitor.entry("2.00")

    with nothing_written(visitor):
        body = other if path == "/transactions" else {"create": [other]}
        response = visitor.post(path, body, headers=KEY)

    problem(response, 422, "idempotency-key-reused")


def test_a_refused_request_does_not_use_up_its_key(visitor: Person) -> None:
    wrong = visitor.entry("1.00", category_id="missing")
    problem(
        visitor.post("/transactions", wrong, headers=KEY), 422, "invalid-argument", "category_id"
    )

    ok(visitor.post("/transactions", visitor.entry("1.00"), headers=KEY), 201)


def test_keys_of_two_people_have_nothing_to_do_with_each_other(visitor: Person) -> None:
    other = new_visitor()

    ok(visitor.post("/transactions", visitor.entry(), headers=KEY), 201)
    ok(other.post("/transactions", other.entry(), headers=KEY), 201)


@pytest.mark.parametrize("key", ["", "a b", "ä", "x" * 256, "a\tb"])
@pytest.mark.parametrize("path", ["/transactions", "/transactions/batch", "/categories"])
def test_a_key_is_1_to_255_visible_characters(visitor: Person, path: str, key: str) -> None:
    body = {
        "/transactions": visitor.entry(),
        "/transactions/batch": {"create": [visitor.entry()]},
        "/categories": {"name": "Pets", "type": "EXPENSE"},
    }[path]

    with nothing_written(visitor):
        refused = visitor.post(path, body, headers={"Idempotency-Key": key})

    problem(refused, 422, "invalid-argument", "Idempotency-Key")
    taken = visitor.post(path, body, headers={"Idempotency-Key": "~" * 255})
    assert taken.status_code in {200, 201}


def test_concurrent_requests_with_one_key_record_one_transaction(visitor: Person) -> None:
    entry = visitor.entry("12.50")

    with ThreadPoolExecutor(4) as pool:
        responses = list(
            pool.map(lambda _: visitor.post("/transactions", entry, headers=KEY), range(4))
        )

    answers = [ok(response, 201) for response in responses]
    assert all(answer == answers[0] for answer in answers)
    assert transactions_of(visitor) == [answers[0]]
    assert report_of(visitor)["total_expenses"] == "12.50"
    assert_every_revision_is_logged(visitor.store)


def test_concurrent_edits_with_one_etag_have_one_winner(visitor: Person) -> None:
    path = f"/transactions/{visitor.record('1.00')['id']}"

    def edit(amount: str) -> int:
        headers = {"If-Match": '"1"'}
        return visitor.patch(path, {"amount": amount}, headers=headers).status_code

    with ThreadPoolExecutor(3) as pool:
        statuses = list(pool.map(edit, ["2.00", "3.00", "4.00"]))

    assert sorted(statuses) == [200, 412, 412]
    assert_law_holds(visitor.store)


def test_concurrent_deletes_of_one_transaction_have_one_winner(visitor: Person) -> None:
    path = f"/transactions/{visitor.record('1.00')['id']}"

    with ThreadPoolExecutor(3) as pool:
        statuses = [r.status_code for r in pool.map(lambda _: visitor.delete(path), range(3))]

    assert sorted(statuses) == [204, 404, 404]
    assert report_of(visitor)["transaction_count"] == 0
    assert_law_holds(visitor.store)


def _requests(visitor: Person) -> dict[str, tuple[str, str, Any, int]]:
    """Return one of every kind of write, with its status."""
    rent = f"/categories/{visitor.category_ids['Rent']}"
    groceries = visitor.category_ids["Groceries"]
    kept = f"/transactions/{visitor.record('1.00', 'Dining')['id']}"
    trashed = f"/transactions/{visitor.record('2.00', 'Dining')['id']}"
    ok(visitor.delete(trashed), 204)
    return {
        "record": ("POST", "/transactions", visitor.entry(), 201),
        "patch": ("PATCH", kept, {"amount": "9.00"}, 200),
        "put": ("PUT", kept, visitor.entry("9.00"), 200),
        "delete": ("DELETE", kept, None, 204),
        "restore": ("POST", f"{trashed}/restore", {"category_id": groceries}, 200),
        "batch": ("POST", "/transactions/batch", {"delete": [{"id": kept[14:]}]}, 200),
        "create a category": ("POST", "/categories", {"name": "P", "type": "EXPENSE"}, 201),
        "rename a category": ("PATCH", rent, {"name": "Lodging"}, 200),
        "delete a category": ("DELETE", rent, None, 204),
        "merge": ("DELETE", f"{rent}?reassign_to={groceries}", None, 204),
    }


@pytest.mark.parametrize(
    "request_name",
    [
        "record", "patch", "put", "delete", "restore", "batch", "create a category",
        "rename a category", "delete a category", "merge",
    ],
)  # fmt: skip
@pytest.mark.parametrize("what", ["commit refused", "answer lost", "contention"])
def test_a_commit_that_goes_wrong_once_is_nothing_the_client_sees(
    visitor: Person, request_name: str, what: str
) -> None:
    method, path, body, status = _requests(visitor)[request_name]
    changes = f"{visitor.store.ref.path}/changes/"
    before = [p for p in documents_of(visitor.store.ref.path) if p.startswith(changes)]

    with fault(what) as injected:
        headers = {} if method == "POST" else {"If-Match": "*"}
        response = visitor.call(method, path, json=body, headers=headers)

    assert injected.has_struck
    ok(response, status)
    after = [p for p in documents_of(visitor.store.ref.path) if p.startswith(changes)]
    assert len(after) == len(before) + 1
    assert_law_holds(visitor.store)


def test_an_edit_under_if_match_whose_answer_was_lost_is_not_taken_for_a_lost_update(
    visitor: Person,
) -> None:
    path = f"/transactions/{visitor.record('1.00')['id']}"

    with fault("answer lost"):
        response = visitor.patch(path, {"amount": "2.00"}, headers={"If-Match": '"1"'})

    assert (ok(response)["amount"], response.headers["ETag"]) == ("2.00", '"2"')
