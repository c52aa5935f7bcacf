"""The work and the memory that a file takes are bounded by counts, whatever is in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shared.models.imports.statements import day_formats
from shared.models.imports.statements.csv.columns import Column
from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.detection import detect_layout
from shared.models.imports.statements.csv.reading import read_rows
from shared.models.imports.statements.csv.records import (
    MAX_BROKEN_RECORDS,
    MAX_RECORD_LENGTH,
    Dialect,
    split_records,
)
from shared.models.imports.statements.csv.text_columns import find_texts
from shared.models.imports.statements.csv.words.headers import meaning_of
from shared.models.imports.statements.layout import Delimiter, Encoding, Quote
from shared.models.imports.statements.statement_file import MAX_LINES, lines_of
from shared.models.imports.statements.units import KnownCurrencies
from shared.models.imports.statements.unreadable import UnreadableFile
from tests.support.measures.memory import peak_memory

MEBIBYTE = 2**20
FILE_BYTES, MEMORY_BYTES = 10 * MEBIBYTE, 100 * MEBIBYTE
HEADER, ROW = b"Date,Amount,Payee,Notes\n", b"2026-03-01,-12.50,Shop,Bread\n"
COMMAS = Dialect(Delimiter.COMMA, Quote.DOUBLE)


def repeated(part: bytes, length: int = FILE_BYTES - 1_000) -> bytes:
    return (part * (length // len(part) + 1))[:length]


def read(content: bytes) -> int:
    """Return the number of rows of a file."""
    file = CsvFile(content)
    return sum(1 for _ in read_rows(file, detect_layout(file).layout, KnownCurrencies("EUR")))


TOO_LARGE = {
    "empty lines": (lambda: HEADER + ROW + repeated(b"\n"), "more than 200,000 lines"),
    "separators": (lambda: HEADER + ROW + repeated(b",\n"), "more than 200,000 lines"),
    "quotation marks": (lambda: HEADER + ROW + repeated(b'"\n'), "more than 200,000 lines"),
    "short rows": (lambda: repeated(b"2026-03-01,-1\n"), "more than 200,000 lines"),
    "one line": (lambda: HEADER + ROW + repeated(b","), "more than 65,536 characters"),
    "a million columns": (lambda: repeated(b"c,"), "more than 65,536 characters"),
    "bytes of no encoding": (lambda: repeated(bytes(range(128, 256))), "more than 65,536"),
    "letters of four bytes": (
        lambda: repeated("\U0001f600".encode(), FILE_BYTES), "more than 65,536",
    ),
    "open quotations": (
        lambda: HEADER + ROW * 400 + repeated(b'"' + b"a" * 50 + b",\n", 9 * MEBIBYTE),
        "quotation marks of more than 1,000 rows",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("make", "message"), TOO_LARGE.values(), ids=TOO_LARGE)
def test_a_file_that_would_cost_much_is_refused_before_it_does(
    make: Callable[[], bytes], message: str
) -> None:
    content = make()

    with peak_memory() as peak, pytest.raises(UnreadableFile, match=message):
        read(content)

    assert peak.added_bytes < MEMORY_BYTES


READABLE = {
    "letters of four bytes": (
        lambda: HEADER + (ROW[:-1] + b"x" * 170 + "\U0001f600".encode() + b"\n") * 49_000, 49_000,
    ),
    "many small cells": (
        lambda: b"Date,Amount,Payee,Tags\n" + (ROW[:-6] + b'"' + b"a,b" * 20_000 + b'"\n') * 170,
        170,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("make", "rows"), READABLE.values(), ids=READABLE)
def test_a_large_file_takes_less_than_a_hundred_mebibytes(
    make: Callable[[], bytes], rows: int
) -> None:
    content = make()

    with peak_memory() as peak:
        assert read(content) == rows

    assert peak.added_bytes < MEMORY_BYTES


def test_a_file_of_the_most_lines_is_read() -> None:
    assert read(HEADER + ROW * 10 + b"\n" * (MAX_LINES - 11)) == 10


@pytest.mark.parametrize("codec", [Encoding.UTF_8, Encoding.UTF_16])
def test_a_last_line_without_an_end_is_counted_too(codec: Encoding) -> None:
    most = "x\n" * MAX_LINES

    assert len(lines_of(most.encode(codec), codec)) == MAX_LINES
    with pytest.raises(UnreadableFile, match="more than 200,000 lines"):
        lines_of(f"{most}x".encode(codec), codec)


def test_lines_of_utf_16_are_counted_in_characters() -> None:
    # The letter U+0A0A has two bytes that are line ends elsewhere.
    text = ("\u0a0a" * 60_000 + "\n") * 4

    assert len(lines_of(text.encode("utf-16"), Encoding.UTF_16)) == 4


def test_rows_are_counted_as_they_are_read_too() -> None:
    # A quotation that hides entries is one row at first, and as many as it has lines then.
    hidden = b'"' + ROW * 29 + b'",1,2,3\n'

    with pytest.raises(UnreadableFile, match="more than 50,000 rows"):
        read(HEADER + ROW * 40_000 + hidden * 450)


def test_a_file_has_broken_records_up_to_a_limit() -> None:
    lines = ['"open,1\n', *["closed,1\n"] * 30] * MAX_BROKEN_RECORDS
    records = list(split_records(lines, COMMAS))

    assert sum(record.is_broken for record in records) == MAX_BROKEN_RECORDS
    with pytest.raises(UnreadableFile, match="quotation marks"):
        list(split_records([*lines, '"open,1\n'], COMMAS))


def test_a_record_of_several_lines_has_a_length_up_to_a_limit() -> None:
    def is_broken(length: int) -> bool:
        first = next(split_records(['"a\n', "b" * length + '"\n'], COMMAS))
        return first.is_broken

    assert [is_broken(MAX_RECORD_LENGTH - spare) for spare in (5, 4)] == [False, True]


def test_only_a_name_that_a_header_may_have_has_a_meaning() -> None:
    assert meaning_of("booking date " + "x" * 87)[0] is not None
    assert meaning_of("booking date " + "x" * 88) == (None, 0.0)


def test_long_texts_are_not_kept_as_dates() -> None:
    kept = day_formats._formats_of.cache_info  # noqa: SLF001 (the cache has no public name)
    before = kept().currsize

    assert day_formats.formats_of("1" * 51) == ()
    assert kept().currsize == before


def test_few_columns_are_compared_in_the_whole_file() -> None:
    columns = [
        Column(index, f"Reference {index}", tuple(f"x{index}00000{row}" for row in range(9)))
        for index in range(20)
    ]
    compared: list[int] = []

    def is_unique(index: int, _beside: int | None) -> bool:
        compared.append(index)
        return False

    find_texts(columns, is_unique)

    assert compared == [0, 1, 2]
