"""Figures of a month: the sums that reports read, and the delta by which a change moves them.

Figures form an additive group: the delta of any change is the figures after it minus the figures
before it, and deltas commute. That is why a summary can be kept by increments alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from shared.models.category import EntryType
from shared.models.dates import Month
from shared.models.transaction import Transaction


@dataclass(slots=True)
class CategoryFigures:
    """What one category came to; its type is the category's."""

    total_minor: int = 0
    count: int = 0


@dataclass(slots=True)
class DayFigures:
    """What one day came to."""

    income_minor: int = 0
    expenses_minor: int = 0
    count: int = 0


@dataclass(slots=True)
class Figures:
    """Sums over transactions of one month: in total, by category id, and by day of the month.

    All amounts are in minor units and have a sign: refunds subtract, nothing is clamped.
    """

    income_minor: int = 0
    expenses_minor: int = 0
    count: int = 0
    by_category: dict[str, CategoryFigures] = field(default_factory=dict)
    by_day: dict[int, DayFigures] = field(default_factory=dict)

    @classmethod
    def of(cls, transactions: Iterable[Transaction]) -> Figures:
        """The figures of the live ones among these transactions."""
        figures = cls()
        for transaction in transactions:
            if not transaction.is_deleted:
                figures.count_entry(
                    transaction.type,
                    transaction.amount_minor,
                    transaction.category_id,
                    transaction.date.day,
                )
        return figures

    def count_entry(
        self, entry_type: EntryType, amount_minor: int, category_id: str, day: int, *, sign: int = 1
    ) -> None:
        """Add one entry, or with ``sign=-1`` take it away."""
        signed_minor = sign * amount_minor
        category = self.by_category.setdefault(category_id, CategoryFigures())
        category.total_minor += signed_minor
        category.count += sign
        day_figures = self.by_day.setdefault(day, DayFigures())
        day_figures.count += sign
        self.count += sign
        if entry_type is EntryType.INCOME:
            self.income_minor += signed_minor
            day_figures.income_minor += signed_minor
        else:
            self.expenses_minor += signed_minor
            day_figures.expenses_minor += signed_minor

    @classmethod
    def of_leaves(cls, leaves: Iterable[tuple[tuple[str, ...], int]]) -> Figures:
        """The figures with these numbers at these paths, as ``leaves`` gives them."""
        figures = cls()
        for path, number in leaves:
            match path:
                case ("by_category", category_id, name):
                    setattr(
                        figures.by_category.setdefault(category_id, CategoryFigures()), name, number
                    )
                case ("by_day", day, name):
                    setattr(figures.by_day.setdefault(int(day), DayFigures()), name, number)
                case (name,):
                    setattr(figures, name, number)
        return figures

    def __sub__(self, other: Figures) -> Figures:
        """The delta that leads from ``other`` to these figures; only what differs is in it."""
        difference = Counter(dict(self.leaves()))
        difference.subtract(dict(other.leaves()))
        return Figures.of_leaves((path, number) for path, number in difference.items() if number)

    def __bool__(self) -> bool:
        return any(True for _ in self.leaves())

    def leaves(self) -> Iterator[tuple[tuple[str, ...], int]]:
        """Every number that is not zero, with its path in a stored summary."""
        for name in ("income_minor", "expenses_minor", "count"):
            if number := getattr(self, name):
                yield (name,), number
        for category_id, category in self.by_category.items():
            for name in ("total_minor", "count"):
                if number := getattr(category, name):
                    yield ("by_category", category_id, name), number
        for day, day_figures in self.by_day.items():
            for name in ("income_minor", "expenses_minor", "count"):
                if number := getattr(day_figures, name):
                    yield ("by_day", f"{day:02}", name), number


class Edit(NamedTuple):
    """One change of one transaction: None before is a creation; none is ever taken away."""

    before: Transaction | None
    after: Transaction


def deltas_of(edits: Iterable[Edit]) -> dict[Month, Figures]:
    """By how much each month's figures change through these edits; months that stay are left out.

    So an edit of a description does not touch a summary, and a closed month stays closed.
    """
    deltas: dict[Month, Figures] = {}
    for edit in edits:
        for transaction, sign in ((edit.before, -1), (edit.after, +1)):
            if transaction is None or transaction.is_deleted:
                continue
            deltas.setdefault(transaction.month, Figures()).count_entry(
                transaction.type,
                transaction.amount_minor,
                transaction.category_id,
                transaction.date.day,
                sign=sign,
            )
    return {month: delta for month, delta in deltas.items() if delta}


class MonthStatus(StrEnum):
    """Where a month stands with the rollup."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"
    AMENDED = "AMENDED"


@dataclass(frozen=True)
class Closing:
    """What a rollup wrote when it closed a month.

    ``version`` is the summary's version it verified; ``difference`` of the totals is against the
    closing before (of the first closing: the totals themselves).
    """

    revision: int
    version: int
    verified_at: datetime
    run_id: str
    income_minor: int
    expenses_minor: int
    count: int
    income_difference_minor: int
    expenses_difference_minor: int
    count_difference: int


@dataclass(frozen=True)
class Summary:
    """A month's stored summary; one that is not stored yet is all zeros.

    ``version`` counts the ledger's commits into the month. A commit need not read the summary to
    mark it amended: a month is amended when its version has moved since it was closed.
    """

    month: Month
    figures: Figures = field(default_factory=Figures)
    version: int = 0
    closing: Closing | None = None
    updated_at: datetime | None = None

    @property
    def status(self) -> MonthStatus:
        """Open until first closed; then closed, or amended since."""
        if self.closing is None:
            return MonthStatus.OPEN
        if self.closing.version == self.version:
            return MonthStatus.CLOSED
        return MonthStatus.AMENDED
