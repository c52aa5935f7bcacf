"""Text as typed by users: storable characters, comparison and search."""

import re
import unicodedata

from pydantic import (
    BeforeValidator,
    StringConstraints,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

IMPORTED = {"is_imported": True}
"""Context of the validation of data that a program wrote: its texts are cleaned, not refused.

Expressions of rules are not compiled; see ``BOUNDED_EXPRESSIONS``.
"""

_WORD = re.compile(r"[^\W_]+")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters other than line breaks and tabs, and lone surrogates."""


def is_imported(info: ValidationInfo) -> bool:
    """Return whether the data being validated was written by a program."""
    return bool(info.context == IMPORTED)


def _storable(value: object, info: ValidationInfo) -> object:
    """Return the value unchanged if it can be stored; an imported text without what cannot.

    Raises:
        ValueError: The text has control characters (other than line breaks and tabs) or lone
            surrogates, which not every store and reader handles.
    """
    if not isinstance(value, str) or value.isprintable() or not _CONTROLS.search(value):
        return value
    if not is_imported(info):
        raise ValueError("must not contain control characters")
    return _CONTROLS.sub("", value)


STORABLE = BeforeValidator(_storable)
"""Refuses text that cannot be stored; place it behind a type's ``trimmed`` bounds."""


def trimmed(max_length: int, min_length: int = 0) -> StringConstraints:
    """Return length bounds, both inclusive, that apply after trimming the blanks around a text."""
    return StringConstraints(strip_whitespace=True, min_length=min_length, max_length=max_length)


def _blank_as_null(value: object, validate: ValidatorFunctionWrapHandler) -> object:
    """Return None for a blank text, also for an imported one of which nothing is left."""
    if isinstance(value, str) and not value.strip():
        return None
    checked = validate(value)
    return None if checked == "" else checked


BLANK_AS_NULL = WrapValidator(_blank_as_null)
"""Reads a blank text as null; place it behind an optional type, as ``Annotated[Text | None, …]``.

So an optional field has one form without content, whatever an empty field of a page sends.
"""


def upper_case(value: object) -> object:
    """Convert text to upper case and return other values unchanged."""
    return value.upper() if isinstance(value, str) else value


def lower_case(value: object) -> object:
    """Convert text to lower case and return other values unchanged."""
    return value.lower() if isinstance(value, str) else value


def fold(text: str) -> str:
    """Fold a text for comparison without case and accents: “Café” and “CAFE” become “cafe”.

    Case folding and NFKD, without combining marks. Each character is replaced by itself: case
    folding does not depend on the neighbours, and decomposition only puts accents in order.
    """
    if text.isascii():
        return text.lower()
    return _BEYOND_ASCII.sub(lambda part: part[0].translate(_FOLDED), text.casefold())


class _FoldedCharacters(dict[int, str]):
    """Folded characters by code point; the 20,000 that were needed since there were as many."""

    def __missing__(self, code_point: int) -> str:
        decomposed = unicodedata.normalize("NFKD", chr(code_point))
        folded = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
        if len(self) >= _MAX_KEPT:
            self.clear()
        self[code_point] = folded
        return folded


_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
_MAX_KEPT = 20_000
"""More characters than alphabets and the syllables of Korean have; they take two megabytes."""

_FOLDED = _FoldedCharacters()


def words_of(text: str) -> frozenset[str]:
    """Return the folded words of a text: runs of letters and digits.

    Repeated words are dropped before the search for letters: some characters are four words.
    """
    return frozenset(_WORD.findall(" ".join(set(fold(text).split()))))
