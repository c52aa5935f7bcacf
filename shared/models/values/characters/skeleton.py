"""Skeletons: what names that look alike have in common; after Unicode Technical Standard 39."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from shared.models.values.characters import unicode_tables
from shared.models.values.characters.visibility import (
    BRAILLE_BLANK,
    FLAG_TAGS,
    is_ignored,
    may_all_be_visible,
)

_DRAWN_FLAGS = frozenset({"gbeng", "gbsct", "gbwls"})
"""The parts of countries whose flags are drawn everywhere: England, Scotland and Wales."""

_TAGS = 0xE0000
_DOTTED_TWICE = re.compile("(?<=[ij])\u0307")
"""A dot above a letter that has one takes its place."""


def skeleton_of(name: str) -> str:
    """Return the skeleton of a name: equal for names that look alike, or differ in case.

    Letters are compared with those of other scripts, one with one; so no two words of one script
    have the same skeleton, unless they differ in case, blanks or compatibility forms (NFKC) alone.
    """
    shown = name if may_all_be_visible(name) else _shown(name)
    folded = unicodedata.normalize("NFD", shown)
    for _ in range(2):
        folded = unicodedata.normalize("NFKC", folded.casefold())
    alike = unicodedata.normalize("NFD", folded).translate(_lookalikes())
    return " ".join(unicodedata.normalize("NFC", _DOTTED_TWICE.sub("", alike)).split())


def _shown(name: str) -> str:
    """Return a name without joiners, variation selectors, and the tags of flags not drawn."""
    name = name.replace(BRAILLE_BLANK, " ")
    drawn = (tags.span() for tags in FLAG_TAGS.finditer(name) if _is_drawn(tags[0]))
    kept = {index for span in drawn for index in range(*span)}
    return "".join(c for i, c in enumerate(name) if i in kept or not is_ignored(c))


def _is_drawn(tags: str) -> bool:
    return "".join(chr(ord(tag) - _TAGS) for tag in tags[:-1]) in _DRAWN_FLAGS


@cache
def _lookalikes() -> dict[int, int]:
    """Return the characters that stand for those that look like them."""
    pairs = (pair.split(":") for pair in unicode_tables.LOOKALIKES.split())
    return {int(one, 16): int(other, 16) for one, other in pairs}
