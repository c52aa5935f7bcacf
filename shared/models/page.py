"""Pages of long lists, and the opaque cursors that lead from one to the next."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from shared.errors import Unreadable
from shared.models.identifiers import is_id
from shared.models.transaction import Transaction

DEFAULT_LIMIT = 50
MAX_LIMIT = 100

Item = TypeVar("Item")


@dataclass(frozen=True)
class Position:
    """Where a page of transactions ended: the sort key of its last item.

    It names a place in the order, not an offset, so inserts and deletes move nothing.
    """

    date: date
    amount_minor: int
    id: str

    @classmethod
    def of(cls, transaction: Transaction) -> Position:
        """The place of a transaction in the order."""
        return cls(transaction.date, transaction.amount_minor, transaction.id)

    def to_cursor(self, fingerprint: str) -> str:
        """The opaque text for clients; ``fingerprint`` tells which list it belongs to."""
        content = json.dumps([fingerprint, str(self.date), self.amount_minor, self.id])
        return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")

    @classmethod
    def from_cursor(cls, cursor: str, fingerprint: str) -> Position:
        """The place a cursor leads to.

        Raises:
            Unreadable: Nobody gave out this cursor, or it belongs to another list.
        """
        try:
            padded = cursor + "=" * (-len(cursor) % 4)
            content = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
            owner, day, amount_minor, item_id = content
            position = cls(date.fromisoformat(day), amount_minor, item_id)
        except (ValueError, TypeError, RecursionError, binascii.Error) as error:
            raise Unreadable("The cursor cannot be read.") from error
        if type(amount_minor) is not int or abs(amount_minor) >= 1 << 63:
            raise Unreadable("The cursor cannot be read.")
        if not isinstance(item_id, str) or not is_id(item_id):
            raise Unreadable("The cursor cannot be read.")
        if owner != fingerprint:
            raise Unreadable("The cursor belongs to a list with other filters.")
        return position


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Some items of a list, and the cursor of the next; None where the list ends."""

    items: list[Item]
    next_cursor: str | None
