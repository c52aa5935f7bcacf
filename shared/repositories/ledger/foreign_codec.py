"""Fields of the document of a foreign transaction.

In a document, every ``amount_minor`` is in the ledger's currency, so that sums, orders and bounds
of queries compare like with like; it is null where the transaction is unconverted. The amounts in
the account's currency are beside, in ``account_amount_minor``. A transaction in the ledger's
currency has none of these fields.

A document may be in another currency than that of its ledger, while that is changed or until the
document is moved; ``currency`` says in which it is. Its conversions to others are in
``conversions``, by currency.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from shared.errors import Unavailable
from shared.models.ledger.entry import ForeignAmount
from shared.models.ledger.transactions.currencies.exchange import Exchange, allocate_minor
from shared.models.ledger.transactions.transaction import Transaction

ENTRY_FIELDS = (
    "currency", "account_currency", "account_amount_minor", "to_amount_minor", "to_currency",
    "conversions",
)  # fmt: skip
"""Fields that entries are decoded from, next to those of every transaction."""

_RATE_FIELDS = ("rate", "rate_date", "rate_source")
_EXCHANGES = frozenset({"exchange", "other_exchanges"})
_FOREIGN_FIELDS = frozenset({*_RATE_FIELDS, "account_currency", "account_amount_minor"})


class StoredTransaction(NamedTuple):
    """Transaction in the currency of the ledger, and the currency in which it is stored."""

    transaction: Transaction
    currency: str


def encode_foreign(transaction: Transaction, document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document of a transaction, given its fields; of others than foreign ones, as is.

    Fields with their default value are omitted.
    """
    exchange = transaction.exchange
    fields = {name: value for name, value in document.items() if name not in _EXCHANGES}
    if transaction.other_exchanges:
        others = transaction.other_exchanges
        fields["conversions"] = {one.currency: encode_other_exchange(one) for one in others}
    if exchange is None:
        return fields
    fields |= _rate_of(exchange) | {
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
    others = [
        {"currency": currency, **other}
        for currency, other in document.get("conversions", {}).items()
    ]
    kept = {"other_exchanges": others} if others else {}
    if "account_currency" not in document:
        return {**document, **kept}
    exchange = {name: document[name] for name in _RATE_FIELDS if name in document}
    exchange |= {"currency": document["currency"], "base_minor": document["amount_minor"]}
    return {
        **document,
        **kept,
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


def encode_other_exchange(exchange: Exchange) -> dict[str, Any]:
    """Return the stored form of a conversion to another currency than the ledger's."""
    return {"base_minor": exchange.base_minor, **_rate_of(exchange)}


def in_currency(document: Mapping[str, Any], currency: str) -> Mapping[str, Any]:
    """Return the document of a transaction as in a ledger of that currency.

    The present conversion is kept among ``conversions``.

    Raises:
        Unavailable: It has no conversion to that currency, because the currency of the ledger was
            changed after the ledger was read.
    """
    present = document["currency"]
    if present == currency:
        return document
    own_currency = document.get("account_currency", present)
    others = dict(document.get("conversions", {}))
    rated = others.pop(currency, None)
    fields = {name: value for name, value in document.items() if name not in _FOREIGN_FIELDS}
    if own_currency != present:
        rate = {name: document[name] for name in _RATE_FIELDS if name in document}
        others[present] = {"base_minor": document["amount_minor"], **rate}
    fields |= {"currency": currency, "conversions": others}
    own_minor = document.get("account_amount_minor", document["amount_minor"])
    own_splits = [
        split.get("account_amount_minor", split["amount_minor"])
        for split in document.get("splits", ())
    ]
    if own_currency == currency:
        return fields | {"amount_minor": own_minor} | _splits_of(document, own_splits)
    if rated is None:
        raise Unavailable
    base_minor = rated["base_minor"]
    fields |= {name: rated[name] for name in _RATE_FIELDS if name in rated}
    fields |= {"account_currency": own_currency, "account_amount_minor": own_minor}
    amounts: list[int | None] = [None] * len(own_splits)
    if base_minor is not None and own_splits:
        amounts = list(allocate_minor(base_minor, own_splits))
    return fields | {"amount_minor": base_minor} | _splits_of(document, amounts, own_splits)


def _splits_of(
    document: Mapping[str, Any], amounts: Sequence[int | None], own: Sequence[int] = ()
) -> dict[str, Any]:
    """Return the splits of a document with other amounts, and those in the account's currency."""
    splits = [
        {**split, "amount_minor": minor}
        for split, minor in zip(document.get("splits", ()), amounts, strict=True)
    ]
    for index, split in enumerate(splits):
        split.pop("account_amount_minor", None)
        if own:
            split["account_amount_minor"] = own[index]
    return {"splits": splits} if splits else {}


def _rate_of(exchange: Exchange) -> dict[str, Any]:
    return exchange.model_dump(mode="json", include=set(_RATE_FIELDS), exclude_defaults=True)
