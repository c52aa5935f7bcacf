"""Payments that were not carried out are not booked."""

from __future__ import annotations

import pytest

from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.detection import detect_layout
from shared.models.imports.statements.csv.reading import read_rows
from shared.models.imports.statements.results import InvalidRow
from shared.models.imports.statements.units import KnownCurrencies


@pytest.mark.parametrize(
    ("column", "done", "others"),
    [
        ("State", "COMPLETED", ("REVERTED", "PENDING", "DECLINED")),
        ("Status", "Completed", ("Denied", "Pending", "Canceled")),
        ("Status", "Gebucht", ("Vorgemerkt", "Zurückgewiesen", "Storniert")),
        ("Statut", "Effectué", ("Refusé", "En attente", "Annulée")),
    ],
)
def test_a_payment_that_was_not_carried_out_is_invalid(
    column: str, done: str, others: tuple[str, ...]
) -> None:
    rows = "".join(
        f"2026-01-0{number},Shop {number},-{number}.00,{state}\n"
        for number, state in enumerate((done, *others), 1)
    )
    file = CsvFile(f"Date,Description,Amount,{column}\n{rows}".encode())

    first, *rest = read_rows(file, detect_layout(file).layout, KnownCurrencies("EUR"))

    assert not isinstance(first, InvalidRow)
    assert [row.reason for row in rest if isinstance(row, InvalidRow)] == [
        f"The payment was not carried out: its state is “{state}”." for state in others
    ]


def test_a_description_may_have_a_word_of_a_state() -> None:
    text = "Date,Description,Amount,State\n2026-01-01,Pending,-1.00,COMPLETED\n"
    file = CsvFile(text.encode())

    [row] = read_rows(file, detect_layout(file).layout, KnownCurrencies("EUR"))

    assert not isinstance(row, InvalidRow)
