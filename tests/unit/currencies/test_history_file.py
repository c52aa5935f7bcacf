"""A file of rates is read as a whole, or refused with the reason."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

import pytest

from shared.errors import (
    InvalidRates,
    RatesNotSupported,
    RatesNotUpdated,
    RatesTooLarge,
)
from shared.models.currencies import history_file
from shared.models.currencies.history_file import MAX_FILE_BYTES, read_history
from tests.unit.currencies.history import HEADER, csv_file

GOOD = "2026-10-30,1.1172,175.68,0.8338,0.9194,"
EARLIER = "2026-10-29,1.113,175.92,N/A,0.9222,"


def zipped(**files: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.csv", content)
    return target.getvalue()


def test_a_file_has_rates_by_currency_and_year() -> None:
    history = read_history(csv_file(GOOD, EARLIER))

    assert history.last_day == date(2026, 10, 30)
    assert {str(rates.key): rates.text for rates in history.list_years()} == {
        "USD-2026": "1029:1.113 1030:1.1172",
        "JPY-2026": "1029:175.92 1030:175.68",
        "GBP-2026": "1030:0.8338",
        "CHF-2026": "1029:0.9222 1030:0.9194",
    }


def test_a_zip_with_the_file_a_file_without_last_commas_and_one_of_windows_are_the_same() -> None:
    content = csv_file(GOOD, EARLIER)
    forms = [zipped(rates=content), content.replace(b",\n", b"\n"), content.replace(b"\n", b"\r\n"),
             content + b"\n\n"]  # fmt: skip

    assert [read_history(form) for form in forms] == [read_history(content)] * len(forms)


def test_columns_of_unknown_currencies_are_left_out() -> None:
    content = csv_file("2026-10-30,1.1,175,0.8,0.9,12345", header="Date,USD,JPY,GBP,CHF,ROL")

    assert read_history(content).columns.keys() == {"USD", "JPY", "GBP", "CHF"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2026-10-28,1.1,175,0.8,", "it has 4 cells, and not 5"),
        ("2026-10-28,1.1,175,0.8,0.9,1,", "it has 6 cells, and not 5"),
        ("2026-10-28,0,175,0.8,0.9,", "the rate of USD is not a number above 0"),
        ("2026-10-28,1.1,0.000,0.8,0.9,", "the rate of JPY is not a number above 0"),
        ("2026-10-28,1.1,175,-0.8,0.9,", "the rate of GBP is not a number above 0"),
        ("2026-10-28,1.1,175,0.8,1e3,", "the rate of CHF is not a number above 0"),
        ("2026-10-28,1.1,175,0.8,NaN,", "the rate of CHF is not a number above 0"),
        ("2026-10-28,1.1,175,0.8,1.,", "the rate of CHF is not a number above 0"),
        ("2026-10-28,1.1,175,0.8,12345678901,", "the rate of CHF is not a number above 0"),
        ("2026-10-28,1.1,175,0.8, 0.9,", "the rate of CHF is not a number above 0"),
        ("2026-10-29,1.1,175,0.8,0.9,", "the days are not in descending order"),
        ("2026-10-31,1.1,175,0.8,0.9,", "the days are not in descending order"),
        ("2026-02-30,1.1,175,0.8,0.9,", "the day is not one like 2026-03-31"),
        ("28.10.2026,1.1,175,0.8,0.9,", "the day is not one like 2026-03-31"),
        ("1998-12-31,1.1,175,0.8,0.9,", "the day is not one like 2026-03-31"),
        (",,,,,", "the day is not one like 2026-03-31"),
        ("<html>", "the day is not one like 2026-03-31"),
    ],
)
def test_one_wrong_row_makes_the_whole_file_invalid(row: str, reason: str) -> None:
    with pytest.raises(InvalidRates) as caught:
        read_history(csv_file(GOOD, EARLIER, row))

    assert caught.value.message == f"Line 4 of the rates is not valid: {reason}."
    assert caught.value.line == 4


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it has another header"),
        (b"<!DOCTYPE html><html></html>", "it has another header"),
        (csv_file(GOOD, header="Date,USD,JPY,GBP,"), "it has another header"),
        (csv_file(GOOD, header="Day,USD,JPY,GBP,CHF,"), "it has another header"),
        (csv_file(GOOD, header=f"{HEADER}USD,"), "its header does not name each currency once"),
        (csv_file(GOOD, header=f"{HEADER}usd,"), "its header does not name each currency once"),
        (csv_file(), "it has no day"),
        ("Date,USD,€".encode(), "it is not ASCII text"),
        (b"PK\x03\x04 and no more", "the zip cannot be unpacked"),
        (zipped(one=csv_file(GOOD), two=b""), "the zip does not have exactly one file"),
    ],
)
def test_another_file_is_not_supported(content: bytes, reason: str) -> None:
    with pytest.raises(RatesNotSupported) as caught:
        read_history(content)

    assert caught.value.message == f"This is not a file of reference rates: {reason}."


@pytest.mark.parametrize(
    ("content", "limit"),
    [
        (b"x" * (MAX_FILE_BYTES + 1), "8,388,608 bytes"),
        (zipped(rates=b"0" * (MAX_FILE_BYTES + 1)), "8,388,608 bytes"),
        (csv_file(*["2026-10-30"] * 40_001), "40,000 rows"),
        (csv_file(GOOD, header="Date" + ",USD" * 100), "100 columns"),
    ],
)
def test_a_file_that_is_too_large_is_not_read(content: bytes, limit: str) -> None:
    with pytest.raises(RatesTooLarge) as caught:
        read_history(content)

    assert caught.value.message == f"The file of rates has more than {limit}."


def test_a_zip_that_is_cut_off_or_changed_is_refused() -> None:
    whole = zipped(rates=csv_file(GOOD, EARLIER))
    broken = bytearray(whole)
    broken[60] ^= 0xFF

    for content in (whole[: len(whole) // 2], bytes(broken)):
        with pytest.raises(RatesNotUpdated):
            read_history(content)


def test_a_file_of_exactly_the_largest_size_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    content = csv_file(GOOD, EARLIER)
    monkeypatch.setattr(history_file, "MAX_FILE_BYTES", len(content))
    monkeypatch.setattr(history_file, "MAX_ROWS", 3)
    monkeypatch.setattr(history_file, "MAX_COLUMNS", len(HEADER.removesuffix(",").split(",")))

    assert len(read_history(content).days) == 2


def test_a_year_without_any_rate_of_a_currency_is_left_out() -> None:
    history = read_history(csv_file(GOOD, "2025-12-31,1.1,160,N/A,N/A,"))

    found = [str(rates.key) for rates in history.list_years() if rates.key.year == 2025]
    assert found == ["USD-2025", "JPY-2025"]
