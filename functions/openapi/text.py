"""JSON text that is short, and whose differences are those of operations and components."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

_DIVIDED = 3
"""Levels of objects that have a line for each member: ``paths``, a path and its operations."""

_SEPARATORS = (",", ":")


def compact_text(content: dict[str, Any]) -> str:
    """Return JSON with each operation and each component on a line of its own.

    Lines are not indented, and not divided further, which would take a tenth of the document.
    """
    return "\n".join(_lines(content, _DIVIDED)) + "\n"


def _lines(value: Any, levels: int, before: str = "", after: str = "") -> Iterator[str]:
    """Yield the lines of a value between the texts before and after it."""
    if not levels or not isinstance(value, dict) or not value:
        yield f"{before}{_text(value)}{after}"
        return
    yield f"{before}{{"
    for number, (name, part) in enumerate(value.items(), start=1):
        end = "," if number < len(value) else ""
        yield from _lines(part, levels - 1, f"{_text(name)}:", end)
    yield f"}}{after}"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=_SEPARATORS)
