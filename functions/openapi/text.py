"""JSON text that is short, and whose differences can be read line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

_MAX_WIDTH = 120


def compact_text(content: Any) -> str:
    """Return JSON with one value on a line, where values that fit in a line are not divided."""
    return "\n".join(_lines(content, "")) + "\n"


def _lines(value: Any, indent: str, before: str = "", after: str = "") -> Iterator[str]:
    """Yield the lines of a value between the texts before and after it."""
    line = f"{indent}{before}{json.dumps(value, ensure_ascii=False)}{after}"
    if len(line) <= _MAX_WIDTH or not isinstance(value, dict | list) or not value:
        yield line
        return
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    yield f"{indent}{before}{opening}"
    parts = _parts(value)
    for number, (name, part) in enumerate(parts, start=1):
        yield from _lines(part, f"{indent} ", name, "," if number < len(parts) else "")
    yield f"{indent}{closing}{after}"


def _parts(value: dict[str, Any] | list[Any]) -> list[tuple[str, Any]]:
    """Return the parts of an object or array, each with its name as text."""
    if isinstance(value, list):
        return [("", part) for part in value]
    return [(f"{json.dumps(name, ensure_ascii=False)}: ", part) for name, part in value.items()]
