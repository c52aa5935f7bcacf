"""Undo of changes of budgets."""

from __future__ import annotations

from shared.errors import TooManyBudgets
from shared.models.history.change import MERGES, Change
from shared.models.planning.budgets.budget import MAX_BUDGETS
from shared.services.posting.budgets import settle_scopes
from shared.services.posting.kind_undo import UndoCommit, UnplannedUndo


class BudgetUndo(UnplannedUndo):
    """Undoes changes of budgets; a created one is deleted, a deleted one returns."""

    @staticmethod
    def needs_whole_operation(change: Change) -> bool:
        """Return whether a merge changed the budget, which was on what the same commit deleted."""
        return change.cause in MERGES

    def write(self, commit: UndoCommit) -> None:
        """Undo the changes, write the budgets, and settle the scopes that they need.

        Raises:
            NotFound: A budget no longer exists.
            TooManyBudgets, TooManyScopes: The ledger would have more than it may.
        """
        unit = commit.unit
        budgets = {one.id: one for one in unit.budgets.list_all()}
        for budget_id, changes in self.changes.items():
            before = after = budgets.get(budget_id)
            for change in changes:
                after = self.without(change, after, "budget")
            if after == before:
                continue
            if after is None:
                unit.budgets.delete(budget_id)
                del budgets[budget_id]
            else:
                unit.budgets.put(after)
                budgets[budget_id] = after
            commit.log(before, after, *commit.take_indices(1))
        if len(budgets) > MAX_BUDGETS:
            raise TooManyBudgets(MAX_BUDGETS)
        settle_scopes(unit, self.plan.ledger_before, budgets.values(), commit.operation.at)
