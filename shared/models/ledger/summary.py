"""Totals of a month, which reports read, and the deltas of changes.

Totals form an additive group: the delta of a change is the totals after it minus the totals before
it, and deltas commute. So increments alone keep a summary up to date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from shared.models.ledger.category import EntryType
from shared.models.ledger.entry import Entry
from shared.models.ledger.scopes import Scopes
from shared.models.ledger.transactions.currencies.base_changes import BaseChange
from shared.models.ledger.transactions.directions import add_amount
from shared.models.ledger.transactions.transaction import Transaction, TransactionType
from shared.models.values.dates import CALENDAR_MONTHS, Calendar, Month
from shared.models.values.frozen import frozen, mutable

UNFILED_KEYS = {
    TransactionType.INCOME: "unfiled_income",
    TransactionType.EXPENSE: "unfiled_expense",
}
"""The keys, in the totals by category, of what has no category; ids have no underscore."""

_NO_SCOPES: Scopes = MappingProxyType({})

UNFILED_TYPES = {key: EntryType(entry_type) for entry_type, key in UNFILED_KEYS.items()}
"""The types of these keys."""


@mutable
class CategorySum:
    """Totals of a category; their direction is the category's type."""

    total_minor: int = 0
    count: int = 0


@mutable
class DaySum:
    """Totals of a day."""

    income_minor: int = 0
    expenses_minor: int = 0
    count: int = 0


@mutable
class AccountMonthSum:
    """Change of an account's balance in a month, its income and expenses, and transactions.

    Amounts are in the account's currency. Transfers are included in the change and the count only.

    Only accounts of another currency than the ledger's have the other numbers: base amounts of
    income and expenses; and money that was received and spent, each in the account's currency and
    in base amounts. Received is what increases the balance, also a refund, and spent what decreases
    it. Unconverted transactions are in none of these, and transfers within one currency neither.
    """

    change_minor: int = 0
    count: int = 0
    income_minor: int = 0
    expenses_minor: int = 0
    base_income_minor: int = 0
    base_expenses_minor: int = 0
    received_minor: int = 0
    base_received_minor: int = 0
    spent_minor: int = 0
    base_spent_minor: int = 0

    def add_base_change(self, entry_type: TransactionType, change: BaseChange, sign: int) -> None:
        """Add a change at a base amount, or subtract it with ``sign=-1``."""
        if change.change_minor > 0:
            self.received_minor += sign * change.change_minor
            self.base_received_minor += sign * change.base_minor
        else:
            self.spent_minor -= sign * change.change_minor
            self.base_spent_minor -= sign * change.base_minor
        if entry_type is TransactionType.INCOME:
            self.base_income_minor += sign * change.base_minor
        elif entry_type is TransactionType.EXPENSE:
            self.base_expenses_minor -= sign * change.base_minor


@mutable
class TagSum:
    """Totals of a tag; transfers are included in ``count`` only."""

    income_minor: int = 0
    expenses_minor: int = 0
    count: int = 0


@mutable
class CustomTypeSum:
    """Totals of a custom type; its transactions have one type, which is their direction."""

    total_minor: int = 0
    count: int = 0


@mutable
class GoalSum:
    """Amounts of the transactions that are linked to a goal, whatever their types."""

    total_minor: int = 0
    count: int = 0


@mutable
class UnconvertedSum:
    """Income and expenses in a foreign currency that have no amount in the ledger's currency."""

    income_minor: int = 0
    expenses_minor: int = 0
    count: int = 0


_MAPS: dict[str, type[Any]] = {
    "by_category": CategorySum,
    "by_day": DaySum,
    "by_account": AccountMonthSum,
    "by_tag": TagSum,
    "by_custom_type": CustomTypeSum,
    "by_goal": GoalSum,
    "unconverted": UnconvertedSum,
}
_TOTALS = ("income_minor", "expenses_minor", "count")


@mutable
class SummaryTotals:
    """Totals of a month: overall, by category id or key of ``UNFILED_KEYS``, day, account id, tag.

    All amounts are in minor units of the ledger's currency, those of an account in that of the
    account, with sign: refunds are subtracted. A transfer changes the totals of its accounts and
    the counts of its tags; it is neither income nor expense, and not included in ``count``.
    Unconverted income and expenses are in every count, and in no amount but those of the account
    and of ``unconverted``, which has their sums by currency. ``by_scope`` has the expenses of each
    day of the scopes that the ledger keeps, by their keys.
    """

    income_minor: int = 0
    expenses_minor: int = 0
    count: int = 0
    by_category: dict[str, CategorySum] = field(default_factory=dict)
    by_day: dict[date, DaySum] = field(default_factory=dict)
    by_account: dict[str, AccountMonthSum] = field(default_factory=dict)
    by_tag: dict[str, TagSum] = field(default_factory=dict)
    by_custom_type: dict[str, CustomTypeSum] = field(default_factory=dict)
    by_goal: dict[str, GoalSum] = field(default_factory=dict)
    unconverted: dict[str, UnconvertedSum] = field(default_factory=dict)
    by_scope: dict[str, dict[date, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, transactions: Iterable[Transaction], scopes: Scopes = _NO_SCOPES) -> SummaryTotals:
        """Return the totals of the live transactions among these."""
        totals = cls()
        for transaction in transactions:
            if not transaction.is_deleted:
                totals.add(Entry.of(transaction), scopes)
        return totals

    def add(self, entry: Entry, scopes: Scopes = _NO_SCOPES, *, sign: int = 1) -> None:
        """Add one entry, or subtract it with ``sign=-1``; ``scopes`` are those that are kept."""
        self._add_to_scopes(entry, scopes, sign)
        for account_id, change_minor in entry.account_changes:
            account = self.by_account.setdefault(account_id, AccountMonthSum())
            account.change_minor += sign * change_minor
            _count(account, entry.type, entry.account_minor, sign)
        for change in entry.base_changes:
            self.by_account[change.account_id].add_base_change(entry.type, change, sign)
        for tag in entry.tags:
            _count(self.by_tag.setdefault(tag, TagSum()), entry.type, entry.amount_minor, sign)
        self._add_to_labels(entry, sign)
        if entry.type is TransactionType.TRANSFER:
            return
        if entry.foreign is not None and entry.foreign.is_unconverted:
            missing = self.unconverted.setdefault(entry.foreign.currency, UnconvertedSum())
            _count(missing, entry.type, entry.foreign.amount_minor, sign)
        for totals in (self, self.by_day.setdefault(entry.day, DaySum())):
            _count(totals, entry.type, entry.amount_minor, sign)
        unfiled_key = UNFILED_KEYS[entry.type]
        for key in {category_id or unfiled_key for category_id, _ in entry.parts}:
            self.by_category.setdefault(key, CategorySum()).count += sign
        for category_id, amount_minor in entry.parts:
            self.by_category[category_id or unfiled_key].total_minor += sign * amount_minor

    def _add_to_labels(self, entry: Entry, sign: int) -> None:
        """Add an entry to its custom type and goal, which transfers have, too."""
        if entry.custom_type_id is not None:
            custom_type = self.by_custom_type.setdefault(entry.custom_type_id, CustomTypeSum())
            custom_type.total_minor += sign * entry.amount_minor
            custom_type.count += sign
        if entry.goal_id is not None:
            goal = self.by_goal.setdefault(entry.goal_id, GoalSum())
            goal.total_minor += sign * entry.amount_minor
            goal.count += sign

    def _add_to_scopes(self, entry: Entry, scopes: Scopes, sign: int) -> None:
        for key, scope in scopes.items():
            if amount_minor := scope.amount_of(entry):
                days = self.by_scope.setdefault(key, {})
                days[entry.day] = days.get(entry.day, 0) + sign * amount_minor

    @classmethod
    def of_leaves(cls, leaves: Iterable[tuple[tuple[str, ...], int]]) -> SummaryTotals:
        """Return totals with these numbers at these paths, the inverse of ``leaves``."""
        totals = cls()
        for path, number in leaves:
            match path:
                case ("by_scope", key, day):
                    totals.by_scope.setdefault(key, {})[_day(day)] = number
                case (name, key, leaf):
                    map_key = _day(key) if name == "by_day" else key
                    setattr(getattr(totals, name).setdefault(map_key, _MAPS[name]()), leaf, number)
                case (name,):
                    setattr(totals, name, number)
        return totals

    @classmethod
    def of_document(cls, document: dict[str, Any]) -> SummaryTotals:
        """Decode the totals of a stored summary; missing numbers are zero."""
        totals = cls(*(document.get(name, 0) for name in _TOTALS))
        for name, kind in _MAPS.items():
            if stored := document.get(name):
                numbers = getattr(totals, name)
                for key, fields in stored.items():
                    numbers[_day(key) if name == "by_day" else key] = kind(**fields)
        for key, days in document.get("by_scope", {}).items():
            totals.by_scope[key] = {_day(day): number for day, number in days.items()}
        return totals

    def with_scopes(self, keys: Container[str]) -> SummaryTotals:
        """Return these totals with the daily totals of some scopes alone."""
        kept = {key: days for key, days in self.by_scope.items() if key in keys}
        return replace(self, by_scope=kept)

    def __sub__(self, other: SummaryTotals) -> SummaryTotals:
        """Return the delta from ``other`` to these totals, without what is equal."""
        difference = Counter(dict(self.leaves()))
        difference.subtract(dict(other.leaves()))
        return SummaryTotals.of_leaves(
            (path, number) for path, number in difference.items() if number
        )

    def __bool__(self) -> bool:
        return any(True for _ in self.leaves())

    @property
    def adds_keys(self) -> bool:
        """Return whether this delta adds uses of a tag, or links to a goal."""
        uses = [one.count for one in self.by_tag.values()]
        uses += [one.count for one in self.by_goal.values()]
        return any(count > 0 for count in uses)

    def leaves(self) -> Iterator[tuple[tuple[str, ...], int]]:
        """Yield every number that is not zero, with its path in a stored summary."""
        for name in _TOTALS:
            if number := getattr(self, name):
                yield (name,), number
        for name in _MAPS:
            for key, part in getattr(self, name).items():
                path = (name, str(key))
                for leaf in part.__slots__:
                    if number := getattr(part, leaf):
                        yield (*path, leaf), number
        for key, days in self.by_scope.items():
            for day, number in days.items():
                if number:
                    yield ("by_scope", key, str(day)), number


_day = date.fromisoformat


def _count(
    totals: SummaryTotals | DaySum | AccountMonthSum | TagSum | UnconvertedSum,
    entry_type: TransactionType,
    amount_minor: int,
    sign: int,
) -> None:
    totals.count += sign
    add_amount(totals, entry_type, sign * amount_minor)


class Edit(NamedTuple):
    """Change of one transaction; ``before`` is None for a creation, and there is no removal."""

    before: Transaction | None
    after: Transaction


def deltas_of(
    edits: Iterable[Edit], calendar: Calendar = CALENDAR_MONTHS, scopes: Scopes = _NO_SCOPES
) -> dict[Month, SummaryTotals]:
    """Return the delta of each month by these edits; unchanged months are left out.

    So an edit of a description does not touch a summary, and a closed month stays closed.
    """
    deltas: dict[Month, SummaryTotals] = {}
    for edit in edits:
        for transaction, sign in ((edit.before, -1), (edit.after, +1)):
            if transaction is None or transaction.is_deleted:
                continue
            month = calendar.month_of(transaction.date)
            totals = deltas.setdefault(month, SummaryTotals())
            totals.add(Entry.of(transaction), scopes, sign=sign)
    return {month: delta for month, delta in deltas.items() if delta}


class MonthStatus(StrEnum):
    """Status of a month in the period close."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"
    AMENDED = "AMENDED"


@frozen
class PeriodClose:
    """Record of a period close: the version that was verified, and when.

    ``version`` is the verified version of the summary. ``income_difference_minor``,
    ``expenses_difference_minor`` and ``count_difference`` are the differences from the previous
    period close; for the first one, the totals.
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


@frozen
class Summary:
    """Stored summary of a month; one that is not stored is all zeros.

    ``version`` counts the commits into the month. A month is amended if its version has increased
    since it was closed, so a commit need not read the summary. ``built_by`` is the id of the
    rebuild that built the summary, or None. ``scope_builds`` has, by the key of a scope, the build
    that has added the totals of earlier transactions.
    """

    month: Month
    totals: SummaryTotals = field(default_factory=SummaryTotals)
    version: int = 0
    period_close: PeriodClose | None = None
    updated_at: datetime | None = None
    built_by: str | None = None
    scope_builds: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> MonthStatus:
        """Return OPEN before the first close, CLOSED after it, AMENDED after later changes."""
        if self.period_close is None:
            return MonthStatus.OPEN
        if self.period_close.version == self.version:
            return MonthStatus.CLOSED
        return MonthStatus.AMENDED
