"""Links of transactions to the occurrences of recurring entries that they pay."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from shared.models.ledger.summary import Edit
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.planning.occurrence import booked_id, occurrence_id

UNLINKED = {"recurring_id": None, "occurrence_date": None}
"""Fields of a transaction that is no occurrence of a recurring entry."""


class Link(NamedTuple):
    """The occurrence of a transaction: its recurring entry and its nominal date."""

    recurring_id: str
    nominal: date

    @property
    def occurrence_id(self) -> str:
        """Return the id of the occurrence."""
        return occurrence_id(self.recurring_id, self.nominal)


class LinkChanges(NamedTuple):
    """Transactions that edits link to occurrences, and such that they separate from them."""

    linked: dict[Link, Transaction]
    released: dict[Link, str]


def link_of(transaction: Transaction | None) -> Link | None:
    """Return the occurrence that a live transaction pays; None for one that was booked for it."""
    if transaction is None or transaction.is_deleted or is_booked(transaction):
        return None
    if transaction.recurring_id is None or transaction.occurrence_date is None:
        return None
    return Link(transaction.recurring_id, transaction.occurrence_date)


def is_booked(transaction: Transaction) -> bool:
    """Return whether the transaction was booked for an occurrence, rather than matched with it."""
    recurring_id, nominal = transaction.recurring_id, transaction.occurrence_date
    if recurring_id is None or nominal is None:
        return False
    return transaction.id == booked_id(recurring_id, nominal)


def link_changes(edits: Iterable[Edit]) -> LinkChanges:
    """Return what edits change of the links of transactions; of two with one link, the first."""
    changes = LinkChanges({}, {})
    for edit in edits:
        was, becomes = link_of(edit.before), link_of(edit.after)
        if was == becomes:
            continue
        if was is not None:
            changes.released[was] = edit.after.id
        if becomes is not None:
            changes.linked.setdefault(becomes, edit.after)
    return changes
