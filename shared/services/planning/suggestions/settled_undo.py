"""Undo of dismissing, accepting and restoring suggestions of recurring entries."""

from __future__ import annotations

from shared.errors import TooManySettledSuggestions
from shared.models.planning.suggestions.settled import MAX_SETTLED
from shared.services.posting.kind_undo import UndoCommit, UnplannedUndo


class SettledSuggestionUndo(UnplannedUndo):
    """Undoes changes of settled suggestions, after the undo of entries.

    A dismissal that is undone lets the suggestion come back.
    """

    def write(self, commit: UndoCommit) -> None:
        """Undo the changes and write the settled suggestions.

        Raises:
            NotFound: One no longer exists.
            TooManySettledSuggestions: The ledger would have more than it may.
        """
        repository = commit.unit.settled_suggestions
        for settled_id, changes in self.changes.items():
            before = after = repository.find(settled_id)
            for change in changes:
                after = self.without(change, after, "settled suggestion")
            if after == before:
                continue
            if after is None:
                repository.delete(settled_id)
            else:
                if before is None and repository.count() >= MAX_SETTLED:
                    raise TooManySettledSuggestions(MAX_SETTLED)
                repository.put(after)
            commit.log(before, after, *commit.take_indices(1))
