"""What banks call their columns, in the languages of the banks that are known.

Names are compared folded (without case and accents), with anything but letters and digits as
blanks. A phrase counts where it is the name, or stands in it as whole words.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from shared.models.imports.statements.header_phrases import PHRASES, Meaning
from shared.models.values.text import fold

_INNER_CAPITAL = re.compile("(?<=[a-z])(?=[A-Z])")
_SHORTEST_PART = 4
"""Letters of a phrase that counts inside a longer name: “in” is a name only by itself."""


@cache
def _meanings() -> dict[str, Meaning]:
    """Each phrase's meaning; a phrase of several belongs to the first."""
    meanings: dict[str, Meaning] = {}
    for meaning, phrases in PHRASES.items():
        for phrase in phrases.split("|"):
            meanings.setdefault(normal(phrase), meaning)
    return meanings


@lru_cache(4096)
def normal(name: str) -> str:
    """A column's name as it is compared: folded, single blanks between words."""
    folded = (
        fold(_INNER_CAPITAL.sub(" ", name))
        .replace("ł", "l")
        .replace("ø", "o")
        .replace("æ", "ae")
        .replace("đ", "d")
    )
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split())


@lru_cache(4096)
def meaning_of(name: str) -> tuple[Meaning | None, float]:
    """What a column's name means, and how exactly, as a ratio; None: it is not known.

    The longest known phrase in the name decides; of equal ones the first.
    """
    words = normal(name).split()
    meanings = _meanings()
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            phrase = " ".join(words[start : start + length])
            if phrase in meanings and (length == len(words) or len(phrase) >= _SHORTEST_PART):
                exactness = 1.0 if length == len(words) else 0.5 + 0.4 * length / len(words)
                return meanings[phrase], exactness
    return None, 0.0
