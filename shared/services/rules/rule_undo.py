"""Undoing changes of rules, as part of the commit that undoes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shared.models.history.change import Change, Entity, Operation
from shared.models.history.conflicts import in_effect
from shared.models.ledger.tenant import Tenant
from shared.models.rules.rule_list import Part
from shared.models.rules.rule_undo_plan import RuleReversal, parts_put_back
from shared.repositories.store import TenantStore
from shared.services.rules.rules import put_rules


def undo_rules(
    unit: TenantStore,
    operation: Operation,
    tenant: Tenant,
    changes: Sequence[Change],
    first_index: int,
) -> None:
    """Undo changes of rules, in a ledger as the rest of the commit makes it.

    ``first_index`` is the number of the first log entry. A rule may come to name again what the
    ledger had lost before these changes; what it has lost since is missed.

    Raises: as ``RuleReversal.undo``.
    """
    rules = unit.rules.list_all()
    kept = list(_lost_before(unit, tenant, changes))
    reversal = RuleReversal(tenant, rules, operation.at, kept)
    reversal.undo(*changes)
    put_rules(unit, operation, rules, reversal.rules, first_index)


def _lost_before(unit: TenantStore, tenant: Tenant, changes: Sequence[Change]) -> Iterator[Part]:
    """What the rules named that was gone already when they were changed."""
    for part, sequence in parts_put_back(changes).items():
        kind, part_id = part
        chart = tenant.categories if kind is Entity.CATEGORY else tenant.accounts
        if part_id in chart:
            continue
        if not list(in_effect(unit.changes.list_of_entity_after(part_id, sequence))):
            yield part
