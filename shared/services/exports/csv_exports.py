"""Export transactions as CSV."""

from __future__ import annotations

from collections.abc import Iterator

from shared.models.exports.csv_export import csv_lines
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.search import Search, TransactionFilter
from shared.repositories.store import TenantStore

PAGE_SIZE = 300
"""Transactions read, and held, at a time."""


def transaction_lines(
    store: TenantStore, ledger: Ledger, transaction_filter: TransactionFilter
) -> Iterator[str]:
    """Yield the lines of a CSV file of the matching transactions in constant memory.

    They are found page by page, so one that is recorded or moved meanwhile may be in it or not;
    none that stays where it is comes twice or not at all.
    """
    search = Search.of(transaction_filter, ledger)
    return csv_lines(ledger, store.transactions.search(search, None, PAGE_SIZE))
