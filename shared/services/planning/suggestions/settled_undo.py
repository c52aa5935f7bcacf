"""Undo of dismissing, accepting and restoring suggestions of recurring entries."""

from __future__ import annotations

from shared.errors import NotFound, TooManySettledSuggestions
from shared.models.history.change import Change
from shared.models.history.undo_plan import UndoPlan, old_fields
from shared.models.planning.suggestions.settled import MAX_SETTLED, SettledSuggestion
from shared.models.values.revision import next_revision, revised
from shared.models.values.text import IMPORTED
from shared.services.posting.kind_undo import KindUndo, UndoCommit


class SettledSuggestionUndo(KindUndo):
    """Undoes changes of settled suggestions, after the undo of entries.

    A dismissal that is undone lets the suggestion come back.
    """

    def __init__(self, plan: UndoPlan) -> None:
        super().__init__(plan)
        self._changes: dict[str, list[Change]] = {}

    def is_as_left_by(self, _change: Change) -> bool:
        """Return False: the plan holds no settled suggestions."""
        return False

    def find(self, _entity_id: str) -> None:
        """Return no settled suggestion: none is read yet."""

    def take_back(self, change: Change) -> None:
        """Remember a change that ``write`` undoes, newest first."""
        self._changes.setdefault(change.entity_id, []).append(change)

    def write(self, commit: UndoCommit) -> None:
        """Undo the changes and write the settled suggestions.

        Raises:
            NotFound: One no longer exists.
            TooManySettledSuggestions: The ledger would have more than it may.
        """
        repository = commit.unit.settled_suggestions
        for settled_id, changes in self._changes.items():
            before = after = repository.find(settled_id)
            for change in changes:
                after = _without(change, after, self.plan)
            if after == before:
                continue
            if after is None:
                repository.delete(settled_id)
            else:
                if before is None and repository.count() >= MAX_SETTLED:
                    raise TooManySettledSuggestions(MAX_SETTLED)
                repository.put(after)
            commit.log(before, after, *commit.take_indices(1))


def _without(
    change: Change, current: SettledSuggestion | None, plan: UndoPlan
) -> SettledSuggestion | None:
    """Return a settled suggestion without a change; None if the change has created it."""
    if change.before is None:
        if current is None:
            raise NotFound("settled suggestion")
        return None
    old = SettledSuggestion.model_validate(change.before, context=IMPORTED)
    if change.after is None:
        return next_revision(old, plan.at)
    if current is None:
        raise NotFound("settled suggestion")
    return revised(current, old_fields(change, old), plan.at)
