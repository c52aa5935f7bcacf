"""Sums of amounts by their direction: income and expenses; a transfer is neither."""

from __future__ import annotations

from typing import Protocol

from shared.models.ledger.transactions.transaction import TransactionType


class IncomeAndExpenseSums(Protocol):
    """Sums in minor units, with signs: a refund is a negative expense."""

    income_minor: int
    expenses_minor: int


def add_amount(
    sums: IncomeAndExpenseSums, transaction_type: TransactionType, amount_minor: int
) -> None:
    """Add an amount to the sum of its direction; the amount of a transfer to none."""
    if transaction_type is TransactionType.INCOME:
        sums.income_minor += amount_minor
    elif transaction_type is TransactionType.EXPENSE:
        sums.expenses_minor += amount_minor
