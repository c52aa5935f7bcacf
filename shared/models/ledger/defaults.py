"""Defaults of a new ledger: settings, categories and an account."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from shared.models.ledger.account import Account, AccountKind
from shared.models.ledger.category import Category, CategoryKind, EntryType
from shared.models.ledger.ledger import Ledger
from shared.models.values.dates import today_in
from shared.models.values.identifiers import new_id

DEFAULT_CURRENCY = "USD"
DEFAULT_TIMEZONE = "UTC"
DEFAULT_ACCOUNT_NAME = "Main account"

_KINDS = {
    "Interest": CategoryKind.INVESTMENT,
    "Savings": CategoryKind.SAVINGS,
    "Investments": CategoryKind.INVESTMENT,
    "Other expenses": CategoryKind.OTHER,
}
"""The kinds of default categories that are not the usual one of their type."""

_INCOME = {
    "Salary": ("#2e7d32", "briefcase"),
    "Freelance": ("#558b2f", "laptop"),
    "Interest": ("#00838f", "percent"),
    "Other income": ("#6d4c41", "plus-circle"),
}
_EXPENSES = {
    "Rent": ("#c62828", "home"),
    "Groceries": ("#ef6c00", "shopping-cart"),
    "Dining": ("#f9a825", "utensils"),
    "Transport": ("#1565c0", "bus"),
    "Utilities": ("#4527a0", "bolt"),
    "Health": ("#ad1457", "heart"),
    "Entertainment": ("#6a1b9a", "film"),
    "Shopping": ("#d84315", "bag"),
    "Travel": ("#0277bd", "plane"),
    "Savings": ("#00695c", "piggy-bank"),
    "Investments": ("#283593", "trending-up"),
    "Other expenses": ("#546e7a", "circle"),
}
_LOOKS = {EntryType.INCOME: _INCOME, EntryType.EXPENSE: _EXPENSES}
"""Colour and icon of each default category, by its English name."""


def with_defaults(ledger: Ledger, names: Mapping[str, str] = MappingProxyType({})) -> Ledger:
    """Return a new ledger with the default categories and account.

    ``names`` are their names in another language, by the English ones.
    """
    at = ledger.created_at
    account = default_account(at, ledger.timezone, names)
    return ledger.with_categories(default_categories(at, names)).with_account(account)


def default_categories(
    at: datetime, names: Mapping[str, str] = MappingProxyType({})
) -> list[Category]:
    """Return the default categories, with new ids; ``names`` as for ``with_defaults``."""
    return [
        default_category(entry_type, name, at, names)
        for entry_type, looks in _LOOKS.items()
        for name in looks
    ]


def default_category(
    entry_type: EntryType,
    name: str,
    at: datetime,
    names: Mapping[str, str] = MappingProxyType({}),
) -> Category:
    """Return one of the default categories by its English name, with a new id."""
    color, icon = _LOOKS[entry_type][name]
    return Category(
        id=new_id(),
        name=names.get(name, name),
        type=entry_type,
        **({"kind": _KINDS[name]} if name in _KINDS else {}),
        color=color,
        icon=icon,
        created_at=at,
        updated_at=at,
    )


def default_account(
    at: datetime, timezone: str, names: Mapping[str, str] = MappingProxyType({})
) -> Account:
    """Return the default account, with a new id, opened today with a balance of zero."""
    return Account(
        id=new_id(),
        name=names.get(DEFAULT_ACCOUNT_NAME, DEFAULT_ACCOUNT_NAME),
        kind=AccountKind.CHECKING,
        opening_date=today_in(timezone, at),
        color="#1565c0",
        icon="wallet",
        created_at=at,
        updated_at=at,
    )
