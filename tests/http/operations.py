"""Every operation on a ledger: how it is asked for, and who may."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from werkzeug.test import TestResponse

from shared.models.people.access import Role
from tests.http.answers import ok
from tests.support.people import Person

_ENTRY = {
    "type": "EXPENSE",
    "amount": "1.00",
    "category_id": "{category}",
    "date": "2026-03-31",
}
_FILE = b"Date,Amount,Description,{owner}\n2026-03-31,-1.00,Shop,x\n2026-03-30,2.00,Pay,y\n"
_RULE = {
    "conditions": [{"field": "DESCRIPTION", "operator": "CONTAINS", "value": "market"}],
    "actions": {"category_id": "{category}"},
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
        """Call it as this person, with these ids; a body of bytes is a bank's file."""
        path = self.path.format(**ids)
        if isinstance(self.body, bytes):
            return person.call(self.method, path, data=self.body, content_type="text/csv")
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
_ACCOUNT, _BATCH = "/accounts/{account}", "/transactions/batch"

ON_LEDGERS = (
    Operation("list categories", "GET", "/categories", 200, _VIEWER),
    Operation("create a category", "POST", "/categories", 201, _ANALYST,
              {"name": "New", "type": "EXPENSE"}),
    Operation("list accounts", "GET", "/accounts", 200, _VIEWER),
    Operation("create an account", "POST", "/accounts", 201, _ANALYST,
              {"name": "New", "kind": "CASH"}),
    Operation("list transactions", "GET", "/transactions", 200, _VIEWER),
    Operation("list payees", "GET", "/transactions/payees", 200, _VIEWER),
    Operation("list tags", "GET", "/transactions/tags", 200, _VIEWER),
    Operation("export transactions", "GET", "/exports/transactions", 200, _ANALYST),
    Operation("export the ledger", "GET", "/exports/ledger", 200, _ANALYST),
    Operation("list changes", "GET", "/changes", 200, _ANALYST),
    Operation("follow changes", "GET", "/changes?since=", 200, _VIEWER),
    Operation("get settings", "GET", "/settings", 200, _ADMIN),
    Operation("change settings", "PATCH", "/settings", 200, _ADMIN, {"timezone": "Asia/Tokyo"}),
    Operation("list rules", "GET", "/rules", 200, _ANALYST),
    Operation("suggest rules", "GET", "/rules/suggestions", 200, _ANALYST),
    Operation("try rules", "POST", "/rules/apply", 200, _ANALYST, {"dry_run": True}),
    Operation("apply rules", "POST", "/rules/apply", 200, _ANALYST, {"dry_run": False}),
    Operation("list imports", "GET", "/imports", 200, _ANALYST),
    Operation("list mappings", "GET", "/imports/mappings", 200, _ANALYST),
    Operation("preview a file", "POST", "/imports/preview", 201, _ANALYST, _FILE),
    Operation("report", "GET", "/monthlyReport?year=2026&month=3", 200, _VIEWER),
    Operation("report this month", "GET", "/monthlyReport", 200, _VIEWER),
    *(Operation(f"dashboard: {name}", "GET", f"/dashboard/{name}", 200, _VIEWER)
      for name in ("summary", "categories", "recent")),
    *(Operation(f"dashboard: {name}", "GET", f"/dashboard/{name}", 200, _ANALYST)
      for name in ("trends", "cash_flow", "net_worth")),
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
    Operation("get an account", "GET", _ACCOUNT, 200, _VIEWER),
    Operation("patch an account", "PATCH", _ACCOUNT, 200, _ANALYST, {"name": "New"}),
    Operation("put an account", "PUT", _ACCOUNT, 200, _ANALYST, {"name": "New", "kind": "CASH"}),
    Operation("delete an account", "DELETE", "/accounts/{spare}", 204, _ADMIN),
    Operation("merge an account", "DELETE", "/accounts/{spare}?reassign_to={account}", 204,
              _ADMIN),
    Operation("get a transaction", "GET", _TRANSACTION, 200, _VIEWER),
    Operation("patch a transaction", "PATCH", _TRANSACTION, 200, _ANALYST, {"amount": "2.00"}),
    Operation("put a transaction", "PUT", _TRANSACTION, 200, _ANALYST, _ENTRY),
    Operation("split a transaction", "POST", "/transactions/{transaction}/split_evenly", 200,
              _ANALYST, {"parts": 2}),
    Operation("delete a transaction", "DELETE", _TRANSACTION, 204, _ADMIN),
    Operation("restore a transaction", "POST", "/transactions/{deleted}/restore", 200, _ADMIN),
    Operation("get a change", "GET", "/changes/{change}", 200, _ADMIN),
    Operation("undo a change", "POST", "/changes/{change}/undo", 200, _ADMIN),
    Operation("get an import", "GET", "/imports/{import}", 200, _ANALYST),
    Operation("list rows", "GET", "/imports/{import}/rows", 200, _ANALYST),
    Operation("carry out an import", "POST", "/imports", 200, _ANALYST,
              {"plan_token": "{plan_token}"}),
    Operation("undo an import", "DELETE", "/imports/{import}", 200, _ADMIN),
    Operation("forget a mapping", "DELETE", "/imports/mappings/{mapping}", 204, _ADMIN),
    Operation("get a rule", "GET", "/rules/{rule}", 200, _ANALYST),
    Operation("patch a rule", "PATCH", "/rules/{rule}", 200, _ANALYST, {"name": "New"}),
    Operation("put a rule", "PUT", "/rules/{rule}", 200, _ANALYST,
              _RULE | {"actions": {"payee": "Market"}}),
    Operation("delete a rule", "DELETE", "/rules/{rule}", 204, _ADMIN),
)  # fmt: skip
"""Operations on a resource that their path names."""

ON_NAMED = (
    Operation("record a transaction", "POST", "/transactions", 201, _ANALYST, _ENTRY),
    Operation("record on an account", "POST", "/transactions", 201, _ANALYST,
              {"type": "TRANSFER", "amount": "1.00", "to_account_id": "{account}",
               "date": "2026-03-31"}),
    Operation("batch of creations", "POST", _BATCH, 200, _ANALYST, {"create": [_ENTRY]}),
    Operation("batch of updates", "POST", _BATCH, 200, _ANALYST,
              {"update": [{"id": "{transaction}", "amount": "2.00"}]}),
    Operation("batch of moves", "POST", _BATCH, 200, _ANALYST,
              {"update": [{"id": "{own}", "category_id": "{category}"}]}),
    Operation("batch of deletions", "POST", _BATCH, 200, _ADMIN, {"delete": ["{transaction}"]}),
    Operation("move a transaction", "PATCH", "/transactions/{own}", 200, _ANALYST,
              {"category_id": "{category}"}),
    Operation("move to an account", "PATCH", "/transactions/{own}", 200, _ANALYST,
              {"account_id": "{account}"}),
    Operation("split under categories", "POST", "/transactions/{own}/split_evenly", 200, _ANALYST,
              {"parts": 2, "category_ids": ["{category}", "{category}"]}),
    Operation("replace a transaction", "PUT", "/transactions/{own}", 200, _ANALYST, _ENTRY),
    Operation("restore elsewhere", "POST", "/transactions/{own_deleted}/restore", 200, _ADMIN,
              {"category_id": "{category}"}),
    Operation("merge into a category", "DELETE", "/categories/{own_unused}?reassign_to={category}",
              204, _ADMIN),
    Operation("merge into an account", "DELETE", "/accounts/{own_spare}?reassign_to={account}",
              204, _ADMIN),
    Operation("preview onto an account", "POST", "/imports/preview?account_id={account}", 201,
              _ANALYST, _FILE),
    Operation("preview into a category", "POST",
              "/imports/preview?expense_category_id={category}", 201, _ANALYST, _FILE),
    Operation("create a rule", "POST", "/rules", 201, _ANALYST, _RULE),
    Operation("file by a rule", "PATCH", "/rules/{own_rule}", 200, _ANALYST,
              {"actions": {"category_id": "{category}"}}),
    Operation("order rules", "PUT", "/rules/order", 200, _ANALYST, {"ids": ["{rule}"]}),
    Operation("apply a rule", "POST", "/rules/apply", 200, _ANALYST,
              {"dry_run": False, "rule_ids": ["{rule}"]}),
)  # fmt: skip
"""Operations that name resources in their body or query."""

OPERATIONS = (*ON_LEDGERS, *ON_RESOURCES, *ON_NAMED)

_WORKSPACE = "/workspaces/{workspace}"
_MEMBER = f"{_WORKSPACE}/members/{{member}}"

ON_WORKSPACES = (
    Operation("get a workspace", "GET", _WORKSPACE, 200, _VIEWER),
    Operation("rename a workspace", "PATCH", _WORKSPACE, 200, _ADMIN, {"name": "New"}),
    Operation("delete a workspace", "DELETE", _WORKSPACE, 204, _ADMIN),
    Operation("restore a workspace", "POST", f"{_WORKSPACE}/restore", 200, _ADMIN),
    Operation("leave a workspace", "POST", f"{_WORKSPACE}/leave", 204, _VIEWER),
    Operation("transfer what another owns", "POST", f"{_WORKSPACE}/transfer", 409, _ADMIN,
              {"uid": "{member}"}),
    Operation("list members", "GET", f"{_WORKSPACE}/members", 200, _ADMIN),
    Operation("invite a member", "POST", f"{_WORKSPACE}/members", 201, _ADMIN,
              {"email": "ada@example.com"}),
    Operation("get a member", "GET", _MEMBER, 200, _ADMIN),
    Operation("change a member", "PATCH", _MEMBER, 200, _ADMIN, {"role": "analyst"}),
    Operation("remove a member", "DELETE", _MEMBER, 204, _ADMIN),
    Operation("list invitations", "GET", f"{_WORKSPACE}/invitations", 200, _ADMIN),
    Operation("revoke an invitation", "DELETE", f"{_WORKSPACE}/invitations/{{invitation}}", 204,
              _ADMIN),
)  # fmt: skip
"""Operations on a workspace that their path names, and on its members."""


def furnish(person: Person) -> dict[str, str]:
    """Put into a ledger what the operations need; its ids."""
    recorded, deleted = person.record("12.50", "Dining"), person.record("7.00", "Dining")
    ok(person.delete(f"/transactions/{deleted['id']}"), 204)
    deletion = ok(person.get(f"/changes?transaction_id={deleted['id']}"))["items"][0]
    ids = {
        "transaction": recorded["id"],
        "deleted": deleted["id"],
        "change": deletion["id"],
        "category": person.category_ids["Groceries"],
        "unused": person.category_ids["Travel"],
        "account": _open_account(person, "Savings"),
        "spare": _open_account(person, "Spare"),
        "rule": ok(person.post("/rules", _RULE | {"actions": {"tags": ["x"]}}), 201)["id"],
    }
    own = {
        "own": "transaction",
        "own_deleted": "deleted",
        "own_unused": "unused",
        "own_spare": "spare",
        "own_rule": "rule",
    }
    return ids | _import_file(person) | {name: ids[like] for name, like in own.items()}


def _import_file(person: Person) -> dict[str, str]:
    """Import a file that looks like no one else's; the ids of what that leaves."""
    content = _FILE.replace(b"{owner}", person.uid.encode())
    sent = person.call("POST", "/imports/preview", data=content, content_type="text/csv")
    plan = ok(sent, 201)
    ok(person.post("/imports", {"plan_token": plan["plan_token"]}))
    [mapping] = ok(person.get("/imports/mappings"))["items"]
    return {"import": plan["id"], "plan_token": plan["plan_token"], "mapping": mapping["id"]}


def _open_account(person: Person, name: str) -> str:
    account_id: str = ok(person.post("/accounts", {"name": name, "kind": "SAVINGS"}), 201)["id"]
    return account_id
