"""A row of an exported file that was edited names the recorded values."""

from __future__ import annotations

from typing import Any

import pytest

from shared.models.imports.duplicates import KnownRows
from shared.models.imports.import_plan import PlanRow, PlanSplit, RowStatus
from shared.models.imports.recorded_rows import RECORDED, judged
from shared.models.ledger.transactions.transaction import Split, Transaction, TransactionType
from tests.unit.examples import category, sample_ledger, transaction

LEDGER = sample_ledger(category("food", "Food"), category("rent", "Rent"))


def _reason(row: PlanRow, recorded: Transaction) -> str | None:
    known = KnownRows("main", "I1", 0, frozenset({"T1"}))
    known.add([recorded])
    found = judged(row, known, LEDGER, "main")
    assert found.status is RowStatus.DUPLICATE
    return found.reason


def _row(**facts: Any) -> PlanRow:
    """Return the row of the usual transaction, unless given otherwise."""
    usual: dict[str, Any] = {
        "date": "2026-03-15", "amount_minor": -1250, "category_id": "food", "key": "k",
        "occurrence": 1, "type": TransactionType.EXPENSE, "transaction_id": "T1",
    }  # fmt: skip
    return PlanRow(2, RowStatus.NEW, **usual | facts)


def test_a_row_as_it_is_recorded_has_no_values() -> None:
    recorded = transaction(payee="A  shop", tags=("b", "a"), notes="")

    assert _reason(_row(payee="A shop", tags=["a", "b"]), recorded) == RECORDED


@pytest.mark.parametrize(
    ("edited", "value"),
    [
        ({"amount_minor": -1300}, "amount 12.50"),
        ({"date": "2026-03-16"}, "date 2026-03-15"),
        ({"type": TransactionType.INCOME, "amount_minor": 1250}, "type EXPENSE"),
        ({"account_id": "savings"}, "account “Main”"),
        ({"to_account_id": "savings"}, "no to_account"),
        ({"category_id": "rent"}, "category “Food”"),
        ({"custom_type_id": "gift"}, "no custom_type"),
        ({"payee": "Shop"}, "no payee"),
        ({"tags": ["a"]}, "no tags"),
        ({"splits": (PlanSplit("food", 1250, None),)}, "no splits"),
    ],
)
def test_an_edited_row_names_the_recorded_value(edited: dict[str, Any], value: str) -> None:
    assert _reason(_row(**edited), transaction()) == (
        f"{RECORDED} with other values: {value}; imports do not change transactions, so change it "
        "there, or remove the id from the row to record another one"
    )


def test_all_values_are_named() -> None:
    splits = (
        Split(category_id="food", amount_minor=1000), Split(category_id="rent", amount_minor=250)
    )  # fmt: skip
    recorded = transaction(category_id=None, splits=splits, payee="Shop", tags=("a", "b"))

    assert str(_reason(_row(amount_minor=-1), recorded)).startswith(
        f"{RECORDED} with other values: amount 12.50, no category, payee “Shop”, tags “a, b”, "
        "other splits; "
    )


def test_rows_without_an_id_are_compared_by_their_content_alone() -> None:
    recorded = transaction(import_id="I0", import_key="main.k", payee="Edited later")

    assert _reason(_row(transaction_id=None), recorded) == RECORDED
