"""Examples for the tests of the models: each spells out only what matters to its test."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from shared.models.currencies.own_rate import OwnRate
from shared.models.ledger.account import Account, AccountKind
from shared.models.ledger.category import Category, EntryType
from shared.models.ledger.custom_type import CustomType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.tenant import Tenant
from shared.models.ledger.transactions.transaction import Transaction, TransactionType
from shared.models.people.access import TenantKind, TenantRef
from shared.models.people.person import Person

NOON = datetime(2026, 3, 15, 12, 0, tzinfo=UTC)


def transaction(**facts: Any) -> Transaction:
    """Return an expense of 12.50 dollars on 15 March 2026, unless given otherwise."""
    usual: dict[str, Any] = {
        "id": "T1",
        "type": TransactionType.EXPENSE,
        "amount_minor": 1250,
        "currency": "USD",
        "category_id": "food",
        "account_id": "main",
        "date": date(2026, 3, 15),
        "created_at": NOON,
        "updated_at": NOON,
    }
    return Transaction(**usual | facts)


def transfer(**facts: Any) -> Transaction:
    """Return a transfer of 12.50 dollars from main to savings, unless given otherwise."""
    usual = {"type": TransactionType.TRANSFER, "category_id": None, "to_account_id": "savings"}
    return transaction(**usual | facts)


def account(account_id: str = "main", name: str = "Main", **facts: Any) -> Account:
    """Return a live checking account with nothing on it at first, unless given otherwise."""
    usual: dict[str, Any] = {
        "kind": AccountKind.CHECKING,
        "opening_date": NOON.date(),
        "created_at": NOON,
        "updated_at": NOON,
    }
    return Account(id=account_id, name=name, **usual | facts)


def category(category_id: str = "food", name: str = "Food", **facts: Any) -> Category:
    """Return a live expense category, unless given otherwise."""
    usual: dict[str, Any] = {"type": EntryType.EXPENSE, "created_at": NOON, "updated_at": NOON}
    return Category(id=category_id, name=name, **usual | facts)


def custom_type(custom_type_id: str = "gift", name: str = "Gift", **facts: Any) -> CustomType:
    """Return a live custom type for expenses, unless given otherwise."""
    usual: dict[str, Any] = {
        "type": TransactionType.EXPENSE,
        "created_at": NOON,
        "updated_at": NOON,
    }
    return CustomType(id=custom_type_id, name=name, **usual | facts)


def own_rate(rate_id: str = "ars", **facts: Any) -> OwnRate:
    """Return a price of the Argentine peso in US dollars, unless given otherwise."""
    usual: dict[str, Any] = {
        "base": "ARS",
        "quote": "USD",
        "date": NOON.date(),
        "rate": Decimal("0.00085"),
        "created_at": NOON,
        "updated_at": NOON,
    }
    return OwnRate(id=rate_id, **usual | facts)


def sample_ledger(*categories: Category, **facts: Any) -> Ledger:
    """Return a ledger in US dollars with these categories, two accounts and two custom types."""
    usual: dict[str, Any] = {
        "currency": "USD",
        "timezone": "UTC",
        "created_at": NOON,
        "accounts": {"main": account(), "savings": account("savings", "Savings")},
        "default_account_id": "main",
        "custom_types": {
            "gift": custom_type(),
            "loan": custom_type("loan", "Loan", type=TransactionType.TRANSFER),
        },
    }
    return Ledger(**usual | {"categories": {c.id: c for c in categories}} | facts)


def tenant(ledger: Ledger | None = None, **parts: Any) -> Tenant:
    """Return a user with that ledger, unless given otherwise."""
    usual: dict[str, Any] = {"ref": TenantRef(TenantKind.USER, "alice"), "person": Person()}
    return Tenant(**usual | {"ledger": ledger or sample_ledger()} | parts)
