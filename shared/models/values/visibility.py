"""Which characters of a text are visible; needed for texts that are not ASCII alone.

A character that has no appearance of its own is visible where it changes that of its neighbours:
joiners by the rules of RFC 5892, appendix A, and of the scripts that need them; variation
selectors, keycaps, joiners and tags in the sequences of UTS 51.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from functools import cache

from shared.models.values import unicode_tables

VIRAMA = 9
"""The canonical combining class of viramas."""

_NON_JOINER, _JOINER, _KEYCAP = "\u200c", "\u200d", "\u20e3"
_TEXT_STYLE, _EMOJI_STYLE = "\ufe0e", "\ufe0f"
BRAILLE_BLANK = "\u2800"
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
    in_flags = {index for tags in FLAG_TAGS.finditer(text) for index in range(*tags.span())}
    return [i for i in range(len(text)) if i not in in_flags and not _is_visible(text, i)]


def is_ignored(character: str) -> bool:
    """Return whether names that differ in this character alone look alike."""
    if character in _FILLERS or character in _IN_CONTEXT:
        return True
    return unicodedata.category(character) == "Cf" and character not in _NUMBER_SIGNS


def described(character: str) -> str:
    """Return the code point of a character and its name, if it has one."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def _is_visible(text: str, index: int) -> bool:
    character = text[index]
    rule = _IN_CONTEXT.get(character)
    if rule is not None:
        return rule(text[:index], character, text[index + 1 :])
    if unicodedata.category(character) in _WITHOUT_GLYPHS:
        return character == " " or character in _NUMBER_SIGNS or _is_in("NEWER", character)
    return character not in _FILLERS


def _is_non_joiner_seen(before: str, _: str, after: str) -> bool:
    if _ends_in_virama(before):
        return True
    left, right = _last_letter(before), _first_letter(after)
    return (_is_in("JOINING", left) and _is_in("JOINING", right)) or _is_before_shifter(
        before, after
    )


def _is_joiner_seen(before: str, _: str, after: str) -> bool:
    if _ends_in_virama(before) or _is_before_shifter(before, after):
        return True
    if before and after and unicodedata.combining(after[0]) == VIRAMA:
        return unicodedata.category(before[-1]) in {"Lo", "Mn"}  # Ra, or a letter with a nukta.
    if _is_in("PICTOGRAPHS", _emoji_base(before)):
        return _is_in("PICTOGRAPHS", after[:1])
    return _is_in("JOINING", _last_letter(before)) and not _is_in("JOINING", _first_letter(after))


def _is_style_seen(before: str, character: str, after: str) -> bool:
    if before[-1:] in _KEYS and before:
        return character == _EMOJI_STYLE and after.startswith(_KEYCAP)
    return _is_in("PICTOGRAPHS", before[-1:])


def _is_ideograph_variant(before: str, _: str, __: str) -> bool:
    return _is_in("IDEOGRAPHS", before[-1:])


def _is_mongolian_variant(before: str, _: str, __: str) -> bool:
    last = before[-1:]
    return "\u1820" <= last <= "\u18aa" and unicodedata.category(last)[0] == "L"


def _is_among_braille(before: str, _: str, after: str) -> bool:
    return any("\u2801" <= c <= "\u28ff" for c in before + after)


def _is_never_seen(_: str, __: str, ___: str) -> bool:
    return False


_Rule = Callable[[str, str, str], bool]
"""Whether a character is seen between the text before it and the text after it."""

_IN_CONTEXT: dict[str, _Rule] = {
    _NON_JOINER: _is_non_joiner_seen,
    _JOINER: _is_joiner_seen,
    BRAILLE_BLANK: _is_among_braille,
    **dict.fromkeys(map(chr, range(0x180B, 0x1810)), _is_mongolian_variant),
    **dict.fromkeys(map(chr, range(0xFE00, 0xFE10)), _is_never_seen),
    **dict.fromkeys("\ufe00\ufe01\ufe02", _is_ideograph_variant),
    **dict.fromkeys((_TEXT_STYLE, _EMOJI_STYLE), _is_style_seen),
    **dict.fromkeys(map(chr, range(0xE0100, 0xE01F0)), _is_ideograph_variant),
    "\u180e": _is_never_seen,  # The Mongolian vowel separator, between the variation selectors.
}


def _ends_in_virama(before: str) -> bool:
    return bool(before) and unicodedata.combining(before[-1]) == VIRAMA


def _is_before_shifter(before: str, after: str) -> bool:
    """Return whether a joiner is before a Khmer register shifter, whose place it determines."""
    return after.startswith(_KHMER_SHIFTERS) and "\u1780" <= before[-1:] <= "\u17d3"


def _last_letter(before: str) -> str:
    """Return the last character that is not a combining mark."""
    return next((c for c in reversed(before) if unicodedata.category(c)[0] != "M"), "")


def _first_letter(after: str) -> str:
    return _last_letter(after[::-1])


def _emoji_base(before: str) -> str:
    """Return the emoji at the end of a text, without its skin tone and style."""
    return next((c for c in reversed(before) if c not in _SKIN_TONES and c != _EMOJI_STYLE), "")


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
