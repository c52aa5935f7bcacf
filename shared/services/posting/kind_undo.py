"""The protocol of undo, which each kind of entity in the change log implements."""

# ruff: noqa: B027 (a kind implements only the steps that it needs)

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TypeVar

from shared.errors import NotFound
from shared.models.history.change import Change, Operation
from shared.models.history.kinds import Logged, kind_of
from shared.models.history.undo_plan import UndoPlan, old_fields
from shared.models.values.revision import Revisable, Versioned, next_revision, revised
from shared.repositories.store import TenantStore
from shared.services.posting.operations import append_change

_Kept = TypeVar("_Kept", bound=Revisable)


@dataclass
class UndoCommit:
    """The commit that undoes changes, with the numbers of its log entries.

    ``commit_edits`` numbers the entries of transactions from 0; ``next_index`` is the next number.
    Each kind takes as many further numbers as it has entries.
    """

    unit: TenantStore
    operation: Operation
    next_index: int = field(default=0)

    def take_indices(self, count: int) -> range:
        """Return the numbers of the next ``count`` entries."""
        taken = range(self.next_index, self.next_index + count)
        self.next_index = taken.stop
        return taken

    def log(self, before: Logged | None, after: Logged | None, index: int) -> None:
        """Append the entry with that number."""
        append_change(self.unit, self.operation, before, after, index=index)


class KindUndo(ABC):
    """Undoes the changes of one kind of entity in one commit.

    ``services.history.undo`` creates one for each changed kind, all on the same plan, and calls, in
    the order of the table of kinds: ``take_back`` for each change, the last one of all kinds first;
    ``settle``; ``begin``, ``write`` and ``finish``. The first two plan, the others write.
    ``finish`` of each kind follows ``write`` of all kinds, so that no log entry refers to an entity
    that does not exist at that point.
    """

    def __init__(self, plan: UndoPlan) -> None:
        self.plan = plan

    @staticmethod
    def ensure_undoable(change: Change) -> None:
        """Check that a change can be undone, regardless of the state of the ledger.

        Raises:
            NotUndoable: The change cannot be undone.
        """

    @staticmethod
    def needs_whole_operation(_change: Change) -> bool:
        """Return whether a change can only be undone with all changes of its commit."""
        return False

    def is_as_left_by(self, change: Change) -> bool:
        """Return whether the entity is unchanged since, so that no later change can conflict."""
        thing = self.find(change.entity_id)
        if thing is None or change.after is None:
            return thing is None and change.after is None
        return bool(thing.revision == change.after.get("revision", 1))

    @abstractmethod
    def find(self, entity_id: str) -> Versioned | None:
        """Return the entity with that id in the plan, or None."""

    @abstractmethod
    def take_back(self, change: Change) -> None:
        """Undo one change in the plan: its fields get their former values, other fields stay.

        Raises:
            FinanceFlowError: The result does not fit the ledger.
        """

    def settle(self) -> None:
        """Complete the plan when all changes are undone in it."""

    def begin(self, commit: UndoCommit) -> None:
        """Check conditions in the database; write entities that those of other kinds refer to."""

    def write(self, commit: UndoCommit) -> None:
        """Write entities that refer to others."""

    def finish(self, commit: UndoCommit) -> None:
        """Remove entities that others may have referred to; write those without references."""


class UnplannedUndo(KindUndo):
    """Undo of a kind whose entities are read when they are written, and are not in the plan.

    ``changes`` are those to undo by the id of the entity, newest first.
    """

    def __init__(self, plan: UndoPlan) -> None:
        super().__init__(plan)
        self.changes: dict[str, list[Change]] = {}

    def is_as_left_by(self, _change: Change) -> bool:
        """Return False: the plan does not hold the entity."""
        return False

    def find(self, _entity_id: str) -> None:
        """Return no entity: none is read yet."""

    def take_back(self, change: Change) -> None:
        """Remember a change that is undone when the entity is written."""
        self.changes.setdefault(change.entity_id, []).append(change)

    def without(
        self, change: Change, current: _Kept | None, noun: str, kept: Collection[str] = ()
    ) -> _Kept | None:
        """Return an entity without a change; None if the change has created it.

        The fields that the change has changed get their former values, but those named in ``kept``.

        Raises:
            NotFound: The entity, which is a ``noun``, no longer exists.
        """
        if change.before is None:
            if current is None:
                raise NotFound(noun)
            return None
        old = kind_of(change.entity).decode(change.before)
        if change.after is None:
            found: _Kept = next_revision(old, self.plan.at)
            return found
        if current is None:
            raise NotFound(noun)
        fields = old_fields(change, old)
        fields = {name: value for name, value in fields.items() if name not in kept}
        return revised(current, fields, self.plan.at)
