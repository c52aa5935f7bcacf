"""Inputs of accounts."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from shared.models.ledger.account import AccountKind
from shared.models.ledger.inputs.category import Color, Icon
from shared.models.values.base import InputModel, example
from shared.models.values.characters.names import visible
from shared.models.values.currency import Currency
from shared.models.values.dates import CivilDate
from shared.models.values.money import AmountBound
from shared.models.values.text import BLANK_AS_NULL, trimmed, upper_case
from shared.models.values.validation import not_null

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

_LOW = Field(
    default=None,
    description="People are notified when the balance falls below it; negative for a debt. "
    "By default they are not.",
)


class AccountDraft(InputModel):
    """Input of an account to create."""

    model_config = example(name="Holidays", kind="SAVINGS", opening_balance="1000.00")

    name: AccountName
    kind: AnyCaseAccountKind
    currency: Annotated[Currency | None, BLANK_AS_NULL] = _CURRENCY
    opening_balance: Annotated[AmountBound | None, BLANK_AS_NULL] = _OPENING
    opening_date: Annotated[CivilDate | None, BLANK_AS_NULL] = _OPENED_ON
    low_balance: Annotated[AmountBound | None, BLANK_AS_NULL] = _LOW
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
    low_balance: Annotated[AmountBound | None, BLANK_AS_NULL] = None
    color: Annotated[Color | None, BLANK_AS_NULL] = None
    icon: Annotated[Icon | None, BLANK_AS_NULL] = None
    archived: bool | None = Field(default=None, strict=True)
    is_default: bool | None = Field(default=None, strict=True)

    _not_null = not_null(
        "name", "kind", "currency", "opening_balance", "opening_date", "archived", "is_default"
    )
