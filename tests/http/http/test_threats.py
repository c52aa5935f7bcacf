"""Threats of docs/security.md that no other module tests."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.http.answers import nothing_written, ok, problem, transactions_of
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.served import served

pytestmark = pytest.mark.usefixtures("emulators")

MISSING = "01JA2B3C4D5E6F7G8H9JKMNPQR"
OF_EVERY_OBJECT = (
    "__proto__",
    "constructor",
    "prototype",
    "__class__",
    "__name__",
    "toString",
)


@pytest.mark.parametrize("parameter", ["token", "access_token", "id_token", "auth", "key"])
def test_a_token_in_the_address_proves_nothing(visitor: Person, parameter: str) -> None:
    response = served("categories").get("/", query_string={parameter: visitor.token})

    problem(response, 401, "unauthenticated")


@pytest.mark.parametrize(
    "header", [{"X-Workspace-Id": "{uid}"}, {"X-User-Id": "{uid}"}, {"X-Forwarded-User": "{uid}"}]
)
@pytest.mark.parametrize("victim", [new_visitor, registered_user])
def test_no_header_leads_to_the_ledger_of_somebody_else(
    header: dict[str, str], victim: Any
) -> None:
    owner, stranger = victim(), registered_user()
    recorded = owner.record(description="owners")
    named = {name: value.format(uid=owner.uid) for name, value in header.items()}

    with nothing_written(owner):
        response = stranger.get("/transactions", headers=named)

    assert response.status_code in {200, 404}
    assert recorded["id"] not in response.get_data(as_text=True)


@pytest.mark.parametrize(
    "field", ["uid", "tenant", "owner", "role", "created_at", "revision", "sequence", "deleted_at"]
)
def test_nobody_sets_what_is_not_theirs_to_set(visitor: Person, field: str) -> None:
    recorded = visitor.record()
    path = f"/transactions/{recorded['id']}"

    with nothing_written(visitor):
        problem(visitor.post("/transactions", visitor.entry() | {field: "x"}), 422,
                "invalid-argument", field)  # fmt: skip
        problem(visitor.patch(path, {field: "x"}), 422, "invalid-argument", field)
        problem(visitor.patch("/me", {field: "x"}), 422, "invalid-argument", field)


@pytest.mark.parametrize("name", OF_EVERY_OBJECT)
def test_names_that_every_object_has_are_names_like_others(visitor: Person, name: str) -> None:
    entry = visitor.entry(payee=name, tags=[name], description=name)

    recorded = ok(visitor.post("/transactions", entry), 201)
    ok(visitor.post("/categories", {"name": name, "type": "EXPENSE"}), 201)

    assert [item["id"] for item in transactions_of(visitor, tag=name)] == [recorded["id"]]
    assert (recorded["payee"], recorded["tags"]) == (name, [name])
    problem(visitor.get(f"/transactions/{name}"), 404, "not-found")
    problem(visitor.post("/categories", {name: {"role": "admin"}}), 422, "invalid-argument",
            name, "name", "type")  # fmt: skip


def test_a_foreign_id_costs_what_a_missing_one_costs(
    visitor: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    owner = new_visitor()
    foreign = owner.record()["id"]
    asked = ("GET", None), ("PATCH", {"amount": "1.00"}), ("DELETE", None)
    capsys.readouterr()

    for method, body in asked:
        for transaction_id in (foreign, MISSING):
            path = f"/transactions/{transaction_id}"
            problem(visitor.call(method, path, json=body), 404, "not-found")

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    costs = [(line["documents_read"], line["documents_written"]) for line in lines]
    assert costs[::2] == costs[1::2]


@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", '{"severity": "CRITICAL"}\n', "\x1b[31m\n"])
def test_nothing_that_is_sent_makes_a_line_of_its_own_in_the_log(
    visitor: Person, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    capsys.readouterr()

    visitor.get("/transactions", query_string={"q": text, "cursor": text})
    visitor.post("/categories", {"name": text, text: text})
    visitor.call("GET", "/categories", environ_overrides={"HTTP_X_REQUEST_ID": text})

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["severity"] for line in lines] == ["INFO"] * 3
    assert all(text.strip() not in line["request_id"] for line in lines)


def test_an_expression_that_would_explode_elsewhere_is_answered_at_once(visitor: Person) -> None:
    rule = {
        "conditions": [{"field": "DESCRIPTION", "operator": "MATCHES", "value": "(a+)+$"}],
        "actions": {"tags": ["x"]},
    }
    created = visitor.post("/rules", rule)
    visitor.record(description="a" * 150 + "!")

    ok(created, 201)
    assert ok(visitor.post("/rules/apply", {"dry_run": True}))["matched"] == 0
