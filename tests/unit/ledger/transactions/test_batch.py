"""A batch names at most 500 rows, each transaction once."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from shared.models.ledger.inputs.transaction import TransactionPatch
from shared.models.ledger.transactions.batch import MAX_BATCH, Batch, BatchUpdate

ROW = {"type": "EXPENSE", "amount": "1", "category_id": "food", "date": "2026-03-15"}


def batch(**content: Any) -> Batch:
    return Batch.model_validate(content)


@pytest.mark.parametrize(
    "content",
    [
        {"create": [ROW]},
        {"update": [{"id": "T1", "notes": "x"}]},
        {"update": [{"id": "T1"}]},
        {"delete": [{"id": "T1"}]},
        {"create": [ROW] * MAX_BATCH},
        {"create": [ROW] * 498, "update": [{"id": "T1"}], "delete": [{"id": "T2"}]},
    ],
)
def test_from_one_row_to_500_are_a_batch(content: dict[str, Any]) -> None:
    accepted = batch(**content)

    assert {name: len(getattr(accepted, name)) for name in content} == {
        name: len(rows) for name, rows in content.items()
    }


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"create": [], "update": [], "delete": []},
        {"create": [ROW] * (MAX_BATCH - 1), "delete": [{"id": "T1"}, {"id": "T2"}]},
        {"create": [ROW] * (MAX_BATCH - 1), "update": [{"id": "T1"}], "delete": [{"id": "T2"}]},
    ],
)
def test_no_row_or_more_than_500_are_not(content: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="a batch has 1 to 500 rows"):
        batch(**content)


@pytest.mark.parametrize(
    "content",
    [
        {"delete": [{"id": "T1"}, {"id": "T2"}, {"id": "T1"}]},
        {"update": [{"id": "T1"}, {"id": "T1"}]},
        {"update": [{"id": "T1"}], "delete": [{"id": "T1"}]},
    ],
)
def test_a_transaction_is_named_once(content: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="transaction T1 is named more than once"):
        batch(**content)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ({"create": [ROW, ROW | {"amount": "0"}]}, ("create", 1, "amount")),
        ({"create": [ROW | {"id": "T1"}]}, ("create", 0, "id")),
        ({"update": [{"id": "T1", "amount": None}]}, ("update", 0, "amount")),
        ({"update": [{"notes": "x"}]}, ("update", 0, "id")),
        ({"update": [{"id": "a/b"}]}, ("update", 0, "id")),
        ({"update": [{"id": "T1", "etag": None}]}, ("update", 0, "etag")),
        ({"update": [{"id": "T1", "import_id": "I1"}]}, ("update", 0, "import_id")),
        ({"delete": [{"id": "T1"}, {"id": ""}]}, ("delete", 1, "id")),
        ({"delete": [5]}, ("delete", 0)),
        ({"create": [ROW], "upsert": []}, ("upsert",)),
    ],
)
def test_a_row_in_error_is_named_by_its_index(
    content: dict[str, Any], place: tuple[object, ...]
) -> None:
    with pytest.raises(ValidationError) as refusal:
        batch(**content)

    assert [error["loc"] for error in refusal.value.errors()] == [place]


def test_ids_are_those_to_update_and_then_those_to_delete() -> None:
    updates, deletions = [{"id": "T2"}, {"id": "T1"}], [{"id": "T0"}]

    found = batch(create=[ROW], update=updates, delete=deletions).ids()

    assert found == ["T2", "T1", "T0"]


@pytest.mark.parametrize(
    ("row", "changes"),
    [
        ({"id": "T1"}, {}),
        ({"id": "T1", "notes": None}, {"notes": None}),
        ({"id": "T1", "amount": "1.5"}, {"amount": Decimal("1.5")}),
    ],
)
def test_an_update_is_a_patch_with_an_id(row: dict[str, Any], changes: dict[str, Any]) -> None:
    patch = BatchUpdate.model_validate(row).patch()

    assert type(patch) is TransactionPatch
    assert patch.changes() == changes
