"""Confirm a transaction that was booked for an occurrence by the row of a bank that pays it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.models.ledger.transactions.currencies.exchange import allocate_minor
from shared.models.ledger.transactions.transaction import Split, Transaction, TransactionType
from shared.models.planning.links import is_booked
from shared.models.values.revision import revised

_MAX_KEYS = 2
"""Keys of a transfer, of which the banks of both accounts have a row."""


def is_unconfirmed(transaction: Transaction) -> bool:
    """Return whether it was booked for an occurrence, and a row of a bank is still expected.

    A transfer has rows of two banks.
    """
    if transaction.is_deleted or not is_booked(transaction):
        return False
    most = _MAX_KEYS if transaction.type is TransactionType.TRANSFER else 1
    return len(keys_of(transaction)) < most


def confirmed_accounts(transaction: Transaction) -> frozenset[str]:
    """Return the accounts whose banks have confirmed a transaction."""
    return frozenset(key.partition(".")[0] for key in keys_of(transaction))


def confirmed(booked: Transaction, row: Transaction, at: datetime) -> Transaction | None:
    """Return a booked transaction with date, amount and keys of a row that a bank has of it.

    People's payee, description, category, notes, tags and custom type stay, and so do the
    proportions of splits; without a description, it gets that of the row. ``row`` is the
    transaction that the row would have become. Returns None where it does not fit: on another
    account, in another currency, or for a transfer between two currencies.
    """
    if not is_unconfirmed(booked) or row.account_id in confirmed_accounts(booked):
        return None
    if booked.type is TransactionType.TRANSFER:
        fields = _half(booked, row) if row.type is not booked.type else _both(booked, row)
    else:
        fields = _both(booked, row)
    if fields is None:
        return None
    return revised(booked, {**fields, "description": booked.description or row.description}, at)


def _both(booked: Transaction, row: Transaction) -> Mapping[str, Any] | None:
    """Return the fields that a row of the same accounts changes."""
    names = ("type", "account_id", "to_account_id", "currency", "to_currency")
    is_same = all(getattr(booked, name) == getattr(row, name) for name in names)
    splits = _scaled(booked, row.amount_minor)
    if not is_same or splits is None:
        return None
    return {
        "date": row.date,
        "amount_minor": row.amount_minor,
        "splits": splits,
        "to_amount_minor": row.to_amount_minor,
        "exchange": row.exchange,
        "original": row.original,
        "is_amount_estimated": row.is_amount_estimated,
        "is_to_amount_estimated": row.is_to_amount_estimated,
        "import_id": row.import_id,
        "import_key": row.import_key,
        "external_id": row.external_id,
    }


def _half(booked: Transaction, row: Transaction) -> Mapping[str, Any] | None:
    """Return the fields that a row of one account of a transfer changes.

    The second one has the amount of the first one.
    """
    expected = dict(booked.account_changes).get(row.account_id)
    [(_, change_minor)] = row.account_changes or (("", 0),)
    is_of_one_currency = booked.to_currency is None and booked.exchange is None
    is_same_way = expected is not None and (change_minor > 0) == (expected > 0)
    if not is_of_one_currency or row.exchange is not None or not is_same_way:
        return None
    if booked.import_key is not None:
        is_same = change_minor == expected
        return {"import_key": f"{booked.import_key} {row.import_key}"} if is_same else None
    return {
        "date": row.date,
        "amount_minor": abs(change_minor),
        "import_id": row.import_id,
        "import_key": row.import_key,
        "external_id": row.external_id,
    }


def _scaled(booked: Transaction, amount_minor: int) -> tuple[Split, ...] | None:
    """Return the splits in proportion to another amount; None if one would have nothing."""
    if not booked.splits or amount_minor == booked.amount_minor:
        return booked.splits
    weights = [split.amount_minor for split in booked.splits]
    parts = allocate_minor(amount_minor, weights)
    if 0 in parts:
        return None
    return tuple(
        split.model_copy(update={"amount_minor": part})
        for split, part in zip(booked.splits, parts, strict=True)
    )


def keys_of(transaction: Transaction) -> list[str]:
    """Return the keys of the rows of banks that have confirmed a transaction."""
    return transaction.import_key.split(" ") if transaction.import_key else []
