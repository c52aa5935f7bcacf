"""Balances of accounts, and their totals."""

from __future__ import annotations

from shared.models.ledger.account import Account
from shared.models.ledger.ledger import Ledger
from shared.models.values.frozen import frozen


@frozen
class AccountBalance:
    """An account with its balance at one instant.

    ``balance_minor`` is in the minor unit of ``currency``, and negative if money is owed.
    ``transaction_count`` is the number of its live transactions, including both sides of transfers.
    """

    account: Account
    currency: str
    balance_minor: int
    transaction_count: int
    is_default: bool

    @classmethod
    def of(cls, ledger: Ledger, account: Account) -> AccountBalance:
        """Return the balance of one of the tenant's accounts."""
        totals = ledger.totals_of(account.id)
        return cls(
            account=account,
            currency=ledger.currency,
            balance_minor=account.opening_balance_minor + totals.change_minor,
            transaction_count=totals.count,
            is_default=account.id == ledger.default_account_id,
        )

    @classmethod
    def at_first(
        cls, account: Account, currency: str, *, is_default: bool = False
    ) -> AccountBalance:
        """Return the balance of an account without transactions."""
        return cls(account, currency, account.opening_balance_minor, 0, is_default)

    @property
    def revision(self) -> int:
        """Return the account's revision, which transactions on the account do not change."""
        return self.account.revision


@frozen
class BalanceTotals:
    """Assets and liabilities in minor units; each is negative when overdrawn."""

    assets_minor: int
    liabilities_minor: int

    @classmethod
    def of(cls, ledger: Ledger) -> BalanceTotals:
        """Return the totals of all accounts of the ledger, including archived ones."""
        assets_minor = liabilities_minor = 0
        for account in ledger.accounts.values():
            if account.kind.is_liability:
                liabilities_minor -= ledger.balance_minor(account.id)
            else:
                assets_minor += ledger.balance_minor(account.id)
        return cls(assets_minor, liabilities_minor)

    @property
    def net_minor(self) -> int:
        """Return the net worth in minor units: the sum of all balances."""
        return self.assets_minor - self.liabilities_minor
