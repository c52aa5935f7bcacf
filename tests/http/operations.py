"""Every operation on a ledger: how it is asked for, and who may."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from werkzeug.test import TestResponse

from shared.models.access import Role
from tests.http.answers import ok
from tests.support.people import Person

_ENTRY = {
    "type": "EXPENSE",
    "amount": "1.00",
    "category_id": "{category}",
    "date": "2026-03-31",
}


@dataclass(frozen=True)
class Operation:
    """An operation; names in braces, in its path and body, stand for ids."""

    name: str
    method: str
    path: str
    status: int
    least_role: Role
    body: Any = None

    def ask(self, person: Person, ids: dict[str, str]) -> TestResponse:
        """Call it as this person, with these ids."""
        path = self.path.format(**ids)
        return person.call(self.method, path, json=_filled(copy.deepcopy(self.body), ids))

    def __str__(self) -> str:
        return self.name


def _filled(content: Any, ids: dict[str, str]) -> Any:
    if isinstance(content, dict):
        return {key: _filled(value, ids) for key, value in content.items()}
    if isinstance(content, list):
        return [_filled(value, ids) for value in content]
    return content.format(**ids) if isinstance(content, str) else content


_VIEWER, _ANALYST, _ADMIN = Role.VIEWER, Role.ANALYST, Role.ADMIN
_CATEGORY, _TRANSACTION = "/categories/{category}", "/transactions/{transaction}"
_BATCH = "/transactions/batch"

ON_LEDGERS = (
    Operation("list categories", "GET", "/categories", 200, _VIEWER),
    Operation("create a category", "POST", "/categories", 201, _ANALYST,
              {"name": "New", "type": "EXPENSE"}),
    Operation("list transactions", "GET", "/transactions", 200, _VIEWER),
    Operation("report", "GET", "/monthlyReport?year=2026&month=3", 200, _VIEWER),
    Operation("report this month", "GET", "/monthlyReport", 200, _VIEWER),
)  # fmt: skip
"""Operations that name no resource."""

ON_RESOURCES = (
    Operation("get a category", "GET", _CATEGORY, 200, _VIEWER),
    Operation("patch a category", "PATCH", _CATEGORY, 200, _ANALYST, {"name": "New"}),
    Operation("put a category", "PUT", _CATEGORY, 200, _ANALYST,
              {"name": "New", "type": "EXPENSE"}),
    Operation("delete a category", "DELETE", "/categories/{unused}", 204, _ADMIN),
    Operation("merge a category", "DELETE", "/categories/{unused}?reassign_to={category}", 204,
              _ADMIN),
    Operation("get a transaction", "GET", _TRANSACTION, 200, _VIEWER),
    Operation("patch a transaction", "PATCH", _TRANSACTION, 200, _ANALYST, {"amount": "2.00"}),
    Operation("put a transaction", "PUT", _TRANSACTION, 200, _ANALYST, _ENTRY),
    Operation("delete a transaction", "DELETE", _TRANSACTION, 204, _ADMIN),
    Operation("restore a transaction", "POST", "/transactions/{deleted}/restore", 200, _ADMIN),
)  # fmt: skip
"""Operations on a resource that their path names."""

ON_NAMED = (
    Operation("record a transaction", "POST", "/transactions", 201, _ANALYST, _ENTRY),
    Operation("batch of creations", "POST", _BATCH, 200, _ANALYST, {"create": [_ENTRY]}),
    Operation("batch of updates", "POST", _BATCH, 200, _ANALYST,
              {"update": [{"id": "{transaction}", "amount": "2.00"}]}),
    Operation("batch of moves", "POST", _BATCH, 200, _ANALYST,
              {"update": [{"id": "{own}", "category_id": "{category}"}]}),
    Operation("batch of deletions", "POST", _BATCH, 200, _ADMIN, {"delete": ["{transaction}"]}),
    Operation("move a transaction", "PATCH", "/transactions/{own}", 200, _ANALYST,
              {"category_id": "{category}"}),
    Operation("replace a transaction", "PUT", "/transactions/{own}", 200, _ANALYST, _ENTRY),
    Operation("restore elsewhere", "POST", "/transactions/{own_deleted}/restore", 200, _ADMIN,
              {"category_id": "{category}"}),
    Operation("merge into a category", "DELETE", "/categories/{own_unused}?reassign_to={category}",
              204, _ADMIN),
)  # fmt: skip
"""Operations that name resources in their body or query."""

OPERATIONS = (*ON_LEDGERS, *ON_RESOURCES, *ON_NAMED)


def furnish(person: Person) -> dict[str, str]:
    """Put into a ledger what the operations need; its ids."""
    recorded, deleted = person.record("12.50", "Dining"), person.record("7.00", "Dining")
    ok(person.delete(f"/transactions/{deleted['id']}"), 204)
    ids = {
        "transaction": recorded["id"],
        "deleted": deleted["id"],
        "category": person.category_ids["Groceries"],
        "unused": person.category_ids["Travel"],
    }
    own = {"own": "transaction", "own_deleted": "deleted", "own_unused": "unused"}
    return ids | {name: ids[like] for name, like in own.items()}
