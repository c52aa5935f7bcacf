"""Whatever a client sends, an error answer is small, and takes little memory to find."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from functions.http.app import MAX_BODY_BYTES
from shared.errors import MAX_ERRORS
from shared.models.exports.backup_lists import record_lists
from tests.http.answers import nothing_written, problem
from tests.http.operations import ANY_IDS, EVERY, ON_WORKSPACES, ApiOperation
from tests.support.cases import for_each
from tests.support.ledgers.people import Person, registered_user
from tests.support.ledgers.people import visitor as new_visitor
from tests.support.ledgers.workspaces import new_workspace
from tests.support.measures.memory import peak_memory
from tests.support.served import served

pytestmark = [
    pytest.mark.early,
    pytest.mark.usefixtures("emulators"),
    pytest.mark.skipif(sys.platform != "linux", reason="Linux alone tells the peak of memory."),
]

MAX_ANSWER_BYTES = 64 * 1024
MAX_ADDED_BYTES = 100 * 1024 * 1024

WITH_BODY = list({row.id: row for row in EVERY if isinstance(row.body, dict)}.values())


@pytest.fixture(scope="module")
def person() -> Iterator[Person]:
    """Yield a registered user, who may call every operation; nothing is written by any test."""
    user = registered_user(is_verified=True)
    assert user.get("/categories").status_code == 200  # Which creates the ledger.
    with nothing_written(user):
        yield user


@pytest.fixture(scope="module")
def ids(person: Person) -> dict[str, str]:
    """Return an id for each name, that of a workspace of the user among them."""
    return ANY_IDS | {"workspace": new_workspace(person).id, "member": person.uid}


def short_json(content: Any) -> str:
    """Return content as JSON without spaces."""
    return json.dumps(content, separators=(",", ":"))


_ROOM = MAX_BODY_BYTES - 4096
_MANY_ELEMENTS = "[" + "0," * (_ROOM // 3) + "0]"
_LONG_TEXT = '"' + "x" * _ROOM + '"'
_LONG_NUMBER = "9" * 4000

_COUNTED = record_lists().keys() - {"transactions"}
"""Lists of backups, whose elements are counted by the same code, and one by one."""


@cache
def many_members() -> str:
    """Return JSON of an object with very many members."""
    return short_json({f"k{number}": 0 for number in range(_ROOM // 12)})


@cache
def many_objects() -> tuple[str, ...]:
    """Return JSON of lists of objects, each with errors in it."""
    return (
        short_json([{f"k{n}": 0 for n in range(30)}] * (_ROOM // 300)),
        short_json([{"splits": [{}] * 50, "tags": [0] * 20}] * 500),
    )


def too_much(body: dict[str, Any]) -> Iterator[str]:
    """Yield JSON of nearly the greatest length, each wrong in another way."""
    yield many_members()
    yield with_member(body, "x" * _ROOM, "0")
    for name, value in body.items():
        if name not in _COUNTED:
            yield with_member(body, name, _MANY_ELEMENTS)
        for large in (_LONG_TEXT, many_members(), _LONG_NUMBER):
            yield with_member(body, name, large)
        for large in many_objects() if isinstance(value, list) else ():
            yield with_member(body, name, large)


def with_member(body: dict[str, Any], name: str, value: str) -> str:
    """Return a body as JSON in which a member has a value that is JSON already."""
    others = [(key, short_json(other)) for key, other in body.items() if key != name]
    return "{" + ",".join(f'"{key}":{text}' for key, text in [*others, (name, value)]) + "}"


def test_operations_on_workspaces_are_among_those_with_a_body() -> None:
    assert {row.id for row in WITH_BODY} & {row.id for row in ON_WORKSPACES}


@for_each("operation", WITH_BODY)
def test_no_error_is_large_or_takes_much_memory(
    operation: ApiOperation, person: Person, ids: dict[str, str]
) -> None:
    path = operation.path.format(**ids)
    for content in too_much(operation.body):
        assert len(content) <= MAX_BODY_BYTES
        with peak_memory() as peak:
            answer = person.call(
                operation.method, path, data=content, content_type="application/json"
            )
        told = answer.get_data()

        # Not 403 or 404: the body was read.
        assert answer.status_code in {400, 422}, content[:200]
        assert len(told) <= MAX_ANSWER_BYTES, content[:200]
        assert peak.added_bytes <= MAX_ADDED_BYTES, content[:200]


def test_a_demo_session_costs_no_more_without_a_token() -> None:
    content = json.dumps({f"k{number}": 0 for number in range(MAX_BODY_BYTES // 14)})
    with peak_memory() as peak:
        answer = served("createDemoSession").post(
            "/", data=content, content_type="application/json"
        )

    assert problem(answer, 422, "invalid-argument", "body")["errors"] == [
        {"field": "body", "message": "must have at most 40 members"}
    ]
    assert peak.added_bytes <= MAX_ADDED_BYTES


def test_of_many_errors_twenty_are_told_and_the_number_of_the_others() -> None:
    visitor = new_visitor()
    rows = [visitor.entry() | {"amount": "x"} for _ in range(500)]

    fields = [f"create.{number}.amount" for number in range(MAX_ERRORS)]
    answer = visitor.post("/transactions/batch", {"create": rows})
    told = problem(answer, 422, "invalid-argument", *fields)

    assert told["more_errors"] == 500 - MAX_ERRORS
    assert told["detail"].endswith("; and 480 more")


def test_a_field_that_nobody_would_read_is_told_in_part() -> None:
    answer = new_visitor().post("/categories", {"x" * 1000: 0})
    told = problem(answer, 422, "invalid-argument", "name", "type", "x" * 199 + "…")

    [unknown] = [error for error in told["errors"] if error["field"].startswith("x")]
    assert unknown == {"field": "x" * 199 + "…", "message": "is not a known field"}
