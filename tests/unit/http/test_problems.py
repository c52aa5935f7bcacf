"""Every problem is at most 64 KiB, with the longest text that a client can send or store."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from functions.http.parameters import no_content
from functions.http.problems import MAX_DETAIL_LENGTH, problem_of_error, problem_of_http
from functions.ledger.views import transaction_view
from functions.rules.views import rule_view
from shared.errors import (
    MAX_ERRORS,
    FieldError,
    InvalidArgument,
    LastAdmin,
    NotUndoable,
    PreconditionFailed,
    UndoConflict,
)
from shared.models.ledger.inputs.transaction import SplitDraft, TransactionDraft
from shared.models.ledger.transactions.tags import MAX_TAGS
from shared.models.ledger.transactions.transaction import MAX_SPLITS, Split, Transaction
from shared.models.rules.rule import MAX_CONDITIONS, Rule
from shared.models.values.money import MAX_AMOUNT_MINOR
from tests.support.document import document
from tests.unit.examples import NOON, transaction

MAX_BYTES = 64 * 1024

WIDE = "😀"
"""A character of four bytes; no other takes more in an answer, except a lone surrogate."""

LONE_SURROGATE = "\ud800"
LONGEST_ID = "Z" * 64


def longest_transaction() -> Transaction:
    """Return a transaction with the longest text in each field, and all splits and tags."""
    split = Split(category_id=LONGEST_ID, amount_minor=-MAX_AMOUNT_MINOR, note=WIDE * 200)
    return transaction(
        **dict.fromkeys(("id", "account_id", "to_account_id", "import_id"), LONGEST_ID),
        category_id=None,
        splits=(split,) * MAX_SPLITS,
        payee=WIDE * 100,
        description=WIDE * 200,
        notes=WIDE * 2000,
        tags=tuple(f"{number:02}{WIDE * 28}" for number in range(MAX_TAGS)),
        external_id=WIDE * 200,
        deleted_at=NOON,
    )


def longest_rule() -> Rule:
    """Return a rule with the longest text in each condition, and all tags."""
    condition = {"field": "DESCRIPTION", "operator": "CONTAINS", "value": WIDE * 200}
    tags = [f"{number:02}{WIDE * 28}" for number in range(MAX_TAGS)]
    return Rule.model_validate(
        {
            "id": LONGEST_ID,
            "name": WIDE * 100,
            "conditions": [condition] * MAX_CONDITIONS,
            "actions": {"category_id": LONGEST_ID, "payee": WIDE * 100, "tags": tags},
            "created_at": NOON,
            "updated_at": NOON,
        }
    )


def size_of(error: Any) -> int:
    """Return the number of bytes of a problem, which must be JSON."""
    content = problem_of_error(error, "r" * 64).get_data()
    json.loads(content)
    return len(content)


def test_no_text_of_a_transaction_may_be_longer_than_in_the_longest_one() -> None:
    longest = longest_transaction()
    names = ("payee", "description", "notes", "tags")
    entry = {name: getattr(longest, name) for name in names}
    draft: dict[str, Any] = {"type": "EXPENSE", "amount": 1, "date": "2026-03-31"} | entry
    split = {"category_id": LONGEST_ID, "amount": 1}

    TransactionDraft.model_validate({**draft, "category_id": LONGEST_ID})
    SplitDraft.model_validate({**split, "note": longest.splits[0].note})
    for name in names[:3]:
        with pytest.raises(ValueError, match=name):
            TransactionDraft.model_validate({**draft, name: entry[name] + WIDE})
    with pytest.raises(ValueError, match="note"):
        SplitDraft.model_validate({**split, "note": f"{longest.splits[0].note}{WIDE}"})


@pytest.mark.parametrize(
    ("resource", "view"),
    [(longest_transaction(), transaction_view), (longest_rule(), rule_view)],
    ids=["transaction", "rule"],
)
def test_a_failed_precondition_has_room_for_the_largest_resource(
    resource: Any, view: Callable[[Any], BaseModel]
) -> None:
    content = problem_of_error(PreconditionFailed(resource), "r" * 64).get_data()

    assert json.loads(content)["current"] == view(resource).model_dump(mode="json")
    assert len(content) <= MAX_BYTES


@pytest.mark.parametrize("character", [WIDE, LONE_SURROGATE, "\x00", '"'])
def test_every_problem_that_quotes_a_client_is_small(character: str) -> None:
    long = character * 10_000
    errors = [FieldError(long, long)] * 1000

    for error in (
        InvalidArgument(*errors),
        NotUndoable(long),
        LastAdmin([long] * 100, ["w" * 64] * 1000),
        UndoConflict(["c" * 64] * 1000),
    ):
        assert size_of(error) <= MAX_BYTES


def test_the_longest_detail_ends_in_an_ellipsis() -> None:
    told = json.loads(problem_of_error(NotUndoable("x" * 10_000), "r").get_data())

    assert len(told["detail"]) == MAX_DETAIL_LENGTH
    assert told["detail"].endswith("x…")


def test_a_lone_surrogate_is_told_as_it_was_sent() -> None:
    error = InvalidArgument(FieldError(f"a{LONE_SURROGATE}", "is not a known field"))

    told = json.loads(problem_of_error(error, "r").get_data())

    assert told["errors"] == [{"field": f"a{LONE_SURROGATE}", "message": "is not a known field"}]
    assert error.more == 0 < MAX_ERRORS


@pytest.mark.parametrize(
    ("error", "detail"),
    [
        (NotFound(), "There is nothing at this path."),
        (MethodNotAllowed(["GET"]), "This path does not have this method."),
    ],
)
def test_an_unknown_path_or_method_is_told_in_our_words(error: HTTPException, detail: str) -> None:
    answer = problem_of_http(error, "request")

    assert answer.get_json(force=True)["detail"] == detail


def test_an_answer_without_content_has_no_type_of_content() -> None:
    answer = no_content()

    assert (answer.status_code, answer.get_data()) == (204, b"")
    assert "Content-Type" not in answer.headers


def test_a_message_has_room_for_all_values_that_a_client_may_send() -> None:
    schemas = document()["components"]["schemas"]
    enumerations = [
        schema["enum"]
        for name, schema in schemas.items()
        if "enum" in schema and name != "ProblemCode"
    ]

    assert len(enumerations) > 20
    for values in enumerations:
        message = f"must be {', '.join(values[:-1])} or {values[-1]}"
        [error] = InvalidArgument.of("kind", message).errors
        assert error.message == message
