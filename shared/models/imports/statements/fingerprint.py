"""What files that look alike have in common, so that a mapping made once can be offered again."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from shared.models.imports.statements.day_formats import formats_of
from shared.models.imports.statements.encodings import check_is_text, decode
from shared.models.imports.statements.header_words import normal
from shared.models.imports.statements.layout import Layout
from shared.models.imports.statements.records import Dialect, lines_of, split_records
from shared.models.imports.statements.tables import is_number
from shared.models.values.identifiers import derived_id

_PROBED_ROWS = 50
_PROBED_LINES = 500


def header_fingerprint(content: bytes, layout: Layout) -> str:
    """The same text for files that look alike, whatever they are mapped to: 40 hexadecimal digits.

    Of a file with a header, its delimiter and names count; of one without, its delimiter and the
    number and kinds of its columns. Roles do not, so a corrected mapping is found again.

    Raises:
        UnreadableFile: It is no text.
    """
    check_is_text(content)
    lines = lines_of(decode(content, layout.encoding))[: layout.preamble_lines + _PROBED_LINES]
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
    """The kind of each column: what most of its cells are that are not empty."""
    widths = Counter(map(len, rows))
    width = max(widths, key=lambda one: (widths[one], one), default=0)
    regular = [row for row in rows if len(row) == width]
    return [_kind_of([cell for row in regular if (cell := row[n].strip())]) for n in range(width)]


def _kind_of(cells: list[str]) -> str:
    kinds = Counter(
        "date" if formats_of(cell) else "number" if is_number(cell) else "text" for cell in cells
    )
    return max(kinds, key=lambda kind: (kinds[kind], kind), default="text")
