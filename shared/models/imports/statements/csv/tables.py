"""Detection of the table in a file: delimiter, quotation mark, width and header."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from shared.models.imports.statements.amounts import find_number
from shared.models.imports.statements.cells import shortened
from shared.models.imports.statements.csv.contents import TableContents
from shared.models.imports.statements.csv.records import Dialect, Record, fitted, split_records
from shared.models.imports.statements.csv.words.headers import MAX_NAME_LENGTH, meaning_of
from shared.models.imports.statements.day_formats import formats_of
from shared.models.imports.statements.layout import (
    MAX_COLUMNS,
    MAX_PREAMBLE_LINES,
    DecimalMark,
    Delimiter,
    Quote,
)
from shared.models.imports.statements.layout_overrides import LayoutOverrides
from shared.models.imports.statements.unreadable import UnreadableFile
from shared.models.values.frozen import frozen

_PROBED_LINES, _PROBED_LENGTH = 400, 1 << 18
"""Maximum number of lines, and of characters, in which the table is searched."""
_SCORED_ROWS = 200
_KNOWN_NAMES = 2
_UNTYPED = 0.2
_PREFERENCE: dict[Quote | None, float] = {Quote.SINGLE: 0.8}
"""Apostrophes count as quotation marks only if the file is split clearly better with them."""


@frozen
class Table:
    """The table of a file, with the confidence in its columns and in its header, as ratios."""

    dialect: Dialect
    preamble_lines: int
    header: tuple[str, ...] | None
    consistency: float
    header_confidence: float
    contents: TableContents


def is_number(text: str) -> bool:
    """Return whether a text is a number with either decimal mark."""
    return any(find_number(text, mark) is not None for mark in DecimalMark)


class _Score(NamedTuple):
    """Rating of a dialect, the usual number of columns, and its ratio of the records."""

    rating: float = 0.0
    width: int = 0
    consistency: float = 0.0


class _Probe:
    """The first lines of a file, split in one dialect."""

    def __init__(self, lines: Sequence[str], dialect: Dialect) -> None:
        self._lines = lines
        self._dialect = dialect
        self._scores: dict[int, _Score] = {}

    @cached_property
    def records(self) -> list[Record]:
        """Return all records of the first lines."""
        return list(split_records(self._lines, self._dialect))

    def score(self, likely_width: int | None) -> _Score:
        """Rate the dialect by the records with the likely width, or else with the usual one."""
        width = likely_width
        if not width or not self._widths[width]:
            width = max(self._widths, key=lambda one: (self._widths[one], one), default=0)
        if width not in self._scores:
            self._scores[width] = self._score_of(width) if width else _Score()
        return self._scores[width]

    def _score_of(self, width: int) -> _Score:
        consistency = self._widths[width] / len(self._sample)
        regular = [record.cells for record in self._sample if len(record.cells) == width]
        typed = sum(map(_typed, regular)) / len(regular)
        rating = consistency**2 * (_UNTYPED + typed) * (1 - 0.5 / width)
        return _Score(rating, width, round(consistency, 2))

    @cached_property
    def _sample(self) -> list[Record]:
        return self.records[:_SCORED_ROWS]

    @cached_property
    def _widths(self) -> Counter[int]:
        """Count the numbers of cells that a table can have."""
        widths = Counter(len(record.cells) for record in self._sample if not record.is_broken)
        return Counter({w: n for w, n in widths.items() if 1 < w <= MAX_COLUMNS})


def _first_lines(lines: Sequence[str]) -> Sequence[str]:
    """Return the probed lines: they are split in each dialect, and a cell takes much memory."""
    lengths = accumulate(map(len, lines[:_PROBED_LINES]))
    return lines[: max(1, sum(length <= _PROBED_LENGTH for length in lengths))]


class TableFinder:
    """Finder of the table in a file's lines.

    It splits the lines in each dialect at most once, and the same table has the same contents,
    whichever parts of the layout were given.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._first_lines = _first_lines(lines)
        self._probes: dict[Dialect, _Probe] = {}
        self._contents: dict[_Place, TableContents] = {}

    def find(self, overrides: LayoutOverrides) -> Table:
        """Find the table, around the given parts of the layout.

        Raises:
            UnreadableFile: The file has only one column, or no column of dates.
        """
        dialect, score = self._dialect(overrides)
        width = score.width
        records = self._probe(dialect).records
        if overrides.preamble_lines is not None:
            records = [record for record in records if record.line > overrides.preamble_lines]
        first_entry = _first_entry(records, width)
        header_at, confidence = _header(records[:first_entry], records, width, overrides)
        preamble = _preamble(records, first_entry, header_at, width, overrides)
        header = None if header_at is None else _names(records[header_at].cells, width)
        following = first_entry if header_at is None else header_at + 1
        body_line = preamble if header_at is None else records[following].line - 1
        contents = self._contents_at(_Place(dialect, body_line, header, width))
        return Table(dialect, preamble, header, score.consistency, confidence, contents)

    def _dialect(self, overrides: LayoutOverrides) -> tuple[Dialect, _Score]:
        """Choose the dialect in which most records have the same width, with dates and numbers."""
        delimiters = [overrides.delimiter] if overrides.delimiter else list(Delimiter)
        quotes = [overrides.quote] if overrides.has_quote else list(Quote)
        dialects = [Dialect(delimiter, quote) for quote in quotes for delimiter in delimiters]
        likely_width = len(overrides.columns) if overrides.columns else None
        scores = {dialect: self._probe(dialect).score(likely_width) for dialect in dialects}
        dialect = max(
            dialects, key=lambda one: scores[one].rating * _PREFERENCE.get(one.quote, 1.0)
        )
        if not scores[dialect].rating:
            raise UnreadableFile(
                "The file has only one column, or too many columns. It is not a CSV statement."
            )
        return dialect, scores[dialect]

    def _probe(self, dialect: Dialect) -> _Probe:
        if dialect not in self._probes:
            self._probes[dialect] = _Probe(self._first_lines, dialect)
        return self._probes[dialect]

    def _contents_at(self, place: _Place) -> TableContents:
        if place not in self._contents:
            self._contents[place] = TableContents(self._lines, *place)
        return self._contents[place]


class _Place(NamedTuple):
    """Everything that determines the contents of a table in a file."""

    dialect: Dialect
    body_line: int
    header: tuple[str, ...] | None
    width: int


def _typed(cells: list[str]) -> int:
    """Count whether a row has a date, and whether it has a number: 0 to 2."""
    texts = [cell.strip() for cell in cells]
    return any(map(formats_of, texts)) + any(map(is_number, texts))


def _first_entry(records: list[Record], width: int) -> int:
    """Return the index of the first record with a date in the column with most dates.

    Raises:
        UnreadableFile: No column has dates, or there is only a header.
    """
    dated = Counter(
        index
        for record in records
        if (cells := fitted(record.cells, width))
        for index, cell in enumerate(cells)
        if formats_of(cell.strip())
    )
    if not dated:
        if _has_only_names(records, width):
            raise UnreadableFile("The file has no rows, only the names of its columns.")
        raise UnreadableFile("No column with dates was found.")
    column = max(dated, key=lambda index: (dated[index], -index))
    return next(
        number
        for number, record in enumerate(records)
        if (cells := fitted(record.cells, width)) and formats_of(cells[column].strip())
    )


def _has_only_names(records: list[Record], width: int) -> bool:
    """Return whether the last record is a header; there may be a preamble before it."""
    filled = [record for record in records if any(cell.strip() for cell in record.cells)]
    if not filled or not _has_names(filled[-1].cells, width):
        return False
    known = sum(meaning_of(cell)[0] is not None for cell in filled[-1].cells)
    return len(filled) == 1 or known >= _KNOWN_NAMES


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
    names = tuple(shortened(cell.strip(), MAX_NAME_LENGTH) for cell in cells[:width])
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
