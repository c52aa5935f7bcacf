"""Common steps of undoing changes of categories, accounts, custom types and own rates."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from shared.errors import Busy, FinanceFlowError, NotUndoable
from shared.models.currencies.own_rate import OwnRate
from shared.models.history.kinds import Logged
from shared.models.history.undo_plan import PartEdit
from shared.models.ledger.account import Account
from shared.models.ledger.category import Category
from shared.models.ledger.custom_type import CustomType
from shared.models.ledger.distinct_names import ensure_distinct
from shared.models.ledger.ledger import Ledger
from shared.repositories.store import TenantStore
from shared.services.ledger.merges import is_merge_target
from shared.services.posting.kind_undo import KindUndo, UndoCommit

_Part = TypeVar("_Part", Category, Account, CustomType, OwnRate)
_Mergeable = TypeVar("_Mergeable", Category, Account, CustomType)
TooMany = Callable[[int], FinanceFlowError]
"""Class of the error of a bound that is exceeded."""


class PartUndo(KindUndo, Generic[_Part]):
    """Undoes changes of categories, accounts, custom types or own rates.

    Restored ones are written before the transactions that refer to them, and removed ones after
    them. The log entries are numbered in the order of ``edits``.
    """

    _numbered: tuple[tuple[int, PartEdit[_Part]], ...] = ()

    @property
    @abstractmethod
    def edits(self) -> list[PartEdit[_Part]]:
        """Return the edits of the parts of this kind."""

    @abstractmethod
    def put(self, unit: TenantStore, part: _Part) -> None:
        """Write a category, account, custom type or own rate."""

    @abstractmethod
    def remove(self, unit: TenantStore, part: _Part) -> None:
        """Remove a part of the ledger that no transaction needs after the edits.

        Raises:
            CategoryInUse, AccountInUse: It has live transactions; the error has their number.
            CustomTypeInUse: A transaction has it, or it is only removed by these edits.
        """

    @abstractmethod
    def logged(self, ledger: Ledger, part: _Part) -> Logged:
        """Return the logged state of a category, account, custom type or own rate."""

    def begin(self, commit: UndoCommit) -> None:
        """Write restored and changed categories, accounts, custom types or own rates."""
        edits = self.edits
        indices = commit.take_indices(len(edits))
        self._numbered = tuple(zip(indices, edits, strict=True))
        for index, edit in self._numbered:
            if edit.after is not None:
                self.put(commit.unit, edit.after)
                self._log(commit, index, edit)

    def finish(self, commit: UndoCommit) -> None:
        """Remove categories, accounts, custom types or own rates."""
        for index, edit in self._numbered:
            if edit.after is None and edit.before is not None:
                self.remove(commit.unit, edit.before)
                self._log(commit, index, edit)

    def _log(self, commit: UndoCommit, index: int, edit: PartEdit[_Part]) -> None:
        before, after = edit
        was = None if before is None else self.logged(self.plan.ledger_before, before)
        becomes = None if after is None else self.logged(self.plan.ledger, after)
        commit.log(was, becomes, index)


def ensure_fit(
    parts: Mapping[str, _Part], before: Mapping[str, _Part], bound: int, too_many: TooMany
) -> None:
    """Check names and number of categories, accounts, custom types or own rates after an undo.

    Only names that the undo restores or changes are checked, and a ledger that had more parts than
    it may have keeps them.

    Raises:
        AlreadyExists: Another one has the name of one that the undo restores or changes.
        TooManyCategories, TooManyAccounts, TooManyCustomTypes, TooManyOwnRates: ``too_many``, of
            the bound.
    """
    for part in parts.values():
        if part != before.get(part.id):
            ensure_distinct(part, parts)
    if len(parts) > max(bound, len(before)):
        raise too_many(bound)


def ensure_merges_go_on(
    parts: Mapping[str, _Mergeable], before: Mapping[str, _Mergeable], busy: type[Busy]
) -> None:
    """Check that an undo leaves the target of each merge in place, and begins no merge in vain.

    An undo begins one when it repeats the closing of a source, whose own undo had stopped the
    merge.

    Raises:
        CategoryBusy, AccountBusy, CustomTypeBusy: ``busy``, of a target that the undo would remove
            or archive, or merge away.
        NotUndoable: The target of a merge that the undo would repeat cannot take its transactions.
    """
    for part in parts.values():
        if part.merging_into is None:
            continue
        target, was = parts.get(part.merging_into), before.get(part.id)
        if was is not None and was.merging_into == part.merging_into:
            if _is_open(before.get(part.merging_into)) and not _is_open(target):
                raise busy(is_target=True)
        elif is_merge_target(parts, part.id):
            raise busy(is_target=True)
        elif not _is_open(target) or (target is not None and target.merging_into is not None):
            raise NotUndoable("what it was being merged into takes no transactions any more")


def _is_open(target: Category | Account | CustomType | None) -> bool:
    return target is not None and not target.archived
