"""Write the list of a ledger's rules, and lead rules to the target of a merge."""

from __future__ import annotations

from collections.abc import Sequence

from shared.models.history.change import Operation
from shared.models.rules.rule import Rule
from shared.models.rules.rule_list import Part, changes_between, with_part
from shared.repositories.store import TenantStore
from shared.services.posting.operations import append_change


def put_rules(
    unit: TenantStore,
    operation: Operation,
    before: Sequence[Rule],
    after: Sequence[Rule],
    first_index: int = 0,
) -> int:
    """Write all rules, log the changes that lead to them, and return the number of changes."""
    changes = list(changes_between(before, after))
    for index, (was, becomes) in enumerate(changes, start=first_index):
        append_change(unit, operation, was, becomes, index=index)
    if changes:
        unit.rules.put_all(after)
    return len(changes)


def replace_in_rules(
    unit: TenantStore, operation: Operation, source: Part, target_id: str, first_index: int
) -> int:
    """Let the rules that name the source name the target; return the number of changes."""
    rules = unit.rules.list_all()
    after = [with_part(rule, source, target_id, operation.at) for rule in rules]
    return put_rules(unit, operation, rules, after, first_index)
