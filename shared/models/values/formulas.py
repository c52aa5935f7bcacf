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

_MARK = "'"
_HAS_SEPARATOR = re.compile("[;\t\n\r]")

_SIGNS = "+\\-=@\u207a\u207c\u208a\u208c\ufb29\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20"
"""Characters that are a sign of formulas, or one in NFKC."""

_PASSED_OVER = (
    "\x00-\x08\x0b\x0c\x0e-\x20\"'`\x7f-\xa0\xab\xad\xb4\xbb\u0600-\u0605\u061c\u06dd\u070f\u0890"
    "\u0891\u08e2\u1680\u180e\u2000-\u200f\u2018\u2019\u201c\u201d\u2028-\u202f\u205f-\u2064"
    "\u2066-\u206f\u3000\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
)
"""Blanks, quotes, controls and formats; the separators of cells have their own rules."""

_BEGINNING = "(?:\\A|(?<=[;\t\n\r]))"
_RUNS = f"[{_PASSED_OVER}]*+[{_SIGNS}\t\r]"
_LINE_THAT_RUNS = re.compile(f"{_BEGINNING}(?={_RUNS})")
_MARKED_LINE = re.compile(f"{_BEGINNING}'(?={_RUNS})")
_EMPTY_LINES = re.compile(f"{_BEGINNING}(?:[{_PASSED_OVER}]*+\n)++(?P<runs>(?={_RUNS}))?")
"""All lines without a visible character that follow each other, which take what is behind them.

The expressions here take time linear in the text: no character is passed over for two lines.
"""

_BEGINNING_OF_LINE = re.compile("^", re.MULTILINE)
_MARK_OF_LINE = re.compile("^'", re.MULTILINE)


def defused(text: str) -> str:
    """Mark each part of a cell that would be evaluated; ``without_marks`` is the inverse."""
    if text[:1].isalnum() and not _HAS_SEPARATOR.search(text):
        return text
    text = _EMPTY_LINES.sub(_with_marks, text) if "\n" in text else text
    return _LINE_THAT_RUNS.sub(_MARK, text)


def without_marks(text: str) -> str:
    """Return the text that ``defused`` was called with; another loses marks of formulas alone."""
    if _MARK not in text:
        return text
    text = _MARKED_LINE.sub("", text)
    return _EMPTY_LINES.sub(_without_marks, text) if "\n" in text else text


def _with_marks(lines: re.Match[str]) -> str:
    if lines["runs"] is None:
        return lines[0]
    return _BEGINNING_OF_LINE.sub(_MARK, lines[0][:-1]) + "\n"


def _without_marks(lines: re.Match[str]) -> str:
    return lines[0] if lines["runs"] is None else _MARK_OF_LINE.sub("", lines[0])
