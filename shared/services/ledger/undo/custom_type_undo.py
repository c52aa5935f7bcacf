"""Undo of changes of custom types."""

from __future__ import annotations

from dataclasses import replace

from shared.errors import CustomTypeBusy, CustomTypeInUse, TooManyCustomTypes
from shared.models.history.change import Change
from shared.models.history.undo_plan import PartEdit
from shared.models.ledger.custom_type import MAX_CUSTOM_TYPES, CustomType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.terms import custom_type_term
from shared.repositories.store import TenantStore
from shared.services.ledger.undo.part_undo import PartUndo, ensure_fit, ensure_merges_go_on


class CustomTypeUndo(PartUndo[CustomType]):
    """Undoes changes of custom types; a created one is removed."""

    @property
    def edits(self) -> list[PartEdit[CustomType]]:
        """Return the edits of custom types."""
        return self.plan.custom_type_edits

    def find(self, entity_id: str) -> CustomType | None:
        """Return the custom type with that id, or None."""
        return self.plan.ledger.custom_types.get(entity_id)

    def take_back(self, change: Change) -> None:
        """Undo one change in the plan.

        Raises:
            NotFound: The custom type no longer exists.
            CustomTypeBusy: It would be removed, and is being merged into another.
        """
        ledger = self.plan.ledger
        after = self.plan.part_without(change, CustomType, ledger.get_custom_type)
        if (
            after is None
            and ledger.get_custom_type(change.entity_id).merging_into in ledger.custom_types
        ):
            raise CustomTypeBusy
        kept = {k: v for k, v in ledger.custom_types.items() if k != change.entity_id}
        self.plan.ledger = replace(
            ledger, custom_types=kept if after is None else {**kept, after.id: after}
        )

    def settle(self) -> None:
        """Check the names and the number of custom types, when all changes are undone in the plan.

        Raises:
            AlreadyExists: Another custom type has the name of one that the plan restores or
                changes.
            TooManyCustomTypes: The plan restores more custom types than a ledger may have.
            CustomTypeBusy: The plan would remove or archive the target of a merge.
            NotUndoable: The target of a merge that would begin again takes no transactions.
        """
        ledger, before = self.plan.ledger, self.plan.ledger_before
        ensure_fit(ledger.custom_types, before.custom_types, MAX_CUSTOM_TYPES, TooManyCustomTypes)
        ensure_merges_go_on(ledger.custom_types, before.custom_types, CustomTypeBusy)

    def put(self, unit: TenantStore, part: CustomType) -> None:
        """Write a custom type."""
        unit.ledger.put_custom_type(part)

    def remove(self, unit: TenantStore, part: CustomType) -> None:
        """Remove a custom type that no transaction has after the plan's edits.

        Raises:
            CustomTypeInUse: A transaction has it, or it is only removed by these edits.
        """
        if count := unit.transactions.count_with_term(custom_type_term(part.id)):
            raise CustomTypeInUse(count)
        unit.ledger.remove_custom_type(part.id)

    def logged(self, _ledger: Ledger, part: CustomType) -> CustomType:
        """Return the logged state of a custom type."""
        return part
