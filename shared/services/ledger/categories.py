"""Create, change, delete and merge categories."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from shared.errors import CategoryBusy, CategoryInUse
from shared.models.history.change import Cause, Operation
from shared.models.ledger.category import Category
from shared.models.ledger.inputs.category import (
    CategoryDraft,
    CategoryPatch,
    CategoryPut,
    apply_category_patch,
)
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.terms import category_term
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.values.identifiers import new_id
from shared.models.values.revision import ANY_REVISION, ExpectedRevision, revised
from shared.repositories.store import LedgerSnapshot, RecordedSnapshot, TenantStore
from shared.services.ledger.merges import Merge, ensure_free, is_merge_target
from shared.services.posting.operations import append_change, run_once


def create_category(store: TenantStore, operation: Operation, draft: CategoryDraft) -> Category:
    """Add a category.

    Raises:
        AlreadyExists: One of that name and type exists.
        TooManyCategories: The ledger has reached the maximum number of categories.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> Category:
        category = Category(
            id=new_id(),
            created_at=operation.at,
            updated_at=operation.at,
            **draft.fields(),
        )
        snapshot.ledger.with_category(category)
        unit.ledger.put_category(category)
        append_change(unit, operation, None, category)
        return category

    def recall(snapshot: RecordedSnapshot) -> Category:
        return Category.model_validate(snapshot.record.after)

    return run_once(store, operation, work, recall)


def update_category(
    store: TenantStore,
    operation: Operation,
    category_id: str,
    patch: CategoryPatch | CategoryPut,
    expected: ExpectedRevision = ANY_REVISION,
) -> Category:
    """Change a category: the named fields by a patch, all of them by a put.

    Raises:
        NotFound: There is none.
        PreconditionFailed: It is not as expected.
        AlreadyExists: Another one of that type has the new name.
        InvalidArgument: The type would change, or the end date does not fit the kind.
        CategoryBusy: It would be archived, and another one is being merged into it.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> Category:
        before = snapshot.ledger.get_category(category_id)
        expected.check(before)
        after = apply_category_patch(before, patch, operation.at)
        if after is not before:
            if after.archived and is_merge_target(snapshot.ledger.categories, category_id):
                raise CategoryBusy(is_target=True)
            snapshot.ledger.with_category(after)
            unit.ledger.put_category(after)
            append_change(unit, operation, before, after)
        return after

    def recall(snapshot: LedgerSnapshot) -> Category:
        return snapshot.ledger.get_category(category_id)

    return run_once(store, operation, work, recall)


def delete_category(
    store: TenantStore,
    operation: Operation,
    category_id: str,
    expected: ExpectedRevision = ANY_REVISION,
) -> None:
    """Delete a category without live transactions.

    Raises:
        NotFound: There is none.
        PreconditionFailed: It is not as expected.
        CategoryBusy: It is being merged into another one, or another one into it.
        CategoryInUse: It has live transactions; the error has their number.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> bool:
        category = snapshot.ledger.get_category(category_id)
        expected.check(category)
        ensure_free(snapshot.ledger.categories, category, CategoryBusy)
        if unit.transactions.has_live_with_term(category_term(category_id)):
            return False
        unit.ledger.remove_category(category_id)
        append_change(unit, operation, category, None)
        return True

    def recall(_snapshot: LedgerSnapshot) -> bool:
        return True

    if not run_once(store, operation, work, recall):
        raise CategoryInUse(store.transactions.count_live_with_term(category_term(category_id)))


class CategoryMerge(Merge[Category]):
    """Merge of a category into another of its type.

    Raises:
        NotFound: There is no such category.
        PreconditionFailed: It is not as expected.
        InvalidArgument: The target does not exist, is of the other type, archived, or the same.
        CategoryBusy: It is being merged into another one, or another one into it.
    """

    cause, busy = Cause.CATEGORY_MERGE, CategoryBusy
    place = "categories"

    @property
    def term(self) -> str:
        """Return the index term of the source's transactions."""
        return category_term(self.source_id)

    @staticmethod
    def parts(ledger: Ledger) -> Mapping[str, Category]:
        """Return the categories of a ledger by their ids."""
        return ledger.categories

    def find_source(self, ledger: Ledger) -> Category:
        """Return the source."""
        return ledger.get_category(self.source_id)

    def check_target(self, ledger: Ledger, source: Category) -> None:
        """Raise unless transactions of the source's type can be recorded under the target."""
        ledger.get_category_for(source.type, self.target_id, "reassign_to")

    def moved(self, before: Transaction, at: datetime) -> Transaction:
        """Return the transaction after the merge; itself if it does not change."""
        if not before.splits:
            return revised(before, {"category_id": self.target_id}, at)
        splits = tuple(
            split.model_copy(update={"category_id": self.target_id})
            if split.category_id == self.source_id
            else split
            for split in before.splits
        )
        return revised(before, {"splits": splits}, at)

    def write(self, unit: TenantStore, before: Category, after: Category | None) -> None:
        """Write the category; ``after`` None deletes it."""
        if after is None:
            unit.ledger.remove_category(before.id)
        else:
            unit.ledger.put_category(after)

    def logged(self, _ledger: Ledger, part: Category) -> Category:
        """Return the category in the form of the change log."""
        return part
