"""Undo of changes of budgets."""

from __future__ import annotations

from shared.errors import NotFound, TooManyBudgets
from shared.models.history.change import MERGES, Change
from shared.models.history.undo_plan import UndoPlan, old_fields
from shared.models.planning.budgets.budget import MAX_BUDGETS, Budget
from shared.models.values.revision import next_revision, revised
from shared.models.values.text import IMPORTED
from shared.services.posting.budgets import settle_scopes
from shared.services.posting.kind_undo import KindUndo, UndoCommit


class BudgetUndo(KindUndo):
    """Undoes changes of budgets; a created one is deleted, a deleted one returns."""

    def __init__(self, plan: UndoPlan) -> None:
        super().__init__(plan)
        self._changes: dict[str, list[Change]] = {}

    @staticmethod
    def needs_whole_operation(change: Change) -> bool:
        """Return whether a merge changed the budget, which was on what the same commit deleted."""
        return change.cause in MERGES

    def is_as_left_by(self, _change: Change) -> bool:
        """Return False: the plan holds no budgets."""
        return False

    def find(self, _entity_id: str) -> None:
        """Return no budget: none is read yet."""

    def take_back(self, change: Change) -> None:
        """Remember a change that ``write`` undoes, newest first."""
        self._changes.setdefault(change.entity_id, []).append(change)

    def write(self, commit: UndoCommit) -> None:
        """Undo the changes, write the budgets, and settle the scopes that they need.

        Raises:
            NotFound: A budget no longer exists.
            TooManyBudgets, TooManyScopes: The ledger would have more than it may.
        """
        unit = commit.unit
        budgets = {one.id: one for one in unit.budgets.list_all()}
        for budget_id, changes in self._changes.items():
            before = after = budgets.get(budget_id)
            for change in changes:
                after = _without(change, after, self.plan)
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
        settle_scopes(unit, self.plan.ledger_before, budgets.values())


def _without(change: Change, current: Budget | None, plan: UndoPlan) -> Budget | None:
    """Return a budget without a change; None if the change has created it."""
    if change.before is None:
        if current is None:
            raise NotFound("budget")
        return None
    old = Budget.model_validate(change.before, context=IMPORTED)
    if change.after is None:
        return next_revision(old, plan.at)
    if current is None:
        raise NotFound("budget")
    return revised(current, old_fields(change, old), plan.at)
