"""Text as people type it: what may be stored, and how it is compared and searched."""

import re
import unicodedata

from pydantic import BeforeValidator, StringConstraints

_WORD = re.compile(r"[^\W_]+")


def _storable(value: object) -> object:
    """The value as it is.

    Raises:
        ValueError: It is text with control characters (line breaks and tabs aside) or lone
            surrogates, which no store or reader can be trusted with.
    """
    for character in value if isinstance(value, str) else "":
        category = unicodedata.category(character)
        if category == "Cs" or (category == "Cc" and character not in "\n\r\t"):
            raise ValueError("must not contain control characters")
    return value


STORABLE = BeforeValidator(_storable)
"""Refuses text that should not be stored; stands behind a type's ``trimmed`` bounds."""


def trimmed(max_length: int, min_length: int = 0) -> StringConstraints:
    """Bounds of a text's length, both inclusive, once the blanks around it are gone."""
    return StringConstraints(strip_whitespace=True, min_length=min_length, max_length=max_length)


def upper_case(value: object) -> object:
    """The value in upper case if it is text: for codes that are accepted in any case."""
    return value.upper() if isinstance(value, str) else value


def lower_case(value: object) -> object:
    """The value in lower case if it is text."""
    return value.lower() if isinstance(value, str) else value


def fold(text: str) -> str:
    """Fold a text for comparison without case and accents: “Café” and “CAFE” become “cafe”."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def same_name_key(name: str) -> str:
    """What two names have in common that differ in case or Unicode form alone."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def words_of(text: str) -> frozenset[str]:
    """The folded words of a text: runs of letters and digits."""
    return frozenset(_WORD.findall(fold(text)))
