"""Files in a supported dialect read back equal, and every record is accounted for."""

from __future__ import annotations

import csv
import io
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.detection import detect_layout
from shared.models.imports.statements.csv.fingerprint import header_fingerprint
from shared.models.imports.statements.csv.reading import read_rows
from shared.models.imports.statements.layout import DecimalMark, Delimiter, Encoding, Layout, Quote
from shared.models.imports.statements.results import InvalidRow, StatementRow
from shared.models.imports.statements.units import KnownCurrencies
from shared.models.imports.statements.unreadable import UnreadableFile
from shared.models.values.characters.names import cleaned
from shared.models.values.formulas import defused
from shared.models.values.money import format_minor
from tests.unit.strategies import bounded

DATE_FORMATS = {
    "YYYY-MM-DD": "%Y-%m-%d", "DD.MM.YYYY": "%d.%m.%Y", "MM/DD/YYYY": "%m/%d/%Y",
    "YYYYMMDD": "%Y%m%d", "DD MMM YYYY": "%d %b %Y",
}  # fmt: skip
COLUMNS = (
    ColumnRole.DATE, ColumnRole.AMOUNT, ColumnRole.DESCRIPTION, ColumnRole.PAYEE,
    ColumnRole.EXTERNAL_ID,
)  # fmt: skip

letters = st.sampled_from(list("abcXYZ 09.,;|\t\"'\n-+=€é"))
texts = st.text(letters, max_size=40).map(str.strip)
entries = st.lists(
    st.tuples(
        st.dates(date(1900, 1, 1), date(2100, 12, 31)),
        st.integers(-(10**12), 10**12).filter(bool),
        texts, texts, texts,
    ),
    min_size=1,
    max_size=15,
)  # fmt: skip
layouts = st.builds(
    Layout,
    encoding=st.sampled_from(
        [Encoding.UTF_8, Encoding.UTF_8_SIG, Encoding.UTF_16, Encoding.WINDOWS_1252]
    ),
    delimiter=st.sampled_from(list(Delimiter)),
    quote=st.sampled_from(list(Quote)),
    has_header=st.booleans(),
    preamble_lines=st.integers(0, 3),
    columns=st.just(COLUMNS),
    date_format=st.sampled_from(list(DATE_FORMATS)),
    decimal_mark=st.sampled_from(list(DecimalMark)),
)

Entry = tuple[date, int, str, str, str]


def _written(rows: list[Entry], layout: Layout, *, quotes_all: bool, line_end: str) -> bytes:
    file = io.StringIO(newline="")
    file.write(f"preamble{line_end}" * layout.preamble_lines)
    writer = csv.writer(
        file,
        delimiter=layout.delimiter,
        quotechar=layout.quote or '"',
        lineterminator=line_end,
        quoting=csv.QUOTE_ALL if quotes_all else csv.QUOTE_MINIMAL,
    )
    if layout.has_header:
        writer.writerow(["Date", "Amount", "Description", "Payee", "Transaction ID"])
    for day, amount_minor, *rest in rows:
        amount = format_minor(amount_minor, "USD").replace(".", layout.decimal_mark)
        day_text = day.strftime(DATE_FORMATS[layout.date_format])
        writer.writerow([day_text, amount, *map(defused, rest)])
    return file.getvalue().encode(layout.encoding)


@given(entries, layouts, st.sampled_from([True, False]), st.sampled_from(["\n", "\r\n"]))
@bounded
def test_what_is_written_reads_back_equal(
    rows: list[Entry],
    layout: Layout,
    quotes_all: bool,  # noqa: FBT001 (drawn, and given by position)
    line_end: str,
) -> None:
    content = _written(rows, layout, quotes_all=quotes_all, line_end=line_end)

    read = list(read_rows(CsvFile(content), layout, KnownCurrencies("USD")))

    assert [
        (row.date, row.amount_minor, row.description or "", row.payee or "", row.external_id or "")
        for row in read
        if isinstance(row, StatementRow)
    ] == [
        (day, minor, description, cleaned(payee), bank_id)
        for day, minor, description, payee, bank_id in rows
    ]
    assert len(read) == len(rows)


@given(st.lists(st.text(st.sampled_from(list("2024-01-31,5.0x ")), max_size=30), max_size=40))
@bounded
def test_every_line_that_is_not_blank_becomes_a_row(lines: list[str]) -> None:
    layout = Layout(columns=COLUMNS[:3], date_format="YYYY-MM-DD", has_header=False)

    file = CsvFile(("2024-01-31,1,x\n" + "\n".join(lines)).encode())
    rows = read_rows(file, layout, KnownCurrencies("USD"))

    filled = [n for n, line in enumerate(lines, start=2) if line.replace(",", "").strip()]
    assert [row.line for row in rows] == [1, *filled]


@given(
    st.binary(max_size=300)
    | st.text(st.sampled_from(list("01234-/.,;\t|\"'\n DdCab€é")), max_size=300).map(str.encode)
)
@bounded
def test_any_file_is_either_read_or_refused(content: bytes) -> None:
    file = CsvFile(content)
    try:
        layout = detect_layout(file).layout
    except UnreadableFile:
        return
    lines = [row.line for row in read_rows(file, layout, KnownCurrencies("USD"))]
    assert lines == sorted(set(lines))
    assert len(header_fingerprint(file, layout)) == 40


LINES = (
    "2024-01-31,1.00,ok",
    "31.1.24,1.00,bad",
    "2024-01-31,0,bad",
    "2024-01-31,1",
    '2024-01-31,1,"bad',
    "Total,,",
    "",
    " ",
)


@given(st.lists(st.sampled_from(LINES), max_size=40))
@bounded
def test_records_are_rows_and_invalid_rows_and_nothing_else(lines: list[str]) -> None:
    layout = Layout(columns=COLUMNS[:3], date_format="YYYY-MM-DD", has_header=False)
    content = "\n".join(["2024-01-31,1.00,ok", *lines]).encode()

    rows = list(read_rows(CsvFile(content), layout, KnownCurrencies("USD")))

    expected = [
        (number, "ok" not in line)
        for number, line in enumerate(content.decode().split("\n"), start=1)
        if line.strip()
    ]
    assert [(row.line, isinstance(row, InvalidRow)) for row in rows] == expected
