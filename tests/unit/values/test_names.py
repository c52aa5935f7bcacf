"""Names have visible characters alone, and names that look alike are one."""

import re
import sys
import unicodedata
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.models.values.characters import unicode_tables
from shared.models.values.characters.names import (
    READABLE,
    REPLACEMENT,
    cleaned,
    cleaned_to,
    directed,
    same_name_key,
    sort_key,
    visible,
)
from shared.models.values.characters.skeleton import skeleton_of
from shared.models.values.characters.visibility import hidden_at
from shared.models.values.text import IMPORTED, STORABLE, trimmed
from tests.support.cases import for_each
from tests.support.measures.cpu_time import cpu_seconds
from tests.unit.strategies import bounded

name = TypeAdapter[str](Annotated[str, trimmed(50, min_length=1), visible(50)])
free = TypeAdapter[str](Annotated[str, trimmed(50), STORABLE, READABLE])


def tags(letters: str) -> str:
    """Return the tag characters of these letters and digits, closed."""
    return "".join(chr(0xE0000 + ord(letter)) for letter in letters) + "\U000e007f"


FLAG = "\U0001f3f4"
NEEDED = [
    "Café au lait", "two  blanks", "東京", "עברית", "ไทย", "ＡＢＣ",
    # Text and emoji styles, keycaps, flags, joined emoji with skin tones (UTS 51).
    "ℹ️", "〰️", "©️", "™︎", "☎︎", "1️⃣", "#️⃣", "9\u20e3", "🇩🇪",
    FLAG + tags("gbeng"), FLAG + tags("gbsct"), FLAG + tags("gbwls"), FLAG + tags("ustx"),
    "👨‍👩‍👧‍👦", "👩🏽‍💻", "🫱🏻‍🫲🏿", "🏳️‍🌈", "🏳️‍⚧️", "🏴‍☠️", "❤️‍🔥", "🧔🏿‍♂️", "🚶‍➡️", "👍🏽",
    # Of Unicode 15 to 17, and one that is not assigned yet: Python 3.11 knows none of them.
    "\U0001fae8", "\U0001fadc", "\U0001faea", "\U0001faff", "\U00031350",
    # Joiners after viramas and before them: Hindi, Bengali, Kannada, Malayalam, Sinhala, Khmer.
    "क्‌ष", "क्‍ष", "র‍্যাব", "ರ‍್ಕ", "അവൻ അവന്‍", "ക്‍ക", "ශ්‍රී", "ක‍්ෂ", "ប‌៊ី",
    "ប\u200d\u17ca", "ប\u200d\u17c9",
    # Between letters of Arabic script, and behind one, to join what does not follow.
    "می‌خواهم", "خانه‌ها", "کار‌ت", "نَ‌م", "ه‍", "ه‍.ش",
    # Number signs, which are formats, but drawn.
    "\u0600\u0661\u0662", "\u0601\u0661", "\u0602\u0661", "\u0603\u0661", "\u0604\u0661",
    "\u0605\u0661", "\u06dd\u0661", "\u08e2\u0661",
    # Variants of ideographs and of Mongolian letters; Braille with its blank.
    "葛\U000e0100", "辻\U000e0101", "神\ufe00", "ᠠ᠋", "ᠠ\u180f", "\u2813\u2800\u2813",
]  # fmt: skip
"""Names with characters that are visible in their place."""

HIDDEN = {
    # Directions, blanks without width, marks of order.
    **{c: c for c in "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2066\u2067"},
    **{c: c for c in "\u2068\u2069\u206a\u061c\u00ad\u034f\ufeff\ufff9\ufffa\ufffb\ufffc\u180e"},
    # Fillers, the blank of Braille without Braille, hidden vowels and notes.
    **{c: c for c in "\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5\U0001d159\U00016fe4"},
    # Controls, surrogates, private use, unassigned, noncharacters, separators of lines.
    **{c: c for c in "\x00\x1b\x7f\x9f\ud800\udfff\ue000\uf8ff\U000f0000\u0378\ufdd0\U0010ffff"},
    "\u2065": "\u2065", "\U000e0001": "\U000e0001", "\U000e0fff": "\U000e0fff",
    # Variation selectors where there is no variant.
    "1\ufe0f": "\ufe0f", "1\ufe0e\u20e3": "\ufe0e", "!\ufe0f": "\ufe0f", "a\ufe0e": "\ufe0e",
    "a\ufe0f": "\ufe0f", "ж\ufe0f": "\ufe0f", "ℹ️\ufe0f": "\ufe0f", "0\ufe00": "\ufe00",
    "神\ufe0f": "\ufe0f", "神\ufe05": "\ufe05", "a\U000e0100": "\U000e0100",
    "ア\U000e0100": "\U000e0100", "😀\U000e0100": "\U000e0100",
    "a\u180b": "\u180b", "神\u180c": "\u180c", "1\u180d": "\u180d", "a\u180f": "\u180f",
    "\u1810\u180b": "\u180b",
    # Joiners where nothing is joined.
    "a\u200cb": "\u200c", "東\u200c京": "\u200c", "ש\u200cל": "\u200c", "ก\u200cข": "\u200c",
    "می\u200c": "\u200c", "\u200cمی": "\u200c", "م\u200ca": "\u200c", "क\u200cष": "\u200c",
    "a\u200db": "\u200d", "😀\u200d": "\u200d", "\u200d😀": "\u200d", "😀\u200da": "\u200d",
    "a\u200d\u17ca": "\u200d", "a\u200c\u17c9": "\u200c", "ប\u200dប": "\u200d",
    "1\u200d😀": "\u200d", "م\u200dم": "\u200d", "क\u200dष": "\u200d", "🇩\u200d🇪": "\u200d",
    # Tags that are not those of a flag.
    tags("gb"): "\U000e0067", "a" + tags("gbeng"): "\U000e0067", FLAG + tags(""): "\U000e007f",
    FLAG + tags("gbengland"): "\U000e0067", FLAG + tags("g"): "\U000e0067",
    FLAG + tags("gbeng")[:-1]: "\U000e0067", "😀" + tags("gbeng"): "\U000e0067",
}  # fmt: skip
"""Texts with a character that is not visible in its place, and the first one."""


@for_each("text", NEEDED)
def test_characters_that_are_seen_in_their_place_are_accepted(text: str) -> None:
    assert name.validate_python(text) == text
    assert cleaned(text) == text


@for_each(("text", "character"), HIDDEN.items())
def test_characters_that_are_not_seen_are_refused_and_named(text: str, character: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        name.validate_python(f"x {text} x")

    [error] = refusal.value.errors()
    assert f"must not contain U+{ord(character):04X}" in error["msg"]


@for_each("text", HIDDEN)
def test_what_is_not_seen_is_removed_from_what_is_imported(text: str) -> None:
    seen = cleaned(f"x {text} x")

    assert name.validate_python(seen) == seen
    assert seen.startswith("x ")
    assert seen.endswith(" x")
    assert name.validate_python(f"x {text} x", context=IMPORTED) == seen


@for_each("context", [{"is_imported": False}, {}, None])
def test_data_is_imported_if_its_context_says_so(context: dict[str, bool] | None) -> None:
    assert name.validate_python("x\u200by", context=dict(IMPORTED)) == "xy"
    with pytest.raises(ValidationError):
        name.validate_python("x\u200by", context=context)


def test_a_refusal_has_the_name_of_the_character() -> None:
    with pytest.raises(ValidationError, match=r"must not contain U\+202E RIGHT-TO-LEFT OVERRIDE "):
        name.validate_python("a\u202eb")


@for_each(
    ("text", "character"),
    [("a\nb", "U+000A"), ("a\tb", "U+0009"), ("a\u2028b", "U+2028"), ("a\x85b", "U+0085")],
)
def test_a_line_break_in_a_name_is_refused_and_a_blank_where_it_is_imported(
    text: str, character: str
) -> None:
    with pytest.raises(ValidationError, match=f"must not contain {character.replace('+', '.')}"):
        name.validate_python(text)

    assert cleaned(text) == "a b"


def test_an_imported_name_of_hidden_characters_alone_is_replaced() -> None:
    assert name.validate_python("\u200b\u3164", context=IMPORTED) == REPLACEMENT


@pytest.mark.parametrize("text", ["", "  ", "\u3000", "\n"])
@pytest.mark.parametrize("context", [None, IMPORTED])
def test_a_blank_name_is_refused_wherever_it_comes_from(
    text: str, context: dict[str, Any] | None
) -> None:
    with pytest.raises(ValidationError, match="at least 1 character"):
        name.validate_python(text, context=context)


def test_a_name_is_stored_in_nfc_and_measured_so() -> None:
    assert name.validate_python(" Cafe\u0301 ") == "Café"
    assert name.validate_python("e\u0301" * 50) == "é" * 50
    with pytest.raises(ValidationError, match="at most 50 characters"):
        name.validate_python("\u0958" * 26)  # Two characters each in NFC.


@for_each("context", [None, IMPORTED])
def test_a_name_is_searched_no_further_than_its_bound_allows(
    context: dict[str, Any] | None,
) -> None:
    for too_long in ("\u200d" * 201, "e" + "\u0323\u0301" * 100, "\u2800" * 201):
        with pytest.raises(ValidationError, match="at most 50 characters"):
            name.validate_python(too_long, context=context)


@for_each(
    "blank",
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
)
def test_a_blank_of_another_width_is_stored_as_a_plain_one(blank: str) -> None:
    assert name.validate_python(f"Gro{blank}ceries") == "Gro ceries"
    assert name.validate_python(f"{blank}Prix{blank}: 5") == "Prix : 5"
    assert cleaned(f"Gro{blank}{blank}ceries") == "Gro  ceries"


def test_every_blank_that_is_stored_is_a_plain_one() -> None:
    for character in map(chr, range(sys.maxunicode + 1)):
        if character.isspace():
            assert cleaned(f"a{character}b") == "a b", hex(ord(character))


ADVERSE = [
    # Joiners, emoji, flags, styles and selectors; also with marks between them and letters.
    "\u200d", "م\u200c", "क\u094d\u200d", "😀\ufe0f\u200d", FLAG + tags("gbeng"), FLAG,
    "\U000e0067", "\ufe0f", "\U0001f3fd\u200d", "\U000e0100", "م\u064e\u0655\u200d",
    # Blanks of Braille, alone and with letters of it.
    "\u2800", "\u2800\u2801",
    # Joiners of which the last one loses its place when the one behind it is removed.
    "\u200d\u094d\u0301",
]  # fmt: skip
"""Parts of texts whose characters may need many looks at their neighbours."""


@for_each("part", ADVERSE)
def test_hidden_characters_are_found_and_removed_in_linear_time(part: str) -> None:
    short, long = ("क" + part * (length // len(part)) + "\u200d\u093c" for length in (500, 2_000))

    assert cpu_seconds(lambda: hidden_at(long)) < 10 * cpu_seconds(lambda: hidden_at(short))
    assert cpu_seconds(lambda: cleaned(long)) < 10 * cpu_seconds(lambda: cleaned(short))


def test_what_loses_its_place_each_time_is_removed_in_the_end() -> None:
    seen = cleaned("क" + "\u200d\u094d\u0301" * 12 + "\u200d\u093c")

    assert "\u200d" not in seen
    assert name.validate_python(seen) == cleaned(seen) == seen


def test_a_name_far_too_long_is_refused_for_its_length_alone() -> None:
    with pytest.raises(ValidationError, match="at most 50 characters"):
        name.validate_python("\u200d" * 1_000_000)


@pytest.mark.parametrize(
    ("text", "length", "kept"),
    [
        ("ab👨‍👩‍👧", 4, "ab👨"),
        ("ab👨‍👩‍👧", 5, "ab👨‍👩"),
        ("1️⃣", 2, "1"),
        (FLAG + tags("gbeng"), 5, FLAG),
        ("می‌خواهم", 3, "می"),
        ("\u200b" * 9 + "abc", 3, "abc"),
        ("abcdef", 3, "abc"),
    ],
)
def test_no_sequence_is_cut_in_two(text: str, length: int, kept: str) -> None:
    assert cleaned_to(text, length) == kept


_joiners = "\u200c\u200d\ufe0e\ufe0f\u20e3\u2800\u180b\u202e\u0300\u0307\u0345\U000e0100"
_neighbours = "\n a1#iIİıΣ\u2813👩🏽❤مر\u09cdরകប\u17caᠠ葛"
_parts = st.sampled_from([*_joiners, *_neighbours, FLAG, *tags("gb")])
any_text = st.text(st.characters(exclude_categories=[]) | _parts, max_size=15)


@given(any_text)
@bounded
def test_what_is_cleaned_is_accepted_and_cleaned_the_same_again(text: str) -> None:
    seen = cleaned(text)

    assert cleaned(seen) == seen
    assert unicodedata.is_normalized("NFC", seen)
    if 0 < len(seen) <= 50:
        assert name.validate_python(seen) == seen


@given(any_text)
@bounded
def test_the_key_of_a_key_is_the_key(text: str) -> None:
    assert same_name_key(same_name_key(text)) == same_name_key(text)
    assert skeleton_of(same_name_key(text)) == same_name_key(text)


SAME = [
    ("Rent", "RENT"), ("Café", "CAFE\u0301"), ("Straße", "STRASSE"), ("İ", "i\u0307"), ("İ", "i"),
    ("a b", "a  b"), ("a b", "a\u00a0b"), ("ABC", "ＡＢＣ"), ("№ 1", "No ①"), ("ﬁne", "fine"),
    # Cyrillic, Greek, Armenian, Cherokee, Lisu and phonetic letters; in one case or both.
    ("Groceries", "Grоceries"), ("ATM", "АТМ"), ("paypal", "раураӏ"), ("Invoice", "Іnvoice"),
    ("Netflix", "Νetflix"), ("вот", "ВОТ"), ("BOT", "ВОТ"), ("Кофе", "Kофe"), ("gas", "ɡаs"),
    ("Uber", "Սber"), ("Apple", "ꓮpple"), ("Apple", "Ꭺpple"), ("Food", "Fοοd"),
    # Digits, quotes, dashes; accents that look alike; keyboards for Arabic and for Persian.
    ("20", "2০"), ("Mom's", "Mom’s"), ("A - B", "A – B"), ("Băcănie", "Bǎcǎnie"),
    ("Școală", "Şcoală"), ("بانک", "بانك"), ("فارسی", "فارسي"),
    # Joiners and styles.
    ("خانه‌ها", "خانهها"), ("ℹ️", "ℹ︎"), ("❤️", "❤"), ("👨‍👩‍👧", "👨👩👧"), ("葛\U000e0100", "葛"),
    (FLAG, FLAG + tags("ustx")), ("a", "a\u200b"), ("a", "\u202ea"),
]  # fmt: skip

DIFFERENT = [
    ("Cafe", "Café"), ("Rent", "Rent 2"), ("a b", "ab"), ("resume", "résumé"),
    # Within one script letters tell words apart: in ASCII, Turkish, Polish, Chinese, Greek.
    ("Corn", "Com"), ("paypal", "paypaI"), ("Visa 1", "Visa l"), ("O2", "02"), ("vv", "w"),
    ("sınır", "sinir"), ("Łódź", "Lódź"), ("士", "土"), ("γάλα", "υάλα"), ("ब", "व"),
    # Flags that are drawn, and emoji that differ in colour.
    (FLAG + tags("gbeng"), FLAG + tags("gbsct")), (FLAG, FLAG + tags("gbeng")),
    ("👍🏽", "👍🏿"), ("🍎", "🍏"), ("🇩🇪", "🇫🇷"),
]  # fmt: skip


@for_each(("one", "other"), SAME)
def test_names_that_look_alike_or_differ_in_case_are_the_same(one: str, other: str) -> None:
    assert same_name_key(one) == same_name_key(other)


@for_each(("one", "other"), DIFFERENT)
def test_names_that_differ_in_letters_of_their_script_are_not_the_same(
    one: str, other: str
) -> None:
    assert same_name_key(one) != same_name_key(other)


@given(st.text(st.characters(codec="ascii"), max_size=20))
@bounded
def test_names_in_ascii_are_the_same_only_if_they_differ_in_case_or_blanks(text: str) -> None:
    assert skeleton_of(text) == same_name_key(text) == " ".join(text.casefold().split())


def test_no_two_letters_of_one_alphabet_are_the_same() -> None:
    alphabets = [
        "abcdefghijklmnopqrstuvwxyz0123456789",
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўјљњћђџ",
        "αβγδεζηθικλμνξοπρστυφχψω",
        "אבגדהוזחטיכלמנסעפצקרשת",
        "abcçdefgğhıijklmnoöprsştuüvyz",
        "aąbcćdeęfghijklłmnńoóprsśtuwyzźż",
    ]
    for letters in alphabets:
        assert len({same_name_key(letter) for letter in letters}) == len(letters)


def test_names_are_listed_by_their_letters_not_by_those_that_look_like_them() -> None:
    assert sorted(["Вода", "zoo", "Ананас"], key=sort_key) == ["zoo", "Ананас", "Вода"]


@for_each(
    "text",
    [
        "\u200fשלום\u200e",
        "\u061cمرحبا",
        "call \u202a+49 30\u202c",
        "\u2068Ann\u2069 paid",
        "a\u200bb",
        "two\n\u2067lines\u2069\nhere",
    ],
)
def test_a_free_text_may_direct_parts_of_itself(text: str) -> None:
    assert free.validate_python(text) == text


@for_each(
    ("text", "character", "stored"),
    [
        ("gpj\u202eexe", "U+202E", "gpjexe"),
        ("\u202dabc\u202c", "U+202D", "abc"),
        ("a \u202bb", "U+202B", "a b"),
        ("a\u202c", "U+202C", "a"),
        ("a\u2069", "U+2069", "a"),
        ("\u2066a\u202c", "U+202C", "a"),
        ("\u2067a\nb\u2069", "U+2067", "a\nb"),
    ],
)
def test_a_free_text_may_not_direct_what_is_beyond_it(
    text: str, character: str, stored: str
) -> None:
    with pytest.raises(ValidationError, match=f"must not contain {character.replace('+', '.')}"):
        free.validate_python(text)

    assert free.validate_python(text, context=IMPORTED) == stored


@pytest.mark.parametrize("text", ["\xad", " \u200b\n\ufeff", "\u3164", "\u2800", "\ufe0f", ""])
def test_a_free_text_of_which_nothing_is_seen_is_empty_wherever_it_comes_from(text: str) -> None:
    assert free.validate_python(text) == ""
    assert free.validate_python(text, context=IMPORTED) == ""
    assert directed(text) == ""


@pytest.mark.parametrize("text", ["a\xad", "\u30a2", "\u2764\ufe0f", "…", "\u0301"])
def test_a_free_text_of_which_something_is_seen_stays(text: str) -> None:
    assert free.validate_python(text) == directed(text) == text


def test_the_tables_are_of_unicode_17_or_later() -> None:
    version = re.match(r"Tables of Unicode (\d+)\.\d+\.\d+\.\n", str(unicode_tables.__doc__))

    assert version is not None
    assert int(version[1]) >= 17
