"""What was measured, the budget it has to keep, and how both are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

INFORMATION = ""
"""The budget of a row that only informs."""


@dataclass(frozen=True)
class Row:
    """One line of the table.

    ``is_kept`` is None where there is no budget; ``numbers`` are the raw measurements.
    """

    what: str
    measured: str
    budget: str = INFORMATION
    is_kept: bool | None = None
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
        """A measurement that must not exceed ``limit``; ``note`` stands beside it."""
        measured = f"{show(value)} ({note})" if note else show(value)
        numbers = {"value": value, "limit": limit, **numbers}
        return cls(what, measured, f"≤ {show(limit)}", value <= limit, numbers)

    @classmethod
    def at_least(
        cls, what: str, value: float, limit: float, show: Callable[[float], str], **numbers: float
    ) -> Row:
        """A measurement that must reach ``limit``."""
        numbers = {"value": value, "limit": limit, **numbers}
        return cls(what, show(value), f"≥ {show(limit)}", value >= limit, numbers)

    def to_json(self) -> dict[str, Any]:
        """The row as JSON shows it."""
        return asdict(self)


def times(ratio: float) -> str:
    """A ratio as the table shows it."""
    return f"{ratio:.2f} ×"


def to_markdown(rows: Iterable[Row]) -> str:
    """The rows as a Markdown table."""
    shown = {True: "ok", False: "**NOT KEPT**", None: ""}
    lines = [("what", "measured", "budget", "ok?"), ("---",) * 4]
    lines += [(row.what, row.measured, row.budget, shown[row.is_kept]) for row in rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
