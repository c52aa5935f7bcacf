"""Undo of changes of own rates."""

from __future__ import annotations

from dataclasses import replace

from shared.errors import TooManyOwnRates
from shared.models.currencies.own_rate import MAX_OWN_RATES, OwnRate
from shared.models.history.change import Change
from shared.models.history.undo_plan import PartEdit
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.transactions.currencies.other_currencies import ensure_not_converting_at
from shared.repositories.store import TenantStore
from shared.services.ledger.undo.part_undo import PartUndo, ensure_fit


class OwnRateUndo(PartUndo[OwnRate]):
    """Undoes changes of own rates; a created one is removed."""

    @property
    def edits(self) -> list[PartEdit[OwnRate]]:
        """Return the edits of own rates."""
        return self.plan.own_rate_edits

    def find(self, entity_id: str) -> OwnRate | None:
        """Return the own rate with that id, or None."""
        return self.plan.ledger.own_rates.get(entity_id)

    def take_back(self, change: Change) -> None:
        """Undo one change in the plan.

        Raises:
            NotFound: The own rate no longer exists.
        """
        ledger = self.plan.ledger
        after = self.plan.part_without(change, OwnRate, ledger.get_own_rate)
        kept = {k: v for k, v in ledger.own_rates.items() if k != change.entity_id}
        self.plan.ledger = replace(
            ledger, own_rates=kept if after is None else {**kept, after.id: after}
        )

    def settle(self) -> None:
        """Check the own rates, when all changes are undone in the plan.

        Raises:
            AlreadyExists: Another one is of the same currencies and day.
            TooManyOwnRates: The plan restores more own rates than a ledger may have.
            RebuildRunning: The currency of the ledger is being changed to one of those of a rate
                that is changed or removed.
        """
        ledger, before = self.plan.ledger, self.plan.ledger_before
        ensure_fit(ledger.own_rates, before.own_rates, MAX_OWN_RATES, TooManyOwnRates)
        for edit in self.edits:
            if edit.before is not None:
                ensure_not_converting_at(before, edit.before)

    def put(self, unit: TenantStore, part: OwnRate) -> None:
        """Write an own rate."""
        unit.ledger.put_own_rate(part)

    def remove(self, unit: TenantStore, part: OwnRate) -> None:
        """Remove an own rate."""
        unit.ledger.remove_own_rate(part.id)

    def logged(self, _ledger: Ledger, part: OwnRate) -> OwnRate:
        """Return the logged state of an own rate."""
        return part
