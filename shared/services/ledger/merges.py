"""Merge a category, account or custom type into another, which moves its transactions."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import ClassVar, Generic, Literal, TypeVar

from shared.errors import Busy, CommitTooLarge, InvalidArgument
from shared.models.history.change import Cause, Operation
from shared.models.history.kinds import Logged
from shared.models.ledger.account import Account
from shared.models.ledger.category import Category
from shared.models.ledger.custom_type import CustomType
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Edit
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.people.access import Action
from shared.models.values.revision import ANY_REVISION, ExpectedRevision, revised
from shared.repositories.store import LedgerSnapshot, TenantStore
from shared.services.posting.ledger import commit_edits
from shared.services.posting.long_work import ensure_may_go_on, is_under_way
from shared.services.posting.operations import append_change, run_once

MERGE_CHUNK = 200
"""Transactions moved in one commit of a merge."""

_Part = TypeVar("_Part", Category, Account, CustomType)

"""Class of the error of a part that is being merged, or into which another one is."""

_BEGUN = ExpectedRevision(frozenset())
"""Accepts no revision, so that only a merge that has begun, and was not undone, continues."""


class Merge(ABC, Generic[_Part]):
    """Steps of a merge that differ between categories, accounts and custom types."""

    cause: ClassVar[Cause]
    busy: ClassVar[type[Busy]]
    place: ClassVar[Literal["categories", "accounts", "custom_types"]]

    def __init__(self, source_id: str, target_id: str) -> None:
        self.source_id = source_id
        self.target_id = target_id

    @property
    @abstractmethod
    def term(self) -> str:
        """Return the index term of the source's transactions."""

    @staticmethod
    @abstractmethod
    def parts(ledger: Ledger) -> Mapping[str, _Part]:
        """Return the categories, accounts or custom types of a ledger by their ids."""

    def is_done(self, ledger: Ledger) -> bool:
        """Return whether the source is deleted."""
        return self.source_id not in self.parts(ledger)

    def get_source(self, ledger: Ledger, expected: ExpectedRevision) -> _Part:
        """Return the source, or raise why it cannot be merged into the target.

        A merge that has begun continues whatever the revision is, which it has changed itself, and
        also into a target that is archived or being merged, as in a ledger that was restored. While
        another merge into the source goes on, the source is merged nowhere.
        """
        source = self.find_source(ledger)
        has_begun = source.merging_into == self.target_id
        if not has_begun:
            self.check_revision(ledger, source, expected)
        ensure_free(self.parts(ledger), source, self.busy, except_into=self.target_id)
        if self.target_id == source.id:
            raise InvalidArgument.of("reassign_to", f"is the {source.noun} itself")
        if not has_begun:
            self.check_target(ledger, source)
        elif self.target_id not in self.parts(ledger):
            raise InvalidArgument.of("reassign_to", "was deleted; choose another one instead")
        return source

    @abstractmethod
    def find_source(self, ledger: Ledger) -> _Part:
        """Return the source, or raise why it cannot be merged at all."""

    def check_revision(self, _ledger: Ledger, source: _Part, expected: ExpectedRevision) -> None:
        """Raise unless the source has the expected revision."""
        expected.check(source)

    @abstractmethod
    def check_target(self, ledger: Ledger, source: _Part) -> None:
        """Raise unless the source may be merged into the target, before the merge begins."""

    @abstractmethod
    def moved(self, before: Transaction, at: datetime) -> Transaction:
        """Return the transaction after the merge; itself if it does not change."""

    @abstractmethod
    def write(self, unit: TenantStore, before: _Part, after: _Part | None) -> None:
        """Write a category, account or custom type; ``after`` None deletes it."""

    @abstractmethod
    def logged(self, ledger: Ledger, part: _Part) -> Logged:
        """Return a category, account or custom type in the form of the change log."""

    def absorbed(
        self, _ledger: Ledger, _source: _Part, _at: datetime
    ) -> Iterator[tuple[_Part, _Part]]:
        """Return the other changes, before and after, when the source is deleted."""
        return iter(())


def run_merge(
    store: TenantStore,
    operation: Operation,
    merge: Merge[_Part],
    expected: ExpectedRevision = ANY_REVISION,
    has_room: Callable[[], bool] = lambda: True,
    announce: Callable[[], None] = lambda: None,
    *,
    joins: bool = True,
) -> bool:
    """Move the source's transactions to the target, delete the source; return whether it is done.

    Transactions in the trash move, too, and rules that name the source name the target in the end.
    A merge that fits one commit happens at once. A larger one takes several commits, each with
    correct totals. The first one closes the source to new entries. ``has_room`` is called after
    each; when it returns False, the merge stops. Such a merge, and an interrupted one, continues
    when it is requested again. Unless ``joins``, a merge on which another request or job works now
    is left to that one. ``announce`` is called before the last commit if budgets then need daily
    totals of other scopes, which the caller has to build.

    Raises:
        PreconditionFailed: It is not as expected, or the merge was undone meanwhile.
        FinanceFlowError: As the merge says.
    """
    step = operation.caused_by(merge.cause, merge.source_id)
    size = MERGE_CHUNK
    while True:
        try:
            if _run_chunk(store, step, merge, expected, size, announce, joins=joins):
                return True
        except _LeftToAnotherError:
            return False
        except CommitTooLarge:
            if size == 1:
                raise
            size //= 2
        else:
            if not has_room():
                return False
            step, expected, joins = step.continued(), _BEGUN, True


def continue_merge(
    store: TenantStore,
    operation: Operation,
    kind: type[Merge[_Part]],
    source_id: str,
    has_room: Callable[[], bool],
    announce: Callable[[], None] = lambda: None,
) -> bool:
    """Continue the merge that a request has begun; return whether nothing is left of it.

    Raises: as ``run_merge``.
    """
    source = kind.parts(store.tenant.get().ledger).get(source_id)
    if source is None or source.merging_into is None:
        return True
    merge = kind(source_id, source.merging_into)
    return run_merge(store, operation, merge, _BEGUN, has_room, announce)


def is_merge_target(parts: Mapping[str, Category | Account | CustomType], part_id: str) -> bool:
    """Return whether another of these parts is being merged into this one."""
    return any(part.merging_into == part_id for part in parts.values())


def ensure_free(
    parts: Mapping[str, _Part], part: _Part, busy: type[Busy], *, except_into: str | None = None
) -> None:
    """Raise if a part is being merged, except into ``except_into``, or is the target of a merge.

    Raises:
        CategoryBusy, AccountBusy, CustomTypeBusy: ``busy``.
    """
    if part.merging_into != except_into and part.merging_into in parts:
        raise busy
    if is_merge_target(parts, part.id):
        raise busy(is_target=True)


class _LeftToAnotherError(Exception):
    """Another request or job works on the merge now."""


def _run_chunk(
    store: TenantStore,
    operation: Operation,
    merge: Merge[_Part],
    expected: ExpectedRevision,
    size: int,
    announce: Callable[[], None],
    *,
    joins: bool,
) -> bool:
    """Move at most ``size`` transactions in one commit; return whether the merge is done."""

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> bool:
        ensure_may_go_on(unit, snapshot.tenant, operation.actor, Action.DELETE, operation.at)
        source = merge.get_source(snapshot.ledger, expected)
        has_begun = source.merging_into == merge.target_id
        if has_begun and not joins and is_under_way(unit, merge.cause, source.id, operation.at):
            raise _LeftToAnotherError
        step = operation.of_begun_work() if has_begun else operation
        unit.prepare_to_read()
        edits = list(islice(_edits(unit, operation, merge, size + 1), size + 1))
        is_last = len(edits) <= size
        edits = edits[:size]
        if edits:
            commit_edits(unit, step, snapshot.tenant, edits)
        next_index = len(edits)
        if is_last:
            next_index = _lead(unit, step, snapshot.ledger, merge, next_index, announce)
        changes = _changes(merge, snapshot.ledger, source, operation.at, is_last=is_last)
        for index, (before, after) in enumerate(changes, start=next_index):
            merge.write(unit, before, after)
            was = merge.logged(snapshot.ledger, before)
            becomes = None if after is None else merge.logged(snapshot.ledger, after)
            append_change(unit, step, was, becomes, index=index)
        return is_last

    def recall(snapshot: LedgerSnapshot) -> bool:
        return merge.is_done(snapshot.ledger)

    return run_once(store, operation, work, recall)


def _edits(
    unit: TenantStore, operation: Operation, merge: Merge[_Part], page_size: int
) -> Iterator[Edit]:
    """Yield the edits that are left, reading them on demand."""
    for before in unit.transactions.stream_with_term(merge.term, page_size):
        after = merge.moved(before, operation.at)
        if after is not before:
            yield Edit(before, after)


def _lead(
    unit: TenantStore,
    step: Operation,
    ledger: Ledger,
    merge: Merge[_Part],
    next_index: int,
    announce: Callable[[], None],
) -> int:
    """Let what names the source name the target; return the number of the next change."""
    next_index += _lead_rules(unit, step, merge, next_index)
    next_index += _lead_recurring(unit, step, merge, next_index)
    next_index += _lead_goals(unit, step, merge, next_index)
    return next_index + _lead_budgets(unit, step, ledger, merge, next_index, announce)


def _lead_rules(unit: TenantStore, step: Operation, merge: Merge[_Part], first_index: int) -> int:
    """Let the rules that name the source name the target; return the number of changes."""
    from shared.models.rules.rule_list import Part  # noqa: PLC0415 (few requests are merges)
    from shared.services.posting.rule_lists import replace_in_rules  # noqa: PLC0415 (as above)

    source = Part(merge.place, merge.source_id)
    return replace_in_rules(unit, step, source, merge.target_id, first_index)


def _lead_recurring(
    unit: TenantStore, step: Operation, merge: Merge[_Part], first_index: int
) -> int:
    """Let the recurring entries that name the source name the target, likewise."""
    from shared.models.planning.recurring import Part  # noqa: PLC0415 (few requests are merges)
    from shared.services.posting.recurring_entries import replace_in_recurring  # noqa: PLC0415 (as above)

    source = Part(merge.place, merge.source_id)
    return replace_in_recurring(unit, step, source, merge.target_id, first_index)


def _lead_goals(unit: TenantStore, step: Operation, merge: Merge[_Part], first_index: int) -> int:
    """Let the goals on the source be on the target, likewise."""
    from shared.services.posting.goals import replace_in_goals  # noqa: PLC0415 (few requests are merges)

    ids = merge.source_id, merge.target_id
    return replace_in_goals(unit, step, merge.place, *ids, first_index)


def _lead_budgets(
    unit: TenantStore,
    step: Operation,
    ledger: Ledger,
    merge: Merge[_Part],
    first_index: int,
    announce: Callable[[], None],
) -> int:
    """Let the budgets on the source be on the target, likewise."""
    from shared.services.posting.budgets import MergedPart, replace_in_budgets  # noqa: PLC0415 (few requests are merges)

    merged = MergedPart(merge.place, merge.source_id, merge.target_id)
    return replace_in_budgets(unit, step, ledger, merged, first_index, announce)


def _changes(
    merge: Merge[_Part], ledger: Ledger, source: _Part, at: datetime, *, is_last: bool
) -> Iterator[tuple[_Part, _Part | None]]:
    """Return the changes of categories, accounts or custom types in this commit, in log order."""
    if is_last:
        yield from merge.absorbed(ledger, source, at)
        yield source, None
    elif source.merging_into != merge.target_id:
        yield source, revised(source, {"merging_into": merge.target_id}, at)
