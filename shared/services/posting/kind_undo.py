"""The protocol of undo: each kind of thing in the change log says how its changes are undone."""

# ruff: noqa: B027 (A kind leaves the steps that it does not need empty.)

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field

from shared.models.history.change import Change, Operation
from shared.models.history.kinds import Logged
from shared.models.history.undo_plan import UndoPlan
from shared.models.values.revision import Versioned
from shared.repositories.store import TenantStore
from shared.services.posting.operations import append_change


@dataclass
class UndoCommit:
    """The commit that undoes changes, with the numbers of its log entries.

    The entries of transactions are numbered from 0 by ``commit_edits``; ``next_index`` is the
    number behind them. Each kind takes as many further numbers as it has entries.
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
    """Undoes the changes of one kind of thing in one commit.

    ``services.history.undo`` makes one for each kind that was changed, all on the same plan, and
    calls, in the order of the table of kinds: ``take_back`` for each change, the last one of all
    kinds first; ``settle``; ``begin``, ``write`` and ``finish``. The first two plan, the others
    write. ``finish`` of one kind follows ``write`` of all, so that no log entry is about something
    that names what is not there yet, or no longer.
    """

    def __init__(self, plan: UndoPlan) -> None:
        self.plan = plan

    @staticmethod
    def ensure_undoable(change: Change) -> None:
        """Pass where there is a way back from a change, whatever the ledger has become.

        Raises:
            NotUndoable: There is none.
        """

    @staticmethod
    def needs_whole_operation(_change: Change) -> bool:
        """Whether a change is undone only together with all that was committed with it."""
        return False

    def is_as_left_by(self, change: Change) -> bool:
        """Whether nothing has changed the thing since, so that no later change can conflict."""
        thing = self.find(change.entity_id)
        if thing is None or change.after is None:
            return thing is None and change.after is None
        return bool(thing.revision == change.after.get("revision", 1))

    @abstractmethod
    def find(self, entity_id: str) -> Versioned | None:
        """Return the thing with that id as the plan has it, or None."""

    @abstractmethod
    def take_back(self, change: Change) -> None:
        """Take one change back in the plan: its fields are as before, all others stay.

        Raises:
            FinanceFlowError: It does not fit the ledger as it is.
        """

    def settle(self) -> None:
        """Finish the plan when all changes are taken back."""

    def begin(self, commit: UndoCommit) -> None:
        """Check what only the database tells; write things that those of other kinds name."""

    def write(self, commit: UndoCommit) -> None:
        """Write things that name others."""

    def finish(self, commit: UndoCommit) -> None:
        """Remove things that others may have named, and write those that nothing names."""
