"""Totals of all months of a ledger, which its document has: balances of accounts, uses of tags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import field

from shared.models.ledger.summary import UNFILED_TYPES, SummaryTotals
from shared.models.values.frozen import mutable


@mutable
class AccountSum:
    """Change of an account's balance, and the number of its transactions."""

    change_minor: int = 0
    count: int = 0


@mutable
class LedgerTotals:
    """Totals of a ledger's live transactions: by account id, uses of each tag, unfiled ones.

    ``unconverted`` are the numbers of unconverted income and expenses by currency.
    """

    by_account: dict[str, AccountSum] = field(default_factory=dict)
    tags: dict[str, int] = field(default_factory=dict)
    unfiled_count: int = 0
    """The number of transactions of which a part has no category."""

    unconverted: dict[str, int] = field(default_factory=dict)

    def add(self, totals: SummaryTotals) -> None:
        """Add the totals, or the delta, of a month."""
        for account_id, change in totals.by_account.items():
            account = self.by_account.setdefault(account_id, AccountSum())
            account.change_minor += change.change_minor
            account.count += change.count
        for tag, uses in totals.by_tag.items():
            self.tags[tag] = self.tags.get(tag, 0) + uses.count
        for key in UNFILED_TYPES.keys() & totals.by_category.keys():
            self.unfiled_count += totals.by_category[key].count
        for currency, missing in totals.unconverted.items():
            self.unconverted[currency] = self.unconverted.get(currency, 0) + missing.count

    @classmethod
    def of(cls, months: Iterable[SummaryTotals]) -> LedgerTotals:
        """Return the totals of these months."""
        totals = cls()
        for month in months:
            totals.add(month)
        return totals

    @property
    def entries(self) -> int:
        """Return the number of transactions of all accounts; a transfer counts in both of its."""
        return sum(account.count for account in self.by_account.values())

    def __sub__(self, other: LedgerTotals) -> LedgerTotals:
        """Return the delta from ``other`` to these totals, without what is equal."""
        difference = {
            key: AccountSum(f.change_minor, f.count) for key, f in self.by_account.items()
        }
        for account_id, totals in other.by_account.items():
            account = difference.setdefault(account_id, AccountSum())
            account.change_minor -= totals.change_minor
            account.count -= totals.count
        return LedgerTotals(
            {key: f for key, f in difference.items() if f.change_minor or f.count},
            _less(self.tags, other.tags),
            self.unfiled_count - other.unfiled_count,
            _less(self.unconverted, other.unconverted),
        )

    def __bool__(self) -> bool:
        return any(True for _ in self.leaves())

    def leaves(self) -> Iterator[tuple[tuple[str, ...], int]]:
        """Yield every number that is not zero, with its path."""
        for account_id, totals in self.by_account.items():
            for leaf in ("change_minor", "count"):
                if number := getattr(totals, leaf):
                    yield ("by_account", account_id, leaf), number
        if self.unfiled_count:
            yield ("unfiled_count",), self.unfiled_count
        for name, counts in (("tags", self.tags), ("unconverted", self.unconverted)):
            for key, count in counts.items():
                if count:
                    yield (name, key), count


def _less(numbers: dict[str, int], others: dict[str, int]) -> dict[str, int]:
    """Return the differences of numbers by their keys, without those that are zero."""
    difference = Counter(numbers)
    difference.subtract(others)
    return {key: number for key, number in difference.items() if number}
