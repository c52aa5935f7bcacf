"""Totals of the balances of a ledger, at the rates of today."""

from __future__ import annotations

from datetime import datetime

from shared.models.ledger.balances import BalanceTotals
from shared.models.ledger.ledger import Ledger
from shared.repositories.store import TenantStore
from shared.services.currencies.lookup import load_conversions


def get_balance_totals(store: TenantStore, ledger: Ledger, now: datetime) -> BalanceTotals:
    """Return the assets and liabilities of all accounts in the ledger's currency."""
    today = ledger.today(now)
    return BalanceTotals.of(ledger, today, load_conversions(store, ledger, [today], now))
