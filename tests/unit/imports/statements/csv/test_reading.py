"""Each record becomes an entry or says why not; nothing is lost, nothing is doubled."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.reading import MAX_ROWS, read_rows
from shared.models.imports.statements.layout import AmountSign, Layout, MoneyOutSign
from shared.models.imports.statements.layout_overrides import LayoutOverrides
from shared.models.imports.statements.results import InvalidRow, StatementRow
from shared.models.imports.statements.units import KnownCurrencies
from shared.models.imports.statements.unreadable import UnreadableFile

DATE, AMOUNT, DEBIT, CREDIT = (
    ColumnRole.DATE,
    ColumnRole.AMOUNT,
    ColumnRole.DEBIT,
    ColumnRole.CREDIT,
)
DIRECTION, DESCRIPTION, PAYEE = ColumnRole.DIRECTION, ColumnRole.DESCRIPTION, ColumnRole.PAYEE
DOLLARS = KnownCurrencies("USD")


def _layout(*columns: ColumnRole, **facts: Any) -> Layout:
    usual: dict[str, Any] = {"has_header": False, "date_format": "YYYY-MM-DD"}
    return Layout(columns=columns or (DATE, AMOUNT, DESCRIPTION), **usual | facts)


def _read(text: str, layout: Layout | None = None) -> list[StatementRow | InvalidRow]:
    return list(read_rows(CsvFile(text.encode()), layout or _layout(), DOLLARS))


def _entry(text: str, layout: Layout | None = None) -> StatementRow:
    (row,) = _read(text, layout)
    assert isinstance(row, StatementRow), row
    return row


def _reason(text: str, layout: Layout | None = None) -> str:
    (row,) = _read(text, layout)
    assert isinstance(row, InvalidRow), row
    return row.reason


def test_an_entry_has_its_line_date_amount_and_texts() -> None:
    layout = _layout(
        DATE, AMOUNT, DESCRIPTION, PAYEE, ColumnRole.NOTES, ColumnRole.EXTERNAL_ID,
        ColumnRole.CATEGORY, ColumnRole.TAGS, ColumnRole.CURRENCY, ColumnRole.IGNORE,
    )  # fmt: skip
    assert _entry('2024-01-31,-1.5, Tea ,Shop,hot,T1,Food,"a, b,a",USD,x', layout) == StatementRow(
        line=1, date=date(2024, 1, 31), amount_minor=-150, description="Tea", payee="Shop",
        notes="hot", external_id="T1", category="Food", tags=("a", "b"), currency="USD",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("31.01.2024,1,x", "The date “31.01.2024” cannot be read as YYYY-MM-DD."),
        (",1,x", "The row has no date."),
        ("1899-12-31,1,x", "The date 1899-12-31 is before 1900-01-01."),
        ("2024-01-31,one,x", "The amount “one” cannot be read."),
        ("2024-01-31,,x", "The row has no amount."),
        ("2024-01-31,0.00,x", "The amount is zero."),
        ("2024-01-31,1.005,x", "The amount “1.005” has more decimals than USD has (2)."),
        (
            "2024-01-31,12345678901234,x",
            "The amount “12345678901234” has more than 13 digits before the mark.",
        ),
        ("2024-01-31,1", "The row has 2 columns instead of 3."),
        ("2024-01-31,1,x,y", "The row has 4 columns instead of 3."),
        ('2024-01-31,1,"x', "The quotation marks in this line are unbalanced."),
        ('2024-01-31,1,"x"y', "The quotation marks in this line are unbalanced."),
        ("2024-01-31,1,x\x07", "A text has control characters or undecodable bytes."),
        ("2024-01-31,1,x\x00y", "A text has control characters or undecodable bytes."),
        ("Total,100.00,", "The date “Total” cannot be read as YYYY-MM-DD."),
    ],
)
def test_a_row_that_is_no_entry_says_why(line: str, why: str) -> None:
    assert _reason(line) == why


def test_an_entry_of_1900_is_accepted() -> None:
    assert _entry("1900-01-01,1,x").date == date(1900, 1, 1)


def test_empty_cells_beyond_the_columns_are_passed_over() -> None:
    assert _entry("2024-01-31,1,x,,").description == "x"


@pytest.mark.parametrize(
    ("cells", "amount_minor", "currency"),
    [
        ("1,usd", 100, "USD"), ("1,EUR", 100, "EUR"), ("1,jpy", 1, "JPY"), ("1,€", 100, "EUR"),
        ("1,$", 100, "USD"), ("1,RUR", 100, "RUB"), ("1,", 100, "USD"), ("€ 1,", 100, "EUR"),
        ("1.500 KWD,", 1500, "KWD"), ("$1,cad", 100, "CAD"),
    ],
)  # fmt: skip
def test_an_entry_has_its_currency(cells: str, amount_minor: int, currency: str) -> None:
    entry = _entry(f"2024-01-31,{cells}", _layout(DATE, AMOUNT, ColumnRole.CURRENCY))

    assert (entry.amount_minor, entry.currency) == (amount_minor, currency)


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ("1,XBT", "“XBT” is not a known currency."),
        ("€1,USD", "The amount “€1” is not in USD."),
        ("1 kr,", "“kr” may be DKK, ISK, NOK, SEK: choose an account for one of them."),
        ("1.5,JPY", "The amount “1.5” has more decimals than JPY has (0)."),
    ],
)
def test_an_entry_of_a_doubtful_currency_says_why(cells: str, why: str) -> None:
    assert _reason(f"2024-01-31,{cells}", _layout(DATE, AMOUNT, ColumnRole.CURRENCY)) == why


@pytest.mark.parametrize(
    ("likely", "currency"),
    [
        ((frozenset({"SEK"}),), "SEK"),
        ((frozenset({"EUR"}), frozenset({"NOK"})), "NOK"),
        ((frozenset({"SEK"}), frozenset({"NOK", "DKK"})), "SEK"),
        ((frozenset({"SEK", "NOK"}), frozenset({"SEK"})), None),
    ],
)
def test_a_symbol_means_the_only_likely_currency(
    likely: tuple[frozenset[str], ...], currency: str | None
) -> None:
    [row] = read_rows(CsvFile(b"2024-01-31,1 kr,x"), _layout(), KnownCurrencies("USD", likely))

    assert getattr(row, "currency", None) == currency


@pytest.mark.parametrize(
    ("cells", "sign", "amount_minor"),
    [
        ("5,", MoneyOutSign.UNSIGNED, -500),
        (",5", MoneyOutSign.UNSIGNED, 500),
        ("-5,", MoneyOutSign.UNSIGNED, 500),
        ("-5,", MoneyOutSign.SIGNED, -500),
        ("5,0.00", MoneyOutSign.UNSIGNED, -500),
        ("0,5", MoneyOutSign.SIGNED, 500),
    ],
)
def test_debit_is_money_out_and_credit_is_money_in(
    cells: str, sign: MoneyOutSign, amount_minor: int
) -> None:
    layout = _layout(DATE, DEBIT, CREDIT, money_out_sign=sign)

    assert _entry(f"2024-01-31,{cells}", layout).amount_minor == amount_minor


def test_debit_and_credit_in_one_row_are_refused() -> None:
    layout = _layout(DATE, DEBIT, CREDIT)

    assert _reason("2024-01-31,5,5", layout) == "The row has both a debit and a credit amount."
    assert _reason("2024-01-31,,", layout) == "The amount is zero."


@pytest.mark.parametrize(
    ("cells", "amount_minor"), [("5,In", 500), ("5,AUS", -500), ("-5,in", -500), ("-5,aus", 500)]
)
def test_a_word_says_whether_money_comes_or_goes(cells: str, amount_minor: int) -> None:
    layout = _layout(DATE, AMOUNT, DIRECTION, money_in=("in",), money_out=("aus",))

    assert _entry(f"2024-01-31,{cells}", layout).amount_minor == amount_minor


def test_a_word_that_is_not_known_is_refused() -> None:
    layout = _layout(DATE, AMOUNT, DIRECTION, money_in=("in",), money_out=("aus",))

    assert "“X” is not known to mean money in" in _reason("2024-01-31,5,X", layout)


def test_inverted_amounts_are_turned_round() -> None:
    layout = _layout(amount_sign=AmountSign.INVERTED)

    assert _entry("2024-01-31,5,x", layout).amount_minor == -500


def test_what_is_too_long_for_its_place_goes_on_in_the_notes() -> None:
    layout = _layout(DATE, AMOUNT, DESCRIPTION, PAYEE, ColumnRole.NOTES, ColumnRole.TAGS)
    description, payee, tag = "word " * 60, "name " * 30, "t" * 31

    row = _entry(f"2024-01-31,1,{description},{payee},mine,{tag}", layout)

    assert row.description == ("word " * 40).strip()
    assert row.payee == ("name " * 20).strip()
    assert row.tags == ()
    assert row.notes == "\n".join([("name " * 10).strip(), ("word " * 20).strip(), tag, "mine"])


def test_texts_at_their_bounds_stay_whole() -> None:
    layout = _layout(DATE, AMOUNT, DESCRIPTION, PAYEE, ColumnRole.NOTES, ColumnRole.EXTERNAL_ID)
    texts = ("d" * 200, "p" * 100, "n" * 2000, "i" * 200)

    row = _entry(f"2024-01-31,1,{','.join(texts)}", layout)

    assert (row.description, row.payee, row.notes, row.external_id) == texts


@pytest.mark.parametrize(
    ("role", "length", "why"),
    [
        (ColumnRole.NOTES, 2001, "The texts are too long: more than 2000 characters."),
        (ColumnRole.DESCRIPTION, 2201, "The texts are too long: more than 2000 characters."),
        (ColumnRole.EXTERNAL_ID, 201, "The bank's id is too long: more than 200 characters."),
    ],
)
def test_texts_that_fit_nowhere_make_the_row_invalid(
    role: ColumnRole, length: int, why: str
) -> None:
    assert _reason(f"2024-01-31,1,{'x' * length}", _layout(DATE, AMOUNT, role)) == why


def test_several_columns_of_description_are_joined_by_a_blank() -> None:
    layout = _layout(DATE, DESCRIPTION, AMOUNT, DESCRIPTION, DESCRIPTION)

    assert _entry("2024-01-31,a,1,,c", layout).description == "a c"


def test_payees_and_tags_are_cleaned_and_texts_keep_their_direction() -> None:
    layout = _layout(DATE, AMOUNT, DESCRIPTION, ColumnRole.PAYEE, ColumnRole.NOTES, ColumnRole.TAGS)

    row = _entry(
        "2024-01-31,1,gpj\u202eexe,Ca\u00adfe\u0301 ❤️\u200b,\u2066n,a\u200b;A;\u200b;b\ufe0f",
        layout,
    )

    assert (row.description, row.payee, row.notes) == ("gpjexe", "Café ❤️", "n")
    assert row.tags == ("a", "b")


def test_a_number_sign_before_a_tag_is_left_out() -> None:
    layout = _layout(DATE, AMOUNT, DESCRIPTION, ColumnRole.TAGS)

    assert _entry("2024-01-31,1,x,#food; food;# home;#", layout).tags == ("food", "home")


def test_a_payee_that_is_cut_ends_with_a_whole_sequence() -> None:
    layout = _layout(DATE, AMOUNT, DESCRIPTION, ColumnRole.PAYEE)

    row = _entry(f"2024-01-31,1,x,{'p' * 98}👩\u200d👧", layout)

    assert row.payee == "p" * 98 + "👩"
    assert _entry("2024-01-31,1,x,\u200b", layout).payee is None


def test_blank_lines_are_passed_over_and_lines_are_counted_as_in_the_file() -> None:
    text = 'preamble\n\nd,a,t\n\n2024-01-31,1,"two\nlines"\n , ,\n2024-01-31,2,x\r\n\r\n'

    rows = _read(text, _layout(has_header=True, preamble_lines=1))

    assert [row.line for row in rows] == [5, 8]


def test_a_last_line_without_an_end_is_read() -> None:
    assert len(_read("2024-01-31,1,x\n2024-01-31,2,y")) == 2


@pytest.mark.parametrize("text", ["d,a,t", "d,a,t\n", "d,a,t\n\n"])
def test_a_file_with_a_header_alone_has_no_rows(text: str) -> None:
    assert _read(text, _layout(has_header=True)) == []


def test_fields_of_an_invalid_row_are_shown_safely() -> None:
    (damaged,) = read_rows(CsvFile(b"never,\x00,\xff" + b"x" * 1000), _layout(), DOLLARS)

    assert isinstance(damaged, InvalidRow)
    assert damaged.fields[:2] == ("never", "\ufffd")
    assert damaged.fields[2].startswith("\ufffdxxx")
    assert len(damaged.fields[2]) == 200


def test_a_file_of_the_most_rows_is_read_and_of_one_more_is_not() -> None:
    content = b"d,a,t\n" + b"2024-01-31,1,x\n" * MAX_ROWS
    layout = _layout(has_header=True)

    assert sum(1 for _ in read_rows(CsvFile(content), layout, DOLLARS)) == MAX_ROWS
    with pytest.raises(UnreadableFile, match="more than 50,000 rows"):
        read_rows(CsvFile(content + b"2024-01-31,1,x\n"), layout, DOLLARS)


def test_what_is_no_text_is_refused_before_the_first_row() -> None:
    with pytest.raises(UnreadableFile, match="empty"):
        read_rows(CsvFile(b""), _layout(), DOLLARS)


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ((AMOUNT, DESCRIPTION), "must name a DATE"),
        ((DATE, DATE, AMOUNT), "must name DATE at most once"),
        ((DATE, DESCRIPTION), "must name either an AMOUNT, or DEBIT and CREDIT"),
        ((DATE, AMOUNT, DEBIT), "must name either an AMOUNT, or DEBIT and CREDIT"),
        ((DATE, DEBIT, DIRECTION), "must name a DIRECTION beside an AMOUNT only"),
        ((DATE, AMOUNT, DIRECTION), "must name the words of the DIRECTION"),
    ],
)
def test_a_layout_that_no_row_could_be_read_in_is_refused(
    columns: tuple[ColumnRole, ...], why: str
) -> None:
    with pytest.raises(ValidationError, match=why):
        _layout(*columns)


def test_overrides_of_a_layout_say_all_of_it() -> None:
    layout = _layout(quote=None, preamble_lines=3)

    assert Layout(**dict(LayoutOverrides.of(layout))) == layout
