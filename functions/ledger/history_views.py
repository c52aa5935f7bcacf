"""Views of transactions, categories and accounts in the change log."""

from __future__ import annotations

from functions.http.views import etag_of, known_money
from functions.ledger.category_views import CategoryView, category_view
from functions.ledger.views import AccountStateView, TransactionView, transaction_view
from shared.models.ledger.account import AccountState
from shared.models.ledger.category import Category
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.values.money import format_minor


def logged_transaction_view(transaction: Transaction, _tenant: Ledger) -> TransactionView:
    """Return a transaction of the change log as clients see it."""
    return transaction_view(transaction)


def logged_category_view(category: Category, _tenant: Ledger) -> CategoryView:
    """Return a category of the change log as clients see it."""
    return category_view(category)


def logged_account_view(account: AccountState, _tenant: Ledger) -> AccountStateView:
    """Return an account of the change log as clients see it."""
    made = {"opening_balance", "low_balance", "etag"}
    return AccountStateView(
        opening_balance=format_minor(account.opening_balance_minor, account.currency),
        low_balance=known_money(account.low_balance_minor, account.currency),
        etag=etag_of(account.revision),
        **{name: getattr(account, name) for name in AccountStateView.model_fields.keys() - made},
    )
