"""Undo of changes of a person's preferences of notifications."""

from __future__ import annotations

from shared.models.history.change import Change
from shared.models.history.undo_plan import UndoPlan
from shared.models.notifications.preferences import NotificationPreferences
from shared.services.notifications.preferences import put_preferences
from shared.services.posting.kind_undo import KindUndo, UndoCommit


class NotificationPreferenceUndo(KindUndo):
    """Undoes changes of the preferences, which are read when everything else is written."""

    def __init__(self, plan: UndoPlan) -> None:
        super().__init__(plan)
        self._changes: list[Change] = []

    def is_as_left_by(self, _change: Change) -> bool:
        """Return False: later changes are unknown before the preferences are read."""
        return False

    def find(self, _entity_id: str) -> None:
        """Return no preferences: none are read yet."""

    def take_back(self, change: Change) -> None:
        """Remember a change that ``finish`` undoes."""
        self._changes.append(change)

    def finish(self, commit: UndoCommit) -> None:
        """Undo the changes, the last one first, and write the preferences if they changed."""
        before = after = commit.unit.notification_preferences.get()
        for change in self._changes:
            old, new = map(NotificationPreferences.model_validate, (change.before, change.after))
            after = after.without(old, new)
        if after is not before:
            [index] = commit.take_indices(1)
            after = after.model_copy(update={"revision": before.revision + 1})
            put_preferences(commit.unit, commit.operation, before, after, index)
