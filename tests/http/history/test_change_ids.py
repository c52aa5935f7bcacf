"""The answer of each write names its change, by which it is undone without another read."""

from __future__ import annotations

from dataclasses import replace

from werkzeug.test import TestResponse

from tests.http.answers import ok
from tests.http.operation import ApiOperation
from tests.http.operations import EVERY, furnish
from tests.support.document import operations
from tests.support.ledgers.ledgers import assert_law_holds
from tests.support.ledgers.people import Person
from tests.support.ledgers.people import visitor as new_visitor

HEADER = "X-Change-Id"
WHOLE = {"whole_operation": True}
ELSEWHERE = {"undo_change", "add_sample_data"}
NOT_UNDONE = {"create_webhook", "patch_webhook", "rotate_webhook_secret", "delete_webhook"}
"""Changes that are logged, and that no undo takes back: a secret does not return."""

_RULE = {
    "conditions": [{"field": "DESCRIPTION", "operator": "CONTAINS", "value": "market"}],
    "actions": {"tags": ["market"]},
}


def declaring() -> set[str]:
    """Return the ids of the operations that declare the header."""
    return {
        one["operationId"]
        for one in operations().values()
        if any(HEADER in response["headers"] for response in one["responses"].values())
    }


def writes(rules: list[str]) -> list[ApiOperation]:
    """Return each way to call the operations that declare the header and are undone here."""
    found = [row for row in EVERY if row.id in declaring() - ELSEWHERE - NOT_UNDONE]
    order = {"ids": rules[::-1]}
    return [replace(row, body=order) if row.id == "order_rules" else row for row in found]


def undo_by(person: Person, answer: TestResponse) -> TestResponse:
    """Undo what a request has changed, and return the answer."""
    undone = person.post(f"/changes/{answer.headers[HEADER]}/undo", WHOLE)
    assert ok(undone)["undone"] == answer.headers[HEADER]
    return undone


def test_each_write_names_its_change_and_is_undone_by_it() -> None:
    person, empty = new_visitor(), new_visitor()
    ids = furnish(person)
    second = ok(person.post("/rules", _RULE), 201)["id"]
    person.record("1.00", description="Market")
    naming = set()

    for row in writes([ids["rule"], second]):
        answer = row.ask(person, ids)
        assert answer.status_code == row.status, (row.name, answer.get_data(as_text=True))
        if HEADER in answer.headers:
            naming |= {row.id}
            redone = undo_by(person, undo_by(person, answer))
            undo_by(person, redone)
    undo_by(empty, empty.post("/me/sample_data"))

    assert naming | ELSEWHERE | NOT_UNDONE == declaring()
    assert_law_holds(person.store)


def test_a_request_that_changes_nothing_names_no_change() -> None:
    person = new_visitor()
    recorded = person.record("1.00")

    same = person.patch(f"/transactions/{recorded['id']}", {"amount": "1.00"})

    assert (same.status_code, HEADER in same.headers) == (200, False)
    assert HEADER not in person.get(f"/transactions/{recorded['id']}").headers


def test_a_retry_names_the_change_of_the_first_request() -> None:
    person, key = new_visitor(), {"Idempotency-Key": "a-key"}
    entry = person.entry()

    first, second = (person.post("/transactions", entry, headers=key) for _ in range(2))

    assert first.headers[HEADER] == second.headers[HEADER]
    [change] = ok(undo_by(person, second))["changes"]
    assert change["entity_id"] == ok(first, 201)["id"]
