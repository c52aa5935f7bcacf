"""A request reads no document twice, unless it has to know what is there by then.

The table is ``operations.py``. Every operation is called on a person's own ledger; on a workspace
its document is read once more, with the membership, before the operation begins.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from shared.models.people.access import Role
from shared.repositories import connections
from tests.http.answers import ok
from tests.http.operations import EVERY, ApiOperation, Scope, furnish
from tests.support.ledgers.people import Person, registered_user
from tests.support.observers.stored_trees import Snapshot

# Sample data needs an empty ledger, and has a test of its own.
_NOT_IN_THE_TABLE = {"delete_me", "add_sample_data"}
_ON_OWN_LEDGER = [
    row
    for row in EVERY
    if row.scope in {Scope.LEDGER, Scope.SELF} and row.id not in _NOT_IN_THE_TABLE
]
_START_DAY = {"month_start": {"day": 25}}
_STARTING_MONTHS = [
    ApiOperation(
        "patch_settings", "start months", "PATCH", "/settings", 200, Role.ADMIN, _START_DAY
    ),
    ApiOperation("patch_me", "start my months", "PATCH", "/me", 200, None, _START_DAY),
]

# A preview plans by the ledger, compares at one instant, and commits what it planned.
_PREVIEW = {"": 3}
# The settings, the plan, the differences, the built months, the new calendar, and the cleanup.
_REBUILD = {"": 8, "/summaries/2026-03-d25": 2, "/summaries/2026-04-d25": 2}

READ_AGAIN: dict[str, dict[str, int]] = {
    "preview a file": _PREVIEW,
    "preview onto an account": _PREVIEW,
    "preview into a category": _PREVIEW,
    # The change to undo is read before the commit.
    "undo a change": {"": 2},
    "undo an import": {"": 2, "/imports/{import}": 2},
    # It reads as of one instant, and is stored unless a later one is there.
    "analyse the history": {"": 2, "/planning/suggestions": 2},
    # A sign-in that is not known yet is noted in a commit.
    "get me": {"": 2},
    "start months": _REBUILD,
    "start my months": _REBUILD,
}
"""How often documents are read whose state is to be known again, by their places in the ledger."""


class _Documents:
    """Counts how often each document is asked for by its name."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def before(self, method: str, request: Any) -> None:
        if method == "batch_get_documents":
            self.counts.update(name.partition("/documents/")[2] for name in request["documents"])

    def after(self, method: str, request: Any) -> None:
        """Ignore the answer."""


@pytest.fixture(scope="module")
def person(emulators: None) -> Person:
    return registered_user(is_verified=True)


@pytest.fixture(scope="module")
def ids(person: Person) -> dict[str, str]:
    return furnish(person)


@pytest.fixture(scope="module")
def snapshot(person: Person, ids: dict[str, str]) -> Snapshot:
    return Snapshot.take(person.store.ref.path)


@pytest.mark.parametrize("operation", [*_ON_OWN_LEDGER, *_STARTING_MONTHS], ids=str)
def test_a_request_reads_no_document_twice(
    person: Person, ids: dict[str, str], snapshot: Snapshot, operation: ApiOperation
) -> None:
    snapshot.put_back()

    with connections.firestore_client().observed_by(_Documents()) as documents:
        response = operation.ask(person, ids)
        content = response.get_data(as_text=True)

    assert response.status_code == operation.status, content
    root = person.store.ref.path
    again = {name.removeprefix(root): n for name, n in documents.counts.items() if n > 1}
    expected = READ_AGAIN.get(operation.name, {})
    assert again == {place.format(**ids): n for place, n in expected.items()}


def test_adding_sample_data_reads_no_document_twice(emulators: None) -> None:
    newcomer = registered_user()
    ok(newcomer.get("/categories"))

    with connections.firestore_client().observed_by(_Documents()) as documents:
        ok(newcomer.post("/me/sample_data"))

    assert max(documents.counts.values()) == 1


def test_every_exception_is_an_operation() -> None:
    assert READ_AGAIN.keys() <= {row.name for row in [*_ON_OWN_LEDGER, *_STARTING_MONTHS]}
