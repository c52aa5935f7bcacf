"""Custom types as they are described, and as transactions may have them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from shared.errors import AlreadyExists, InvalidArgument, TooManyCustomTypes
from shared.models.ledger.custom_type import MAX_CUSTOM_TYPES
from shared.models.ledger.inputs.custom_type import CustomTypeDraft, CustomTypePatch
from shared.models.ledger.inputs.transaction import TransactionDraft, TransactionPatch
from shared.models.ledger.transactions.booking import apply_patch, transaction_from_input
from shared.models.ledger.transactions.transaction import TransactionType
from tests.unit.examples import NOON, category, custom_type, sample_ledger, transaction

LEDGER = sample_ledger(category())
ARCHIVED = custom_type(archived=True)
ENTRY = {"type": "EXPENSE", "amount": "1", "date": "2026-03-15"}


def test_a_custom_type_needs_a_name_and_a_type() -> None:
    made = CustomTypeDraft.model_validate({"name": " Gift ", "type": "transfer"})

    assert (made.name, made.type) == ("Gift", TransactionType.TRANSFER)
    for wrong in ({"name": "Gift"}, {"name": " ", "type": "EXPENSE"}, {"name": "x", "type": "x"}):
        with pytest.raises(ValidationError):
            CustomTypeDraft.model_validate(wrong)


@pytest.mark.parametrize("facts", [{"name": None}, {"archived": None}, {"type": "EXPENSE"}])
def test_a_patch_clears_no_name_and_changes_no_type(facts: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CustomTypePatch.model_validate(facts)


def test_names_are_unique_in_a_ledger_whatever_their_types() -> None:
    with pytest.raises(AlreadyExists):
        LEDGER.with_custom_type(custom_type("new", "GIFT", type=TransactionType.INCOME))

    renamed = LEDGER.with_custom_type(custom_type(name="Present"))
    assert [one.name for one in renamed.list_custom_types()] == ["Present", "Loan"]


def test_a_ledger_has_no_more_custom_types_than_50() -> None:
    many = {f"T{n}": custom_type(f"T{n}", f"Type {n}") for n in range(MAX_CUSTOM_TYPES)}
    full = replace(LEDGER, custom_types=many)

    assert full.with_custom_type(custom_type("T0", "Other")).custom_types["T0"].name == "Other"
    with pytest.raises(TooManyCustomTypes):
        full.with_custom_type(custom_type("one more", "One more"))


@pytest.mark.parametrize("custom_type_id", ["loan", "missing"])
def test_a_transaction_has_a_custom_type_of_its_own_type_alone(custom_type_id: str) -> None:
    made = transaction_from_input(
        LEDGER, TransactionDraft.model_validate({**ENTRY, "custom_type_id": "gift"}), NOON
    )
    assert made.custom_type_id == "gift"

    with pytest.raises(InvalidArgument, match="custom_type_id"):
        transaction_from_input(
            LEDGER,
            TransactionDraft.model_validate({**ENTRY, "custom_type_id": custom_type_id}),
            NOON,
        )


def test_an_archived_custom_type_is_kept_and_not_given() -> None:
    ledger = replace(LEDGER, custom_types={"gift": ARCHIVED})
    patch = TransactionPatch.model_validate({"notes": "n", "custom_type_id": "gift"})

    kept = apply_patch(ledger, transaction(custom_type_id="gift"), patch, NOON)
    assert kept.custom_type_id == "gift"
    with pytest.raises(InvalidArgument, match="archived"):
        apply_patch(ledger, transaction(), patch, NOON)
