"""A change is logged under an id by which a retry of its request is known."""

import pytest

from shared.models.change import Cause, Change, Entity, Operation, Receipt
from shared.models.identifiers import is_id
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


def test_an_operation_says_who_when_and_what() -> None:
    one = operation()

    assert (one.actor, one.cause, one.at, one.request_hash) == ("alice", Cause.API, NOON, "hash")


def test_a_change_survives_being_stored() -> None:
    change = Change(
        id="x",
        at=NOON,
        actor="alice",
        cause=Cause.CATEGORY_MERGE,
        entity=Entity.TRANSACTION,
        entity_id="T1",
        after={"amount_minor": 1},
        receipt=Receipt(request_hash="hash", created=("T1",)),
    )

    assert Change.model_validate_json(change.model_dump_json()) == change
