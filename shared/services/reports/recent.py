"""The latest transactions; apart from other reports, which do not load what lists transactions."""

from __future__ import annotations

from datetime import datetime

from shared.models.ledger.page import Page
from shared.models.ledger.transactions.search import TransactionFilter
from shared.models.ledger.transactions.transaction import Transaction
from shared.repositories.store import TenantStore
from shared.services.ledger.tenants import get_ledger
from shared.services.ledger.transactions import list_transactions


def list_recent(store: TenantStore, limit: int, now: datetime) -> Page[Transaction]:
    """Return the most recent transactions by date.

    Raises:
        TenantMissing, DemoExpired: The ledger does not exist, or no longer.
    """
    return list_transactions(store, get_ledger(store, now), TransactionFilter(), None, limit)
