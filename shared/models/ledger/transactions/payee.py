"""Payees of transactions, with the number of uses and the last category."""

from __future__ import annotations

from collections.abc import Iterable

from shared.errors import Unreadable
from shared.models.ledger.page import cursor_to, place_of
from shared.models.ledger.summary import Edit
from shared.models.ledger.transactions.transaction import Transaction, payee_key
from shared.models.values.frozen import frozen, mutable
from shared.models.values.identifiers import derived_id, is_id


@mutable
class PayeeUse:
    """Change of the uses of a payee: by ``count``, with the new name and category, if any."""

    key: str
    count: int = 0
    name: str | None = None
    category_id: str | None = None


@frozen
class UsedPayee:
    """Payee in use, with its number of live transactions and its last category."""

    name: str
    count: int
    category_id: str | None

    @property
    def position(self) -> PayeePosition:
        """Return the position in a list of payees."""
        return PayeePosition(self.count, payee_id(payee_key(self.name)))


@frozen
class PayeePosition:
    """Position in a list of payees, most used first: number of uses, and id."""

    count: int
    id: str

    def to_cursor(self, fingerprint: str) -> str:
        """Encode the position as a cursor of the list with that ``fingerprint``."""
        return cursor_to(fingerprint, self.count, self.id)

    @classmethod
    def from_cursor(cls, cursor: str, fingerprint: str) -> PayeePosition:
        """Decode the position of a cursor.

        Raises:
            Unreadable: This API did not issue the cursor, or it belongs to another list.
        """
        match place_of(cursor, fingerprint):
            case [int(count), str(key)] if count is not True and 0 < count < 1 << 63 and is_id(key):
                return cls(count, key)
            case _:
                raise Unreadable("The cursor cannot be read.")


def payee_id(key: str) -> str:
    """Return the id of the payee with that ``payee_key``."""
    return derived_id("payee", key)


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
