"""Balances of the accounts of a ledger, in the ledger's currency at the rates of today."""

from __future__ import annotations

from datetime import datetime

from shared.models.ledger.account import Account
from shared.models.ledger.balances import AccountBalance, Balances
from shared.models.ledger.ledger import Ledger
from shared.repositories.store import TenantStore
from shared.services.currencies.lookup import load_conversions


def get_balances(store: TenantStore, ledger: Ledger, now: datetime) -> Balances:
    """Return the balances of all accounts, including archived ones."""
    today = ledger.today(now)
    return Balances.of(ledger, today, load_conversions(store, ledger, [today], now))


def get_balance(
    store: TenantStore, ledger: Ledger, account: Account, now: datetime
) -> AccountBalance:
    """Return the balance of one account, which need not be in the ledger any more."""
    balance = AccountBalance.of(ledger, account)
    own_minor, today = balance.balance_minor, ledger.today(now)
    if balance.currency == ledger.currency:
        return balance
    if not own_minor:
        return AccountBalance.of(ledger, account, 0)
    rates = load_conversions(store, ledger, [today], now, {balance.currency})
    return AccountBalance.of(
        ledger,
        account,
        rates.convert(own_minor, balance.currency, today),
        rates.rate_day(balance.currency, today),
    )
