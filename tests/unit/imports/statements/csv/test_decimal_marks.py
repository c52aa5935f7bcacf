"""If three digits follow every mark, the currency tells whether they are decimals."""

from __future__ import annotations

import pytest

from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.detection import detect_layout
from shared.models.imports.statements.layout import DecimalMark
from shared.models.imports.statements.results import Detection


def detect(text: str, currency: str | None = None) -> Detection:
    return detect_layout(CsvFile(text.encode()), currency=currency)


def codes(detection: Detection) -> list[str]:
    return [one.code for one in detection.ambiguities]


def test_a_mark_before_three_digits_throughout_is_ambiguous() -> None:
    detection = detect("Date;Amount;Text\n2024-01-31;-1.234;a\n2024-02-01;2.500;b\n")

    assert detection.layout.decimal_mark is DecimalMark.COMMA
    assert codes(detection) == ["decimal-mark"]


@pytest.mark.parametrize(
    ("header", "unit", "currency"),
    [
        ("Date;Amount;Text", "", "KWD"),
        ("Date;Amount (BHD);Text", "", "EUR"),
        ("Date;Amount;Currency;Text", "kwd;", "EUR"),
        ("Date;Amount;Currency;Text", "TND;", None),
    ],
)
def test_in_a_currency_with_three_decimals_it_is_the_decimal_mark(
    header: str, unit: str, currency: str | None
) -> None:
    text = f"{header}\n2024-01-31;-1.234;{unit}a\n2024-02-01;2.500;{unit}b\n"

    detection = detect(text, currency)

    assert detection.layout.decimal_mark is DecimalMark.POINT
    assert codes(detection) == ["decimal-mark"]
    in_commas = detect(text.replace(".", ","), currency)
    assert in_commas.layout.decimal_mark is DecimalMark.COMMA


@pytest.mark.parametrize(
    ("header", "units", "currency"),
    [
        ("Date;Amount;Text", ("", ""), "JPY"),
        ("Date;Amount (EUR);Text", ("", ""), "KWD"),
        ("Date;Amount;Currency;Text", ("EUR;", "EUR;"), "KWD"),
        ("Date;Amount;Currency;Text", ("EUR;", "KWD;"), "KWD"),
    ],
)
def test_in_another_currency_three_digits_are_thousands(
    header: str, units: tuple[str, str], currency: str
) -> None:
    first, second = units
    text = f"{header}\n2024-01-31;-1.234;{first}a\n2024-02-01;2.500;{second}b\n"

    assert detect(text, currency).layout.decimal_mark == ","
