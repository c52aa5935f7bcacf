"""Keep occurrences of recurring entries in step with the transactions that pay them.

A transaction has the link, and each commit of the write path writes the occurrences whose link it
changes, whatever the change is: a match, a deletion, a restoration, an import or an undo. So an
occurrence is MATCHED exactly while a live transaction is linked to it. One that was booked and
returns from the trash takes its occurrence back, if nothing else pays it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from shared.models.history.change import Operation
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Edit
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.planning.links import (
    UNLINKED,
    Link,
    LinkChanges,
    is_booked,
    link_changes,
    new_link_of,
)
from shared.models.planning.occurrence import Occurrence, OccurrenceState, planned_occurrence
from shared.models.planning.recurring import MAX_AHEAD, Recurring
from shared.models.values.revision import revised
from shared.repositories.store import TenantStore
from shared.services.posting.operations import append_change
from shared.services.posting.recurring_cursor import put_occurrence, settle_cursor

FIRST_INDEX = 1_000_000
"""Number of the first log entry of an occurrence, behind all others of a commit."""


class OccurrenceEdit(NamedTuple):
    """An occurrence before and after a commit; None is as planned."""

    before: Occurrence | None
    after: Occurrence | None


class LinkedEdits(NamedTuple):
    """Edits of transactions, and the occurrences that follow from them, by recurring entry.

    A transaction whose occurrence has another one, or is gone, is not linked.
    """

    edits: Sequence[Edit]
    entries: Mapping[str, Recurring]
    occurrences: Mapping[str, Mapping[date, OccurrenceEdit]]

    def write(self, unit: TenantStore, operation: Operation, ledger: Ledger) -> None:
        """Write the occurrences with their log entries, and the cursors of their entries."""
        index = FIRST_INDEX
        for recurring_id, changed in self.occurrences.items():
            for before, after in changed.values():
                put_occurrence(unit, before, after)
                append_change(unit, operation, before, after, index=index)
                index += 1
            if (entry := self.entries.get(recurring_id)) is not None:
                written = {nominal: edit.after for nominal, edit in changed.items()}
                settled = settle_cursor(unit, entry, ledger.timezone, written)
                if settled != entry:
                    unit.recurring.put(settled)


def linked_edits(
    unit: TenantStore, operation: Operation, edits: Sequence[Edit], written: Collection[str] = ()
) -> LinkedEdits | None:
    """Return edits with the occurrences that follow from them; None if no link changes.

    Occurrences with the ids ``written`` are written by the caller.
    """
    changes = link_changes(edits)
    found = dict.fromkeys((*changes.linked, *changes.released, *changes.returned))
    links = [link for link in found if link.occurrence_id not in written]
    if not links:
        return None
    entry_ids = list(dict.fromkeys(link.recurring_id for link in links))
    unit.prepare_to_read(len(links) + len(entry_ids))
    stored = {
        one.id: one
        for one in unit.occurrences.list_with_ids([link.occurrence_id for link in links])
    }
    entries = {one.id: one for one in unit.recurring.list_with_ids(entry_ids)}
    follower = _Follower(unit, operation, changes, stored, entries, edits)
    occurrences: dict[str, dict[date, OccurrenceEdit]] = {}
    payments = {one.id for of in (changes.linked, changes.returned) for one in of.values()}
    for link in links:
        edit, lost = follower.follow(link)
        if edit is not None and edit.before != edit.after:
            occurrences.setdefault(link.recurring_id, {})[link.nominal] = edit
        payments -= lost
    return LinkedEdits(list(_kept(edits, payments)), entries, occurrences)


def _kept(edits: Sequence[Edit], payments: Collection[str]) -> Iterator[Edit]:
    """Yield the edits; new links of other transactions than the payments are left out."""
    for edit in edits:
        if new_link_of(edit) is None or edit.after.id in payments:
            yield edit
        else:
            yield Edit(edit.before, edit.after.model_copy(update=UNLINKED))


class _Follower:
    """Occurrences of one commit, as they follow from its edits."""

    def __init__(
        self,
        unit: TenantStore,
        operation: Operation,
        changes: LinkChanges,
        stored: Mapping[str, Occurrence],
        entries: Mapping[str, Recurring],
        edits: Sequence[Edit],
    ) -> None:
        self._unit, self._at, self._changes = unit, operation.at, changes
        self._stored, self._entries = stored, entries
        self._deleted = {edit.after.id for edit in edits if edit.after.is_deleted}

    def follow(self, link: Link) -> tuple[OccurrenceEdit | None, set[str]]:
        """Return the edit of an occurrence, and the transactions that it cannot have.

        A payment comes before a booked one that returns.
        """
        before = self._stored.get(link.occurrence_id)
        new = [of[link] for of in (self._changes.linked, self._changes.returned) if link in of]
        for transaction in new:
            if _has(before, transaction) and is_booked(transaction):
                return None, {one.id for one in new} - {transaction.id}
            if self._is_free(link, before, transaction):
                edit = OccurrenceEdit(before, self._matched(link, before, transaction))
                return edit, {one.id for one in new} - {transaction.id}
        return self._released(link, before), {one.id for one in new}

    def _matched(
        self, link: Link, before: Occurrence | None, transaction: Transaction
    ) -> Occurrence:
        if before is None:
            entry = self._entries[link.recurring_id]
            planned = planned_occurrence(entry, link.nominal, self._at)
            return planned.model_copy(update=planned.matched_with(transaction))
        return revised(before, before.matched_with(transaction), self._at)

    def _released(self, link: Link, before: Occurrence | None) -> OccurrenceEdit | None:
        transaction_id = self._changes.released.get(link)
        if before is None or transaction_id is None or before.transaction_id != transaction_id:
            return None
        entry = self._entries.get(link.recurring_id)
        released = before.released_in(entry)
        if entry is not None and entry.is_ahead(link.nominal) and released.is_as_planned:
            return OccurrenceEdit(before, None)
        return OccurrenceEdit(before, revised(before, dict(released), self._at))

    def _is_free(self, link: Link, stored: Occurrence | None, transaction: Transaction) -> bool:
        """Return whether an occurrence is there, and can have this transaction."""
        entry = self._entries.get(link.recurring_id)
        if stored is None:
            return (
                entry is not None
                and entry.is_ahead(link.nominal)
                and entry.schedule.has(link.nominal)
                and len(entry.ahead) < MAX_AHEAD
            )
        if not stored.has_transaction:
            return stored.state is not OccurrenceState.SKIPPED
        own = {transaction.id, self._changes.released.get(link)}
        return stored.transaction_id in own | self._deleted or self._lost(stored)

    def _lost(self, stored: Occurrence) -> bool:
        """Return whether the transaction of an occurrence is in the trash, or gone."""
        if stored.transaction_id is None:
            return True
        self._unit.prepare_to_read(1)
        found = self._unit.transactions.find_all([stored.transaction_id])
        return all(one.is_deleted for one in found.values())


def _has(stored: Occurrence | None, transaction: Transaction) -> bool:
    """Return whether an occurrence is stored with this transaction."""
    return stored is not None and stored.transaction_id == transaction.id
