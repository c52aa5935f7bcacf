"""Write sample data into an empty ledger: accounts, categories, transactions and a rule."""

from __future__ import annotations

from datetime import datetime

from shared.errors import LedgerNotEmpty
from shared.models.history.change import Operation
from shared.models.history.kinds import Logged
from shared.models.ledger.ledger import Ledger
from shared.models.ledger.samples.filling import SampleLedger, fill
from shared.models.ledger.summary import Edit
from shared.models.ledger.tenant import Tenant
from shared.models.planning.samples import SamplePlanning, sample_planning
from shared.models.rules.rule_list import RuleState
from shared.models.rules.sample_rule import sample_rule
from shared.models.values.identifiers import new_id
from shared.repositories.store import LedgerSnapshot, RecordedSnapshot, TenantStore
from shared.services.currencies.lookup import rates_of
from shared.services.posting.ledger import commit_edits
from shared.services.posting.operations import append_change, run_once


def add_sample_data(store: TenantStore, operation: Operation) -> int:
    """Fill an empty ledger with samples in the language of its owner, and return their number.

    They are one commit. A ledger is empty if it has no transactions outside of the trash. A rule is
    added unless the ledger has rules, and recurring entries unless it has any.

    Raises:
        LedgerNotEmpty: The ledger has transactions.
        FinanceFlowError: The samples do not fit the ledger; see ``fill``.
    """

    def work(unit: TenantStore, snapshot: LedgerSnapshot) -> int:
        tenant = snapshot.tenant
        if tenant.ledger.totals.entries:
            raise LedgerNotEmpty
        samples, planning = _samples_of(store, tenant, operation.at)
        edits = [Edit(None, transaction) for transaction in samples.transactions]
        index = _put_parts(unit, operation, tenant.ledger, samples.ledger, len(edits))
        commit_edits(
            unit,
            operation,
            tenant.with_ledger(samples.ledger),
            edits,
            written_occurrences=planning.occurrence_ids if planning else (),
        )
        if not unit.rules.list_all():
            put_first_rule(unit, operation, sample_rule(samples, new_id(), operation.at), index)
            index += 1
        if planning is not None:
            put_entries(unit, operation, planning, index)
            unit.ledger.put_has_recurring(has_recurring=True)
        return len(edits)

    def recall(snapshot: RecordedSnapshot) -> int:
        return len(snapshot.idempotency.created)

    return run_once(store, operation, work, recall)


def _samples_of(
    store: TenantStore, tenant: Tenant, at: datetime
) -> tuple[SampleLedger, SamplePlanning | None]:
    """Return the samples, and their recurring entries unless the ledger has some."""
    find_rate = rates_of(store, tenant.ledger, at)
    samples = fill(tenant.ledger, tenant.profile.locale, store.ref.id, at, find_rate)
    if tenant.ledger.has_recurring:
        return samples, None
    planning = sample_planning(samples, at)
    return planning.samples, planning


def put_first_rule(unit: TenantStore, operation: Operation, rule: RuleState, index: int) -> None:
    """Write and log the only rule of a ledger; ``index`` is the number of its log entry."""
    unit.rules.put_all([rule])
    append_change(unit, operation, None, rule, index=index)


def put_entries(
    unit: TenantStore, operation: Operation, planning: SamplePlanning, first_index: int
) -> None:
    """Write and log the recurring entries of samples, and the last occurrence of each."""
    for number, entry in enumerate(planning.entries.values()):
        unit.recurring.create(entry.recurring)
        unit.occurrences.create(entry.occurrence)
        index = first_index + 2 * number
        append_change(unit, operation, None, entry.recurring, index=index)
        append_change(unit, operation, None, entry.occurrence, index=index + 1)


def put_plans(
    unit: TenantStore, operation: Operation, planning: SamplePlanning, first_index: int
) -> None:
    """Write and log the budgets and goals of samples."""
    for budget in planning.budgets:
        unit.budgets.put(budget)
    for goal in planning.goals:
        unit.goals.put(goal)
    plans: list[Logged] = [*planning.budgets, *planning.goals]
    for index, plan in enumerate(plans, start=first_index):
        append_change(unit, operation, None, plan, index=index)


def _put_parts(
    unit: TenantStore, operation: Operation, before: Ledger, after: Ledger, first_index: int
) -> int:
    """Write and log the new and changed categories and accounts; return the next index."""
    changed: list[tuple[Logged | None, Logged]] = []
    for category_id, category in after.categories.items():
        if category != before.categories.get(category_id):
            unit.ledger.put_category(category)
            changed.append((None, category))
    for account_id, account in after.accounts.items():
        former = before.accounts.get(account_id)
        if account != former:
            unit.ledger.put_account(account)
            changed.append((former and before.state_of(former), after.state_of(account)))
    for index, (was, becomes) in enumerate(changed, start=first_index):
        append_change(unit, operation, was, becomes, index=index)
    return first_index + len(changed)
