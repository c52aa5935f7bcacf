"""Accounts: where money is, or is owed."""

from __future__ import annotations

from datetime import date as civil_date
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from shared.models.ledger.category import Color, Icon
from shared.models.values.dates import CivilDate
from shared.models.values.money import AmountBound
from shared.models.values.text import STORABLE, same_name_key, trimmed, upper_case

MAX_ACCOUNTS = 100
"""Live and archived accounts of one tenant; they share its document."""


class AccountKind(StrEnum):
    """What an account is; it decides whether its balance is an asset or a liability."""

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
        """Whether what is on it is owed to others."""
        return self in (AccountKind.CREDIT_CARD, AccountKind.LOAN)


AnyCaseAccountKind = Annotated[AccountKind, BeforeValidator(upper_case)]
AccountName = Annotated[str, trimmed(50, min_length=1), STORABLE]

_OPENING = Field(
    default=None,
    description="What was on it before its first transaction; of a debt negative. Missing: zero.",
)
_OPENED_ON = Field(
    default=None,
    description="The day from which the opening balance counts. Missing: today.",
)


class AccountDraft(BaseModel):
    """An account as a client describes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: AccountName
    kind: AnyCaseAccountKind
    opening_balance: AmountBound | None = _OPENING
    opening_date: CivilDate | None = _OPENED_ON
    color: Color | None = None
    icon: Icon | None = None


class AccountPut(AccountDraft):
    """The whole of an account as a client wants it."""

    archived: bool = Field(default=False, strict=True)
    is_default: bool = Field(default=False, strict=True)


class AccountPatch(BaseModel):
    """What a client wants to change of an account; what is not named stays.

    ``is_default: true`` makes it the default account; another one is then no longer.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: AccountName | None = None
    kind: AnyCaseAccountKind | None = None
    opening_balance: AmountBound | None = None
    opening_date: CivilDate | None = None
    color: Color | None = None
    icon: Icon | None = None
    archived: bool | None = Field(default=None, strict=True)
    is_default: bool | None = Field(default=None, strict=True)

    @field_validator("name", "kind", "opening_balance", "opening_date", "archived", "is_default")
    @classmethod
    def _only_looks_may_be_cleared(cls, value: object) -> object:
        if value is None:
            raise ValueError("must not be null")
        return value


class Account(BaseModel):
    """An account as it is stored in its tenant's document; its opening balance in minor units.

    The opening balance is what was there before the first transaction; every transaction counts,
    whatever its date. ``merging_into`` is the id of the account its transactions are being moved
    to: while it is set nothing new may be booked here, and only that merge may go on.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    kind: AccountKind
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
    def key(self) -> str:
        """What no two accounts of a tenant may share: the name without regard to case."""
        return same_name_key(self.name)


class AccountState(Account):
    """An account and whether it is its ledger's default, as the change log keeps it."""

    is_default: bool = False
