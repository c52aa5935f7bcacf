"""Undo of changes of what transactions are recorded under: the steps they have in common."""

from __future__ import annotations

from abc import abstractmethod
from typing import Generic, TypeVar

from shared.models.history.kinds import Logged
from shared.models.history.undo_plan import PartEdit
from shared.models.ledger.account import Account
from shared.models.ledger.category import Category
from shared.models.ledger.ledger import Ledger
from shared.repositories.store import TenantStore
from shared.services.posting.kind_undo import KindUndo, UndoCommit

_Part = TypeVar("_Part", Category, Account)


class PartUndo(KindUndo, Generic[_Part]):
    """Undoes changes of categories or accounts.

    What comes back is written before the transactions that name it, and what goes away is removed
    after them. The entries are numbered in the order of ``edits`` all the same.
    """

    _numbered: tuple[tuple[int, PartEdit[_Part]], ...] = ()

    @property
    @abstractmethod
    def edits(self) -> list[PartEdit[_Part]]:
        """How categories or accounts have to change."""

    @abstractmethod
    def put(self, unit: TenantStore, part: _Part) -> None:
        """Write a category or account."""

    @abstractmethod
    def remove(self, unit: TenantStore, part: _Part) -> None:
        """Remove a category or account that no live transaction has, after the plan's edits.

        Raises:
            CategoryInUse, AccountInUse: One has it; says how many.
        """

    @abstractmethod
    def logged(self, ledger: Ledger, part: _Part) -> Logged:
        """Return a category or account of a ledger as the change log keeps it."""

    def begin(self, commit: UndoCommit) -> None:
        """Write what comes back or has changed."""
        edits = self.edits
        indices = commit.take_indices(len(edits))
        self._numbered = tuple(zip(indices, edits, strict=True))
        for index, edit in self._numbered:
            if edit.after is not None:
                self.put(commit.unit, edit.after)
                self._log(commit, index, edit)

    def finish(self, commit: UndoCommit) -> None:
        """Remove what goes away."""
        for index, edit in self._numbered:
            if edit.after is None and edit.before is not None:
                self.remove(commit.unit, edit.before)
                self._log(commit, index, edit)

    def _log(self, commit: UndoCommit, index: int, edit: PartEdit[_Part]) -> None:
        before, after = edit
        was = None if before is None else self.logged(self.plan.ledger_before, before)
        becomes = None if after is None else self.logged(self.plan.ledger, after)
        commit.log(was, becomes, index)
