"""Lookup of a column name's meaning among the known phrases of banks.

Names are compared folded (without case and accents), with every character but letters and digits as
a blank. A phrase matches if it is the whole name, or whole words within it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from shared.models.imports.statements.csv.words.header_phrases import PHRASES, Meaning
from shared.models.values.text import fold

_INNER_CAPITAL = re.compile("(?<=[a-z])(?=[A-Z])")
MAX_NAME_LENGTH = 100

_MIN_PART_LENGTH = 4
"""Minimum length of a phrase within a longer name; “in”, for example, matches only alone."""


@cache
def _meanings() -> dict[str, Meaning]:
    """Return each phrase's meaning; a phrase with several meanings has the first."""
    meanings: dict[str, Meaning] = {}
    for meaning, phrases in PHRASES.items():
        for phrase in phrases.split("|"):
            meanings.setdefault(normal(phrase), meaning)
    return meanings


def normal(name: str) -> str:
    """Normalize a column's name for comparison: folded, single blanks between words.

    Longer names than a header may have are not kept in memory.
    """
    return _normal(name) if len(name) <= MAX_NAME_LENGTH else _normal.__wrapped__(name)


@lru_cache(4096)
def _normal(name: str) -> str:
    folded = (
        fold(_INNER_CAPITAL.sub(" ", name))
        .replace("ł", "l")
        .replace("ø", "o")
        .replace("æ", "ae")
        .replace("đ", "d")
    )
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split())


def meaning_of(name: str) -> tuple[Meaning | None, float]:
    """Return the meaning of a column's name and the exactness as a ratio; None if unknown.

    The longest known phrase in the name decides; among equally long ones, the first. Names of more
    than 100 characters have no meaning.
    """
    return _meaning_of(name) if len(name) <= MAX_NAME_LENGTH else (None, 0.0)


@lru_cache(4096)
def _meaning_of(name: str) -> tuple[Meaning | None, float]:
    words = normal(name).split()
    meanings = _meanings()
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            phrase = " ".join(words[start : start + length])
            if phrase in meanings and (length == len(words) or len(phrase) >= _MIN_PART_LENGTH):
                exactness = 1.0 if length == len(words) else 0.5 + 0.4 * length / len(words)
                return meanings[phrase], exactness
    return None, 0.0
