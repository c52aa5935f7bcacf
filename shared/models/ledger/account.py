"""Accounts: places where money is held or owed."""

from datetime import date as civil_date
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field

from shared.models.ledger.category import Color, Icon
from shared.models.values.base import FrozenModel, InputModel, example
from shared.models.values.currency import Currency
from shared.models.values.dates import CivilDate
from shared.models.values.money import MAX_AMOUNT_MINOR, AmountBound
from shared.models.values.names import same_name_key, sort_key, visible
from shared.models.values.text import BLANK_AS_NULL, trimmed, upper_case
from shared.models.values.validation import not_null

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


AnyCaseAccountKind = Annotated[AccountKind, BeforeValidator(upper_case)]
AccountName = Annotated[
    str,
    trimmed(50, min_length=1),
    visible(50),
    Field(
        description="Hidden characters are refused, and names that look like that of another "
        "account."
    ),
]

_CURRENCY = Field(
    default=None,
    description="Of all its amounts; by default the ledger's. It stays once the account is used.",
)
_OPENING = Field(
    default=None,
    description="Balance before the first transaction; negative for a debt. By default zero.",
)
_OPENED_ON = Field(
    default=None,
    description="The day from which the opening balance counts. By default today.",
)


class AccountDraft(InputModel):
    """Input of an account to create."""

    model_config = example(name="Holidays", kind="SAVINGS", opening_balance="1000.00")

    name: AccountName
    kind: AnyCaseAccountKind
    currency: Annotated[Currency | None, BLANK_AS_NULL] = _CURRENCY
    opening_balance: Annotated[AmountBound | None, BLANK_AS_NULL] = _OPENING
    opening_date: Annotated[CivilDate | None, BLANK_AS_NULL] = _OPENED_ON
    color: Annotated[Color | None, BLANK_AS_NULL] = None
    icon: Annotated[Icon | None, BLANK_AS_NULL] = None


class AccountPut(AccountDraft):
    """Input that replaces all fields of an account."""

    model_config = example(name="Rainy days", kind="SAVINGS", archived=False, is_default=True)

    archived: bool = Field(default=False, strict=True)
    is_default: bool = Field(default=False, strict=True)


class AccountPatch(InputModel):
    """Input that changes the named fields of an account.

    ``is_default: true`` makes it the default account instead of the former one.
    """

    model_config = example(name="Journeys", color="#1f77b4")

    name: AccountName | None = None
    kind: AnyCaseAccountKind | None = None
    currency: Currency | None = None
    opening_balance: AmountBound | None = None
    opening_date: CivilDate | None = None
    color: Annotated[Color | None, BLANK_AS_NULL] = None
    icon: Annotated[Icon | None, BLANK_AS_NULL] = None
    archived: bool | None = Field(default=None, strict=True)
    is_default: bool | None = Field(default=None, strict=True)

    _not_null = not_null(
        "name", "kind", "currency", "opening_balance", "opening_date", "archived", "is_default"
    )


class Account(FrozenModel):
    """Account as stored in the tenant's document; the opening balance is in minor units.

    ``currency`` is that of all amounts of the account; None is that of the ledger, also after the
    ledger's changes. A currency that was chosen stays chosen, even if the ledger gets it.
    The opening balance is the balance before the first transaction; every transaction counts,
    whatever its date. ``merging_into`` is the id of the account to which its transactions are being
    moved: while it is set, nothing can be booked here, and only that merge can continue.
    """

    id: str
    name: str
    kind: AccountKind
    currency: str | None = None
    opening_balance_minor: int = 0
    opening_date: civil_date
    color: str | None = None
    icon: str | None = None
    archived: bool = False
    merging_into: str | None = None
    revision: int = 1
    created_at: datetime
    updated_at: datetime

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
