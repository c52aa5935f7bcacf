"""Create, change, delete and merge categories."""

from __future__ import annotations

from datetime import datetime

from shared.errors import CategoryBusy, CategoryInUse, InvalidArgument
from shared.models.history.change import Cause, Operation
from shared.models.ledger.category import Category, CategoryDraft, CategoryPatch, CategoryPut
from shared.models.ledger.tenant import Tenant
from shared.models.ledger.terms import category_term
from shared.models.ledger.transaction import Transaction
from shared.models.values.identifiers import new_id
from shared.models.values.revision import ANY_REVISION, ExpectedRevision, revised
from shared.repositories.store import Opening, TenantStore
from shared.services.ledger.merges import Merge, run_merge
from shared.services.posting.operations import append_change, run_once


def create_category(store: TenantStore, operation: Operation, draft: CategoryDraft) -> Category:
    """Add a category.

    Raises:
        AlreadyExists: One of that name and type exists.
        TooManyCategories: The ledger has as many as one may have.
    """

    def work(unit: TenantStore, opening: Opening) -> Category:
        category = Category(
            id=new_id(),
            created_at=operation.at,
            updated_at=operation.at,
            **{name: getattr(draft, name) for name in CategoryDraft.model_fields},
        )
        opening.tenant.with_category(category)
        unit.tenant.put_category(category)
        append_change(unit, operation, None, category)
        return category

    def recall(opening: Opening) -> Category:
        assert opening.receipt is not None, "there is a receipt to recall"  # noqa: S101
        return Category.model_validate(opening.receipt.after)

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
        InvalidArgument: The type would change.
    """

    def work(unit: TenantStore, opening: Opening) -> Category:
        before = opening.tenant.get_category(category_id)
        expected.check(before)
        after = _updated(before, patch, operation.at)
        if after is not before:
            opening.tenant.with_category(after)
            unit.tenant.put_category(after)
            append_change(unit, operation, before, after)
        return after

    def recall(opening: Opening) -> Category:
        return opening.tenant.get_category(category_id)

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
        CategoryInUse: It has live transactions; says how many.
    """

    def work(unit: TenantStore, opening: Opening) -> bool:
        category = opening.tenant.get_category(category_id)
        expected.check(category)
        if category.merging_into in opening.tenant.categories:
            raise CategoryBusy
        if unit.transactions.has_live_with_term(category_term(category_id)):
            return False
        unit.tenant.remove_category(category_id)
        append_change(unit, operation, category, None)
        return True

    def recall(_opening: Opening) -> bool:
        return True

    if not run_once(store, operation, work, recall):
        raise CategoryInUse(store.transactions.count_live_with_term(category_term(category_id)))


def merge_category(
    store: TenantStore,
    operation: Operation,
    category_id: str,
    target_id: str,
    expected: ExpectedRevision = ANY_REVISION,
) -> None:
    """Move a category's transactions to another of its type, and delete it.

    How, and what a merge that was cut short leaves behind, is told at ``run_merge``.

    Raises:
        NotFound: There is no such category.
        PreconditionFailed: It is not as expected.
        InvalidArgument: The target does not exist, is of the other type, archived, or the same.
        CategoryBusy: It is being merged into another one.
    """
    run_merge(store, operation, _CategoryMerge(category_id, target_id), expected)


class _CategoryMerge(Merge[Category]):
    """Merge of a category into another of its type."""

    cause = Cause.CATEGORY_MERGE

    @property
    def term(self) -> str:
        return category_term(self.source_id)

    def is_done(self, tenant: Tenant) -> bool:
        return self.source_id not in tenant.categories

    def get_source(self, tenant: Tenant, expected: ExpectedRevision) -> Category:
        source = tenant.get_category(self.source_id)
        expected.check(source)
        if source.merging_into != self.target_id and source.merging_into in tenant.categories:
            raise CategoryBusy
        if self.target_id == source.id:
            raise InvalidArgument.of("reassign_to", "is the category itself")
        tenant.get_category_for(source.type, self.target_id, "reassign_to")
        return source

    def moved(self, before: Transaction, at: datetime) -> Transaction:
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
        if after is None:
            unit.tenant.remove_category(before.id)
        else:
            unit.tenant.put_category(after)

    def logged(self, _tenant: Tenant, part: Category) -> Category:
        return part


def _updated(before: Category, patch: CategoryPatch | CategoryPut, at: datetime) -> Category:
    if isinstance(patch, CategoryPut):
        if patch.type is not before.type:
            raise InvalidArgument.of("type", "of a category never changes")
        fields = {name: getattr(patch, name) for name in type(patch).model_fields}
    else:
        fields = {name: getattr(patch, name) for name in patch.model_fields_set}
    return revised(before, fields, at)
