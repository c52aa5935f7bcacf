"""Undo of changes of recurring entries."""

from __future__ import annotations

from datetime import date

from shared.errors import TooManyRecurring
from shared.models.history.change import MERGES, Change
from shared.models.planning.recurring import (
    MAX_AHEAD,
    MAX_RECURRING,
    OF_THE_CURSOR,
    cursor_after_pause,
)
from shared.repositories.store import TenantStore
from shared.services.planning.recurring import put_changed, remove_recurring
from shared.services.posting.kind_undo import UndoCommit, UnplannedUndo
from shared.services.posting.recurring_cursor import settle_cursor


class RecurringUndo(UnplannedUndo):
    """Undoes changes of recurring entries; a created one is deleted.

    The cursor stays where it is: another schedule moves it as an edit does. A deleted entry returns
    as after a pause, so that what was planned meanwhile does not occur.
    """

    @staticmethod
    def needs_whole_operation(change: Change) -> bool:
        """Return whether a merge changed the entry, which named what the same commit deleted."""
        return change.cause in MERGES

    def write(self, commit: UndoCommit) -> None:
        """Undo the changes and write the entries.

        Raises:
            NotFound: An entry no longer exists.
            TooManyRecurring: The ledger would have more entries than it may.
        """
        for recurring_id, changes in self.changes.items():
            self._write(commit, recurring_id, changes)

    def _write(self, commit: UndoCommit, recurring_id: str, changes: list[Change]) -> None:
        unit, at = commit.unit, self.plan.at
        before = unit.recurring.find(recurring_id)
        after = before
        for change in changes:
            after = self.without(change, after, "recurring entry", OF_THE_CURSOR)
        if after == before:
            return
        if before is not None and after is not None:
            first = commit.next_index
            logged = len(unit.logged)
            kept = self.plan.undone_occurrence_ids
            after = put_changed(
                unit,
                commit.operation,
                self.plan.ledger,
                before,
                after,
                first_index=first,
                kept=kept,
            )
            self.plan.put_recurring[recurring_id] = after
            commit.take_indices(len(unit.logged) - logged)
            return
        if after is None:
            remove_recurring(unit, recurring_id)
        else:
            if unit.recurring.count() >= MAX_RECURRING:
                raise TooManyRecurring(MAX_RECURRING)
            cursor = cursor_after_pause(after, self.plan.ledger.today(at))
            fields = {"next_nominal": cursor, "postponed": _postponed(unit, recurring_id)}
            after = after.model_copy(update=fields)
            after = settle_cursor(unit, after, self.plan.ledger.timezone)
            unit.recurring.put(after)
            unit.ledger.put_has_recurring(has_recurring=True)
        self.plan.put_recurring[recurring_id] = after
        commit.log(before, after, *commit.take_indices(1))


def _postponed(unit: TenantStore, recurring_id: str) -> tuple[date, ...]:
    """Return the nominal dates of the postponed occurrences of an entry that was deleted."""
    found = unit.occurrences.list_postponed(recurring_id, 2 * MAX_AHEAD)
    return tuple(one.nominal for one in found)
