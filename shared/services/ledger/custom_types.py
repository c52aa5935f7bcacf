"""Create, change, delete and merge custom types."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from shared.errors import CustomTypeBusy, CustomTypeInUse, InvalidArgument
from shared.models.history.change import Cause, Operation
from shared.models.ledger.custom_type import CustomType
from shared.models.ledger.inputs.custom_type import CustomTypeDraft, CustomTypePatch, CustomTypePut
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.terms import custom_type_term
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.values.identifiers import new_id
from shared.models.values.revision import ANY_REVISION, ExpectedRevision, revised
from shared.repositories.store import LedgerSnapshot, RecordedSnapshot, TenantStore
from shared.services.ledger.merges import Merge, ensure_free, is_merge_target
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
        CustomTypeBusy: It would be archived, and another one is being merged into it.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> CustomType:
        before = snapshot.ledger.get_custom_type(custom_type_id)
        expected.check(before)
        after = _updated(before, patch, operation.at)
        if after is not before:
            if after.archived and is_merge_target(snapshot.ledger.custom_types, custom_type_id):
                raise CustomTypeBusy(is_target=True)
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
        CustomTypeBusy: It is being merged into another one, or another one into it.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> None:
        custom_type = snapshot.ledger.get_custom_type(custom_type_id)
        expected.check(custom_type)
        ensure_free(snapshot.ledger.custom_types, custom_type, CustomTypeBusy)
        if count := unit.transactions.count_with_term(custom_type_term(custom_type_id)):
            raise CustomTypeInUse(count)
        unit.ledger.remove_custom_type(custom_type_id)
        append_change(unit, operation, custom_type, None)

    def recall(_snapshot: LedgerSnapshot) -> None:
        return None

    run_once(store, operation, work, recall)


class CustomTypeMerge(Merge[CustomType]):
    """Merge of a custom type into another of its type.

    Raises:
        NotFound: There is no such custom type.
        PreconditionFailed: It is not as expected.
        InvalidArgument: The target does not exist, is for another type, archived, or the same.
        CustomTypeBusy: It is being merged into another one, or another one into it.
    """

    cause, busy = Cause.CUSTOM_TYPE_MERGE, CustomTypeBusy
    place = "custom_types"

    @property
    def term(self) -> str:
        """Return the index term of the source's transactions."""
        return custom_type_term(self.source_id)

    @staticmethod
    def parts(ledger: Ledger) -> Mapping[str, CustomType]:
        """Return the custom types of a ledger by their ids."""
        return ledger.custom_types

    def find_source(self, ledger: Ledger) -> CustomType:
        """Return the source."""
        return ledger.get_custom_type(self.source_id)

    def check_target(self, ledger: Ledger, source: CustomType) -> None:
        """Raise unless transactions of the source's type can be given the target."""
        ledger.get_custom_type_for(source.type, self.target_id, "reassign_to")

    def moved(self, before: Transaction, at: datetime) -> Transaction:
        """Return the transaction after the merge."""
        return revised(before, {"custom_type_id": self.target_id}, at)

    def write(self, unit: TenantStore, before: CustomType, after: CustomType | None) -> None:
        """Write the custom type; ``after`` None deletes it."""
        if after is None:
            unit.ledger.remove_custom_type(before.id)
        else:
            unit.ledger.put_custom_type(after)

    def logged(self, _ledger: Ledger, part: CustomType) -> CustomType:
        """Return the custom type in the form of the change log."""
        return part


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
