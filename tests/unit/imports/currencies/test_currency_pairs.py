"""Which currency column belongs to the booked amount, and which to the original one."""

from __future__ import annotations

import pytest

from shared.models.imports.import_plan import PlanRow
from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.detection import detect_layout
from tests.unit.imports.planning import in_euros, plan_of


def amounts(row: PlanRow) -> tuple[int, int | None, str | None, bool]:
    """Return the booked amount, the original one, and whether the first is estimated."""
    if row.other is None:
        return row.amount_minor, None, None, False
    other = row.other
    return (
        row.amount_minor, other.original_minor, other.original_currency, other.is_amount_estimated,
    )  # fmt: skip


def doubts(text: str) -> dict[str, str]:
    return {one.code: one.message for one in detect_layout(CsvFile(text.encode())).ambiguities}


@pytest.mark.parametrize(
    ("header", "first", "second"),
    [
        ("Amount,Currency,Amount in account currency,Account currency",
         "-100.00,BRL,-16.90,EUR", "-2.51,EUR,-2.51,EUR"),
        ("Account currency,Amount in account currency,Currency,Amount",
         "EUR,-16.90,BRL,-100.00", "EUR,-2.51,EUR,-2.51"),
        ("Amount,Currency,Amount in account currency", "-100.00,BRL,-16.90", "-2.51,EUR,-2.51"),
        ("Amount,Currency,Sum,Account currency",
         "-100.00,BRL,-16.90,EUR", "-2.51,EUR,-2.51,EUR"),
    ],
)  # fmt: skip
def test_the_amount_in_the_currency_of_the_account_is_booked(
    header: str, first: str, second: str
) -> None:
    text = f"Date,Description,{header}\n2026-01-05,a,{first}\n2026-01-06,b,{second}\n"

    abroad, at_home = plan_of(text, in_euros())

    assert amounts(abroad) == (-1690, -10000, "BRL", False)
    assert amounts(at_home) == (-251, None, None, False)


def test_the_currency_of_the_account_is_that_of_the_amounts_without_another_one() -> None:
    text = "Date,Description,Amount,Account currency\n2026-01-05,a,-10.00,USD\n"

    [row] = plan_of(text, in_euros())

    assert amounts(row) == (-800, -1000, "USD", True)


FOREIGN = """Date,Description,Amount,Amount in foreign currency,Currency code
2026-01-05,Hotel,-7.51,-8.00,USD
2026-01-06,Taxi,{}
"""


def test_a_currency_after_the_original_amount_is_that_of_it_with_a_doubt() -> None:
    text = FOREIGN.format("-3.75,-4.00,USD")

    assert [amounts(row) for row in plan_of(text, in_euros())] == [
        (-751, -800, "USD", False), (-375, -400, "USD", False),
    ]  # fmt: skip
    assert doubts(text)["currency"] == (
        "“Currency code” is assumed to be that of “Amount in foreign currency”, not of “Amount”."
    )


def test_a_currency_that_only_rows_with_an_original_amount_have_is_that_of_it() -> None:
    text = FOREIGN.format("-3.75,,")

    assert [amounts(row) for row in plan_of(text, in_euros())] == [
        (-751, -800, "USD", False), (-375, None, None, False),
    ]  # fmt: skip
    assert "currency" not in doubts(text)


def test_a_currency_after_the_booked_amount_is_that_of_it() -> None:
    text = """Date,Description,Amount,Currency,Amount in foreign currency
2026-01-05,Hotel,-10.00,USD,-8.00
2026-01-06,Taxi,-5.00,USD,-4.00
"""
    assert [amounts(row) for row in plan_of(text, in_euros())] == [
        (-800, -1000, "USD", True), (-400, -500, "USD", True),
    ]  # fmt: skip
    assert "currency" not in doubts(text)


def test_a_currency_apart_from_both_amounts_has_a_doubt() -> None:
    text = """Date,Amount,Amount in foreign currency,Description,Currency
2026-01-05,-10.00,-8.00,Hotel,USD
2026-01-06,-5.00,-4.00,Taxi,USD
"""
    assert doubts(text)["currency"] == (
        "“Currency” is assumed to be that of “Amount”, not of “Amount in foreign currency”."
    )
