"""A column of INCOME, EXPENSE and TRANSFER decides on the types, whatever columns are beside it."""

from __future__ import annotations

import pytest

from shared.models.exports.csv_export import csv_lines
from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.detection import detect_layout
from shared.models.imports.statements.csv.exported.columns import COLUMNS
from shared.models.imports.statements.csv.reading import read_rows
from shared.models.imports.statements.layout import AmountSign, MoneyOutSign
from shared.models.imports.statements.results import Detection, StatementRow
from shared.models.imports.statements.units import KnownCurrencies
from tests.unit.examples import sample_ledger, transaction, transfer

_REQUIRED = {"date", "type", "amount"}
_TYPES = ["EXPENSE", "EXPENSE", "INCOME", "TRANSFER"]


def _detect(text: str) -> Detection:
    return detect_layout(CsvFile(text.encode()))


def _roles(text: str) -> list[str]:
    return [role.value for role in _detect(text).layout.columns]


def _read(text: str) -> list[tuple[str | None, int]]:
    """Return the type and the signed amount of each row."""
    found = read_rows(CsvFile(text.encode()), _detect(text).layout, KnownCurrencies("USD"))
    rows = [row for row in found if isinstance(row, StatementRow)]
    return [(row.exported.type if row.exported else None, row.amount_minor) for row in rows]


def _exported_without(name: str) -> str:
    """Return an exported file from which a column was removed."""
    found = [
        transaction(id="01JA2B3C4D5E6F7G8H9JKMNPQ1", amount_minor=1200),
        transaction(id="01JA2B3C4D5E6F7G8H9JKMNPQ2", amount_minor=-300),
        transaction(id="01JA2B3C4D5E6F7G8H9JKMNPQ3", type="INCOME", category_id="pay"),
        transfer(id="01JA2B3C4D5E6F7G8H9JKMNPQ4"),
    ]
    lines = "".join(csv_lines(sample_ledger(), found)).splitlines()
    index = lines[0].split(",").index(name)
    cells = [line.split(",") for line in lines]
    return "".join(",".join(row[:index] + row[index + 1 :]) + "\n" for row in cells)


@pytest.mark.parametrize("name", sorted(COLUMNS.keys() - _REQUIRED))
def test_an_exported_file_without_one_column_keeps_its_types_and_signs(name: str) -> None:
    text = _exported_without(name)

    rows = _read(text)

    assert [row[0] for row in rows] == _TYPES
    assert [amount > 0 for _, amount in rows] == [False, True, True, False]
    assert _detect(text).layout.columns == tuple(
        role for column, role in COLUMNS.items() if column != name
    )


def test_further_amounts_and_dates_of_an_export_are_not_taken_for_those_of_the_row() -> None:
    text = (
        "amount,rate_date,date,type,base_amount,to_amount\n"
        "3.00,2026-01-01,2026-01-02,EXPENSE,2.50,\n4.00,2026-01-01,2026-01-03,INCOME,3.50,\n"
    )

    assert _roles(text) == ["AMOUNT", "RATE_DATE", "DATE", "TYPE", "BASE_AMOUNT", "TO_AMOUNT"]


def test_the_sign_follows_the_type_in_any_case() -> None:
    text = (
        "date,type,amount,payee\n2026-01-02,Expense,3.00,Shop\n2026-01-03,income,9.00,Work\n"
        "2026-01-04,Transfer,5.00,Bank\n"
    )

    assert _roles(text) == ["DATE", "TYPE", "AMOUNT", "PAYEE"]
    assert _read(text) == [("EXPENSE", -300), ("INCOME", 900), ("TRANSFER", -500)]


def test_ids_of_another_program_are_ids_of_its_entries() -> None:
    text = "id,date,type,amount\n1,2026-01-02,EXPENSE,3.00\n2,2026-01-03,Transfer,9.00\n"

    assert _roles(text) == ["EXTERNAL_ID", "DATE", "TYPE", "AMOUNT"]


def test_expenses_that_are_negative_are_no_refunds() -> None:
    text = (
        "Date,Type,Amount,Payee\n2026-01-02,Expense,-3.00,Shop\n2026-01-03,Income,9.00,Work\n"
        "2026-01-04,Transfer,-5.00,Bank\n2026-01-05,Expense,-4.00,Shop\n"
    )

    assert _detect(text).layout.money_out_sign is MoneyOutSign.SIGNED
    assert [amount for _, amount in _read(text)] == [-300, 900, -500, -400]


def test_a_type_that_contradicts_both_signs_is_a_word_for_the_direction() -> None:
    text = "Date,Type,Amount,Text\n2026-01-02,Expense,3.00,a\n2026-01-03,Income,-9.00,b\n"

    assert _detect(text).layout.amount_sign is AmountSign.INVERTED
    assert _read(text) == [(None, -300), (None, 900)]


def test_the_transfers_of_a_bank_are_no_types() -> None:
    text = "Date,Type,Amount,Text\n2026-01-02,TRANSFER,-3.00,a\n2026-01-03,TRANSFER,9.00,b\n"

    assert "TYPE" not in _roles(text)


def test_transfers_alone_are_types_beside_a_second_account() -> None:
    text = "date,type,amount,account,to_account\n2026-01-02,TRANSFER,3.00,Main,Savings\n"

    assert _roles(text) == ["DATE", "TYPE", "AMOUNT", "ACCOUNT", "TO_ACCOUNT"]


def test_a_cell_that_is_no_type_makes_its_row_invalid_and_not_the_column_another() -> None:
    rows = "".join(f"2026-01-{day:02},EXPENSE,{day}.00,Shop {day}\n" for day in range(1, 20))
    text = f"date,type,amount,payee\n{rows}2026-01-20,EXPENS,20.00,Shop\n"

    assert ColumnRole.TYPE in _detect(text).layout.columns
    assert len(_read(text)) == 19


def test_a_few_refunds_among_unsigned_amounts_leave_a_doubt() -> None:
    rows = "".join(f"2026-01-{day:02},{day}.00,Shop {day}\n" for day in range(1, 20))
    detection = _detect(f"date,amount,payee\n{rows}2026-01-20,-4.00,Shop\n")

    assert [one.code for one in detection.ambiguities] == ["amount-sign"]
    assert detection.confidence.amount_sign == 0.5
