"""Text as typed by users: storable characters, comparison and search."""

import re
import unicodedata

from pydantic import BeforeValidator, StringConstraints, ValidationInfo

IMPORTED = {"is_imported": True}
"""Context of the validation of data that a program wrote: its texts are cleaned, not refused."""

_WORD = re.compile(r"[^\W_]+")


def is_imported(info: ValidationInfo) -> bool:
    """Return whether the data being validated was written by a program."""
    return bool(info.context == IMPORTED)


def _storable(value: object, info: ValidationInfo) -> object:
    """Return the value unchanged if it can be stored; an imported text without what cannot.

    Raises:
        ValueError: The text has control characters (other than line breaks and tabs) or lone
            surrogates, which not every store and reader handles.
    """
    if not isinstance(value, str) or value.isprintable() or not any(map(_is_control, value)):
        return value
    if not is_imported(info):
        raise ValueError("must not contain control characters")
    return "".join(character for character in value if not _is_control(character))


def _is_control(character: str) -> bool:
    category = unicodedata.category(character)
    return category == "Cs" or (category == "Cc" and character not in "\n\r\t")


STORABLE = BeforeValidator(_storable)
"""Refuses text that cannot be stored; place it behind a type's ``trimmed`` bounds."""


def trimmed(max_length: int, min_length: int = 0) -> StringConstraints:
    """Return length bounds, both inclusive, that apply after trimming the blanks around a text."""
    return StringConstraints(strip_whitespace=True, min_length=min_length, max_length=max_length)


def upper_case(value: object) -> object:
    """Convert text to upper case and return other values unchanged."""
    return value.upper() if isinstance(value, str) else value


def lower_case(value: object) -> object:
    """Convert text to lower case and return other values unchanged."""
    return value.lower() if isinstance(value, str) else value


def fold(text: str) -> str:
    """Fold a text for comparison without case and accents: “Café” and “CAFE” become “cafe”."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def words_of(text: str) -> frozenset[str]:
    """Return the folded words of a text: runs of letters and digits."""
    return frozenset(_WORD.findall(fold(text)))
