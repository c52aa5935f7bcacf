"""The operations on rules."""

from __future__ import annotations

from shared.models.people.access import Role
from tests.http.answers import ok
from tests.http.operation import ApiOperation
from tests.support.ledgers.people import Person

_ANALYST, _ADMIN = Role.ANALYST, Role.ADMIN
_CONDITIONS = [{"field": "DESCRIPTION", "operator": "CONTAINS", "value": "market"}]

OPERATIONS = (
    ApiOperation("list_rules", "list rules", "GET", "/rules", 200, _ANALYST),
    ApiOperation("suggest_rules", "suggest rules", "GET", "/rules/suggestions", 200, _ANALYST),
    ApiOperation("create_rule", "create a rule", "POST", "/rules", 201, _ANALYST,
                 {"conditions": _CONDITIONS, "actions": {"category_id": "{category}"}}),
    ApiOperation("order_rules", "order rules", "PUT", "/rules/order", 200, _ANALYST,
                 {"ids": ["{rule}"]}),
    ApiOperation("apply_rules", "try rules", "POST", "/rules/apply", 200, _ANALYST,
                 {"dry_run": True}),
    ApiOperation("apply_rules", "apply rules", "POST", "/rules/apply", 200, _ANALYST,
                 {"dry_run": False}),
    ApiOperation("apply_rules", "apply a rule", "POST", "/rules/apply", 200, _ANALYST,
                 {"dry_run": False, "rule_ids": ["{rule}"]}),
    ApiOperation("get_rule", "get a rule", "GET", "/rules/{rule}", 200, _ANALYST),
    ApiOperation("patch_rule", "patch a rule", "PATCH", "/rules/{rule}", 200, _ANALYST,
                 {"name": "New"}),
    ApiOperation("patch_rule", "file by a rule", "PATCH", "/rules/{own_rule}", 200, _ANALYST,
                 {"actions": {"category_id": "{category}"}}),
    ApiOperation("put_rule", "put a rule", "PUT", "/rules/{rule}", 200, _ANALYST,
                 {"conditions": _CONDITIONS, "actions": {"payee": "Market"}}),
    ApiOperation("delete_rule", "delete a rule", "DELETE", "/rules/{rule}", 204, _ADMIN),
)  # fmt: skip


def furnish(person: Person) -> dict[str, str]:
    """Create a rule; its id."""
    rule = {"conditions": _CONDITIONS, "actions": {"tags": ["x"]}}
    rule_id: str = ok(person.post("/rules", rule), 201)["id"]
    return {"rule": rule_id, "own_rule": rule_id}
