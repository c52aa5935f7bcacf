"""Undo of changes of a ledger's settings and of a person's profile."""

from __future__ import annotations

from dataclasses import replace

from shared.errors import NotUndoable, RebuildRunning
from shared.models.history.change import Cause, Change
from shared.models.history.undo_plan import UndoPlan
from shared.models.people.profile import Profile
from shared.models.settings.ledger_settings import LedgerSettings
from shared.services.posting.kind_undo import KindUndo, UndoCommit
from shared.services.settings.settings import put_profile, put_settings


class SettingsUndo(KindUndo):
    """Undoes changes of settings.

    Another start of the months is requested as by a patch, and so is another currency that was
    requested before.
    """

    def __init__(self, plan: UndoPlan) -> None:
        super().__init__(plan)
        self._before = self.settings = LedgerSettings.of(plan.tenant)

    @staticmethod
    def ensure_undoable(change: Change) -> None:
        """Check that a change can be undone.

        Raises:
            NotUndoable: It is the end of a rebuild of the months, or the initial state.
        """
        if change.cause is Cause.REBUILD:
            raise NotUndoable(f"it completed change {change.cause_id}; undo that one instead")
        if change.before is None:
            raise NotUndoable("it is the initial state of the ledger")

    def find(self, _entity_id: str) -> LedgerSettings:
        """Return the settings."""
        return self.settings

    def take_back(self, change: Change) -> None:
        """Undo one change in the plan.

        Raises:
            RebuildRunning: A third start or currency is pending.
        """
        before, after = map(LedgerSettings.model_validate, (change.before, change.after))
        self.settings = self.settings.without(before, after)

    def settle(self) -> None:
        """Set the currency and time zone of the ledger in the plan."""
        currency, timezone = self.settings.currency, self.settings.timezone
        self.plan.ledger = replace(self.plan.ledger, currency=currency, timezone=timezone)

    def begin(self, commit: UndoCommit) -> None:
        """Check that no amount would change its currency.

        Raises:
            NotUndoable: The currency changes, and the ledger has amounts, a backup of such is being
                restored, or a rule that stays compares amounts.
            RebuildRunning: The currency is being changed.
        """
        if self.settings.currency == self._before.currency:
            return
        if self.plan.tenant.ledger.currency_change.is_running:
            raise RebuildRunning
        if self.plan.keeps_amounts or commit.unit.transactions.has_any():
            raise NotUndoable("it changed the currency, and the ledger has amounts now")
        if self.plan.ledger_before.is_being_restored:
            raise NotUndoable("it changed the currency, and a backup is being restored")
        for rule in commit.unit.rules.list_all():
            if rule.id not in self.plan.undone_rule_ids and rule.compares_amounts:
                raise NotUndoable("it changed the currency, and a rule compares amounts")

    def finish(self, commit: UndoCommit) -> None:
        """Write the settings if they changed."""
        if self.settings != self._before:
            [index] = commit.take_indices(1)
            ledger = self.plan.tenant.ledger
            put_settings(commit.unit, commit.operation, ledger, self._before, self.settings, index)


class ProfileUndo(KindUndo):
    """Undoes changes of the profile of the person whose own ledger it is."""

    def __init__(self, plan: UndoPlan) -> None:
        super().__init__(plan)
        self._before = self.profile = plan.tenant.profile

    def find(self, _entity_id: str) -> Profile:
        """Return the profile."""
        return self.profile

    def take_back(self, change: Change) -> None:
        """Take one change back in the plan."""
        before, after = map(Profile.model_validate, (change.before, change.after))
        self.profile = self.profile.without(before, after)

    def finish(self, commit: UndoCommit) -> None:
        """Write the profile if it changed."""
        if self.profile != self._before:
            [index] = commit.take_indices(1)
            put_profile(commit.unit, commit.operation, self._before, self.profile, index)
