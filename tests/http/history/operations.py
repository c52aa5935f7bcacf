"""The operations on the change log."""

from __future__ import annotations

from shared.models.people.access import Role
from tests.http.answers import ok
from tests.http.operation import ApiOperation
from tests.support.ledgers.people import Person

OPERATIONS = (
    ApiOperation("list_changes", "list changes", "GET", "/changes", 200, Role.ANALYST),
    ApiOperation("follow_changes", "follow changes", "GET", "/changes/feed", 200, Role.VIEWER),
    ApiOperation("get_change", "get a change", "GET", "/changes/{change}", 200, Role.ADMIN),
    ApiOperation("undo_change", "undo a change", "POST", "/changes/{change}/undo", 200, Role.ADMIN),
)
"""The change is somebody else's: an analyst may see and undo their own."""


def furnish(person: Person) -> dict[str, str]:
    """Record a transaction; the id of that change."""
    recorded = person.record("3.00", "Dining")
    [creation] = ok(person.get(f"/changes?transaction_id={recorded['id']}"))["items"]
    return {"change": creation["id"]}
