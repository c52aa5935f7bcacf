"""Formulas in cells of CSV files: texts that a spreadsheet program would evaluate.

A cell that begins with ``=``, ``+``, ``-`` or ``@``, also in a full-width or other compatible form,
with a tab or a carriage return, or with blanks, quotes or invisible characters before one of
these, gets an apostrophe in front, which marks it as text. So does what follows a semicolon, a tab
or a line break inside a cell: a program whose list separator is a semicolon splits a file with
commas there, and quotes do not keep it from that, because to it they are inside of a cell. Commas
need nothing: where they separate, the quotes of RFC 4180 are respected.

Source: OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection.
"""

from __future__ import annotations

import re
import unicodedata

_SIGNS = frozenset("=+-@")
_PASSED_OVER = frozenset("\"'`´‘’“”«»")
_MARK = "'"
_SEPARATORS = frozenset(";\t\n\r")
_HAS_SEPARATOR = re.compile("[;\t\n\r]")


def defused(text: str) -> str:
    """Mark each part of a cell that would be evaluated; ``without_marks`` is the inverse."""
    if text[:1].isalnum() and not _HAS_SEPARATOR.search(text):
        return text
    runs = _would_run(text)
    return "".join(
        _MARK + character if runs[index] and _begins_part(text, index) else character
        for index, character in enumerate(text)
    )


def without_marks(text: str) -> str:
    """Return the text that ``defused`` was called with; another loses marks of formulas alone."""
    if _MARK not in text:
        return text
    runs = _would_run(text)
    return "".join(
        character
        for index, character in enumerate(text)
        if not (character == _MARK and runs[index + 1] and _begins_part(text, index))
    )


def _begins_part(text: str, index: int) -> bool:
    """Return whether a program may take the character for the first of a cell."""
    return index == 0 or text[index - 1] in _SEPARATORS


def _would_run(text: str) -> list[bool]:
    """Return for each character whether the text from there would be evaluated as a cell.

    Marks in front of a text do not change that, so it is the same for a text and its defused form.
    """
    runs, is_raw = [False], False
    for character in reversed(text):
        is_raw = character in "\t\r" or (character == _MARK and is_raw)
        runs.append(
            is_raw
            or (runs[-1] and _is_passed_over(character))
            or unicodedata.normalize("NFKC", character) in _SIGNS
        )
    return runs[::-1]


def _is_passed_over(character: str) -> bool:
    return (
        character.isspace()
        or character in _PASSED_OVER
        or unicodedata.category(character) in ("Cf", "Cc")
    )
