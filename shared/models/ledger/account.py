"""Accounts: places where money is held or owed."""

from datetime import date as civil_date
from datetime import datetime
from enum import StrEnum

from shared.models.values.base import FrozenModel
from shared.models.values.characters.names import same_name_key, sort_key
from shared.models.values.money import MAX_AMOUNT_MINOR

MAX_ACCOUNTS = 100
"""Live and archived accounts of one tenant; they share its document."""

MAX_OPENING_MINOR = MAX_ACCOUNTS * MAX_AMOUNT_MINOR
"""The largest opening balance, in minor units; merges add opening balances up."""


class AccountKind(StrEnum):
    """Kind of an account, which makes its balance an asset or a liability."""

    CHECKING = "CHECKING"
    SAVINGS = "SAVINGS"
    CASH = "CASH"
    CREDIT_CARD = "CREDIT_CARD"
    LOAN = "LOAN"
    INVESTMENT = "INVESTMENT"
    PROPERTY = "PROPERTY"
    OTHER = "OTHER"

    @property
    def is_liability(self) -> bool:
        """Return whether the balance is owed to others."""
        return self in (AccountKind.CREDIT_CARD, AccountKind.LOAN)


class Account(FrozenModel):
    """Account as stored in the tenant's document; the opening balance is in minor units.

    ``currency`` is that of all amounts of the account; None is that of the ledger, also after the
    ledger's changes. A currency that was chosen stays chosen, even if the ledger gets it.
    The opening balance is the balance before the first transaction; every transaction counts,
    whatever its date. ``merging_into`` is the id of the account to which its transactions are being
    moved: while it is set, nothing can be booked here, and only that merge can continue.
    ``low_balance_minor`` is the balance below which people are notified, in minor units, negative
    for a debt; None: they are not.
    """

    id: str
    name: str
    kind: AccountKind
    currency: str | None = None
    opening_balance_minor: int = 0
    opening_date: civil_date
    low_balance_minor: int | None = None
    color: str | None = None
    icon: str | None = None
    archived: bool = False
    merging_into: str | None = None
    revision: int = 1
    created_at: datetime
    updated_at: datetime

    @property
    def has_amounts(self) -> bool:
        """Return whether it has amounts of its own, which another currency would change."""
        return self.opening_balance_minor != 0 or self.low_balance_minor is not None

    @property
    def noun(self) -> str:
        """Return the word for an account in messages."""
        return "account"

    @property
    def key(self) -> str:
        """Return the key that is unique in a ledger: the name as it looks."""
        return same_name_key(self.name)

    @property
    def sort_key(self) -> tuple[str, str]:
        """Return the key of the order in lists: the name, without regard to case."""
        return sort_key(self.name), self.id


class AccountState(Account):
    """Account in the change log, with whether it is the ledger's default.

    ``currency`` is that of its amounts at the time, so that none is read in a later currency.
    """

    currency: str
    is_default: bool = False
