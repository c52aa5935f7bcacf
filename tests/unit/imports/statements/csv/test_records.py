"""A broken quote costs its own record and no other; quotes that match may span lines."""

from __future__ import annotations

import pytest

from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.reading import read_rows
from shared.models.imports.statements.csv.records import (
    MAX_RECORD_LINES,
    Dialect,
    split_records,
)
from shared.models.imports.statements.layout import Delimiter, Encoding, Layout, Quote
from shared.models.imports.statements.results import InvalidRow, StatementRow
from shared.models.imports.statements.statement_file import lines_of
from shared.models.imports.statements.units import KnownCurrencies

LAYOUT = Layout(
    columns=(ColumnRole.DATE, ColumnRole.DESCRIPTION, ColumnRole.AMOUNT),
    date_format="YYYY-MM-DD",
    has_header=False,
)
COMMAS = Dialect(Delimiter.COMMA, Quote.DOUBLE)
DOLLARS = KnownCurrencies("USD")


def _plain(number: int) -> str:
    return f"2024-01-31,row {number},{number}.00\n"


def _quoted(number: int) -> str:
    return f'"2024-01-31","row {number}","{number}.00"\n'


def _damaged_lines(lines: list[str]) -> list[int]:
    """Return the lines reported as damaged; all other lines must come out as entries, in order."""
    rows = list(read_rows(CsvFile("".join(lines).encode()), LAYOUT, DOLLARS))
    assert [row.line for row in rows] == list(range(1, len(lines) + 1))
    damaged = [row.line for row in rows if isinstance(row, InvalidRow)]
    for row in rows:
        if isinstance(row, StatementRow):
            assert row.description == f"row {row.line}"
            assert row.amount_minor == row.line * 100
    return damaged


def test_a_quote_that_never_ends_costs_one_line_among_plain_ones() -> None:
    lines = [_plain(n) for n in range(1, 501)]
    lines[399] = '2024-01-31,"row 400,400.00\n'

    assert _damaged_lines(lines) == [400]


def test_a_quote_that_never_ends_costs_one_line_among_quoted_ones() -> None:
    lines = [_quoted(n) for n in range(1, 501)]
    lines[399] = '"2024-01-31","row 400,"400.00"\n'

    assert _damaged_lines(lines) == [400]


def test_a_quote_that_ends_rows_later_swallows_none_of_them() -> None:
    lines = [_plain(n) for n in range(1, 20)]
    lines[4] = '2024-01-31,"row 5,5.00\n'
    lines[8] = '2024-01-31,row 9",9.00\n'

    rows = list(read_rows(CsvFile("".join(lines).encode()), LAYOUT, DOLLARS))

    assert [row.line for row in rows] == list(range(1, 20))
    assert [row.line for row in rows if isinstance(row, InvalidRow)] == [5]


def test_many_broken_quotes_cost_their_own_lines() -> None:
    lines = [_plain(n) for n in range(1, 200)]
    for index in (0, 1, 50, 51, 52, 198):
        lines[index] = f'2024-01-31,"row {index + 1},{index + 1}.00\n'

    assert _damaged_lines(lines) == [1, 2, 51, 52, 53, 199]


def test_the_last_line_may_be_the_broken_one() -> None:
    assert _damaged_lines([_plain(1), _plain(2), '2024-01-31,"row 3,3.00']) == [3]


def test_a_header_with_a_broken_quote_swallows_no_row() -> None:
    content = ('date,"text,amount\n' + _quoted(2) + _quoted(3)).encode()

    rows = list(
        read_rows(CsvFile(content), LAYOUT.model_copy(update={"has_header": True}), DOLLARS)
    )

    assert [row.line for row in rows] == [2, 3]
    assert all(isinstance(row, StatementRow) for row in rows)


def test_a_cell_may_span_as_many_lines_as_a_record_may_have() -> None:
    text = "\n".join(["line"] * MAX_RECORD_LINES)
    content = f'2024-01-31,"{text}",1.00\n{_plain(2)}'.encode()

    first, second = read_rows(CsvFile(content), LAYOUT, DOLLARS)

    assert isinstance(first, StatementRow)
    assert first.description == text
    assert (second.line, isinstance(second, StatementRow)) == (MAX_RECORD_LINES + 1, True)


def test_a_cell_that_spans_more_lines_is_broken() -> None:
    text = "\n".join(["line"] * (MAX_RECORD_LINES + 1))
    content = f'2024-01-31,"{text}",1.00\n{_plain(2)}'.encode()

    rows = list(read_rows(CsvFile(content), LAYOUT, DOLLARS))

    assert len(rows) == MAX_RECORD_LINES + 2
    assert [row.line for row in rows if isinstance(row, StatementRow)] == [MAX_RECORD_LINES + 2]


def test_a_line_that_looks_like_an_entry_is_none_without_the_columns_it_needs() -> None:
    content = b'2024-01-31,"see also\n2023-12-31 and more",1.00\n'

    (row,) = read_rows(CsvFile(content), LAYOUT, DOLLARS)

    assert isinstance(row, StatementRow)
    assert row.description == "see also\n2023-12-31 and more"


@pytest.mark.parametrize("encoding", [Encoding.UTF_8, Encoding.UTF_16])
def test_lines_end_with_line_breaks_and_with_nothing_else(encoding: Encoding) -> None:
    assert lines_of("a\rb\r\nc\nd\x0be\x85f\u2028g".encode(encoding), encoding) == [
        "a\r",
        "b\r\n",
        "c\n",
        "d\x0be\x85f\u2028g",
    ]


def test_quotes_inside_a_cell_that_does_not_begin_with_one_are_text() -> None:
    (record,) = split_records(['a,5" pipe, "b, c" ,d\n'.replace('" ,', '",')], COMMAS)

    assert record.cells == ["a", '5" pipe', "b, c", "d"]


def test_without_a_quote_quotes_are_text() -> None:
    (record,) = split_records(['"a,b"\n'], Dialect(Delimiter.COMMA, None))

    assert record.cells == ['"a', 'b"']
