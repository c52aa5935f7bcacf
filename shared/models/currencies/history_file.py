"""Read the European Central Bank's file of reference rates, ``eurofxref-hist``.

It is a CSV file, or a zip with one: a header ``Date,USD,JPY,…,`` and a row for each day, newest
first, with ``N/A`` where a currency had no rate, and a comma at the end of each line.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO
from itertools import groupby

from shared.errors import InvalidRates, RatesNotSupported, RatesTooLarge
from shared.models.currencies.euro import FIRST_YEAR, QUOTED
from shared.models.currencies.year_rates import RateYear, YearRates
from shared.models.values.frozen import frozen

MAX_FILE_BYTES = 8 * 1024 * 1024
"""Maximum length of a file, also after it is unpacked; 27 years of rates have 1.9 MB."""

MAX_ROWS = 40_000
MAX_COLUMNS = 100
_EXPECTED = frozenset({"USD", "JPY", "GBP", "CHF"})
"""Currencies that the file always had; without them, it is another file."""

_CODE = re.compile(r"[A-Z]{3}", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_NO_RATE = "N/A"
_CELL = r"(?:N/A|[1-9][0-9]{0,8}(?:\.[0-9]{1,8})?|0\.(?=[0-9]{0,7}[1-9])[0-9]{1,8})"
"""A number above 0 of at most 17 digits, or none."""

_ZIP = b"PK\x03\x04"


@frozen
class RateHistory:
    """Written rates of a file: units of each currency in a euro.

    ``columns`` have a rate or ``N/A`` for each of ``days``, which are in descending order.
    """

    days: Sequence[date]
    columns: Mapping[str, Sequence[str]]

    @property
    def last_day(self) -> date:
        """Return the latest day; there is at least one."""
        return self.days[0]

    def list_years(self) -> list[YearRates]:
        """Return the rates by currency and year, without years of which there are none."""
        by_year = {
            year: [index for index, _ in pairs]
            for year, pairs in groupby(enumerate(self.days), key=lambda pair: pair[1].year)
        }
        found = []
        for currency, cells in self.columns.items():
            for year, indexes in by_year.items():
                rates = {self.days[i]: cells[i] for i in indexes if cells[i] != _NO_RATE}
                if rates:
                    found.append(YearRates.of(RateYear(currency, year), rates))
        return found


def read_history(content: bytes) -> RateHistory:
    """Read a file of reference rates, as CSV or as a zip with it.

    Columns of currencies that no ledger can have are left out.

    Raises:
        RatesTooLarge, RatesNotSupported, InvalidRates: A single wrong cell makes the whole file
            invalid.
    """
    if len(content) > MAX_FILE_BYTES:
        raise RatesTooLarge(MAX_FILE_BYTES, "bytes")
    if content.startswith(_ZIP):
        content = _unpacked(content)
    try:
        lines = content.decode("ascii").splitlines()
    except UnicodeDecodeError as error:
        raise RatesNotSupported("it is not ASCII text") from error
    while lines and not lines[-1]:
        lines.pop()
    if len(lines) > MAX_ROWS:
        raise RatesTooLarge(MAX_ROWS, "rows")
    columns = _columns(lines)
    days = list(_days(lines))
    return _rates(lines, columns, days)


def _unpacked(content: bytes) -> bytes:
    """Return the only file of a zip.

    Its declared length is not trusted: one byte more than the maximum is read at most.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            if len(names) != 1:
                raise RatesNotSupported("the zip does not have exactly one file")
            with archive.open(names[0]) as member:
                unpacked = member.read(MAX_FILE_BYTES + 1)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError) as error:
        raise RatesNotSupported("the zip cannot be unpacked") from error
    except (zlib.error, EOFError, OSError, ValueError) as error:
        raise RatesNotSupported("the zip is damaged") from error
    if len(unpacked) > MAX_FILE_BYTES:
        raise RatesTooLarge(MAX_FILE_BYTES, "bytes")
    return unpacked


def _columns(lines: list[str]) -> list[str]:
    """Return the currencies of the columns behind that of the days."""
    header = _cells(lines[0]) if lines else []
    if len(header) > MAX_COLUMNS:
        raise RatesTooLarge(MAX_COLUMNS, "columns")
    codes = header[1:]
    if header[:1] != ["Date"] or not _EXPECTED.issubset(codes):
        raise RatesNotSupported("it has another header")
    if len(set(codes)) < len(codes) or not all(map(_CODE.fullmatch, codes)):
        raise RatesNotSupported("its header does not name each currency once")
    return codes


def _days(lines: list[str]) -> Iterator[date]:
    """Yield the day of each row; they must be in descending order."""
    if len(lines) == 1:
        raise RatesNotSupported("it has no day")
    previous = date.max
    for number, line in enumerate(lines[1:], start=2):
        text = line.partition(",")[0]
        try:
            day = date.fromisoformat(text) if _DAY.fullmatch(text) else date.min
        except ValueError:
            day = date.min
        if day.year < FIRST_YEAR:
            raise InvalidRates(number, "the day is not one like 2026-03-31")
        if day >= previous:
            raise InvalidRates(number, "the days are not in descending order")
        yield day
        previous = day


def _rates(lines: list[str], columns: list[str], days: list[date]) -> RateHistory:
    """Return the rates by column.

    A row is checked as a whole, which is faster than cell by cell.
    """
    is_row = _row_of(len(columns)).fullmatch
    for number, line in enumerate(lines[1:], start=2):
        if not is_row(line):
            raise _error_in(_cells(line), columns, number)
    by_column = zip(*(_cells(line) for line in lines[1:]), strict=True)
    next(by_column)
    rates = {code: cells for code, cells in zip(columns, by_column, strict=True) if code in QUOTED}
    return RateHistory(days, rates)


def _row_of(columns: int) -> re.Pattern[str]:
    return re.compile(rf"[0-9-]{{10}}(?:,{_CELL}){{{columns}}},?", re.ASCII)


def _error_in(cells: list[str], columns: list[str], number: int) -> InvalidRates:
    """Return the error of a row that is not one of rates."""
    width = len(columns) + 1
    if len(cells) != width:
        return InvalidRates(number, f"it has {len(cells)} cells, and not {width}")
    wrong = [code for code, cell in zip(columns, cells[1:], strict=True) if not _is_cell(cell)]
    return InvalidRates(number, f"the rate of {wrong[0]} is not a number above 0")


def _is_cell(cell: str) -> bool:
    return re.fullmatch(_CELL, cell, re.ASCII) is not None


def _cells(line: str) -> list[str]:
    """Return the cells of a line, without the empty one behind a comma at its end."""
    return line.removesuffix(",").split(",")
