"""Pages of lists, and the opaque cursors between them."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import date
from typing import Any, Generic, TypeVar

from shared.errors import Unreadable
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.values.frozen import frozen
from shared.models.values.identifiers import is_id

DEFAULT_LIMIT = 50
MAX_LIMIT = 100

Item = TypeVar("Item")


@frozen
class Position:
    """Position in a list of transactions: the sort key of a page's last item.

    It is not an offset, so inserted and deleted items do not move it. The amount is in the ledger's
    currency; None of an unconverted transaction.
    """

    date: date
    amount_minor: int | None
    id: str

    @classmethod
    def of(cls, transaction: Transaction) -> Position:
        """Return the position of a transaction."""
        return cls(transaction.date, transaction.base_minor, transaction.id)

    def to_cursor(self, fingerprint: str) -> str:
        """Encode the position as a cursor of the list with that ``fingerprint``."""
        return cursor_to(fingerprint, str(self.date), self.amount_minor, self.id)

    @classmethod
    def from_cursor(cls, cursor: str, fingerprint: str) -> Position:
        """Decode the position of a cursor.

        Raises:
            Unreadable: This API did not issue the cursor, or it belongs to another list.
        """
        match place_of(cursor, fingerprint):
            case [str(day), int() | None as amount_minor, str(item_id)]:
                pass
            case _:
                raise Unreadable("The cursor cannot be read.")
        try:
            position = cls(date.fromisoformat(day), amount_minor, item_id)
        except ValueError as error:
            raise Unreadable("The cursor cannot be read.") from error
        is_amount = not isinstance(amount_minor, bool) and abs(amount_minor or 0) < 1 << 63
        if not is_amount or not is_id(item_id):
            raise Unreadable("The cursor cannot be read.")
        return position


def cursor_to(fingerprint: str, *place: str | int | None) -> str:
    """Encode a place as a cursor of the list with that ``fingerprint``."""
    content = json.dumps([fingerprint, *place])
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def place_of(cursor: str, fingerprint: str) -> list[Any]:
    """Decode the place from a cursor of ``cursor_to``; its parts are not checked yet.

    Raises:
        Unreadable: This API did not issue the cursor, or it belongs to another list.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        content = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, TypeError, RecursionError, binascii.Error) as error:
        raise Unreadable("The cursor cannot be read.") from error
    if not isinstance(content, list) or not content:
        raise Unreadable("The cursor cannot be read.")
    if content[0] != fingerprint:
        raise Unreadable("The cursor belongs to a list with other filters.")
    return content[1:]


def number_in(cursor: str, fingerprint: str) -> int:
    """Decode the number from a cursor of one number; never negative.

    Raises:
        Unreadable: This API did not issue the cursor, or it belongs to another list.
    """
    match place_of(cursor, fingerprint):
        case [int(number)] if not isinstance(number, bool) and 0 <= number < 1 << 63:
            return number
        case _:
            raise Unreadable("The cursor cannot be read.")


@frozen
class Page(Generic[Item]):
    """Page of a list with the cursor of the next page; None on the last.

    ``is_partial`` is True if the search stopped at its limit before the page was full.
    """

    items: list[Item]
    next_cursor: str | None
    is_partial: bool = False
