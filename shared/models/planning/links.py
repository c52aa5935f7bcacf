"""Links of transactions to the occurrences of recurring entries that they pay."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from shared.models.ledger.summary import Edit
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.planning.occurrence import booked_id, occurrence_id

UNLINKED = {"recurring_id": None, "occurrence_nominal": None}
"""Fields of a transaction that is no occurrence of a recurring entry."""


class Link(NamedTuple):
    """The occurrence of a transaction: its recurring entry and its nominal date."""

    recurring_id: str
    nominal: date

    @classmethod
    def of(cls, transaction: Transaction) -> Link | None:
        """Return the occurrence that a transaction pays, or was booked for; None without one."""
        if transaction.recurring_id is None or transaction.occurrence_nominal is None:
            return None
        return cls(transaction.recurring_id, transaction.occurrence_nominal)

    @property
    def fields(self) -> dict[str, Any]:
        """Return the fields of a transaction that has the link."""
        return {"recurring_id": self.recurring_id, "occurrence_nominal": self.nominal}

    @property
    def occurrence_id(self) -> str:
        """Return the id of the occurrence."""
        return occurrence_id(self.recurring_id, self.nominal)


class LinkChanges(NamedTuple):
    """Transactions that edits link to occurrences, and such that they separate from them.

    ``returned`` are booked ones that come back from the trash.
    """

    linked: dict[Link, Transaction]
    released: dict[Link, str]
    returned: dict[Link, Transaction]


def link_of(transaction: Transaction | None) -> Link | None:
    """Return the occurrence that a live transaction pays; None for one that was booked for it."""
    if transaction is None or transaction.is_deleted or is_booked(transaction):
        return None
    return Link.of(transaction)


def new_link_of(edit: Edit) -> Link | None:
    """Return the occurrence that an edit links a transaction to, also a booked one that returns."""
    before, after = edit
    if before is not None and before.is_deleted and not after.is_deleted:
        return Link.of(after)
    link = link_of(after)
    return None if link == link_of(before) else link


def is_booked(transaction: Transaction) -> bool:
    """Return whether the transaction was booked for an occurrence, rather than matched with it."""
    link = Link.of(transaction)
    return link is not None and transaction.id == booked_id(*link)


def link_changes(edits: Iterable[Edit]) -> LinkChanges:
    """Return what edits change of the links of transactions; of two with one link, the first."""
    changes = LinkChanges({}, {}, {})
    for edit in edits:
        was, becomes = link_of(edit.before), link_of(edit.after)
        new = new_link_of(edit)
        if new is not None and is_booked(edit.after):
            changes.returned[new] = edit.after
        if was == becomes:
            continue
        if was is not None:
            changes.released[was] = edit.after.id
        if becomes is not None:
            changes.linked.setdefault(becomes, edit.after)
    return changes
