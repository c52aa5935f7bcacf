"""Totals of the transactions that match a filter."""

from __future__ import annotations

from dataclasses import field

from shared.models.ledger.entry import Entry
from shared.models.ledger.summary import SummaryTotals, UnconvertedSum
from shared.models.ledger.transactions.directions import add_amount
from shared.models.ledger.transactions.transaction import Transaction, TransactionType
from shared.models.values.frozen import mutable


@mutable
class ListTotals:
    """Sums of whole transactions in minor units, also of those that a filter finds by a split.

    Transfers are neither income nor expense, and counted by themselves. ``unconverted`` are the
    sums, by currency, of what is counted and not in the sums. ``is_partial`` is whether there are
    more transactions than were read.
    """

    income_minor: int = 0
    expenses_minor: int = 0
    count: int = 0
    transfer_count: int = 0
    unconverted: dict[str, UnconvertedSum] = field(default_factory=dict)
    is_partial: bool = False

    def add_one(self, transaction: Transaction) -> None:
        """Add a transaction."""
        self.add(transaction.type, transaction.base_minor or 0, 1)
        if transaction.is_unconverted:
            totals = SummaryTotals(unconverted=self.unconverted)
            totals.add(Entry.of(transaction))

    def add(self, kind: TransactionType, amount_minor: int, count: int) -> None:
        """Add transactions of a type: the sum of their amounts, and their number."""
        if kind is TransactionType.TRANSFER:
            self.transfer_count += count
            return
        self.count += count
        add_amount(self, kind, amount_minor)
