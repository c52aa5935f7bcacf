"""Choosing the format of a column of dates, and saying where day and month cannot be told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from shared.models.imports.statements.day_formats import DayReader, formats_of, order_of
from shared.models.imports.statements.results import Ambiguity

_LONGEST_SEQUENCE = 200


class DayChoice(NamedTuple):
    """A date format, how sure it is, as a ratio, and what the dates do not tell."""

    day_format: str
    confidence: float
    ambiguity: Ambiguity | None = None


def choose_day_format(cells: Iterable[str]) -> DayChoice | None:
    """The format in which most of a file's dates can be read; None: there is none.

    Of formats that read equally many, the one in which the dates are in order is proposed, or else
    the one with the day first; and the choice is ambiguous.
    """
    first: list[str] = []
    counts: Counter[str] = Counter()
    filled = 0
    for cell in cells:
        filled += bool(cell)
        counts.update(formats_of(cell))
        if cell and len(first) < _LONGEST_SEQUENCE:
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
    """Whether the dates only ever rise in that format, or only ever fall."""
    reader = DayReader(day_format)
    days = [day for cell in cells if (day := reader.read(cell)) is not None]
    rises = any(a < b for a, b in pairwise(days))
    falls = any(a > b for a, b in pairwise(days))
    return rises != falls


def _ambiguous(chosen: str) -> Ambiguity:
    what = "The day" if order_of(chosen).startswith("D") else "Something else"
    return Ambiguity(
        code="date-order",
        message="Day and month cannot be told apart in any row. "
        f"{what} is taken to come first: {chosen}.",
    )
