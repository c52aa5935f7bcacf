"""Which characters of a text are visible; needed for texts that are not ASCII alone.

A character that has no appearance of its own is visible where it changes that of its neighbours:
joiners by the rules of RFC 5892, appendix A, and of the scripts that need them; variation
selectors, keycaps, joiners and tags in the sequences of UTS 51.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import cache

from shared.models.values.characters import unicode_tables

VIRAMA = 9
"""The canonical combining class of viramas."""

_NON_JOINER, _JOINER, _KEYCAP = "\u200c", "\u200d", "\u20e3"
_TEXT_STYLE, _EMOJI_STYLE = "\ufe0e", "\ufe0f"
BRAILLE_BLANK = "\u2800"
_BRAILLE = re.compile("[\u2801-\u28ff]")
_KHMER_SHIFTERS = ("\u17c9", "\u17ca")
_KEYS = frozenset("0123456789#*")
_SKIN_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))

_NUMBER_SIGNS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
_NUMBER_SIGNS |= {"\U000110bd", "\U000110cd"}
"""Format characters that are drawn around or above numbers (Prepended_Concatenation_Mark)."""

_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufffc\U00016fe4\U0001d159")
"""Letters, marks and symbols without an appearance."""

_WITHOUT_GLYPHS = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Controls, formats, unassigned and private characters, surrogates, and separators of lines."""

_MAY_BE_HIDDEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufffc"
    "\U00016fe4\U0001d159\U000e0100-\U000e01ef]"
)
"""Printable characters, by Python's rules, that need a closer look."""

FLAG_TAGS = re.compile(
    "(?<=\U0001f3f4)(?:[\U000e0061-\U000e007a]{2}|[\U000e0030-\U000e0039]{3})"
    "[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,4}\U000e007f"
)
"""The tags behind a black flag that make it the flag of a part of a country, like Scotland."""


def may_all_be_visible(text: str) -> bool:
    """Return whether no character needs a closer look; true for most texts, and fast."""
    return text.isprintable() and not _MAY_BE_HIDDEN.search(text)


def hidden_at(text: str) -> list[int]:
    """Return the indexes of the characters that are not visible."""
    if may_all_be_visible(text):
        return []
    seen = _seen_in_sequences(text)
    return [i for i in range(len(text)) if i not in seen and not _is_visible(text, i)]


def without_ignored(text: str) -> str:
    """Return a text without the characters that are visible in the right place alone."""
    return "".join(c for c in text if not is_ignored(c))


def is_ignored(character: str) -> bool:
    """Return whether names that differ in this character alone look alike."""
    if character in _FILLERS or character in _IN_CONTEXT:
        return True
    return unicodedata.category(character) == "Cf" and character not in _NUMBER_SIGNS


def described(character: str) -> str:
    """Return the code point of a character and its name, if it has one."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def _seen_in_sequences(text: str) -> set[int]:
    """Return the indexes of the tags of flags, and of the blanks of a text in Braille."""
    seen = {index for tags in FLAG_TAGS.finditer(text) for index in range(*tags.span())}
    if BRAILLE_BLANK in text and _BRAILLE.search(text):
        seen.update(index for index, c in enumerate(text) if c == BRAILLE_BLANK)
    return seen


def _is_visible(text: str, index: int) -> bool:
    character = text[index]
    rule = _IN_CONTEXT.get(character)
    if rule is not None:
        return rule(text, index)
    if unicodedata.category(character) in _WITHOUT_GLYPHS:
        return character == " " or character in _NUMBER_SIGNS or _is_in("NEWER", character)
    return character not in _FILLERS


def _is_non_joiner_seen(text: str, index: int) -> bool:
    if _is_behind_virama(text, index):
        return True
    left, right = _letter_before(text, index), _letter_behind(text, index)
    return (_is_in("JOINING", left) and _is_in("JOINING", right)) or _is_before_shifter(text, index)


def _is_joiner_seen(text: str, index: int) -> bool:
    if _is_behind_virama(text, index) or _is_before_shifter(text, index):
        return True
    before, behind = _before(text, index), _behind(text, index)
    if before and behind and unicodedata.combining(behind) == VIRAMA:
        return unicodedata.category(before) in {"Lo", "Mn"}  # Ra, or a letter with a nukta.
    if _is_in("PICTOGRAPHS", _emoji_before(text, index)):
        return _is_in("PICTOGRAPHS", behind)
    is_joining = _is_in("JOINING", _letter_before(text, index))
    return is_joining and not _is_in("JOINING", _letter_behind(text, index))


def _is_style_seen(text: str, index: int) -> bool:
    before = _before(text, index)
    if before in _KEYS:
        return text[index] == _EMOJI_STYLE and _behind(text, index) == _KEYCAP
    return _is_in("PICTOGRAPHS", before)


def _is_ideograph_variant(text: str, index: int) -> bool:
    return _is_in("IDEOGRAPHS", _before(text, index))


def _is_mongolian_variant(text: str, index: int) -> bool:
    before = _before(text, index)
    return "\u1820" <= before <= "\u18aa" and unicodedata.category(before)[0] == "L"


def _is_never_seen(_: str, __: int) -> bool:
    return False


_Rule = Callable[[str, int], bool]
"""Whether the character at an index of a text is seen there.

Neighbours are read up to the next joiner at most, so all rules together take linear time.
"""

_IN_CONTEXT: dict[str, _Rule] = {
    _NON_JOINER: _is_non_joiner_seen,
    _JOINER: _is_joiner_seen,
    BRAILLE_BLANK: _is_never_seen,  # Unless the text is in Braille, see above.
    **dict.fromkeys(map(chr, range(0x180B, 0x1810)), _is_mongolian_variant),
    **dict.fromkeys(map(chr, range(0xFE00, 0xFE10)), _is_never_seen),
    **dict.fromkeys("\ufe00\ufe01\ufe02", _is_ideograph_variant),
    **dict.fromkeys((_TEXT_STYLE, _EMOJI_STYLE), _is_style_seen),
    **dict.fromkeys(map(chr, range(0xE0100, 0xE01F0)), _is_ideograph_variant),
    "\u180e": _is_never_seen,  # The Mongolian vowel separator, between the variation selectors.
}


def _before(text: str, index: int) -> str:
    return text[index - 1] if index else ""


def _behind(text: str, index: int) -> str:
    return text[index + 1 : index + 2]


def _is_behind_virama(text: str, index: int) -> bool:
    return index > 0 and unicodedata.combining(text[index - 1]) == VIRAMA


def _is_before_shifter(text: str, index: int) -> bool:
    """Return whether a joiner is before a Khmer register shifter, whose place it determines."""
    is_khmer = "\u1780" <= _before(text, index) <= "\u17d3"
    return is_khmer and _behind(text, index) in _KHMER_SHIFTERS


def _letter_before(text: str, index: int) -> str:
    """Return the last character before a place that is not a combining mark."""
    return _first_letter(text[i] for i in range(index - 1, -1, -1))


def _letter_behind(text: str, index: int) -> str:
    return _first_letter(text[i] for i in range(index + 1, len(text)))


def _first_letter(characters: Iterable[str]) -> str:
    return next((c for c in characters if unicodedata.category(c)[0] != "M"), "")


def _emoji_before(text: str, index: int) -> str:
    """Return the emoji before a place, without its skin tone and style."""
    while index > 0 and (text[index - 1] in _SKIN_TONES or text[index - 1] == _EMOJI_STYLE):
        index -= 1
    return _before(text, index)


def _is_in(table: str, character: str) -> bool:
    """Return whether a character is in a table; the empty text is in none."""
    if not character:
        return False
    bounds = _bounds(table)
    return bisect_right(bounds, ord(character)) % 2 == 1


@cache
def _bounds(table: str) -> list[int]:
    """Return the beginnings of the ranges of a table, each followed by the end, exclusive."""
    bounds: list[int] = []
    for one in getattr(unicode_tables, table).split():
        first, _, last = one.partition("-")
        bounds += [int(first, 16), int(last or first, 16) + 1]
    return bounds
