"""Parsing of a statement file in a known layout into rows and invalid rows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from shared.models.imports.statements.cells import BadCell, shortened
from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.entries import EntryReader
from shared.models.imports.statements.csv.records import Dialect, Record, Shape, split_records
from shared.models.imports.statements.layout import Layout
from shared.models.imports.statements.results import InvalidRow, StatementRow
from shared.models.imports.statements.units import KnownCurrencies
from shared.models.imports.statements.unreadable import UnreadableFile

MAX_ROWS = 50_000
_MAX_FIELDS = 50
_MAX_FIELD_LENGTH = 200

Rows = Iterator[StatementRow | InvalidRow]


def read_rows(file: CsvFile, layout: Layout, known: KnownCurrencies) -> Rows:
    """Parse every record after the header, in order, into a row or an invalid row with a reason.

    Blank lines are skipped.

    Raises:
        UnreadableFile: The file is empty, is not text, or has more than 50,000 records; of damaged
            records more than before may be found while they are read.
    """
    lines = file.lines(layout.encoding)
    reader = EntryReader(layout, known)
    first = first_body_line(lines, layout, reader)
    check_size(lines, layout, first)
    records = split_records(lines, _dialect(layout), first, reader)
    return _rows(records, reader)


def _rows(records: Iterator[Record], reader: EntryReader) -> Rows:
    for number, record in enumerate(records):
        if number >= MAX_ROWS:
            raise too_many_rows()
        yield _row(record, reader)


def too_many_rows() -> UnreadableFile:
    """Return the error of a file with too many records."""
    return UnreadableFile(f"The file has more than {MAX_ROWS:,} rows. Split it into smaller files.")


def _dialect(layout: Layout) -> Dialect:
    return Dialect(layout.delimiter, layout.quote)


def check_size(lines: list[str], layout: Layout, first: int) -> None:
    """Raise if the file is too long.

    Raises:
        UnreadableFile: There are more than 50,000 records from the line at index ``first``.
    """
    if len(lines) - first > MAX_ROWS:
        records = split_records(lines, _dialect(layout), first)
        if next(islice(records, MAX_ROWS, None), None) is not None:
            raise too_many_rows()


def first_body_line(lines: list[str], layout: Layout, shape: Shape | None = None) -> int:
    """Return the index of the line after the preamble and the header."""
    if not layout.has_header:
        return layout.preamble_lines
    records = split_records(lines, _dialect(layout), layout.preamble_lines, shape)
    header, following = next(records, None), next(records, None)
    if header is not None and header.is_broken:
        return header.line
    return len(lines) if following is None else following.line - 1


def _row(record: Record, reader: EntryReader) -> StatementRow | InvalidRow:
    try:
        return reader.read(record)
    except BadCell as problem:
        cells = record.cells[:_MAX_FIELDS]
        fields = tuple(shortened(cell, _MAX_FIELD_LENGTH) for cell in cells)
        return InvalidRow(record.line, str(problem), fields)
