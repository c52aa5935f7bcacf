"""Payees of transactions, with the number of uses and the last category."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shared.models.ledger.summary import Edit
from shared.models.ledger.transaction import Transaction, payee_key


@dataclass(slots=True)
class PayeeUse:
    """Change of the uses of a payee: by ``count``, with the new name and category, if any."""

    key: str
    count: int = 0
    name: str | None = None
    category_id: str | None = None


@dataclass(frozen=True)
class UsedPayee:
    """Payee in use, with its number of live transactions and its last category."""

    name: str
    count: int
    category_id: str | None


def payee_uses_of(edits: Iterable[Edit]) -> list[PayeeUse]:
    """Return the changes of payee uses by these edits; unchanged payees are left out."""
    uses: dict[str, PayeeUse] = {}
    for before, after in edits:
        if before is not None and _use_of(before) == _use_of(after):
            continue
        if before is not None and before.payee and not before.is_deleted:
            key = payee_key(before.payee)
            uses.setdefault(key, PayeeUse(key)).count -= 1
        if after.payee and not after.is_deleted:
            key = payee_key(after.payee)
            use = uses.setdefault(key, PayeeUse(key))
            use.count += 1
            use.name = after.payee
            use.category_id = after.category_id or use.category_id
    return list(uses.values())


def _use_of(transaction: Transaction) -> tuple[str | None, str | None, bool]:
    return transaction.payee, transaction.category_id, transaction.is_deleted
