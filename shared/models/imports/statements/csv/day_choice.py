"""Choice of a date column's format, with a warning where day and month are ambiguous."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from shared.models.imports.statements.day_formats import DayReader, formats_of
from shared.models.imports.statements.day_notation import order_of
from shared.models.imports.statements.results import Ambiguity

_MAX_SEQUENCE = 200


class DayChoice(NamedTuple):
    """A date format with its confidence, as a ratio, and an ambiguity of the dates."""

    day_format: str
    confidence: float
    ambiguity: Ambiguity | None = None


def choose_day_format(cells: Iterable[str]) -> DayChoice | None:
    """Choose the format that parses most of a file's dates; return None if no format does.

    Among formats that parse equally many, it prefers the only one in which the dates are in order,
    otherwise the one with the day first; both choices are marked as ambiguous.
    """
    first: list[str] = []
    counts: Counter[str] = Counter()
    filled = 0
    for cell in cells:
        filled += bool(cell)
        counts.update(formats_of(cell))
        if cell and len(first) < _MAX_SEQUENCE:
            first.append(cell)
    if not counts:
        return None
    best = max(counts.values())
    likeliest = [name for name, count in counts.items() if count == best]
    share = round(best / filled, 2)
    if len(likeliest) == 1:
        return DayChoice(likeliest[0], share)
    ordered = [name for name in likeliest if _is_in_order(first, name)]
    chosen = (ordered if len(ordered) == 1 else likeliest)[0]
    certainty = 0.8 if len(ordered) == 1 else 0.5
    return DayChoice(chosen, round(share * certainty, 2), _ambiguous(chosen))


def _is_in_order(cells: list[str], day_format: str) -> bool:
    """Return whether the dates in that format only rise, or only fall."""
    reader = DayReader(day_format)
    days = [day for cell in cells if (day := reader.read(cell)) is not None]
    rises = any(a < b for a, b in pairwise(days))
    falls = any(a > b for a, b in pairwise(days))
    return rises != falls


def _ambiguous(chosen: str) -> Ambiguity:
    first_part = {"D": "day", "M": "month", "Y": "year"}[order_of(chosen)[0]]
    return Ambiguity(
        code="date-order",
        message="Day and month are ambiguous in every row. "
        f"The {first_part} is assumed to come first: {chosen}.",
    )
