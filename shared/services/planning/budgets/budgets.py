"""Create, change, delete and list budgets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from shared.errors import NotFound, TooManyBudgets
from shared.models.history.change import Operation
from shared.models.ledger.ledger import Ledger
from shared.models.planning.budgets.budget import MAX_BUDGETS, Budget
from shared.models.planning.budgets.budget_input import (
    BudgetDraft,
    BudgetPatch,
    budget_from_input,
    changed_fields,
)
from shared.models.values.identifiers import new_id
from shared.models.values.revision import ANY_REVISION, ExpectedRevision, revised
from shared.models.values.text import IMPORTED
from shared.repositories.store import LedgerSnapshot, RecordedSnapshot, TenantStore
from shared.services.planning.whole_lists import item_in, list_with_ledger
from shared.services.posting.budgets import settle_scopes
from shared.services.posting.operations import append_change, run_once


class OwnedBudget(NamedTuple):
    """A budget, with the ledger whose amounts, periods and tags it is in."""

    ledger: Ledger
    budget: Budget

    @property
    def revision(self) -> int:
        """Return the revision of the budget."""
        return self.budget.revision


def list_budgets(store: TenantStore, now: datetime) -> tuple[Ledger, list[Budget]]:
    """Return the ledger and its budgets by name, archived ones too, read in one call.

    Raises:
        TenantMissing, DemoExpired, NotFound: The ledger does not exist, or no longer.
    """
    return list_with_ledger(store, store.budgets, now)


def get_budget(store: TenantStore, budget_id: str, now: datetime) -> OwnedBudget:
    """Return the ledger and its budget with that id.

    Raises:
        TenantMissing, DemoExpired, NotFound: The ledger has no such budget, or does not exist.
    """
    ledger, budgets = list_budgets(store, now)
    return OwnedBudget(ledger, budget_in(budgets, budget_id))


def budget_in(budgets: list[Budget], budget_id: str) -> Budget:
    """Return the budget with that id.

    Raises:
        NotFound: There is none.
    """
    return item_in(budgets, budget_id, "budget")


def create_budget(
    store: TenantStore,
    operation: Operation,
    draft: BudgetDraft,
    announce: Callable[[], None] = lambda: None,
) -> OwnedBudget:
    """Create a budget, and return it with the ledger.

    ``announce`` is called before each try to commit if its scope is to be built afterwards.

    Raises:
        InvalidArgument: The scope, the period or the amount does not fit the ledger.
        TooManyBudgets: The ledger has reached the maximum number of budgets.
        TooManyScopes: The summaries cannot keep daily totals of one more scope.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> OwnedBudget:
        made = budget_from_input(snapshot.ledger, draft, new_id(), operation.at)
        budgets = unit.budgets.list_all()
        if len(budgets) >= MAX_BUDGETS:
            raise TooManyBudgets(MAX_BUDGETS)
        _put(unit, operation, snapshot.ledger, budgets, (None, made), announce)
        return OwnedBudget(snapshot.ledger, made)

    return run_once(store, operation, work, logged_budget)


def update_budget(
    store: TenantStore,
    operation: Operation,
    budget_id: str,
    patch: BudgetPatch,
    expected: ExpectedRevision = ANY_REVISION,
    announce: Callable[[], None] = lambda: None,
) -> OwnedBudget:
    """Change the fields of a budget that are given, and return it with the ledger.

    ``announce`` is called as by ``create_budget``.

    Raises:
        NotFound: The ledger has no such budget.
        PreconditionFailed: The budget does not have the expected revision.
        InvalidArgument: A field does not fit the ledger, or the amount a period that is over.
        TooManyScopes: The summaries cannot keep daily totals of one more scope.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> OwnedBudget:
        budgets = unit.budgets.list_all()
        before = budget_in(budgets, budget_id)
        ledger = snapshot.ledger
        expected.check(OwnedBudget(ledger, before))
        fields = changed_fields(ledger, patch, before, ledger.today(operation.at))
        after = revised(before, fields, operation.at)
        if after is not before:
            _put(unit, operation, ledger, budgets, (before, after), announce)
        return OwnedBudget(ledger, after)

    return run_once(store, operation, work, logged_budget)


def delete_budget(
    store: TenantStore,
    operation: Operation,
    budget_id: str,
    expected: ExpectedRevision = ANY_REVISION,
) -> None:
    """Delete a budget.

    Raises:
        NotFound: The ledger has no such budget.
        PreconditionFailed: The budget does not have the expected revision.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> None:
        budgets = unit.budgets.list_all()
        before = budget_in(budgets, budget_id)
        expected.check(OwnedBudget(snapshot.ledger, before))
        _put(unit, operation, snapshot.ledger, budgets, (before, None))

    run_once(store, operation, work, recall=lambda _snapshot: None)


def _put(
    unit: TenantStore,
    operation: Operation,
    ledger: Ledger,
    budgets: list[Budget],
    edit: tuple[Budget | None, Budget | None],
    announce: Callable[[], None] = lambda: None,
) -> None:
    """Write and log a change of one of the budgets, and settle the scopes that all need."""
    before, after = edit
    others = [one for one in budgets if before is None or one.id != before.id]
    if after is not None:
        unit.budgets.put(after)
        others.append(after)
    elif before is not None:
        unit.budgets.delete(before.id)
    settle_scopes(unit, ledger, others, operation.at, announce)
    append_change(unit, operation, before, after)


def logged_budget(snapshot: RecordedSnapshot) -> OwnedBudget:
    """Return the ledger, and the budget as the operation's change-log entry holds it."""
    if snapshot.record.after is None:
        raise NotFound("budget")
    logged = Budget.model_validate(snapshot.record.after, context=IMPORTED)
    return OwnedBudget(snapshot.ledger, logged)
