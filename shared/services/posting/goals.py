"""Follow merges of categories and accounts in goals, in the commit that makes the change."""

from __future__ import annotations

from shared.models.history.change import Operation
from shared.models.planning.goals.goal import led_to_part
from shared.repositories.store import TenantStore
from shared.services.posting.operations import append_change


def replace_in_goals(
    unit: TenantStore,
    operation: Operation,
    place: str,
    source_id: str,
    target_id: str,
    first_index: int,
) -> int:
    """Let the goals on a merged category or account be on its target; return the number of changes.

    Allocations of both accounts may exceed their common balance by shares; then each gets its part.
    """
    count = 0
    for before in unit.goals.list_all():
        after = led_to_part(before, place, source_id, target_id, operation.at)
        if after is not before:
            unit.goals.put(after)
            append_change(unit, operation, before, after, index=first_index + count)
            count += 1
    return count
