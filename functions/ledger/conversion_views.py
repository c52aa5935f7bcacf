"""Views of the conversion of a transaction."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from functions.http.views import Money
from shared.models.ledger.transactions.currencies.conversion import (
    KnownAmount,
    TransactionConversion,
    UnconvertedReason,
)
from shared.models.ledger.transactions.currencies.exchange import ExchangeSource
from shared.models.values.base import FrozenModel, InputModel, example
from shared.models.values.currency import AnyCurrency
from shared.models.values.money import format_minor
from shared.models.values.text import BLANK_AS_NULL


class TransactionConversionRequest(InputModel):
    """Currency in which the amount of a transaction is asked for."""

    model_config = example(to="EUR")

    to: Annotated[AnyCurrency | None, BLANK_AS_NULL] = Field(
        default=None, description="By default the ledger's currency."
    )


class AppliedRateView(FrozenModel):
    """Rate of a conversion, and its origin."""

    rate: str = Field(description="Units of `to` for one unit of `currency`.", examples=["0.9217"])
    as_of: dt.date = Field(description="The day of the rate.")
    source: ExchangeSource
    is_stale: bool = Field(description="Whether it is more than seven days older than the date.")


class TransactionConversionView(FrozenModel):
    """Amount of a transaction, and the amount that it came to in a currency."""

    transaction_id: str
    amount: Money
    currency: str
    date: dt.date
    to: str = Field(description="The currency of `converted`.")
    converted: Money | None = Field(description="The amount in `to`; null without a rate.")
    is_booked: bool = Field(description="Whether it is the amount in the ledger's sums.")
    known_as: KnownAmount | None = Field(
        description="The amount of the transaction that `converted` is; null if it is calculated."
    )
    rate: AppliedRateView | None = Field(
        description="Of a known `ORIGINAL` or `TO_AMOUNT` the rate that both amounts imply. Null "
        "within one currency, without a rate, and between an amount and its estimate."
    )
    unconverted_reason: UnconvertedReason | None = Field(
        description="Why `converted` is null: there are no rates of the two currencies, or none "
        "that counts on the date."
    )


def transaction_conversion_view(conversion: TransactionConversion) -> TransactionConversionView:
    """Return the view of the conversion of a transaction."""
    transaction, rate = conversion.transaction, conversion.rate
    converted_minor = conversion.converted_minor
    return TransactionConversionView(
        transaction_id=transaction.id,
        amount=format_minor(transaction.amount_minor, transaction.currency),
        currency=transaction.currency,
        date=transaction.date,
        to=conversion.to,
        converted=None if converted_minor is None else format_minor(converted_minor, conversion.to),
        is_booked=conversion.is_booked,
        known_as=conversion.known_as,
        rate=None
        if rate is None
        else AppliedRateView(
            rate=rate.rate, as_of=rate.as_of, source=rate.source, is_stale=rate.is_stale
        ),
        unconverted_reason=conversion.reason,
    )
