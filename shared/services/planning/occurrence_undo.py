"""Undo of changes of occurrences of recurring entries."""

from __future__ import annotations

from datetime import date
from typing import Any

from shared.errors import NotUndoable
from shared.models.history.change import Cause, Change
from shared.models.history.undo_plan import UndoPlan
from shared.models.planning.occurrence import UNPAID, Occurrence, OccurrenceState
from shared.models.planning.recurring import MAX_AHEAD, Recurring
from shared.models.values.revision import revised
from shared.services.posting.kind_undo import UndoCommit, UnplannedUndo
from shared.services.posting.recurring_cursor import put_occurrence, settle_cursor

_WITH_TRANSACTION = (OccurrenceState.MATCHED, OccurrenceState.POSTED)


class OccurrenceUndo(UnplannedUndo):
    """Undoes changes of occurrences, after the undo of entries.

    The cursor does not go back: an occurrence before it that is not settled any more is DUE, so
    that a person decides, and nothing is booked again by itself. So is one of a deleted entry,
    which may return.
    """

    @staticmethod
    def needs_whole_operation(change: Change) -> bool:
        """Return whether the change is of a commit that booked, or of one that changed a link.

        An import, which has changed many, is left as it is.
        """
        is_of_import = change.cause in (Cause.IMPORT, Cause.IMPORT_UNDO)
        return change.cause is Cause.RECURRING or (_is_of_match(change) and not is_of_import)

    def take_back(self, change: Change) -> None:
        """Remember a change that ``finish`` undoes, newest first.

        Raises:
            NotUndoable: It follows from a change of a transaction, which is not undone with it.
        """
        if not _has_its_transactions(change, self.plan):
            raise NotUndoable("undo the change of its transaction, or unlink it")
        super().take_back(change)
        self.plan.undone_occurrence_ids.add(change.entity_id)

    def finish(self, commit: UndoCommit) -> None:
        """Undo the changes, write the occurrences, and move the cursors of their entries.

        Raises:
            NotFound: An occurrence no longer exists.
            NotUndoable: More than 50 occurrences ahead would differ from the plan.
        """
        written: dict[str, dict[date, Occurrence | None]] = {}
        for occurrence_id, changes in self.changes.items():
            before = commit.unit.occurrences.find(occurrence_id)
            after = before
            for change in changes:
                after = self.without(change, after, "occurrence")
            subject = before or after
            if subject is None or after == before:
                continue
            recurring = self._find_recurring(commit, subject.recurring_id)
            after = _normalized(recurring, subject, after, self.plan)
            if after == before:
                continue
            put_occurrence(commit.unit, before, after)
            commit.log(before, after, *commit.take_indices(1))
            written.setdefault(subject.recurring_id, {})[subject.nominal] = after
        for recurring_id, occurrences in written.items():
            self._settle(commit, recurring_id, occurrences)

    def _settle(
        self, commit: UndoCommit, recurring_id: str, written: dict[date, Occurrence | None]
    ) -> None:
        before = self._find_recurring(commit, recurring_id)
        if before is not None:
            after = settle_cursor(commit.unit, before, self.plan.ledger.timezone, written)
            if len(after.ahead) > MAX_AHEAD:
                message = f"at most {MAX_AHEAD} ahead may differ from the plan; clear another one"
                raise NotUndoable(message)
            if after != before:
                commit.unit.recurring.put(after)

    def _find_recurring(self, commit: UndoCommit, recurring_id: str) -> Recurring | None:
        """Return an entry as the undo has left it."""
        if recurring_id not in self.plan.put_recurring:
            self.plan.put_recurring[recurring_id] = commit.unit.recurring.find(recurring_id)
        return self.plan.put_recurring[recurring_id]


def _has_its_transactions(change: Change, plan: UndoPlan) -> bool:
    """Return whether the transactions that the change has matched or released are undone, too."""
    names = [state["transaction_id"] for state in _paid_states(change)]
    return not _is_of_match(change) or all(name in plan.transactions for name in names)


def _is_of_match(change: Change) -> bool:
    """Return whether the occurrence got a transaction, or lost it."""
    is_other = bool(change.changed_fields & {"state", "transaction_id"})
    return is_other and bool(_paid_states(change))


def _paid_states(change: Change) -> list[dict[str, Any]]:
    states = (change.before, change.after)
    return [one for one in states if one is not None and one["state"] in _WITH_TRANSACTION]


def _normalized(
    recurring: Recurring | None, subject: Occurrence, after: Occurrence | None, plan: UndoPlan
) -> Occurrence | None:
    """Return an occurrence that is DUE if it is before the cursor and not settled.

    The cursor of an entry that is deleted is not known: what it had settled is DUE.
    """
    if after is not None and after.is_settled:
        return after
    is_passed = subject.is_settled if recurring is None else not recurring.is_ahead(subject.nominal)
    if not is_passed:
        return after
    fields: dict[str, Any] = UNPAID | {"state": OccurrenceState.DUE}
    if after is None:
        fields |= {"amount": None, "currency": None, "note": None}
    if after is None and recurring is not None:
        date = recurring.schedule.effective_date(subject.nominal)
        fields |= {"moved_to": None, "date": date}
    return revised(after or subject, fields, plan.at)
