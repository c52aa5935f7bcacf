"""Link transactions to goals that they count for, unlink them, and delete goals with their links.

A link is a field of the transaction. So a transaction that is deleted, restored, changed or undone
counts, or does not, in the same commit, and totals by goal are proven as all others.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from shared.errors import ContributesAlready, FieldError, GoalInUse, InvalidArgument, NotFound
from shared.models.history.change import Operation
from shared.models.ledger.inputs.transaction import TransactionDraft
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.summary import Edit
from shared.models.ledger.transactions.booking import transaction_from_input
from shared.models.ledger.transactions.terms import goal_term
from shared.models.ledger.transactions.transaction import Transaction
from shared.models.planning.goals.goal import FundingKind, Goal
from shared.models.values.identifiers import is_id
from shared.models.values.revision import ANY_REVISION, ExpectedRevision, revised
from shared.repositories.store import LedgerSnapshot, RecordedSnapshot, TenantStore
from shared.services.currencies.lookup import rates_of
from shared.services.planning.goals.goals import OwnedGoal, goal_in
from shared.services.posting.ledger import commit_edits
from shared.services.posting.operations import append_change, run_once

MAX_UNLINKED = 400
"""Transactions that the deletion of a goal unlinks, in one commit."""


def record_contribution(
    store: TenantStore, operation: Operation, goal_id: str, draft: TransactionDraft
) -> Transaction:
    """Create a transaction that counts for a goal.

    Raises:
        NotFound: The ledger has no such goal.
        InvalidArgument: No linked transactions count for the goal, or the new one is not valid.
        DemoQuota: The demo has reached its maximum number of transactions.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> Transaction:
        goal = _linkable(unit, goal_id)
        find_rate = rates_of(store, snapshot.ledger, operation.at)
        try:
            made = transaction_from_input(snapshot.ledger, draft, operation.at, find_rate)
        except InvalidArgument as invalid:
            raise InvalidArgument(*map(_within, invalid.errors)) from invalid
        _ensure_counts(goal, snapshot.ledger, made, "transaction.date")
        linked = made.model_copy(update={"goal_id": goal_id})
        [written] = commit_edits(unit, operation, snapshot.tenant, [Edit(None, linked)])
        return written.after

    def recall(snapshot: RecordedSnapshot) -> Transaction:
        return Transaction.model_validate(snapshot.record.after)

    return run_once(store, operation, work, recall)


def link_contribution(
    store: TenantStore, operation: Operation, goal_id: str, transaction_id: str
) -> Transaction:
    """Let a transaction count for a goal.

    Raises:
        NotFound: The ledger has no such goal or transaction.
        ContributesAlready: The transaction counts for another goal.
        InvalidArgument: No linked transactions count for the goal, or this one is before it.
    """

    def change(unit: TenantStore, snapshot: LedgerSnapshot, before: Transaction) -> Transaction:
        goals = unit.goals.list_all()
        goal = _linkable_in(goals, goal_id)
        _ensure_counts(goal, snapshot.ledger, before, "transaction_id")
        if before.goal_id != goal_id and any(one.id == before.goal_id for one in goals):
            raise ContributesAlready
        return revised(before, {"goal_id": goal_id}, operation.at)

    return _edit(store, operation, transaction_id, change)


def unlink_contribution(
    store: TenantStore, operation: Operation, goal_id: str, transaction_id: str
) -> Transaction:
    """Let a transaction count for a goal no longer; it stays.

    Raises:
        NotFound: The ledger has no such goal or transaction, or they are not linked.
    """

    def change(unit: TenantStore, _snapshot: LedgerSnapshot, before: Transaction) -> Transaction:
        goal_in(unit.goals.list_all(), goal_id)
        if before.goal_id != goal_id:
            raise NotFound("contribution")
        return revised(before, {"goal_id": None}, operation.at)

    return _edit(store, operation, transaction_id, change)


def delete_goal(
    store: TenantStore,
    operation: Operation,
    goal_id: str,
    expected: ExpectedRevision = ANY_REVISION,
) -> None:
    """Delete a goal, and unlink the transactions that count for it, in one commit.

    Raises:
        NotFound: The ledger has no such goal.
        PreconditionFailed: The goal does not have the expected revision.
        GoalInUse: More than 400 transactions are linked to it.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> None:
        before = goal_in(unit.goals.list_all(), goal_id)
        expected.check(OwnedGoal(snapshot.ledger, before))
        edits = _unlinking(unit, before, operation) if is_linkable(before) else []
        if edits:
            commit_edits(unit, operation, snapshot.tenant, edits)
        unit.goals.delete(goal_id)
        append_change(unit, operation, before, None, index=len(edits))

    run_once(store, operation, work, recall=lambda _snapshot: None)


def _unlinking(unit: TenantStore, goal: Goal, operation: Operation) -> list[Edit]:
    """Return the edits that unlink all transactions of a goal, also those in the trash."""
    unit.prepare_to_read()
    found = unit.transactions.stream_with_term(goal_term(goal.id), MAX_UNLINKED + 1)
    linked = list(islice(found, MAX_UNLINKED + 1))
    if len(linked) > MAX_UNLINKED:
        raise GoalInUse(MAX_UNLINKED)
    return [Edit(one, revised(one, {"goal_id": None}, operation.at)) for one in linked]


def is_linkable(goal: Goal) -> bool:
    """Return whether linked transactions count for a goal."""
    return goal.funding.kind is FundingKind.TRANSACTIONS


def _linkable(unit: TenantStore, goal_id: str) -> Goal:
    return _linkable_in(unit.goals.list_all(), goal_id)


def _linkable_in(goals: list[Goal], goal_id: str) -> Goal:
    goal = goal_in(goals, goal_id)
    if not is_linkable(goal):
        message = f"the goal is funded by {goal.funding.kind}, so no transactions are linked to it"
        raise InvalidArgument.of("id", message)
    if not goal.is_in_force:
        raise InvalidArgument.of("id", "the goal is cancelled or archived: nothing counts")
    return goal


def _ensure_counts(goal: Goal, ledger: Ledger, transaction: Transaction, field: str) -> None:
    """Check that a transaction is not before the month in which the goal starts.

    Raises:
        InvalidArgument: It is; the error names ``field``.
    """
    first = ledger.calendar.first_day(ledger.calendar.month_of(goal.start))
    if transaction.date < first:
        raise InvalidArgument.of(field, f"is before {first}, from which money counts for the goal")


def _within(error: FieldError) -> FieldError:
    return FieldError(f"transaction.{error.field}", error.message)


def _edit(
    store: TenantStore,
    operation: Operation,
    transaction_id: str,
    change: Callable[[TenantStore, LedgerSnapshot, Transaction], Transaction],
) -> Transaction:
    """Change a live transaction in one commit, and return it; once, however often it is retried."""
    if not is_id(transaction_id):
        raise NotFound("transaction")

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> Transaction:
        before = snapshot.get_live_transaction(transaction_id)
        after = change(unit, snapshot, before)
        if after is before:
            return before
        [written] = commit_edits(unit, operation, snapshot.tenant, [Edit(before, after)])
        return written.after

    def recall(snapshot: RecordedSnapshot) -> Transaction:
        return snapshot.transactions[transaction_id]

    return run_once(store, operation, work, recall, transaction_ids=[transaction_id])
