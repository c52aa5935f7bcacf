"""Transactions as they are described, changed and stored."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from shared.models.category import EntryType
from shared.models.dates import Month
from shared.models.transaction import TransactionDraft, TransactionPatch
from tests.unit.examples import NOON, transaction

LEAST: dict[str, Any] = {
    "type": "EXPENSE",
    "amount": "12.50",
    "category_id": "food",
    "date": "2026-03-15",
}


def draft(**facts: Any) -> TransactionDraft:
    return TransactionDraft.model_validate(LEAST | facts)


def patch(**facts: Any) -> TransactionPatch:
    return TransactionPatch.model_validate(facts)


def test_a_draft_needs_type_amount_category_and_date_alone() -> None:
    assert draft().model_dump() == {
        "type": EntryType.EXPENSE,
        "amount": Decimal("12.50"),
        "category_id": "food",
        "date": date(2026, 3, 15),
        "description": None,
        "notes": None,
        "tags": (),
    }


@pytest.mark.parametrize("field", sorted(LEAST))
def test_none_of_them_may_be_missing_or_null(field: str) -> None:
    with pytest.raises(ValidationError):
        TransactionDraft.model_validate({k: v for k, v in LEAST.items() if k != field})
    with pytest.raises(ValidationError):
        draft(**{field: None})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("type", "TRANSFER"),
        ("amount", "0.00"),
        ("amount", 0.1),
        ("amount", "1e3"),
        ("category_id", ""),
        ("category_id", "a/b"),
        ("category_id", 5),
        ("date", "2026-02-29"),
        ("date", "1899-12-31"),
        ("date", "2026-03-15T00:00:00Z"),
        ("description", "x" * 201),
        ("description", "a\x00b"),
        ("description", 5),
        ("notes", "x" * 2001),
        ("notes", "\ud800"),
        ("tags", "food"),
        ("tags", None),
        ("tags", [""]),
        ("tags", ["  "]),
        ("tags", ["x" * 31]),
        ("tags", ["a\x07"]),
        ("tags", [5]),
        ("tags", [str(number) for number in range(21)]),
        ("id", "T1"),
        ("currency", "USD"),
        ("amount_minor", 1250),
        ("deleted_at", None),
    ],
)
def test_the_same_is_refused_in_a_draft_and_in_a_patch(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as of_draft:
        draft(**{field: value})
    with pytest.raises(ValidationError) as of_patch:
        patch(**{field: value})

    assert of_draft.value.errors()[0]["loc"][0] == field
    assert of_patch.value.errors()[0]["loc"][0] == field


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        ("type", "income", EntryType.INCOME),
        ("amount", "-0.01", Decimal("-0.01")),
        ("amount", 12, Decimal(12)),
        ("category_id", "Z" * 64, "Z" * 64),
        ("date", "1900-01-01", date(1900, 1, 1)),
        ("description", "  Café  ", "Café"),
        ("description", " " + "x" * 200 + " ", "x" * 200),
        ("description", "", ""),
        ("description", None, None),
        ("notes", "two\nlines", "two\nlines"),
        ("notes", "x" * 2000 + "  ", "x" * 2000),
        ("notes", None, None),
        ("tags", [], ()),
        ("tags", [" " + "x" * 30 + " "], ("x" * 30,)),
        ("tags", [str(number) for number in range(20)], tuple(map(str, range(20)))),
        ("tags", ["b", "a", "b"], ("b", "a")),
        ("tags", ["b", " b", "b "], ("b",)),
        ("tags", ["b", "B"], ("b", "B")),
    ],
)
def test_the_same_is_accepted_in_a_draft_and_in_a_patch(
    field: str, written: object, value: object
) -> None:
    assert getattr(draft(**{field: written}), field) == value
    assert patch(**{field: written}).changes() == {field: value}


def test_a_patch_changes_only_what_it_names() -> None:
    assert patch().changes() == {}
    assert patch(notes="x", amount="1").changes() == {"notes": "x", "amount": Decimal(1)}


@pytest.mark.parametrize("field", ["description", "notes"])
def test_texts_may_be_cleared(field: str) -> None:
    assert patch(**{field: None}).changes() == {field: None}


@pytest.mark.parametrize("field", ["type", "amount", "category_id", "date", "tags"])
def test_nothing_else_may_be_cleared(field: str) -> None:
    with pytest.raises(ValidationError, match="must not be null"):
        patch(**{field: None})


def test_every_field_of_a_draft_can_be_patched() -> None:
    assert set(TransactionPatch.model_fields) == set(TransactionDraft.model_fields)


def test_a_transaction_counts_in_the_month_of_its_date() -> None:
    assert transaction(date=date(2024, 2, 29)).month == Month(2024, 2)


def test_a_transaction_with_a_time_of_deletion_is_in_the_bin() -> None:
    assert transaction(deleted_at=NOON).is_deleted
    assert not transaction().is_deleted
