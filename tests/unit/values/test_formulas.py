"""Texts that a spreadsheet program would evaluate are marked, and the marks can be removed."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.models.values.formulas import defused, without_marks
from tests.support.measures.cpu_time import cpu_seconds
from tests.unit.strategies import bounded

any_text = st.text(st.characters() | st.sampled_from("\n\r\t;=+-@ '\"＝\u200b"), max_size=20)

RUN = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\tharmless", "\rharmless", " =1", "  -1",
    '"=1', "'=1", '" =1', "=", "-", "＝1", "＋1", "－1", "＠a", "﹦1", "﹣1", "\u00a0=1",
    "\u3000=1", "\u200b=1", "\ufeff=1", "«=1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x")',
    "-5 % off", "+49 30 1234", "@home",
]  # fmt: skip
"""Texts that a spreadsheet program may evaluate as a formula."""

HARMLESS = [
    "",
    "a",
    "1+1",
    "a=b",
    "Müller-Lüdenscheidt",
    "12.50",
    "a @ b",
    "—",
    "–5",
    "#1",
    "%",
    "|",
]


@pytest.mark.parametrize("text", RUN)
def test_a_text_that_would_run_is_defused(text: str) -> None:
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("x;=1+1", "x;'=1+1"),
        ("x; =1+1;-2", "x;' =1+1;'-2"),
        ('x;"=1', "x;'\"=1"),
        ("x;\u200b＝1", "x;'\u200b＝1"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("\n=1", "'\n'=1"),
        ("x\t=1", "x\t'=1"),
        ("x\n=1", "x\n'=1"),
        ("x\r\n@a", "x\r'\n'@a"),
        ("=1;=1", "'=1;'=1"),
        ("x;'=1", "x;''=1"),
    ],
)
def test_what_follows_a_list_separator_is_defused(text: str, cell: str) -> None:
    assert defused(text) == cell


@pytest.mark.parametrize("text", HARMLESS)
def test_a_text_that_would_not_run_stays_as_it_is(text: str) -> None:
    assert defused(text) == text


@pytest.mark.parametrize("text", ["x; y", "a;b=c", "x, -5", "a\tb", "x\ny", "x;", ";", "x|=1"])
def test_a_separator_without_a_formula_behind_it_stays_as_it_is(text: str) -> None:
    assert defused(text) == text


@given(any_text)
@bounded
def test_removing_the_marks_gives_the_text_back(text: str) -> None:
    assert without_marks(defused(text)) == text


def test_an_apostrophe_that_marks_no_formula_stays() -> None:
    assert without_marks("'t Zand; don't") == "'t Zand; don't"


def test_every_character_that_programs_read_as_a_sign_is_one() -> None:
    for character in map(chr, range(sys.maxunicode + 1)):
        if unicodedata.normalize("NFKC", character) in {"=", "+", "-", "@"}:
            assert defused(character) == f"'{character}"


def test_every_character_that_is_passed_over_before_a_sign_is_known() -> None:
    for character in map(chr, range(sys.maxunicode + 1)):
        if character.isspace() or unicodedata.category(character) in {"Cf", "Cc"}:
            assert defused(f"{character}=").startswith("'"), hex(ord(character))


@pytest.mark.parametrize(
    ("unit", "last"),
    [("\t", ""), ("\n", "x"), ("\n", "="), ("; ", "x"), (";=", ""), ("\n ", "x"), ("\t'", "="),
     ("=\n x", ""), ("\n\n=", "x"), (" ", "x"), ("\r\n", "x")],
)  # fmt: skip
def test_marks_take_linear_time(unit: str, last: str) -> None:
    short, long = (";" + unit * times + last for times in (2_000, 8_000))

    assert cpu_seconds(lambda: defused(long)) < 10 * cpu_seconds(lambda: defused(short))
    short, long = defused(short), defused(long)
    assert cpu_seconds(lambda: without_marks(long)) < 10 * cpu_seconds(lambda: without_marks(short))


def test_a_ligature_of_eighteen_letters_costs_no_more_than_a_letter() -> None:
    letters, ligatures = ";" + "\u0622" * 20_000, ";" + "\ufdfa" * 20_000

    assert cpu_seconds(lambda: defused(ligatures)) < 8 * cpu_seconds(lambda: defused(letters))
