"""Records of a backup about amounts in other currencies than the ledger's."""

from decimal import Decimal
from typing import Any

from shared.errors import FieldError, InvalidArgument
from shared.models.ledger.inputs.transaction import OriginalDraft
from shared.models.ledger.transactions.currencies.exchange import (
    Exchange,
    ExchangeRate,
    ExchangeSource,
)
from shared.models.ledger.transactions.currencies.original import Original
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.values.base import InputModel
from shared.models.values.dates import CivilDate
from shared.models.values.exchange_rate import rate_text
from shared.models.values.money import AmountBound, format_minor, to_minor

WITH_AMOUNTS = {
    "amount_minor", "currency", "exchange", "original", "other_exchanges", "splits",
    "to_amount_minor", "to_currency",
}  # fmt: skip
"""Fields of a transaction that a backup has in another form, or as ``other_exchanges`` not at all.

After a restore a change of the ledger's currency is at the rates of the days.
"""


class ExchangeRecord(InputModel):
    """Conversion to the ledger's currency; empty without a rate."""

    base_amount: AmountBound | None = None
    rate: ExchangeRate | None = None
    rate_date: CivilDate | None = None
    rate_source: ExchangeSource | None = None

    def exchange(self, amount_minor: int, base_currency: str) -> Exchange:
        """Convert the record to the conversion of an amount.

        Raises:
            InvalidArgument: It has a rate without an amount, or the amount does not fit.
        """
        if self.base_amount is None:
            facts = {
                "rate": self.rate,
                "rate_date": self.rate_date,
                "rate_source": self.rate_source,
            }
            if errors := [
                FieldError(f"exchange.{name}", "needs a base_amount")
                for name, fact in facts.items()
                if fact is not None
            ]:
                raise InvalidArgument(*errors)
            return Exchange(currency=base_currency)
        base_minor = to_minor(self.base_amount, base_currency, "exchange.base_amount")
        if base_minor * amount_minor < 0:
            raise InvalidArgument.of("exchange.base_amount", "must have the sign of the amount")
        return Exchange(
            currency=base_currency,
            base_minor=base_minor,
            rate=None if self.rate is None else rate_text(self.rate),
            rate_date=self.rate_date,
            rate_source=self.rate_source,
        )


def other_amounts(
    original: OriginalDraft | None, to_amount: Decimal | None, to_currency: str | None
) -> dict[str, Any]:
    """Return the original amount, and what a transfer between two currencies brings.

    Raises:
        InvalidArgument: One has too many decimals, or no currency.
    """
    fields: dict[str, Any] = {"original": None, "to_amount_minor": None}
    if original is not None:
        amount_minor = to_minor(original.amount, original.currency, "original.amount")
        fields["original"] = Original(amount_minor=amount_minor, currency=original.currency)
    if (to_amount is None) != (to_currency is None):
        raise InvalidArgument.of("to_currency", "must be given with to_amount")
    if to_amount is not None and to_currency is not None:
        fields["to_amount_minor"] = to_minor(to_amount, to_currency, "to_amount")
    return fields


def foreign_json_of(transaction: Transaction) -> dict[str, Any]:
    """Return the JSON of a transaction's other amounts; none in the ledger's currency."""
    content: dict[str, Any] = {}
    if transaction.to_amount_minor is not None and transaction.to_currency is not None:
        content["to_amount"] = format_minor(transaction.to_amount_minor, transaction.to_currency)
        content["to_currency"] = transaction.to_currency
    if (original := transaction.original) is not None:
        amount = format_minor(original.amount_minor, original.currency)
        content["original"] = {"amount": amount, "currency": original.currency}
    if (exchange := transaction.exchange) is not None:
        written = exchange.model_dump(
            mode="json", exclude={"currency", "base_minor"}, exclude_defaults=True
        )
        if exchange.base_minor is not None:
            written["base_amount"] = format_minor(exchange.base_minor, exchange.currency)
        content |= {"currency": transaction.currency, "exchange": written}
    return content
