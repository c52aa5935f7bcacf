"""Fingerprints of statement files, by which a saved mapping is found for similar files."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.records import Dialect, split_records
from shared.models.imports.statements.csv.tables import is_number
from shared.models.imports.statements.csv.words.headers import normal
from shared.models.imports.statements.day_formats import formats_of
from shared.models.imports.statements.layout import Layout
from shared.models.values.identifiers import derived_id

_PROBED_ROWS = 50
_PROBED_LINES = 500


def header_fingerprint(file: CsvFile, layout: Layout) -> str:
    """Return a hash that is equal for files of the same structure: 40 hexadecimal digits.

    With a header, it depends on the delimiter and the column names; without one, on the delimiter
    and the number and kinds of columns. It does not depend on roles, so a corrected mapping is
    found again.

    Raises:
        UnreadableFile: The file is not text.
    """
    lines = file.lines(layout.encoding)[: layout.preamble_lines + _PROBED_LINES]
    dialect = Dialect(layout.delimiter, layout.quote)
    records = (record.cells for record in split_records(lines, dialect, layout.preamble_lines))
    if layout.has_header:
        names = tuple(map(normal, next(records, [])))
        return derived_id("statement header", layout.delimiter, *_without_empty_ends(names))
    kinds = _kinds(list(islice(records, _PROBED_ROWS)))
    return derived_id("statement columns", layout.delimiter, *kinds)


def _without_empty_ends(names: tuple[str, ...]) -> tuple[str, ...]:
    while names and not names[-1]:
        names = names[:-1]
    return names


def _kinds(rows: list[list[str]]) -> list[str]:
    """Return the kind of each column: the most frequent kind of its non-empty cells."""
    widths = Counter(map(len, rows))
    width = max(widths, key=lambda one: (widths[one], one), default=0)
    regular = [row for row in rows if len(row) == width]
    return [_kind_of([cell for row in regular if (cell := row[n].strip())]) for n in range(width)]


def _kind_of(cells: list[str]) -> str:
    kinds = Counter(
        "date" if formats_of(cell) else "number" if is_number(cell) else "text" for cell in cells
    )
    return max(kinds, key=lambda kind: (kinds[kind], kind), default="text")
