"""Lines of reports: totals of a category, of a kind, of a tag and of a custom type.

All amounts are in the minor unit of the tenant's currency, with sign.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import NamedTuple, Self

from shared.models.ledger.category import Category, EntryType
from shared.models.ledger.custom_type import CustomType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import UNFILED_TYPES, CategorySum, CustomTypeSum, SummaryTotals
from shared.models.reports.totals import IncomeAndExpenses, income_and_expenses
from shared.models.values.ratio import ratio

_NOTHING = CategorySum()


class ReportedKind(StrEnum):
    """Kind of a category in reports; UNKNOWN is that of transactions without a category."""

    SPENDING = "SPENDING"
    SAVINGS = "SAVINGS"
    INVESTMENT = "INVESTMENT"
    TIMEBOUND = "TIMEBOUND"
    OTHER = "OTHER"
    UNKNOWN = "UNKNOWN"


class ReportedCategory(NamedTuple):
    """A category in a report; the ``category`` of what is unfiled is None, for each type."""

    type: EntryType
    category: Category | None

    @classmethod
    def of_key(cls, ledger: Ledger, key: str) -> Self:
        """Return the category with a key of the totals by category.

        Raises:
            NotFound: The ledger has no such category.
        """
        if key in UNFILED_TYPES:
            return cls(UNFILED_TYPES[key], None)
        category = ledger.get_category(key)
        return cls(category.type, category)

    @property
    def kind(self) -> ReportedKind:
        """Return its kind; UNKNOWN if unfiled."""
        return ReportedKind(self.category.kind) if self.category else ReportedKind.UNKNOWN

    @property
    def order(self) -> tuple[str, str]:
        """Return its place among categories with equal totals: by name, the unfiled first."""
        return (self.category.name, self.category.id) if self.category else ("", "")


class CategoryLine(NamedTuple):
    """Total of a category; ``share`` of the total of its type, None if that is zero."""

    reported: ReportedCategory
    total_minor: int
    share: float | None
    transaction_count: int


class KindLine(NamedTuple):
    """Totals of the categories of a kind."""

    kind: ReportedKind
    totals: IncomeAndExpenses


class TagLine(NamedTuple):
    """Totals of a case-folded tag; transfers are included in ``transaction_count`` only."""

    tag: str
    totals: IncomeAndExpenses
    transaction_count: int


def kind_lines(ledger: Ledger, by_category: Mapping[str, CategorySum]) -> tuple[KindLine, ...]:
    """Return the totals of each kind of which a category has transactions."""
    sums: dict[ReportedKind, dict[EntryType, int]] = {}
    for key, totals in by_category.items():
        if totals.count:
            reported = ReportedCategory.of_key(ledger, key)
            by_type = sums.setdefault(reported.kind, dict.fromkeys(EntryType, 0))
            by_type[reported.type] += totals.total_minor
    return tuple(
        KindLine(
            kind, IncomeAndExpenses(sums[kind][EntryType.INCOME], sums[kind][EntryType.EXPENSE])
        )
        for kind in ReportedKind
        if kind in sums
    )


def tag_lines(ledger: Ledger, totals: SummaryTotals) -> tuple[TagLine, ...]:
    """Return the totals of tags in use, case-folded, largest amounts first."""
    in_use = [(ledger.tag_name(term), tag) for term, tag in totals.by_tag.items() if tag.count]
    in_use.sort(
        key=lambda line: (-abs(line[1].income_minor) - abs(line[1].expenses_minor), line[0])
    )
    return tuple(TagLine(name, income_and_expenses(tag), tag.count) for name, tag in in_use)


def category_lines(
    ledger: Ledger, totals: Mapping[str, CategorySum], others: Collection[str] = ()
) -> dict[str, CategoryLine]:
    """Return the lines of the categories with totals, and of others, by their keys.

    Expenses are first; the categories of a type are in the order of their totals.
    """

    def total_minor(key: str) -> int:
        return totals.get(key, _NOTHING).total_minor

    lines = [(key, ReportedCategory.of_key(ledger, key)) for key in {*totals, *others}]
    lines.sort(key=lambda line: (line[1].type, -abs(total_minor(line[0])), *line[1].order))
    whole_minor = Counter[EntryType]()
    for key, reported in lines:
        whole_minor[reported.type] += total_minor(key)
    return {
        key: CategoryLine(
            reported=reported,
            total_minor=total_minor(key),
            share=ratio(total_minor(key), whole_minor[reported.type]),
            transaction_count=totals.get(key, _NOTHING).count,
        )
        for key, reported in lines
    }


class CustomTypeLine(NamedTuple):
    """Total of a custom type; its direction is the custom type's type."""

    custom_type: CustomType
    total_minor: int
    transaction_count: int


def custom_type_lines(
    ledger: Ledger, totals: SummaryTotals, asked: Collection[str] = ()
) -> tuple[CustomTypeLine, ...]:
    """Return the totals of custom types that are in use or asked for, largest amounts first."""
    lines = [
        CustomTypeLine(custom_type, total.total_minor, total.count)
        for custom_type in ledger.custom_types.values()
        if (total := totals.by_custom_type.get(custom_type.id, CustomTypeSum())).count
        or custom_type.id in asked
    ]
    lines.sort(key=lambda line: (-abs(line.total_minor), line.custom_type.name))
    return tuple(lines)
