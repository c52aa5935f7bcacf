"""Undo of changes of goals."""

from __future__ import annotations

from itertools import islice

from shared.errors import GoalInUse, TooManyGoals
from shared.models.history.change import MERGES, Change
from shared.models.ledger.ledger import MAX_GOALS
from shared.models.ledger.transactions.terms import goal_term
from shared.models.planning.goals.allocations import ensure_allocatable
from shared.services.posting.kind_undo import UndoCommit, UnplannedUndo
from shared.services.posting.watch import begin_watch


class GoalUndo(UnplannedUndo):
    """Undoes changes of goals; a created one is deleted, a deleted one returns.

    Links of transactions are changes of these: the undo of a whole operation brings them back.
    """

    @staticmethod
    def needs_whole_operation(change: Change) -> bool:
        """Return whether a merge changed the goal, whose part the same commit deleted."""
        return change.cause in MERGES

    def take_back(self, change: Change) -> None:
        """Remember a change that is undone when the goal is written."""
        super().take_back(change)
        self.plan.undone_goal_ids.add(change.entity_id)

    def write(self, commit: UndoCommit) -> None:
        """Undo the changes, and write the goals.

        Raises:
            NotFound: A goal no longer exists.
            GoalInUse: Transactions count for a goal whose creation is undone.
            TooManyGoals: The ledger would have more than it may.
            AllocationTooLarge: It would have more of an account than is left of its balance.
        """
        unit, ledger = commit.unit, self.plan.ledger
        today = ledger.today(self.plan.at)
        goals = {one.id: one for one in unit.goals.list_all()}
        for goal_id, changes in self.changes.items():
            before = after = goals.pop(goal_id, None)
            for change in changes:
                after = self.without(change, after, "goal")
            if after is not None:
                ensure_allocatable(ledger, goals.values(), before, after, today)
                goals[goal_id] = after
            if after == before:
                continue
            if after is None:
                self._ensure_unlinked(commit, goal_id)
                unit.goals.delete(goal_id)
            else:
                unit.goals.put(after)
                begin_watch(unit, ledger, self.plan.at)
            commit.log(before, after, *commit.take_indices(1))
        if len(goals) > MAX_GOALS:
            raise TooManyGoals(MAX_GOALS)

    def _ensure_unlinked(self, commit: UndoCommit, goal_id: str) -> None:
        """Check that no transaction counts for a goal but those that the same undo unlinks."""
        unlinked = {
            edit.before.id
            for edit in self.plan.edits
            if edit.before is not None and edit.before.goal_id == goal_id
            if edit.after is None or edit.after.goal_id != goal_id
        }
        limit = len(unlinked) + 1
        linked = commit.unit.transactions.stream_with_term(goal_term(goal_id), limit)
        if any(one.id not in unlinked for one in islice(linked, limit)):
            raise GoalInUse(0)
