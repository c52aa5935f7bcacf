"""Streaming JSON parser: reads one object's members, and its long arrays element by element."""

from __future__ import annotations

import codecs
import json
import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from shared.errors import InvalidArgument, Unreadable

MAX_VALUE_CHARACTERS = 2 * 1024 * 1024
"""Maximum length of one value, and of all values together that are no element of an array that is
read element by element: parsed, a value takes up to forty times its length."""

MAX_ELEMENT_CHARACTERS, MAX_ELEMENT_BRACKETS, MAX_BRACKETS = 256 * 1024, 20_000, 4_000_000
"""Maximum length of an element that is read alone, of its opening brackets, and of those of all
such elements. The texts of a transaction have 12,000 characters at most, and no more than 1.7
million splits fit a backup of 100 MiB."""

_MIN_READ_CHARACTERS = 64 * 1024
_BLANKS = re.compile(r"[ \t\n\r]*")
_ENDS = frozenset(",]}:")
_NOT_JSON = "The body is not valid JSON."
_TOO_LONG = "The body is not valid JSON, or has too long a value in it."


def members_of(
    parts: Iterable[bytes], arrays: Collection[str], others: Collection[str]
) -> Iterator[tuple[str, Any]]:
    """Yield the members of the JSON object in UTF-8 bytes, in their order.

    The value of an array named in ``arrays`` is an iterator of its elements, valid until the next
    member is requested. So memory holds one value at a time. Numbers with a decimal point become
    exact decimals. ``others`` are the names of all other members that there may be.

    Raises:
        Unreadable: The bytes are not JSON, or values are too long.
        InvalidArgument: The JSON is not an object, or has a member twice, or one of another name.
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
            raise InvalidArgument.of(key, "is given twice")
        if key not in arrays and key not in others:
            raise InvalidArgument.of(key, "is not a known field")
        known.add(key)
        text.expect(":")
        if key in arrays and text.peek() == "[":
            elements = (text.element() for _ in text.items("[", "]"))
            yield key, elements
            deque(elements, maxlen=0)
        else:
            yield key, text.bounded_value()
    if text.peek():
        raise Unreadable(_NOT_JSON)


class _Text:
    """JSON text that is parsed value by value; holds only the part that is being parsed."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = codecs.iterdecode(parts, "utf-8-sig")
        self._held = ""
        self._place = 0
        self._passed = 0
        self._bounded = 0
        self._parsed = 0, 0
        self._brackets = 0

    def peek(self) -> str:
        """Return the next character that is not a blank; an empty text at the end."""
        while True:
            self._place = _blanks_end(self._held, self._place)
            if self._place < len(self._held):
                return self._held[self._place]
            if not self._read():
                return ""

    def expect(self, *characters: str) -> str:
        """Consume the next character, which must be one of these."""
        found = self.peek()
        if found not in characters:
            raise Unreadable(_NOT_JSON)
        self._place += 1
        return found

    def items(self, opening: str, closing: str) -> Iterator[None]:
        """Yield once at each item between brackets, for the caller to parse it."""
        self.expect(opening)
        if self.peek() == closing:
            self.expect(closing)
            return
        while True:
            yield
            if self.expect(",", closing) == closing:
                return

    def bounded_value(self) -> Any:
        """Parse the next value; all values that are parsed in this way are bounded together.

        Raises:
            Unreadable: They are too long.
        """
        began = self._passed + self._place
        value = self.value()
        self._bounded += self._passed + self._place - began
        if self._bounded > MAX_VALUE_CHARACTERS:
            raise Unreadable(_TOO_LONG)
        return value

    def element(self) -> Any:
        """Parse the next element of a long array.

        Raises:
            Unreadable: It is longer than any record, or has more brackets; or all elements have too
                many. A pair of brackets takes as much time and memory as many characters.
        """
        value = self.value()
        length, brackets = self._parsed
        self._brackets += brackets
        if length > MAX_ELEMENT_CHARACTERS or brackets > MAX_ELEMENT_BRACKETS:
            raise Unreadable(_TOO_LONG)
        if self._brackets > MAX_BRACKETS:
            raise Unreadable(_TOO_LONG)
        return value

    def value(self) -> Any:
        """Parse the next value."""
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
            # A number may continue in the part that has not been read: only the character behind
            # it shows where it ends.
            if self._ends_at(end) or not self._read():
                start, self._place = self._place, end
                brackets = self._held.count("[", start, end) + self._held.count("{", start, end)
                self._parsed = end - start, brackets
                return found

    def _ends_at(self, end: int) -> bool:
        after = _blanks_end(self._held, end)
        return after < len(self._held) and self._held[after] in _ENDS

    def _read(self) -> bool:
        """Read more of the text and return whether there was any.

        Reads at least as much as is held, so that the cost of a long value stays linear.

        Raises:
            Unreadable: The current value is too long, or the text is not UTF-8.
        """
        rest = self._held[self._place :]
        if len(rest) > MAX_VALUE_CHARACTERS:
            raise Unreadable(_TOO_LONG)
        read, length = [], 0
        try:
            while length < max(_MIN_READ_CHARACTERS, len(rest)):
                read.append(next(self._parts))
                length += len(read[-1])
        except StopIteration:
            pass
        except UnicodeDecodeError as error:
            raise Unreadable("The body is not UTF-8.") from error
        if length:
            self._passed += self._place
            self._held, self._place = rest + "".join(read), 0
        return length > 0


def _blanks_end(text: str, start: int) -> int:
    match = _BLANKS.match(text, start)
    return match.end() if match else start


def exact_decimal(text: str) -> Decimal:
    """Parse a JSON number with a decimal point or an exponent as an exact decimal.

    Raises:
        ValueError: The exponent exceeds the range of a decimal.
    """
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError("the exponent is out of range") from error


def refuse_constant(name: str) -> NoReturn:
    """Reject NaN and Infinity, which Python's parser accepts and JSON does not have.

    Raises:
        ValueError: Always.
    """
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(parse_float=exact_decimal, parse_constant=refuse_constant)
