"""Inputs of transactions."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field

from shared.models.ledger.inputs.texts import Description, Note, Notes, Payee
from shared.models.ledger.transactions.currencies.exchange import ExchangeRate
from shared.models.ledger.transactions.tags import Tags
from shared.models.ledger.transactions.transaction import (
    MAX_SPLITS,
    MIN_SPLITS,
    AnyCaseTransactionType,
)
from shared.models.values.base import InputModel, example
from shared.models.values.currency import Currency
from shared.models.values.dates import CivilDate
from shared.models.values.identifiers import Id
from shared.models.values.money import Amount, AmountBound
from shared.models.values.text import BLANK_AS_NULL
from shared.models.values.validation import not_null


class OriginalDraft(InputModel):
    """Input of the amount of a purchase in another currency than the account's."""

    amount: Amount
    currency: Currency


class SplitDraft(InputModel):
    """Input of a split; without a category it is unfiled."""

    category_id: Annotated[Id | None, BLANK_AS_NULL] = None
    amount: Amount
    note: Annotated[Note | None, BLANK_AS_NULL] = None


def _not_only_one(splits: tuple[SplitDraft, ...]) -> tuple[SplitDraft, ...]:
    if 0 < len(splits) < MIN_SPLITS:
        raise ValueError(f"must have at least {MIN_SPLITS} items, or none")
    return splits


SplitDrafts = Annotated[
    tuple[SplitDraft, ...],
    Field(
        max_length=MAX_SPLITS,
        fail_fast=True,  # A batch has up to 500 lists of splits.
        description="Empty, or parts with a category each, or unfiled; they add up to the amount "
        "exactly.",
    ),
    AfterValidator(_not_only_one),
]

_ACCOUNT = Field(
    default=None,
    description="The account of the transaction; by default the ledger's default account.",
)

_CURRENCY = Field(
    default=None,
    description="The currency of ``amount``; by default the account's. From another one the "
    "account's is estimated at the day's rate.",
)

_ORIGINAL = Field(
    default=None, description="The amount in the currency of a purchase; it is in no sum."
)

_CUSTOM_TYPE = Field(default=None, description="A custom type of the ledger for this type.")

_TO_ACCOUNT = Field(default=None, description="The account that receives the money of a TRANSFER.")

_TO_AMOUNT = Field(
    default=None,
    description="The amount that a TRANSFER between two currencies brings to the other account; by "
    "default the original amount in that currency, or estimated at the day's rate.",
)

_BASE_AMOUNT = Field(
    default=None,
    description="The amount in the ledger's currency, if the account has another.",
)

_RATE = Field(
    default=None,
    description="Instead of ``base_amount``: units of the ledger's currency for one unit of the "
    "account's.",
)


class TransactionDraft(InputModel):
    """Input of a transaction to create, or to replace all fields of one.

    INCOME and EXPENSE have a category or splits, or neither: then they are unfiled. A TRANSFER has
    neither, but a second account, and a positive amount.
    """

    model_config = example(type="EXPENSE", amount="12.50", date="2026-03-31", payee="Market")

    type: AnyCaseTransactionType
    amount: Amount
    currency: Annotated[Currency | None, BLANK_AS_NULL] = _CURRENCY
    original: OriginalDraft | None = _ORIGINAL
    splits: SplitDrafts | None = None
    category_id: Annotated[Id | None, BLANK_AS_NULL] = Field(
        default=None, description="Without it, and without splits, the transaction is unfiled."
    )
    account_id: Annotated[Id | None, BLANK_AS_NULL] = _ACCOUNT
    to_account_id: Annotated[Id | None, BLANK_AS_NULL] = _TO_ACCOUNT
    to_amount: Annotated[Amount | None, BLANK_AS_NULL] = _TO_AMOUNT
    base_amount: Annotated[AmountBound | None, BLANK_AS_NULL] = _BASE_AMOUNT
    rate: Annotated[ExchangeRate | None, BLANK_AS_NULL] = _RATE
    custom_type_id: Annotated[Id | None, BLANK_AS_NULL] = _CUSTOM_TYPE
    date: CivilDate
    payee: Annotated[Payee | None, BLANK_AS_NULL] = None
    description: Annotated[Description | None, BLANK_AS_NULL] = None
    notes: Annotated[Notes | None, BLANK_AS_NULL] = None
    tags: Tags = ()


class TransactionPatch(InputModel):
    """Input that changes the named fields of a transaction.

    A new category replaces splits, and splits replace a category; null removes either, and ``[]``
    the splits. Another type loses the custom type; a TRANSFER loses category and splits, and what
    is none any more its second account. Another amount is converted at the same rate, and estimates
    an estimated ``to_amount`` again; another date does so with all that was not given.
    ``base_amount`` or ``rate`` null removes what was given.
    """

    model_config = example(amount="13.00", notes="Paid in cash")

    type: AnyCaseTransactionType | None = None
    amount: Amount | None = None
    currency: Annotated[Currency | None, BLANK_AS_NULL] = _CURRENCY
    original: OriginalDraft | None = _ORIGINAL
    splits: SplitDrafts | None = None
    category_id: Annotated[Id | None, BLANK_AS_NULL] = None
    account_id: Id | None = None
    to_account_id: Annotated[Id | None, BLANK_AS_NULL] = None
    to_amount: Annotated[Amount | None, BLANK_AS_NULL] = _TO_AMOUNT
    base_amount: Annotated[AmountBound | None, BLANK_AS_NULL] = _BASE_AMOUNT
    rate: Annotated[ExchangeRate | None, BLANK_AS_NULL] = _RATE
    custom_type_id: Annotated[Id | None, BLANK_AS_NULL] = None
    date: CivilDate | None = None
    payee: Annotated[Payee | None, BLANK_AS_NULL] = None
    description: Annotated[Description | None, BLANK_AS_NULL] = None
    notes: Annotated[Notes | None, BLANK_AS_NULL] = None
    tags: Tags | None = None

    _not_null = not_null("type", "amount", "account_id", "date", "tags")

    def changes(self) -> dict[str, Any]:
        """Return the named fields with their new values."""
        return {field: getattr(self, field) for field in self.model_fields_set}
