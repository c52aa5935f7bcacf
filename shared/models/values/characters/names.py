"""Names as people see them: visible characters alone, and one key for names that look alike.

``docs/decisions/022-text-of-names.md`` has the reasons. The modules for characters beyond ASCII are
loaded when a text has some.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache, partial

from pydantic import BeforeValidator, Field, ValidationInfo

from shared.models.values.text import is_imported

REPLACEMENT = "\ufffd"
"""Name of an imported thing whose own name has no visible character."""

_MAX_COMPOSED = 4
"""The most characters that one character in NFC is composed of."""

_MAX_PASSES = 4
"""How often hidden characters are removed; each time others may lose the place they are seen in."""

_LINE_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_OTHER_BLANKS = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
"""Blanks of other widths, which look like no blank, or like the plain one."""

_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CLOSED_BY = {"\u202a": "\u202c", "\u202b": "\u202c"} | dict.fromkeys(
    "\u2066\u2067\u2068", "\u2069"
)


def cleaned(text: str) -> str:
    """Return a text without what is not visible: trimmed, in NFC, all blanks and breaks plain.

    It takes time linear in the text, except that NFC sorts combining marks: bound its length first.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _with_plain_blanks(_LINE_BREAKS.sub(" ", text)).strip()
    for _ in range(_MAX_PASSES):
        before, text = text, unicodedata.normalize("NFC", _without_hidden(text)).strip()
        if text == before:
            return text
    return unicodedata.normalize("NFC", _without_ignored(text)).strip()


def cleaned_to(text: str, max_length: int) -> str:
    """Return a cleaned text of at most ``max_length`` characters, no sequence cut in two."""
    text = cleaned(text.strip()[: _MAX_COMPOSED * max_length])
    return text if len(text) <= max_length else cleaned(text[:max_length])


def same_name_key(name: str) -> str:
    """Return the key that names share if they look alike, or differ in case or blanks alone."""
    if name.isascii():
        return " ".join(name.lower().split())
    return _skeleton(name)


def first_of_equal(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names in their order; of those that share a key, the first."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(same_name_key(name), name)
    return tuple(first.values())


def sort_key(name: str) -> str:
    """Return the key to list names by: their letters without regard to case."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


_LETTER = re.compile("[^\\W\u115f\u1160\u3164\uffa0]")
"""A letter or digit; all but the fillers of Korean are visible."""


def directed(text: str) -> str:
    """Return a text without characters that change its direction, if they reach beyond it.

    A text without a visible character is empty.
    """
    if _is_blank(text):
        return ""
    return text if _beyond(text) is None else _DIRECTIONS.sub("", text)


_OVERRIDES = "\u202d\u202e"
"""Characters that override the direction, which no text needs."""


def visible(max_length: int) -> BeforeValidator:
    """Refuse invisible characters, and clean imported names; place it behind ``trimmed`` bounds.

    A longer name is not searched, because its bound refuses it; it may be composed in NFC.
    """
    return BeforeValidator(partial(_visible, max_length))


def _visible(max_length: int, value: object, info: ValidationInfo) -> object:
    """Return a name in NFC if all of its characters are visible; an imported one is cleaned.

    Raises:
        ValueError: A character is not visible; the message names it.
    """
    if not isinstance(value, str) or (value.isascii() and value.isprintable()):
        return value
    text = value.strip()
    if len(text) > _MAX_COMPOSED * max_length:
        return value
    if is_imported(info):
        return cleaned(text) or (REPLACEMENT if text else "")
    text = unicodedata.normalize("NFC", _with_plain_blanks(text))
    if hidden := _hidden_at(text):
        raise ValueError(f"must not contain {_described(text[hidden[0]])}")
    return text


HIDDEN_REFUSED = Field(description="Hidden characters are refused.")
"""Describes in the OpenAPI document a name that needs not be unique."""


def _readable(value: object, info: ValidationInfo) -> object:
    """Return a free text if its direction does not reach beyond it; an imported one is cleaned.

    A text without a visible character is empty.

    Raises:
        ValueError: A character overrides the direction, or is not closed; the message names it.
    """
    if not isinstance(value, str):
        return value
    if _is_blank(value):
        return ""
    beyond = _beyond(value)
    if beyond is None:
        return value
    if is_imported(info):
        return directed(value)
    closed = "" if beyond in _OVERRIDES else ", unless it is closed in its line"
    raise ValueError(f"must not contain {_described(beyond)}{closed}")


READABLE = BeforeValidator(_readable)
"""Refuses changes of the direction that a free text does not end, and empties a text without a
visible character; place it behind ``STORABLE``."""


def _beyond(text: str) -> str | None:
    """Return the first character that changes the direction beyond its line, or overrides it.

    An embedding or isolate is closed in its line (UAX 9); marks of direction end by themselves.
    """
    if text.isascii() or not _DIRECTIONS.search(text):
        return None
    for line in text.splitlines():
        opened: list[str] = []
        for character in _DIRECTIONS.findall(line):
            if character in _CLOSED_BY:
                opened.append(character)
            elif not opened or _CLOSED_BY[opened.pop()] != character:
                return str(character)
        if opened:
            return opened[0]
    return None


def _with_plain_blanks(text: str) -> str:
    return _OTHER_BLANKS.sub(" ", text)


def _without_hidden(text: str) -> str:
    hidden = set(_hidden_at(text))
    return "".join(c for i, c in enumerate(text) if i not in hidden) if hidden else text


def _hidden_at(text: str) -> list[int]:
    from shared.models.values.characters.visibility import hidden_at  # noqa: PLC0415 (Few requests need it.)

    return hidden_at(text)


def _without_ignored(text: str) -> str:
    from shared.models.values.characters.visibility import (  # noqa: PLC0415 (Few requests need it.)
        without_ignored,
    )

    return without_ignored(text)


def _is_blank(text: str) -> bool:
    """Return whether no character of a text has an appearance of its own."""
    if text.isascii():
        return not text.strip()
    if _LETTER.search(text):
        return False
    from shared.models.values.characters.visibility import is_ignored  # noqa: PLC0415 (Few requests need it.)

    return all(character.isspace() or is_ignored(character) for character in text)


def _described(character: str) -> str:
    from shared.models.values.characters.visibility import described  # noqa: PLC0415 (Few requests need it.)

    return described(character)


@lru_cache(maxsize=4096)
def _skeleton(name: str) -> str:
    from shared.models.values.characters.skeleton import skeleton_of  # noqa: PLC0415 (Few requests need it.)

    return skeleton_of(name)
