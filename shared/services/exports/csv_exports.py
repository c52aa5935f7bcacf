"""Export transactions as CSV."""

from __future__ import annotations

from collections.abc import Iterator

from shared.models.exports.csv_export import csv_lines
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.search import Search, TransactionFilter
from shared.repositories.store import TenantStore

PAGE_SIZE = 300
"""Transactions read, and held, at a time."""


def transaction_lines(
    store: TenantStore, ledger: Ledger, transaction_filter: TransactionFilter
) -> Iterator[str]:
    """Yield the lines of a CSV file of the matching transactions in constant memory.

    They are read page by page, so a transaction that is recorded or moved meanwhile may be included
    or not. Unchanged ones are included exactly once.
    """
    search = Search.of(transaction_filter, ledger)
    return csv_lines(ledger, store.transactions.search(search, None, PAGE_SIZE))
