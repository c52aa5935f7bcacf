"""A layout is detected part by part; what the file does not tell is said to be ambiguous."""

from __future__ import annotations

import pytest

from shared.errors import InvalidArgument
from shared.models.imports.statements.column_role import ColumnRole
from shared.models.imports.statements.csv.csv_file import CsvFile
from shared.models.imports.statements.csv.detection import detect_layout
from shared.models.imports.statements.csv.exported.columns import COLUMNS
from shared.models.imports.statements.csv.fingerprint import header_fingerprint
from shared.models.imports.statements.csv.reading import read_rows
from shared.models.imports.statements.layout import (
    AmountSign,
    Delimiter,
    MoneyOutSign,
    Quote,
)
from shared.models.imports.statements.layout_overrides import LayoutOverrides
from shared.models.imports.statements.results import Detection, InvalidRow, StatementRow
from shared.models.imports.statements.units import KnownCurrencies
from shared.models.imports.statements.unreadable import UnreadableFile

ROLES = {role.value: role for role in ColumnRole}


def _detect(text: str, **known: object) -> Detection:
    return detect_layout(CsvFile(text.encode()), LayoutOverrides.model_validate(known))


def _roles(detection: Detection) -> list[str]:
    return [role.value for role in detection.layout.columns]


def _amounts(text: str, currency: str = "EUR") -> list[int]:
    rows = list(read_rows(CsvFile(text.encode()), _detect(text).layout, KnownCurrencies(currency)))
    assert not [row for row in rows if isinstance(row, InvalidRow)]
    return [row.amount_minor for row in rows if isinstance(row, StatementRow)]


def _names(detection: Detection) -> list[str | None]:
    return [column.name for column in detection.columns]


def _codes(detection: Detection) -> list[str]:
    return [ambiguity.code for ambiguity in detection.ambiguities]


PLAIN = "Date,Amount,Description\n2024-01-31,-5.00,Tea\n2024-02-01,7.25,Refund\n"


def test_signs_that_contradict_a_column_of_types_are_an_error_of_the_given_part() -> None:
    columns = ["DATE", "TYPE", "AMOUNT", "PAYEE"]
    exported = "date,type,amount,payee\n2024-01-31,EXPENSE,5.00,Shop\n2024-02-01,INCOME,7.25,Work\n"
    assert _roles(_detect(exported, columns=columns)) == columns

    with pytest.raises(InvalidArgument) as refused:
        _detect(exported, columns=columns, amount_sign="INVERTED")

    [error] = refused.value.errors
    assert error.field == "layout.amount_sign"
    assert error.message == "must be NORMAL for a file with a column of the role TYPE"


def test_a_plain_file_leaves_no_doubt() -> None:
    detection = _detect(PLAIN)

    assert _roles(detection) == ["DATE", "AMOUNT", "DESCRIPTION"]
    assert _names(detection) == ["Date", "Amount", "Description"]
    assert detection.confidence.overall == 1
    assert detection.ambiguities == ()
    assert detection.columns[1].samples == ("-5.00", "7.25")


@pytest.mark.parametrize("delimiter", list(Delimiter))
def test_each_delimiter_is_found(delimiter: Delimiter) -> None:
    assert _detect(PLAIN.replace(",", delimiter)).layout.delimiter is delimiter


def test_semicolons_are_found_though_commas_stand_before_decimals() -> None:
    text = "Datum;Betrag\n31.01.2024;-5,00\n01.02.2024;7,25\n"

    assert _detect(text).layout.delimiter is Delimiter.SEMICOLON
    assert _amounts(text) == [-500, 725]


def test_apostrophes_are_quotes_where_they_stand_around_cells() -> None:
    text = PLAIN.replace("-5.00,Tea", "-5.00,'Tea, black'").replace("2024-01-31", "'2024-01-31'")
    text = text.replace("7.25,Refund", "'7.25','Refund'").replace("2024-02-01", "'2024-02-01'")

    assert _detect(text).layout.quote is Quote.SINGLE


def test_apostrophes_in_texts_are_text() -> None:
    assert _detect(PLAIN.replace("Tea", "Joe's Tea")).layout.quote is Quote.DOUBLE


def test_lines_before_the_header_are_passed_over() -> None:
    text = "Account;DE89370400440532013000\nFrom;2024-01-01\n\n" + PLAIN.replace(",", ";")

    detection = _detect(text)

    assert detection.layout.preamble_lines == 3
    assert _names(detection) == ["Date", "Amount", "Description"]


def test_a_preamble_as_wide_as_the_table_is_passed_over() -> None:
    assert _detect("Bank,Example,\n,,\n" + PLAIN).layout.preamble_lines == 2


def test_a_file_without_a_header_has_none() -> None:
    detection = _detect("2024-01-31,-5.00,Tea shop\n2024-02-01,7.25,Refund of tea\n")

    assert _names(detection) == [None, None, None]
    assert detection.layout.has_header is False
    assert _roles(detection) == ["DATE", "AMOUNT", "DESCRIPTION"]


def test_a_header_in_an_unknown_language_is_one() -> None:
    detection = _detect(PLAIN.replace("Date,Amount,Description", "Qaa,Zbb,Xcc"))

    assert _names(detection) == ["Qaa", "Zbb", "Xcc"]
    assert _roles(detection) == ["DATE", "AMOUNT", "DESCRIPTION"]
    assert detection.confidence.header < 1


def test_a_first_row_with_a_damaged_date_is_no_header_and_is_not_lost() -> None:
    text = "Date,Amount,Description\n2024-99-31,-5.00,Tea\n2024-02-01,7.25,Refund\n"

    rows = list(read_rows(CsvFile(text.encode()), _detect(text).layout, KnownCurrencies("EUR")))

    assert [type(row) for row in rows] == [InvalidRow, StatementRow]


def test_a_balance_is_known_by_its_sums_and_not_taken_for_the_amount() -> None:
    text = (
        "31.01.2024;100,00;Opening;100,00\n01.02.2024;-30,00;Tea;70,00\n"
        "02.02.2024;-20,50;Cake;49,50\n03.02.2024;-9,50;Milk;40,00\n04.02.2024;1,00;Gift;41,00\n"
    )
    for rows in (text.splitlines(), text.splitlines()[::-1]):
        swapped = [f"{d};{b};{t};{a}" for d, a, t, b in (row.split(";") for row in rows)]
        assert _roles(_detect("\n".join(rows))) == ["DATE", "AMOUNT", "DESCRIPTION", "BALANCE"]
        assert _roles(_detect("\n".join(swapped))) == ["DATE", "BALANCE", "DESCRIPTION", "AMOUNT"]


def test_a_balance_that_falls_with_positive_amounts_turns_the_sign_round() -> None:
    text = (
        "Date,Amount,Text,Balance\n2024-01-31,10.00,a,90.00\n2024-02-01,20.00,b,70.00\n"
        "2024-02-02,-5.00,c,75.00\n2024-02-03,15.00,d,60.00\n2024-02-04,1.00,e,59.00\n"
    )
    assert _detect(text).layout.amount_sign is AmountSign.INVERTED
    assert _amounts(text) == [-1000, -2000, 500, -1500, -100]


def test_debit_and_credit_are_found_by_being_filled_in_turn() -> None:
    text = "2024-01-31,Tea,5.00,\n2024-02-01,Cake,7.00,\n2024-02-02,Pay,,99.00\n"

    detection = _detect(text)

    assert _roles(detection) == ["DATE", "DESCRIPTION", "DEBIT", "CREDIT"]
    assert detection.confidence.columns < 1


def test_a_column_that_is_seldom_filled_beside_the_amount_makes_no_pair_with_it() -> None:
    rows = [f"2024-01-31,-5.00,Tea,{'0.30' if n % 20 == 9 else '0.00'}\n" for n in range(60)]

    assert _roles(_detect("".join(rows))) == ["DATE", "AMOUNT", "DESCRIPTION", "IGNORE"]


@pytest.mark.parametrize(
    ("money_in", "money_out"),
    [("C", "D"), ("Bij", "Af"), ("CRDT", "DBIT"), ("H", "S"), ("Haben", "Soll"),
     ("credit", "debit"), ("+", "-"), ("PRIJEM", "VYDAJ"), ("Příjem", "Výdaj"), ("K", "D")],
)  # fmt: skip
def test_words_of_direction_are_known(money_in: str, money_out: str) -> None:
    text = f"Date,Amount,Kind,Text\n2024-01-31,5.00,{money_out},a\n2024-02-01,7.00,{money_in},b\n"

    assert _amounts(text) == [-500, 700]


def test_a_direction_in_a_signed_file_is_not_needed() -> None:
    text = "Date,Amount,D/C,Text\n2024-01-31,-5.00,D,a\n2024-02-01,7.00,C,b\n"

    assert _roles(_detect(text)) == ["DATE", "AMOUNT", "IGNORE", "DESCRIPTION"]
    assert _amounts(text) == [-500, 700]


def test_a_direction_that_contradicts_the_signs_turns_them_round() -> None:
    text = "Date,Amount,D/C,Text\n2024-01-31,5.00,D,a\n2024-02-01,-7.00,C,b\n"

    assert _amounts(text) == [-500, 700]


def test_a_given_direction_beside_signed_amounts_is_not_counted_twice() -> None:
    text = "Date,Amount,D/C,Text\n2024-01-31,-5.00,D,a\n2024-02-01,7.00,C,b\n"
    columns = ("DATE", "AMOUNT", "DIRECTION", "DESCRIPTION")

    layout = _detect(text, columns=columns).layout

    assert layout.money_out_sign is MoneyOutSign.SIGNED
    rows = read_rows(CsvFile(text.encode()), layout, KnownCurrencies("EUR"))
    assert [row.amount_minor for row in rows if isinstance(row, StatementRow)] == [-500, 700]


def test_one_known_word_tells_the_other() -> None:
    text = "Date,Amount,D/C,Text\n2024-01-31,5.00,Foo,a\n2024-02-01,7.00,Bar,b\n"
    columns = ("DATE", "AMOUNT", "DIRECTION", "DESCRIPTION")

    layout = _detect(text, columns=columns, money_in=("foo",)).layout

    assert (layout.money_in, layout.money_out) == (("foo",), ("Bar",))
    with pytest.raises(UnreadableFile, match="No word of the direction column"):
        _detect(text, columns=columns)


def test_a_cards_positive_amounts_are_taken_as_spending_and_it_is_said() -> None:
    text = "Date,Card Number,Amount,Merchant\n" + "2024-01-31,1234,5.00,Tea\n" * 4

    detection = _detect(text)

    assert detection.layout.amount_sign is AmountSign.INVERTED
    assert _codes(detection) == ["amount-sign"]


def test_amounts_that_are_all_positive_are_ambiguous() -> None:
    detection = _detect(PLAIN.replace("-5.00", "5.00"))

    assert detection.layout.amount_sign is AmountSign.NORMAL
    assert _codes(detection) == ["amount-sign"]
    assert detection.confidence.overall == 0.5


def test_one_amount_tells_the_decimal_mark_of_all() -> None:
    assert _amounts("Date;Amount;Text\n2024-01-31;-1.234;a\n2024-02-01;2,5;b\n") == [-123400, 250]


def test_two_dates_that_differ_are_ambiguous_and_the_transactions_is_taken() -> None:
    text = "Value date,Transaction date,Amount,Text\n2024-02-02,2024-01-31,-5.00,a\n"

    detection = _detect(text)

    assert _roles(detection)[:2] == ["BOOKING_DATE", "DATE"]
    assert "which-date" in _codes(detection)


def test_day_and_month_that_cannot_be_told_apart_are_ambiguous() -> None:
    text = "Date,Amount,Text\n01/02/2024,-5.00,a\n01/02/2024,7.00,b\n"

    detection = _detect(text)

    assert detection.layout.date_format == "DD/MM/YYYY"
    assert _codes(detection) == ["date-order"]


def test_a_day_far_below_the_sample_decides_the_order() -> None:
    rows = "01/02/2024,-5.00,a\n" * 3000 + "02/28/2024,7.00,b\n"

    detection = _detect("Date,Amount,Text\n" + rows)

    assert detection.layout.date_format == "MM/DD/YYYY"
    assert _codes(detection) == []


def test_ids_that_repeat_far_below_the_sample_are_none() -> None:
    rows = [f"2024-01-31,-5.00,a,T{number}\n" for number in range(1000)]
    header = "Date,Amount,Text,Transaction ID\n"

    assert _roles(_detect(header + "".join(rows)))[-1] == "EXTERNAL_ID"
    assert _roles(_detect(header + "".join([*rows, rows[0]])))[-1] == "IGNORE"


def test_the_accounts_own_iban_is_no_text() -> None:
    own = "DE89370400440532013000"
    text = f"2024-01-31,{own},-5.00,Tea shop\n2024-02-01,{own},7.00,Cake shop\n"

    assert _roles(_detect(text)) == ["DATE", "ACCOUNT", "AMOUNT", "DESCRIPTION"]


def test_what_is_given_is_taken() -> None:
    detection = _detect(
        PLAIN,
        date_format="YYYY-MM-DD",
        amount_sign="INVERTED",
        columns=("DATE", "AMOUNT", "NOTES"),
        quote=None,
    )

    assert _roles(detection) == ["DATE", "AMOUNT", "NOTES"]
    assert detection.layout.amount_sign is AmountSign.INVERTED
    assert detection.layout.quote is None


def test_a_given_preamble_and_header_are_taken() -> None:
    detection = _detect(PLAIN, preamble_lines=1, has_header=False)

    assert detection.layout.preamble_lines == 1
    assert _names(detection) == [None, None, None]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("one\ntwo\nthree\n", "only one column"),
        ("a,b\nc,d\n", "No column with dates"),
        ("Date,Text\n2024-01-31,Tea\n2024-02-01,Cake\n", "No column with amounts"),
        ("Date,Amount,Text\n", "no rows, only the names of its columns"),
        ("Bank,Example,\n\nDate,Amount,Text\n\n", "no rows, only the names of its columns"),
        ("Date,Amount,Text\nsoon,-5.00,Tea\n", "No column with dates"),
    ],
)
def test_a_file_without_what_a_statement_needs_is_refused(text: str, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        _detect(text)


def test_an_exported_file_without_matches_has_no_rows() -> None:
    with pytest.raises(UnreadableFile, match="no rows"):
        _detect(",".join(COLUMNS) + "\n")


def test_a_file_of_too_many_rows_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="more than 50,000 rows"):
        _detect("Date,Amount,Text\n" + "2024-01-31,-5.00,a\n" * 50_001)


def test_lines_without_end_and_columns_without_number_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="more than 65,536 characters"):
        _detect("a,b;" * 100_000)
    with pytest.raises(UnreadableFile, match="too many columns"):
        _detect(f"2024-01-31,-5.00{',x' * 99}\n")


def test_a_detection_can_be_shown_though_the_file_is_damaged() -> None:
    content = "Date,Amount,Größe\n2024-01-31,-5.00,Tee für Zwölf\n2024-02-01,1.00,ä\n".encode()
    content = content.replace("ß".encode(), b"\xdf")

    detection = detect_layout(CsvFile(content))

    assert _names(detection) == ["Date", "Amount", "Grö\ufffde"]
    assert detection.columns[2].samples == ("Tee für Zwölf", "ä")


def _fingerprint(text: str) -> str:
    """Return the fingerprint of a file in its detected layout."""
    file = CsvFile(text.encode())
    return header_fingerprint(file, detect_layout(file).layout)


def test_files_with_the_same_header_have_the_same_fingerprint() -> None:
    other = "DATE , amount,Déscription\n2023-05-05,1.00,x\n"
    fingerprint = _fingerprint(PLAIN)

    assert _fingerprint(other) == fingerprint
    assert _fingerprint(PLAIN.replace("Amount", "Sum")) != fingerprint
    assert _fingerprint(PLAIN.replace(",", ";")) != fingerprint


def test_a_fingerprint_does_not_depend_on_the_mapping() -> None:
    layout = _detect(PLAIN).layout
    mapped = _detect(PLAIN, columns=("DATE", "AMOUNT", "NOTES"), amount_sign="INVERTED").layout

    file = CsvFile(PLAIN.encode())
    assert header_fingerprint(file, mapped) == header_fingerprint(file, layout)


def test_files_without_a_header_have_their_columns_for_a_fingerprint() -> None:
    one = "2024-01-31,-5.00,Tea shop\n2024-02-01,7.25,Refund\n"
    same = "2023-01-31,9.00,Cake\n"
    other = "2023-01-31,Cake,9.00\n"
    fingerprints = [_fingerprint(text) for text in (one, same, other)]

    assert fingerprints[0] == fingerprints[1] != fingerprints[2]
