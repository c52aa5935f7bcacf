"""Work that one commit cannot hold: in chunks it ends, and what cannot be divided is refused."""

from __future__ import annotations

from typing import Any

import pytest

from shared.models.history.kinds import Entity
from shared.repositories.firestore import commit
from shared.repositories.firestore.usage import counted_usage
from shared.services.history import undo
from shared.services.ledger import batches
from tests.http.answers import nothing_written, ok, problem, transactions_of
from tests.support.ledgers.ledgers import assert_law_holds, new_account, operation
from tests.support.ledgers.people import Person, registered_user

pytestmark = pytest.mark.usefixtures("emulators")

ROWS = 60
MAX_BYTES = 60_000
"""In the place of 8 MiB; a commit of all rows is several times as large."""


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Person:
    """Return a user with more transactions than one commit can change."""
    user = registered_user()
    rows = [user.entry(notes=f"{number} " + "x" * 1_900) for number in range(ROWS)]
    ok(user.post("/transactions/batch", {"create": rows}))
    monkeypatch.setattr(commit, "MAX_COMMIT_BYTES", MAX_BYTES)
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
            return {"delete": [{"id": one} for one in ids]}


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


def test_a_batch_of_too_many_documents_is_refused_and_a_part_of_it_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(batches, "MAX_DOCUMENTS", 50)
    user = registered_user()
    # The undo of each row has a transaction, two changes, a month and a payee.
    rows = [
        user.entry(date=f"2025-{month:02}-01", payee=f"Shop {month}", tags=[f"tag {month}"])
        for month in range(1, 11)
    ]
    with nothing_written(user):
        refused = problem(
            user.post("/transactions/batch", {"create": rows}), 409, "commit-too-large"
        )

    assert "one commit of 55 documents, and 50 are possible" in refused["detail"]
    ok(user.post("/transactions/batch", {"create": rows[:9]}))
    assert_law_holds(user.store)


@pytest.mark.parametrize("most", [66, 65])
def test_a_batch_is_accepted_only_if_its_undo_fits_one_commit(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    for module in (batches, undo):
        monkeypatch.setattr(module, "MAX_DOCUMENTS", most)
    monkeypatch.setattr(undo, "_FEW", 1)
    user = registered_user()
    # Of each of 15 rows, the undo reads a change, and writes another one, a transaction and a
    # payee; then there are the month, which is one, and five others.
    rows = [user.entry(payee=f"Shop {number}") for number in range(15)]
    made = user.post("/transactions/batch", {"create": rows})

    if most == 65:
        detail = problem(made, 409, "commit-too-large")["detail"]
        assert "The undo of this would be one commit of 66 documents, and 65 are" in detail
    else:
        ok(made)
        path = f"/changes/{made.headers['X-Change-Id']}/undo"
        ok(user.post(path, {"whole_operation": True}))
    assert transactions_of(user) == []
    assert_law_holds(user.store)


def test_a_batch_is_refused_if_its_undo_has_too_many_bytes(person: Person) -> None:
    ids = [one["id"] for one in transactions_of(person)]
    # The change has the former notes, and the undo writes them once more.
    rows = [{"id": one, "notes": None} for one in ids[:14]]

    detail = problem(person.post("/transactions/batch", {"update": rows}), 409, "commit-too-large")[
        "detail"
    ]
    assert "The undo of this would be one commit of 0.1 MiB" in detail
    made = person.post("/transactions/batch", {"update": rows[:8]})
    ok(made)
    path = f"/changes/{made.headers['X-Change-Id']}/undo"
    ok(person.post(path, {"whole_operation": True}))
    assert_law_holds(person.store)


def test_the_undo_of_a_batch_reads_the_changes_made_since_if_these_are_fewer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(undo, "_FEW", 1)
    user = registered_user()
    made = ok(user.post("/transactions/batch", {"create": [user.entry() for _ in range(4)]}))
    ids = [one["id"] for one in made["created"]]
    batch = user.store.changes.list_before(None, 1)[0]
    reads = []
    for _ in range(2):
        with counted_usage() as usage:
            [undone, *_] = undo.undo_operation(user.store, operation(), batch)
        reads.append(usage.reads)
        assert transactions_of(user) == []
        undo.undo_operation(user.store, operation(), undone)
        assert {one["id"] for one in transactions_of(user)} == set(ids)

    # The four changes and the ledger; then eight changes were made since, so the ledger is read
    # with the four transactions, of each of which two later changes have to be looked at.
    assert reads == [4 + 1, 4 + 1 + (1 + 4) + 4 * 2]
    assert_law_holds(user.store)


def test_an_undo_that_no_commit_holds_is_refused_and_that_of_one_change_is_not(
    person: Person,
) -> None:
    created = next(
        one for one in person.store.changes.stream_all() if one.entity is Entity.TRANSACTION
    )
    path = f"/changes/{created.id}/undo"
    with nothing_written(person):
        refused = problem(person.post(path, {"whole_operation": True}), 409, "commit-too-large")

    assert "Undo its changes one by one, without whole_operation." in refused["detail"]
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
