"""Rows of the table of results: measurements, and the performance targets they have to meet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

INFORMATION = ""
"""The target of a row that only informs."""


@dataclass(frozen=True)
class Row:
    """One line of the table.

    ``is_met`` is None where there is no target; ``numbers`` are the raw measurements.
    """

    what: str
    measured: str
    target: str = INFORMATION
    is_met: bool | None = None
    numbers: dict[str, float] = field(default_factory=dict)

    @classmethod
    def at_most(
        cls,
        what: str,
        value: float,
        limit: float,
        show: Callable[[float], str],
        *,
        note: str = "",
        **numbers: float,
    ) -> Row:
        """Return the row of a measurement that must not exceed ``limit``, with a note beside it."""
        numbers = {"value": value, "limit": limit, **numbers}
        return cls(what, _noted(show(value), note), f"≤ {show(limit)}", value <= limit, numbers)

    @classmethod
    def at_least(
        cls,
        what: str,
        value: float,
        limit: float,
        show: Callable[[float], str],
        *,
        note: str = "",
        **numbers: float,
    ) -> Row:
        """Return the row of a measurement that must reach ``limit``, with a note beside it."""
        numbers = {"value": value, "limit": limit, **numbers}
        return cls(what, _noted(show(value), note), f"≥ {show(limit)}", value >= limit, numbers)

    def to_json(self) -> dict[str, Any]:
        """Return the row as a JSON object."""
        return asdict(self)


def _noted(measured: str, note: str) -> str:
    return f"{measured} ({note})" if note else measured


def times(ratio: float) -> str:
    """Format a ratio."""
    return f"{ratio:.2f} ×"


def to_markdown(rows: Iterable[Row]) -> str:
    """Return the rows as a Markdown table."""
    shown = {True: "ok", False: "**NOT MET**", None: ""}
    lines = [("what", "measured", "performance target", "ok?"), ("---",) * 4]
    lines += [(row.what, row.measured, row.target, shown[row.is_met]) for row in rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
