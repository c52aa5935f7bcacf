"""Fields of the document of a foreign transaction.

In a document, every ``amount_minor`` is in the ledger's currency, so that sums, orders and bounds
of queries compare like with like; it is null where the transaction is unconverted. The amounts in
the account's currency are beside, in ``account_amount_minor``. A transaction in the ledger's
currency has none of these fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.models.ledger.summary import ForeignAmount
from shared.models.ledger.transactions.transaction import Transaction

ENTRY_FIELDS = (
    "currency", "account_currency", "account_amount_minor", "to_amount_minor", "to_currency",
)  # fmt: skip
"""Fields that entries are decoded from, next to those of every transaction."""

_RATE_FIELDS = ("rate", "rate_date", "rate_source")


def encode_foreign(transaction: Transaction, document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document of a transaction, given its fields; of others than foreign ones, as is.

    Fields with their default value are omitted.
    """
    exchange = transaction.exchange
    if exchange is None:
        return dict(document)
    fields = {name: value for name, value in document.items() if name != "exchange"}
    known = exchange.model_dump(mode="json", include=set(_RATE_FIELDS), exclude_defaults=True)
    fields |= known | {
        "currency": exchange.currency,
        "amount_minor": exchange.base_minor,
        "account_currency": transaction.currency,
        "account_amount_minor": transaction.amount_minor,
    }
    if transaction.splits:
        amounts = transaction.base_split_amounts
        fields["splits"] = [
            split | {"amount_minor": base_minor, "account_amount_minor": split["amount_minor"]}
            for split, base_minor in zip(document["splits"], amounts, strict=True)
        ]
    return fields


def decode_foreign(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a transaction from its document, the inverse of ``encode_foreign``."""
    if "account_currency" not in document:
        return dict(document)
    exchange = {name: document[name] for name in _RATE_FIELDS if name in document}
    exchange |= {"currency": document["currency"], "base_minor": document["amount_minor"]}
    return {
        **document,
        "currency": document["account_currency"],
        "amount_minor": document["account_amount_minor"],
        "exchange": exchange,
        "splits": tuple(
            {
                **{name: value for name, value in split.items() if name != "account_amount_minor"},
                "amount_minor": split["account_amount_minor"],
            }
            for split in document.get("splits", ())
        ),
    }


def foreign_amount(document: Mapping[str, Any]) -> ForeignAmount | None:
    """Return the amount of a foreign transaction in a document; None of another."""
    if "account_currency" not in document:
        return None
    return ForeignAmount(
        document["account_currency"],
        document["account_amount_minor"],
        is_unconverted=document["amount_minor"] is None,
    )
