"""Amounts are read exactly, however banks write them, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.imports.statements.amounts import read_amount
from shared.models.imports.statements.cells import BadCell
from shared.models.imports.statements.layout import DecimalMark
from shared.models.values.money import format_minor
from tests.unit.strategies import bounded

POINT, COMMA = DecimalMark.POINT, DecimalMark.COMMA


@pytest.mark.parametrize(
    ("text", "mark", "amount_minor"),
    [
        ("12.50", POINT, 1250),
        ("12,50", COMMA, 1250),
        ("-12.5", POINT, -1250),
        ("+12.50", POINT, 1250),
        ("12,50-", COMMA, -1250),
        ("(12.50)", POINT, -1250),
        ("($12.50)", POINT, -1250),
        ("\u221212,50", COMMA, -1250),
        ("- 12.50", POINT, -1250),
        ("1,234.50", POINT, 123450),
        ("1.234,50", COMMA, 123450),
        ("1 234,50", COMMA, 123450),
        ("1\u00a0234,50", COMMA, 123450),
        ("1\u202f234\u202f567,50", COMMA, 123456750),
        ("1'234.50", POINT, 123450),
        ("1’234.50", POINT, 123450),
        ("12,34,567.50", POINT, 123456750),
        ("$12.50", POINT, 1250),
        ("-$12.50", POINT, -1250),
        ("$-12.50", POINT, -1250),
        ("USD 12.50", POINT, 1250),
        ("12.50 usd", POINT, 1250),
        ("US$ 12.50", POINT, 1250),
        ("12.50 CR", POINT, 1250),
        ("12.50 DR", POINT, -1250),
        (".50", POINT, 50),
        ("12", POINT, 1200),
        ("12.5000", POINT, 1250),
        ("0.00", POINT, 0),
        ("0000000000000012.50", POINT, 1250),
        ("99999999999.99", POINT, 9999999999999),
    ],
)
def test_amounts_are_read_as_banks_write_them(
    text: str, mark: DecimalMark, amount_minor: int
) -> None:
    assert read_amount(text, mark, "USD") == amount_minor


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("", POINT), ("abc", POINT), ("12.50", COMMA), ("12,50", POINT), ("1,23.50", POINT),
        ("1,2345.50", POINT), ("1234,567.50", POINT), ("1.234.50", POINT), ("12.", POINT),
        ("--12.50", POINT), ("-12.50-", POINT), ("(-12.50)", POINT), ("(12.50", POINT),
        ("12.50)", POINT), ("12.50 apples", POINT), ("1e3", POINT), ("NaN", POINT), ("1-2", POINT),
        ("١٢", POINT), ("1²", POINT), ("USD 12.50 USD", POINT), ("1,234'567.50", POINT),
        ("1" * 5000, POINT),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused(text: str, mark: DecimalMark) -> None:
    with pytest.raises(BadCell, match="cannot be read"):
        read_amount(text, mark, "USD")


@pytest.mark.parametrize(
    ("text", "currency", "why"),
    [
        ("12.505", "USD", r"more decimals than USD has \(2\)"),
        ("12.5", "JPY", r"more decimals than JPY has \(0\)"),
        ("12.5005", "KWD", r"more decimals than KWD has \(3\)"),
        ("12345678901234.00", "USD", "more than 13 digits"),
        ("100000000000.00", "USD", "more than 99999999999.99 USD"),
        ("€12.50", "USD", "is not in USD"),
        ("12.50 CHF", "USD", "is not in USD"),
        ("12.50 kr", "USD", "is not in USD"),
    ],
)
def test_an_amount_that_does_not_fit_says_why(text: str, currency: str, why: str) -> None:
    with pytest.raises(BadCell, match=why):
        read_amount(text, POINT, currency)


@pytest.mark.parametrize(
    ("text", "currency", "amount_minor"),
    [("12.000", "JPY", 12), ("12.505", "KWD", 12505), ("12", "KWD", 12000), ("£1", "GBP", 100)],
)
def test_the_currency_decides_how_many_decimals_there_are(
    text: str, currency: str, amount_minor: int
) -> None:
    assert read_amount(text, POINT, currency) == amount_minor


@given(
    st.integers(-(10**13) + 1, 10**13 - 1),
    st.sampled_from(["USD", "JPY", "KWD"]),
    st.sampled_from(list(DecimalMark)),
    st.sampled_from(["", "grouped", "'", "\u00a0"]),
)
@bounded
def test_what_is_written_is_read(
    amount_minor: int, currency: str, mark: DecimalMark, thousands: str
) -> None:
    other = "." if mark is DecimalMark.COMMA else ","
    whole, point, fraction = format_minor(amount_minor, currency).partition(".")
    digits = whole.removeprefix("-")
    if len(digits) > 13:
        digits, amount_minor = digits[-13:], 0
    grouped = f"{int(digits):,}".replace(",", other if thousands == "grouped" else thousands)
    sign = "-" if whole.startswith("-") else ""
    text = sign + grouped + (mark if point else "") + fraction

    expected = int(digits + fraction) * (-1 if sign else 1)
    assert read_amount(text, mark, currency) == expected
    assert amount_minor in (0, expected)
