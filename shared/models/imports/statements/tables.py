"""Detection of the table in a file: delimiter, header, and a sample of its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from shared.models.imports.statements.amounts import find_number
from shared.models.imports.statements.cells import shortened
from shared.models.imports.statements.day_formats import formats_of
from shared.models.imports.statements.header_words import meaning_of
from shared.models.imports.statements.layout import (
    MAX_COLUMNS,
    MAX_PREAMBLE_LINES,
    DecimalMark,
    Delimiter,
    LayoutOverrides,
    Quote,
)
from shared.models.imports.statements.records import Dialect, Record, split_records
from shared.models.imports.statements.unreadable import UnreadableFile

_PROBED_LINES = 400
_MAX_LINE_LENGTH = 1 << 16
_MAX_NAME_LENGTH = 100
_SAMPLED_ROWS = 200
_LATER_ROWS = 50
_KNOWN_NAMES = 2
_UNTYPED = 0.2
_PREFERENCE: dict[Quote | None, float] = {Quote.SINGLE: 0.8}
"""Apostrophes count as quotation marks only if the file is split clearly better with them."""


@dataclass(frozen=True)
class Table:
    """The table of a file; each row has as many cells as the table has columns.

    ``body_line`` is the index of the line after the header. ``rows`` are the first rows in order,
    then some later ones; the first ``neighbours`` of them are consecutive in the file.
    """

    dialect: Dialect
    preamble_lines: int
    body_line: int
    header: tuple[str, ...] | None
    rows: list[list[str]]
    neighbours: int
    width: int
    consistency: float
    header_confidence: float


def is_number(text: str) -> bool:
    """Return whether a text is a number with either decimal mark."""
    return any(find_number(text, mark) is not None for mark in DecimalMark)


def fitted(cells: list[str], width: int) -> list[str] | None:
    """Return a row's cells without empty ones beyond the width; None if the number differs."""
    if len(cells) == width:
        return cells
    return cells[:width] if len(cells) > width and not any(cells[width:]) else None


def find_table(lines: Sequence[str], overrides: LayoutOverrides) -> Table:
    """Find the table of a file, around the given parts of the layout.

    Raises:
        UnreadableFile: The file has only one column, or no column of dates.
    """
    probe = [line if len(line) <= _MAX_LINE_LENGTH else "\n" for line in lines[:_PROBED_LINES]]
    dialect, width, consistency = _dialect(probe, overrides)
    records = list(split_records(probe, dialect))
    if overrides.preamble_lines is not None:
        records = [record for record in records if record.line > overrides.preamble_lines]
    first_entry = _first_entry(records, width)
    header_at, confidence = _header(records[:first_entry], records, width, overrides)
    preamble = _preamble(records, first_entry, header_at, width, overrides)
    header = None if header_at is None else _names(records[header_at].cells, width)
    following = first_entry if header_at is None else header_at + 1
    body_line = preamble if header_at is None else records[following].line - 1
    rows, neighbours = _sample(lines, dialect, body_line, width)
    return Table(
        dialect, preamble, body_line, header, rows, neighbours, width, consistency, confidence
    )


def _dialect(lines: Sequence[str], overrides: LayoutOverrides) -> tuple[Dialect, int, float]:
    """Choose the dialect in which most records have equally many cells, with dates and numbers."""
    delimiters = [overrides.delimiter] if overrides.delimiter else list(Delimiter)
    quotes = [overrides.quote] if overrides.has_quote else list(Quote)
    dialects = [Dialect(delimiter, quote) for quote in quotes for delimiter in delimiters]
    scores = {dialect: _score(lines, dialect, overrides) for dialect in dialects}
    dialect = max(dialects, key=lambda one: scores[one][0] * _PREFERENCE.get(one.quote, 1.0))
    score, width, consistency = scores[dialect]
    if not score:
        raise UnreadableFile(
            "The file has only one column, or too many columns. It is not a CSV statement."
        )
    return dialect, width, consistency


def _score(
    lines: Sequence[str], dialect: Dialect, overrides: LayoutOverrides
) -> tuple[float, int, float]:
    """Rate a dialect; return the score, the usual width, and its ratio of the records."""
    records = list(islice(split_records(lines, dialect), _SAMPLED_ROWS))
    widths = Counter(len(record.cells) for record in records if not record.is_broken)
    widths = Counter({w: n for w, n in widths.items() if 1 < w <= MAX_COLUMNS})
    if overrides.columns and widths[len(overrides.columns)]:
        widths = Counter({len(overrides.columns): widths[len(overrides.columns)]})
    if not widths:
        return 0.0, 0, 0.0
    width = max(widths, key=lambda one: (widths[one], one))
    consistency = widths[width] / len(records)
    regular = [record.cells for record in records if len(record.cells) == width]
    typed = sum(map(_typed, regular)) / len(regular)
    return consistency**2 * (_UNTYPED + typed) * (1 - 0.5 / width), width, round(consistency, 2)


def _typed(cells: list[str]) -> int:
    """Count whether a row has a date, and whether it has a number: 0 to 2."""
    texts = [cell.strip() for cell in cells]
    return any(map(formats_of, texts)) + any(map(is_number, texts))


def _first_entry(records: list[Record], width: int) -> int:
    """Return the index of the first record with a date in the column with most dates.

    Raises:
        UnreadableFile: No column has dates.
    """
    dated = Counter(
        index
        for record in records
        if (cells := fitted(record.cells, width))
        for index, cell in enumerate(cells)
        if formats_of(cell.strip())
    )
    if not dated:
        raise UnreadableFile("No column with dates was found.")
    column = max(dated, key=lambda index: (dated[index], -index))
    return next(
        number
        for number, record in enumerate(records)
        if (cells := fitted(record.cells, width)) and formats_of(cells[column].strip())
    )


def _header(
    before: list[Record], records: list[Record], width: int, overrides: LayoutOverrides
) -> tuple[int | None, float]:
    """Return the header's index among the records before the first entry, and the confidence."""
    if overrides.has_header is False or not records:
        return None, 1.0
    known = [sum(meaning_of(c)[0] is not None for c in r.cells if c.strip()) for r in before]
    best = max(range(len(before)), key=lambda index: (known[index], index), default=None)
    if best is not None and known[best] >= _KNOWN_NAMES and _has_names(before[best].cells, width):
        return best, 1.0
    for index in reversed(range(len(before))):
        if _has_names(before[index].cells, width):
            return index, 0.7
    if overrides.has_header:
        return max(0, len(before) - 1), 1.0
    return None, 0.9


def _has_names(cells: list[str], width: int) -> bool:
    """Return whether the cells can be column names: mostly filled, without dates and numbers."""
    names = [cell.strip() for cell in cells if cell.strip()]
    return (
        len(cells) >= width - 1
        and not any(cells[width:])
        and len(names) > 1
        and len(names) * 2 >= width
        and not any(formats_of(name) or is_number(name) for name in names)
    )


def _names(cells: list[str], width: int) -> tuple[str, ...]:
    """Return the header's names, one for each column."""
    names = tuple(shortened(cell.strip(), _MAX_NAME_LENGTH) for cell in cells[:width])
    return names + ("",) * (width - len(cells))


def _preamble(
    records: list[Record],
    first_entry: int,
    header_at: int | None,
    width: int,
    overrides: LayoutOverrides,
) -> int:
    """Return the number of lines before the header, or before the first record of full width."""
    if overrides.preamble_lines is not None:
        return overrides.preamble_lines
    if header_at is None:
        full = (i for i, record in enumerate(records) if fitted(record.cells, width))
        header_at = next(full, first_entry)
    return min(records[header_at].line - 1, MAX_PREAMBLE_LINES)


def _sample(
    lines: Sequence[str], dialect: Dialect, first: int, width: int
) -> tuple[list[list[str]], int]:
    """Return the first rows of full width from line index ``first``, then some later ones."""
    rows: list[list[str]] = []
    later: list[list[str]] = []
    step = max(1, len(lines) // _LATER_ROWS)
    for number, record in enumerate(split_records(lines, dialect, first)):
        if len(rows) >= _SAMPLED_ROWS and number % step:
            continue
        cells = None if record.is_broken else fitted(record.cells, width)
        if cells is not None:
            (rows if len(rows) < _SAMPLED_ROWS else later).append([c.strip() for c in cells])
    return rows + later, len(rows)
