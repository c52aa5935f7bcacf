"""The example of each body in openapi.json, with which its page is filled, is accepted."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from shared.models.people.access import TenantKind
from tests.http.answers import ok
from tests.http.operation import ApiOperation
from tests.http.operations import EVERY, Scope, furnish
from tests.support import people
from tests.support.cases import for_each
from tests.support.document import operations
from tests.support.served import served
from tests.support.workspaces import new_workspace

pytestmark = pytest.mark.usefixtures("emulators")

NEED_MORE = frozenset({"accept_invitation", "decline_invitation", "transfer_workspace"})
"""Operations that need a token or a member; the examples of these are not real."""


def example_of(operation_id: str) -> Any:
    """Return the first example of the body of an operation; None if it takes none."""
    for operation in operations().values():
        if operation["operationId"] == operation_id and "requestBody" in operation:
            return next(iter(operation["requestBody"]["content"].values()))["example"]
    return None


def with_names(example: Any, body: Any) -> Any:
    """Return an example in which names of the table take the place of ids and tokens."""
    if not isinstance(example, dict) or not isinstance(body, dict):
        return example
    return {key: body[key] if _is_name(body.get(key)) else one for key, one in example.items()}


def _is_name(value: Any) -> bool:
    first = value[0] if isinstance(value, list) and value else value
    return isinstance(first, str) and re.fullmatch(r"\{\w+\}", first) is not None


def rows(scope: Scope) -> list[ApiOperation]:
    """Return one row of the table for each operation of a scope that takes a body."""
    found: dict[str, ApiOperation] = {}
    for row in EVERY:
        example = example_of(row.id)
        if row.scope is scope and example is not None and row.id not in NEED_MORE:
            if isinstance(example, str):
                example = example.encode()
            body = example if isinstance(example, bytes) else with_names(example, row.body)
            found.setdefault(row.id, replace(row, body=body))
    # The order names all rules, so it comes before another rule.
    return sorted(found.values(), key=lambda row: row.id != "order_rules")


@pytest.fixture(scope="module")
def person(emulators: None) -> people.Person:
    return people.visitor()


@pytest.fixture(scope="module")
def ids(person: people.Person) -> dict[str, str]:
    return furnish(person)


@for_each("row", rows(Scope.LEDGER))
def test_the_example_of_a_ledgers_operation_is_accepted(
    row: ApiOperation, person: people.Person, ids: dict[str, str]
) -> None:
    answer = row.ask(person, ids)

    assert answer.status_code == row.status, answer.get_data(as_text=True)


def test_the_examples_of_a_persons_operations_are_accepted(emulators: None) -> None:
    person = people.registered_user()  # With an empty ledger, which takes sample data.
    for row in rows(Scope.SELF):
        answer = row.ask(person, {})
        assert answer.status_code == row.status, answer.get_data(as_text=True)


def test_the_examples_of_a_workspaces_operations_are_accepted(emulators: None) -> None:
    owner, member = (people.registered_user(is_verified=True) for _ in range(2))
    workspace = new_workspace(owner)
    workspace.admit(member)
    ids = {"workspace": workspace.id, "member": member.uid}

    for row in (*rows(Scope.WORKSPACE), *rows(Scope.REGISTERED)):
        if row.id != "claim_demo":
            answer = row.ask(owner, ids)
            assert answer.status_code == row.status, answer.get_data(as_text=True)


def test_the_examples_of_demos_and_of_their_takeover_are_accepted(emulators: None) -> None:
    made = served("createDemoSession").post("/", json=example_of("create_demo_session"))
    session = ok(made, 201)
    visitor = people.Person(session["demo_id"], session["token"], TenantKind.DEMO)

    ok(people.link_email(visitor).post("/me/claim_demo", example_of("claim_demo")))


def test_the_example_of_a_backup_is_restored_into_an_empty_ledger(emulators: None) -> None:
    ok(people.visitor().post("/imports/restore", example_of("restore_ledger")), 201)


def test_the_example_of_a_rollup_is_accepted(emulators: None) -> None:
    ok(served("monthlyRollup").post("/", json=example_of("monthly_rollup")), 202)
