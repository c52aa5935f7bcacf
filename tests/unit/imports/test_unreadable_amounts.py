"""Rows whose currency, fee or rate is not known, in files whose other rows are read."""

from __future__ import annotations

import pytest

from shared.models.imports.import_plan import RowStatus
from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.detection import detect_layout
from tests.unit.imports.planning import in_euros, plan_of

NEW, INVALID = RowStatus.NEW, RowStatus.INVALID


def file_of(header: str, cells: list[str]) -> str:
    rows = (f"2026-01-{day:02},Shop {day},-10.00,{cell}\n" for day, cell in enumerate(cells, 1))
    return f"Date,Description,Amount,{header}\n" + "".join(rows)


def role_of(text: str) -> ColumnRole:
    """Return the detected role of the last column."""
    return detect_layout(CsvFile(text.encode())).layout.columns[-1]


@pytest.mark.parametrize(
    ("header", "codes", "statuses"),
    [
        ("Currency", ["EUR", "EUR", "BTC"], [NEW, NEW, INVALID]),
        ("Currency", ["BTC", "ETH"], [INVALID, INVALID]),
        ("Currency", ["EUR", "XXX", "usdt", "EUR"], [NEW, INVALID, INVALID, NEW]),
        ("Currency", ["EUR", "n/a"], [NEW, INVALID]),
        ("Coin", ["EUR", "EUR", "BTC"], [NEW, NEW, INVALID]),
        ("Currency", ["Euro", "EURO"], [NEW, NEW]),
    ],
)
def test_a_row_in_an_unknown_currency_is_invalid(
    header: str, codes: list[str], statuses: list[RowStatus]
) -> None:
    text = file_of(header, codes)
    rows = plan_of(text, in_euros())
    assert role_of(text) is ColumnRole.CURRENCY
    assert [row.status for row in rows] == statuses
    assert [row.reason for row in rows if row.status is INVALID] == [
        f"“{code}” is not a known currency."
        for code, status in zip(codes, statuses, strict=True)
        if status is INVALID
    ]


@pytest.mark.parametrize("header", ["Reference", "Country"])
def test_a_column_of_other_short_words_has_no_currencies(header: str) -> None:
    assert role_of(file_of(header, ["DE", "FR", "US"])) is not ColumnRole.CURRENCY


@pytest.mark.parametrize("fee", ["99999999999", "abc"])
def test_a_row_with_an_unreadable_fee_is_invalid(fee: str) -> None:
    rows = plan_of(file_of("Fee", ["0.50", "1.00", fee]), in_euros())
    assert [(row.status, row.amount_minor) for row in rows[:2]] == [(NEW, -1050), (NEW, -1100)]
    assert rows[2].status is INVALID


@pytest.mark.parametrize("rate", ["0", "-1", "1e-400", "1000000000000"])
def test_an_unreadable_rate_leaves_the_others(rate: str) -> None:
    assert role_of(file_of("Exchange Rate", ["157.78", rate, "0.00634"])) is ColumnRole.RATE
