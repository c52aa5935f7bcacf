"""Work that one commit cannot hold: in chunks it ends, and what cannot be divided is refused."""

from __future__ import annotations

from typing import Any

import pytest

from shared.models.history.kinds import Entity
from shared.repositories.firestore import commit
from tests.http.answers import nothing_written, ok, problem, transactions_of
from tests.support.ledgers import assert_law_holds, new_account
from tests.support.people import Person, registered_user

pytestmark = pytest.mark.usefixtures("emulators")

ROWS = 60
MOST_BYTES = 60_000
"""In the place of 9 MiB; a commit of all rows is several times as large."""


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Person:
    """Return a user with more transactions than one commit can change."""
    user = registered_user()
    rows = [user.entry(notes=f"{number} " + "x" * 1_900) for number in range(ROWS)]
    ok(user.post("/transactions/batch", {"create": rows}))
    monkeypatch.setattr(commit, "MAX_COMMIT_BYTES", MOST_BYTES)
    return user


def commits_of(person: Person, cause: str) -> list[int]:
    """Return the number of logged changes of each commit with this cause, oldest first."""
    found = [change for change in person.store.changes.stream_all() if change.cause == cause]
    operations = dict.fromkeys(change.operation_id for change in found)
    return [sum(change.operation_id == one for change in found) for one in operations]


def batch_of(person: Person, kind: str, ids: list[str]) -> dict[str, Any]:
    """Return a batch that creates, changes or deletes that many large transactions."""
    match kind:
        case "create":
            return {"create": [person.entry(notes="y" * 1_900) for _ in ids]}
        case "update":
            return {"update": [{"id": one, "description": "Changed"} for one in ids]}
        case _:
            return {"delete": ids}


@pytest.mark.parametrize("kind", ["create", "update", "delete"])
def test_a_batch_that_no_commit_holds_is_refused_and_a_part_of_it_is_not(
    person: Person, kind: str
) -> None:
    ids = [one["id"] for one in transactions_of(person)]
    with nothing_written(person):
        refused = problem(
            person.post("/transactions/batch", batch_of(person, kind, ids)),
            409,
            "commit-too-large",
        )

    assert "0.1 MiB are possible" in refused["detail"]
    ok(person.post("/transactions/batch", batch_of(person, kind, ids[:5])))
    assert_law_holds(person.store)


def test_an_undo_that_no_commit_holds_is_refused_and_that_of_one_change_is_not(
    person: Person,
) -> None:
    created = next(
        one for one in person.store.changes.stream_all() if one.entity is Entity.TRANSACTION
    )
    path = f"/changes/{created.id}/undo"
    with nothing_written(person):
        problem(person.post(path, {"whole_operation": True}), 409, "commit-too-large")

    ok(person.post(path, {}))

    assert len(transactions_of(person)) == ROWS - 1
    assert_law_holds(person.store)


def test_a_merge_goes_on_in_chunks_that_a_commit_holds(person: Person) -> None:
    source, target = (person.category_ids[name] for name in ("Groceries", "Rent"))

    ok(person.delete(f"/categories/{source}?reassign_to={target}"), 204)

    assert {one["category_id"] for one in transactions_of(person)} == {target}
    sizes = commits_of(person, "category_merge")
    assert len(sizes) > 3
    assert max(sizes) < ROWS
    assert_law_holds(person.store)


def test_an_account_is_merged_in_chunks_that_a_commit_holds(person: Person) -> None:
    target = new_account(person.store, "Other")
    source = new_account(person.store, "Source")
    ids = [one["id"] for one in transactions_of(person)]
    for start in range(0, ROWS, 5):
        moved = [{"id": one, "account_id": source} for one in ids[start : start + 5]]
        ok(person.post("/transactions/batch", {"update": moved}))

    ok(person.delete(f"/accounts/{source}?reassign_to={target}"), 204)

    assert {one["account_id"] for one in transactions_of(person)} == {target}
    assert len(commits_of(person, "account_merge")) > 3
    assert_law_holds(person.store)


def test_rules_are_applied_in_chunks_that_a_commit_holds(person: Person) -> None:
    condition = {"field": "NOTES", "operator": "CONTAINS", "value": "x"}
    rule = {"conditions": [condition], "actions": {"tags": ["seen"]}}
    ok(person.post("/rules", rule), 201)

    run = ok(person.post("/rules/apply", {"dry_run": False}))

    assert run["changed"] == ROWS
    assert len(transactions_of(person, tag="seen")) == ROWS
    assert len(commits_of(person, "rules")) > 3
    assert_law_holds(person.store)


def test_a_backup_is_restored_in_chunks_that_a_commit_holds(person: Person) -> None:
    backup = ok(person.get("/exports/ledger"))
    other = registered_user()

    ok(other.call("POST", "/imports/restore", json=backup), 201)

    assert len(transactions_of(other)) == ROWS
    assert_law_holds(other.store)
