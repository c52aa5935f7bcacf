"""Create, change and delete custom types."""

from __future__ import annotations

from datetime import datetime

from shared.errors import CustomTypeInUse, InvalidArgument
from shared.models.history.change import Operation
from shared.models.ledger.custom_type import (
    CustomType,
    CustomTypeDraft,
    CustomTypePatch,
    CustomTypePut,
)
from shared.models.ledger.transactions.terms import custom_type_term
from shared.models.values.identifiers import new_id
from shared.models.values.revision import ANY_REVISION, ExpectedRevision, revised
from shared.repositories.store import LedgerSnapshot, RecordedSnapshot, TenantStore
from shared.services.posting.operations import append_change, run_once


def create_custom_type(
    store: TenantStore, operation: Operation, draft: CustomTypeDraft
) -> CustomType:
    """Add a custom type.

    Raises:
        AlreadyExists: One of that name exists.
        TooManyCustomTypes: The ledger has reached the maximum number of custom types.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> CustomType:
        custom_type = CustomType(
            id=new_id(),
            created_at=operation.at,
            updated_at=operation.at,
            **{name: getattr(draft, name) for name in CustomTypeDraft.model_fields},
        )
        snapshot.ledger.with_custom_type(custom_type)
        unit.ledger.put_custom_type(custom_type)
        append_change(unit, operation, None, custom_type)
        return custom_type

    def recall(snapshot: RecordedSnapshot) -> CustomType:
        return CustomType.model_validate(snapshot.record.after)

    return run_once(store, operation, work, recall)


def update_custom_type(
    store: TenantStore,
    operation: Operation,
    custom_type_id: str,
    patch: CustomTypePatch | CustomTypePut,
    expected: ExpectedRevision = ANY_REVISION,
) -> CustomType:
    """Change a custom type: the named fields by a patch, all of them by a put.

    Raises:
        NotFound: There is none.
        PreconditionFailed: It is not as expected.
        AlreadyExists: Another one has the new name.
        InvalidArgument: The type would change.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> CustomType:
        before = snapshot.ledger.get_custom_type(custom_type_id)
        expected.check(before)
        after = _updated(before, patch, operation.at)
        if after is not before:
            snapshot.ledger.with_custom_type(after)
            unit.ledger.put_custom_type(after)
            append_change(unit, operation, before, after)
        return after

    def recall(snapshot: LedgerSnapshot) -> CustomType:
        return snapshot.ledger.get_custom_type(custom_type_id)

    return run_once(store, operation, work, recall)


def delete_custom_type(
    store: TenantStore,
    operation: Operation,
    custom_type_id: str,
    expected: ExpectedRevision = ANY_REVISION,
) -> None:
    """Delete a custom type that no transaction has, neither a live one nor one in the trash.

    Raises:
        NotFound: There is none.
        PreconditionFailed: It is not as expected.
        CustomTypeInUse: A transaction has it.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> None:
        custom_type = snapshot.ledger.get_custom_type(custom_type_id)
        expected.check(custom_type)
        if unit.transactions.has_any_with_term(custom_type_term(custom_type_id)):
            raise CustomTypeInUse
        unit.ledger.remove_custom_type(custom_type_id)
        append_change(unit, operation, custom_type, None)

    def recall(_snapshot: LedgerSnapshot) -> None:
        return None

    run_once(store, operation, work, recall)


def _updated(
    before: CustomType, patch: CustomTypePatch | CustomTypePut, at: datetime
) -> CustomType:
    if isinstance(patch, CustomTypePut):
        if patch.type is not before.type:
            raise InvalidArgument.of("type", "cannot be changed")
        fields = {name: getattr(patch, name) for name in type(patch).model_fields}
    else:
        fields = {name: getattr(patch, name) for name in patch.model_fields_set}
    return revised(before, fields, at)
