"""Totals of the transactions that match a filter."""

from __future__ import annotations

from dataclasses import dataclass

from shared.models.ledger.transactions.directions import add_amount
from shared.models.ledger.transactions.transaction import TransactionType


@dataclass(slots=True)
class ListTotals:
    """Sums of whole transactions in minor units, also of those that a filter finds by a split.

    Transfers are neither income nor expense, and counted by themselves. ``is_partial`` is whether
    there are more transactions than were read.
    """

    income_minor: int = 0
    expenses_minor: int = 0
    count: int = 0
    transfer_count: int = 0
    is_partial: bool = False

    def add(self, kind: TransactionType, amount_minor: int, count: int) -> None:
        """Add transactions of a type: the sum of their amounts, and their number."""
        if kind is TransactionType.TRANSFER:
            self.transfer_count += count
            return
        self.count += count
        add_amount(self, kind, amount_minor)
