"""Undo of changes of categories."""

from __future__ import annotations

from dataclasses import replace

from shared.errors import CategoryBusy, CategoryInUse, TooManyCategories
from shared.models.history.change import Change
from shared.models.history.undo_plan import PartEdit, live_uses_added
from shared.models.ledger.category import MAX_CATEGORIES, Category
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.terms import category_term
from shared.repositories.store import TenantStore
from shared.services.ledger.undo.part_undo import PartUndo, ensure_fit, ensure_merges_go_on


class CategoryUndo(PartUndo[Category]):
    """Undoes changes of categories; a created category is removed."""

    @property
    def edits(self) -> list[PartEdit[Category]]:
        """Return the edits of categories."""
        return self.plan.category_edits

    def find(self, entity_id: str) -> Category | None:
        """Return the category with that id, or None."""
        return self.plan.ledger.categories.get(entity_id)

    def take_back(self, change: Change) -> None:
        """Undo one change in the plan.

        Raises:
            NotFound: The category no longer exists.
            CategoryBusy: The category would be removed, and is being merged into another.
        """
        ledger = self.plan.ledger
        after = self.plan.part_without(change, Category, ledger.get_category)
        if after is not None:
            self.plan.ledger = replace(ledger, categories={**ledger.categories, after.id: after})
            return
        if ledger.get_category(change.entity_id).merging_into in ledger.categories:
            raise CategoryBusy
        self.plan.ledger = ledger.without_category(change.entity_id)

    def settle(self) -> None:
        """Check the names and the number of categories, when all changes are undone in the plan.

        Raises:
            AlreadyExists: Another category has the name of one that the plan restores or changes.
            TooManyCategories: The plan restores more categories than a ledger may have.
            CategoryBusy: The plan would remove or archive the target of a merge.
            NotUndoable: The target of a merge that would begin again takes no transactions.
        """
        ledger, before = self.plan.ledger, self.plan.ledger_before
        ensure_fit(ledger.categories, before.categories, MAX_CATEGORIES, TooManyCategories)
        ensure_merges_go_on(ledger.categories, before.categories, CategoryBusy)

    def put(self, unit: TenantStore, part: Category) -> None:
        """Write a category."""
        unit.ledger.put_category(part)

    def remove(self, unit: TenantStore, part: Category) -> None:
        """Remove a category without live transactions after the plan's edits.

        Raises:
            CategoryInUse: The category has live transactions; the error has their number.
        """
        count = unit.transactions.count_live_with_term(category_term(part.id))
        count += live_uses_added(self.plan.edits, lambda one: part.id in one.category_ids)
        if count:
            raise CategoryInUse(count)
        unit.ledger.remove_category(part.id)

    def logged(self, _ledger: Ledger, part: Category) -> Category:
        """Return the logged state of a category."""
        return part
