"""JSON text that is short, and whose differences can be read line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

_MAX_WIDTH = 200
_SEPARATORS = (",", ":")


def compact_text(content: Any) -> str:
    """Return JSON with one value on a line, where values that fit in a line are not divided.

    Lines are not indented, which would take a tenth of the document.
    """
    return "\n".join(_lines(content)) + "\n"


def _lines(value: Any, before: str = "", after: str = "") -> Iterator[str]:
    """Yield the lines of a value between the texts before and after it."""
    line = f"{before}{_text(value)}{after}"
    if len(line) <= _MAX_WIDTH or not isinstance(value, dict | list) or not value:
        yield line
        return
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    yield f"{before}{opening}"
    parts = _parts(value)
    for number, (name, part) in enumerate(parts, start=1):
        yield from _lines(part, name, "," if number < len(parts) else "")
    yield f"{closing}{after}"


def _parts(value: dict[str, Any] | list[Any]) -> list[tuple[str, Any]]:
    """Return the parts of an object or array, each with its name as text."""
    if isinstance(value, list):
        return [("", part) for part in value]
    return [(f"{_text(name)}:", part) for name, part in value.items()]


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=_SEPARATORS)
