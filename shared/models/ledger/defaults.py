"""Defaults of a new ledger: settings, categories and an account."""

from __future__ import annotations

from datetime import datetime

from shared.models.ledger.account import Account, AccountKind
from shared.models.ledger.category import Category, CategoryKind, EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.values.dates import today_in
from shared.models.values.identifiers import new_id

DEFAULT_CURRENCY = "USD"
DEFAULT_TIMEZONE = "UTC"

_KINDS = {
    "Interest": CategoryKind.INVESTMENT,
    "Savings": CategoryKind.SAVINGS,
    "Investments": CategoryKind.INVESTMENT,
    "Other expenses": CategoryKind.OTHER,
}
"""The kinds of default categories that are not the usual one of their type."""

_INCOME = (
    ("Salary", "#2e7d32", "briefcase"),
    ("Freelance", "#558b2f", "laptop"),
    ("Interest", "#00838f", "percent"),
    ("Other income", "#6d4c41", "plus-circle"),
)
_EXPENSES = (
    ("Rent", "#c62828", "home"),
    ("Groceries", "#ef6c00", "shopping-cart"),
    ("Dining", "#f9a825", "utensils"),
    ("Transport", "#1565c0", "bus"),
    ("Utilities", "#4527a0", "bolt"),
    ("Health", "#ad1457", "heart"),
    ("Entertainment", "#6a1b9a", "film"),
    ("Shopping", "#d84315", "bag"),
    ("Travel", "#0277bd", "plane"),
    ("Savings", "#00695c", "piggy-bank"),
    ("Investments", "#283593", "trending-up"),
    ("Other expenses", "#546e7a", "circle"),
)


def with_defaults(ledger: Ledger) -> Ledger:
    """Return a new ledger with the default categories and account."""
    at = ledger.created_at
    account = default_account(at, ledger.timezone)
    return ledger.with_categories(default_categories(at)).with_account(account)


def default_categories(at: datetime) -> list[Category]:
    """Return the default categories, with new ids."""
    return [
        Category(
            id=new_id(),
            name=name,
            type=entry_type,
            **({"kind": _KINDS[name]} if name in _KINDS else {}),
            color=color,
            icon=icon,
            created_at=at,
            updated_at=at,
        )
        for entry_type, rows in ((EntryType.INCOME, _INCOME), (EntryType.EXPENSE, _EXPENSES))
        for name, color, icon in rows
    ]


def default_account(at: datetime, timezone: str) -> Account:
    """Return the default account, with a new id, opened today with a balance of zero."""
    return Account(
        id=new_id(),
        name="Main account",
        kind=AccountKind.CHECKING,
        opening_date=today_in(timezone, at),
        color="#1565c0",
        icon="wallet",
        created_at=at,
        updated_at=at,
    )
