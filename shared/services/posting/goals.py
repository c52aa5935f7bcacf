"""Follow merges and restores in goals, in the commit that makes the change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shared.errors import TooManyGoals
from shared.models.history.change import Operation
from shared.models.ledger.ledger import MAX_GOALS, Ledger
from shared.models.planning.goals.goal import Goal, led_to_part
from shared.repositories.store import TenantStore
from shared.services.posting.operations import append_change
from shared.services.posting.watch import begin_watch


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


def settle_restored_goals(
    unit: TenantStore, ledger: Ledger, restored: Sequence[Goal], at: datetime
) -> None:
    """Check that goals of a backup are not too many, and let people be told of them.

    Raises:
        TooManyGoals: Others were created meanwhile, and all are too many.
    """
    if len({one.id for one in (*unit.goals.list_all(), *restored)}) > MAX_GOALS:
        raise TooManyGoals(MAX_GOALS)
    begin_watch(unit, ledger, at)
