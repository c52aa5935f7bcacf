"""Follow merges and time zones with recurring entries, in the commit that makes the change."""

from __future__ import annotations

from shared.models.history.change import Operation
from shared.models.planning.due_times import moved_to_timezone
from shared.models.planning.recurring import Part, led_to_part
from shared.repositories.store import TenantStore
from shared.services.posting.operations import append_change


def replace_in_recurring(
    unit: TenantStore, operation: Operation, source: Part, target_id: str, first_index: int
) -> int:
    """Let the entries that name the source name the target; return the number of changes."""
    count = 0
    for before in unit.recurring.list_naming(source):
        after = led_to_part(before, source, target_id, operation.at)
        if after is not before:
            unit.recurring.put(after)
            append_change(unit, operation, before, after, index=first_index + count)
            count += 1
    return count


def put_due_times(unit: TenantStore, former: str, timezone: str) -> None:
    """Write when each entry is due after another time zone of the ledger, on the same days."""
    for before in unit.recurring.list_all():
        after = moved_to_timezone(before, former, timezone)
        if after != before:
            unit.recurring.put(after)
