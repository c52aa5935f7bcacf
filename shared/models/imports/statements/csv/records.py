"""Splitting of CSV text into records, with recovery from unbalanced quotation marks."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from shared.models.imports.statements.layout import Delimiter, Quote
from shared.models.imports.statements.unreadable import UnreadableFile

MAX_RECORD_LINES, MAX_RECORD_LENGTH = 30, 16_384
"""Maximum number of physical lines of a record, and of characters of a record of several lines; a
quotation open for longer is unbalanced."""

MAX_BROKEN_RECORDS = 1_000
"""Maximum number of broken records of a file. Each may cost the lines of one record."""


class Record(NamedTuple):
    """One record; ``line`` is the physical line, from 1, where it starts.

    A broken record is a single physical line with unbalanced quotation marks, split at every
    delimiter.
    """

    line: int
    cells: list[str]
    is_broken: bool = False


class Dialect(NamedTuple):
    """The delimiter and quotation mark of a CSV file; ``quote`` None means no quotation marks."""

    delimiter: Delimiter
    quote: Quote | None


class Shape(Protocol):
    """Predicates that recognise the records of a statement."""

    def fits(self, cells: list[str]) -> bool:
        """Return whether there are as many cells as columns."""

    def is_entry(self, cells: list[str]) -> bool:
        """Return whether the cells can be an entry."""


class _Feed:
    """Iterator that passes lines to the CSV parser, at most the lines of one record."""

    def __init__(self, lines: Sequence[str], position: int) -> None:
        self._lines = lines
        self.position = self.start = position
        self.length = 0

    def begin_record(self, position: int) -> None:
        """Begin another record at a line."""
        self.position = self.start = position
        self.length = 0

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        position = self.position
        if position >= len(self._lines) or position - self.start >= MAX_RECORD_LINES:
            raise StopIteration
        line = self._lines[position]
        self.length += len(line)
        if self.length > MAX_RECORD_LENGTH and position > self.start:
            raise StopIteration
        self.position = position + 1
        return line


def split_records(
    lines: Sequence[str],
    dialect: Dialect,
    first: int = 0,
    shape: Shape | None = None,
) -> Iterator[Record]:
    """Yield the records from the line at index ``first``; blank lines are skipped.

    A record with unbalanced quotation marks costs only its first line: the next record starts on
    the next physical line. With a ``shape``, a record of several lines is also broken if it does
    not fit the columns, or if a line within it is an entry by itself.

    Raises:
        UnreadableFile: There are too many broken records.
    """
    feed = _Feed(lines, first)
    parser = _parser(feed, dialect)
    broken = 0
    while feed.position < len(lines):
        start = feed.position
        feed.begin_record(start)
        try:
            cells = next(parser)
        except csv.Error:
            cells = None
        if cells is None or (
            feed.position - start > 1
            and shape is not None
            and _hides_entries(cells, lines[start + 1 : feed.position], dialect, shape)
        ):
            broken += 1
            if broken > MAX_BROKEN_RECORDS:
                raise UnreadableFile(
                    f"The quotation marks of more than {MAX_BROKEN_RECORDS:,} rows are unbalanced."
                )
            feed.position = start + 1
            yield Record(start + 1, _cut(lines[start], dialect), is_broken=True)
        elif not is_blank(cells):
            yield Record(start + 1, cells)


def is_blank(cells: list[str]) -> bool:
    """Return whether all cells are blank."""
    return not any(cells) or not "".join(cells).strip()


def fitted(cells: list[str], width: int) -> list[str] | None:
    """Return a row's cells without empty ones beyond the width; None if the number differs."""
    if len(cells) == width:
        return cells
    return cells[:width] if len(cells) > width and not any(cells[width:]) else None


def _parser(lines: Iterator[str] | _Feed, dialect: Dialect) -> Iterator[list[str]]:
    if dialect.quote is None:
        return csv.reader(lines, delimiter=dialect.delimiter, quoting=csv.QUOTE_NONE, strict=True)
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        skipinitialspace=True,
        strict=True,
    )


def _hides_entries(cells: list[str], inner: Sequence[str], dialect: Dialect, shape: Shape) -> bool:
    return not shape.fits(cells) or any(shape.is_entry(_alone(line, dialect)) for line in inner)


def _alone(line: str, dialect: Dialect) -> list[str]:
    try:
        return next(_parser(iter([line]), dialect), [])
    except csv.Error:
        return []


def _cut(line: str, dialect: Dialect) -> list[str]:
    return line.rstrip("\r\n").split(dialect.delimiter)
