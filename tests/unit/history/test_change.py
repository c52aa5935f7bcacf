"""A change is logged under an id by which a retry of its request is known."""

from typing import Any

import pytest

from shared.models.history.change import Cause, Change, IdempotencyRecord, Operation
from shared.models.history.kinds import Entity
from shared.models.values.identifiers import is_id
from tests.unit.examples import NOON


def operation(key: str | None = "k1", actor: str = "alice") -> Operation:
    return Operation.of_request(actor=actor, at=NOON, key=key, request_hash="hash", cause=Cause.API)


def test_a_key_always_gives_the_same_change_id() -> None:
    assert operation("k1").change_id == operation("k1").change_id
    assert operation("k1").change_id != operation("k2").change_id


def test_keys_are_each_callers_own() -> None:
    assert operation(actor="alice").change_id != operation(actor="bob").change_id


@pytest.mark.parametrize("key", ["a", "~" * 255, "!/../%00"])
def test_any_key_gives_an_id_that_can_be_a_document(key: str) -> None:
    assert is_id(operation(key).change_id)


def test_without_a_key_every_request_is_another() -> None:
    assert operation(None).change_id != operation(None).change_id


def test_only_a_request_with_a_key_can_be_repeated() -> None:
    assert operation("k1").is_retryable
    assert not operation(None).is_retryable


def test_the_entries_of_one_operation_have_ids_in_their_order() -> None:
    one = operation()
    ids = [one.change_id_at(index) for index in range(1200)]

    assert ids[0] == one.change_id
    assert ids[1] == f"{one.change_id}n000001"
    assert ids == sorted(set(ids))
    assert all(map(is_id, ids))


def test_an_operation_may_name_the_ids_of_its_entries() -> None:
    one = operation().model_copy(update={"change_id": "a", "entry_ids": ("a", "b")})

    assert [one.change_id_at(index) for index in range(2)] == ["a", "b"]


def test_an_operation_says_who_when_and_what() -> None:
    one = operation()

    assert (one.actor, one.cause, one.at, one.request_hash) == ("alice", Cause.API, NOON, "hash")


def test_a_further_commit_of_a_request_is_known_by_no_key_and_its_own_id() -> None:
    first = operation("k1")
    second = first.continued()

    assert second.change_id not in {first.change_id, first.continued().change_id}
    assert not second.is_retryable
    assert (second.actor, second.at) == (first.actor, first.at)


def test_an_operation_may_be_due_to_something_and_is_still_the_same() -> None:
    one = operation("k1")
    undo = one.caused_by(Cause.UNDO, "C1")

    assert (undo.cause, undo.cause_id) == (Cause.UNDO, "C1")
    assert undo.model_copy(update={"cause": Cause.API, "cause_id": None}) == one


def change(before: dict[str, Any] | None, after: dict[str, Any] | None) -> Change:
    return Change(
        id="x",
        operation_id="x",
        at=NOON,
        actor="alice",
        cause=Cause.API,
        entity=Entity.TRANSACTION,
        entity_id="T1",
        before=before,
        after=after,
    )


def test_the_changed_fields_are_those_that_differ_whichever_side_leaves_them_out() -> None:
    before = {"amount_minor": 1, "notes": "n", "payee": "p", "date": "2026-03-15"}
    after = {"amount_minor": 2, "tags": ["t"], "payee": "p", "date": "2026-03-15"}

    assert change(before, after).changed_fields == {"amount_minor", "notes", "tags"}


def test_what_every_change_moves_is_no_changed_field() -> None:
    before = {"payee": "p", "updated_at": "2026-03-15", "created_at": "2026-03-15"}
    after = {"payee": "p", "updated_at": "2026-03-16", "created_at": "2026-03-15", "revision": 2}

    assert change(before, after).changed_fields == set()


def test_a_creation_and_a_removal_change_every_field() -> None:
    content = {"payee": "p", "amount_minor": 1, "created_at": "2026-03-15"}

    assert change(None, content).changed_fields == {"payee", "amount_minor"}
    assert change(content, None).changed_fields == {"payee", "amount_minor"}


def test_a_change_survives_being_stored() -> None:
    stored = change(None, {"amount_minor": 1}).model_copy(
        update={
            "sequence": 7,
            "cause": Cause.CATEGORY_MERGE,
            "cause_id": "food",
            "idempotency": IdempotencyRecord(request_hash="hash", created=("T1",)),
        }
    )

    assert Change.model_validate_json(stored.model_dump_json()) == stored
