"""Exports as many banks write them are understood, mostly without any hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.detection import detect_layout
from shared.models.imports.statements.csv.reading import read_rows
from shared.models.imports.statements.layout_overrides import LayoutOverrides
from shared.models.imports.statements.results import InvalidRow, StatementRow
from shared.models.imports.statements.units import KnownCurrencies
from shared.models.imports.statements.unreadable import UnreadableFile
from tests.unit.imports.statements.csv.layouts import (
    LAYOUTS,
    Export,
    Meant,
    bank_layouts,
    export_of,
)

SEEDS = range(3)
BERKA = Path(__file__).resolve().parents[6] / "shared" / "data" / "berka" / "trans.asc"

needs_layouts = pytest.mark.skipif(
    not LAYOUTS.exists(), reason="the banks' layouts are not beside the project"
)
needs_berka = pytest.mark.skipif(
    not BERKA.exists(), reason="the bank's records are not beside the project"
)


def _is_right(row: StatementRow | InvalidRow, meant: Meant) -> bool:
    if isinstance(row, InvalidRow):
        return False
    texts = f"{row.description} {row.payee}"
    return (
        (row.date, row.amount_minor) == (meant.date, meant.amount_minor)
        and all(text in texts for text in meant.texts)
        and meant.external_id in (None, row.external_id)
    )


def _is_understood(export: Export, overrides: LayoutOverrides) -> bool:
    try:
        layout = detect_layout(CsvFile(export.content), overrides).layout
    except UnreadableFile:
        return False
    rows = list(read_rows(CsvFile(export.content), layout, KnownCurrencies(export.currency)))
    return len(rows) == len(export.rows) and all(map(_is_right, rows, export.rows))


def _misunderstood(*, is_told: bool) -> set[str]:
    """Return the banks of which some file is not understood."""
    exports = [(b["bank"], export_of(b, seed)) for b in bank_layouts() for seed in SEEDS]
    return {
        bank
        for bank, export in exports
        if not _is_understood(export, export.overrides if is_told else LayoutOverrides())
    }


@needs_layouts
def test_nine_of_ten_banks_are_understood_without_a_hint() -> None:
    misunderstood = _misunderstood(is_told=False)

    assert len(misunderstood) <= len(bank_layouts()) // 10, sorted(misunderstood)


@needs_layouts
def test_every_bank_is_understood_when_its_columns_are_told() -> None:
    assert _misunderstood(is_told=True) == set()


@needs_layouts
def test_there_is_an_export_for_every_known_layout() -> None:
    assert len(bank_layouts()) == 64
    assert all(export_of(bank, 0).rows for bank in bank_layouts())


@needs_berka
def test_a_czech_banks_records_of_1993_are_understood_without_a_hint() -> None:
    content = BERKA.read_bytes()

    detection = detect_layout(CsvFile(content))

    layout = detection.layout
    assert layout.date_format == "YYMMDD"
    assert (layout.money_in, set(layout.money_out)) == (("PRIJEM",), {"VYDAJ", "VYBER"})
    assert detection.ambiguities == ()
    roles = {column.name: column.role for column in detection.columns}
    assert roles["trans_id"] is ColumnRole.EXTERNAL_ID
    assert roles["operation"] is ColumnRole.DESCRIPTION
    assert roles["balance"] is ColumnRole.BALANCE


@needs_berka
def test_all_of_a_banks_records_are_read_and_add_up() -> None:
    content = BERKA.read_bytes()

    file = CsvFile(content)
    rows = list(read_rows(file, detect_layout(file).layout, KnownCurrencies("CZK")))

    entries = [row for row in rows if isinstance(row, StatementRow)]
    lines = content.decode().splitlines()[1:]
    assert len(entries) == len(rows) == len(lines)
    assert [entry.external_id for entry in entries] == [line.split(";")[0] for line in lines]
    assert sum(entry.amount_minor for entry in entries) == sum(map(_signed_minor, lines))


def _signed_minor(line: str) -> int:
    cells = line.split(";")
    amount_minor = int(cells[5].replace(".", ""))
    return amount_minor if cells[3] == '"PRIJEM"' else -amount_minor
