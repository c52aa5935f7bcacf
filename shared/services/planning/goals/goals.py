"""Create, change, delete and list goals."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from shared.errors import NotFound, TooManyGoals
from shared.models.history.change import Operation
from shared.models.ledger.ledger import MAX_GOALS, Ledger
from shared.models.planning.goals.allocations import ensure_allocatable
from shared.models.planning.goals.goal import Goal
from shared.models.planning.goals.goal_input import (
    GoalDraft,
    GoalPatch,
    changed_fields,
    goal_from_input,
)
from shared.models.values.identifiers import new_id
from shared.models.values.revision import ANY_REVISION, ExpectedRevision, revised
from shared.models.values.text import IMPORTED
from shared.repositories.store import LedgerSnapshot, RecordedSnapshot, TenantStore
from shared.services.planning.whole_lists import item_in, list_with_ledger
from shared.services.posting.operations import append_change, run_once


class OwnedGoal(NamedTuple):
    """A goal, with the ledger whose tags it is in."""

    ledger: Ledger
    goal: Goal

    @property
    def revision(self) -> int:
        """Return the revision of the goal."""
        return self.goal.revision


def list_goals(store: TenantStore, now: datetime) -> tuple[Ledger, list[Goal]]:
    """Return the ledger and its goals by name, archived ones too, read in one call.

    Raises:
        TenantMissing, DemoExpired, NotFound: The ledger does not exist, or no longer.
    """
    return list_with_ledger(store, store.goals, now)


def get_goal(store: TenantStore, goal_id: str, now: datetime) -> OwnedGoal:
    """Return the ledger and its goal with that id.

    Raises:
        TenantMissing, DemoExpired, NotFound: The ledger has no such goal, or does not exist.
    """
    ledger, goals = list_goals(store, now)
    return OwnedGoal(ledger, goal_in(goals, goal_id))


def goal_in(goals: list[Goal], goal_id: str) -> Goal:
    """Return the goal with that id.

    Raises:
        NotFound: There is none.
    """
    return item_in(goals, goal_id, "goal")


def create_goal(store: TenantStore, operation: Operation, draft: GoalDraft) -> OwnedGoal:
    """Create a goal, and return it with the ledger.

    Raises:
        InvalidArgument: The funding, the target or a date does not fit the ledger.
        AllocationTooLarge: It would have more of an account than is left of its balance.
        TooManyGoals: The ledger has reached the maximum number of goals.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> OwnedGoal:
        ledger = snapshot.ledger
        made = goal_from_input(ledger, draft, new_id(), operation.at)
        others = unit.goals.list_all()
        if len(others) >= MAX_GOALS:
            raise TooManyGoals(MAX_GOALS)
        ensure_allocatable(ledger, others, None, made, ledger.today(operation.at))
        unit.goals.put(made)
        _begin_watch(unit, ledger, operation)
        append_change(unit, operation, None, made)
        return OwnedGoal(ledger, made)

    return run_once(store, operation, work, logged_goal)


def update_goal(
    store: TenantStore,
    operation: Operation,
    goal_id: str,
    patch: GoalPatch,
    expected: ExpectedRevision = ANY_REVISION,
) -> OwnedGoal:
    """Change the fields of a goal that are given, and return it with the ledger.

    Raises:
        NotFound: The ledger has no such goal.
        PreconditionFailed: The goal does not have the expected revision.
        InvalidArgument: A field does not fit the ledger.
        AllocationTooLarge: It would have more of an account than is left of its balance.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> OwnedGoal:
        ledger, goals = snapshot.ledger, unit.goals.list_all()
        before = goal_in(goals, goal_id)
        expected.check(OwnedGoal(ledger, before))
        today = ledger.today(operation.at)
        after = revised(before, changed_fields(ledger, patch, before, today), operation.at)
        if after is not before:
            others = [one for one in goals if one.id != goal_id]
            ensure_allocatable(ledger, others, before, after, today)
            unit.goals.put(after)
            _begin_watch(unit, ledger, operation)
            append_change(unit, operation, before, after)
        return OwnedGoal(ledger, after)

    return run_once(store, operation, work, logged_goal)


def logged_goal(snapshot: RecordedSnapshot) -> OwnedGoal:
    """Return the ledger, and the goal as the operation's change-log entry holds it."""
    if snapshot.record.after is None:
        raise NotFound("goal")
    logged = Goal.model_validate(snapshot.record.after, context=IMPORTED)
    return OwnedGoal(snapshot.ledger, logged)


def _begin_watch(unit: TenantStore, ledger: Ledger, operation: Operation) -> None:
    from shared.services.posting.watch import begin_watch  # noqa: PLC0415 (few requests change goals)

    begin_watch(unit, ledger, operation.at)
