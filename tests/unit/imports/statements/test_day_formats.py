"""Dates are read in one format, whatever the time beside them, and in no other."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.imports.statements.csv.day_choice import choose_day_format
from shared.models.imports.statements.day_formats import DayReader, formats_of
from shared.models.imports.statements.day_notation import valid_day_format
from tests.unit.strategies import bounded

FIFTH_OF_MARCH = date(2024, 3, 5)


@pytest.mark.parametrize(
    ("text", "day_format"),
    [
        ("05/03/2024", "DD/MM/YYYY"), ("5/3/2024", "DD/MM/YYYY"), ("05.03.2024", "DD.MM.YYYY"),
        ("2024-03-05", "YYYY-MM-DD"), ("03/05/2024", "MM/DD/YYYY"), ("3/5/2024", "MM/DD/YYYY"),
        ("05-03-2024", "DD-MM-YYYY"), ("20240305", "YYYYMMDD"), ("2024/03/05", "YYYY/MM/DD"),
        ("05.03.24", "DD.MM.YY"), ("240305", "YYMMDD"), ("5 Mar 2024", "DD MMM YYYY"),
        ("05 MAR 24", "DD MMM YY"), ("5. März 2024", "DD. MMM YYYY"),
        ("5 mars 2024", "DD MMM YYYY"),
        ("5 mrt. 2024", "DD MMM YYYY"), ("5-marzo-2024", "DD-MMM-YYYY"),
        ("Mar 5, 2024", "MMM DD, YYYY"),
        ("5. 3. 2024", "DD. MM. YYYY"), ("2024. 03. 05.", "YYYY. MM. DD"),
        ("05MAR2024", "DDMMMYYYY"),
        ("3/5/2024 12:00:00 AM", "MM/DD/YYYY"), ("2024-03-05T10:11:12+01:00", "YYYY-MM-DD"),
        ("2024-03-05T10:11:12.123Z", "YYYY-MM-DD"), ("2024-03-05 10:11:12 UTC", "YYYY-MM-DD"),
        ("2024-03-05 00:00:00.0", "YYYY-MM-DD"), ("05/03/2024 10:11", "DD/MM/YYYY"),
        ("10:11, 05/03/2024", "DD/MM/YYYY"), ("20240305101112", "YYYYMMDD"),
        ("5 marca 2024", "DD MMM YYYY"), ("5 března 2024", "DD MMM YYYY"),
        ("2024-03-05 3:04 pm", "YYYY-MM-DD"),
    ],
)  # fmt: skip
def test_dates_are_read_as_banks_write_them(text: str, day_format: str) -> None:
    assert DayReader(day_format).read(text) == FIFTH_OF_MARCH
    assert day_format in formats_of(text)


@pytest.mark.parametrize(
    ("text", "day_format"),
    [
        ("31.02.2024", "DD.MM.YYYY"), ("05/03/2024", "DD.MM.YYYY"), ("05.03.24", "DD.MM.YYYY"),
        ("05.13.2024", "DD.MM.YYYY"), ("0.3.2024", "DD.MM.YYYY"), ("2024305", "YYYYMMDD"),
        ("05.03.2024x", "DD.MM.YYYY"), ("", "DD.MM.YYYY"), ("5 Foo 2024", "DD MMM YYYY"),
        ("٠٥.٠٣.٢٠٢٤", "DD.MM.YYYY"), ("5.3.2024" + " " * 60, "DD.MM.YYYY"), ("Total", "YYYYMMDD"),
    ],
)  # fmt: skip
def test_what_is_no_date_in_the_format_is_none(text: str, day_format: str) -> None:
    assert DayReader(day_format).read(text) is None


@pytest.mark.parametrize(
    ("year", "means"), [("69", 1969), ("99", 1999), ("00", 2000), ("68", 2068)]
)
def test_years_of_two_digits_belong_to_the_hundred_years_from_1969(year: str, means: int) -> None:
    assert DayReader("DD.MM.YY").read(f"05.03.{year}") == date(means, 3, 5)


@pytest.mark.parametrize(
    "day_format", ["", "DD.MM", "%d.%m.%Y", "DD.DD.YYYY", "YYYY-DD-MM", "DD.MM.YYY", "dd.mm.yyyy"]
)
def test_formats_that_are_not_of_the_notation_are_refused(day_format: str) -> None:
    with pytest.raises(ValueError, match="must be a date format"):
        valid_day_format(day_format)


@given(st.dates(date(1970, 1, 1), date(2068, 12, 31)))
@bounded
def test_every_format_found_for_a_text_reads_it(day: date) -> None:
    for text in (f"{day:%d/%m/%Y}", f"{day:%y%m%d}", f"{day:%d.%m.%y}", f"{day:%d %b %Y}"):
        found = formats_of(text)
        assert day in [DayReader(name).read(text) for name in found]
        assert all(DayReader(name).read(text) is not None for name in found)


def test_a_day_beyond_twelve_tells_the_order_of_a_whole_file() -> None:
    choice = choose_day_format(["01/02/2024"] * 500 + ["02/13/2024"])

    assert choice is not None
    assert (choice.day_format, choice.ambiguity) == ("MM/DD/YYYY", None)


def test_the_day_comes_first_where_nothing_tells_and_it_is_said() -> None:
    choice = choose_day_format(["01/02/2024", "05/04/2024", "03/03/2024"])

    assert choice is not None
    assert choice.day_format == "DD/MM/YYYY"
    assert choice.confidence == 0.5
    assert choice.ambiguity is not None
    assert choice.ambiguity.code == "date-order"


def test_dates_in_order_hint_at_the_month_first_and_it_is_said() -> None:
    choice = choose_day_format(["01/09/2024", "01/12/2024", "02/03/2024", "02/11/2024"])

    assert choice is not None
    assert choice.day_format == "MM/DD/YYYY"
    assert choice.ambiguity is not None
