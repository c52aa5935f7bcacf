"""Goals in Firestore: two allocations at once, and contributions under faults and concurrency."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.errors import AllocationTooLarge, GoalInUse, NotFound
from shared.models.ledger.inputs.transaction import TransactionDraft
from shared.models.planning.goals.goal import Goal
from shared.models.planning.goals.goal_input import GoalDraft
from shared.repositories.store import TenantStore
from shared.services.ledger import transactions
from shared.services.planning.goals import contributions
from shared.services.planning.goals.goals import create_goal
from shared.services.planning.goals.reports import get_progress
from tests.support.faults import FAULTS, Crashed, fault
from tests.support.ledgers.ledgers import (
    NOW,
    assert_every_revision_is_logged,
    assert_law_holds,
    assert_log_is_complete,
    new_account,
    new_ledger,
    operation,
)

pytestmark = pytest.mark.usefixtures("emulators")

LINKED = {"kind": "TRANSACTIONS"}


def new_goal(store: TenantStore, **fields: Any) -> Goal:
    """Create a goal of 1,000.00 by linked transactions."""
    draft = {"name": "Sea", "target": "1000", "funding": LINKED} | fields
    return create_goal(store, operation(), GoalDraft.model_validate(draft)).goal


def draft(amount: str = "10.00") -> TransactionDraft:
    """Return an expense of the day of the tests."""
    fields = {"type": "EXPENSE", "amount": amount, "date": str(NOW.date())}
    return TransactionDraft.model_validate(fields)


def saved_minor(store: TenantStore, goal: Goal) -> int:
    """Return what is saved for a goal."""
    [one] = get_progress(store, goal.id, NOW).goals
    assert one.status is not None
    return one.status.saved_minor


def test_allocations_of_several_requests_at_once_do_not_exceed_the_balance() -> None:
    store = new_ledger()
    account_id = new_account(store, "Savings", opening_balance_minor=100_000)
    funding = {"kind": "ALLOCATION", "account_id": account_id, "amount": "300"}

    def allocate(number: int) -> bool:
        try:
            new_goal(store, name=f"Goal {number}", funding=funding)
        except AllocationTooLarge:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        made = sum(pool.map(allocate, range(6)))

    assert made == 3
    assert len(store.goals.list_all()) == 3
    assert_log_is_complete(store)


@pytest.mark.parametrize("trouble", sorted(FAULTS))
def test_a_retried_contribution_counts_once_whatever_went_wrong(trouble: str) -> None:
    store = new_ledger()
    goal = new_goal(store)

    def contribute() -> str:
        step = operation("the key")
        return contributions.record_contribution(store, step, goal.id, draft()).id

    with fault(trouble) as injected, contextlib.suppress(Crashed):
        contribute()
    assert injected.has_struck
    assert contribute() == contribute()
    assert saved_minor(store, goal) == 1_000
    assert_law_holds(store)


@pytest.mark.parametrize("trouble", ["answer lost", "commit refused", "contention"])
def test_a_goal_is_deleted_with_all_of_its_links_or_not_at_all(trouble: str) -> None:
    store = new_ledger()
    goal = new_goal(store)
    ids = [
        contributions.record_contribution(store, operation(), goal.id, draft()).id for _ in range(3)
    ]
    transactions.delete_transaction(store, operation(), ids[0])

    with fault(trouble) as injected:
        contributions.delete_goal(store, operation(), goal.id)

    assert injected.has_struck
    assert store.goals.list_all() == []
    assert {one.goal_id for one in store.transactions.find_all(ids).values()} == {None}
    assert_law_holds(store)
    assert_every_revision_is_logged(store)
    assert_log_is_complete(store)


def test_a_goal_of_too_many_transactions_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contributions, "MAX_UNLINKED", 1)
    store = new_ledger()
    goal = new_goal(store)
    for _ in range(2):
        contributions.record_contribution(store, operation(), goal.id, draft())

    with pytest.raises(GoalInUse):
        contributions.delete_goal(store, operation(), goal.id)

    assert saved_minor(store, goal) == 2_000


def test_contributions_while_the_goal_is_deleted_leave_no_link() -> None:
    store = new_ledger()
    goal = new_goal(store)
    known = [transactions.record_transaction(store, operation(), draft()).id for _ in range(6)]

    def link(transaction_id: str) -> None:
        with contextlib.suppress(NotFound):
            contributions.link_contribution(store, operation(), goal.id, transaction_id)

    with ThreadPoolExecutor(7) as pool:
        linking = [pool.submit(link, one) for one in known]
        deleting = pool.submit(contributions.delete_goal, store, operation(), goal.id)
        for one in (*linking, deleting):
            one.result()

    assert {one.goal_id for one in store.transactions.find_all(known).values()} == {None}
    assert_law_holds(store)


def test_former_goals_leave_the_summary_of_a_month(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.repositories.ledger.summaries.MAX_GOALS", 1)
    store = new_ledger()
    for number in range(4):
        goal = new_goal(store, name=f"Goal {number}")
        contributions.record_contribution(store, operation(), goal.id, draft())
        contributions.delete_goal(store, operation(), goal.id)
    last = new_goal(store)
    contributions.record_contribution(store, operation(), last.id, draft())

    [summary] = store.summaries.list_all()

    assert list(summary.totals.by_goal) == [last.id]
    assert_law_holds(store)
