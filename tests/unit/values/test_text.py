"""Text is stored as typed, trimmed, and compared as people compare it."""

import sys
import unicodedata
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.models.values.text import (
    BLANK_AS_NULL,
    IMPORTED,
    STORABLE,
    fold,
    trimmed,
    words_of,
)
from tests.support.measures.cpu_time import cpu_seconds
from tests.unit.strategies import bounded

storable = TypeAdapter[str](Annotated[str, trimmed(100), STORABLE])
typed_characters = st.characters(exclude_categories=["Cs"]) | st.sampled_from(
    "\u0345\u0f73\u0300\u05b0\uff9e\ufdfaςΣßİ"
)
typed = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)


@pytest.mark.parametrize(
    ("typed_text", "stored"),
    [
        ("  Café  ", "Café"),
        ("two\nlines\tand a tab\r\n", "two\nlines\tand a tab"),
        ("a  b", "a  b"),
        ("\u00a0x\u2003", "x"),
        ("👩‍👧 שלום", "👩‍👧 שלום"),
        ("", ""),
        (" \n\t ", ""),
    ],
)
def test_text_is_stored_as_typed_but_trimmed(typed_text: str, stored: str) -> None:
    assert storable.validate_python(typed_text) == stored


@given(typed)
@bounded
def test_what_is_stored_is_stored_the_same_again(text: str) -> None:
    stored = storable.validate_python(text)

    assert storable.validate_python(stored) == stored
    assert stored == text.strip()


@pytest.mark.parametrize(
    "character",
    ["\x00", "\x01", "\x08", "\x0b", "\x0c", "\x1b", "\x1c", "\x1f", "\x7f", "\x80", "\x85",
     "\x9f", "\ud800"],
)  # fmt: skip
@pytest.mark.parametrize("text", ["{}", "a{}b", "{}a", "a{}"])
def test_control_characters_and_lone_surrogates_are_refused(text: str, character: str) -> None:
    with pytest.raises(ValidationError, match="must not contain control characters"):
        storable.validate_python(text.format(character))


@pytest.mark.parametrize(
    ("text", "read"), [("a", "a"), ("\x00a", "a"), (" ", None), ("\x00", None), ("\x00 \x01", None)]
)
def test_an_imported_text_of_which_nothing_is_left_is_null(text: str, read: str | None) -> None:
    optional = TypeAdapter[str | None](
        Annotated[Annotated[str, trimmed(100), STORABLE] | None, BLANK_AS_NULL]
    )

    assert optional.validate_python(text, context=IMPORTED) == read


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Café", "cafe"),
        ("CAFE\u0301", "cafe"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Ångström", "angstrom"),
        ("ﬁne", "fine"),
        ("ＡＢＣ１", "abc1"),
        ("ΟΔΟΣ", "οδοσ"),
        ("İstanbul", "istanbul"),
        ("Łódź", "łodz"),
        ("㎒", "mhz"),
    ],
)
def test_folding_forgets_case_accents_and_compatibility_forms(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_every_character_is_folded_as_decomposition_and_case_folding_do() -> None:
    assigned = "".join(
        character
        for character in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(character) not in {"Cn", "Co", "Cs"}
    )

    assert fold(assigned) == _defined_fold(assigned)


@given(st.text(typed_characters))
@bounded
def test_a_text_is_folded_character_by_character(text: str) -> None:
    assert fold(text) == _defined_fold(text) == "".join(map(fold, text))


def _defined_fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def test_folding_a_ligature_of_many_letters_costs_no_more_than_decomposing_it() -> None:
    text = "\ufdfa" * 2_000

    folding, decomposing = (
        cpu_seconds(lambda: fold(text)),
        cpu_seconds(lambda: unicodedata.normalize("NFKD", text)),
    )

    assert folding < 10 * decomposing


def test_folding_accents_of_changing_order_takes_linear_time() -> None:
    # NFKD sorts the accents of a letter, which takes quadratic time.
    short, long = "\u0f73" * 5_000, "\u0f73" * 20_000

    assert cpu_seconds(lambda: fold(long)) < 10 * cpu_seconds(lambda: fold(short))


@given(typed)
@bounded
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dinner at Café No.5", {"dinner", "at", "cafe", "no", "5"}),
        ("snake_case and-dash", {"snake", "case", "and", "dash"}),
        ("it's", {"it", "s"}),
        ("  ,;!  ", set()),
        ("", set()),
        ("one ONE One", {"one"}),
        ("a\nb\tc", {"a", "b", "c"}),
        ("東京 2026", {"東京", "2026"}),
    ],
)
def test_words_are_runs_of_letters_and_digits(text: str, words: set[str]) -> None:
    assert words_of(text) == words


def test_repeated_words_are_searched_once() -> None:
    text = "\ufdfa" * 2_000

    assert len(words_of(text)) == 5
    long = text * 4
    assert cpu_seconds(lambda: words_of(long)) < 10 * cpu_seconds(lambda: words_of(text))


@given(typed, typed)
@bounded
def test_the_words_of_two_texts_are_the_words_of_each(one: str, other: str) -> None:
    assert words_of(f"{one} {other}") == words_of(one) | words_of(other)
