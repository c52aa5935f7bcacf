"""Creating, changing, deleting and merging categories."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shared.errors import CategoryBusy, CategoryInUse, InvalidArgument
from shared.models.category import Category, CategoryDraft, CategoryPatch, CategoryPut
from shared.models.change import Cause, Operation
from shared.models.identifiers import new_id
from shared.models.revision import ANY_REVISION, ExpectedRevision
from shared.models.summary import Edit
from shared.models.tenant import Tenant
from shared.repositories.store import Opening, TenantStore
from shared.services.ledger import commit_edits
from shared.services.operations import append_change, run_once

MERGE_CHUNK = 200
"""Transactions moved in one commit of a merge."""


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
    """Take away a category without live transactions.

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
        if unit.transactions.has_live_of_category(category_id):
            return False
        unit.tenant.remove_category(category_id)
        append_change(unit, operation, category, None)
        return True

    def recall(_opening: Opening) -> bool:
        return True

    if not run_once(store, operation, work, recall):
        raise CategoryInUse(store.transactions.count_live_of_category(category_id))


def merge_category(
    store: TenantStore,
    operation: Operation,
    category_id: str,
    target_id: str,
    expected: ExpectedRevision = ANY_REVISION,
) -> None:
    """Move all of a category's transactions to another of its type, and take it away.

    The bin's transactions move along. A merge that fits one commit happens at once. A larger one
    goes in commits that each leave the summaries right: the first closes the category to new
    entries, and a merge that was cut short goes on where it is asked for again.

    Raises:
        NotFound: There is no such category.
        PreconditionFailed: It is not as expected.
        InvalidArgument: The target does not exist, is of the other type, archived, or the same.
        CategoryBusy: It is being merged into another one.
    """
    step = operation.model_copy(update={"cause": Cause.CATEGORY_MERGE})
    while not _merge_chunk(store, step, category_id, target_id, expected):
        step = step.model_copy(update={"change_id": new_id(), "is_retryable": False})
        expected = ANY_REVISION


def _merge_chunk(
    store: TenantStore,
    operation: Operation,
    category_id: str,
    target_id: str,
    expected: ExpectedRevision,
) -> bool:
    """Move one chunk; whether the merge is done."""

    def work(unit: TenantStore, opening: Opening) -> bool:
        source = opening.tenant.get_category(category_id)
        expected.check(source)
        _check_merge(opening.tenant, source, target_id)
        chunk = unit.transactions.list_of_category(category_id, MERGE_CHUNK + 1)
        is_last = len(chunk) <= MERGE_CHUNK
        edits = [
            Edit(before, before.model_copy(update=_moved(before.revision, target_id, operation.at)))
            for before in chunk[:MERGE_CHUNK]
        ]
        if edits:
            commit_edits(unit, operation, edits)
        if is_last:
            unit.tenant.remove_category(category_id)
            append_change(unit, operation, source, None, index=len(edits))
        elif source.merging_into != target_id:
            locked = _revised(source, {"merging_into": target_id}, operation.at)
            unit.tenant.put_category(locked)
            append_change(unit, operation, source, locked, index=len(edits))
        return is_last

    def recall(opening: Opening) -> bool:
        return category_id not in opening.tenant.categories

    return run_once(store, operation, work, recall)


def _check_merge(tenant: Tenant, source: Category, target_id: str) -> None:
    if source.merging_into != target_id and source.merging_into in tenant.categories:
        raise CategoryBusy
    if target_id == source.id:
        raise InvalidArgument.of("reassign_to", "is the category itself")
    tenant.get_category_for(source.type, target_id, "reassign_to")


def _moved(revision: int, target_id: str, at: datetime) -> dict[str, Any]:
    return {"category_id": target_id, "revision": revision + 1, "updated_at": at}


def _updated(before: Category, patch: CategoryPatch | CategoryPut, at: datetime) -> Category:
    if isinstance(patch, CategoryPut):
        if patch.type is not before.type:
            raise InvalidArgument.of("type", "of a category never changes")
        fields = {name: getattr(patch, name) for name in type(patch).model_fields}
    else:
        fields = {name: getattr(patch, name) for name in patch.model_fields_set}
    return _revised(before, fields, at)


def _revised(before: Category, fields: dict[str, Any], at: datetime) -> Category:
    """The category with these fields, one revision on; itself where they are as they were."""
    after = before.model_copy(update=fields)
    if after == before:
        return before
    return after.model_copy(update={"revision": before.revision + 1, "updated_at": at})
