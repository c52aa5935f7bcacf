"""JSON read as it comes: one object's members, and its long arrays element by element."""

from __future__ import annotations

import codecs
import json
import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from shared.errors import InvalidArgument, Unreadable

MOST_CHARACTERS = 4 * 1024 * 1024
"""Of one value; longer arrays must be read element by element."""

_LEAST_READ = 64 * 1024
_BLANKS = re.compile(r"[ \t\n\r]*")
_ENDS = frozenset(",]}:")
_NOT_JSON = "The body is not valid JSON."


def members_of(parts: Iterable[bytes], arrays: Collection[str]) -> Iterator[tuple[str, Any]]:
    """The members of the JSON object in these UTF-8 bytes, in their order.

    An array named in ``arrays`` is an iterator of its elements, good until the next member is
    asked for; so what is held at a time is one value. Numbers with a point are exact decimals.

    Raises:
        Unreadable: It is not JSON, or one value in it is too long.
        InvalidArgument: It is no object, or has a member twice.
    """
    text = _Text(parts)
    if text.peek() != "{":
        text.value()
        raise InvalidArgument.of("body", "must be a JSON object")
    known: set[str] = set()
    for _ in text.items("{", "}"):
        key = text.value()
        if not isinstance(key, str):
            raise Unreadable(_NOT_JSON)
        if key in known:
            raise InvalidArgument.of(key, "is there twice")
        known.add(key)
        text.expect(":")
        if key in arrays and text.peek() == "[":
            elements = (text.value() for _ in text.items("[", "]"))
            yield key, elements
            deque(elements, maxlen=0)
        else:
            yield key, text.value()
    if text.peek():
        raise Unreadable(_NOT_JSON)


class _Text:
    """A text that is read value by value, of which only what is being read is held."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = codecs.iterdecode(parts, "utf-8-sig")
        self._held = ""
        self._place = 0

    def peek(self) -> str:
        """The next character that is no blank; nothing at the end."""
        while True:
            self._place = _blanks_end(self._held, self._place)
            if self._place < len(self._held):
                return self._held[self._place]
            if not self._read():
                return ""

    def expect(self, *characters: str) -> str:
        """Pass over one of these characters, which must come next."""
        found = self.peek()
        if found not in characters:
            raise Unreadable(_NOT_JSON)
        self._place += 1
        return found

    def items(self, opening: str, closing: str) -> Iterator[None]:
        """Stop at each item between brackets, with commas between them, to have it read."""
        self.expect(opening)
        if self.peek() == closing:
            self.expect(closing)
            return
        while True:
            yield
            if self.expect(",", closing) == closing:
                return

    def value(self) -> Any:
        """The next value."""
        self.peek()
        while True:
            try:
                found, end = _DECODER.raw_decode(self._held, self._place)
            except json.JSONDecodeError as error:
                if self._read():
                    continue
                raise Unreadable(_NOT_JSON) from error
            except (ValueError, RecursionError) as error:
                raise Unreadable(_NOT_JSON) from error
            # A number may go on in what has not been read: only what follows tells where it ends.
            if self._ends_at(end) or not self._read():
                self._place = end
                return found

    def _ends_at(self, end: int) -> bool:
        after = _blanks_end(self._held, end)
        return after < len(self._held) and self._held[after] in _ENDS

    def _read(self) -> bool:
        """Read on, at least as much as is held, so that a long value costs little; is there more?

        Raises:
            Unreadable: The value being read is too long, or the text is not UTF-8.
        """
        rest = self._held[self._place :]
        if len(rest) > MOST_CHARACTERS:
            raise Unreadable("The body is not valid JSON, or has too long a value in it.")
        read, length = [], 0
        try:
            while length < max(_LEAST_READ, len(rest)):
                read.append(next(self._parts))
                length += len(read[-1])
        except StopIteration:
            pass
        except UnicodeDecodeError as error:
            raise Unreadable("The body is not UTF-8.") from error
        if length:
            self._held, self._place = rest + "".join(read), 0
        return length > 0


def _blanks_end(text: str, start: int) -> int:
    match = _BLANKS.match(text, start)
    return match.end() if match else start


def exact_decimal(text: str) -> Decimal:
    """The JSON number with a point or an exponent, as it is written.

    Raises:
        ValueError: Its exponent is more than any decimal's.
    """
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError("the exponent is out of all bounds") from error


def refuse_constant(name: str) -> NoReturn:
    """Refuse what Python reads as a number and JSON has none of: NaN and Infinity.

    Raises:
        ValueError: Always.
    """
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(parse_float=exact_decimal, parse_constant=refuse_constant)
