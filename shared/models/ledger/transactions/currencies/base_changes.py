"""Base amounts at which accounts of other currencies than the ledger's receive and spend money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from shared.models.ledger.transactions.transaction import Transaction, TransactionType


class BaseChange(NamedTuple):
    """Change of a foreign account's balance, in its own minor units, and its booked base amount."""

    account_id: str
    change_minor: int
    base_minor: int


def base_changes_of(
    transaction_type: TransactionType,
    account_changes: Sequence[tuple[str, int]],
    base_minor: int | None,
    base_currency: str,
    *,
    is_foreign: bool,
    to_currency: str | None,
) -> tuple[BaseChange, ...]:
    """Return the changes of foreign accounts at a base amount; there are none if unconverted.

    ``account_changes`` are as in ``Transaction``, ``is_foreign`` is whether the first is one of a
    foreign account. ``to_currency`` is that of a transfer between two currencies: what is given in
    the base currency is what is received for it. A transfer within one currency is left out,
    because it neither brings nor takes any of it.
    """
    if base_minor is None:
        return ()
    if transaction_type is not TransactionType.TRANSFER:
        sign = 1 if transaction_type is TransactionType.INCOME else -1
        changes = [BaseChange(*account_changes[0], sign * base_minor)]
        return tuple(changes) if is_foreign else ()
    if to_currency is None:
        return ()
    (sender, sent_minor), (receiver, received_minor) = account_changes
    sending = BaseChange(sender, sent_minor, -base_minor)
    receiving = BaseChange(receiver, received_minor, base_minor)
    return (sending,) * is_foreign + (receiving,) * (to_currency != base_currency)


def base_changes_in(transaction: Transaction) -> tuple[BaseChange, ...]:
    """Return the changes of foreign accounts by a transaction."""
    return base_changes_of(
        transaction.type,
        transaction.account_changes,
        transaction.base_minor,
        transaction.base_currency,
        is_foreign=transaction.exchange is not None,
        to_currency=transaction.to_currency,
    )
