"""Application of rules to recorded transactions, as a preview or with commits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from shared.errors import CommitTooLarge
from shared.models.history.change import Cause, Operation
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.page import Position
from shared.models.ledger.summary import Edit
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.people.access import Action
from shared.models.rules.rule import Rule
from shared.models.rules.rule_application import RuleApplication, RuleEdit, find_edit, subject_of
from shared.repositories.store import LedgerSnapshot, TenantStore
from shared.services.posting.ledger import commit_edits
from shared.services.posting.long_work import ensure_may_go_on
from shared.services.posting.operations import run_once

CHANGED_AT_ONCE = 100
"""Maximum number of transactions changed in one commit.

Each takes up to nine documents, if all are in different months, have different payees, and get tags
while the months are rebuilt: it is read again, its month is read and written in two calendars, and
its change and two payees are written with it. A request that has used its documents commits what it
has found, so these have to fit beside the others.
"""

MAX_SHOWN_EDITS = 100
"""Maximum number of edits that a result lists."""

_READ_AT_ONCE = 125


class _Found(NamedTuple):
    """An edit that was found, with the rules that match the transaction."""

    edit: RuleEdit
    matching: list[Rule]


@dataclass
class RuleRun:
    """The result of applying rules, or of a preview.

    ``matched`` counts the transactions for which all conditions of a rule hold, ``changed`` those
    that differ afterwards; ``edits`` are the first 100 of these. ``next_cursor`` None means that
    all transactions were examined.
    """

    matched: int = 0
    changed: int = 0
    edits: list[RuleEdit] = field(default_factory=list)
    next_cursor: str | None = None

    def add(self, edits: Sequence[RuleEdit]) -> None:
        """Add edits to the result."""
        self.changed += len(edits)
        self.edits += edits[: MAX_SHOWN_EDITS - len(self.edits)]


def preview_rules(
    store: TenantStore,
    ledger: Ledger,
    operation: Operation,
    application: RuleApplication,
    is_over: Callable[[], bool],
    cursor: str | None = None,
) -> RuleRun:
    """Preview the edits that the rules would make, newest first, until the time limit.

    ``ledger`` is the present one.

    Raises:
        InvalidArgument: A named rule does not exist.
        Unreadable: The cursor belongs to another application.
    """
    return _Preview(store, ledger, operation, application).run(is_over, cursor)


def apply_rules(
    store: TenantStore,
    ledger: Ledger,
    operation: Operation,
    application: RuleApplication,
    is_over: Callable[[], bool],
    cursor: str | None = None,
) -> RuleRun:
    """Apply the rules, newest transactions first, until the time limit; another call continues.

    Each commit changes at most 100 transactions, and reads them again: concurrent changes are taken
    into account, with the rules as of the request, and the categories as of the commit. All changes
    have the id of the operation as their ``cause_id``.

    Raises:
        InvalidArgument: A named rule does not exist.
        Unreadable: The cursor belongs to another application.
        TooManyTags: The ledger would exceed the maximum number of different tags.
    """
    step = operation.caused_by(Cause.RULES, operation.change_id)
    return _Application(store, ledger, step, application).run(is_over, cursor)


class _Preview:
    """A run of rules that changes nothing."""

    def __init__(
        self,
        store: TenantStore,
        ledger: Ledger,
        operation: Operation,
        application: RuleApplication,
    ) -> None:
        self._store = store
        self._operation = operation
        self._asked = application
        self._ledger = ledger
        self._rules = application.chosen_from(store.rules.list_all())
        self._search = application.search(ledger)
        self._found: list[_Found] = []
        self._result = RuleRun()

    def run(self, is_over: Callable[[], bool], cursor: str | None) -> RuleRun:
        """Examine one transaction after the other, until the end or the time limit."""
        fingerprint = self._asked.fingerprint
        after = Position.from_cursor(cursor, fingerprint) if cursor is not None else None
        for transaction, matches in self._store.transactions.scan(
            self._search, after, _READ_AT_ONCE
        ):
            if matches:
                self._look_at(transaction)
            if len(self._found) >= CHANGED_AT_ONCE:
                self._take_found()
            if is_over():
                self._result.next_cursor = Position.of(transaction).to_cursor(fingerprint)
                break
        self._take_found()
        return self._result

    def _look_at(self, transaction: Transaction) -> None:
        matching = self._list_matching(transaction)
        if not matching:
            return
        self._result.matched += 1
        edit = self._find_edit(self._ledger, transaction, matching)
        if edit is not None:
            self._found.append(_Found(edit, matching))

    def _list_matching(self, transaction: Transaction) -> list[Rule]:
        return list(self._rules.matching(subject_of(transaction)))

    def _find_edit(
        self, ledger: Ledger, transaction: Transaction, matching: Sequence[Rule]
    ) -> RuleEdit | None:
        return find_edit(matching, transaction, ledger, self._operation.at)

    def _take_found(self) -> None:
        self._result.add(self._carried_out(self._found))
        self._found = []

    def _carried_out(self, found: list[_Found]) -> list[RuleEdit]:
        return [one.edit for one in found]


class _Application(_Preview):
    """A run of rules that commits its edits."""

    def _carried_out(self, found: list[_Found]) -> list[RuleEdit]:
        """Commit the edits that the rules still make, and return them."""
        if not found:
            return []
        edits: list[RuleEdit] = []

        def work(unit: TenantStore, snapshot: LedgerSnapshot) -> None:
            nonlocal edits
            of = self._operation
            ensure_may_go_on(unit, snapshot.tenant, of.actor, Action.WRITE, of.at)
            edits = self._edits_of(snapshot, found)
            if edits:
                pairs = [Edit(edit.before, edit.after) for edit in edits]
                commit_edits(unit, self._operation, snapshot.tenant, pairs)

        def recall(_snapshot: LedgerSnapshot) -> None:
            """Return nothing: ``edits`` has those of the run of ``work`` that was committed."""

        ids = [one.edit.before.id for one in found]
        try:
            run_once(self._store, self._operation, work, recall, transaction_ids=ids)
        except CommitTooLarge:
            if len(found) == 1:
                raise
            middle = len(found) // 2
            return self._carried_out(found[:middle]) + self._carried_out(found[middle:])
        self._operation = self._operation.continued()
        return edits

    def _edits_of(self, snapshot: LedgerSnapshot, found: Sequence[_Found]) -> list[RuleEdit]:
        """Return the edits of the transactions that still match, in their present state.

        Only transactions that were changed meanwhile are matched again.
        """
        known = {one.edit.before.id: one for one in found}
        edits: list[RuleEdit] = []
        for transaction in filter(self._is_asked_for, snapshot.transactions.values()):
            one = known[transaction.id]
            is_same = transaction == one.edit.before
            matching = one.matching if is_same else self._list_matching(transaction)
            edit = self._find_edit(snapshot.ledger, transaction, matching)
            if edit is not None:
                edits.append(edit)
        return edits

    def _is_asked_for(self, transaction: Transaction) -> bool:
        dates = self._asked.filter.dates
        is_within = (dates.start is None or dates.start <= transaction.date) and (
            dates.end is None or transaction.date <= dates.end
        )
        return is_within and not transaction.is_deleted and self._search.matches(transaction)
